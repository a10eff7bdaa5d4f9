/* Integers of fixed width. */
#ifndef _SUNKVM_DRAGONFLY_MACHINE_STDINT_H
#define _SUNKVM_DRAGONFLY_MACHINE_STDINT_H

#include <stdint.h>

#endif
