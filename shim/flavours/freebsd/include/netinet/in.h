/* Addresses. */
#include_next <netinet/in.h>
#ifndef _SUNKVM_FREEBSD_NETINET_IN_H
#define _SUNKVM_FREEBSD_NETINET_IN_H

#include <sys/socket.h>

#endif
