/* A function of the BSDs' C libraries, where libbsd's headers have none. */
#include_next <pwd.h>
#if !defined(_SUNKVM_BSD_PWD_H) && !defined(LIBBSD_PWD_H)
#define _SUNKVM_BSD_PWD_H

#ifdef __cplusplus
extern "C" {
#endif

/* The name of a user of this host, or the number as text (NULL where one is asked for); good until the next call. */
extern const char *user_from_uid(uid_t, int) __asm__("__sunkvm_bsd_user_from_uid");

#ifdef __cplusplus
}
#endif

#endif
