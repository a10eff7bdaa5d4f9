/* What disks and tapes have done. */
#ifndef _SUNKVM_NETBSD_SYS_IOSTAT_H
#define _SUNKVM_NETBSD_SYS_IOSTAT_H

#include <sys/types.h>
#include <stdint.h>
#include <sys/queue.h>
#include <sys/time.h>
#include <sunkvm/netbsd.h>

#define IOSTATNAMELEN 16

#define IOSTAT_DISK 0
#define IOSTAT_TAPE 1
#define IOSTAT_NFS 2

/* What sysctl's HW_IOSTATS gives. */
struct io_sysctl {
	char name[IOSTATNAMELEN];
	int32_t busy;
	int32_t type;
	uint64_t xfer;
	uint64_t seek;
	uint64_t bytes;
	uint32_t attachtime_sec;
	uint32_t attachtime_usec;
	uint32_t timestamp_sec;
	uint32_t timestamp_usec;
	uint32_t time_sec;
	uint32_t time_usec;
	uint64_t rxfer;
	uint64_t rbytes;
	uint64_t wxfer;
	uint64_t wbytes;
#if SUNKVM_NETBSD >= 10
	uint32_t wait_sec;
	uint32_t wait_usec;
	uint32_t waitsum_sec;
	uint32_t waitsum_usec;
	uint32_t busysum_sec;
	uint32_t busysum_usec;
#endif
};

/* The kernel's own struct timeval, which is not the host's in 32-bit programs. */
struct sunkvm_netbsd_timeval {
	int64_t tv_sec;
	int32_t tv_usec;
};

struct io_stats {
	char io_name[IOSTATNAMELEN];
	void *io_parent;
	int io_type;
	int io_busy;
#if SUNKVM_NETBSD >= 10
	int io_wait;
#endif
	uint64_t io_rxfer;
	uint64_t io_wxfer;
	uint64_t io_seek;
	uint64_t io_rbytes;
	uint64_t io_wbytes;
	struct sunkvm_netbsd_timeval io_attachtime;
	struct sunkvm_netbsd_timeval io_timestamp;
#if SUNKVM_NETBSD >= 10
	struct sunkvm_netbsd_timeval io_busystamp;
	struct sunkvm_netbsd_timeval io_waitstamp;
	struct sunkvm_netbsd_timeval io_busysum;
	struct sunkvm_netbsd_timeval io_waitsum;
	struct sunkvm_netbsd_timeval io_busytime;
	struct sunkvm_netbsd_timeval io_waittime;
#else
	struct sunkvm_netbsd_timeval io_time;
#endif
	TAILQ_ENTRY(io_stats) io_link;
};

TAILQ_HEAD(iostatlist_head, io_stats);

#endif
