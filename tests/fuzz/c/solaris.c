/* The Solaris library over an engine that lies. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <kvm.h>

#include "stub.h"

const int stub_has_calls = 0;

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *core;
	kvm_t *kd;

	input = (struct input){data, data + size};
	core = a_byte() & 1 ? "core" : NULL;
	if (!(kd = kvm_open("namelist", core, NULL, a_byte() & 2, NULL)))
		return 0;
	for (int i = 0; i < 48 && input.at < input.end; i++) {
		struct nlist names[] = {{.n_name = "kas"}, {.n_name = "nosuch"}, {.n_name = ""}};
		unsigned char buf[5000];
		uint64_t va = a_number();
		size_t count = (size_t)a_number() % sizeof buf;
		char **arg = NULL, **env = NULL;
		proc_t *proc;

		switch (a_byte() % 12) {
		case 0:
			kvm_kread(kd, va, buf, count);
			break;
		case 1:
			kvm_uread(kd, va, buf, count);
			break;
		case 2:
			kvm_aread(kd, va, buf, count, (struct as *)(uintptr_t)a_number());
			break;
		case 3:
			kvm_pread(kd, va, buf, count);
			break;
		case 4:
			memset(buf, 0, count);
			kvm_kwrite(kd, va, buf, count);
			break;
		case 5:
			kvm_physaddr(kd, (struct as *)(uintptr_t)a_number(), va);
			break;
		case 6:
			kvm_nlist(kd, names);
			break;
		case 7:
			kvm_setproc(kd);
			break;
		case 8:
			kvm_getproc(kd, (pid_t)va);
			break;
		case 9:
			kvm_namelist(kd);
			break;
		default:
			if ((proc = kvm_nextproc(kd)) && kvm_getcmd(kd, proc, kvm_getu(kd, proc), va & 1 ? &arg : NULL, &env) == 0) {
				look(arg);
				look(env);
				free(arg);
				free(env);
			}
		}
	}
	kvm_close(kd);
	return 0;
}
