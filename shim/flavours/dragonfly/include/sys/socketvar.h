/* Sockets as the kernel has them. */
#ifndef _SUNKVM_DRAGONFLY_SYS_SOCKETVAR_H
#define _SUNKVM_DRAGONFLY_SYS_SOCKETVAR_H

#include <sys/types.h>
#include <sunkvm/struct/socket.h>

#endif
