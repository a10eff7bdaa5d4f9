/* Where a process's arguments are. */
#ifndef _SUNKVM_NETBSD_SYS_EXEC_H
#define _SUNKVM_NETBSD_SYS_EXEC_H

#include <sys/types.h>
#include <sunkvm/struct/ps_strings.h>

#endif
