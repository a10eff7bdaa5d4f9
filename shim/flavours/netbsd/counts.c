/* What NetBSD programs ask of the running system's clocks and swap devices: the host's own. */
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <kvm.h>
#include <sys/param.h>
#include <sys/sched.h>
#include <sys/swap.h>

#include "netbsd.h"
#include "running.h"
#include "sysctl.h"

#define STATHZ 100 /* ticks a second of the emulated kernel's clocks */
#define BLOCK 512  /* bytes */

int netbsd_is_running(const struct __kvm *kd)
{
	return !kd || kd->facts[NETBSD_STATE] != NETBSD_DEAD;
}

int netbsd_clocks(int cpu, void *old, size_t *oldlen)
{
	struct bsd_clocks told;
	int result;

	if (!bsd_clocks(STATHZ, &told))
		return bsd_unknown();
	if (cpu == NETBSD_EACH)
		result = bsd_give(told.each, told.count * sizeof *told.each, old, oldlen);
	else if (cpu == NETBSD_SUM)
		result = bsd_give(told.sum, sizeof told.sum, old, oldlen);
	else if (cpu >= 0 && (size_t)cpu < told.count)
		result = bsd_give(told.each[cpu], sizeof *told.each, old, oldlen);
	else
		result = bsd_unknown();
	free(told.each);
	return result;
}

/* A path as /proc writes it: blanks and the like as three octal digits. */
static void unescape(const char *from, char *to, size_t room)
{
	while (*from && room > 1) {
		if (from[0] == '\\' && strspn(from + 1, "01234567") >= 3) {
			*to++ = (char)((from[1] - '0') << 6 | (from[2] - '0') << 3 | (from[3] - '0'));
			from += 4;
		} else {
			*to++ = *from++;
		}
		room--;
	}
	*to = 0;
}

static int blocks(unsigned long long kilobytes)
{
	unsigned long long count = kilobytes * (1024 / BLOCK);

	return count > INT_MAX ? INT_MAX : (int)count;
}

/* Of Linux the highest number comes first, of NetBSD the lowest: tell how many are asked before. */
static void rank(struct swapent *devices, int count, const int *numbers)
{
	for (int i = 0; i < count; i++) {
		devices[i].se_priority = 0;
		for (int j = 0; j < count; j++)
			devices[i].se_priority += numbers[j] > numbers[i];
	}
}

/* All swap devices; -1 where there is no memory. */
static int read_devices(struct swapent **found)
{
	FILE *file = fopen("/proc/swaps", "re");
	char *line = NULL, path[4 * MAXPATHLEN + 1], kind[32];
	unsigned long long size, used;
	struct swapent *devices = NULL;
	int *numbers = NULL, count = 0, number;
	struct stat about;
	size_t room = 0;

	while (file && count >= 0 && getline(&line, &room, file) > 0) {
		void *more, *more_numbers;

		if (sscanf(line, "%4096s %31s %llu %llu %d", path, kind, &size, &used, &number) != 5)
			continue; /* the heading */
		if ((more = realloc(devices, ((size_t)count + 1) * sizeof *devices)) != NULL)
			devices = more;
		if ((more_numbers = realloc(numbers, ((size_t)count + 1) * sizeof *numbers)) != NULL)
			numbers = more_numbers;
		if (!more || !more_numbers) {
			count = -1;
			break;
		}
		memset(&devices[count], 0, sizeof *devices);
		unescape(path, devices[count].se_path, sizeof devices[count].se_path);
		devices[count].se_dev = NODEV;
		if (!stat(devices[count].se_path, &about) && S_ISBLK(about.st_mode))
			devices[count].se_dev = about.st_rdev;
		devices[count].se_flags = SWF_INUSE | SWF_ENABLE;
		devices[count].se_nblks = blocks(size);
		devices[count].se_inuse = blocks(used);
		numbers[count++] = number;
	}
	if (count > 0)
		rank(devices, count, numbers);
	free(numbers);
	free(line);
	if (file)
		fclose(file);
	*found = devices;
	return count;
}

int swapctl(int command, void *to, int most)
{
	BSD_ALONE;
	struct swapent *devices;
	int count;

	if (command != SWAP_NSWAP && command != SWAP_STATS) {
		errno = EPERM;
		return -1;
	}
	if (command == SWAP_STATS && most < 0) {
		errno = EINVAL;
		return -1;
	}
	if (!netbsd_is_running(bsd_latest()))
		return bsd_unknown();
	count = read_devices(&devices);
	if (count < 0) {
		errno = ENOMEM;
	} else if (command == SWAP_STATS) {
		if (count > most)
			count = most;
		if (count)
			memcpy(to, devices, (size_t)count * sizeof *devices);
	}
	free(devices);
	return count;
}
