/* Open files. */
#include_next <sys/file.h>
#ifndef _SUNKVM_SOLARIS_SYS_FILE_H
#define _SUNKVM_SOLARIS_SYS_FILE_H

#include <sunkvm/struct/file.h>

typedef struct file file_t;

#endif
