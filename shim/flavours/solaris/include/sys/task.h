/* Tasks. */
#ifndef _SUNKVM_SOLARIS_SYS_TASK_H
#define _SUNKVM_SOLARIS_SYS_TASK_H

#include <sys/types.h>
#include <sunkvm/struct/task.h>

typedef struct task task_t;

#endif
