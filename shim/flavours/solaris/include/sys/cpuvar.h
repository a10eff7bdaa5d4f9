/* Processors. */
#ifndef _SUNKVM_SOLARIS_SYS_CPUVAR_H
#define _SUNKVM_SOLARIS_SYS_CPUVAR_H

#include <sys/types.h>
#include <sunkvm/struct/cpu.h>

typedef struct cpu cpu_t;

#endif
