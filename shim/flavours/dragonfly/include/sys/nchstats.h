/* How the cache of names did. */
#ifndef _SUNKVM_DRAGONFLY_SYS_NCHSTATS_H
#define _SUNKVM_DRAGONFLY_SYS_NCHSTATS_H

#include <sys/types.h>
#include <sunkvm/struct/nchstats.h>

#endif
