#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "engine.h"
#include "stub.h"

struct input input;
uint64_t file_dev, file_ino;
char file_path[64];

/* No expression may ask for two of these: compilers differ in which they ask for first, so cases would mean another thing. */
uint8_t a_byte(void)
{
	return input.at < input.end ? *input.at++ : 0;
}

uint64_t a_number(void)
{
	uint8_t kind = a_byte();
	uint64_t number = 0;

	if (kind < 128)
		return kind;
	if (kind < 160) /* places in the file, pages, and what lies beside them */
		return ((uint64_t)a_byte() << 12) + kind % 3 - 1;
	if (kind < 224)
		return ((uint64_t)1 << kind % 64) - (kind >= 192);
	for (int i = 0; i < 8; i++)
		number = number << 8 | a_byte();
	return number;
}

uint64_t an_offset(void)
{
	uint64_t number = a_number();

	return a_byte() & 1 ? number | SK_SLOW : number;
}

size_t some_bytes(void *to, size_t room)
{
	size_t count = a_byte();

	count <<= a_byte() & 7;

	if (count > room)
		count = room;
	for (size_t i = 0; i < count; i++)
		((uint8_t *)to)[i] = a_byte();
	return count;
}

int the_file(void)
{
	static int fd = -1;
	struct stat st;

	if (fd >= 0)
		return fd;
	fd = memfd_create("fuzz", MFD_CLOEXEC);
	for (int i = 0; i < FILE_PAGES; i++) {
		unsigned char page[4096];

		memset(page, i, sizeof page);
		if (write(fd, page, sizeof page) != sizeof page)
			abort();
	}
	if (fstat(fd, &st))
		abort();
	file_dev = (uint64_t)st.st_dev;
	file_ino = (uint64_t)st.st_ino;
	snprintf(file_path, sizeof file_path, "/proc/self/fd/%d", fd);
	return fd;
}
