/* Sessions. */
#ifndef _SUNKVM_NETBSD_SYS_SESSION_H
#define _SUNKVM_NETBSD_SYS_SESSION_H

#include <sys/types.h>
#include <sunkvm/struct/session.h>

#endif
