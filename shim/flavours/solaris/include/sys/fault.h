/* Hardware faults: nothing is needed of it. */
#ifndef _SUNKVM_SOLARIS_SYS_FAULT_H
#define _SUNKVM_SOLARIS_SYS_FAULT_H

#include <sys/types.h>

#endif
