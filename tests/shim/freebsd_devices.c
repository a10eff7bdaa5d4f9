/* Interrupts and disks as programs ask sysctl for them: of the dump that is named, or of the running system. */
#include <errno.h>
#include <fcntl.h>
#include <kvm.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <sys/devicestat.h>
#include <sys/sysctl.h>

static void *get(const char *name, size_t *size)
{
	char *data;

	if (sysctlbyname(name, NULL, size, NULL, 0)) {
		printf("%s: %s\n", name, strerror(errno));
		return NULL;
	}
	data = calloc(1, *size + 1);
	if (!data || sysctlbyname(name, data, size, NULL, 0)) {
		printf("%s: %s\n", name, strerror(errno));
		free(data);
		return NULL;
	}
	return data;
}

int main(int argc, char **argv)
{
	kvm_t *kd = NULL;
	char message[2048] = "";
	size_t size, names_size;
	unsigned long *counts;
	char *names, *all;
	int number = 0, version = 0;
	long generation = 0;
	size_t room;

	if (argc > 2 && !(kd = kvm_openfiles(argv[1], argv[2], NULL, O_RDONLY, message))) {
		fprintf(stderr, "%s\n", message);
		return 1;
	}
	counts = get("hw.intrcnt", &size);
	names = get("hw.intrnames", &names_size);
	if (counts && names) {
		const char *name = names;

		for (size_t i = 0; i < size / sizeof *counts && name < names + names_size; i++, name += strlen(name) + 1)
			printf("interrupt %lu %s\n", counts[i], name);
		printf("bytes %zu %zu\n", size / sizeof *counts, names_size);
		size -= 1;
		errno = 0;
		printf("little room %d", sysctlbyname("hw.intrcnt", counts, &size, NULL, 0));
		printf(" %s\n", strerror(errno));
	}
	room = sizeof number;
	if (!sysctlbyname("kern.devstat.numdevs", &number, &room, NULL, 0) && room == sizeof number)
		printf("disks %d\n", number);
	room = sizeof version;
	if (!sysctlbyname("kern.devstat.version", &version, &room, NULL, 0) && room == sizeof version)
		printf("version %d\n", version == DEVSTAT_VERSION);
	room = sizeof generation;
	if (!sysctlbyname("kern.devstat.generation", &generation, &room, NULL, 0) && room == sizeof generation)
		printf("generation %ld\n", generation);
	if ((all = get("kern.devstat.all", &size))) {
		long first;

		memcpy(&first, all, sizeof first);
		printf("all %d %zu\n", first == generation, (size - sizeof first) % sizeof(struct devstat));
		for (size_t at = sizeof first; at + sizeof(struct devstat) <= size; at += sizeof(struct devstat)) {
			struct devstat disk;

			memcpy(&disk, all + at, sizeof disk);
			printf("disk %s%d %llu %llu\n", disk.device_name, disk.unit_number,
			       (unsigned long long)disk.bytes[DEVSTAT_READ], (unsigned long long)disk.operations[DEVSTAT_WRITE]);
		}
	}
	free(counts);
	free(names);
	free(all);
	if (kd)
		kvm_close(kd);
	return 0;
}
