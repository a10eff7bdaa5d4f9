/*
 * Makes calls of libkvm as told, a line each: fields are separated by tabs, "-" is NULL. Answers with a line each; before
 * it, "." and a newline on stderr marks the end of what the call has printed there.
 */
#include <errno.h>
#include <fcntl.h>
#include <kvm.h>
#include <nlist.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char *field[64];
static int fields;
static kvm_t *kd;

static char *text(int i)
{
	return i < fields && strcmp(field[i], "-") ? field[i] : NULL;
}

static unsigned long long number(int i)
{
	return i < fields ? strtoull(field[i], NULL, 0) : 0;
}

static void print_bytes(const void *from, size_t size)
{
	const unsigned char *at = from;

	while (size--)
		printf("%02x", *at++);
}

static void print_string(const char *string)
{
	if (string)
		print_bytes(string, strlen(string));
	else
		printf("-");
}

static void print_slots(char **vector, int count)
{
	printf("\t%d", count);
	for (int i = 0; i < count; i++) {
		printf("\t=");
		print_string(vector[i]);
	}
}

static void do_read(void)
{
	size_t count = (size_t)number(3);
	unsigned char *buf = malloc(count + 1);
	ssize_t got = -2;

	memset(buf, 0xa5, count + 1);
	errno = 0;
	switch (*field[1]) {
	case 'r':
		got = kvm_read(kd, (uintptr_t)number(2), buf, count);
		break;
	case 'k':
		got = kvm_kread(kd, (uintptr_t)number(2), buf, count);
		break;
	case 'u':
		got = kvm_uread(kd, (uintptr_t)number(2), buf, count);
		break;
	case 'a':
		got = kvm_aread(kd, (uintptr_t)number(2), buf, count, (struct as *)(uintptr_t)number(4));
		break;
	case 'p':
		got = kvm_pread(kd, number(2), buf, count);
		break;
	}
	printf("%ld\t%d\t", (long)got, got < 0 ? errno : 0);
	print_bytes(buf, count + 1);
	free(buf);
}

static void do_write(void)
{
	unsigned char buf[4096];
	size_t count = strlen(field[3]) / 2;
	ssize_t done = -2;

	for (size_t i = 0; i < count; i++) {
		char two[3] = {field[3][2 * i], field[3][2 * i + 1], 0};

		buf[i] = (unsigned char)strtoul(two, NULL, 16);
	}
	errno = 0;
	switch (*field[1]) {
	case 'w':
		done = kvm_write(kd, (uintptr_t)number(2), buf, count);
		break;
	case 'k':
		done = kvm_kwrite(kd, (uintptr_t)number(2), buf, count);
		break;
	case 'u':
		done = kvm_uwrite(kd, (uintptr_t)number(2), buf, count);
		break;
	case 'a':
		done = kvm_awrite(kd, (uintptr_t)number(2), buf, count, (struct as *)(uintptr_t)number(4));
		break;
	case 'p':
		done = kvm_pwrite(kd, number(2), buf, count);
		break;
	}
	printf("%ld\t%d", (long)done, done < 0 ? errno : 0);
}

static void do_nlist(void)
{
	struct nlist list[64];
	int i, result;

	memset(list, 0x5a, sizeof list);
	for (i = 1; i < fields; i++)
		list[i - 1].n_name = field[i];
	list[i - 1].n_name = NULL;
	result = kvm_nlist(kd, list);
	printf("%d", result);
	for (i = 0; list[i].n_name; i++)
		printf("\t%#lx,%d,%u,%d,%d", (unsigned long)list[i].n_value, list[i].n_scnum, list[i].n_type,
		       list[i].n_sclass, list[i].n_numaux);
}

static void print_proc(const proc_t *p)
{
	const user_t *u;
	struct pid pid;

	if (!p) {
		printf("-");
		return;
	}
	u = kvm_getu(kd, (proc_t *)p);
	pid.pid_id = -1;
	(void)kvm_kread(kd, (uintptr_t)p->p_pidp, &pid, sizeof pid);
	printf("%p\t%d\t%d\t%d\t%#x\t%#x\t%#lx\t%#lx\t", (void *)p, (int)pid.pid_id, (int)p->p_ppid, (int)p->p_stat,
	       (unsigned)p->p_flag, (unsigned)p->p_model, (unsigned long)(uintptr_t)p->p_as,
	       (unsigned long)(uintptr_t)p->p_usrstack);
	print_string(u->u_comm);
	printf("\t");
	print_string(u->u_psargs);
	printf("\t%d\t%#lx\t%#lx", u->u_argc, (unsigned long)u->u_argv, (unsigned long)u->u_envp);
}

/* getcmd ARG ENV: of the cursor's process; with a fourth field, all argc + 1 slots and not only those before a NULL. */
static void do_getcmd(proc_t *p)
{
	char **arg = (char **)1, **env = (char **)1;
	user_t *u = kvm_getu(kd, p);
	int result = kvm_getcmd(kd, p, u, number(1) ? &arg : NULL, number(2) ? &env : NULL), count;

	printf("%d", result);
	if (result == 0 && number(1)) {
		for (count = 0; arg[count]; count++)
			;
		print_slots(arg, fields > 3 ? u->u_argc + 1 : count);
		free(arg);
	} else {
		printf("\t-1");
	}
	if (result == 0 && number(2)) {
		for (count = 0; env[count]; count++)
			;
		print_slots(env, fields > 3 ? count + 1 : count);
		free(env);
	} else {
		printf("\t-1");
	}
}

int main(void)
{
	static char line[65536], buffer[8 << 20];
	static proc_t saved;
	proc_t *p = NULL;

	setvbuf(stdout, buffer, _IOFBF, sizeof buffer); /* nothing before the mark on stderr */
	while (fgets(line, sizeof line, stdin)) {
		char *at = line, *verb;

		line[strcspn(line, "\n")] = 0;
		for (fields = 0; at && fields < 64; fields++)
			field[fields] = strsep(&at, "\t");
		verb = field[0];
		if (!strcmp(verb, "chdir")) {
			printf("%d", chdir(field[1]));
		} else if (!strcmp(verb, "setenv")) {
			printf("%d", text(2) ? setenv(field[1], field[2], 1) : unsetenv(field[1]));
		} else if (!strcmp(verb, "open")) {
			errno = 0;
			kd = kvm_open(text(1), text(2), NULL, (int)number(3), text(4));
			printf("%s\t%d", kd ? "ok" : "-", kd ? 0 : errno);
		} else if (!strcmp(verb, "close")) {
			printf("%d", kvm_close(kd));
			kd = NULL;
		} else if (!strcmp(verb, "read")) {
			do_read();
		} else if (!strcmp(verb, "write")) {
			do_write();
		} else if (!strcmp(verb, "nlist")) {
			do_nlist();
		} else if (!strcmp(verb, "namelist")) {
			const char *name = kvm_namelist(kd);

			for (; name && *name; name++)
				putchar(*name < ' ' ? '?' : *name);
		} else if (!strcmp(verb, "physaddr")) {
			printf("%#llx", (unsigned long long)kvm_physaddr(kd, (struct as *)(uintptr_t)number(1), (uintptr_t)number(2)));
		} else if (!strcmp(verb, "setproc")) {
			printf("%d", kvm_setproc(kd));
		} else if (!strcmp(verb, "nextproc")) {
			print_proc(p = kvm_nextproc(kd));
		} else if (!strcmp(verb, "getproc")) {
			print_proc(p = kvm_getproc(kd, (pid_t)number(1)));
		} else if (!strcmp(verb, "save")) {
			saved = *p;
			printf("0");
		} else if (!strcmp(verb, "getcmd")) {
			do_getcmd(p);
		} else if (!strcmp(verb, "getcmd-saved")) {
			do_getcmd(&saved);
		} else if (!strcmp(verb, "getu-null")) {
			printf("%lu\t%lu\t%lu", (unsigned long)(uintptr_t)kvm_getu(kd, NULL), (unsigned long)(uintptr_t)kvm_getu(NULL, NULL),
			       (unsigned long)sizeof(proc_t));
		} else {
			printf("what?");
		}
		fprintf(stderr, ".\n");
		fflush(stderr);
		printf("\n");
		fflush(stdout);
	}
	return 0;
}
