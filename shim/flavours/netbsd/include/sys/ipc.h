/* Objects shared by processes. Replaces the header of the C library: these are the kernel's structs. */
#ifndef _SUNKVM_NETBSD_SYS_IPC_H
#define _SUNKVM_NETBSD_SYS_IPC_H

#include <sys/types.h>
#include <sys/sysctl.h>

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
	uid_t uid;
	gid_t gid;
	uid_t cuid;
	gid_t cgid;
	uint32_t mode;
	unsigned short _seq;
	long _key;
};

struct ipc_perm_sysctl {
	uint64_t _key;
	uid_t uid;
	gid_t gid;
	uid_t cuid;
	gid_t cgid;
	uint32_t mode;
	int16_t _seq;
	int16_t pad;
};

#define IXSEQ_TO_IPCID(ix, perm) (((perm._seq) << 16) | ((ix) & 0xffff))
#define IPCID_TO_IX(id) ((id) & 0xffff)
#define IPCID_TO_SEQ(id) (((id) >> 16) & 0xffff)

#endif
