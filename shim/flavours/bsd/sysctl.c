#include "sysctl.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct __kvm *bsd_latest(void)
{
	struct sk_image *image = sk_image_latest();

	return image ? (struct __kvm *)((char *)image - offsetof(struct __kvm, image)) : NULL;
}

int bsd_enter(void)
{
	bsd_hold();
	return 1;
}

void bsd_leave(int *alone)
{
	(void)alone;
	bsd_release();
}

int bsd_give(const void *value, size_t size, void *old, size_t *oldlen)
{
	size_t room = oldlen ? *oldlen : 0;

	if (oldlen)
		*oldlen = size;
	if (!old)
		return 0;
	memcpy(old, value, size < room ? size : room);
	if (room >= size)
		return 0;
	if (oldlen)
		*oldlen = room;
	errno = ENOMEM;
	return -1;
}

int bsd_unknown(void)
{
	errno = ENOENT;
	return -1;
}

void bsd_quiet_begin(struct __kvm *kd, struct bsd_quiet *quiet)
{
	quiet->program = kd->program;
	memcpy(quiet->kept, kd->errbuf, sizeof quiet->kept);
	kd->program = NULL;
}

void bsd_quiet_end(struct __kvm *kd, const struct bsd_quiet *quiet)
{
	kd->program = quiet->program;
	memcpy(kd->errbuf, quiet->kept, sizeof quiet->kept);
}

int bsd_variable(struct __kvm *kd, int which, const char *symbol, void *value, size_t size)
{
	struct bsd_name name = {.name = symbol};
	struct bsd_quiet quiet;
	int found;

	bsd_quiet_begin(kd, &quiet);
	found = bsd_nlist(kd, which, &name, 1) == 0 && name.type &&
		bsd_read(kd, name.value, value, size) == (ssize_t)size;
	bsd_quiet_end(kd, &quiet);
	return found;
}

int bsd_amount(struct __kvm *kd, int which, const char *symbol, int host, int pages, void *old, size_t *oldlen)
{
	unsigned long amount;
	int found = kd && bsd_variable(kd, which, symbol, &amount, sizeof amount);

	if (!found && host < 0)
		return bsd_unknown();
	if (!found)
		amount = (unsigned long)sysconf(host);
	if (pages)
		amount *= found ? 1ul << kd->image.core.shift : (unsigned long)sysconf(_SC_PAGESIZE);
	return bsd_give(&amount, sizeof amount, old, oldlen);
}

int bsd_text(struct __kvm *kd, int which, const char *symbol, void *old, size_t *oldlen)
{
	char value[512];
	size_t size = sizeof value;

	/* As much as there is before the end of the page, for want of its length. */
	while (size > 1 && !bsd_variable(kd, which, symbol, value, size))
		size /= 2;
	if (size <= 1)
		return bsd_unknown();
	value[size - 1] = 0;
	return bsd_give(value, strlen(value) + 1, old, oldlen);
}

#define RING_MAX (64u << 20)

int bsd_ring(struct __kvm *kd, uint64_t va, size_t size, size_t from, size_t count, size_t nuls, void *old,
	     size_t *oldlen)
{
	struct bsd_quiet quiet;
	size_t first;
	char *text;
	int good, result;

	if (!size || size > RING_MAX || from >= size || count > size || !(text = calloc(count + nuls + 1, 1)))
		return bsd_unknown();
	first = count < size - from ? count : size - from;
	bsd_quiet_begin(kd, &quiet);
	good = bsd_read(kd, va + from, text, first) == (ssize_t)first &&
	       bsd_read(kd, va, text + first, count - first) == (ssize_t)(count - first);
	bsd_quiet_end(kd, &quiet);
	result = good ? bsd_give(text, count + nuls, old, oldlen) : bsd_unknown();
	free(text);
	return result;
}
