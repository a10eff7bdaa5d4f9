/* Shared-exclusive locks. */
#ifndef _SUNKVM_FREEBSD_SYS_SX_H
#define _SUNKVM_FREEBSD_SYS_SX_H

#include <sys/types.h>
#include <sunkvm/struct/sx.h>

#endif
