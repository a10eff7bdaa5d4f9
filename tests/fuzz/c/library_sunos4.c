#include <fcntl.h>
#include <stdlib.h>
#include <string.h>

#include "library.h"
#include "sunos4.h"

static void read_memory(struct old *kd, unsigned long va)
{
	static char buf[9000];
	int got = kvm_read(kd, va, buf, sizeof buf);

	if (got > 0)
		answer(buf, (size_t)got);
	answer_number(kvm_write(kd, va, "x", 1));
}

void look_at(const char *namelist, const char *corefile)
{
	struct nlist names[] = {
		{.n_name = (char *)"_proc"}, {.n_name = (char *)"_avenrun"}, {.n_name = (char *)"nosuch"}, {.n_name = NULL}};
	struct old *kd = kvm_open(namelist, corefile, NULL, O_RDONLY, NULL);
	struct proc *proc;

	answer_number(kd != NULL);
	if (!kd)
		return;
	images_opened++;
	answer_number(kvm_nlist(kd, names));
	for (int i = 0; i < 3; i++) {
		answer_number((int64_t)names[i].n_value);
		read_memory(kd, names[i].n_value);
	}
	for (int count = 0; count < 200000 && (proc = kvm_nextproc(kd)) != NULL; count++) {
		char **arg = NULL, **env = NULL;
		struct user *user;

		if (count == 199999)
			abort(); /* no end */
		if (count >= 8)
			continue;
		answer(proc, sizeof *proc);
		if ((user = kvm_getu(kd, proc)) != NULL)
			answer(user->u_comm, sizeof user->u_comm);
		read_memory(kd, 0x2000);
		answer_number(kvm_getcmd(kd, proc, user, count & 1 ? &arg : NULL, &env));
		answer_strings(arg);
		answer_strings(env);
		free(arg);
		free(env);
	}
	answer_number(kvm_setproc(kd));
	answer_number(kvm_getproc(kd, 1) != NULL);
	answer_number(kvm_close(kd));
}
