/* Limits and usage. */
#ifndef _SUNKVM_FREEBSD_SYS_RESOURCEVAR_H
#define _SUNKVM_FREEBSD_SYS_RESOURCEVAR_H

#include <sys/types.h>
#include <sunkvm/struct/plimit.h>
#include <sunkvm/struct/uidinfo.h>
#include <sunkvm/struct/rusage_ext.h>

#endif
