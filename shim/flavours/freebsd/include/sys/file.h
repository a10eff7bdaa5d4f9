/* Open files. */
#include_next <sys/file.h>
#ifndef _SUNKVM_FREEBSD_SYS_FILE_H
#define _SUNKVM_FREEBSD_SYS_FILE_H

#include <sys/types.h>
#include <sunkvm/struct/file.h>

#ifndef FREAD
#define FREAD 0x0001
#define FWRITE 0x0002
#endif

#define DTYPE_NONE 0
#define DTYPE_VNODE 1
#define DTYPE_SOCKET 2
#define DTYPE_PIPE 3
#define DTYPE_FIFO 4
#define DTYPE_KQUEUE 5
#define DTYPE_CRYPTO 6
#define DTYPE_MQUEUE 7
#define DTYPE_SHM 8
#define DTYPE_SEM 9
#define DTYPE_PTS 10
#define DTYPE_DEV 11
#define DTYPE_PROCDESC 12

struct xfile {
	ksize_t xf_size;
	pid_t xf_pid;
	uid_t xf_uid;
	int xf_fd;
	int _xf_int_pad1;
	kvaddr_t xf_file;
	short xf_type;
	short _xf_short_pad1;
	int xf_count;
	int xf_msgcount;
	int _xf_int_pad2;
	int64_t xf_offset;
	kvaddr_t xf_data;
	kvaddr_t xf_vnode;
	unsigned int xf_flag;
	int _xf_int_pad3;
	int64_t _xf_int64_pad[6];
};

#endif
