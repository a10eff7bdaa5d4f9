/* Pools of memory. */
#ifndef _SUNKVM_NETBSD_SYS_POOL_H
#define _SUNKVM_NETBSD_SYS_POOL_H

#include <sys/types.h>

#endif
