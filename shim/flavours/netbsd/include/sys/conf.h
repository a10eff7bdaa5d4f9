/* Devices. */
#ifndef _SUNKVM_NETBSD_SYS_CONF_H
#define _SUNKVM_NETBSD_SYS_CONF_H

#include <sys/types.h>

#endif
