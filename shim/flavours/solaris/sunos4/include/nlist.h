/* Symbols by name, in the order of a.out. */
#ifndef _SUNKVM_SUNOS4_NLIST_H
#define _SUNKVM_SUNOS4_NLIST_H

#include <sunkvm/sunos4.h>

#define N_UNDF 0x0
#define N_EXT 0x1
#define N_ABS 0x2
#define N_TEXT 0x4
#define N_DATA 0x6
#define N_BSS 0x8

#endif
