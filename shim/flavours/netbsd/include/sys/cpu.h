/* Processors. */
#ifndef _SUNKVM_NETBSD_SYS_CPU_H
#define _SUNKVM_NETBSD_SYS_CPU_H

#include <sys/types.h>
#include <sunkvm/struct/cpu_info.h>

#endif
