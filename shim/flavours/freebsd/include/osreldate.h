/* The release that a program is compiled for. */
#ifndef _SUNKVM_FREEBSD_OSRELDATE_H
#define _SUNKVM_FREEBSD_OSRELDATE_H

#include <sys/param.h>

#endif
