/* Limits beside those of the C library. */
#include_next <limits.h>
#ifndef _SUNKVM_DRAGONFLY_LIMITS_H
#define _SUNKVM_DRAGONFLY_LIMITS_H

#ifndef UID_MAX
#define UID_MAX UINT_MAX
#define GID_MAX UINT_MAX
#endif
#ifndef ARG_MAX
#define ARG_MAX 262144
#endif
#ifndef _POSIX2_LINE_MAX
#define _POSIX2_LINE_MAX 2048
#endif
#ifndef OFF_MAX
#define OFF_MAX LLONG_MAX
#endif

#endif
