/* Figures about memory: see uvm_extern.h. */
#ifndef _SUNKVM_NETBSD_SYS_VMMETER_H
#define _SUNKVM_NETBSD_SYS_VMMETER_H

#include <uvm/uvm_extern.h>

#endif
