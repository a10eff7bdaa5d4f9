/* Open files. */
#include_next <sys/file.h>
#ifndef _SUNKVM_DRAGONFLY_SYS_FILE_H
#define _SUNKVM_DRAGONFLY_SYS_FILE_H

#include <sys/types.h>
#include <sys/namecache.h>
#include <sunkvm/struct/file.h>

#ifndef FREAD
#define FREAD 0x0001
#define FWRITE 0x0002
#endif

#define DTYPE_VNODE 1
#define DTYPE_SOCKET 2
#define DTYPE_PIPE 3
#define DTYPE_FIFO 4
#define DTYPE_KQUEUE 5
#define DTYPE_CRYPTO 6
#define DTYPE_MQUEUE 7

#endif
