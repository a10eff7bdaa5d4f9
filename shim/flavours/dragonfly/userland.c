/*
 * What programs need of DragonFly beside libkvm: its C library's sysctl, names of devices, logins and the like. The headers
 * give these functions names of their own for the linker, so that nobody else's are taken or replaced.
 *
 * A dump's state comes from the image that was opened last and is still open. Where none is open it is that of the
 * running system: the host's where DragonFly means the same, else that of the kernel which kvm_open() shows without names.
 * The original always tells of the running system: so does this of times, processors and amounts that an image is silent
 * about, which display programs cannot do without. What none of them tells is ENOENT: nothing is made up.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <kvm.h>
#include <paths.h>
#include <sys/msgbuf.h>
#include <sys/param.h>
#include <sys/sysctl.h>
#include <sys/time.h>
#include <sys/vmmeter.h>

#include "dragonfly.h"
#include "running.h"
#include "sysctl.h"

#define BOOTFILE "/boot/kernel/kernel"
#define CCPU 1948 /* exp(-1/20) * FSCALE: of every kernel of the release */

/* The image that is asked, or NULL; descriptors without memory know nothing. */
static struct __kvm *latest(void)
{
	struct __kvm *kd = bsd_latest();

	return kd && kd->facts[DRAGONFLY_MEMORY] ? kd : NULL;
}

/* What a name of sysctl stands for. */
enum kind {
	INT,     /* an int in the kernel, under a symbol */
	LONG,    /* a long */
	TEXT,    /* characters in the kernel, up to a NUL */
	CPUS,    /* how many processors */
	BOOT,    /* the time of boot */
	BYTES,   /* a long of pages, in bytes */
	SCALE,   /* an int under a symbol, which is the same in every kernel of the release */
	FIXED,   /* what is the same on every system of the release */
	PAGES,   /* size of a page */
	MACHINE, /* what kind of machine */
	FILES,   /* name of the kernel's file */
	TEXTS,   /* the message buffer */
	ORDER,   /* nothing to read, and nobody may write it */
	RATES,   /* how often clocks tick */
	LOADS,   /* struct loadavg */
	EACH,    /* struct kinfo_cputime of each processor */
	CLOCKS,  /* five longs: the sum of their times */
	LONGS,   /* five longs of each */
	STATS,   /* struct vmstats */
	STAT,    /* a member of it: `value` is its offset */
	METER,   /* struct vmmeter, of the running system */
	TOTALS,  /* struct vmtotal, likewise */
	COUNT,   /* likewise an unsigned int: `value` is of enum running */
	BUFFERS, /* likewise, bytes in a long */
	AMONG,   /* likewise an unsigned int whose events are counted by another: 0 */
	JAILS,   /* characters about each jail: there are none */
};

static const struct entry {
	const char *name;
	int mib[2]; /* the beginning of this is a struct bsd_oid */
	enum kind kind;
	const char *symbol;
	long value; /* of SCALE and FIXED */
	int host;   /* for sysconf, or -1: the host has no such thing */
} entries[] = {
	{"kern.ostype", {CTL_KERN, KERN_OSTYPE}, TEXT, "_ostype", 0, -1},
	{"kern.osrelease", {CTL_KERN, KERN_OSRELEASE}, TEXT, "_osrelease", 0, -1},
	{"kern.version", {CTL_KERN, KERN_VERSION}, TEXT, "_version", 0, -1},
	{"kern.osreldate", {CTL_KERN, KERN_OSRELDATE}, INT, "_osreldate", 0, -1},
	{"kern.maxproc", {CTL_KERN, KERN_MAXPROC}, INT, "_maxproc", 0, -1},
	{"kern.maxfiles", {CTL_KERN, KERN_MAXFILES}, INT, "_maxfiles", 0, -1},
	{"kern.argmax", {CTL_KERN, KERN_ARGMAX}, FIXED, NULL, ARG_MAX, -1},
	{"kern.boottime", {CTL_KERN, KERN_BOOTTIME}, BOOT, NULL, 0, -1},
	{"kern.bootfile", {CTL_KERN, KERN_BOOTFILE}, FILES, NULL, 0, -1},
	{"kern.ccpu", {0, 0}, SCALE, "_ccpu", CCPU, -1},
	{"kern.fscale", {0, 0}, SCALE, "_fscale", FSCALE, -1},
	{"kern.clockrate", {CTL_KERN, KERN_CLOCKRATE}, RATES, NULL, 0, -1},
	{"kern.cp_time", {0, 0}, CLOCKS, NULL, 0, -1},
	{"kern.cp_times", {0, 0}, LONGS, NULL, 0, -1},
	{"kern.cputime", {0, 0}, EACH, NULL, 0, -1},
	{"kern.openfiles", {0, 0}, INT, "_nfiles", 0, -1},
	{"kern.msgbuf", {0, 0}, TEXTS, NULL, 0, -1},
	{"kern.msgbuf_clear", {0, 0}, ORDER, NULL, 0, -1},
	{"jail.list", {0, 0}, JAILS, NULL, 0, -1},
	{"vfs.bufspace", {0, 0}, BUFFERS, NULL, RUNNING_BUFFERS, -1},
	{"vm.loadavg", {CTL_VM, VM_LOADAVG}, LOADS, NULL, 0, -1},
	{"vm.vmmeter", {0, 0}, METER, NULL, 0, -1},
	{"vm.vmstats", {0, 0}, STATS, NULL, 0, -1},
	{"vm.vmtotal", {0, 0}, TOTALS, NULL, 0, -1},
	{"vm.stats.sys.v_swtch", {0, 0}, COUNT, NULL, RUNNING_SWITCHES, -1},
	{"vm.stats.sys.v_intr", {0, 0}, COUNT, NULL, RUNNING_INTERRUPTS, -1},
	{"vm.stats.sys.v_soft", {0, 0}, COUNT, NULL, RUNNING_SOFT_INTERRUPTS, -1},
	{"vm.stats.vm.v_vm_faults", {0, 0}, COUNT, NULL, RUNNING_FAULTS, -1},
	{"vm.stats.vm.v_swappgsin", {0, 0}, COUNT, NULL, RUNNING_SWAPPED_IN, -1},
	{"vm.stats.vm.v_swappgsout", {0, 0}, COUNT, NULL, RUNNING_SWAPPED_OUT, -1},
	{"vm.stats.vm.v_forks", {0, 0}, COUNT, NULL, RUNNING_FORKS, -1},
	/* All new processes are forks. */
	{"vm.stats.vm.v_vforks", {0, 0}, AMONG, NULL, 0, -1},
	{"vm.stats.vm.v_rforks", {0, 0}, AMONG, NULL, 0, -1},
	{"vm.stats.vm.v_kthreads", {0, 0}, AMONG, NULL, 0, -1},
	{"vm.stats.vm.v_page_size", {0, 0}, PAGES, NULL, 0, _SC_PAGESIZE},
#define STATISTIC(name) {"vm.stats.vm." #name, {0, 0}, STAT, NULL, offsetof(struct vmstats, name), -1}
	STATISTIC(v_page_count),
	STATISTIC(v_free_count),
	STATISTIC(v_wire_count),
	STATISTIC(v_active_count),
	STATISTIC(v_inactive_count),
	STATISTIC(v_cache_count),
	{"hw.machine", {CTL_HW, HW_MACHINE}, MACHINE, NULL, 0, -1},
	{"hw.machine_arch", {CTL_HW, HW_MACHINE_ARCH}, MACHINE, NULL, 0, -1},
	{"hw.ncpu", {CTL_HW, HW_NCPU}, CPUS, "_ncpus", 0, _SC_NPROCESSORS_ONLN},
	{"hw.availpages", {0, 0}, LONG, "_physmem", 0, _SC_PHYS_PAGES},
	{"hw.physmem", {CTL_HW, HW_PHYSMEM}, BYTES, "_physmem", 0, _SC_PHYS_PAGES},
	{"hw.pagesize", {CTL_HW, HW_PAGESIZE}, PAGES, NULL, 0, _SC_PAGESIZE},
};

static const struct bsd_oids oids = {entries, sizeof entries / sizeof *entries, sizeof *entries, 2, CTL_MAXNAME};

/* The kernel keeps nanoseconds, programs are told microseconds. */
static int boot_time(struct __kvm *kd, void *old, size_t *oldlen)
{
	struct timespec when, up;
	struct timeval told = {0, 0};

	if (kd && bsd_variable(kd, 1, "_boottime", &when, sizeof when)) {
		told.tv_usec = when.tv_nsec / 1000;
	} else {
		clock_gettime(CLOCK_REALTIME, &when);
		clock_gettime(CLOCK_BOOTTIME, &up);
		when.tv_sec -= up.tv_sec + (when.tv_nsec < up.tv_nsec);
	}
	told.tv_sec = when.tv_sec;
	return bsd_give(&told, sizeof told, old, oldlen);
}

/* The messages that are still in the buffer, oldest first; of a full one, whose end moves, not the very oldest. */
static int messages(struct __kvm *kd, void *old, size_t *oldlen)
{
	struct msgbuf *place, head;
	unsigned count;

	if (!bsd_variable(kd, 1, "_msgbufp", &place, sizeof place) ||
	    bsd_read(kd, (uintptr_t)place, &head, sizeof head) != sizeof head || head.msg_magic != MSG_MAGIC ||
	    !head.msg_size)
		return bsd_unknown();
	count = head.msg_bufx - head.msg_bufr;
	if (head.msg_size > 2048 && count > head.msg_size - 1024)
		count = head.msg_size - 2048;
	if (count > head.msg_size)
		count = head.msg_size;
	return bsd_ring(kd, (uintptr_t)head.msg_ptr, head.msg_size, (head.msg_bufx - count) % head.msg_size,
			count, 0, old, oldlen);
}

/* What is told without a kernel: it is the same in all, or the host's. */
static int without(size_t place)
{
	const struct entry *entry = &entries[place];

	switch (entry->kind) {
	case SCALE:
	case FIXED:
	case FILES:
	case BOOT:
	case MACHINE:
	case PAGES:
	case ORDER:
	case METER:
	case TOTALS:
	case COUNT:
	case BUFFERS:
	case AMONG:
	case JAILS:
		return 1;
	case CPUS:
	case LONG:
	case BYTES:
		return entry->host >= 0;
	default:
		return 0;
	}
}

/* No name takes a number of its own. */
static int takes(size_t place)
{
	(void)place;
	return 0;
}

static int answer(struct __kvm *kd, size_t place, int behind, void *old, size_t *oldlen)
{
	const struct entry *entry = &entries[place];
	int number = (int)entry->value, found;

	(void)behind;
	switch (entry->kind) {
	case SCALE:
		if (kd && bsd_variable(kd, 1, entry->symbol, &number, sizeof number))
			return bsd_give(&number, sizeof number, old, oldlen);
		number = (int)entry->value;
		return bsd_give(&number, sizeof number, old, oldlen);
	case FIXED:
		return bsd_give(&number, sizeof number, old, oldlen);
	case FILES:
		return bsd_give(getbootfile(), strlen(getbootfile()) + 1, old, oldlen);
	case BOOT:
		return boot_time(kd, old, oldlen);
	case TEXT:
		return kd ? bsd_text(kd, 1, entry->symbol, old, oldlen) : bsd_unknown();
	case MACHINE:
		return kd && !kd->native ? bsd_unknown() : bsd_give("x86_64", 7, old, oldlen);
	case PAGES:
		number = kd ? 1 << kd->image.core.shift : (int)sysconf(entry->host);
		return bsd_give(&number, sizeof number, old, oldlen);
	case INT:
	case CPUS:
		found = kd && bsd_variable(kd, 1, entry->symbol, &number, sizeof number);
		if (!found && entry->host < 0)
			return bsd_unknown();
		if (!found)
			number = (int)sysconf(entry->host);
		return bsd_give(&number, sizeof number, old, oldlen);
	case LONG:
	case BYTES:
		return bsd_amount(kd, 1, entry->symbol, entry->host, entry->kind == BYTES, old, oldlen);
	case TEXTS:
		return kd && kd->native ? messages(kd, old, oldlen) : bsd_unknown();
	case ORDER:
		number = 0;
		return bsd_give(&number, sizeof number, old, oldlen);
	case RATES:
		return kd ? dragonfly_rates(kd, old, oldlen) : bsd_unknown();
	case LOADS:
		return kd && kd->native ? dragonfly_loads(kd, old, oldlen) : bsd_unknown();
	case EACH:
	case CLOCKS:
	case LONGS:
		if (!kd || !kd->native)
			return bsd_unknown();
		return dragonfly_clocks(kd, entry->kind == EACH ? DRAGONFLY_EACH : entry->kind == LONGS ? DRAGONFLY_LONGS : DRAGONFLY_SUM,
					old, oldlen);
	case STATS:
		return kd && kd->native ? dragonfly_stats(kd, -1, old, oldlen) : bsd_unknown();
	case STAT:
		return kd && kd->native ? dragonfly_stats(kd, entry->value, old, oldlen) : bsd_unknown();
	case METER:
	case TOTALS:
	case COUNT:
	case BUFFERS:
	case AMONG:
	case JAILS:
		/* The running system is asked where nothing with memory is open, or the kernel that shows the host. */
		if (kd && !kd->image.shared && !kd->image.core.direct)
			return bsd_unknown();
		if (entry->kind == METER)
			return dragonfly_meter(old, oldlen);
		if (entry->kind == TOTALS)
			return dragonfly_totals(old, oldlen);
		if (entry->kind == JAILS)
			return bsd_give("", 0, old, oldlen);
		number = 0;
		if (entry->kind == AMONG)
			return bsd_give(&number, sizeof number, old, oldlen);
		return dragonfly_count((enum running)entry->value, old, oldlen);
	}
	return bsd_unknown();
}

static const struct bsd_teller teller = {&oids, "dragonfly", latest, without, takes, answer};

int sysctlbyname(const char *name, void *old, size_t *oldlen, const void *new, size_t newlen)
{
	(void)newlen;
	return bsd_sysctlbyname(&teller, name, old, oldlen, new);
}

int sysctlnametomib(const char *name, int *mib, size_t *size)
{
	return bsd_numbers(&oids, name, mib, size);
}

int sysctl(const int *mib, unsigned int count, void *old, size_t *oldlen, const void *new, size_t newlen)
{
	return bsd_sysctl(&teller, mib, count, old, oldlen, new, newlen);
}

const char *getbootfile(void)
{
	return BOOTFILE;
}

char *devname_r(dev_t dev, mode_t type, char *buf, size_t size)
{
	if (dev == NODEV || (!S_ISCHR(type) && !S_ISBLK(type)) || !size)
		return NULL;
	snprintf(buf, size, "#%c%d:0x%x", S_ISCHR(type) ? 'C' : 'B', major(dev), (unsigned)minor(dev));
	return buf;
}

char *devname(dev_t dev, mode_t type)
{
	static char buf[30]; /* as the original has it */

	return devname_r(dev, type, buf, sizeof buf);
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

/* nlist(3): the symbols of a file. A file that is its own corefile shows them and nothing else. */
int nlist(const char *path, struct nlist *list)
{
	struct bsd_opening how = {"dragonfly-nlist", path, NULL, NULL, 0, NULL, NULL, NULL};
	struct __kvm *kd = bsd_open(&how);
	int missing;

	if (!kd)
		return -1;
	missing = kvm_nlist(kd, list);
	bsd_close(kd);
	return missing;
}
