/* The sandbox of FreeBSD: programs run without it here. */
#ifndef _SUNKVM_FREEBSD_SYS_CAPSICUM_H
#define _SUNKVM_FREEBSD_SYS_CAPSICUM_H

#include <sys/types.h>

typedef struct cap_rights {
	uint64_t cr_rights[2];
} cap_rights_t;

#define CAP_READ 0x1ULL
#define CAP_WRITE 0x2ULL
#define CAP_SEEK 0xcULL
#define CAP_FSTAT 0x80000ULL
#define CAP_IOCTL 0x400000ULL
#define CAP_FCNTL 0x8000ULL
#define CAP_EVENT 0x20ULL
#define CAP_MMAP_R 0x1dULL
#define CAP_PREAD 0xdULL

static inline cap_rights_t *__sunkvm_cap_rights(cap_rights_t *rights)
{
	return rights;
}

#define cap_rights_init(rights, ...) __sunkvm_cap_rights(rights)
#define cap_rights_set(rights, ...) __sunkvm_cap_rights(rights)
#define cap_rights_clear(rights, ...) __sunkvm_cap_rights(rights)

static inline int cap_enter(void)
{
	return 0;
}

static inline int cap_rights_limit(int fd, const cap_rights_t *rights)
{
	(void)fd;
	(void)rights;
	return 0;
}

static inline int cap_ioctls_limit(int fd, const unsigned long *commands, size_t count)
{
	(void)fd;
	(void)commands;
	(void)count;
	return 0;
}

static inline int cap_fcntls_limit(int fd, uint32_t rights)
{
	(void)fd;
	(void)rights;
	return 0;
}

#endif
