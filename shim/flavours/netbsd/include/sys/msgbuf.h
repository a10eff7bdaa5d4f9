/* The message buffer of the kernel. */
#ifndef _SUNKVM_NETBSD_SYS_MSGBUF_H
#define _SUNKVM_NETBSD_SYS_MSGBUF_H

#include <sys/types.h>
#include <sunkvm/struct/kern_msgbuf.h>

#define MSG_MAGIC 0x063061

#endif
