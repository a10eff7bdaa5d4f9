/* Figures about memory. */
#ifndef _SUNKVM_NETBSD_UVM_UVM_EXTERN_H
#define _SUNKVM_NETBSD_UVM_UVM_EXTERN_H

#include <sys/types.h>
#include <sunkvm/netbsd.h>
#include <sunkvm/struct/uvmexp.h>
#include <sunkvm/struct/vmspace.h>

/* What sysctl's VM_UVMEXP2 gives. */
struct uvmexp_sysctl {
	int64_t pagesize, pagemask, pageshift, npages, free, active;
	int64_t inactive, paging, wired, zeropages, reserve_pagedaemon, reserve_kernel;
	int64_t freemin, freetarg, inactarg, wiredmax, nswapdev, swpages;
	int64_t swpginuse, swpgonly, nswget, unused1, cpuhit, cpumiss;
	int64_t faults, traps, intrs, swtch, softs, syscalls;
	int64_t pageins, swapins, swapouts, pgswapin, pgswapout, forks;
	int64_t forks_ppwait, forks_sharevm, pga_zerohit, pga_zeromiss, zeroaborts, fltnoram;
	int64_t fltnoanon, fltpgwait, fltpgrele, fltrelck, fltrelckok, fltanget;
	int64_t fltanretry, fltamcopy, fltnamap, fltnomap, fltlget, fltget;
	int64_t flt_anon, flt_acow, flt_obj, flt_prcopy, flt_przero, pdwoke;
	int64_t pdrevs, unused4, pdfreed, pdscans, pdanscan, pdobscan;
	int64_t pdreact, pdbusy, pdpageouts, pdpending, pddeact, anonpages;
	int64_t filepages, execpages, colorhit, colormiss, ncolors;
#if SUNKVM_NETBSD >= 10
	int64_t bootpages, poolpages, countsyncone, countsyncall, anonunknown, anonclean;
	int64_t anondirty, fileunknown, fileclean, filedirty, fltup, fltnoup;
#endif
};

struct vmtotal {
	int16_t t_rq;
	int16_t t_dw;
	int16_t t_pw;
	int16_t t_sl;
	int16_t _reserved1;
	int32_t t_vm;
	int32_t t_avm;
	int32_t t_rm;
	int32_t t_arm;
	int32_t t_vmshr;
	int32_t t_avmshr;
	int32_t t_rmshr;
	int32_t t_armshr;
	int32_t t_free;
};

/* Of the node vm */
#define VM_METER 1
#define VM_LOADAVG 2
#define VM_UVMEXP 3
#define VM_UVMEXP2 5
#define VM_ANONMIN 6
#define VM_EXECMIN 7
#define VM_FILEMIN 8
#define VM_MAXSLP 9
#define VM_USPACE 10
#define VM_ANONMAX 11
#define VM_EXECMAX 12
#define VM_FILEMAX 13

#endif
