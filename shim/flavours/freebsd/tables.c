/*
 * Tables of the kernel that FreeBSD's sysctl gives out: its messages, terminals, swap devices, interrupts, disks, and what
 * System V's calls share. They are read from an image as this flavour's headers lay them out, so not from an image of another machine.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <kvm.h>
#include <sys/devicestat.h>
#include <sys/msg.h>
#include <sys/msgbuf.h>
#include <sys/param.h>
#include <sys/proc.h>
#include <sys/sem.h>
#include <sys/shm.h>
#include <sys/tty.h>
#include <vm/vm_param.h>
#include <sunkvm/struct/cdev.h>
#include <sunkvm/struct/pgrp.h>
#include <sunkvm/struct/session.h>

#include "freebsd.h"
#include "sysctl.h"

#define MOST 65536 /* of any list: more than there are of anything here */

static int fetch(struct __kvm *kd, const void *at, void *to, size_t size)
{
	struct bsd_quiet quiet;
	ssize_t got;

	bsd_quiet_begin(kd, &quiet);
	got = bsd_read(kd, (uintptr_t)at, to, size);
	bsd_quiet_end(kd, &quiet);
	return got == (ssize_t)size;
}

/* The whole buffer, oldest bytes first: NULs in front where it was never full, and one more behind. */
int freebsd_messages(struct __kvm *kd, void *old, size_t *oldlen)
{
	struct msgbuf *place, head;

	if (!bsd_variable(kd, 2, "_msgbufp", &place, sizeof place))
		return bsd_unknown();
	if (!fetch(kd, place, &head, sizeof head) || head.msg_magic != MSG_MAGIC || head.msg_size <= 0)
		return bsd_unknown();
	return bsd_ring(kd, (uintptr_t)head.msg_ptr, (size_t)head.msg_size, MSGBUF_SEQ_TO_POS(&head, head.msg_wseq),
			(size_t)head.msg_size, 1, old, oldlen);
}

/* Numbers of a terminal's session and group, and of its device, which the kernel keeps behind the device (cdev_priv). */
static void owners(struct __kvm *kd, const struct tty *tty, struct xtty *told)
{
	struct session session;
	struct pgrp group;

	if (tty->t_pgrp && fetch(kd, tty->t_pgrp, &group, sizeof group))
		told->xt_pgid = group.pg_id;
	if (tty->t_session && fetch(kd, tty->t_session, &session, sizeof session))
		told->xt_sid = session.s_sid;
	told->xt_dev = (uint32_t)NODEV;
	if (tty->t_dev)
		fetch(kd, (char *)tty->t_dev + sizeof(struct cdev) + 2 * sizeof(void *), &told->xt_dev, sizeof told->xt_dev);
}

int freebsd_terminals(struct __kvm *kd, void *old, size_t *oldlen)
{
	struct xtty *table = NULL, *more;
	struct tty *next, tty;
	size_t count = 0;
	int result;

	if (!bsd_variable(kd, 2, "_tty_list", &next, sizeof next))
		return bsd_unknown();
	for (; next && count < MOST; next = tty.t_list.tqe_next, count++) {
		if (!fetch(kd, next, &tty, sizeof tty) || !(more = realloc(table, (count + 1) * sizeof *table))) {
			free(table);
			return bsd_unknown();
		}
		table = more;
		table[count] = (struct xtty){
			.xt_size = sizeof *table,
			.xt_insize = tty.t_inq.ti_nblocks * TTYINQ_DATASIZE,
			.xt_incc = tty.t_inq.ti_linestart - tty.t_inq.ti_begin,
			.xt_inlc = tty.t_inq.ti_end - tty.t_inq.ti_linestart,
			.xt_inlow = tty.t_inlow,
			.xt_outsize = tty.t_outq.to_nblocks * TTYOUTQ_DATASIZE,
			.xt_outcc = tty.t_outq.to_end - tty.t_outq.to_begin,
			.xt_outlow = tty.t_outlow,
			.xt_column = tty.t_column,
			.xt_flags = tty.t_flags,
		};
		owners(kd, &tty, &table[count]);
	}
	result = bsd_give(table ? (void *)table : "", count * sizeof *table, old, oldlen);
	free(table);
	return result;
}

/* What 11 tells of a swap device: version 1, with device numbers of 32 bits. Its size tells programs of that time. */
struct xswdev_11 {
	unsigned int version;
	uint32_t dev;
	int flags, nblks, used;
};

/* One swap device, by its place on the list; ENOENT behind the last. */
int freebsd_swap(struct __kvm *kd, int number, void *old, size_t *oldlen)
{
	struct xswdev told = {.xsw_version = XSWDEV_VERSION};
	struct swdevt *next, device;

	if (number < 0 || !bsd_variable(kd, 2, "_swtailq", &next, sizeof next))
		return bsd_unknown();
	for (int i = 0; next && i < MOST; i++, next = device.sw_list.tqe_next) {
		if (!fetch(kd, next, &device, sizeof device))
			return bsd_unknown();
		if (i < number)
			continue;
		told.xsw_dev = device.sw_dev;
		told.xsw_flags = device.sw_flags;
		told.xsw_nblks = device.sw_nblks;
		told.xsw_used = device.sw_used;
		if (old && oldlen && *oldlen == sizeof(struct xswdev_11)) {
			struct xswdev_11 then = {1, (uint32_t)told.xsw_dev, told.xsw_flags, told.xsw_nblks, told.xsw_used};

			return bsd_give(&then, sizeof then, old, oldlen);
		}
		return bsd_give(&told, sizeof told, old, oldlen);
	}
	return bsd_unknown();
}

/*
 * Counts of interrupts, or their names: an array behind a pointer, and its size in bytes, both under a symbol. Kernels of
 * old had the array itself there; they do not tell how many there are, which is how the two are known from one another.
 */
int freebsd_interrupts(struct __kvm *kd, int names, void *old, size_t *oldlen)
{
	unsigned long counts, size;
	unsigned int count;
	void *place, *table;
	int result;

	if (!bsd_variable(kd, 2, "_nintrcnt", &count, sizeof count) ||
	    !bsd_variable(kd, 2, "_sintrcnt", &counts, sizeof counts) ||
	    !bsd_variable(kd, 2, names ? "_sintrnames" : "_sintrcnt", &size, sizeof size) ||
	    !bsd_variable(kd, 2, names ? "_intrnames" : "_intrcnt", &place, sizeof place))
		return bsd_unknown();
	if (count > MOST || counts != count * sizeof counts || size > MOST * sizeof counts || !(table = calloc(size + 1, 1)))
		return bsd_unknown();
	result = !size || fetch(kd, place, table, size) ? bsd_give(table, size, old, oldlen) : bsd_unknown();
	free(table);
	return result;
}

/* The list of disks: its generation, then each as it lies in the kernel. EBUSY where it changed meanwhile. */
int freebsd_disks(struct __kvm *kd, void *old, size_t *oldlen)
{
	size_t size = sizeof(long);
	long generation, then;
	struct devstat *next, disk;
	char *table, *more;
	int count, result;

	if (!bsd_variable(kd, 2, "_devstat_generation", &generation, sizeof generation) ||
	    !bsd_variable(kd, 2, "_devstat_num_devs", &count, sizeof count) || count < 0 || count > MOST ||
	    !bsd_variable(kd, 2, "_device_statq", &next, sizeof next) || !(table = malloc(size)))
		return bsd_unknown();
	memcpy(table, &generation, sizeof generation);
	for (int i = 0; next && i < count; i++, size += sizeof disk) {
		if (!fetch(kd, next, &disk, sizeof disk) || !(more = realloc(table, size + sizeof disk))) {
			free(table);
			return bsd_unknown();
		}
		table = more;
		memcpy(table + size, &disk, sizeof disk);
		next = disk.dev_links.stqe_next;
	}
	if (bsd_variable(kd, 2, "_devstat_generation", &then, sizeof then) && then != generation) {
		free(table);
		errno = EBUSY;
		return -1;
	}
	result = bsd_give(table, size, old, oldlen);
	free(table);
	return result;
}

/* What System V's calls share: the whole table, as long as the kernel's limit says. */
int freebsd_objects(struct __kvm *kd, int kind, void *old, size_t *oldlen)
{
	static const struct {
		const char *table, *limits;
		size_t entry, limits_size, at, width;
	} kinds[] = {
		{"_msqids", "_msginfo", sizeof(struct msqid_kernel), sizeof(struct msginfo), offsetof(struct msginfo, msgmni),
		 sizeof(int)},
		{"_sema", "_seminfo", sizeof(struct semid_kernel), sizeof(struct seminfo), offsetof(struct seminfo, semmni),
		 sizeof(int)},
		{"_shmsegs", "_shminfo", sizeof(struct shmid_kernel), sizeof(struct shminfo), offsetof(struct shminfo, shmmni),
		 sizeof(long)},
	};
	unsigned char limits[sizeof(struct shminfo) + sizeof(struct seminfo)];
	unsigned long count = 0;
	void *place, *table;
	int small, result;

	if (!bsd_variable(kd, 2, kinds[kind].limits, limits, kinds[kind].limits_size) ||
	    !bsd_variable(kd, 2, kinds[kind].table, &place, sizeof place))
		return bsd_unknown();
	if (kinds[kind].width == sizeof small) {
		memcpy(&small, limits + kinds[kind].at, sizeof small);
		count = small > 0 ? (unsigned long)small : 0;
	} else {
		memcpy(&count, limits + kinds[kind].at, sizeof count);
	}
	if (count > MOST || !(table = calloc(count + 1, kinds[kind].entry)))
		return bsd_unknown();
	if (fetch(kd, place, table, count * kinds[kind].entry))
		result = bsd_give(table, count * kinds[kind].entry, old, oldlen);
	else
		result = bsd_unknown();
	free(table);
	return result;
}
