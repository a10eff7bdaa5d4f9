/* Priorities as processes ask for them. */
#ifndef _SUNKVM_DRAGONFLY_SYS_RTPRIO_H
#define _SUNKVM_DRAGONFLY_SYS_RTPRIO_H

#include <sys/types.h>
#include <sunkvm/struct/rtprio.h>

#define RTP_PRIO_MIN 0
#define RTP_PRIO_MAX 31
#define RTP_PRIO_REALTIME 0
#define RTP_PRIO_NORMAL 1
#define RTP_PRIO_IDLE 2
#define RTP_PRIO_THREAD 3

#endif
