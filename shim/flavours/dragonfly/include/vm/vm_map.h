/* Maps of address spaces. */
#ifndef _SUNKVM_DRAGONFLY_VM_VM_MAP_H
#define _SUNKVM_DRAGONFLY_VM_VM_MAP_H

#include <sys/types.h>
#include <sys/lock.h>
#include <vm/vm.h>
#include <vm/vm_object.h>
#include <sunkvm/struct/vm_map_backing.h>
#include <sunkvm/struct/vm_map_entry.h>
#include <sunkvm/struct/vm_map.h>
#include <sunkvm/struct/vmspace.h>

/* eflags */
#define MAP_ENTRY_NOSYNC 0x0001
#define MAP_ENTRY_STACK 0x0002
#define MAP_ENTRY_COW 0x0004
#define MAP_ENTRY_NEEDS_COPY 0x0008
#define MAP_ENTRY_NOFAULT 0x0010
#define MAP_ENTRY_USER_WIRED 0x0020

#endif
