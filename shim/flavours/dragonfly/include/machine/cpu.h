/* Of the machine. */
#ifndef _SUNKVM_DRAGONFLY_MACHINE_CPU_H
#define _SUNKVM_DRAGONFLY_MACHINE_CPU_H

#include <sys/types.h>

#define CPU_CONSDEV 1

#endif
