/*
 * A set of signals as the C library has it, whose first words go by the BSDs' name as well: programs look at the sets in
 * kinfo_proc as at a sigset_t. The C library leaves its own out where it finds it defined.
 */
#ifndef ____sigset_t_defined
#define ____sigset_t_defined
#define _SIGSET_NWORDS (1024 / (8 * sizeof(unsigned long int)))
typedef struct {
	__extension__ union {
		unsigned long int __val[_SIGSET_NWORDS];
		unsigned int __bits[4];
	};
} __sigset_t;
#endif
