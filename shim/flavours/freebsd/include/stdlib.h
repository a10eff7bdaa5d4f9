/* Functions of FreeBSD's C library. */
#include_next <stdlib.h>
#ifndef _SUNKVM_FREEBSD_STDLIB_H
#define _SUNKVM_FREEBSD_STDLIB_H

#include <sys/types.h>

#ifdef __cplusplus
extern "C" {
#endif

/* A dump has no names of devices: "#C:" and the number, in storage that the next call takes. */
extern char *devname(dev_t, mode_t) _SUNKVM_FREEBSD_DEV("devname");
extern char *devname_r(dev_t, mode_t, char *, int) _SUNKVM_FREEBSD_DEV("devname_r");
/* The name that a program was started with. */
extern const char *getprogname(void) __asm__("__sunkvm_freebsd_getprogname");
extern void setprogname(const char *) __asm__("__sunkvm_freebsd_setprogname");
#ifndef LIBBSD_STDLIB_H
/* The blocks that BLOCKSIZE asks for: a header for columns, in storage that the next call takes, and bytes. */
extern char *getbsize(int *, long *) __asm__("__sunkvm_bsd_getbsize");

/* Gives the block back where there is no larger one to be had. */
static __inline void *reallocf(void *block, size_t size)
{
	void *larger = realloc(block, size);

	if (!larger && size)
		free(block);
	return larger;
}
#endif

#ifdef __cplusplus
}
#endif

#endif
