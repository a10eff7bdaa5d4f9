/* The profile of a NetBSD kernel: kgmon [-bhpr] -M core -N system. It writes to the kernel. */
#include <sys/cdefs.h>
#include <sys/param.h>
#include <sys/file.h>
#include <sys/sysctl.h>
#include <sys/gmon.h>

#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <kvm.h>
#include <limits.h>
#include <nlist.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static struct nlist nl[] = {
#define N_GMONPARAM 0
	{ "__gmonparam", 0, 0, 0, 0 },
#define N_PROFHZ 1
	{ "_profhz", 0, 0, 0, 0 },
	{ 0, 0, 0, 0, 0 },
};

static kvm_t *kd;
static struct gmonparam gpm;

static void
setprof(int state)
{
	struct gmonparam *p = (struct gmonparam *)nl[N_GMONPARAM].n_value;

	if (kvm_write(kd, (u_long)&p->state, (void *)&state, sizeof(state)) != sizeof(state))
		warnx("cannot turn profiling %s: %s", state == GMON_PROF_OFF ? "off" : "on", kvm_geterr(kd));
}

static void *
fetch(const void *from, size_t size, const char *what)
{
	void *to = malloc(size);

	if (kvm_read(kd, (u_long)from, to, size) != (ssize_t)size)
		errx(1, "read %s: %s", what, kvm_geterr(kd));
	return to;
}

static void
dumpstate(void)
{
	u_short *ticks, *froms;
	struct tostruct *tos;
	struct gmonhdr h;
	struct rawarc arc;
	FILE *fp;
	int rate = 1;

	setprof(GMON_PROF_OFF);
	if ((fp = fopen("gmon.out", "w")) == NULL)
		err(1, "gmon.out");
	if (kvm_read(kd, nl[N_PROFHZ].n_value, &rate, sizeof(rate)) != sizeof(rate))
		warnx("get clockrate: %s", kvm_geterr(kd));
	bzero(&h, sizeof(h));
	h.lpc = gpm.lowpc;
	h.hpc = gpm.highpc;
	h.ncnt = (int)(gpm.kcountsize + sizeof(h));
	h.version = GMONVERSION;
	h.profrate = rate;
	fwrite(&h, sizeof(h), 1, fp);
	ticks = fetch(gpm.kcount, gpm.kcountsize, "ticks");
	fwrite(ticks, gpm.kcountsize, 1, fp);
	froms = fetch(gpm.froms, gpm.fromssize, "froms");
	tos = fetch(gpm.tos, gpm.tossize, "tos");
	for (size_t i = 0; i < gpm.fromssize / sizeof(*froms); i++)
		for (int to = froms[i]; to != 0; to = tos[to].link) {
			arc.raw_frompc = gpm.lowpc + i * gpm.hashfraction * sizeof(*froms);
			arc.raw_selfpc = tos[to].selfpc;
			arc.raw_count = tos[to].count;
			fwrite(&arc, sizeof(arc), 1, fp);
		}
	fclose(fp);
}

static void
zero(const void *what, size_t size)
{
	void *zeros = calloc(1, size);

	if (kvm_write(kd, (u_long)what, zeros, size) != (ssize_t)size)
		errx(1, "zero: %s", kvm_geterr(kd));
	free(zeros);
}

int
main(int argc, char **argv)
{
	char errbuf[_POSIX2_LINE_MAX], *system = NULL, *kmemf = NULL;
	int ch, bflag = 0, hflag = 0, pflag = 0, rflag = 0, mode, disp;

	setprogname(argv[0]);
	while ((ch = getopt(argc, argv, "M:N:bhpr")) != -1)
		switch ((char)ch) {
		case 'M':
			kmemf = optarg;
			break;
		case 'N':
			system = optarg;
			break;
		case 'b':
			bflag = 1;
			break;
		case 'h':
			hflag = 1;
			break;
		case 'p':
			pflag = 1;
			break;
		case 'r':
			rflag = 1;
			break;
		default:
			return (1);
		}
	mode = bflag || hflag || pflag || rflag ? O_RDWR : O_RDONLY;
	if ((kd = kvm_openfiles(system, kmemf, NULL, mode, errbuf)) == NULL)
		errx(1, "kvm_openfiles: %s", errbuf);
	if (kvm_nlist(kd, nl) < 0)
		errx(1, "%s: no namelist", system);
	if (!nl[N_GMONPARAM].n_value)
		errx(1, "profiling not defined in kernel");
	if (kvm_read(kd, nl[N_GMONPARAM].n_value, &gpm, sizeof(gpm)) != sizeof(gpm))
		errx(1, "cannot get gmonparam: %s", kvm_geterr(kd));
	disp = hflag ? GMON_PROF_OFF : bflag ? GMON_PROF_ON : gpm.state;
	if (pflag)
		dumpstate();
	if (rflag) {
		setprof(GMON_PROF_OFF);
		zero(gpm.kcount, gpm.kcountsize);
		zero(gpm.froms, gpm.fromssize);
		zero(gpm.tos, gpm.tossize);
	}
	if (mode == O_RDWR)
		setprof(disp);
	/* What the kernel says now. */
	if (kvm_read(kd, nl[N_GMONPARAM].n_value, &gpm, sizeof(gpm)) != sizeof(gpm))
		errx(1, "cannot get gmonparam: %s", kvm_geterr(kd));
	printf("%s: kernel profiling is %s, %u ticks.\n", getprogname(), gpm.state == GMON_PROF_OFF ? "off" : "running",
	    *(u_short *)fetch(gpm.kcount, gpm.kcountsize, "ticks"));
	return (kvm_close(kd));
}
