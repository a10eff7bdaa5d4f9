/*
 * The calls of SunOS 4 over those of Solaris: symbols in the order of a.out, small structs, return values of then. The
 * Solaris calls are compiled into this library under other names.
 */
#define FLAVOUR "sunos4"
#define kvm_close solaris_kvm_close
#define kvm_getcmd solaris_kvm_getcmd
#define kvm_getproc solaris_kvm_getproc
#define kvm_getu solaris_kvm_getu
#define kvm_nextproc solaris_kvm_nextproc
#define kvm_nlist solaris_kvm_nlist
#define kvm_open solaris_kvm_open
#define kvm_read solaris_kvm_read
#define kvm_setproc solaris_kvm_setproc
#define kvm_write solaris_kvm_write
#include "../shim.c"
#undef kvm_close
#undef kvm_getcmd
#undef kvm_getproc
#undef kvm_getu
#undef kvm_nextproc
#undef kvm_nlist
#undef kvm_open
#undef kvm_read
#undef kvm_setproc
#undef kvm_write

#include <sys/cred.h>

#undef p_pid
#undef p_slot
#undef p_pgrp
#undef p_detached
#undef p_lock
#define nlist sunos4_nlist
#define proc sunos4_proc
#define user sunos4_user
#include "include/sunkvm/sunos4.h"
#undef nlist
#undef proc
#undef user

#define EXPORT __attribute__((visibility("default")))
#define N_DATA_EXT 7
#define N_TEXT_EXT 5

struct old {
	struct old *following;
	kvm_t *kd;
	struct sunos4_proc proc;
	struct sunos4_user user;
	uintptr_t avenrun;
	/* Of a SunOS 4 kernel, whose structs come as they are: */
	struct sunos4_proc found;
	uint64_t slot;  /* the next one */
	uint64_t space; /* of the process that the last kvm_getu was for */
};

enum { TABLE, SLOTS, PROC_SIZE, USER_SIZE, USER_END, FOREIGN };

/* Whether it is a SunOS 4 kernel, and not one of Solaris whose processes are converted. */
static int native(const struct old *old)
{
	return old->kd->table[TABLE] != 0;
}

/* Whether the processes of a later kernel have all members that are looked at here: an image says itself how long they are. */
static int whole(const struct old *old)
{
	return old->kd->at.size >= sizeof(proc_t);
}

/* The C library keeps no such table any more. */
EXPORT int sys_nerr;
EXPORT char *sys_errlist[256];

__attribute__((constructor)) static void fill_errors(void)
{
	for (sys_nerr = 0; sys_nerr < 134; sys_nerr++) {
		const char *text = strerrordesc_np(sys_nerr);

		sys_errlist[sys_nerr] = (char *)(text ? text : "Unknown error");
	}
}

/* Find a name with or without the underscore that the C compiler of a.out put in front; 0 or the symbol's type. */
static int find_symbol(kvm_t *kd, char *name, unsigned long *value)
{
	struct nlist nl[3];

	memset(nl, 0, sizeof nl);
	nl[0].n_name = name;
	nl[1].n_name = *name == '_' && name[1] ? name + 1 : NULL;
	if (solaris_kvm_nlist(kd, nl) < 0)
		return -1;
	for (int i = 0; i < 2; i++) {
		if (nl[i].n_name && nl[i].n_value) {
			*value = (unsigned long)nl[i].n_value;
			return nl[i].n_type == 2 ? N_TEXT_EXT : N_DATA_EXT;
		}
	}
	return 0;
}

EXPORT struct old *kvm_open(const char *namelist, const char *corefile, const char *swapfile, int flag, const char *errstr)
{
	struct old *old = calloc(1, sizeof *old);
	unsigned long where = 0;

	if (!old)
		return NULL;
	if (!(old->kd = solaris_kvm_open(namelist, corefile, swapfile, flag, errstr))) {
		free(old);
		return NULL;
	}
	if (native(old)) {
		if (old->kd->table[PROC_SIZE] == sizeof old->proc && old->kd->table[USER_SIZE] == sizeof old->user)
			return old;
		message(errstr, old->kd->debug, "the engine and the library belong to different versions of sunkvm");
		solaris_kvm_close(old->kd);
		free(old);
		return NULL;
	}
	if (find_symbol(old->kd, "avenrun", &where) > 0)
		old->avenrun = where;
	return old;
}

EXPORT int kvm_close(struct old *old)
{
	int result = old ? solaris_kvm_close(old->kd) : -1;

	free(old);
	return result;
}

/* Returns the number of names that were not found, or -1. */
EXPORT int kvm_nlist(struct old *old, struct sunos4_nlist *list)
{
	int missing = 0;

	for (; list && list->n_name && *list->n_name; list++) {
		unsigned long value = 0;
		int type = find_symbol(old->kd, list->n_name, &value);

		list->n_type = list->n_other = 0;
		list->n_desc = 0;
		list->n_value = 0;
		if (type < 0)
			return -1;
		if (type) {
			list->n_type = (unsigned char)type;
			list->n_value = value;
		} else {
			missing++;
		}
	}
	return missing;
}

EXPORT int kvm_read(struct old *old, unsigned long va, void *buf, unsigned count)
{
	if (native(old) && va < old->kd->table[USER_END]) {
		ssize_t got = old->space ? sk_image_read(&old->kd->image, old->space, va, buf, count) : -EFAULT;

		if (got < 0)
			errno = (int)-got;
		return got > 0 || !count ? (int)got : -1;
	}
	/* Then an array of long; later kernels have int, which differs in 64-bit programs. */
	if (sizeof(long) != sizeof(int) && old->avenrun && va == old->avenrun && count == 3 * sizeof(long)) {
		int average[3];
		long *wide = buf;

		if (solaris_kvm_read(old->kd, va, average, sizeof average) != sizeof average)
			return -1;
		for (int i = 0; i < 3; i++)
			wide[i] = average[i];
		return (int)count;
	}
	return (int)solaris_kvm_read(old->kd, va, buf, count);
}

EXPORT int kvm_write(struct old *old, unsigned long va, const void *buf, unsigned count)
{
	if (native(old) && va < old->kd->table[USER_END])
		return (int)put(old->kd, old->space, va, buf, count);
	return (int)solaris_kvm_write(old->kd, va, buf, count);
}

EXPORT int kvm_setproc(struct old *old)
{
	old->slot = 0;
	return solaris_kvm_setproc(old->kd);
}

static struct sunos4_proc *convert(struct old *old, const proc_t *from)
{
	/* SSLEEP 1 SRUN 2 SZOMB 3 SSTOP 4 SIDL 5 SONPROC 6 SWAIT 7 -> SSLEEP 1 SWAIT 2 SRUN 3 SIDL 4 SZOMB 5 SSTOP 6 */
	static const char states[] = {0, 1, 3, 5, 6, 4, 3, 1};
	struct sunos4_proc *to = &old->proc;
	struct cred cred;

	if (!from || !whole(old))
		return NULL;
	memset(to, 0, sizeof *to);
	if (from->p_stat >= 0 && from->p_stat < 8)
		to->p_stat = states[(int)from->p_stat];
	to->p_flag = 1 | (from->p_flag & 1 ? 2 : 0);
	to->p_pid = old->kd->pid;
	to->p_ppid = from->p_ppid;
	to->p_nice = 20;
	if (kvm_kread(old->kd, (uintptr_t)from->p_cred, &cred, sizeof cred) == sizeof cred) {
		to->p_uid = (int)cred.cr_ruid;
		to->p_suid = (int)cred.cr_suid;
	}
	to->p_dsize = (long)(from->p_brksize >> old->kd->image.core.shift);
	to->p_ssize = (long)(from->p_stksize >> old->kd->image.core.shift);
	to->p_rssize = (long)from->p_swrss;
	return to;
}

/* Ask for a struct of another data model in the caller's layout: the next slot, or a user area; what the engine says, or 0. */
static uint64_t fetch_foreign(struct old *old, uint64_t slot, int pid, uint64_t area, void *to, size_t size)
{
	uint64_t request[] = {slot, (uint64_t)(int64_t)pid, area};
	struct sk_reply reply = {0};
	int64_t value = sk_call(&old->kd->image.link, SK_PROC, request, sizeof request, &reply);

	if (value > 0 && reply.size == size)
		memcpy(to, reply.data, size);
	else
		value = 0;
	sk_reply_free(&reply);
	return (uint64_t)value;
}

/* Copy the next slot that is in use from *slot on, with this pid if it is not -1. */
static struct sunos4_proc *next_slot(struct old *old, uint64_t *slot, int pid, struct sunos4_proc *to)
{
	if (old->kd->table[FOREIGN]) {
		uint64_t next = fetch_foreign(old, *slot, pid, 0, to, sizeof *to);

		*slot = next ? next : *slot;
		return next ? to : NULL;
	}
	while (*slot < old->kd->table[SLOTS]) {
		uint64_t va = old->kd->table[TABLE] + (*slot)++ * sizeof *to;

		if (kc_read_pages(&old->kd->kernel, va, to, sizeof *to) != sizeof *to)
			return NULL;
		if (to->p_stat && (pid == -1 || to->p_pid == pid))
			return to;
	}
	return NULL;
}

EXPORT struct sunos4_proc *kvm_nextproc(struct old *old)
{
	if (native(old))
		return next_slot(old, &old->slot, -1, &old->proc);
	return convert(old, solaris_kvm_nextproc(old->kd));
}

/* The cursor stays where it is. */
EXPORT struct sunos4_proc *kvm_getproc(struct old *old, int pid)
{
	uint64_t slot = 0;

	if (native(old))
		return pid < 0 ? NULL : next_slot(old, &slot, pid, &old->found);
	return convert(old, solaris_kvm_getproc(old->kd, pid));
}

EXPORT struct sunos4_user *kvm_getu(struct old *old, struct sunos4_proc *proc)
{
	const proc_t *from = (const proc_t *)old->kd->proc;

	if (native(old) && old->kd->table[FOREIGN]) {
		uint64_t area = proc ? (uintptr_t)proc->p_uarea : 0;

		return area && fetch_foreign(old, 0, 0, area, &old->user, sizeof old->user) ? &old->user : NULL;
	}
	if (native(old)) {
		if (!proc || kc_read_pages(&old->kd->kernel, (uintptr_t)proc->p_uarea, &old->user, sizeof old->user) !=
				     (ssize_t)sizeof old->user)
			return NULL;
		old->space = (uintptr_t)proc->p_as;
		return &old->user;
	}
	if (!proc || proc->p_pid != old->kd->pid || !whole(old))
		return NULL;
	memset(&old->user, 0, sizeof old->user);
	memcpy(old->user.u_comm, from->p_user.u_comm, sizeof old->user.u_comm - 1);
	old->user.u_procp = proc;
	old->user.u_start.tv_sec = (time_t)from->p_user.u_start.tv_sec;
	return &old->user;
}

static int get_command(struct old *old, int pid, char ***arg, char ***env)
{
	uint64_t request[] = {(uint64_t)pid, arg != NULL, env != NULL};

	return ask_command(old->kd, request, sizeof request / sizeof *request, arg, env);
}

EXPORT int kvm_getcmd(struct old *old, struct sunos4_proc *proc, struct sunos4_user *user, char ***arg, char ***env)
{
	proc_t *from = (proc_t *)old->kd->proc;

	(void)user;
	if (native(old))
		return proc ? get_command(old, proc->p_pid, arg, env) : -1;
	if (!proc || proc->p_pid != old->kd->pid)
		return -1;
	return solaris_kvm_getcmd(old->kd, from, solaris_kvm_getu(old->kd, from), arg, env);
}
