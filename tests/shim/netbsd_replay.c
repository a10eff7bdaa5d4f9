/*
 * Makes calls of NetBSD's libkvm as told, a line each: fields are separated by tabs, "-" is NULL. Answers with a line each;
 * before it, "." and a newline on stderr marks the end of what the call has printed there.
 */
#include <sys/param.h>
#include <sys/proc.h>
#include <sys/sysctl.h>
#include <errno.h>
#include <fcntl.h>
#include <kvm.h>
#include <kvm_private.h>
#include <limits.h>
#include <nlist.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <sys/file.h>

static char *field[128];
static int fields;
static kvm_t *kd;
static struct kinfo_proc *procs;
static int count_of_procs;
static unsigned char *procs2; /* a copy, as the caller may make one */
static size_t size2;
static int count_of_procs2;

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
	char errbuf[_POSIX2_LINE_MAX], *to = number(6) ? NULL : errbuf;

	memset(errbuf, 'x', sizeof errbuf);
	errbuf[0] = 0;
	if (kd)
		kvm_close(kd);
	if (text(5))
		snprintf(prefix, sizeof prefix, "%s", text(5));
	if (!strcmp(field[0], "open"))
		kd = kvm_open(text(1), text(2), text(3), (int)number(4), text(5) ? prefix : NULL);
	else
		kd = kvm_openfiles(text(1), text(2), text(3), (int)number(4), to);
	procs = NULL;
	printf("%s\t", kd ? "ok" : "-");
	print_bytes(errbuf, strlen(errbuf));
}

static const struct kinfo_proc *proc_of(int pid)
{
	for (int i = 0; procs && i < count_of_procs; i++)
		if (procs[i].kp_proc.p_pid == pid)
			return &procs[i];
	return NULL;
}

static const struct kinfo_proc2 *proc2_of(int pid)
{
	for (int i = 0; procs2 && i < count_of_procs2; i++)
		if (((struct kinfo_proc2 *)(procs2 + (size_t)i * size2))->p_pid == pid)
			return (struct kinfo_proc2 *)(procs2 + (size_t)i * size2);
	return NULL;
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
		got = kvm_uread(kd, &proc_of((int)number(3))->kp_proc, (unsigned long)number(1), (char *)buf, count);
	printf("%ld\t", (long)got);
	print_bytes(buf, count + 1);
	free(buf);
}

static void do_write(void)
{
	unsigned char buf[4096];
	size_t count = strlen(field[2]) / 2;

	for (size_t i = 0; i < count; i++)
		sscanf(field[2] + 2 * i, "%2hhx", &buf[i]);
	printf("%ld", (long)kvm_write(kd, (unsigned long)number(1), buf, count));
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
		printf("\t%u,%d,%d,%#llx", list[i].n_type, list[i].n_other, list[i].n_desc,
		       (unsigned long long)list[i].n_value);
}

static void do_structs(void)
{
	int count = -77, op = (int)number(1), arg = (int)number(2);
	size_t size = (size_t)number(3);
	void *found;

	if (!strcmp(field[0], "getprocs")) {
		found = procs = kvm_getprocs(kd, op, arg, &count);
		count_of_procs = found ? count : 0;
		size = sizeof *procs;
	} else if (!strcmp(field[0], "getproc2")) {
		found = kvm_getproc2(kd, op, arg, size, &count);
		free(procs2);
		procs2 = NULL;
		if (found && size >= sizeof(struct kinfo_proc2)) {
			procs2 = malloc((size_t)count * size + 1);
			memcpy(procs2, found, (size_t)count * size);
			count_of_procs2 = count;
			size2 = size;
		}
	} else if (!strcmp(field[0], "getlwps")) {
		found = kvm_getlwps(kd, op, (unsigned long)number(2), size, &count);
	} else {
		found = kvm_getfiles(kd, op, arg, &count);
		size = sizeof(struct file);
	}
	printf("%d\t%d\t%zu\t", found != NULL, count, size);
	if (found)
		print_bytes(found, (size_t)count * size + (*field[0] == 'f' ? sizeof(void *) : 0));
}

static void do_vector(void)
{
	int limit = (int)number(1), pid = (int)number(2);
	char **vector;

	if (!strcmp(field[0], "argv"))
		vector = kvm_getargv(kd, proc_of(pid), limit);
	else if (!strcmp(field[0], "envv"))
		vector = kvm_getenvv(kd, proc_of(pid), limit);
	else if (!strcmp(field[0], "argv2"))
		vector = kvm_getargv2(kd, proc2_of(pid), limit);
	else
		vector = kvm_getenvv2(kd, proc2_of(pid), limit);
	printf("%s", vector ? "ok" : "-");
	for (; vector && *vector; vector++) {
		printf("\t=");
		print_bytes(*vector, strlen(*vector));
	}
}

/* kvm_dump_header's callback: fails where it is told to. */
static bool take(void *left, const void *from, size_t size)
{
	(void)from;
	(void)size;
	errno = ENOSPC;
	return (*(int *)left)-- > 0;
}

static void do_dump(void)
{
	FILE *file;
	int left = (int)number(2);

	if (!strcmp(field[0], "mkheader")) {
		printf("%d", kvm_dump_mkheader(kd, (off_t)number(1)));
	} else if (!strcmp(field[0], "wrtheader")) {
		file = fopen(field[2], "w");
		printf("%d", kvm_dump_wrtheader(kd, file, (int)number(1)));
		fclose(file);
	} else if (!strcmp(field[0], "header")) {
		printf("%d", kvm_dump_header(kd, take, &left, (int)number(1)));
	} else {
		printf("%d", kvm_dump_inval(kd));
	}
}

static void do_call(const char *verb)
{
	if (!strcmp(verb, "chdir")) {
		printf("%d", chdir(field[1]));
	} else if (!strncmp(verb, "open", 4)) {
		do_open();
	} else if (!strcmp(verb, "close")) {
		errno = 0;
		printf("%d\t%d", kvm_close(text(1) ? kd : NULL), errno);
		if (text(1))
			kd = NULL;
	} else if (!strcmp(verb, "geterr")) {
		char *message = kvm_geterr(text(1) ? kd : NULL);

		print_bytes(message, strlen(message));
	} else if (!strcmp(verb, "kernelname")) {
		const char *name = kvm_getkernelname(kd);

		printf("%s", name ? name : "-");
	} else if (!strcmp(verb, "nlist")) {
		do_nlist();
	} else if (!strcmp(verb, "write")) {
		do_write();
	} else if (!strcmp(verb, "read") || !strcmp(verb, "uread")) {
		do_read();
	} else if (!strncmp(verb, "get", 3) || !strcmp(verb, "files")) {
		do_structs();
	} else if (strstr(verb, "argv") || strstr(verb, "envv")) {
		do_vector();
	} else if (!strcmp(verb, "loadavg")) {
		double averages[8];
		int got = kvm_getloadavg(kd, averages, (int)number(1));

		printf("%d", got);
		for (int i = 0; i < got; i++)
			printf("\t%.17g", averages[i]);
	} else {
		do_dump();
	}
}

int main(void)
{
	static char line[65536], buffer[16 << 20];

	setvbuf(stdout, buffer, _IOFBF, sizeof buffer); /* nothing before the mark on stderr */
	while (fgets(line, sizeof line, stdin)) {
		char *at = line;

		line[strcspn(line, "\n")] = 0;
		for (fields = 0; at && fields < 127; fields++)
			field[fields] = strsep(&at, "\t");
		do_call(field[0]);
		fprintf(stderr, ".\n");
		fflush(stderr);
		printf("\n");
		fflush(stdout);
	}
	if (kd)
		kvm_close(kd);
	free(procs2);
	return 0;
}
