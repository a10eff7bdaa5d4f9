/* Credentials, as kinfo_proc shows them. */
#ifndef _SUNKVM_NETBSD_SYS_UCRED_H
#define _SUNKVM_NETBSD_SYS_UCRED_H

#include <sys/types.h>
#include <sunkvm/struct/kauth_cred.h>
#include <sunkvm/struct/ki_pcred.h>
#include <sunkvm/struct/ki_ucred.h>

#endif
