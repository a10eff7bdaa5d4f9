/* Objects of memory. */
#ifndef _SUNKVM_NETBSD_UVM_UVM_OBJECT_H
#define _SUNKVM_NETBSD_UVM_UVM_OBJECT_H

#include <sys/types.h>
#include <sunkvm/struct/uvm_object.h>

#endif
