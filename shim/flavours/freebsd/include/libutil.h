/* Functions of libutil. */
#ifndef _SUNKVM_FREEBSD_LIBUTIL_H
#define _SUNKVM_FREEBSD_LIBUTIL_H

#include <sys/types.h>

#ifdef __cplusplus
extern "C" {
#endif

#define HOSTNAME_FOUND 0
#define HOSTNAME_INCORRECTNAME 1
#define HOSTNAME_INVALIDADDR 2
#define HOSTNAME_INVALIDNAME 3

struct sockaddr;

#ifndef HN_DECIMAL
#define HN_DECIMAL 0x01
#define HN_NOSPACE 0x02
#define HN_B 0x04
#define HN_DIVISOR_1000 0x08
#define HN_IEC_PREFIXES 0x10
#define HN_GETSCALE 0x10
#define HN_AUTOSCALE 0x20
#endif

extern int humanize_number(char *, size_t, int64_t, const char *, int, int) __asm__("__sunkvm_bsd_humanize_number");

#ifdef __cplusplus
}
#endif

#endif
