/* Limits of processes. */
#ifndef _SUNKVM_DRAGONFLY_SYS_RESOURCEVAR_H
#define _SUNKVM_DRAGONFLY_SYS_RESOURCEVAR_H

#include <sys/types.h>
#include <sys/time.h>
#include <sys/resource.h>
#include <sunkvm/struct/plimit.h>

#endif
