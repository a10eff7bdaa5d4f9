/* Limits beside those of the C library. */
#include_next <limits.h>
#ifndef _SUNKVM_FREEBSD_LIMITS_H
#define _SUNKVM_FREEBSD_LIMITS_H

#ifndef UID_MAX
#define UID_MAX UINT_MAX
#define GID_MAX UINT_MAX
#endif
#include <sunkvm/freebsd.h>
#ifndef ARG_MAX
#if SUNKVM_FREEBSD >= 12
#define ARG_MAX 524288
#else
#define ARG_MAX 262144
#endif
#endif
#ifndef _POSIX2_LINE_MAX
#define _POSIX2_LINE_MAX 2048
#endif
#ifndef OFF_MAX
#define OFF_MAX LLONG_MAX
#endif

#endif
