/* Pages of main memory: what is known of them is how many are free and locked. */
#ifndef _SUNKVM_SUNOS4_VM_PAGE_H
#define _SUNKVM_SUNOS4_VM_PAGE_H

struct page {
	unsigned int p_lock : 1, p_want : 1, p_free : 1, p_intrans : 1, p_gone : 1, p_mod : 1, p_ref : 1, p_pagein : 1;
	unsigned short p_keepcnt;
};

#endif
