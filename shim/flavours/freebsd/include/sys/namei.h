/* Statistics of the cache of names. */
#ifndef _SUNKVM_FREEBSD_SYS_NAMEI_H
#define _SUNKVM_FREEBSD_SYS_NAMEI_H

#include <sys/types.h>

struct nchstats {
	unsigned long ncs_goodhits;
	unsigned long ncs_neghits;
	unsigned long ncs_badhits;
	unsigned long ncs_falsehits;
	unsigned long ncs_miss;
	unsigned long ncs_long;
	unsigned long ncs_pass2;
	unsigned long ncs_2passes;
};

#endif
