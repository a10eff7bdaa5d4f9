/* The message buffer of the kernel. */
#ifndef _SUNKVM_FREEBSD_SYS_MSGBUF_H
#define _SUNKVM_FREEBSD_SYS_MSGBUF_H

#include <sys/types.h>
#include <sunkvm/struct/msgbuf.h>

#define MSG_MAGIC 0x063062
#define MSGBUF_SEQ_TO_POS(mbp, seq) ((seq) % (mbp)->msg_size)
#define MSGBUF_NEEDNL 0x01
#define MSGBUF_WRAP 0x02
#define MSGBUF_GETMSGPTR(mbp, seq) ((mbp)->msg_ptr + MSGBUF_SEQ_TO_POS(mbp, seq))

#endif
