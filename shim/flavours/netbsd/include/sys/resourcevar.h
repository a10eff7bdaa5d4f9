/* Resources of processes. */
#ifndef _SUNKVM_NETBSD_SYS_RESOURCEVAR_H
#define _SUNKVM_NETBSD_SYS_RESOURCEVAR_H

#include <sys/types.h>
#include <sunkvm/struct/plimit.h>
#include <sunkvm/struct/pstats.h>

#endif
