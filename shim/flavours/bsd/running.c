#include "running.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define MOST_CPUS 65536

static const struct {
	const char *file, *word;
} places[] = {
	[RUNNING_SWITCHES] = {"/proc/stat", "ctxt"},
	[RUNNING_INTERRUPTS] = {"/proc/stat", "intr"},
	[RUNNING_SOFT_INTERRUPTS] = {"/proc/stat", "softirq"},
	[RUNNING_FORKS] = {"/proc/stat", "processes"},
	[RUNNING_FAULTS] = {"/proc/vmstat", "pgfault"},
	[RUNNING_MAJOR_FAULTS] = {"/proc/vmstat", "pgmajfault"},
	[RUNNING_SWAPPED_IN] = {"/proc/vmstat", "pswpin"},
	[RUNNING_SWAPPED_OUT] = {"/proc/vmstat", "pswpout"},
	[RUNNING_RUNNABLE] = {"/proc/stat", "procs_running"},
	[RUNNING_BLOCKED] = {"/proc/stat", "procs_blocked"},
	[RUNNING_TOTAL] = {"/proc/meminfo", "MemTotal:"},
	[RUNNING_FREE] = {"/proc/meminfo", "MemFree:"},
	[RUNNING_ACTIVE] = {"/proc/meminfo", "Active:"},
	[RUNNING_INACTIVE] = {"/proc/meminfo", "Inactive:"},
	[RUNNING_LOCKED] = {"/proc/meminfo", "Unevictable:"},
	[RUNNING_LOCKED_BY_USERS] = {"/proc/meminfo", "Mlocked:"},
	[RUNNING_BUFFERS] = {"/proc/meminfo", "Buffers:"},
	[RUNNING_SHARED] = {"/proc/meminfo", "Shmem:"},
	[RUNNING_COMMITTED] = {"/proc/meminfo", "Committed_AS:"},
	[RUNNING_SWAP] = {"/proc/meminfo", "SwapTotal:"},
};

int64_t bsd_running(enum running which)
{
	const char *word = places[which].word;
	size_t length = strlen(word), room = 0;
	FILE *file = fopen(places[which].file, "re");
	char *line = NULL, *end;
	int64_t found = -1;

	if (!file)
		return -1;
	while (found < 0 && getline(&line, &room, file) > 0) {
		if (strncmp(line, word, length) || !isspace((unsigned char)line[length]))
			continue;
		found = strtoll(line + length, &end, 10);
		if (end == line + length || found < 0)
			break;
		if (which >= RUNNING_TOTAL)
			found *= 1024;
	}
	free(line);
	fclose(file);
	return found;
}

int64_t bsd_youngest(int64_t *entities)
{
	FILE *file = fopen("/proc/loadavg", "re");
	long long all, youngest = -1;

	if (!file)
		return -1;
	if (fscanf(file, "%*s %*s %*s %*d/%lld %lld", &all, &youngest) != 2)
		youngest = -1;
	else if (entities)
		*entities = all;
	fclose(file);
	return youngest;
}

static uint64_t pages_of(enum running which)
{
	int64_t bytes = bsd_running(which);

	return bytes < 0 ? 0 : (uint64_t)bytes / (uint64_t)sysconf(_SC_PAGESIZE);
}

static int64_t known(int64_t number)
{
	return number < 0 ? 0 : number;
}

int bsd_totals(struct bsd_totals *totals)
{
	const uint64_t physical = pages_of(RUNNING_TOTAL);
	int64_t entities = 0;

	*totals = (struct bsd_totals){
		.promised = pages_of(RUNNING_COMMITTED),
		.active = pages_of(RUNNING_ACTIVE),
		.shared = pages_of(RUNNING_SHARED),
		.free = pages_of(RUNNING_FREE),
		.runnable = known(bsd_running(RUNNING_RUNNABLE)),
		.blocked = known(bsd_running(RUNNING_BLOCKED)),
	};
	totals->resident = physical - totals->free;
	if (bsd_youngest(&entities) >= 0)
		totals->sleeping = known(entities - totals->runnable - totals->blocked);
	return physical > 0;
}

/* Make room for a processor of that number. */
static int reach(struct bsd_clocks *clocks, size_t number)
{
	uint64_t(*more)[BSD_CLOCKS];

	if (number < clocks->count)
		return 1;
	if (number >= MOST_CPUS || !(more = realloc(clocks->each, (number + 1) * sizeof *more)))
		return 0;
	memset(more + clocks->count, 0, (number + 1 - clocks->count) * sizeof *more);
	clocks->each = more;
	clocks->count = number + 1;
	return 1;
}

int bsd_clocks(unsigned rate, struct bsd_clocks *clocks)
{
	unsigned long long user, nice, system, idle, wait, hard, soft;
	unsigned long ticks = (unsigned long)sysconf(_SC_CLK_TCK), number;
	FILE *file = fopen("/proc/stat", "re");
	char *line = NULL;
	size_t room = 0;

	memset(clocks, 0, sizeof *clocks);
	while (file && getline(&line, &room, file) > 0 && !strncmp(line, "cpu", 3)) {
		if (!isdigit((unsigned char)line[3]) || /* the line of all */
		    sscanf(line, "cpu%lu %llu %llu %llu %llu %llu %llu %llu", &number, &user, &nice, &system, &idle, &wait,
			   &hard, &soft) != 8)
			continue;
		if (!reach(clocks, number)) {
			clocks->count = 0; /* the sum would not be that of all */
			break;
		}
		uint64_t *each = clocks->each[number];
		const unsigned long long told[BSD_CLOCKS] = {user, nice, system, hard + soft, idle + wait};

		for (int i = 0; i < BSD_CLOCKS; i++) {
			each[i] = told[i] / ticks * rate + told[i] % ticks * rate / ticks;
			clocks->sum[i] += each[i];
		}
	}
	free(line);
	if (file)
		fclose(file);
	if (clocks->count)
		return 1;
	free(clocks->each);
	return 0;
}
