/*
 * Opens images with a C library and the engine in this process: for every folder that a line of its input names it looks at
 * the files `core` and `namelist` there, and says a line: digest of the answers, milliseconds of processor time, KiB of
 * memory, and the number that the next opened file would get.
 */
#include "library.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

int images_opened;
static uint64_t digest;

void answer(const void *bytes, size_t size)
{
	const unsigned char *at = bytes;

	for (size_t i = 0; i < size; i++)
		digest = (digest ^ at[i]) * 0x100000001b3;
}

void answer_number(int64_t number)
{
	answer(&number, sizeof number);
}

void answer_string(const char *string)
{
	answer(string ? string : "", string ? strlen(string) + 1 : 0);
}

void answer_strings(char **strings)
{
	for (; strings && *strings; strings++)
		answer_string(*strings);
	answer_number(strings != NULL);
}

static long milliseconds(void)
{
	struct rusage used;

	getrusage(RUSAGE_SELF, &used);
	return (used.ru_utime.tv_sec + used.ru_stime.tv_sec) * 1000 + (used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1000;
}

static long memory(void)
{
	long total = 0, resident = 0;
	FILE *file = fopen("/proc/self/statm", "re");

	if (!file || fscanf(file, "%ld %ld", &total, &resident) != 2)
		abort();
	fclose(file);
	return resident * (sysconf(_SC_PAGESIZE) / 1024);
}

int main(void)
{
	char folder[400], core[420], namelist[420];
	int said = dup(1);
	FILE *out = fdopen(said, "w");

	/* What the library prints is nobody's answer. */
	if (!out || !freopen("/dev/null", "w", stdout))
		return 2;
	look_at(NULL, NULL);
	if (!images_opened) {
		fprintf(stderr, "not even the emulated kernel can be opened\n");
		return 3;
	}
	while (fgets(folder, sizeof folder, stdin)) {
		long before = milliseconds();
		int lowest;

		folder[strcspn(folder, "\n")] = 0;
		snprintf(core, sizeof core, "%s/core", folder);
		snprintf(namelist, sizeof namelist, "%s/namelist", folder);
		digest = 0xcbf29ce484222325;
		look_at(access(namelist, F_OK) ? NULL : namelist, core);
		lowest = open("/dev/null", O_RDONLY | O_CLOEXEC);
		close(lowest);
		fprintf(out, "%016llx %ld %ld %d\n", (unsigned long long)digest, milliseconds() - before, memory(), lowest);
		fflush(out);
	}
	return 0;
}
