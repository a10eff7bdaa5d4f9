/* Maps of anonymous memory. */
#ifndef _SUNKVM_NETBSD_UVM_UVM_AMAP_H
#define _SUNKVM_NETBSD_UVM_UVM_AMAP_H

#include <sys/types.h>
#include <sunkvm/struct/vm_amap.h>
#include <sunkvm/struct/vm_anon.h>
#include <sunkvm/struct/vm_aref.h>

#endif
