/* Polling through a device, which the host does not have. */
#ifndef _SUNKVM_SOLARIS_SYS_DEVPOLL_H
#define _SUNKVM_SOLARIS_SYS_DEVPOLL_H

#include <poll.h>
#include <sys/ioctl.h>

typedef struct dvpoll {
	struct pollfd *dp_fds;
	nfds_t dp_nfds;
	int dp_timeout;
} dvpoll_t;

#define DP_POLL ((0xd0 << 8) | 1)
#define DP_ISPOLLED ((0xd0 << 8) | 2)

#endif
