/* Names of the system, in fields of 257 characters. */
#ifndef _SUNKVM_SOLARIS_SYS_UTSNAME_H
#define _SUNKVM_SOLARIS_SYS_UTSNAME_H

#include <sys/types.h>
#include <unistd.h>
#include <sunkvm/struct/utsname.h>

#define SYS_NMLN 257
#define utsname __sunkvm_utsname

#ifdef __cplusplus
extern "C" {
#endif

extern int __sunkvm_host_uname(void *) __asm__("uname");

/* uname(2) of the host in fields of 257 characters; the C library's have 65. */
static __inline__ int __sunkvm_uname(struct utsname *__name)
{
	char __host[6][65];
	char *__field[5];
	int __i, __j;

	if (__sunkvm_host_uname(__host) < 0)
		return -1;
	__field[0] = __name->sysname;
	__field[1] = __name->nodename;
	__field[2] = __name->release;
	__field[3] = __name->version;
	__field[4] = __name->machine;
	for (__i = 0; __i < 5; __i++)
		for (__j = 0; __j < SYS_NMLN; __j++)
			__field[__i][__j] = __j < 65 ? __host[__i][__j] : 0;
	return 0;
}

#ifdef __cplusplus
}
#endif

#define uname(name) __sunkvm_uname(name)

#endif
