/*
 * What programs need of FreeBSD beside libkvm: its C library's sysctl, names of devices and the like. The headers give
 * these functions names of their own for the linker, so that nobody else's are taken or replaced.
 *
 * A dump's state comes from the image that was opened last and is still open. Where none is open it is that of the
 * running system: the host's where FreeBSD means the same, else that of the kernel which kvm_open() shows without names.
 * The original always tells of the running system: so does this of times, processors and amounts that an image is silent
 * about, which display programs cannot do without. What none of them tells is ENOENT: nothing is made up.
 */
#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <time.h>
#include <unistd.h>

#include <jail.h>
#include <kvm.h>
#include <paths.h>
#include <sys/mac.h>
#include <sys/msg.h>
#include <sys/param.h>
#include <sys/sem.h>
#include <sys/shm.h>
#include <sys/sysctl.h>
#include <sys/time.h>
#include <sys/user.h>

#include "freebsd.h"
#include "running.h"
#include "sysctl.h"

#define CCPU 1948 /* of every kernel: exp(-1/20) * FSCALE, kern/sched_4bsd.c */
#define BOOTFILE "/boot/kernel/kernel"

/* The image that is asked, or NULL; descriptors without memory know nothing. */
static struct __kvm *latest(void)
{
	struct __kvm *kd = bsd_latest();

	return kd && kd->facts[FREEBSD_MEMORY] ? kd : NULL;
}

/* What a name of sysctl stands for. */
enum kind {
	INT,     /* an int in the kernel, under a symbol */
	LONG,    /* a long */
	TEXT,    /* characters in the kernel, up to a NUL */
	CPUS,    /* kvm_getncpus() */
	MAXCPUS, /* kvm_getmaxcpu() */
	BOOT,    /* the time of boot, which releases keep in different ways */
	BYTES,   /* a long of pages, in bytes */
	FIXED,   /* what is the same on every system of the release */
	PAGES,   /* size of a page */
	MACHINE, /* what kind of machine */
	FILES,   /* name of the kernel's file */
	PIDS,    /* the largest number of a process */
	PART,    /* a member of a struct under a symbol: `value` is its offset, `host` its size */
	TABLE,   /* of what System V's calls share: `value` is the kind */
	TEXTS,   /* the message buffer */
	TTYS,    /* all terminals */
	SWAP,    /* a swap device, by one more number */
	INTRS,   /* counts of interrupts, or with `value` their names */
	DISKS,   /* the list of disks */
	ORDER,   /* nothing to read, and nobody may write it */
	RATES,   /* how often clocks tick */
	/* From here on nothing has to be opened: where it is not told by an image, it is the host's. */
	LOADS,    /* struct loadavg */
	CLOCKS,   /* what all processors have spent their time with: longs */
	EACH,     /* the same of each processor */
	COUNT,    /* `value` is of enum running: 64 bits, or as many as 11 had */
	PAGED,    /* likewise, bytes as a number of pages, in 32 bits */
	LARGE,    /* likewise, bytes in a long */
	LARGEST,  /* likewise, bytes in 64 bits */
	NOTHING,  /* an unsigned int for programs of old, which nothing counts any more */
	AMONG,    /* a counter whose events are counted by another: 0, in 64 bits or in 32 */
	TOTALS,   /* struct vmtotal */
	YOUNGEST, /* the number of the youngest process */
	SEVERAL,  /* whether there is more than one processor */
};

static const struct entry {
	const char *name;
	int mib[2]; /* the beginning of this is a struct bsd_oid */
	enum kind kind;
	const char *symbol;
	long value; /* of FIXED, PART, TABLE */
	int host;   /* for sysconf, or -1: the host has no such thing */
} entries[] = {
	{"kern.ostype", {CTL_KERN, KERN_OSTYPE}, TEXT, "_ostype", 0, -1},
	{"kern.osrelease", {CTL_KERN, KERN_OSRELEASE}, TEXT, "_osrelease", 0, -1},
	{"kern.version", {CTL_KERN, KERN_VERSION}, TEXT, "_version", 0, -1},
	{"kern.osreldate", {CTL_KERN, KERN_OSRELDATE}, INT, "_osreldate", 0, -1},
	{"kern.maxproc", {CTL_KERN, KERN_MAXPROC}, INT, "_maxproc", 0, -1},
	{"kern.maxfiles", {CTL_KERN, KERN_MAXFILES}, INT, "_maxfiles", 0, -1},
	{"kern.openfiles", {0, 0}, INT, "_openfiles", 0, -1},
	{"kern.argmax", {CTL_KERN, KERN_ARGMAX}, FIXED, NULL, ARG_MAX, -1},
	{"kern.boottime", {CTL_KERN, KERN_BOOTTIME}, BOOT, NULL, 0, -1},
	{"kern.bootfile", {CTL_KERN, KERN_BOOTFILE}, FILES, NULL, 0, -1},
	{"kern.ccpu", {0, 0}, INT, "_ccpu", CCPU, -1},
	{"kern.fscale", {0, 0}, FIXED, NULL, FSCALE, -1},
	{"kern.pid_max", {0, 0}, PIDS, "_pid_max", 0, -1},
	{"kern.smp.maxcpus", {0, 0}, MAXCPUS, NULL, 0, -1},
	{"kern.smp.cpus", {0, 0}, CPUS, NULL, 0, _SC_NPROCESSORS_ONLN},
	{"kern.msgbuf", {0, 0}, TEXTS, NULL, 0, -1},
	{"kern.msgbuf_clear", {0, 0}, ORDER, NULL, 0, -1},
	{"kern.ttys", {0, 0}, TTYS, NULL, 0, -1},
	{"kern.clockrate", {CTL_KERN, KERN_CLOCKRATE}, RATES, NULL, 0, -1},
	{"kern.cp_time", {0, 0}, CLOCKS, NULL, 0, -1},
	{"kern.cp_times", {0, 0}, EACH, NULL, 0, -1},
	{"kern.lastpid", {0, 0}, YOUNGEST, NULL, 0, -1},
	{"kern.smp.active", {0, 0}, SEVERAL, NULL, 0, _SC_NPROCESSORS_ONLN},
	{"kern.devstat.all", {0, 0}, DISKS, NULL, 0, -1},
	{"kern.devstat.numdevs", {0, 0}, INT, "_devstat_num_devs", 0, -1},
	{"kern.devstat.generation", {0, 0}, LONG, "_devstat_generation", 0, -1},
	{"kern.devstat.version", {0, 0}, INT, "_devstat_version", 0, -1},
	{"vfs.bufspace", {0, 0}, LARGE, NULL, RUNNING_BUFFERS, -1},
	{"vm.loadavg", {CTL_VM, VM_LOADAVG}, LOADS, NULL, 0, -1},
	{"vm.vmtotal", {CTL_VM, VM_TOTAL}, TOTALS, NULL, 0, -1},
	{"vm.stats.sys.v_swtch", {0, 0}, COUNT, NULL, RUNNING_SWITCHES, -1},
	{"vm.stats.sys.v_intr", {0, 0}, COUNT, NULL, RUNNING_INTERRUPTS, -1},
	{"vm.stats.sys.v_soft", {0, 0}, COUNT, NULL, RUNNING_SOFT_INTERRUPTS, -1},
	{"vm.stats.vm.v_vm_faults", {0, 0}, COUNT, NULL, RUNNING_FAULTS, -1},
	{"vm.stats.vm.v_io_faults", {0, 0}, COUNT, NULL, RUNNING_MAJOR_FAULTS, -1},
	{"vm.stats.vm.v_swappgsin", {0, 0}, COUNT, NULL, RUNNING_SWAPPED_IN, -1},
	{"vm.stats.vm.v_swappgsout", {0, 0}, COUNT, NULL, RUNNING_SWAPPED_OUT, -1},
	{"vm.stats.vm.v_forks", {0, 0}, COUNT, NULL, RUNNING_FORKS, -1},
	/* All new processes are forks. */
	{"vm.stats.vm.v_vforks", {0, 0}, AMONG, NULL, 0, -1},
	{"vm.stats.vm.v_rforks", {0, 0}, AMONG, NULL, 0, -1},
	{"vm.stats.vm.v_kthreads", {0, 0}, AMONG, NULL, 0, -1},
	{"vm.stats.vm.v_page_size", {0, 0}, PAGES, NULL, 0, _SC_PAGESIZE},
	{"vm.stats.vm.v_page_count", {0, 0}, PAGED, NULL, RUNNING_TOTAL, -1},
	{"vm.stats.vm.v_free_count", {0, 0}, PAGED, NULL, RUNNING_FREE, -1},
	{"vm.stats.vm.v_active_count", {0, 0}, PAGED, NULL, RUNNING_ACTIVE, -1},
	{"vm.stats.vm.v_inactive_count", {0, 0}, PAGED, NULL, RUNNING_INACTIVE, -1},
	{"vm.stats.vm.v_wire_count", {0, 0}, PAGED, NULL, RUNNING_LOCKED, -1},
	{"vm.stats.vm.v_user_wire_count", {0, 0}, PAGED, NULL, RUNNING_LOCKED_BY_USERS, -1},
	/* Inactive memory that is dirty lies on no list of its own. */
	{"vm.stats.vm.v_laundry_count", {0, 0}, NOTHING, NULL, 0, -1},
	{"vm.stats.vm.v_cache_count", {0, 0}, NOTHING, NULL, 0, -1},
	{"vm.swap_total", {0, 0}, LARGEST, NULL, RUNNING_SWAP, -1},
	{"vm.swap_info", {0, 0}, SWAP, NULL, 0, -1},
#define INTS(of, name) {"kern.ipc." #name, {0, 0}, PART, "_" #of, offsetof(struct of, name), sizeof(int)}
#define LONGS(of, name) {"kern.ipc." #name, {0, 0}, PART, "_" #of, offsetof(struct of, name), sizeof(long)}
	INTS(msginfo, msgmax),
	INTS(msginfo, msgmni),
	INTS(msginfo, msgmnb),
	INTS(msginfo, msgtql),
	INTS(msginfo, msgssz),
	INTS(msginfo, msgseg),
	INTS(seminfo, semmni),
	INTS(seminfo, semmns),
	INTS(seminfo, semmnu),
	INTS(seminfo, semmsl),
	INTS(seminfo, semopm),
	INTS(seminfo, semume),
	INTS(seminfo, semusz),
	INTS(seminfo, semvmx),
	INTS(seminfo, semaem),
	LONGS(shminfo, shmmax),
	LONGS(shminfo, shmmin),
	LONGS(shminfo, shmmni),
	LONGS(shminfo, shmseg),
	LONGS(shminfo, shmall),
	{"kern.ipc.msqids", {0, 0}, TABLE, NULL, 0, -1},
	{"kern.ipc.sema", {0, 0}, TABLE, NULL, 1, -1},
	{"kern.ipc.shmsegs", {0, 0}, TABLE, NULL, 2, -1},
	{"hw.intrcnt", {0, 0}, INTRS, NULL, 0, -1},
	{"hw.intrnames", {0, 0}, INTRS, NULL, 1, -1},
	{"hw.machine", {CTL_HW, HW_MACHINE}, MACHINE, NULL, 0, -1},
	{"hw.machine_arch", {CTL_HW, HW_MACHINE_ARCH}, MACHINE, NULL, 0, -1},
	{"hw.ncpu", {CTL_HW, HW_NCPU}, CPUS, NULL, 0, _SC_NPROCESSORS_ONLN},
	{"hw.availpages", {0, 0}, LONG, "_physmem", 0, _SC_PHYS_PAGES},
	{"hw.physmem", {CTL_HW, HW_PHYSMEM}, BYTES, "_physmem", 0, _SC_PHYS_PAGES},
	{"hw.realmem", {0, 0}, BYTES, "_realmem", 0, _SC_PHYS_PAGES},
	{"hw.pagesize", {CTL_HW, HW_PAGESIZE}, PAGES, NULL, 0, _SC_PAGESIZE},
};

static const struct bsd_oids oids = {entries, sizeof entries / sizeof *entries, sizeof *entries, 2, CTL_MAXNAME};

static int boot_time(struct __kvm *kd, void *old, size_t *oldlen)
{
	struct timeval when = {0, 0};
	struct timespec now, up;

	if (kd && bsd_variable(kd, 2, "_boottime", &when, sizeof when))
		return bsd_give(&when, sizeof when, old, oldlen);
	clock_gettime(CLOCK_REALTIME, &now);
	clock_gettime(CLOCK_BOOTTIME, &up);
	when.tv_sec = now.tv_sec - up.tv_sec - (now.tv_nsec < up.tv_nsec);
	return bsd_give(&when, sizeof when, old, oldlen);
}

/* The processors of an image: how many, or how many it was built for; no message is left behind. */
static int processors(struct __kvm *kd, enum kind kind)
{
	struct bsd_quiet quiet;
	int count;

	bsd_quiet_begin(kd, &quiet);
	count = kind == CPUS ? kvm_getncpus(kd) : kvm_getmaxcpu(kd);
	bsd_quiet_end(kd, &quiet);
	return count;
}

/* The largest number that a process of the host can have, 0 for unknown. */
static int largest_pid(void)
{
	FILE *file = fopen("/proc/sys/kernel/pid_max", "re");
	int limit = 0;

	if (file) {
		if (fscanf(file, "%d", &limit) != 1)
			limit = 0;
		fclose(file);
	}
	return limit > 0 ? limit - 1 : 0;
}

/* What is told without a kernel: it is the same in all, or the host's. */
static int without(size_t place)
{
	const struct entry *entry = &entries[place];

	switch (entry->kind) {
	case FIXED:
	case FILES:
	case BOOT:
	case MACHINE:
	case PAGES:
	case ORDER:
	case PIDS:
		return 1;
	case CPUS:
	case LONG:
	case BYTES:
		return entry->host >= 0;
	default:
		return entry->kind >= LOADS;
	}
}

/* What the running system counts; of a dead one nobody has looked at that. */
static int counted(struct __kvm *kd, const struct entry *entry, void *old, size_t *oldlen)
{
	uint64_t wide;
	uint32_t narrow;
	unsigned long amount;
	int64_t number;

	if (!freebsd_is_running(kd))
		return bsd_unknown();
	if (entry->kind == TOTALS)
		return freebsd_totals(old, oldlen);
	if (entry->kind == NOTHING || entry->kind == AMONG)
		number = 0;
	else if (entry->kind == YOUNGEST)
		number = bsd_youngest(NULL);
	else if (entry->kind == SEVERAL)
		number = sysconf(entry->host) > 1;
	else
		number = bsd_running((enum running)entry->value);
	if (number < 0)
		return bsd_unknown();
	wide = (uint64_t)number;
	amount = (unsigned long)number;
	if (entry->kind == LARGE)
		return bsd_give(&amount, sizeof amount, old, oldlen);
	if (entry->kind == LARGEST || ((entry->kind == COUNT || entry->kind == AMONG) && !(old && oldlen && *oldlen == sizeof narrow)))
		return bsd_give(&wide, sizeof wide, old, oldlen);
	narrow = (uint32_t)(entry->kind == PAGED ? wide / (uint64_t)sysconf(_SC_PAGESIZE) : wide);
	return bsd_give(&narrow, sizeof narrow, old, oldlen);
}

static int takes(size_t place)
{
	return entries[place].kind == SWAP;
}

static int answer(struct __kvm *kd, size_t place, int number_of, void *old, size_t *oldlen)
{
	const struct entry *entry = &entries[place];
	unsigned char part[sizeof(struct shminfo) + sizeof(struct seminfo)];
	int number = (int)entry->value;

	switch (entry->kind) {
	case FIXED:
		return bsd_give(&number, sizeof number, old, oldlen);
	case FILES:
		return bsd_give(getbootfile(), strlen(getbootfile()) + 1, old, oldlen);
	case BOOT:
		return boot_time(kd, old, oldlen);
	case TEXT:
		return kd ? bsd_text(kd, 2, entry->symbol, old, oldlen) : bsd_unknown();
	case MACHINE:
		if (kd && !kd->native)
			return bsd_unknown();
		return bsd_give(sizeof(long) == 8 ? "amd64" : "i386", sizeof(long) == 8 ? 6 : 5, old, oldlen);
	case PAGES:
		number = kd ? 1 << kd->image.core.shift : (int)sysconf(entry->host);
		return bsd_give(&number, sizeof number, old, oldlen);
	case CPUS:
	case MAXCPUS:
		number = kd ? processors(kd, entry->kind) : -1;
		if (number < 0 && entry->host >= 0)
			number = (int)sysconf(entry->host);
		return number >= 0 ? bsd_give(&number, sizeof number, old, oldlen) : bsd_unknown();
	case INT:
		if (!(kd && bsd_variable(kd, 2, entry->symbol, &number, sizeof number)) && !number)
			return bsd_unknown();
		return bsd_give(&number, sizeof number, old, oldlen);
	case PIDS:
		if (!(kd && bsd_variable(kd, 2, entry->symbol, &number, sizeof number)) && !(number = largest_pid()))
			return bsd_unknown();
		return bsd_give(&number, sizeof number, old, oldlen);
	case LONG:
	case BYTES:
		return bsd_amount(kd, 2, entry->symbol, entry->host, entry->kind == BYTES, old, oldlen);
	case ORDER:
		number = 0;
		return bsd_give(&number, sizeof number, old, oldlen);
	case RATES:
		return freebsd_rates(kd, old, oldlen);
	case LOADS:
		return freebsd_loads(kd, old, oldlen);
	case CLOCKS:
	case EACH:
		return freebsd_clocks(kd, entry->kind == EACH, old, oldlen);
	case COUNT:
	case PAGED:
	case LARGE:
	case LARGEST:
	case NOTHING:
	case AMONG:
	case TOTALS:
	case YOUNGEST:
	case SEVERAL:
		return counted(kd, entry, old, oldlen);
	case PART:
	case TABLE:
	case TEXTS:
	case TTYS:
	case SWAP:
	case INTRS:
	case DISKS:
		break;
	}
	if (!kd || !kd->native)
		return bsd_unknown();
	switch (entry->kind) {
	case PART:
		if (!bsd_variable(kd, 2, entry->symbol, part, (size_t)(entry->value + entry->host)))
			return bsd_unknown();
		return bsd_give(part + entry->value, (size_t)entry->host, old, oldlen);
	case TABLE:
		return freebsd_objects(kd, (int)entry->value, old, oldlen);
	case TEXTS:
		return freebsd_messages(kd, old, oldlen);
	case TTYS:
		return freebsd_terminals(kd, old, oldlen);
	case INTRS:
		return freebsd_interrupts(kd, (int)entry->value, old, oldlen);
	case DISKS:
		return freebsd_disks(kd, old, oldlen);
	default:
		return freebsd_swap(kd, number_of, old, oldlen);
	}
}

static const struct bsd_teller teller = {&oids, "freebsd", latest, without, takes, answer};

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

/* The name of a terminal of the host by its number, as the running kernel shows it; 0 for any other device. */
static int terminal(dev_t dev, char *buf, int size)
{
	unsigned major = gnu_dev_major(dev), minor = gnu_dev_minor(dev);

	if (major >= 136 && major <= 143)
		snprintf(buf, (size_t)size, "pts/%u", (major - 136) * 256 + minor);
	else if (major == 4)
		snprintf(buf, (size_t)size, minor < 64 ? "tty%u" : "ttyS%u", minor < 64 ? minor : minor - 64);
	else if (major == 5 && minor == 1)
		snprintf(buf, (size_t)size, "console");
	else
		return 0;
	return 1;
}

char *devname_r(dev_t dev, mode_t type, char *buf, int size)
{
	BSD_ALONE;
	struct __kvm *kd = latest();

	if (dev == NODEV || (!S_ISCHR(type) && !S_ISBLK(type)) || size <= 0)
		return NULL;
	if (S_ISCHR(type) && (!kd || kd->image.shared) && terminal(dev, buf, size))
		return buf;
	snprintf(buf, (size_t)size, "#%c:%#llx", S_ISCHR(type) ? 'C' : 'B', (unsigned long long)dev);
	return buf;
}

char *devname(dev_t dev, mode_t type)
{
	static char buf[64]; /* as the original has it */

	return devname_r(dev, type, buf, sizeof buf);
}

/* For programs of 11, whose device numbers have 32 bits: those of today whose others are 0, and the one for none. */
extern char *devname_11(uint32_t, mode_t) __asm__("__sunkvm_freebsd_11_devname");
extern char *devname_r_11(uint32_t, mode_t, char *, int) __asm__("__sunkvm_freebsd_11_devname_r");

char *devname_r_11(uint32_t dev, mode_t type, char *buf, int size)
{
	return devname_r(dev == (uint32_t)-1 ? NODEV : dev, type, buf, size);
}

char *devname_11(uint32_t dev, mode_t type)
{
	return devname(dev == (uint32_t)-1 ? NODEV : dev, type);
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

char *jail_getname(int jid)
{
	char *name = NULL;

	return asprintf(&name, "%d", jid) < 0 ? NULL : name;
}

int jail_getid(const char *name)
{
	char *end;
	long jid = strtol(name, &end, 10);

	if (*name && !*end && jid >= 0 && jid <= INT_MAX)
		return (int)jid;
	errno = ENOENT;
	return -1;
}

static int no_labels(void)
{
	errno = ENOSYS;
	return -1;
}

int mac_prepare(mac_t *mac, const char *elements)
{
	(void)elements;
	*mac = NULL;
	return no_labels();
}

int mac_get_pid(pid_t pid, mac_t mac)
{
	(void)pid;
	(void)mac;
	return no_labels();
}

int mac_to_text(mac_t mac, char **to)
{
	(void)mac;
	*to = NULL;
	return no_labels();
}

int mac_free(mac_t mac)
{
	(void)mac;
	return no_labels();
}

/* nlist(3): the symbols of a file. A file that is its own corefile shows them and nothing else. */
int nlist(const char *path, struct nlist *list)
{
	struct bsd_opening how = {"freebsd-nlist", path, NULL, NULL, 0, NULL, NULL, NULL};
	struct __kvm *kd = bsd_open(&how);
	int missing;

	if (!kd)
		return -1;
	missing = kvm_nlist(kd, list);
	bsd_close(kd);
	return missing;
}
