/* Requests to files. */
#ifndef _SUNKVM_SOLARIS_SYS_FILIO_H
#define _SUNKVM_SOLARIS_SYS_FILIO_H

#include <sys/ioctl.h>

#endif
