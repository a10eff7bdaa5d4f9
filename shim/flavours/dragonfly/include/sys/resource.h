/* Load and times of processors. */
#include_next <sys/resource.h>
#ifndef _SUNKVM_DRAGONFLY_SYS_RESOURCE_H
#define _SUNKVM_DRAGONFLY_SYS_RESOURCE_H

#include <sys/types.h>
#include <sunkvm/struct/loadavg.h>

#define CP_USER 0
#define CP_NICE 1
#define CP_SYS 2
#define CP_INTR 3
#define CP_IDLE 4
#define CPUSTATES 5

#endif
