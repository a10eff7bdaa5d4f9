/* The tree of free swap space. */
#ifndef _SUNKVM_DRAGONFLY_SYS_BLIST_H
#define _SUNKVM_DRAGONFLY_SYS_BLIST_H

#include <sys/types.h>
#include <sunkvm/struct/blist.h>
#include <sunkvm/struct/blmeta.h>

#define BLIST_BMAP_RADIX 64
#define BLIST_META_RADIX 32

#endif
