/* FreeBSD's library over an engine that lies. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <kvm.h>
#include <sys/param.h>
#include <sys/user.h>

#include "stub.h"

const int stub_has_calls = 0;

static int on_page(struct kvm_page *page, void *arg)
{
	(void)page;
	return ++*(int *)arg < 2000;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char errbuf[2048];
	kvm_t *kd;

	input = (struct input){data, data + size};
	if (!(kd = kvm_openfiles("kernel", "core", NULL, a_byte() & 2, errbuf))) {
		if (!memchr(errbuf, 0, sizeof errbuf))
			abort();
		return 0;
	}
	for (int i = 0; i < 48 && input.at < input.end; i++) {
		struct nlist names[] = {{.n_name = (char *)"kas"}, {.n_name = (char *)"nosuch"}, {.n_name = NULL}};
		struct kvm_swap swap[4];
		unsigned char buf[5000];
		uint64_t va = a_number();
		size_t count = (size_t)a_number() % sizeof buf;
		long times[5];
		double load[3];
		int number = 0;
		struct kinfo_proc *procs;
		void *area;

		switch (a_byte() % 14) {
		case 0:
			kvm_read(kd, va, buf, count);
			break;
		case 1:
			memset(buf, 0, count);
			kvm_write(kd, va, buf, count);
			break;
		case 2:
			kvm_nlist(kd, names);
			break;
		case 3:
			kvm_getloadavg(kd, load, a_byte() % 4);
			break;
		case 4:
			kvm_getcptime(kd, times);
			break;
		case 5:
			if ((area = kvm_getpcpu(kd, a_byte() % 4)) != (void *)-1)
				free(area);
			break;
		case 6:
			kvm_getswapinfo(kd, swap, a_byte() % 5, 0);
			break;
		case 7:
			kvm_walk_pages(kd, on_page, &number);
			break;
		case 8:
			kvm_read_zpcpu(kd, va, buf, count, a_byte());
			break;
		case 9:
			kvm_counter_u64_fetch(kd, va);
			kvm_getncpus(kd);
			kvm_getmaxcpu(kd);
			break;
		case 10:
			kvm_dpcpu_setcpu(kd, a_byte());
			kvm_kerndisp(kd);
			break;
		default:
			procs = kvm_getprocs(kd, (int)va, 0, &number);
			for (int each = 0; procs && each < number && each < 4; each++) {
				unsigned char copy[sizeof *procs];

				memcpy(copy, procs + each, sizeof copy);
				look(kvm_getargv(kd, (struct kinfo_proc *)(void *)copy, a_byte()));
				look(kvm_getenvv(kd, (struct kinfo_proc *)(void *)copy, 0));
			}
		}
		if (strlen(kvm_geterr(kd)) >= 2048)
			abort();
	}
	kvm_close(kd);
	return 0;
}
