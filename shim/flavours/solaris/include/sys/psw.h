/* Processor status: nothing is needed of it. */
#ifndef _SUNKVM_SOLARIS_SYS_PSW_H
#define _SUNKVM_SOLARIS_SYS_PSW_H

#include <sys/types.h>

#endif
