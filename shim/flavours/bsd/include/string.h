/* Functions of the BSDs' C libraries, where this one and libbsd's headers have none. */
#include_next <string.h>
#if !defined(_SUNKVM_BSD_STRING_H) && !defined(LIBBSD_STRING_H) && !__GLIBC_PREREQ(2, 38)
#define _SUNKVM_BSD_STRING_H

#ifdef __cplusplus
extern "C" {
#endif

extern size_t strlcpy(char *, const char *, size_t) __asm__("__sunkvm_bsd_strlcpy");
extern size_t strlcat(char *, const char *, size_t) __asm__("__sunkvm_bsd_strlcat");

#ifdef __cplusplus
}
#endif

#endif
