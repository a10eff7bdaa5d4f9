/* Replaces the header of the C library, which is for debuggers. */
#ifndef _SUNKVM_NETBSD_SYS_USER_H
#define _SUNKVM_NETBSD_SYS_USER_H

#include <sys/types.h>
#include <sys/proc.h>
#include <sys/sysctl.h>

#endif
