/* Credentials. */
#ifndef _SUNKVM_SOLARIS_SYS_CRED_H
#define _SUNKVM_SOLARIS_SYS_CRED_H

#include <sys/types.h>
#include <sunkvm/struct/cred.h>
#include <sunkvm/struct/credgrp.h>

typedef struct cred cred_t;
typedef struct credgrp credgrp_t;

#endif
