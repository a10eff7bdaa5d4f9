/*
 * Makes calls of FreeBSD's libkvm as told, a line each: fields are separated by tabs, "-" is NULL. Answers with a line
 * each; before it, "." and a newline on stderr marks the end of what the call has printed there.
 */
#include <sys/types.h>
#include <sys/sysctl.h>
#include <sys/user.h>
#include <errno.h>
#include <fcntl.h>
#include <kvm.h>
#include <limits.h>
#include <nlist.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char *field[128];
static int fields;
static kvm_t *kd;
static struct kinfo_proc *procs;
static int count_of_procs;

static struct symbol {
	char name[128];
	kvaddr_t value;
} symbols[20000];
static int count_of_symbols, asked;
static long walked, stop;

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

/* A resolver as the recordings had one: without one underscore, the first symbol of the name. */
static int resolve(const char *name, kvaddr_t *value)
{
	asked++;
	name += *name == '_';
	for (int i = 0; i < count_of_symbols; i++) {
		if (!strcmp(symbols[i].name, name)) {
			*value = symbols[i].value;
			return 0;
		}
	}
	return 1;
}

static void load_symbols(const char *path)
{
	FILE *file = fopen(path, "r");
	unsigned long long value;

	count_of_symbols = 0;
	while (file && fscanf(file, "%127s %llx", symbols[count_of_symbols].name, &value) == 2)
		symbols[count_of_symbols++].value = value;
	if (file)
		fclose(file);
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
	else if (!strcmp(field[0], "openfiles"))
		kd = kvm_openfiles(text(1), text(2), NULL, (int)number(3), to);
	else
		kd = kvm_open2(text(1), text(2), (int)number(3), to, number(4) ? resolve : NULL);
	procs = NULL;
	printf("%s\t%d\t", kd ? "ok" : "-", kd ? kvm_native(kd) : -1);
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
	else if (!strcmp(field[0], "read2"))
		got = kvm_read2(kd, number(1), buf, count);
	else if (!strcmp(field[0], "uread"))
		got = kvm_uread(kd, &procs[number(3)], (unsigned long)number(1), (char *)buf, count);
	else
		got = kvm_read_zpcpu(kd, (unsigned long)number(1), buf, count, (int)number(3));
	printf("%ld\t", (long)got);
	print_bytes(buf, count + 1);
	free(buf);
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

static void do_nlist2(void)
{
	struct kvm_nlist list[128];
	int i, result;

	memset(list, 0x5a, sizeof list);
	for (i = 1; i < fields; i++)
		list[i - 1].n_name = field[i];
	list[i - 1].n_name = "";
	result = kvm_nlist2(kd, list);
	printf("%d", result);
	for (i = 0; *list[i].n_name; i++)
		printf("\t%u,0,0,%#llx", list[i].n_type, (unsigned long long)list[i].n_value);
}

static int page(struct kvm_page *at, void *file)
{
	walked++;
	fprintf(file, "%#llx %#llx %#llx %d %lld %#llx\n", (unsigned long long)at->kp_paddr,
		(unsigned long long)at->kp_kmap_vaddr, (unsigned long long)at->kp_dmap_vaddr, at->kp_prot,
		(long long)at->kp_offset, (unsigned long long)at->kp_len);
	return at->kp_version == 2 && walked != stop;
}

static void do_walk(void)
{
	FILE *file = fopen(field[1], "w");

	walked = 0;
	stop = (long)number(2);
	printf("%d", kvm_walk_pages(kd, page, file));
	fclose(file);
}

static void do_getprocs(void)
{
	count_of_procs = -77;
	procs = kvm_getprocs(kd, (int)number(1), (int)number(2), &count_of_procs);
	printf("%d\t%d\t%zu\t", procs != NULL, count_of_procs, sizeof *procs);
	if (procs)
		print_bytes(procs, (size_t)count_of_procs * sizeof *procs);
}

static void do_vector(void)
{
	const struct kinfo_proc *proc = procs && number(2) < (unsigned)count_of_procs ? &procs[number(2)] : NULL;
	char **vector = *field[0] == 'a' ? kvm_getargv(kd, proc, (int)number(1)) : kvm_getenvv(kd, proc, (int)number(1));

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
	} else if (!strcmp(field[0], "cptime")) {
		long times[5];
		int got = kvm_getcptime(kd, times);

		printf("%d", got);
		for (int i = 0; got == 0 && i < 5; i++)
			printf("\t%ld", times[i]);
	} else {
		void *pcpu = kvm_getpcpu(kd, (int)number(1));

		printf("%s\t", pcpu == (void *)-1 ? "-1" : pcpu ? "ok" : "-");
		if (pcpu && pcpu != (void *)-1) {
			print_bytes(pcpu, number(2));
			free(pcpu);
		}
	}
}

static void do_call(const char *verb)
{
	if (!strcmp(verb, "chdir")) {
		printf("%d", chdir(field[1]));
	} else if (!strcmp(verb, "setenv")) {
		printf("%d", text(2) ? setenv(field[1], field[2], 1) : unsetenv(field[1]));
	} else if (!strcmp(verb, "symbols")) {
		load_symbols(field[1]);
		printf("%d", count_of_symbols);
	} else if (!strcmp(verb, "asked")) {
		printf("%d", asked);
		asked = 0;
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
	} else if (!strcmp(verb, "nlist")) {
		do_nlist();
	} else if (!strcmp(verb, "nlist2")) {
		do_nlist2();
	} else if (strstr(verb, "read")) {
		do_read();
	} else if (!strcmp(verb, "write")) {
		printf("%ld", (long)kvm_write(kd, (unsigned long)number(1), field[2], strlen(field[2])));
	} else if (!strcmp(verb, "walk")) {
		do_walk();
	} else if (!strcmp(verb, "getprocs")) {
		do_getprocs();
	} else if (!strcmp(verb, "argv") || !strcmp(verb, "envv")) {
		do_vector();
	} else if (!strcmp(verb, "maxcpu")) {
		printf("%d", kvm_getmaxcpu(kd));
	} else if (!strcmp(verb, "ncpus")) {
		printf("%d", kvm_getncpus(kd));
	} else if (!strcmp(verb, "kerndisp")) {
		printf("%lld", (long long)kvm_kerndisp(kd));
	} else if (!strcmp(verb, "counter")) {
		printf("%llu", (unsigned long long)kvm_counter_u64_fetch(kd, (unsigned long)number(1)));
	} else if (!strcmp(verb, "setcpu")) {
		printf("%d", kvm_dpcpu_setcpu(kd, (unsigned)number(1)));
	} else if (!strcmp(verb, "getfiles")) {
		int count = -77;

		printf("%d\t%d", kvm_getfiles(kd, 0, 0, &count) != NULL, count);
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
		for (fields = 0; at && fields < 127; fields++)
			field[fields] = strsep(&at, "\t");
		do_call(field[0]);
		fprintf(stderr, ".\n");
		fflush(stderr);
		printf("\n");
		fflush(stdout);
	}
	return 0;
}
