/*
 * What FreeBSD's sysctl tells of load, clocks and memory. Of the running system these are the host's own numbers, which
 * are the same that the emulated kernel shows; an image tells what it keeps of them.
 */
#include <stdlib.h>

#include <kvm.h>
#include <sys/param.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <sys/vmmeter.h>

#include "freebsd.h"
#include "running.h"
#include "sysctl.h"

#define STATHZ 100 /* ticks a second of the emulated kernel's clocks */

int freebsd_is_running(const struct __kvm *kd)
{
	return !kd || kd->image.shared || kd->image.core.direct;
}

int freebsd_rates(struct __kvm *kd, void *old, size_t *oldlen)
{
	struct clockinfo told = {0};

	if (!kd || !bsd_rates(kd, 2, &told.hz, &told.stathz, &told.profhz))
		return bsd_unknown();
	told.tick = 1000000 / told.hz;
	return bsd_give(&told, sizeof told, old, oldlen);
}

int freebsd_loads(struct __kvm *kd, void *old, size_t *oldlen)
{
	struct loadavg told = {.fscale = FSCALE};
	double average[3];

	if (kd) {
		if (!kd->native || !bsd_variable(kd, 2, "_averunnable", &told, sizeof told))
			return bsd_unknown();
		return bsd_give(&told, sizeof told, old, oldlen);
	}
	if (getloadavg(average, 3) != 3)
		return bsd_unknown();
	for (int i = 0; i < 3; i++)
		told.ldavg[i] = (uint32_t)(average[i] * FSCALE);
	return bsd_give(&told, sizeof told, old, oldlen);
}

/* Clocks of all processors or of each; of a dead kernel what libkvm tells of all. */
int freebsd_clocks(struct __kvm *kd, int of_each, void *old, size_t *oldlen)
{
	long sum[BSD_CLOCKS], (*each)[BSD_CLOCKS];
	struct bsd_clocks told;
	struct bsd_quiet quiet;
	int result;

	if (!freebsd_is_running(kd)) {
		if (of_each)
			return bsd_unknown();
		bsd_quiet_begin(kd, &quiet);
		result = kvm_getcptime(kd, sum);
		bsd_quiet_end(kd, &quiet);
		return result < 0 ? bsd_unknown() : bsd_give(sum, sizeof sum, old, oldlen);
	}
	if (!bsd_clocks(STATHZ, &told))
		return bsd_unknown();
	each = malloc(told.count * sizeof *each);
	for (size_t cpu = 0; each && cpu < told.count; cpu++)
		for (int i = 0; i < BSD_CLOCKS; i++)
			each[cpu][i] = (long)told.each[cpu][i];
	for (int i = 0; i < BSD_CLOCKS; i++)
		sum[i] = (long)told.sum[i];
	if (!of_each)
		result = bsd_give(sum, sizeof sum, old, oldlen);
	else
		result = each ? bsd_give(each, told.count * sizeof *each, old, oldlen) : bsd_unknown();
	free(each);
	free(told.each);
	return result;
}

/* What 11 tells: pages in 32 bits. Its size tells programs of that time. */
struct vmtotal_11 {
	int16_t rq, dw, pw, sl, sw;
	int32_t vm, avm, rm, arm, vmshr, avmshr, rmshr, armshr, free;
};

static int16_t few(int64_t number)
{
	return number > INT16_MAX ? INT16_MAX : (int16_t)number;
}

/* 0 for what the host does not count: who is swapped out, and how much is shared without being there. */
int freebsd_totals(void *old, size_t *oldlen)
{
	struct bsd_totals host;
	struct vmtotal told = {0};

	if (!bsd_totals(&host))
		return bsd_unknown();
	told.t_vm = told.t_avm = host.promised;
	told.t_rm = host.resident;
	told.t_arm = host.active;
	told.t_rmshr = host.shared;
	told.t_free = host.free;
	told.t_rq = few(host.runnable);
	told.t_dw = few(host.blocked);
	told.t_sl = few(host.sleeping);
	if (old && oldlen && *oldlen == sizeof(struct vmtotal_11)) {
		struct vmtotal_11 then = {
			told.t_rq, told.t_dw, 0, told.t_sl, 0, (int32_t)told.t_vm, (int32_t)told.t_avm, (int32_t)told.t_rm,
			(int32_t)told.t_arm, 0, 0, (int32_t)told.t_rmshr, 0, (int32_t)told.t_free,
		};

		return bsd_give(&then, sizeof then, old, oldlen);
	}
	return bsd_give(&told, sizeof told, old, oldlen);
}
