/* Devices. */
#ifndef _SUNKVM_FREEBSD_SYS_CONF_H
#define _SUNKVM_FREEBSD_SYS_CONF_H

#include <sys/types.h>
#include <sunkvm/struct/cdev.h>

#endif
