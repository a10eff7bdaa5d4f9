/* Totals of the memory, and counters of the system. */
#ifndef _SUNKVM_FREEBSD_SYS_VMMETER_H
#define _SUNKVM_FREEBSD_SYS_VMMETER_H

#include <sys/types.h>

#define MAXSLP 20

/* In pages, since FreeBSD 12 */
struct vmtotal {
	uint64_t t_vm;
	uint64_t t_avm;
	uint64_t t_rm;
	uint64_t t_arm;
	uint64_t t_vmshr;
	uint64_t t_avmshr;
	uint64_t t_rmshr;
	uint64_t t_armshr;
	uint64_t t_free;
	int16_t t_rq;
	int16_t t_dw;
	int16_t t_pw;
	int16_t t_sl;
	int16_t t_sw;
	uint16_t t_pad[3];
};

#endif

#if (defined(_KERNEL) || defined(_WANT_VMMETER)) && !defined(_SUNKVM_FREEBSD_VMMETER)
#define _SUNKVM_FREEBSD_VMMETER

#include <stddef.h>
#include <sys/counter.h>

/* FreeBSD 15; for 32-bit programs 12 */
struct vmmeter {
	counter_u64_t v_swtch;
	counter_u64_t v_trap;
	counter_u64_t v_syscall;
	counter_u64_t v_intr;
	counter_u64_t v_soft;
	counter_u64_t v_vm_faults;
	counter_u64_t v_io_faults;
	counter_u64_t v_cow_faults;
	counter_u64_t v_cow_optim;
	counter_u64_t v_zfod;
	counter_u64_t v_ozfod;
	counter_u64_t v_swapin;
	counter_u64_t v_swapout;
	counter_u64_t v_swappgsin;
	counter_u64_t v_swappgsout;
	counter_u64_t v_vnodein;
	counter_u64_t v_vnodeout;
	counter_u64_t v_vnodepgsin;
	counter_u64_t v_vnodepgsout;
	counter_u64_t v_intrans;
	counter_u64_t v_reactivated;
	counter_u64_t v_pdwakeups;
	counter_u64_t v_pdpages;
	counter_u64_t v_pdshortfalls;
	counter_u64_t v_dfree;
	counter_u64_t v_pfree;
	counter_u64_t v_tfree;
	counter_u64_t v_forks;
	counter_u64_t v_vforks;
	counter_u64_t v_rforks;
	counter_u64_t v_kthreads;
	counter_u64_t v_forkpages;
	counter_u64_t v_vforkpages;
	counter_u64_t v_rforkpages;
	counter_u64_t v_kthreadpages;
	counter_u64_t v_wire_count;
#ifdef __LP64__
	counter_u64_t v_nofree_count;
#endif
	u_int v_page_size;
	u_int v_page_count;
	u_int v_free_reserved;
	u_int v_free_target;
	u_int v_free_min;
	u_int v_inactive_target;
	u_int v_pageout_free_min;
	u_int v_interrupt_free_min;
	u_int v_free_severe;
};

#define VM_METER_NCOUNTERS (offsetof(struct vmmeter, v_page_size) / sizeof(counter_u64_t))

#endif
