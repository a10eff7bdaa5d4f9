/* What a FreeBSD kernel has counted, by the names of its members; interrupts and disks: vmstat [-N kernel -M core]. */
#define _WANT_VMMETER
#include <sys/param.h>
#include <sys/devicestat.h>
#include <sys/namei.h>
#include <sys/vmmeter.h>

#include <err.h>
#include <fcntl.h>
#include <kvm.h>
#include <limits.h>
#include <nlist.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { METER, NAMES, SIZE_NAMES, COUNTS, SIZE_COUNTS, NUMBER, CACHE, QUEUE, DISKS, GENERATION, VERSION, UPTIME };

static struct nlist table[] = {
	[METER] = { .n_name = "_vm_cnt" },
	[NAMES] = { .n_name = "_intrnames" },
	[SIZE_NAMES] = { .n_name = "_sintrnames" },
	[COUNTS] = { .n_name = "_intrcnt" },
	[SIZE_COUNTS] = { .n_name = "_sintrcnt" },
	[NUMBER] = { .n_name = "_nintrcnt" },
	[CACHE] = { .n_name = "_nchstats" },
	[QUEUE] = { .n_name = "_device_statq" },
	[DISKS] = { .n_name = "_devstat_num_devs" },
	[GENERATION] = { .n_name = "_devstat_generation" },
	[VERSION] = { .n_name = "_devstat_version" },
	[UPTIME] = { .n_name = "_time_uptime" },
	{ .n_name = NULL },
};

static kvm_t *kd;

static void take(unsigned long where, void *buffer, size_t size)
{
	if (kvm_read(kd, where, buffer, size) != (ssize_t)size)
		errx(1, "%s", kvm_geterr(kd));
}

static void interrupts(void)
{
	size_t named, counted;
	char *names, *name;
	unsigned long *counts, where;
	int number;

	take(table[NUMBER].n_value, &number, sizeof number);
	take(table[SIZE_NAMES].n_value, &named, sizeof named);
	take(table[SIZE_COUNTS].n_value, &counted, sizeof counted);
	if (counted != (size_t)number * sizeof *counts)
		errx(1, "%zu bytes of %d counts", counted, number);
	names = name = malloc(named + 1);
	counts = malloc(counted + 1);
	take(table[NAMES].n_value, &where, sizeof where);
	take(where, names, named);
	take(table[COUNTS].n_value, &where, sizeof where);
	take(where, counts, counted);
	for (int i = 0; i < number; i++, name += strlen(name) + 1)
		printf("interrupt %lu %s\n", counts[i], name);
	if (name != names + named)
		errx(1, "%zu bytes of names", named);
	free(names);
	free(counts);
}

static void disks(void)
{
	struct devstatlist head;
	struct devstat disk;
	int number, version;
	long generation;
	time_t uptime;

	take(table[VERSION].n_value, &version, sizeof version);
	take(table[GENERATION].n_value, &generation, sizeof generation);
	take(table[UPTIME].n_value, &uptime, sizeof uptime);
	if (version != DEVSTAT_VERSION || generation <= 0 || uptime <= 0)
		errx(1, "version %d generation %ld uptime %ld", version, generation, (long)uptime);
	take(table[DISKS].n_value, &number, sizeof number);
	take(table[QUEUE].n_value, &head, sizeof head);
	for (struct devstat *each = STAILQ_FIRST(&head); each; each = STAILQ_NEXT(&disk, dev_links), number--) {
		take((unsigned long)each, &disk, sizeof disk);
		printf("disk %s%d %llu %llu %llu %llu %ld.%03u %s\n", disk.device_name, disk.unit_number,
		       (unsigned long long)disk.operations[DEVSTAT_READ], (unsigned long long)disk.operations[DEVSTAT_WRITE],
		       (unsigned long long)disk.bytes[DEVSTAT_READ], (unsigned long long)disk.bytes[DEVSTAT_WRITE],
		       (long)disk.busy_time.sec, (unsigned)((disk.busy_time.frac >> 32) * 1000 >> 32),
		       disk.priority == DEVSTAT_PRIORITY_DISK ? "disk" : "other");
	}
	if (number)
		errx(1, "%d disks are missing", number);
}

int main(int argc, char **argv)
{
	char *core = NULL, *kernel = NULL, error[_POSIX2_LINE_MAX];
	struct nchstats cache;
	struct vmmeter meter;
	int letter, missing;

	while ((letter = getopt(argc, argv, "M:N:")) != -1) {
		if (letter == 'M')
			core = optarg;
		else if (letter == 'N')
			kernel = optarg;
		else
			return 1;
	}
	if ((kd = kvm_openfiles(kernel, core, NULL, O_RDONLY, error)) == NULL)
		errx(1, "%s", error);
	if ((missing = kvm_nlist(kd, table)) != 0)
		errx(1, "%d symbols are missing", missing);
	take(table[METER].n_value, &meter, sizeof meter);
#define TELL(member) \
	printf("%s %llu\n", #member, (unsigned long long)kvm_counter_u64_fetch(kd, (unsigned long)meter.member))
	TELL(v_swtch);
	TELL(v_trap);
	TELL(v_syscall);
	TELL(v_intr);
	TELL(v_soft);
	TELL(v_vm_faults);
	TELL(v_io_faults);
	TELL(v_swapin);
	TELL(v_swappgsin);
	TELL(v_swappgsout);
	TELL(v_vnodepgsin);
	TELL(v_forks);
	TELL(v_kthreadpages);
	TELL(v_wire_count);
	printf("v_page_size %u\nv_page_count %u\n", meter.v_page_size, meter.v_page_count);
	take(table[CACHE].n_value, &cache, sizeof cache);
	printf("lookups %lu\n", cache.ncs_goodhits + cache.ncs_miss);
	interrupts();
	disks();
	return kvm_close(kd);
}
