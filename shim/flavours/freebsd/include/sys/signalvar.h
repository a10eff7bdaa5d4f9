/* Signals as the kernel has them. */
#ifndef _SUNKVM_FREEBSD_SYS_SIGNALVAR_H
#define _SUNKVM_FREEBSD_SYS_SIGNALVAR_H

#include <sys/types.h>
#include <sunkvm/struct/sigacts.h>
#include <sunkvm/struct/sigqueue.h>

#endif
