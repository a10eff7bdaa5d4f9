/* Locks. */
#ifndef _SUNKVM_NETBSD_SYS_LOCK_H
#define _SUNKVM_NETBSD_SYS_LOCK_H

#include <sys/types.h>

#endif
