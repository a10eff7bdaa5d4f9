/* Open files. */
#include_next <sys/file.h>
#ifndef _SUNKVM_NETBSD_SYS_FILE_H
#define _SUNKVM_NETBSD_SYS_FILE_H

#include <sys/types.h>
#include <sunkvm/struct/file.h>

#ifndef FREAD
#define FREAD 0x00000001
#define FWRITE 0x00000002
#endif

#define DTYPE_VNODE 1
#define DTYPE_SOCKET 2
#define DTYPE_PIPE 3
#define DTYPE_KQUEUE 4
#define DTYPE_MISC 5
#define DTYPE_CRYPTO 6
#define DTYPE_MQUEUE 7
#define DTYPE_SEM 8

/* What kvm_getfiles() gives begins with it. */
struct filelist {
	struct file *lh_first;
};

#endif
