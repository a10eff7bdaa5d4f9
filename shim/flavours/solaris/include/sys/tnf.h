/* Control of kernel tracing. */
#ifndef _SUNKVM_SOLARIS_SYS_TNF_H
#define _SUNKVM_SOLARIS_SYS_TNF_H

#include <sys/types.h>
#include <sys/ioctl.h>

typedef enum {
	TIFIOCBUF_NONE = 0,
	TIFIOCBUF_UNINIT = 1,
	TIFIOCBUF_OK = 2,
	TIFIOCBUF_BROKEN = 3
} tifiocbuf_t;

typedef struct {
	tifiocbuf_t buffer_state;
	int buffer_size;
	int trace_stopped;
	int pidfilter_mode;
	int pidfilter_size;
} tifiocstate_t;

typedef struct {
	char *dst_addr;
	int block_num;
} tifiocgblock_t;

typedef struct {
	long *dst_addr;
	int start;
	int slots;
} tifiocgfw_t;

#define TIFIOCGSTATE (('t' << 8) | 5)
#define TIFIOCGHEADER (('t' << 8) | 14)
#define TIFIOCGBLOCK (('t' << 8) | 15)
#define TIFIOCGFWZONE (('t' << 8) | 16)

#endif
