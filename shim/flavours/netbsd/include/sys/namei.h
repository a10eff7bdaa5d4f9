/* Names of files. */
#ifndef _SUNKVM_NETBSD_SYS_NAMEI_H
#define _SUNKVM_NETBSD_SYS_NAMEI_H

#include <sys/types.h>

#endif
