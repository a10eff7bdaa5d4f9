/* Timers. */
#ifndef _SUNKVM_FREEBSD_SYS_CALLOUT_H
#define _SUNKVM_FREEBSD_SYS_CALLOUT_H

#include <sys/types.h>
#include <sunkvm/struct/callout.h>

#endif
