/* Local sockets. */
#ifndef _SUNKVM_FREEBSD_SYS_UNPCB_H
#define _SUNKVM_FREEBSD_SYS_UNPCB_H

#include <sys/types.h>
#include <sunkvm/struct/unpcb.h>

#endif
