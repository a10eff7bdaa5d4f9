/* Swap devices. */
#include <sys/types.h>
#include_next <sys/swap.h>
#ifndef _SUNKVM_SOLARIS_SYS_SWAP_H
#define _SUNKVM_SOLARIS_SYS_SWAP_H

#include <sunkvm/struct/swapinfo.h>

#define SC_ADD 1
#define SC_LIST 2
#define SC_REMOVE 3
#define SC_GETNSWP 4

#define ST_INDEL 0x01
#define ST_DOINGDEL 0x02

typedef struct swapent {
	char *ste_path;
	off_t ste_start;
	off_t ste_length;
	long ste_pages;
	long ste_free;
	int ste_flags;
} swapent_t;

typedef struct swaptable {
	int swt_n;
	struct swapent swt_ent[1];
} swaptbl_t;

#endif
