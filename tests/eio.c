/*
 * A device with a bad spot, to be loaded in front of libc: EIO=PATH:OFFSET:SIZE. What reads, writes or copies any byte of that
 * range of that file fails with EIO; touching a page of it in a mapping brings SIGBUS.
 */
#undef _FILE_OFFSET_BITS
#include <dlfcn.h>
#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#define NEXT(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))
#define PAGE 4096

static off_t bad_start, bad_end;
static char bad_path[4096];

static int ready;

/* Move the bad spot; mappings that there are stay as they are. */
void eio_set(const char *path, long long offset, long long size)
{
	strncpy(bad_path, path, sizeof bad_path - 1);
	bad_start = offset;
	bad_end = offset + size;
	ready = 1;
}

static int is_bad_file(int fd)
{
	struct stat st, bad;

	if (!ready) {
		const char *text = getenv("EIO"), *at;

		ready = 1;
		if (text && (at = strchr(text, ':')) && (size_t)(at - text) < sizeof bad_path) {
			char *end;

			memcpy(bad_path, text, (size_t)(at - text));
			bad_start = strtoll(at + 1, &end, 0);
			bad_end = bad_start + strtoll(end + 1, NULL, 0);
		}
	}
	return bad_path[0] && fd >= 0 && fstat(fd, &st) == 0 && stat(bad_path, &bad) == 0 && st.st_ino == bad.st_ino &&
	       st.st_dev == bad.st_dev;
}

static int is_bad(int fd, off_t start, size_t count)
{
	return is_bad_file(fd) && start < bad_end && start + (off_t)count > bad_start;
}

/* As the kernel does it: what is good in front of the bad spot is read, the spot itself fails. */
static ssize_t good_part(int fd, off_t start, size_t count)
{
	if (!is_bad(fd, start, count))
		return (ssize_t)count;
	if (start < (bad_start & -PAGE))
		return (ssize_t)((bad_start & -PAGE) - start);
	errno = EIO;
	return -1;
}

ssize_t pread(int fd, void *buf, size_t count, off_t offset)
{
	ssize_t good = good_part(fd, offset, count);

	return good < 0 ? -1 : NEXT(pread)(fd, buf, (size_t)good, offset);
}

ssize_t pread64(int fd, void *buf, size_t count, off_t offset)
{
	return pread(fd, buf, count, offset);
}

ssize_t read(int fd, void *buf, size_t count)
{
	off_t offset = is_bad_file(fd) ? lseek(fd, 0, SEEK_CUR) : -1;
	ssize_t good = offset < 0 ? (ssize_t)count : good_part(fd, offset, count);

	return good < 0 ? -1 : NEXT(read)(fd, buf, (size_t)good);
}

ssize_t pwrite(int fd, const void *buf, size_t count, off_t offset)
{
	ssize_t good = good_part(fd, offset, count);

	return good < 0 ? -1 : NEXT(pwrite)(fd, buf, (size_t)good, offset);
}

ssize_t pwrite64(int fd, const void *buf, size_t count, off_t offset)
{
	return pwrite(fd, buf, count, offset);
}

ssize_t copy_file_range(int in, off_t *from, int out, off_t *to, size_t count, unsigned flags)
{
	if ((from && is_bad(in, *from, count)) || (to && is_bad(out, *to, count))) {
		errno = EIO;
		return -1;
	}
	return NEXT(copy_file_range)(in, from, out, to, count, flags);
}

void *mmap(void *address, size_t size, int protection, int flags, int fd, off_t offset)
{
	void *map = NEXT(mmap)(address, size, protection, flags, fd, offset);

	if (map != MAP_FAILED && fd >= 0 && is_bad(fd, offset, size)) {
		off_t start = (bad_start & -PAGE) - offset, end = ((bad_end + PAGE - 1) & -PAGE) - offset;
		int saved = errno, empty = memfd_create("empty", MFD_CLOEXEC);

		if (start < 0)
			start = 0;
		if (end > (off_t)size)
			end = (off_t)((size + PAGE - 1) & -PAGE);
		/* Pages behind the end of a file: touching them is what touching a bad page of a device is. */
		NEXT(mmap)((char *)map + start, (size_t)(end - start), protection, MAP_SHARED | MAP_FIXED, empty, 0);
		close(empty);
		errno = saved;
	}
	return map;
}

void *mmap64(void *address, size_t size, int protection, int flags, int fd, off_t offset)
{
	return mmap(address, size, protection, flags, fd, offset);
}
