#include "sysctl.h"

#include <errno.h>
#include <limits.h>
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
	errno = ENOMEM;
	return -1;
}

/* As FreeBSD and DragonFly have it: *oldlen is how much was given out. */
static void cut(const void *old, size_t *oldlen, size_t room)
{
	if (old && oldlen && *oldlen > room)
		*oldlen = room;
}

#define OWN_MIB 0x53554e /* the first number of a name that has none of old */
#define NAME2OID 3       /* below 0 */

static struct bsd_oid oid_at(const struct bsd_oids *oids, size_t place)
{
	struct bsd_oid oid;

	memcpy(&oid, (const char *)oids->first + place * oids->size, sizeof oid);
	return oid;
}

static unsigned int parts(const char *name)
{
	unsigned int count = 1;

	for (; *name; name++)
		count += *name == '.';
	return count;
}

static int number_of(const struct bsd_oid *oid, size_t place, unsigned int at)
{
	if (at > 1)
		return 0;
	return oid->mib[0] ? oid->mib[at] : at ? (int)place : OWN_MIB;
}

int bsd_by_name(const struct bsd_oids *oids, const char *name)
{
	const size_t length = name ? strlen(name) : 0;
	int inner = 0;

	for (size_t i = 0; length && i < oids->count; i++) {
		struct bsd_oid oid = oid_at(oids, i);

		if (strncmp(oid.name, name, length))
			continue;
		if (!oid.name[length])
			return (int)i;
		inner |= oid.name[length] == '.';
	}
	errno = inner ? EISDIR : ENOENT;
	return -1;
}

int bsd_by_numbers(const struct bsd_oids *oids, const int *mib, unsigned int count, unsigned int *more)
{
	int inner = 0;

	if (count < oids->least || count > oids->most) {
		errno = EINVAL;
		return -1;
	}
	for (size_t i = 0; i < oids->count; i++) {
		struct bsd_oid oid = oid_at(oids, i);
		const unsigned int length = parts(oid.name);
		unsigned int same = 0;

		while (same < length && same < count && mib[same] == number_of(&oid, i, same))
			same++;
		if (same == length) {
			*more = count - length;
			return (int)i;
		}
		inner |= same == count;
	}
	errno = inner ? EISDIR : ENOENT;
	return -1;
}

static int give_numbers(const struct bsd_oids *oids, const char *name, void *old, size_t *oldlen)
{
	int place = bsd_by_name(oids, name), numbers[8];
	unsigned int count = 0;

	if (place < 0)
		return -1;
	for (struct bsd_oid oid = oid_at(oids, (size_t)place); count < parts(name); count++)
		numbers[count] = number_of(&oid, (size_t)place, count);
	return bsd_give(numbers, count * sizeof *numbers, old, oldlen);
}

int bsd_numbers(const struct bsd_oids *oids, const char *name, int *mib, size_t *size)
{
	size_t bytes = (*size < oids->most ? *size : oids->most) * sizeof *mib;
	int result = give_numbers(oids, name, mib, &bytes);

	if (!result)
		*size = bytes / sizeof *mib;
	return result;
}

/*
 * What sysctlnametomib() of FreeBSD and DragonFly asks, as programs do that keep the numbers: the name comes as the new
 * value. False where something else is asked.
 */
static int asks_for_numbers(const int *mib, unsigned int count, const void *new)
{
	return count == 2 && mib[0] == 0 && mib[1] == NAME2OID && new;
}

static int asked_numbers(const struct bsd_oids *oids, void *old, size_t *oldlen, const void *new, size_t newlen)
{
	const size_t room = oldlen ? *oldlen : 0;
	char name[128];
	int result;

	if (newlen >= sizeof name)
		return bsd_unknown();
	memcpy(name, new, newlen);
	name[newlen] = 0;
	result = give_numbers(oids, name, old, oldlen);
	cut(old, oldlen, room);
	return result;
}

static int tell(const struct bsd_teller *teller, int place, int number, void *old, size_t *oldlen, const void *new)
{
	char message[BSD_LINE2_MAX];
	const struct bsd_opening how = {teller->flavour, NULL, NULL, NULL, 0, NULL, message, NULL};
	struct __kvm *kd = teller->latest(), *running = NULL;
	const size_t room = oldlen ? *oldlen : 0;
	const int before = errno;
	int result, kept;

	if (new) {
		errno = EPERM;
		return -1;
	}
	if (!kd && !teller->without((size_t)place) && !(kd = running = bsd_open(&how)))
		return bsd_unknown();
	result = teller->answer(kd, (size_t)place, number, old, oldlen);
	kept = result < 0 ? errno : before;
	if (running)
		bsd_close(running);
	errno = kept;
	cut(old, oldlen, room);
	return result;
}

int bsd_sysctlbyname(const struct bsd_teller *teller, const char *name, void *old, size_t *oldlen, const void *new)
{
	BSD_ALONE;
	int place = bsd_by_name(teller->oids, name);

	return place < 0 ? -1 : tell(teller, place, -1, old, oldlen, new);
}

int bsd_sysctl(const struct bsd_teller *teller, const int *mib, unsigned int count, void *old, size_t *oldlen, const void *new,
	       size_t newlen)
{
	BSD_ALONE;
	unsigned int more;
	int place, takes;

	if (asks_for_numbers(mib, count, new))
		return asked_numbers(teller->oids, old, oldlen, new, newlen);
	if ((place = bsd_by_numbers(teller->oids, mib, count, &more)) < 0)
		return -1;
	takes = teller->takes((size_t)place);
	if (more != (unsigned int)takes) {
		errno = takes ? EINVAL : ENOTDIR;
		return -1;
	}
	return tell(teller, place, more ? mib[count - 1] : -1, old, oldlen, new);
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

int bsd_rates(struct __kvm *kd, int which, int *hz, int *stathz, int *profhz)
{
	if (!bsd_variable(kd, which, "_hz", hz, sizeof *hz) || *hz <= 0 ||
	    !bsd_variable(kd, which, "_stathz", stathz, sizeof *stathz))
		return 0;
	/* Where the kernel has no profile, its rate is that of the statistics. */
	if (!bsd_variable(kd, which, "_profhz", profhz, sizeof *profhz))
		*profhz = *stathz;
	return 1;
}

int bsd_amount(struct __kvm *kd, int which, const char *symbol, int host, int pages, void *old, size_t *oldlen)
{
	unsigned long amount;
	int found = kd && bsd_variable(kd, which, symbol, &amount, sizeof amount);

	if (!found && host < 0)
		return bsd_unknown();
	if (!found)
		amount = (unsigned long)sysconf(host);
	if (pages) {
		const unsigned long page = found ? 1ul << kd->image.core.shift : (unsigned long)sysconf(_SC_PAGESIZE);

		amount = page * (amount < ULONG_MAX / page ? amount : ULONG_MAX / page);
	}
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
