/* Devices as the kernel has them. */
#ifndef _SUNKVM_DRAGONFLY_SYS_CONF_H
#define _SUNKVM_DRAGONFLY_SYS_CONF_H

#include <sys/types.h>
#include <sunkvm/struct/cdev.h>

#define SPECNAMELEN 63

#endif
