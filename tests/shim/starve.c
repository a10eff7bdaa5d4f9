/* Preloaded: fails one allocation that the library under test asks for; everybody else's are left alone. */
#include <dlfcn.h>
#include <errno.h>
#include <link.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

static uintptr_t low, high;
static long asked, failing = -1;

static int is_library(struct dl_phdr_info *info, size_t size, void *data)
{
	(void)size;
	(void)data;
	if (!info->dlpi_name || !strstr(info->dlpi_name, "libkvm.so"))
		return 0;
	for (int i = 0; i < info->dlpi_phnum; i++)
		if (info->dlpi_phdr[i].p_type == PT_LOAD && info->dlpi_phdr[i].p_flags & PF_X) {
			low = info->dlpi_addr + info->dlpi_phdr[i].p_vaddr;
			high = low + info->dlpi_phdr[i].p_memsz;
		}
	return 1;
}

/* Fail the number-th allocation from now on; -1: none. Returns how many were asked for since the last time. */
long starve(long number)
{
	long before = asked;

	if (!high)
		dl_iterate_phdr(is_library, NULL);
	asked = 0;
	failing = number;
	return high ? before : -1;
}

static int refused(void *caller)
{
	if ((uintptr_t)caller < low || (uintptr_t)caller >= high || failing == -1)
		return 0;
	if (__atomic_fetch_add(&asked, 1, __ATOMIC_RELAXED) != failing)
		return 0;
	errno = ENOMEM;
	return 1;
}

extern void *__libc_malloc(size_t), *__libc_calloc(size_t, size_t), *__libc_realloc(void *, size_t);

void *malloc(size_t size)
{
	return refused(__builtin_return_address(0)) ? NULL : __libc_malloc(size);
}

void *calloc(size_t count, size_t size)
{
	return refused(__builtin_return_address(0)) ? NULL : __libc_calloc(count, size);
}

void *realloc(void *old, size_t size)
{
	return refused(__builtin_return_address(0)) ? NULL : __libc_realloc(old, size);
}

char *strdup(const char *text)
{
	size_t size = strlen(text) + 1;
	char *copy = refused(__builtin_return_address(0)) ? NULL : __libc_malloc(size);

	return copy ? memcpy(copy, text, size) : NULL;
}
