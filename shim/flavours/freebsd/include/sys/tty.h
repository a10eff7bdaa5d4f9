/* Terminals. */
#ifndef _SUNKVM_FREEBSD_SYS_TTY_H
#define _SUNKVM_FREEBSD_SYS_TTY_H

#include <sys/types.h>
#include <sys/queue.h>
#include <termios.h>
#include <sunkvm/struct/tty.h>

#define TF_NOPREFIX 0x00001
#define TF_INITLOCK 0x00002
#define TF_CALLOUT 0x00004
#define TF_OPENED_IN 0x00008
#define TF_OPENED_OUT 0x00010
#define TF_OPENED_CONS 0x00020
#define TF_OPENED (TF_OPENED_IN | TF_OPENED_OUT | TF_OPENED_CONS)
#define TF_GONE 0x00040
#define TF_OPENCLOSE 0x00080
#define TF_ASYNC 0x00100
#define TF_LITERAL 0x00200
#define TF_HIWAT_IN 0x00400
#define TF_HIWAT_OUT 0x00800
#define TF_HIWAT (TF_HIWAT_IN | TF_HIWAT_OUT)
#define TF_STOPPED 0x01000
#define TF_EXCLUDE 0x02000
#define TF_BYPASS 0x04000
#define TF_ZOMBIE 0x08000
#define TF_HOOK 0x10000
#define TF_BUSY_IN 0x20000
#define TF_BUSY_OUT 0x40000
#define TF_BUSY (TF_BUSY_IN | TF_BUSY_OUT)

#define TTYINQ_DATASIZE (128 - sizeof(void *))
#define TTYOUTQ_DATASIZE (256 - sizeof(void *))

struct xtty {
	size_t xt_size;
	size_t xt_insize;
	size_t xt_incc;
	size_t xt_inlc;
	size_t xt_inlow;
	size_t xt_outsize;
	size_t xt_outcc;
	size_t xt_outlow;
	unsigned int xt_column;
	pid_t xt_pgid;
	pid_t xt_sid;
	unsigned int xt_flags;
	uint32_t xt_dev;
};

#endif
