/* Sockets between processes. */
#ifndef _SUNKVM_DRAGONFLY_SYS_UNPCB_H
#define _SUNKVM_DRAGONFLY_SYS_UNPCB_H

#include <sys/types.h>
#include <sunkvm/struct/unpcb.h>

#endif
