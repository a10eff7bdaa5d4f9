/* Processes. */
#ifndef _SUNKVM_SUNOS4_SYS_PROC_H
#define _SUNKVM_SUNOS4_SYS_PROC_H

#include <sunkvm/sunos4.h>

#define SSLEEP 1
#define SWAIT 2
#define SRUN 3
#define SIDL 4
#define SZOMB 5
#define SSTOP 6

#define SLOAD 0x0000001
#define SSYS 0x0000002

#endif
