/*
 * What display programs take of the BSDs' C libraries to show text, so that they need no other library here: vis(3),
 * strlcpy(3), names of users and groups, times, sizes in blocks and for people. include/ gives these functions names of their own for the linker.
 */
#include <grp.h>
#include <locale.h>
#include <pwd.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <vis.h>

#undef strftime_l

#define LONGEST 5 /* four characters and the NUL */

/* The letter that C writes behind a backslash, or 0. */
static char letter(int c)
{
	switch (c) {
	case '\n':
		return 'n';
	case '\r':
		return 'r';
	case '\b':
		return 'b';
	case '\a':
		return 'a';
	case '\v':
		return 'v';
	case '\t':
		return 't';
	case '\f':
		return 'f';
	case ' ':
		return 's';
	case '\\':
		return '\\';
	case 0:
		return '0';
	}
	return 0;
}

/* Whether a byte that could be shown is wanted encoded; like NUL, it is then shown by its number. */
static int unwanted(int c, int flags)
{
	switch (c) {
	case ' ':
		return flags & VIS_SP;
	case '\t':
		return flags & VIS_TAB;
	case '\n':
		return flags & VIS_NL;
	case '\\':
		return !(flags & VIS_NOSLASH);
	case '"':
		return flags & VIS_DQ;
	case '*':
	case '?':
	case '[':
	case '#':
		return flags & VIS_GLOB;
	}
	return c == 0;
}

/* Whether a byte is shown as it is. What is a letter depends on no locale: bytes above 0x7e never are. */
static int plain(int c, int flags)
{
	if ((c >= ' ' && c < 0x7f) || c == '\t' || c == '\n')
		return !unwanted(c, flags);
	return (flags & VIS_SAFE) && (c == '\b' || c == '\a' || c == '\r');
}

char *vis(char *to, int c, int flags, int next)
{
	c &= 0xff;
	if (plain(c, flags)) {
		*to++ = (char)c;
	} else if ((flags & VIS_CSTYLE) && letter(c)) {
		*to++ = '\\';
		*to++ = letter(c);
		/* A digit behind it would be read as one of this number's. */
		if (!c && next >= '0' && next <= '7') {
			*to++ = '0';
			*to++ = '0';
		}
	} else if ((flags & VIS_OCTAL) || (c & 0x7f) == ' ' || unwanted(c, flags)) {
		*to++ = '\\';
		*to++ = (char)('0' + (c >> 6));
		*to++ = (char)('0' + (c >> 3 & 7));
		*to++ = (char)('0' + (c & 7));
	} else {
		if (!(flags & VIS_NOSLASH))
			*to++ = '\\';
		if (c & 0x80)
			*to++ = 'M';
		c &= 0x7f;
		if (c < ' ' || c == 0x7f) {
			*to++ = '^';
			*to++ = c == 0x7f ? '?' : (char)(c + '@');
		} else {
			*to++ = '-';
			*to++ = (char)c;
		}
	}
	*to = 0;
	return to;
}

char *nvis(char *to, size_t room, int c, int flags, int next)
{
	char made[LONGEST];
	size_t size = (size_t)(vis(made, c, flags, next) - made) + 1;

	if (size > room)
		return NULL;
	memcpy(to, made, size);
	return to + size - 1;
}

int strvisx(char *to, const char *from, size_t size, int flags)
{
	char *end = to;

	*end = 0;
	for (size_t i = 0; i < size; i++)
		end = vis(end, from[i], flags, i + 1 < size ? from[i + 1] : 0);
	return (int)(end - to);
}

int strvis(char *to, const char *from, int flags)
{
	return strvisx(to, from, strlen(from), flags);
}

#ifdef _SUNKVM_BSD_STRING_H
#define OWN(name) name
#else /* the C library's headers have them: programs that were built without know ours */
#define OWN(name) own_##name
extern size_t own_strlcpy(char *, const char *, size_t) __asm__("__sunkvm_bsd_strlcpy");
extern size_t own_strlcat(char *, const char *, size_t) __asm__("__sunkvm_bsd_strlcat");
#endif

size_t OWN(strlcpy)(char *to, const char *from, size_t room)
{
	size_t length = strlen(from), taken = length < room ? length : room - 1;

	if (room) {
		memcpy(to, from, taken);
		to[taken] = 0;
	}
	return length;
}

size_t OWN(strlcat)(char *to, const char *from, size_t room)
{
	size_t used = strnlen(to, room);

	return used + (used < room ? OWN(strlcpy)(to + used, from, room - used) : strlen(from));
}

size_t __sunkvm_bsd_strftime_l(char *to, size_t room, const char *format, const struct tm *time, locale_t locale)
{
	locale_t taken = locale ? locale : newlocale(LC_ALL_MASK, "C", (locale_t)0); /* the C library's own: nothing to free */

	return taken ? strftime_l(to, room, format, time, taken) : 0;
}

const char *user_from_uid(uid_t uid, int nouser)
{
	static char number[16]; /* as the original has it */
	const struct passwd *found = getpwuid(uid);

	if (found)
		return found->pw_name;
	if (nouser)
		return NULL;
	snprintf(number, sizeof number, "%lu", (unsigned long)uid);
	return number;
}

const char *group_from_gid(gid_t gid, int nogroup)
{
	static char number[16]; /* as the original has it */
	const struct group *found = getgrgid(gid);

	if (found)
		return found->gr_name;
	if (nogroup)
		return NULL;
	snprintf(number, sizeof number, "%lu", (unsigned long)gid);
	return number;
}

#define SMALLEST_BLOCK 512L
#define LARGEST_BLOCK (1L << 30)

extern char *own_getbsize(int *, long *) __asm__("__sunkvm_bsd_getbsize");
extern int own_humanize_number(char *, size_t, int64_t, const char *, int, int) __asm__("__sunkvm_bsd_humanize_number");

/* Blocks as BLOCKSIZE wants them (a number with K, M or G behind), 512 bytes where it says nothing that can be, at most 1G; getbsize(3). */
char *own_getbsize(int *length, long *size)
{
	static char header[32]; /* as the original has it */
	static const char letters[] = "KMG";
	const char *wanted = getenv("BLOCKSIZE"), *found;
	char *end = NULL;
	long unit = 1, count = wanted ? strtol(wanted, &end, 10) : 0;
	char letter[2] = "";

	if (wanted && *wanted && count >= 0) {
		if (*end && (found = strchr(letters, *end >= 'a' ? *end - 'a' + 'A' : *end)) != NULL) {
			letter[0] = *found;
			unit = 1L << 10 * (found - letters + 1);
			end++;
		}
		if (end == wanted || (end == wanted + 1 && letter[0] && !count))
			count = 1; /* a letter alone */
	}
	if (wanted && *wanted && !*end && count > LARGEST_BLOCK / unit) {
		count = 1;
		unit = LARGEST_BLOCK;
		letter[0] = 'G';
	}
	if (!wanted || !*wanted || *end || count <= 0 || count * unit < SMALLEST_BLOCK) {
		count = SMALLEST_BLOCK;
		unit = 1;
		letter[0] = 0;
	}
	*size = count * unit;
	*length = snprintf(header, sizeof header, "%ld%s-blocks", count, letter);
	return header;
}

/* A number in as many places as there are, with the letter of its power; humanize_number(3). Flags as libutil.h has them. */
int own_humanize_number(char *to, size_t room, int64_t number, const char *suffix, int scale, int flags)
{
	enum { DECIMAL = 1, NOSPACE = 2, BYTES = 4, THOUSANDS = 8, IEC = 0x10, GETSCALE = 0x10, AUTOSCALE = 0x20, POWERS = 7 };
	static const char letters[POWERS + 1] = " KMGTPE";
	uint64_t whole = number < 0 ? -(uint64_t)number : (uint64_t)number, rest = 0, most = 1;
	unsigned divisor = flags & THOUSANDS && !(flags & IEC) ? 1000 : 1024;
	const char *space = flags & NOSPACE ? "" : " ", *minus = number < 0 ? "-" : "";
	size_t needed = 2 + !!(flags & IEC) + (number < 0) + strlen(space) + strlen(suffix);
	char power[3] = "";
	int i = 0;

	if (room)
		*to = 0;
	if (!to || room < needed + 1 || scale < 0 || (scale >= POWERS && !(scale & (AUTOSCALE | GETSCALE))) ||
	    ((flags & THOUSANDS) && (flags & IEC)))
		return -1;
	for (size_t places = room - needed; places && most < UINT64_MAX / 10; places--)
		most *= 10;
	for (; i < POWERS - 1; i++) {
		if (scale & (AUTOSCALE | GETSCALE) ? whole < most && !(whole == most - 1 && rest >= divisor / 2) : i >= scale)
			break;
		rest = whole % divisor;
		whole /= divisor;
	}
	if (scale & GETSCALE)
		return i;
	if (i) {
		power[0] = letters[i];
		if (divisor == 1000 && i == 1)
			power[0] = 'k';
		power[1] = flags & IEC ? 'i' : 0;
	} else if (flags & BYTES) {
		power[0] = 'B';
	}
	if (flags & DECIMAL && i && (whole < 9 || (whole == 9 && rest < (divisor == 1000 ? 950 : 973)))) {
		unsigned tenths = (unsigned)((rest * 10 + divisor / 2) / divisor);

		return snprintf(to, room, "%s%u.%u%s%s%s", minus, (unsigned)whole + tenths / 10, tenths % 10, space, power, suffix);
	}
	return snprintf(to, room, "%s%llu%s%s%s", minus, (unsigned long long)(whole + (rest + divisor / 2) / divisor), space, power,
			suffix);
}
