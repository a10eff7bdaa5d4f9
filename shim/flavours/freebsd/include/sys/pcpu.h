/* What the kernel has once a processor. */
#ifndef _SUNKVM_FREEBSD_SYS_PCPU_H
#define _SUNKVM_FREEBSD_SYS_PCPU_H

#include <sys/types.h>
#include <sunkvm/struct/pcpu.h>

#endif
