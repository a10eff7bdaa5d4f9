/* The message buffer of the kernel. */
#ifndef _SUNKVM_DRAGONFLY_SYS_MSGBUF_H
#define _SUNKVM_DRAGONFLY_SYS_MSGBUF_H

#include <sys/types.h>
#include <sunkvm/struct/msgbuf.h>

#define MSG_MAGIC 0x063064
#define MSG_OMAGIC 0x063062

#endif
