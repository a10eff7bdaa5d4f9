/* What disks and tapes have done. */
#ifndef _SUNKVM_FREEBSD_SYS_DEVICESTAT_H
#define _SUNKVM_FREEBSD_SYS_DEVICESTAT_H

#include <sys/types.h>
#include <sys/queue.h>
#include <sys/time.h>

#define DEVSTAT_NAME_LEN 16
#define DEVSTAT_DEVICE_NAME "devstat"
#define DEVSTAT_VERSION 6

typedef enum {
	DEVSTAT_ALL_SUPPORTED = 0,
	DEVSTAT_NO_BLOCKSIZE = 1,
	DEVSTAT_NO_ORDERED_TAGS = 2,
	DEVSTAT_BS_UNAVAILABLE = 4
} devstat_support_flags;

typedef enum {
	DEVSTAT_NO_DATA = 0,
	DEVSTAT_READ = 1,
	DEVSTAT_WRITE = 2,
	DEVSTAT_FREE = 3
} devstat_trans_flags;
#define DEVSTAT_N_TRANS_FLAGS 4

typedef enum {
	DEVSTAT_TAG_SIMPLE = 0,
	DEVSTAT_TAG_HEAD = 1,
	DEVSTAT_TAG_ORDERED = 2,
	DEVSTAT_TAG_NONE = 3
} devstat_tag_type;

typedef enum {
	DEVSTAT_PRIORITY_MIN = 0x000,
	DEVSTAT_PRIORITY_OTHER = 0x020,
	DEVSTAT_PRIORITY_PASS = 0x030,
	DEVSTAT_PRIORITY_FD = 0x040,
	DEVSTAT_PRIORITY_WFD = 0x050,
	DEVSTAT_PRIORITY_TAPE = 0x060,
	DEVSTAT_PRIORITY_CD = 0x090,
	DEVSTAT_PRIORITY_DISK = 0x110,
	DEVSTAT_PRIORITY_ARRAY = 0x120,
	DEVSTAT_PRIORITY_MAX = 0xfff
} devstat_priority;

/* The kinds of SCSI devices, what they are connected by, and whether they are passed through */
typedef enum {
	DEVSTAT_TYPE_DIRECT = 0x000,
	DEVSTAT_TYPE_SEQUENTIAL = 0x001,
	DEVSTAT_TYPE_PRINTER = 0x002,
	DEVSTAT_TYPE_PROCESSOR = 0x003,
	DEVSTAT_TYPE_WORM = 0x004,
	DEVSTAT_TYPE_CDROM = 0x005,
	DEVSTAT_TYPE_SCANNER = 0x006,
	DEVSTAT_TYPE_OPTICAL = 0x007,
	DEVSTAT_TYPE_CHANGER = 0x008,
	DEVSTAT_TYPE_COMM = 0x009,
	DEVSTAT_TYPE_ASC0 = 0x00a,
	DEVSTAT_TYPE_ASC1 = 0x00b,
	DEVSTAT_TYPE_STORARRAY = 0x00c,
	DEVSTAT_TYPE_ENCLOSURE = 0x00d,
	DEVSTAT_TYPE_FLOPPY = 0x00e,
	DEVSTAT_TYPE_MASK = 0x00f,
	DEVSTAT_TYPE_IF_SCSI = 0x010,
	DEVSTAT_TYPE_IF_IDE = 0x020,
	DEVSTAT_TYPE_IF_OTHER = 0x030,
	DEVSTAT_TYPE_IF_NVME = 0x040,
	DEVSTAT_TYPE_IF_MASK = 0x0f0,
	DEVSTAT_TYPE_PASS = 0x100
} devstat_type_flags;

struct devstat {
	u_int sequence0;
	int allocated;
	u_int start_count;
	u_int end_count;
	struct bintime busy_from;
	STAILQ_ENTRY(devstat) dev_links;
	uint32_t device_number;
	char device_name[DEVSTAT_NAME_LEN];
	int unit_number;
	uint64_t bytes[DEVSTAT_N_TRANS_FLAGS];
	uint64_t operations[DEVSTAT_N_TRANS_FLAGS];
	struct bintime duration[DEVSTAT_N_TRANS_FLAGS];
	struct bintime busy_time;
	struct bintime creation_time;
	uint32_t block_size;
	uint64_t tag_types[3];
	devstat_support_flags flags;
	devstat_type_flags device_type;
	devstat_priority priority;
	const void *id;
	u_int sequence1;
};

STAILQ_HEAD(devstatlist, devstat);

#endif
