/* What makes the sandbox easy: nothing to do here. */
#ifndef _SUNKVM_FREEBSD_CAPSICUM_HELPERS_H
#define _SUNKVM_FREEBSD_CAPSICUM_HELPERS_H

#include <sys/capsicum.h>

#define CAPH_IGNORE_EBADF 0x0001
#define CAPH_READ 0x0002
#define CAPH_WRITE 0x0004
#define CAPH_LOOKUP 0x0008

static inline int caph_nothing(int fd, int flags)
{
	(void)fd;
	(void)flags;
	return 0;
}

static inline int caph_rights_limit(int fd, const cap_rights_t *rights)
{
	(void)rights;
	return caph_nothing(fd, 0);
}

#define caph_limit_stream(fd, flags) caph_nothing(fd, flags)
#define caph_limit_stdin() caph_nothing(0, 0)
#define caph_limit_stdout() caph_nothing(1, 0)
#define caph_limit_stderr() caph_nothing(2, 0)
#define caph_limit_stdio() caph_nothing(1, 0)
#define caph_stream_rights(rights, flags) ((void)(rights))
#define caph_cache_catpages() ((void)0)
#define caph_cache_tzdata() ((void)0)
#define caph_enter() caph_nothing(0, 0)
#define caph_enter_casper() caph_nothing(0, 0)

#endif
