/*
 * Makes calls of DragonFly's libkvm as told, a line each: fields are separated by tabs, "-" is NULL. Answers with a line
 * each; before it, "." and a newline on stderr marks the end of what the call has printed there.
 */
#include <sys/param.h>
#include <sys/nchstats.h>
#include <sys/sysctl.h>
#include <sys/user.h>
#include <fcntl.h>
#include <kvm.h>
#include <limits.h>
#include <nlist.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char *field[256];
static int fields;
static kvm_t *kd;
static struct kinfo_proc *procs;
static int count_of_procs;

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

static void do_open(void)
{
	static char prefix[64]; /* the library keeps the pointer */
	char errbuf[_POSIX2_LINE_MAX], *to = number(5) ? NULL : errbuf;

	memset(errbuf, 'x', sizeof errbuf);
	errbuf[0] = 0;
	if (kd)
		kvm_close(kd);
	if (text(4))
		snprintf(prefix, sizeof prefix, "%s", text(4));
	if (!strcmp(field[0], "open"))
		kd = kvm_open(text(1), text(2), NULL, (int)number(3), text(4) ? prefix : NULL);
	else
		kd = kvm_openfiles(text(1), text(2), NULL, (int)number(3), to);
	procs = NULL;
	printf("%s\t", kd ? "ok" : "-");
	print_bytes(errbuf, strlen(errbuf));
}

static void do_read(void)
{
	size_t count = (size_t)number(2);
	unsigned char *buf = malloc(count + 1);
	ssize_t got;

	memset(buf, 0xa5, count + 1);
	if (!strcmp(field[0], "read"))
		got = kvm_read(kd, (unsigned long)number(1), buf, count);
	else
		got = kvm_uread(kd, (pid_t)number(3), (unsigned long)number(1), (char *)buf, count);
	printf("%ld\t", (long)got);
	print_bytes(buf, count + 1);
	free(buf);
}

static void do_readstr(void)
{
	size_t size = number(2), length = text(2) ? size : 0xabcdef;
	char *buf = NULL, *got;

	if (text(2))
		memset(buf = malloc(size + 1), '#', size + 1);
	got = kvm_readstr(kd, (unsigned long)number(1), buf, &length);
	printf("%d\t%zu\t", got != NULL, length);
	print_bytes(buf ? buf : got, buf ? size : got ? length : 0);
	if (buf && (buf[size] != '#' || (got && got != buf)))
		abort();
	free(buf ? buf : got);
}

static void do_nlist(void)
{
	struct nlist list[128];
	int i, result;

	memset(list, 0x5a, sizeof list);
	for (i = 1; i < fields; i++)
		list[i - 1].n_name = field[i];
	list[i - 1].n_name = NULL;
	result = kvm_nlist(kd, list);
	printf("%d", result);
	for (i = 0; list[i].n_name && *list[i].n_name; i++)
		printf("\t%u,%d,%d,%#lx", list[i].n_type, list[i].n_other, list[i].n_desc, list[i].n_value);
}

static void do_getprocs(void)
{
	count_of_procs = -77;
	procs = kvm_getprocs(kd, (int)number(1), (int)number(2), &count_of_procs);
	printf("%d\t%d\t%zu\t", procs != NULL, count_of_procs, sizeof *procs);
	if (procs)
		print_bytes(procs, (size_t)count_of_procs * sizeof *procs);
}

static void do_getfiles(void)
{
	int count = -77;
	struct kinfo_file *files = kvm_getfiles(kd, (int)number(1), (int)number(2), &count);

	printf("%d\t%d\t%zu\t", files != NULL, count, sizeof *files);
	if (files)
		print_bytes(files, (size_t)count * sizeof *files);
}

static void do_vector(void)
{
	const struct kinfo_proc *proc = NULL;
	char **vector;

	for (int i = 0; procs && i < count_of_procs; i++)
		if (procs[i].kp_pid == (pid_t)number(2))
			proc = &procs[i];
	vector = *field[0] == 'a' ? kvm_getargv(kd, proc, (int)number(1)) : kvm_getenvv(kd, proc, (int)number(1));
	printf("%s", vector ? "ok" : "-");
	for (; vector && *vector; vector++) {
		printf("\t=");
		print_bytes(*vector, strlen(*vector));
	}
}

static void do_system(void)
{
	if (!strcmp(field[0], "loadavg")) {
		double averages[8];
		int got = kvm_getloadavg(kd, averages, (int)number(1));

		printf("%d", got);
		for (int i = 0; i < got; i++)
			printf("\t%.17g", averages[i]);
	} else if (!strcmp(field[0], "swapinfo")) {
		struct kvm_swap swap[16];
		int got = kvm_getswapinfo(kd, swap, (int)number(1), (int)number(2));

		printf("%d\t", got);
		if (got >= 0)
			print_bytes(swap, ((size_t)got + 1) * sizeof *swap);
	} else {
		static struct nchstats percpu[16];
		struct nchstats total;

		memset(percpu, 0xa5, sizeof percpu);
		for (int i = 2; i < fields; i++)
			((unsigned long *)percpu)[i - 2] = (unsigned long)number(i);
		kvm_nch_cpuagg(percpu, &total, (int)number(1));
		print_bytes(&total, sizeof total);
	}
}

static void do_call(const char *verb)
{
	if (!strcmp(verb, "chdir")) {
		printf("%d", chdir(field[1]));
	} else if (!strncmp(verb, "open", 4)) {
		do_open();
	} else if (!strcmp(verb, "close")) {
		printf("%d", kvm_close(text(1) ? kd : NULL));
		if (text(1))
			kd = NULL;
	} else if (!strcmp(verb, "geterr")) {
		char *message = kvm_geterr(text(1) ? kd : NULL);

		print_bytes(message, strlen(message));
	} else if (!strcmp(verb, "nlist")) {
		do_nlist();
	} else if (!strcmp(verb, "readstr")) {
		do_readstr();
	} else if (strstr(verb, "read")) {
		do_read();
	} else if (!strcmp(verb, "write")) {
		printf("%ld", (long)kvm_write(kd, (unsigned long)number(1), field[2], strlen(field[2]) / 2));
	} else if (!strcmp(verb, "getprocs")) {
		do_getprocs();
	} else if (!strcmp(verb, "getfiles")) {
		do_getfiles();
	} else if (!strcmp(verb, "argv") || !strcmp(verb, "envv")) {
		do_vector();
	} else {
		do_system();
	}
}

int main(void)
{
	static char line[65536], buffer[16 << 20];

	setvbuf(stdout, buffer, _IOFBF, sizeof buffer); /* nothing before the mark on stderr */
	while (fgets(line, sizeof line, stdin)) {
		char *at = line;

		line[strcspn(line, "\n")] = 0;
		for (fields = 0; at && fields < 255; fields++)
			field[fields] = strsep(&at, "\t");
		do_call(field[0]);
		fprintf(stderr, ".\n");
		fflush(stderr);
		printf("\n");
		fflush(stdout);
	}
	return 0;
}
