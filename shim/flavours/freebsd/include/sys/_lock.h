/* Locks. */
#ifndef _SUNKVM_FREEBSD_SYS__LOCK_H
#define _SUNKVM_FREEBSD_SYS__LOCK_H

#include <sys/lock.h>

#endif
