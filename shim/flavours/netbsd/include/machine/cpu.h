/* Processors. */
#ifndef _SUNKVM_NETBSD_MACHINE_CPU_H
#define _SUNKVM_NETBSD_MACHINE_CPU_H

#include <sys/types.h>
#include <sunkvm/struct/cpu_info.h>

/* Of the node machdep */
#define CPU_CONSDEV 1
#define CPU_BOOTED_KERNEL 5

#endif
