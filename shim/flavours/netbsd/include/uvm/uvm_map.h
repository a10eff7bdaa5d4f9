/* Maps of memory. */
#ifndef _SUNKVM_NETBSD_UVM_UVM_MAP_H
#define _SUNKVM_NETBSD_UVM_UVM_MAP_H

#include <sys/types.h>
#include <sunkvm/struct/vm_map.h>
#include <sunkvm/struct/vm_map_entry.h>

#endif
