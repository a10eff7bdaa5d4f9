/* Counters of the virtual memory. */
#ifndef _SUNKVM_DRAGONFLY_SYS_VMMETER_H
#define _SUNKVM_DRAGONFLY_SYS_VMMETER_H

#include <sys/types.h>
#include <sunkvm/struct/vmmeter.h>
#include <sunkvm/struct/vmstats.h>
#include <sunkvm/struct/vmtotal.h>

#ifndef MAXSLP
#define MAXSLP 20
#endif

#endif
