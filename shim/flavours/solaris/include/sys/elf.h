/* ELF files. */
#ifndef _SUNKVM_SOLARIS_SYS_ELF_H
#define _SUNKVM_SOLARIS_SYS_ELF_H

#include <elf.h>

#endif
