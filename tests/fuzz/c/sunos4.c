/* The library of SunOS 4 over an engine that lies. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "stub.h"
#include "sunos4.h"

const int stub_has_calls = 0;

static void ask_process(struct old *kd, struct proc *proc, uint64_t va)
{
	char **arg = NULL, **env = NULL, buf[100];
	struct user *user = kvm_getu(kd, proc);

	kvm_read(kd, va, buf, sizeof buf);
	if (kvm_getcmd(kd, proc, user, va & 1 ? &arg : NULL, &env) == 0) {
		look(arg);
		look(env);
		free(arg);
		free(env);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *core;
	struct old *kd;

	input = (struct input){data, data + size};
	core = a_byte() & 1 ? "core" : NULL;
	if (!(kd = kvm_open("vmunix", core, NULL, a_byte() & 2, NULL)))
		return 0;
	for (int i = 0; i < 48 && input.at < input.end; i++) {
		struct nlist names[] = {{.n_name = (char *)"_proc"}, {.n_name = (char *)"nosuch"}, {.n_name = NULL}};
		unsigned char buf[5000];
		uint64_t va = a_number();
		unsigned count = (unsigned)(a_number() % sizeof buf);

		switch (a_byte() % 8) {
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
			kvm_setproc(kd);
			break;
		case 4:
			ask_process(kd, kvm_getproc(kd, (int)va), va);
			break;
		default:
			ask_process(kd, kvm_nextproc(kd), va);
		}
	}
	kvm_close(kd);
	return 0;
}
