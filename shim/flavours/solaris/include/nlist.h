/* Symbols by name, as nlist(3ELF) of System V gives them. */
#if defined(LIBBSD_NLIST_H) || defined(_NLIST_H)
#error another <nlist.h> came first: put the include directory of sunkvm before all others
#endif
#ifndef _SUNKVM_SOLARIS_NLIST_H
#define _SUNKVM_SOLARIS_NLIST_H

#ifdef __cplusplus
extern "C" {
#endif

struct nlist {
	char *n_name;
	long n_value;
	short n_scnum;
	unsigned short n_type;
	char n_sclass;
	char n_numaux;
};

/* Of libelf; kvm_nlist does not need it. */
extern int nlist(const char *, struct nlist *);

#ifdef __cplusplus
}
#endif

#endif
