/* Devices. */
#ifndef _SUNKVM_NETBSD_SYS_DEVICE_H
#define _SUNKVM_NETBSD_SYS_DEVICE_H

#include <sys/types.h>

#endif
