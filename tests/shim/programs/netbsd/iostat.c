/* Disks and memory of a NetBSD kernel: iostat [-N kernel] [-M core]. */
#define SUNKVM_NETBSD 10
#include <sys/param.h>
#include <sys/iostat.h>
#include <uvm/uvm_extern.h>

#include <err.h>
#include <fcntl.h>
#include <kvm.h>
#include <limits.h>
#include <nlist.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static kvm_t *kd;

static void take(unsigned long where, void *buffer, size_t size)
{
	if (kvm_read(kd, where, buffer, size) != (ssize_t)size)
		errx(1, "%s", kvm_geterr(kd));
}

int main(int argc, char **argv)
{
	struct nlist names[] = {
		{ .n_name = "_iostat_count" }, { .n_name = "_iostatlist" }, { .n_name = "_uvmexp" }, { .n_name = NULL },
	};
	char *core = NULL, *kernel = NULL, error[_POSIX2_LINE_MAX];
	struct iostatlist_head head;
	struct uvmexp memory;
	struct io_stats disk;
	int letter, missing, count;

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
	if ((missing = kvm_nlist(kd, names)) != 0)
		errx(1, "%d symbols are missing", missing);
	take(names[0].n_value, &count, sizeof count);
	take(names[1].n_value, &head, sizeof head);
	take(names[2].n_value, &memory, sizeof memory);
	printf("swtch %u\nfaults %u\n", (unsigned)memory.swtch, (unsigned)memory.faults);
	for (struct io_stats *each = TAILQ_FIRST(&head); each; each = TAILQ_NEXT(&disk, io_link), count--) {
		take((unsigned long)each, &disk, sizeof disk);
		if (disk.io_type != IOSTAT_DISK)
			errx(1, "%s is no disk", disk.io_name);
		printf("disk %s %llu %llu %llu %llu %lld.%06d\n", disk.io_name, (unsigned long long)disk.io_rxfer,
		       (unsigned long long)disk.io_wxfer, (unsigned long long)disk.io_rbytes,
		       (unsigned long long)disk.io_wbytes, (long long)disk.io_busytime.tv_sec, disk.io_busytime.tv_usec);
	}
	if (count)
		errx(1, "%d disks are missing", count);
	return kvm_close(kd);
}
