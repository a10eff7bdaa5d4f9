/* Projects. */
#ifndef _SUNKVM_SOLARIS_SYS_PROJECT_H
#define _SUNKVM_SOLARIS_SYS_PROJECT_H

#include <sys/types.h>
#include <sunkvm/struct/kproject.h>

typedef struct kproject kproject_t;

#endif
