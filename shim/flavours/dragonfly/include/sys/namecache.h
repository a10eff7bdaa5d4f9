/* The cache of names of files. */
#ifndef _SUNKVM_DRAGONFLY_SYS_NAMECACHE_H
#define _SUNKVM_DRAGONFLY_SYS_NAMECACHE_H

#include <sys/types.h>
#include <sys/queue.h>
#include <sys/lock.h>
#include <sunkvm/struct/nchandle.h>
#include <sunkvm/struct/namecache_list.h>
#include <sunkvm/struct/namecache.h>

/* nc_flag */
#define NCF_WHITEOUT 0x0002
#define NCF_UNRESOLVED 0x0004
#define NCF_ISMOUNTPT 0x0008
#define NCF_ISSYMLINK 0x0100
#define NCF_ISDIR 0x0200
#define NCF_DESTROYED 0x0400

#endif
