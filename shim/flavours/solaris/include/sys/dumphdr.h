/* Headers of crash dumps. */
#ifndef _SUNKVM_SOLARIS_SYS_DUMPHDR_H
#define _SUNKVM_SOLARIS_SYS_DUMPHDR_H

#include <sys/types.h>
#include <sunkvm/struct/dumphdr.h>

typedef struct dumphdr dumphdr_t;

#define DUMP_MAGIC 0xdefec8edU
#define DUMP_VERSION 10

#define DF_VALID 0x00000001
#define DF_COMPLETE 0x00000002
#define DF_LIVE 0x00000004
#define DF_COMPRESSED 0x00000008
#define DF_KERNEL 0x00010000
#define DF_ALL 0x00020000
#define DF_CURPROC 0x00040000

#endif
