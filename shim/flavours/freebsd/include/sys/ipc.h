/* Objects shared by processes. Replaces the header of the C library: these are the kernel's structs of FreeBSD. */
#ifndef _SUNKVM_FREEBSD_SYS_IPC_H
#define _SUNKVM_FREEBSD_SYS_IPC_H

#include <sys/types.h>

#define IPC_CREAT 001000
#define IPC_EXCL 002000
#define IPC_NOWAIT 004000
#define IPC_R 000400
#define IPC_W 000200
#define IPC_M 010000
#define IPC_PRIVATE ((key_t)0)
#define IPC_RMID 0
#define IPC_SET 1
#define IPC_STAT 2

struct ipc_perm {
	uid_t cuid;
	gid_t cgid;
	uid_t uid;
	gid_t gid;
	uint16_t mode;
	unsigned short seq;
	long key;
};

#define IPCID_TO_IX(id) ((id) & 0xffff)
#define IPCID_TO_SEQ(id) (((id) >> 16) & 0xffff)
#define IXSEQ_TO_IPCID(ix, perm) (((perm).seq << 16) | ((ix) & 0xffff))

#endif
