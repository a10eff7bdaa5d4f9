/* NetBSD's library over an engine that lies. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <kvm.h>
#include <kvm_private.h>
#include <sys/file.h>
#include <sys/proc.h>
#include <sys/sysctl.h>

#include "stub.h"

const int stub_has_calls = 1;

static bool count_bytes(void *cookie, const void *from, size_t size)
{
	touch(from, 1, size);
	return --*(int *)cookie > 0;
}

static void ask_processes(kvm_t *kd, uint64_t va)
{
	uint8_t kind = a_byte();
	size_t size = kind & 3 ? sizeof(struct kinfo_proc2) : (size_t)a_byte() << (kind >> 6);
	struct kinfo_proc2 *procs, copy = {.p_paddr = va};
	struct proc proc = {.p_vmspace = (void *)(uintptr_t)va};
	struct kinfo_proc *old, one;
	char buf[700];
	int count = 0;

	switch (a_byte() % 6) {
	case 0:
		procs = kvm_getproc2(kd, (int)va, 0, size, &count);
		touch(procs, count, size);
		break;
	case 1:
		touch(kvm_getlwps(kd, 1, va, size, &count), count, size);
		break;
	case 2:
		look(kvm_getargv2(kd, &copy, a_byte()));
		look(kvm_getenvv2(kd, &copy, 0));
		break;
	case 3:
		old = kvm_getprocs(kd, (int)va, 0, &count);
		for (int each = 0; old && each < count && each < 4; each++) {
			one = old[each];
			look(kvm_getargv(kd, &one, a_byte()));
			look(kvm_getenvv(kd, &one, 0));
		}
		break;
	case 4:
		if (kvm_uread(kd, &proc, va, buf, sizeof buf) > (ssize_t)sizeof buf)
			abort();
		break;
	default:
		touch(kvm_getfiles(kd, 1, 0, &count), count, sizeof(struct file));
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const names[] = {"kern.ostype", "kern.boottime", "hw.ncpu", "hw.pagesize", "hw.physmem64",
					    "vm.loadavg",  "hw.machine",    "kern.hostname", "kern.maxproc"};
	char errbuf[2048];
	kvm_t *kd;

	input = (struct input){data, data + size};
	kd = kvm_openfiles("netbsd", "core", NULL, a_byte() & 1 ? O_RDWR : a_byte() & 1 ? KVM_NO_FILES : 0, errbuf);
	if (!kd) {
		if (!memchr(errbuf, 0, sizeof errbuf))
			abort();
		return 0;
	}
	for (int i = 0; i < 48 && input.at < input.end; i++) {
		struct nlist list[] = {{.n_name = "kas"}, {.n_name = "nosuch"}, {.n_name = NULL}};
		unsigned char buf[5000];
		uint64_t va = a_number();
		size_t count = (size_t)a_number() % sizeof buf;
		int pieces = 20;
		double load[3];

		switch (a_byte() % 12) {
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
			total = total + strlen(kvm_getkernelname(kd));
			break;
		case 5:
			kvm_dump_mkheader(kd, (int64_t)va);
			break;
		case 6:
			kvm_dump_header(kd, count_bytes, &pieces, (int)va);
			break;
		case 7:
			kvm_dump_inval(kd);
			break;
		case 8:
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
