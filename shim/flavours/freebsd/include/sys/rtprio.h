/* Priorities as processes ask for them. */
#ifndef _SUNKVM_FREEBSD_SYS_RTPRIO_H
#define _SUNKVM_FREEBSD_SYS_RTPRIO_H

#include <sys/priority.h>

#define RTP_PRIO_MIN 0
#define RTP_PRIO_MAX 31
#define RTP_PRIO_ITHD PRI_ITHD
#define RTP_PRIO_REALTIME PRI_REALTIME
#define RTP_PRIO_NORMAL PRI_TIMESHARE
#define RTP_PRIO_IDLE PRI_IDLE
#define RTP_PRIO_FIFO_BIT PRI_FIFO_BIT
#define RTP_PRIO_FIFO PRI_FIFO
#define RTP_PRIO_BASE(P) PRI_BASE(P)
#define RTP_PRIO_IS_REALTIME(P) PRI_IS_REALTIME(P)
#define RTP_PRIO_NEED_RR(P) PRI_NEED_RR(P)

struct rtprio {
	unsigned short type;
	unsigned short prio;
};

#endif
