/* Credentials of the kernel. */
#ifndef _SUNKVM_NETBSD_SYS_KAUTH_H
#define _SUNKVM_NETBSD_SYS_KAUTH_H

#include <sys/ucred.h>

typedef struct kauth_cred *kauth_cred_t;

#endif
