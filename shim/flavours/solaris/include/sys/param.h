/* Limits and scales of the kernel. */
#include_next <sys/param.h>
#ifndef _SUNKVM_SOLARIS_SYS_PARAM_H
#define _SUNKVM_SOLARIS_SYS_PARAM_H

#undef MAXPATHLEN
#define MAXPATHLEN 1024
#define MAXNAMELEN 256
#ifndef MAXCOMLEN
#define MAXCOMLEN 16
#endif
#define FSHIFT 8
#define FSCALE (1 << FSHIFT)
#ifndef NZERO
#define NZERO 20
#endif

#endif
