/* What the sources of the DragonFly flavour share. */
#ifndef SUNKVM_DRAGONFLY_H
#define SUNKVM_DRAGONFLY_H

#include "bsd.h"

/* In __kvm.facts: whether there is memory to read. */
enum { DRAGONFLY_MEMORY };

#endif
