/* Totals of virtual memory. */
#ifndef _SUNKVM_SUNOS4_SYS_VM_H
#define _SUNKVM_SUNOS4_SYS_VM_H

#include <sys/vmmeter.h>

#endif
