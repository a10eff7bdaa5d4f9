/*
 * What DragonFly's sysctl tells of load, clocks and memory, and libkinfo, which asks it. What a kernel keeps under a symbol
 * comes from the image, counters from the running host: they are the same that the emulated kernel shows.
 */
#include <errno.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <kinfo.h>
#include <kvm.h>
#include <sys/param.h>
#include <sys/resource.h>
#include <sys/sysctl.h>
#include <sys/time.h>
#include <sys/vmmeter.h>

#include "dragonfly.h"
#include "sysctl.h"

#define MOST_CPUS 65536

int dragonfly_rates(struct __kvm *kd, void *old, size_t *oldlen)
{
	struct kinfo_clockinfo told = {0};

	if (!bsd_rates(kd, 1, &told.ci_hz, &told.ci_stathz, &told.ci_profhz))
		return bsd_unknown();
	told.ci_tick = 1000000 / told.ci_hz;
	return bsd_give(&told, sizeof told, old, oldlen);
}

int dragonfly_loads(struct __kvm *kd, void *old, size_t *oldlen)
{
	struct loadavg told;

	return bsd_variable(kd, 1, "_averunnable", &told, sizeof told) ? bsd_give(&told, sizeof told, old, oldlen) : bsd_unknown();
}

int dragonfly_clocks(struct __kvm *kd, enum dragonfly_clocks form, void *old, size_t *oldlen)
{
	struct kinfo_cputime *each;
	unsigned long sum[CPUSTATES] = {0}, (*longs)[CPUSTATES]; /* unsigned: an image may hold anything */
	int count, result;
	size_t size;

	if (!bsd_variable(kd, 1, "_ncpus", &count, sizeof count) || count <= 0 || count > MOST_CPUS)
		return bsd_unknown();
	size = (size_t)count * sizeof *each;
	each = malloc(size);
	longs = malloc((size_t)count * sizeof *longs);
	if (!each || !longs || !bsd_variable(kd, 1, "_cputime_percpu", each, size)) {
		result = bsd_unknown();
	} else {
		for (int i = 0; i < count; i++) {
			longs[i][CP_USER] = each[i].cp_user;
			longs[i][CP_NICE] = each[i].cp_nice;
			longs[i][CP_SYS] = each[i].cp_sys;
			longs[i][CP_INTR] = each[i].cp_intr;
			longs[i][CP_IDLE] = each[i].cp_idle;
			for (int state = 0; state < CPUSTATES; state++)
				sum[state] += longs[i][state];
		}
		if (form == DRAGONFLY_EACH)
			result = bsd_give(each, size, old, oldlen);
		else if (form == DRAGONFLY_LONGS)
			result = bsd_give(longs, (size_t)count * sizeof *longs, old, oldlen);
		else
			result = bsd_give(sum, sizeof sum, old, oldlen);
	}
	free(longs);
	free(each);
	return result;
}

int dragonfly_stats(struct __kvm *kd, long member, void *old, size_t *oldlen)
{
	struct vmstats told;
	unsigned narrow;
	long wide;

	if (!bsd_variable(kd, 1, "_vmstats", &told, sizeof told))
		return bsd_unknown();
	if (member < 0)
		return bsd_give(&told, sizeof told, old, oldlen);
	memcpy(&wide, (char *)&told + member, sizeof wide);
	narrow = (unsigned)wide;
	/* They were ints once, and programs have room for that. */
	if (old && oldlen && *oldlen == sizeof narrow)
		return bsd_give(&narrow, sizeof narrow, old, oldlen);
	return bsd_give(&wide, sizeof wide, old, oldlen);
}

/* Counters run over; what the host does not count is 0 in a struct. */
static unsigned counter(enum running which)
{
	int64_t number = bsd_running(which);

	return number < 0 ? 0 : (unsigned)number;
}

int dragonfly_meter(void *old, size_t *oldlen)
{
	const struct vmmeter told = {
		.v_swtch = counter(RUNNING_SWITCHES),
		.v_intr = counter(RUNNING_INTERRUPTS),
		.v_soft = counter(RUNNING_SOFT_INTERRUPTS),
		.v_vm_faults = counter(RUNNING_FAULTS),
		.v_swappgsin = counter(RUNNING_SWAPPED_IN),
		.v_swappgsout = counter(RUNNING_SWAPPED_OUT),
		.v_forks = counter(RUNNING_FORKS),
	};

	return bsd_running(RUNNING_SWITCHES) < 0 ? bsd_unknown() : bsd_give(&told, sizeof told, old, oldlen);
}

/* 0 for what the host does not count: who is swapped out, and how much is shared without being there. */
int dragonfly_totals(void *old, size_t *oldlen)
{
	struct bsd_totals host;
	struct vmtotal told = {0};

	if (!bsd_totals(&host))
		return bsd_unknown();
	told.t_rq = (long)host.runnable;
	told.t_dw = (long)host.blocked;
	told.t_sl = (long)host.sleeping;
	told.t_vm = told.t_avm = (long)host.promised;
	told.t_rm = (long)host.resident;
	told.t_arm = (long)host.active;
	told.t_rmshr = (long)host.shared;
	told.t_free = (long)host.free;
	return bsd_give(&told, sizeof told, old, oldlen);
}

int dragonfly_count(enum running which, void *old, size_t *oldlen)
{
	int64_t number = bsd_running(which);
	unsigned narrow = (unsigned)number;
	long wide = (long)number;

	if (number < 0)
		return bsd_unknown();
	return which >= RUNNING_TOTAL ? bsd_give(&wide, sizeof wide, old, oldlen) : bsd_give(&narrow, sizeof narrow, old, oldlen);
}

/* libkinfo */

static int ask(const char *name, void *value, size_t size)
{
	return sysctlbyname(name, value, &size, NULL, 0);
}

int kinfo_get_cpus(int *count)
{
	return ask("hw.ncpu", count, sizeof *count);
}

int kinfo_get_maxfiles(int *count)
{
	return ask("kern.maxfiles", count, sizeof *count);
}

int kinfo_get_openfiles(int *count)
{
	return ask("kern.openfiles", count, sizeof *count);
}

int kinfo_get_vfs_bufspace(long *bytes)
{
	return ask("vfs.bufspace", bytes, sizeof *bytes);
}

int kinfo_get_sched_ccpu(int *ccpu)
{
	return ask("kern.ccpu", ccpu, sizeof *ccpu);
}

static int rate(int *value, size_t member)
{
	struct kinfo_clockinfo told;
	int result = ask("kern.clockrate", &told, sizeof told);

	if (!result)
		memcpy(value, (char *)&told + member, sizeof *value);
	return result;
}

int kinfo_get_sched_hz(int *hz)
{
	return rate(hz, offsetof(struct kinfo_clockinfo, ci_hz));
}

int kinfo_get_sched_stathz(int *hz)
{
	return rate(hz, offsetof(struct kinfo_clockinfo, ci_stathz));
}

int kinfo_get_sched_profhz(int *hz)
{
	return rate(hz, offsetof(struct kinfo_clockinfo, ci_profhz));
}

int kinfo_get_sched_cputime(struct kinfo_cputime *told)
{
	long sum[CPUSTATES];

	if (!told)
		return EINVAL;
	if (ask("kern.cp_time", sum, sizeof sum))
		return errno;
	*told = (struct kinfo_cputime){
		.cp_user = (uint64_t)sum[CP_USER],
		.cp_nice = (uint64_t)sum[CP_NICE],
		.cp_sys = (uint64_t)sum[CP_SYS],
		.cp_intr = (uint64_t)sum[CP_INTR],
		.cp_idle = (uint64_t)sum[CP_IDLE],
	};
	return 0;
}
