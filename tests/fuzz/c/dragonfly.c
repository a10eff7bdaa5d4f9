/* DragonFly's library over an engine that lies. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <kvm.h>
#include <sys/file.h>
#include <sys/param.h>
#include <sys/sysctl.h>
#include <sys/user.h>
#include <vm/vm.h>
#include <vm/vm_map.h>

#include "stub.h"

const int stub_has_calls = 1;

static void ask_processes(kvm_t *kd, uint64_t va)
{
	struct kinfo_proc *procs, copy;
	char buf[700];
	int count = 0;

	switch (a_byte() % 3) {
	case 0:
		procs = kvm_getprocs(kd, (int)va, 0, &count);
		for (int each = 0; procs && each < count && each < 4; each++) {
			copy = procs[each];
			look(kvm_getargv(kd, &copy, a_byte()));
			look(kvm_getenvv(kd, &copy, 0));
		}
		break;
	case 1:
		if (kvm_uread(kd, 1, va, buf, sizeof buf) > (ssize_t)sizeof buf)
			abort();
		break;
	default:
		touch(kvm_getfiles(kd, 1, 0, &count), count, sizeof(struct kinfo_file));
	}
}

static void ask_map(kvm_t *kd, uint64_t va)
{
	struct vm_map map = {.rb_root = {.rbh_root = (struct vm_map_entry *)(uintptr_t)va}};
	struct vm_map_entry entry, *at = kvm_vm_map_entry_first(kd, &map, &entry);

	for (int i = 0; at && i < 20; i++)
		at = kvm_vm_map_entry_next(kd, at, &entry);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const names[] = {"kern.ostype", "kern.boottime", "hw.ncpu", "hw.pagesize", "hw.physmem",
					    "hw.machine",  "kern.fscale",   "kern.hostname"};
	char errbuf[2048];
	kvm_t *kd;

	input = (struct input){data, data + size};
	if (!(kd = kvm_openfiles("kernel", "core", NULL, a_byte() & 2, errbuf))) {
		if (!memchr(errbuf, 0, sizeof errbuf))
			abort();
		return 0;
	}
	for (int i = 0; i < 48 && input.at < input.end; i++) {
		struct nlist list[] = {{.n_name = (char *)"kas"}, {.n_name = (char *)"nosuch"}, {.n_name = NULL}};
		struct kvm_swap swap[4];
		unsigned char buf[5000];
		uint64_t va = a_number();
		size_t count = (size_t)a_number() % sizeof buf, room = count;
		char *text;
		double load[3];

		switch (a_byte() % 10) {
		case 0:
			kvm_read(kd, va, buf, count);
			break;
		case 1:
			memset(buf, 0, count);
			kvm_write(kd, va, buf, count);
			break;
		case 2:
			kvm_nlist(kd, list);
			break;
		case 3:
			kvm_getloadavg(kd, load, a_byte() % 4);
			break;
		case 4:
			kvm_getswapinfo(kd, swap, a_byte() % 5, 0);
			break;
		case 5:
			if ((text = kvm_readstr(kd, va, NULL, &room)) != NULL)
				total = total + strlen(text);
			free(text);
			room = count;
			if ((text = kvm_readstr(kd, va, (char *)buf, &room)) != NULL && strlen(text) >= count)
				abort();
			break;
		case 6:
			ask_map(kd, va);
			break;
		case 7:
			count %= 300;
			sysctlbyname(names[a_byte() % (sizeof names / sizeof *names)], buf, &count, NULL, 0);
			break;
		default:
			ask_processes(kd, va);
		}
		if (strlen(kvm_geterr(kd)) >= 2048)
			abort();
	}
	kvm_close(kd);
	return 0;
}
