/* Requests to devices, layer by layer. */
#ifndef _SUNKVM_DRAGONFLY_SYS_BIO_H
#define _SUNKVM_DRAGONFLY_SYS_BIO_H

#include <sys/types.h>
#include <sys/time.h>

struct bio;
struct bio_track;
struct buf;
struct disk;

struct bio {
	struct {
		struct bio *tqe_next;
		struct bio **tqe_prev;
	} bio_act, link;
	struct bio_track *bio_track;
	struct disk *bio_disk;
	struct bio *bio_prev;
	struct bio *bio_next;
	struct buf *bio_buf;
	void (*bio_done)(struct bio *);
	int64_t bio_offset; /* bytes into the layer's device or file; NOOFFSET: not known yet */
	void *bio_driver_info;
	uint32_t bio_crc;
	int bio_flags;
	union {
		void *ptr;
		int64_t offset;
		int index;
	} bio_caller_info1, bio_caller_info2;
	union {
		void *ptr;
		int value;
		long lvalue;
		struct timeval tv;
	} bio_caller_info3;
};

#endif
