/* Virtual memory: nothing is needed of it. */
#ifndef _SUNKVM_SOLARIS_SYS_VM_H
#define _SUNKVM_SOLARIS_SYS_VM_H

#include <sys/types.h>

#endif
