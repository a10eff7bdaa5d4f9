/* What the sources of the FreeBSD flavour share. */
#ifndef SUNKVM_FREEBSD_H
#define SUNKVM_FREEBSD_H

#include "bsd.h"

/* In __kvm.facts: whether there is memory to read; by how many bytes the kernel was moved when it was loaded. */
enum { FREEBSD_MEMORY, FREEBSD_DISPLACEMENT };

#endif
