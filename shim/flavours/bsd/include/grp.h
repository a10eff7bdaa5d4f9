/* A function of the BSDs' C libraries, where libbsd's headers have none. */
#include_next <grp.h>
#if !defined(_SUNKVM_BSD_GRP_H) && !defined(LIBBSD_GRP_H)
#define _SUNKVM_BSD_GRP_H

#ifdef __cplusplus
extern "C" {
#endif

/* The name of a group of this host, or the number as text (NULL where one is asked for); good until the next call. */
extern const char *group_from_gid(gid_t, int) __asm__("__sunkvm_bsd_group_from_gid");

#ifdef __cplusplus
}
#endif

#endif
