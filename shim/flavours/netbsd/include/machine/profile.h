/* Of the machine: see sys/gmon.h. */
#ifndef _SUNKVM_NETBSD_MACHINE_PROFILE_H
#define _SUNKVM_NETBSD_MACHINE_PROFILE_H

#include <sys/types.h>

#endif
