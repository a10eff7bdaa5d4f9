/* Swap in pages. */
#ifndef _SUNKVM_SUNOS4_VM_ANON_H
#define _SUNKVM_SUNOS4_VM_ANON_H

struct anoninfo {
	unsigned int ani_max, ani_free, ani_resv;
};

#endif
