/* Limits beside those of the C library. */
#include_next <limits.h>
#ifndef _SUNKVM_NETBSD_LIMITS_H
#define _SUNKVM_NETBSD_LIMITS_H

#include <sys/syslimits.h>

#ifndef _POSIX2_LINE_MAX
#define _POSIX2_LINE_MAX 2048
#endif
#ifndef UID_MAX
#define UID_MAX 2147483647u
#define GID_MAX 2147483647u
#endif
#ifndef UQUAD_MAX
#define QUAD_MAX 9223372036854775807ll
#define UQUAD_MAX 18446744073709551615ull
#endif

#endif
