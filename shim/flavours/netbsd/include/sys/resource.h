/* Load and CPU times. */
#include_next <sys/resource.h>
#ifndef _SUNKVM_NETBSD_SYS_RESOURCE_H
#define _SUNKVM_NETBSD_SYS_RESOURCE_H

#include <sys/types.h>
#include <sys/sched.h>
#include <sunkvm/struct/loadavg.h>

#endif
