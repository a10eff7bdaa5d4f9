/* Counters of the system. The structures of processors are for source that names their members: no kstat fills them. */
#include_next <sys/sysinfo.h>
#ifndef _SUNKVM_SOLARIS_SYS_SYSINFO_H
#define _SUNKVM_SOLARIS_SYS_SYSINFO_H

#include <sys/types.h>
#include <sunkvm/struct/sysinfo.h>
#include <sunkvm/struct/vminfo.h>

#define CPU_IDLE 0
#define CPU_USER 1
#define CPU_KERNEL 2
#define CPU_WAIT 3
#define CPU_STATES 4

#define W_IO 0
#define W_SWAP 1
#define W_PIO 2
#define W_STATES 3

typedef struct cpu_sysinfo {
	unsigned int cpu[CPU_STATES];
	unsigned int wait[W_STATES];
	unsigned int bread, bwrite, lread, lwrite, phread, phwrite;
	unsigned int pswitch, trap, intr, syscall, sysread, syswrite, sysfork, sysvfork, sysexec;
	unsigned int readch, writech, rcvint, xmtint, mdmint, rawch, canch, outch;
	unsigned int msg, sema, namei, ufsiget, ufsdirblk, ufsipage, ufsinopage, inodeovf, fileovf, procovf;
	unsigned int intrthread, intrblk, idlethread, inv_swtch, nthreads, cpumigrate, xcalls;
	unsigned int mutex_adenters, rw_rdfails, rw_wrfails, modload, modunload, bawrite;
} cpu_sysinfo_t;

typedef struct cpu_vminfo {
	unsigned int pgrec, pgfrec, pgin, pgpgin, pgout, pgpgout, swapin, pgswapin, swapout, pgswapout;
	unsigned int zfod, dfree, scan, rev, hat_fault, as_fault, maj_fault, cow_fault, prot_fault, softlock, kernel_asflt;
	unsigned int pgrrun, execpgin, execpgout, execfree, anonpgin, anonpgout, anonfree, fspgin, fspgout, fsfree;
} cpu_vminfo_t;

typedef struct cpu_stat {
	unsigned long cpu_stat_lock[2];
	cpu_sysinfo_t cpu_sysinfo;
	cpu_vminfo_t cpu_vminfo;
} cpu_stat_t;

#endif
