/* Buffers of files' blocks. The members are those of later releases too; they could not be compared with a compiler's. */
#ifndef _SUNKVM_DRAGONFLY_SYS_BUF_H
#define _SUNKVM_DRAGONFLY_SYS_BUF_H

#include <sys/types.h>
#include <sys/queue.h>
#include <sys/bio.h>
#include <sys/lock.h>

#define NBUF_BIO 6
#define NOOFFSET (-1LL)

struct bio_ops;
struct vm_page;
struct vnode;
struct worklist;

struct xio {
	struct vm_page **xio_pages;
	int xio_npages;
	int xio_offset;
	int xio_bytes;
	int xio_flags;
	int xio_error;
	struct vm_page *xio_internal_pages[32];
};

struct buf {
	struct {
		struct buf *rbe_left;
		struct buf *rbe_right;
		struct buf *rbe_parent;
		int rbe_color;
	} b_rbnode, b_rbhash;
	struct {
		struct buf *tqe_next;
		struct buf **tqe_prev;
	} b_freelist;
	struct buf *b_cluster_next;
	struct vnode *b_vp;
	struct bio b_bio_array[NBUF_BIO];
	uint32_t b_flags;
	unsigned int b_qindex;
	unsigned int b_qcpu;
	unsigned char b_act_count;
	unsigned char b_swindex;
	struct {
		uint64_t ary[4];
	} b_cpumask;
	struct lock b_lock;
	int b_cmd;
	int b_bufsize;
	int b_runningbufspace;
	int b_bcount;
	int b_resid;
	int b_error;
	char *b_data;
	char *b_kvabase;
	int b_kvasize;
	int b_dirtyoff;
	int b_dirtyend;
	int b_refs;
	struct xio b_xio;
	struct bio_ops *b_ops;
	struct {
		struct worklist *lh_first;
	} b_dep;
};

#define b_bio1 b_bio_array[0] /* bytes into the file */
#define b_bio2 b_bio_array[1] /* bytes into the device */
#define b_loffset b_bio1.bio_offset

#endif
