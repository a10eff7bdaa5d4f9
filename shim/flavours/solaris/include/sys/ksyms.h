/* Symbols of the running kernel: nothing is needed of it. */
#ifndef _SUNKVM_SOLARIS_SYS_KSYMS_H
#define _SUNKVM_SOLARIS_SYS_KSYMS_H

#include <sys/types.h>

#endif
