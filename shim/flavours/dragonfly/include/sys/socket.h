/* The C library's header, whose struct ucred is another one. */
#ifndef _SUNKVM_DRAGONFLY_SYS_SOCKET_H
#define ucred __glibc_ucred
#include_next <sys/socket.h>
#undef ucred
#endif
#ifndef _SUNKVM_DRAGONFLY_SYS_SOCKET_H
#define _SUNKVM_DRAGONFLY_SYS_SOCKET_H

#endif
