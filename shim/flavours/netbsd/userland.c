/*
 * What programs need of NetBSD beside libkvm: its C library's sysctl, its records of who is logged in and the like. The
 * headers give these functions names of their own for the linker, so that nobody else's are taken or replaced.
 *
 * A dump's state comes from the image that was opened last and is still open; the host's stands in where none is open,
 * and only where NetBSD means the same. What neither tells is ENOENT: nothing is made up.
 */
#define SUNKVM_NETBSD 10 /* the newest, whose figures about memory begin with those of all others */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>
#include <utmp.h>
#include <utmpx.h>

#include <kvm.h>
#include <paths.h>
#include <sys/lwp.h>
#include <sys/msgbuf.h>
#include <sys/param.h>
#include <sys/resource.h>
#include <sys/sched.h>
#include <sys/sysctl.h>
#include <sys/time.h>
#include <util.h>
#include <uvm/uvm_extern.h>

#include "netbsd.h"
#include "sysctl.h"

#define CCPU 1948 /* of every kernel: exp(-1/20) * FSCALE, kern/kern_synch.c */

/* What a name of sysctl stands for. */
enum kind {
	INT,     /* an int in the kernel, under a symbol */
	TEXT,    /* characters in the kernel, up to a NUL */
	BOOT,    /* the time of boot, which releases keep in different ways */
	FIXED,   /* what is the same on every system */
	PAGES,   /* size of a page */
	BYTES,   /* an int of pages, as bytes in 64 bits */
	SHORT,   /* the same in 32 bits: all of them set where there are more */
	MACHINE, /* what kind of machine */
	ARCH,
	TICKS, /* what the processors have spent their time with: CPUSTATES times 64 bits */
	/* Asked of the running kernel, where no image is open. */
	LOAD,     /* struct loadavg */
	MODEL,    /* characters, what kind of processor */
	RATES,    /* struct clockinfo */
	MESSAGES, /* the message buffer, the oldest byte first */
	MEMORY,   /* struct uvmexp */
	MEMORY2,  /* struct uvmexp_sysctl */
	USABLE,   /* bytes of memory that may leave it, in 64 bits */
	SHORTER,  /* the same in 32 bits */
};

static const struct entry {
	const char *name;
	int mib[2]; /* the beginning of this is a struct bsd_oid */
	enum kind kind;
	const char *symbol;
	int value; /* of FIXED, and of INT where no image is open; 0 for none */
	int host;  /* for sysconf, or -1: the host has no such thing */
} entries[] = {
	{"kern.ostype", {CTL_KERN, KERN_OSTYPE}, TEXT, "_ostype", 0, -1},
	{"kern.osrelease", {CTL_KERN, KERN_OSRELEASE}, TEXT, "_osrelease", 0, -1},
	{"kern.version", {CTL_KERN, KERN_VERSION}, TEXT, "_version", 0, -1},
	{"kern.hostname", {CTL_KERN, KERN_HOSTNAME}, TEXT, "_hostname", 0, -1},
	{"kern.maxproc", {CTL_KERN, KERN_MAXPROC}, INT, "_maxproc", 0, -1},
	{"kern.maxfiles", {CTL_KERN, KERN_MAXFILES}, INT, "_maxfiles", 0, -1},
	{"kern.argmax", {CTL_KERN, KERN_ARGMAX}, FIXED, NULL, ARG_MAX, -1},
	{"kern.boottime", {CTL_KERN, KERN_BOOTTIME}, BOOT, NULL, 0, -1},
	{"kern.fscale", {CTL_KERN, KERN_FSCALE}, FIXED, NULL, FSCALE, -1},
	{"kern.ccpu", {CTL_KERN, KERN_CCPU}, INT, "_ccpu", CCPU, -1},
	{"kern.clockrate", {CTL_KERN, KERN_CLOCKRATE}, RATES, "_hz", 0, -1},
	{"kern.cp_time", {CTL_KERN, KERN_CP_TIME}, TICKS, "_cp_time", 0, -1},
	{"kern.msgbuf", {CTL_KERN, KERN_MSGBUF}, MESSAGES, "_msgbufp", 0, -1},
	{"hw.machine", {CTL_HW, HW_MACHINE}, MACHINE, NULL, 0, -1},
	{"hw.machine_arch", {CTL_HW, HW_MACHINE_ARCH}, ARCH, NULL, 0, -1},
	{"hw.model", {CTL_HW, HW_MODEL}, MODEL, "_cpu_model", 0, -1},
	{"hw.ncpu", {CTL_HW, HW_NCPU}, INT, "_ncpu", 0, _SC_NPROCESSORS_ONLN},
	{"hw.ncpuonline", {CTL_HW, HW_NCPUONLINE}, INT, "_ncpuonline", 0, _SC_NPROCESSORS_ONLN},
	{"hw.pagesize", {CTL_HW, HW_PAGESIZE}, PAGES, NULL, 0, _SC_PAGESIZE},
	{"hw.physmem", {CTL_HW, HW_PHYSMEM}, SHORT, "_physmem", 0, _SC_PHYS_PAGES},
	{"hw.physmem64", {CTL_HW, HW_PHYSMEM64}, BYTES, "_physmem", 0, _SC_PHYS_PAGES},
	{"hw.usermem", {CTL_HW, HW_USERMEM}, SHORTER, "_physmem", 0, -1},
	{"hw.usermem64", {CTL_HW, HW_USERMEM64}, USABLE, "_physmem", 0, -1},
	{"vm.loadavg", {CTL_VM, VM_LOADAVG}, LOAD, "_averunnable", 0, -1},
	{"vm.maxslp", {CTL_VM, VM_MAXSLP}, INT, "_maxslp", MAXSLP, -1},
	{"vm.uvmexp", {CTL_VM, VM_UVMEXP}, MEMORY, "_uvmexp", 0, -1},
	{"vm.uvmexp2", {CTL_VM, VM_UVMEXP2}, MEMORY2, "_uvmexp", 0, -1},
	{"vm.uspace", {CTL_VM, VM_USPACE}, FIXED, NULL, USPACE, -1},
};

static const struct bsd_oids oids = {entries, sizeof entries / sizeof *entries, sizeof *entries, 1, CTL_MAXNAME};

/* The image that is asked, or NULL; descriptors without memory know nothing. */
static struct __kvm *latest(void)
{
	struct __kvm *kd = bsd_latest();

	return kd && kd->facts[NETBSD_MEMORY] ? kd : NULL;
}

static int boot_time(struct __kvm *kd, void *old, size_t *oldlen)
{
	struct timespec when = {0, 0}, now, up;
	struct bsd_quiet quiet;
	struct bsd_call call;
	int found;

	if (kd) {
		bsd_quiet_begin(kd, &quiet);
		bsd_begin(&call, "boottime");
		found = bsd_make(kd, &call) >= 0;
		when.tv_sec = (time_t)sk_number(&call.answer);
		when.tv_nsec = (long)sk_number(&call.answer);
		bsd_end(&call);
		bsd_quiet_end(kd, &quiet);
		return found ? bsd_give(&when, sizeof when, old, oldlen) : bsd_unknown();
	}
	clock_gettime(CLOCK_REALTIME, &now);
	clock_gettime(CLOCK_BOOTTIME, &up);
	when.tv_sec = now.tv_sec - up.tv_sec - (now.tv_nsec < up.tv_nsec);
	return bsd_give(&when, sizeof when, old, oldlen);
}

static int clock_rates(struct __kvm *kd, void *old, size_t *oldlen)
{
	struct clockinfo rates = {0};

	if (!bsd_rates(kd, 1, &rates.hz, &rates.stathz, &rates.profhz) || !bsd_variable(kd, 1, "_tick", &rates.tick, sizeof rates.tick))
		return bsd_unknown();
	return bsd_give(&rates, sizeof rates, old, oldlen);
}

/* The whole buffer: the oldest byte is where the next one would go. */
static int messages(struct __kvm *kd, void *old, size_t *oldlen)
{
	const size_t head = offsetof(struct kern_msgbuf, msg_bufc);
	struct kern_msgbuf ring;
	unsigned long kva = 0;
	struct bsd_quiet quiet;
	size_t size, at;
	int good;

	if (!kd->native || !bsd_variable(kd, 1, "_msgbufp", &kva, sizeof kva))
		return bsd_unknown();
	bsd_quiet_begin(kd, &quiet);
	good = bsd_read(kd, kva, &ring, head) == (ssize_t)head && ring.msg_magic == MSG_MAGIC && ring.msg_bufs > 0;
	bsd_quiet_end(kd, &quiet);
	if (!good)
		return bsd_unknown();
	size = (size_t)ring.msg_bufs;
	at = ring.msg_bufx >= 0 && ring.msg_bufx < ring.msg_bufs ? (size_t)ring.msg_bufx : 0;
	return bsd_ring(kd, kva + head, size, at, size, 0, old, oldlen);
}

/* What struct uvmexp and struct uvmexp_sysctl have in common; of the rest no kernel tells under a symbol. */
#define SAME_FIGURES \
	SAME(pagesize) SAME(pagemask) SAME(pageshift) SAME(npages) SAME(free) SAME(paging) SAME(wired) \
	SAME(zeropages) SAME(reserve_pagedaemon) SAME(reserve_kernel) SAME(freemin) SAME(freetarg) SAME(wiredmax) \
	SAME(nswapdev) SAME(swpages) SAME(swpginuse) SAME(swpgonly) SAME(nswget) SAME(cpuhit) SAME(cpumiss) \
	SAME(faults) SAME(traps) SAME(intrs) SAME(swtch) SAME(softs) SAME(syscalls) SAME(pageins) SAME(pgswapin) \
	SAME(pgswapout) SAME(forks) SAME(forks_ppwait) SAME(forks_sharevm) SAME(pga_zerohit) SAME(pga_zeromiss) \
	SAME(zeroaborts) SAME(fltnoram) SAME(fltnoanon) SAME(fltpgwait) SAME(fltpgrele) SAME(fltrelck) \
	SAME(fltrelckok) SAME(fltanget) SAME(fltanretry) SAME(fltamcopy) SAME(fltnamap) SAME(fltnomap) \
	SAME(fltlget) SAME(fltget) SAME(flt_anon) SAME(flt_acow) SAME(flt_obj) SAME(flt_prcopy) SAME(flt_przero) \
	SAME(pdwoke) SAME(pdrevs) SAME(pdfreed) SAME(pdscans) SAME(pdanscan) SAME(pdobscan) SAME(pdreact) \
	SAME(pdbusy) SAME(pdpageouts) SAME(pdpending) SAME(pddeact) SAME(anonpages) SAME(filepages) SAME(execpages) \
	SAME(colorhit) SAME(colormiss) SAME(ncolors) SAME(bootpages)

/* The kernel's figures about memory, as members of the newest release; 0 where the image does not tell. */
static int usage(struct __kvm *kd, struct uvmexp *figures)
{
	struct bsd_name name = {.name = "_uvmexp"};
	struct bsd_quiet quiet;
	struct bsd_call call;
	size_t got = 0;

	bsd_quiet_begin(kd, &quiet);
	if (bsd_nlist(kd, 1, &name, 1) == 0 && name.type) {
		bsd_begin(&call, "usage");
		sk_add(&call.request, name.value);
		if (bsd_make(kd, &call) > 0)
			got = (size_t)(call.answer.end - call.answer.at);
		if (got == sizeof *figures)
			memcpy(figures, call.answer.at, got);
		bsd_end(&call);
	}
	bsd_quiet_end(kd, &quiet);
	return got == sizeof *figures;
}

static int give_usage(const struct entry *entry, struct __kvm *kd, void *old, size_t *oldlen)
{
	const size_t before = offsetof(struct uvmexp, bootpages); /* earlier releases end here, all else is at its place */
	const size_t before2 = offsetof(struct uvmexp_sysctl, bootpages);
	struct uvmexp figures;
	size_t size = sizeof figures;
	unsigned narrow;
	uint64_t wide;
	int pages;

	if (!kd || !usage(kd, &figures))
		return bsd_unknown();
	if (entry->kind == USABLE || entry->kind == SHORTER) {
		if (!bsd_variable(kd, 1, entry->symbol, &pages, sizeof pages))
			return bsd_unknown();
		wide = (uint64_t)((unsigned)pages - (unsigned)figures.wired) << kd->image.core.shift;
		narrow = wide > UINT_MAX ? UINT_MAX : (unsigned)wide;
		return entry->kind == USABLE ? bsd_give(&wide, sizeof wide, old, oldlen)
					     : bsd_give(&narrow, sizeof narrow, old, oldlen);
	}
	if (entry->kind == MEMORY2) {
#define SAME(member) .member = figures.member,
		const struct uvmexp_sysctl widened = {SAME_FIGURES};

		size = sizeof widened;
		if (old && oldlen && *oldlen >= before2 && *oldlen < size)
			size = before2;
		return bsd_give(&widened, size, old, oldlen);
	}
	/* A program of an earlier release has no room for the last member. */
	if (old && oldlen && *oldlen >= before && *oldlen < size)
		size = before;
	return bsd_give(&figures, size, old, oldlen);
}

static int answer(const struct entry *entry, void *old, size_t *oldlen)
{
	struct __kvm *kd = latest();
	uint64_t ticks[CPUSTATES];
	struct loadavg load;
	int number = entry->value;
	unsigned narrow;
	uint64_t wide;
	const char *name;

	switch (entry->kind) {
	case FIXED:
		return bsd_give(&number, sizeof number, old, oldlen);
	case BOOT:
		return boot_time(kd, old, oldlen);
	case TEXT:
	case MODEL:
		return kd ? bsd_text(kd, 1, entry->symbol, old, oldlen) : bsd_unknown();
	case MACHINE:
	case ARCH:
		if (kd && !kd->native)
			return bsd_unknown();
		name = sizeof(long) == 4 ? "i386" : entry->kind == ARCH ? "x86_64" : "amd64";
		return bsd_give(name, strlen(name) + 1, old, oldlen);
	case PAGES:
		number = kd ? 1 << kd->image.core.shift : (int)sysconf(entry->host);
		return bsd_give(&number, sizeof number, old, oldlen);
	case INT:
		if (kd ? !bsd_variable(kd, 1, entry->symbol, &number, sizeof number) : !number && entry->host < 0)
			return bsd_unknown();
		if (!kd && entry->host >= 0)
			number = (int)sysconf(entry->host);
		return bsd_give(&number, sizeof number, old, oldlen);
	case BYTES:
	case SHORT:
		if (kd && !bsd_variable(kd, 1, entry->symbol, &number, sizeof number))
			return bsd_unknown();
		wide = kd ? (uint64_t)(unsigned)number << kd->image.core.shift
			  : (uint64_t)sysconf(entry->host) * (uint64_t)sysconf(_SC_PAGESIZE);
		if (entry->kind == BYTES)
			return bsd_give(&wide, sizeof wide, old, oldlen);
		narrow = wide > UINT_MAX ? UINT_MAX : (unsigned)wide;
		return bsd_give(&narrow, sizeof narrow, old, oldlen);
	case LOAD:
		if (!kd || !kd->native || !bsd_variable(kd, 1, entry->symbol, &load, sizeof load))
			return bsd_unknown();
		return bsd_give(&load, sizeof load, old, oldlen);
	case TICKS:
		if (netbsd_is_running(kd))
			/* Who has room for more than the sum, or for less, wants each. */
			return netbsd_clocks(old && oldlen && *oldlen != sizeof ticks ? NETBSD_EACH : NETBSD_SUM, old, oldlen);
		return bsd_variable(kd, 1, entry->symbol, ticks, sizeof ticks) ? bsd_give(ticks, sizeof ticks, old, oldlen)
									       : bsd_unknown();
	case RATES:
		return kd ? clock_rates(kd, old, oldlen) : bsd_unknown();
	case MEMORY:
	case MEMORY2:
	case USABLE:
	case SHORTER:
		return give_usage(entry, kd, old, oldlen);
	case MESSAGES:
		return kd ? messages(kd, old, oldlen) : bsd_unknown();
	}
	return bsd_unknown();
}

/* A program that opens nothing asks the running kernel; it is opened for this long. */
static struct __kvm *running(void)
{
	struct bsd_opening how = {"netbsd", NULL, NULL, NULL, 0, NULL, NULL, NULL};

	return bsd_open(&how);
}

static int done(struct __kvm *kd, int result, int before)
{
	int why = result < 0 ? errno : before;

	if (kd)
		bsd_close(kd);
	errno = why;
	return result;
}

static int answer_of_running(const struct entry *entry, void *old, size_t *oldlen)
{
	const int its_own = entry->kind == TEXT || (entry->kind == INT && !entry->value && entry->host < 0), before = errno;
	struct __kvm *kd = (its_own || entry->kind >= LOAD) && !latest() ? running() : NULL;

	return done(kd, answer(entry, old, oldlen), before);
}

static int ipc(const int *mib, unsigned int count, void *old, size_t *oldlen)
{
	const int before = errno;
	struct __kvm *open = latest(), *kd = open ? NULL : running();

	return done(kd, open || kd ? netbsd_ipc(open ? open : kd, mib, count, old, oldlen) : bsd_unknown(), before);
}

static int fails(int why)
{
	errno = why;
	return -1;
}

int sysctlbyname(const char *name, void *old, size_t *oldlen, const void *new, size_t newlen)
{
	BSD_ALONE;
	int place = bsd_by_name(&oids, name);

	(void)newlen;
	if (place < 0)
		return -1;
	return new ? fails(EPERM) : answer_of_running(&entries[place], old, oldlen);
}

int sysctlnametomib(const char *name, int *mib, size_t *size)
{
	return bsd_numbers(&oids, name, mib, size);
}

int sysctl(const int *mib, unsigned int count, void *old, size_t *oldlen, const void *new, size_t newlen)
{
	BSD_ALONE;
	unsigned int more;
	int place;

	(void)newlen;
	if (count > 2 && count <= CTL_MAXNAME && mib[0] == CTL_KERN && mib[1] == KERN_SYSVIPC)
		return new ? fails(EPERM) : ipc(mib + 2, count - 2, old, oldlen);
	if ((place = bsd_by_numbers(&oids, mib, count, &more)) < 0)
		return -1;
	if (more && entries[place].kind != TICKS)
		return fails(ENOTDIR);
	if (more > 1)
		return fails(EINVAL);
	if (new)
		return fails(EPERM);
	if (!more)
		return answer_of_running(&entries[place], old, oldlen);
	/* Of one processor. */
	return mib[2] >= 0 && netbsd_is_running(latest()) ? netbsd_clocks(mib[2], old, oldlen) : bsd_unknown();
}

void *asysctl(const int *mib, size_t count, size_t *size)
{
	void *found = NULL;
	size_t length = 0;

	/* It may have grown between the two. */
	while (sysctl(mib, (unsigned int)count, NULL, &length, NULL, 0) == 0 && (found = malloc(length + !length)) != NULL) {
		if (sysctl(mib, (unsigned int)count, found, &length, NULL, 0) == 0) {
			if (size)
				*size = length;
			return found;
		}
		free(found);
		if (errno != ENOMEM)
			break;
	}
	if (size)
		*size = 0;
	return NULL;
}

void *asysctlbyname(const char *name, size_t *size)
{
	int mib[CTL_MAXNAME];
	size_t count = CTL_MAXNAME;

	if (sysctlnametomib(name, mib, &count) == 0)
		return asysctl(mib, count, size);
	if (size)
		*size = 0;
	return NULL;
}

const char *getbootfile(void)
{
	return _PATH_UNIX;
}

/* Find a character device of this host by its number, in a directory below /dev. */
static int find_device(const char *directory, dev_t dev, char *name, size_t size)
{
	char path[PATH_MAX];
	DIR *entries;
	struct dirent *entry;
	struct stat found;
	int known = 0;

	snprintf(path, sizeof path, "/dev/%s", directory);
	if ((entries = opendir(path)) == NULL)
		return 0;
	while (!known && (entry = readdir(entries)) != NULL) {
		snprintf(name, size, "%s%s%s", directory, *directory ? "/" : "", entry->d_name);
		known = fstatat(dirfd(entries), entry->d_name, &found, AT_SYMLINK_NOFOLLOW) == 0 && S_ISCHR(found.st_mode) &&
			found.st_rdev == dev;
	}
	closedir(entries);
	return known;
}

/* The processes of this host have its device numbers; those of a dump mean nothing here. */
char *devname(dev_t dev, mode_t type)
{
	BSD_ALONE;
	static char name[NAME_MAX + 8]; /* as the original has it */
	struct __kvm *kd = bsd_latest();
	int before = errno, known;

	if (!S_ISCHR(type) || !kd || kd->facts[NETBSD_STATE] == NETBSD_DEAD)
		return NULL;
	known = find_device("pts", dev, name, sizeof name) || find_device("", dev, name, sizeof name);
	errno = before;
	return known ? name : NULL;
}

devmajor_t getdevmajor(const char *name, mode_t type)
{
	(void)name;
	(void)type;
	errno = ENOENT;
	return NODEVMAJOR;
}

static const char *program_name;

const char *getprogname(void)
{
	return program_name ? program_name : program_invocation_short_name;
}

void setprogname(const char *name)
{
	const char *slash = strrchr(name, '/');

	program_name = slash ? slash + 1 : name;
}

/* Who is logged in */

void setutxent(void)
{
	setutent();
}

void endutxent(void)
{
	endutent();
}

struct utmpx *getutxent(void)
{
	static struct utmpx entry; /* as the original has it */
	struct utmp *host = getutent();

	if (!host)
		return NULL;
	memset(&entry, 0, sizeof entry);
	memcpy(entry.ut_user, host->ut_user, sizeof entry.ut_user < sizeof host->ut_user ? sizeof entry.ut_user
											  : sizeof host->ut_user);
	memcpy(entry.ut_id, host->ut_id, sizeof entry.ut_id);
	memcpy(entry.ut_line, host->ut_line, sizeof entry.ut_line);
	memcpy(entry.ut_host, host->ut_host, sizeof entry.ut_host);
	entry.ut_session = (uint16_t)host->ut_session;
	entry.ut_type = (uint16_t)host->ut_type;
	entry.ut_pid = host->ut_pid;
	entry.ut_exit.e_termination = (uint16_t)host->ut_exit.e_termination;
	entry.ut_exit.e_exit = (uint16_t)host->ut_exit.e_exit;
	entry.ut_tv.tv_sec = host->ut_tv.tv_sec;
	entry.ut_tv.tv_usec = host->ut_tv.tv_usec;
	return &entry;
}

/* Runs, or is about to. */
static int runs(const struct kinfo_lwp *lwp)
{
	return lwp->l_stat == LSRUN || lwp->l_stat == LSONPROC || lwp->l_stat == LSIDL;
}

int proc_compare(const struct kinfo_proc2 *p1, const struct kinfo_lwp *l1, const struct kinfo_proc2 *p2,
		 const struct kinfo_lwp *l2)
{
	int zombie1 = p1->p_realstat == SZOMB, zombie2 = p2->p_realstat == SZOMB;

	/* What runs comes first, of two the one that has used more of the processor. */
	if (runs(l1) != runs(l2))
		return runs(l2);
	if (runs(l1) && p1->p_estcpu != p2->p_estcpu)
		return p2->p_estcpu > p1->p_estcpu;
	if (runs(l1))
		return p2->p_pid > p1->p_pid;
	if (zombie1 != zombie2)
		return zombie1;
	if (zombie1)
		return p2->p_pid > p1->p_pid;
	/* Of two that sleep the one that has slept for less, then one that cannot be interrupted. */
	if (l1->l_slptime != l2->l_slptime)
		return l2->l_slptime < l1->l_slptime;
	if ((l1->l_flag ^ l2->l_flag) & L_SINTR)
		return (l1->l_flag & L_SINTR) != 0;
	return p2->p_pid > p1->p_pid;
}

/* nlist(3): the symbols of a file. A file that is its own corefile shows them and nothing else. */
int nlist(const char *path, struct nlist *list)
{
	struct bsd_opening how = {"netbsd-nlist", path, NULL, NULL, 0, NULL, NULL, NULL};
	struct __kvm *kd = bsd_open(&how);
	int missing;

	if (!kd)
		return -1;
	missing = kvm_nlist(kd, list);
	bsd_close(kd);
	return missing;
}
