/* Labels of mandatory access control: there are none here. */
#ifndef _SUNKVM_FREEBSD_SYS_MAC_H
#define _SUNKVM_FREEBSD_SYS_MAC_H

#include <sys/types.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct mac *mac_t;

/* All fail with ENOSYS. */
extern int mac_prepare_process_label(mac_t *) __asm__("__sunkvm_freebsd_mac_prepare");
extern int mac_prepare(mac_t *, const char *) __asm__("__sunkvm_freebsd_mac_prepare");
extern int mac_get_pid(pid_t, mac_t) __asm__("__sunkvm_freebsd_mac_get_pid");
extern int mac_to_text(mac_t, char **) __asm__("__sunkvm_freebsd_mac_to_text");
extern int mac_free(mac_t) __asm__("__sunkvm_freebsd_mac_free");

#ifdef __cplusplus
}
#endif

#endif
