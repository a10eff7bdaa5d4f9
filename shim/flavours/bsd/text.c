/*
 * What display programs take of the BSDs' C libraries to show text, so that they need no other library here: vis(3),
 * strlcpy(3), and names of users and groups. include/ gives these functions names of their own for the linker.
 */
#include <grp.h>
#include <pwd.h>
#include <stdio.h>
#include <string.h>
#include <vis.h>

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
