/* Maps of address spaces. */
#ifndef _SUNKVM_FREEBSD_VM_VM_MAP_H
#define _SUNKVM_FREEBSD_VM_VM_MAP_H

#include <sys/types.h>
#include <sunkvm/struct/vm_map.h>
#include <sunkvm/struct/vm_map_entry.h>
#include <sunkvm/struct/vmspace.h>

#endif
