/* Limits and scales of the kernel. */
#include_next <sys/param.h>
#ifndef _SUNKVM_SUNOS4_SYS_PARAM_H
#define _SUNKVM_SUNOS4_SYS_PARAM_H

#undef FSHIFT
#undef FSCALE
#define FSHIFT 8
#define FSCALE (1 << FSHIFT)
#ifdef KERNEL
#define PZERO 25
#undef NZERO
#define NZERO 20
#endif

#endif
