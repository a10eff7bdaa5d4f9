/*
 * What the host tells in DragonFly's structs: file systems and logins. What the C library says of them comes first, as the
 * flavour's headers have other structs under the same names.
 */
#include <errno.h>
#include <limits.h>
#include <mntent.h>
#include <netinet/in.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/statfs.h>
#include <sys/statvfs.h>
#include <utmp.h>

/* Sizes, files and flags of a file system. */
struct facts {
	long bsize, blocks, bfree, bavail, files, ffree;
	unsigned long flags;
	int fsid[2];
};

static int host_facts(const char *path, struct facts *facts)
{
	struct statfs told;

	if (statfs(path, &told))
		return -1;
	*facts = (struct facts){told.f_bsize, (long)told.f_blocks, (long)told.f_bfree, (long)told.f_bavail,
				(long)told.f_files, (long)told.f_ffree, (unsigned long)told.f_flags, {0, 0}};
	memcpy(facts->fsid, &told.f_fsid, sizeof facts->fsid);
	return 0;
}

#include <sys/mount.h>
#include <utmpx.h>

#define FIT(to, from) snprintf(to, sizeof to, "%.*s", (int)sizeof to - 1, from)

/* Note the mounted file system that a path lies in: the last one whose directory is the longest that begins it. */
static void mounted(const char *path, struct statfs *told)
{
	FILE *file = setmntent("/proc/self/mounts", "re");
	struct mntent *entry, kept;
	char text[4096];
	size_t longest = 0;

	while (file && (entry = getmntent_r(file, &kept, text, sizeof text)) != NULL) {
		size_t length = strlen(entry->mnt_dir);

		if (length < longest || !length || strncmp(path, entry->mnt_dir, length) ||
		    (path[length] && path[length] != '/' && entry->mnt_dir[length - 1] != '/'))
			continue;
		longest = length;
		/* The one name that programs look for. */
		FIT(told->f_fstypename, strcmp(entry->mnt_type, "proc") ? entry->mnt_type : "procfs");
		FIT(told->f_mntonname, entry->mnt_dir);
		FIT(told->f_mntfromname, entry->mnt_fsname);
	}
	if (file)
		endmntent(file);
}

int statfs(const char *path, struct statfs *told)
{
	static const struct {
		unsigned long host;
		int ours;
	} flags[] = {{ST_RDONLY, MNT_RDONLY}, {ST_NOSUID, MNT_NOSUID},	   {ST_NODEV, MNT_NODEV},
		     {ST_NOEXEC, MNT_NOEXEC}, {ST_SYNCHRONOUS, MNT_SYNCHRONOUS}, {ST_NOATIME, MNT_NOATIME}};
	struct facts facts;
	char *whole;

	if (host_facts(path, &facts))
		return -1;
	memset(told, 0, sizeof *told);
	told->f_bsize = told->f_iosize = facts.bsize;
	told->f_blocks = facts.blocks;
	told->f_bfree = facts.bfree;
	told->f_bavail = facts.bavail;
	told->f_files = facts.files;
	told->f_ffree = facts.ffree;
	memcpy(&told->f_fsid, facts.fsid, sizeof facts.fsid);
	for (size_t i = 0; i < sizeof flags / sizeof *flags; i++)
		if (facts.flags & flags[i].host)
			told->f_flags |= flags[i].ours;
	if ((whole = realpath(path, NULL)) != NULL) {
		mounted(whole, told);
		free(whole);
	}
	return 0;
}

void setutxent(void)
{
	setutent();
}

void endutxent(void)
{
	endutent();
}

struct utmpx *getutxent(void)
{
	static struct utmpx told; /* as the original has it */
	struct utmp *host = getutent();

	if (!host)
		return NULL;
	memset(&told, 0, sizeof told);
	memcpy(told.ut_user, host->ut_user, sizeof told.ut_user);
	memcpy(told.ut_id, host->ut_id, sizeof told.ut_id);
	memcpy(told.ut_line, host->ut_line, sizeof told.ut_line);
	memcpy(told.ut_host, host->ut_host, sizeof told.ut_host);
	told.ut_session = (uint16_t)host->ut_session;
	told.ut_type = (uint16_t)host->ut_type; /* numbered alike */
	told.ut_pid = host->ut_pid;
	told.ut_exit.e_termination = (uint16_t)host->ut_exit.e_termination;
	told.ut_exit.e_exit = (uint16_t)host->ut_exit.e_exit;
	told.ut_tv.tv_sec = host->ut_tv.tv_sec;
	told.ut_tv.tv_usec = host->ut_tv.tv_usec;
	if (host->ut_addr_v6[1] || host->ut_addr_v6[2] || host->ut_addr_v6[3]) {
		struct sockaddr_in6 *in6 = (struct sockaddr_in6 *)&told.ut_ss;

		told.ut_ss.ss_len = sizeof *in6;
		in6->sin6_family = AF_INET6;
		memcpy(&in6->sin6_addr, host->ut_addr_v6, sizeof in6->sin6_addr);
	} else if (host->ut_addr_v6[0]) {
		struct sockaddr_in *in = (struct sockaddr_in *)&told.ut_ss;

		told.ut_ss.ss_len = sizeof *in;
		in->sin_family = AF_INET;
		memcpy(&in->sin_addr, host->ut_addr_v6, sizeof in->sin_addr);
	}
	return &told;
}
