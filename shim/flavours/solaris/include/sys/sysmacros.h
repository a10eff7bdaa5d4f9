/* Device numbers. */
#include_next <sys/sysmacros.h>
#ifndef _SUNKVM_SOLARIS_SYS_SYSMACROS_H
#define _SUNKVM_SOLARIS_SYS_SYSMACROS_H

#include <sys/types.h>

/* Device numbers of the image: 32 and 32 bits in LP64 kernels, 14 and 18 in ILP32. Those of the host are others. */
#define L_BITSMINOR32 18
#define L_MAXMAJ32 0x3fff
#define L_MAXMIN32 0x3ffff
#ifdef _LP64
#define L_BITSMINOR 32
#define L_MAXMAJ 0xfffffffful
#define L_MAXMIN 0xfffffffful
#else
#define L_BITSMINOR L_BITSMINOR32
#define L_MAXMAJ L_MAXMAJ32
#define L_MAXMIN L_MAXMIN32
#endif
#define getmajor(x) ((major_t)(((ulong_t)(x) >> L_BITSMINOR) & L_MAXMAJ))
#define getminor(x) ((minor_t)((ulong_t)(x) & L_MAXMIN))
#define makedevice(x, y) ((((ulong_t)(x)) << L_BITSMINOR) | ((ulong_t)(y) & L_MAXMIN))

#endif
