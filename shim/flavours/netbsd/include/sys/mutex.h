/* Locks. */
#ifndef _SUNKVM_NETBSD_SYS_MUTEX_H
#define _SUNKVM_NETBSD_SYS_MUTEX_H

#include <sys/types.h>

#endif
