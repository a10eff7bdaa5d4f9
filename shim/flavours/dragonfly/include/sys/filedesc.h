/* Open files of a process. */
#ifndef _SUNKVM_DRAGONFLY_SYS_FILEDESC_H
#define _SUNKVM_DRAGONFLY_SYS_FILEDESC_H

#include <sys/types.h>
#include <sys/namecache.h>
#include <sunkvm/struct/fdnode.h>
#include <sunkvm/struct/filedesc.h>

#define NDFILE 15

#endif
