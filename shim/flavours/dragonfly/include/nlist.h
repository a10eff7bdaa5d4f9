/* Symbols by name, as nlist(3) of DragonFly gives them. */
#if defined(LIBBSD_NLIST_H) || defined(_NLIST_H)
#error another <nlist.h> came first: put the include directory of sunkvm before all others
#endif
#ifndef _SUNKVM_DRAGONFLY_NLIST_H
#define _SUNKVM_DRAGONFLY_NLIST_H

#ifdef __cplusplus
extern "C" {
#endif

struct nlist {
	const char *n_name;
	unsigned char n_type;
	signed char n_other;
	short n_desc;
	unsigned long n_value;
};

/* n_type */
#define N_UNDF 0x00
#define N_ABS 0x02
#define N_TEXT 0x04
#define N_DATA 0x06
#define N_BSS 0x08
#define N_INDR 0x0a
#define N_SIZE 0x0c
#define N_COMM 0x12
#define N_FN 0x1e
#define N_EXT 0x01
#define N_TYPE 0x1e
#define N_STAB 0xe0

/* Of the C library; libelf and libbsd have others of this name. */
extern int nlist(const char *, struct nlist *) __asm__("__sunkvm_dragonfly_nlist");

#ifdef __cplusplus
}
#endif

#endif
