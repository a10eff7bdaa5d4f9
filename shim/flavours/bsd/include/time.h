/* A function that the BSDs' programs also give no locale. */
#include_next <time.h>
#if !defined(_SUNKVM_BSD_TIME_H) && defined(__USE_XOPEN2K8)
#define _SUNKVM_BSD_TIME_H

#ifdef __cplusplus
extern "C" {
#endif

/* strftime_l of the C library; NULL is the locale "C". */
extern size_t __sunkvm_bsd_strftime_l(char *, size_t, const char *, const struct tm *, locale_t);
#define strftime_l __sunkvm_bsd_strftime_l

#ifdef __cplusplus
}
#endif

#endif
