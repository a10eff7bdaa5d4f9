/* Of memory: see uvm_extern.h. */
#ifndef _SUNKVM_NETBSD_UVM_UVM_PARAM_H
#define _SUNKVM_NETBSD_UVM_UVM_PARAM_H

#include <uvm/uvm_extern.h>

#endif
