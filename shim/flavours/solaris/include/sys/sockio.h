/* Requests to sockets. */
#ifndef _SUNKVM_SOLARIS_SYS_SOCKIO_H
#define _SUNKVM_SOLARIS_SYS_SOCKIO_H

#include <sys/ioctl.h>

#endif
