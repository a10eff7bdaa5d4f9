/* Of memory: see uvm_extern.h. */
#ifndef _SUNKVM_NETBSD_UVM_UVM_H
#define _SUNKVM_NETBSD_UVM_UVM_H

#include <uvm/uvm_extern.h>
#include <uvm/uvm_map.h>
#include <uvm/uvm_page.h>

#endif
