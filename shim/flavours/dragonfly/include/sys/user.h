/* What the kernel tells programs of processes. Replaces the header of the C library, which is for debuggers. */
#ifndef _SUNKVM_DRAGONFLY_SYS_USER_H
#define _SUNKVM_DRAGONFLY_SYS_USER_H

#ifndef _KERNEL_STRUCTURES
#define _KERNEL_STRUCTURES
#endif

#include <sys/types.h>
#include <errno.h>
#include <sys/time.h>
#include <sys/resource.h>
#include <sys/ucred.h>
#include <sys/proc.h>
#include <vm/vm.h>
#include <vm/vm_param.h>
#include <sys/kinfo.h>

#endif
