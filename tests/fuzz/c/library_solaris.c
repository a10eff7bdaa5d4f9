#include <fcntl.h>
#include <stdlib.h>
#include <string.h>

#include <kvm.h>

#include "library.h"

static void read_all_ways(kvm_t *kd, uintptr_t va)
{
	static char buf[20000];
	ssize_t got;

	if ((got = kvm_kread(kd, va, buf, sizeof buf)) > 0)
		answer(buf, (size_t)got);
	if ((got = kvm_uread(kd, va, buf, 5000)) > 0)
		answer(buf, (size_t)got);
	if ((got = kvm_aread(kd, va, buf, 100, (struct as *)va)) > 0)
		answer(buf, (size_t)got);
	if ((got = kvm_pread(kd, va & 0xffffff, buf, 9000)) > 0)
		answer(buf, (size_t)got);
	answer_number(kvm_kwrite(kd, va, "x", 1));
}

void look_at(const char *namelist, const char *corefile)
{
	struct nlist names[] = {{.n_name = "kas"}, {.n_name = "practive"}, {.n_name = "nosuch"}, {.n_name = ""}};
	kvm_t *kd = kvm_open(namelist, corefile, NULL, O_RDONLY, NULL);
	proc_t *proc;

	answer_number(kd != NULL);
	if (!kd)
		return;
	images_opened++;
	answer_number(kvm_nlist(kd, names));
	for (int i = 0; i < 3; i++) {
		answer_number(names[i].n_value);
		read_all_ways(kd, (uintptr_t)names[i].n_value);
		answer_number((int64_t)kvm_physaddr(kd, (struct as *)names[0].n_value, (uintptr_t)names[i].n_value));
	}
	for (int count = 0; count < 200000 && (proc = kvm_nextproc(kd)) != NULL; count++) {
		char **arg = NULL, **env = NULL;
		user_t *user;

		if (count == 199999)
			abort(); /* no end */
		if (count >= 8)
			continue;
		answer(proc, sizeof *proc);
		user = kvm_getu(kd, proc);
		answer_number(user != NULL);
		read_all_ways(kd, 0x8047f00);
		answer_number(kvm_getcmd(kd, proc, user, count & 1 ? &arg : NULL, &env));
		answer_strings(arg);
		answer_strings(env);
		free(arg);
		free(env);
	}
	answer_number(kvm_setproc(kd));
	answer_number(kvm_getproc(kd, 1) != NULL);
	answer_number(kvm_namelist(kd) != NULL);
	answer_number(kvm_close(kd));
}
