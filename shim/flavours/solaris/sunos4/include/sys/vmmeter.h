/* Counters of virtual memory: `sum` since boot, `rate` in a second. */
#ifndef _SUNKVM_SUNOS4_SYS_VMMETER_H
#define _SUNKVM_SUNOS4_SYS_VMMETER_H

struct vmmeter {
	unsigned int v_swtch, v_trap, v_syscall, v_intr, v_pdma;
	unsigned int v_pswpin, v_pswpout, v_pgin, v_pgout, v_pgpgin, v_pgpgout;
	unsigned int v_intrans, v_pgrec, v_xsfrec, v_xifrec, v_exfod, v_zfod, v_vrfod;
	unsigned int v_nexfod, v_nzfod, v_nvrfod, v_pgfrec, v_faults, v_scan, v_rev, v_seqfree, v_dfree;
	unsigned int v_fastpgrec, v_swpin, v_swpout;
};

/* How many processes there are of a kind, and pages of memory. */
struct vmtotal {
	short t_rq, t_dw, t_pw, t_sl, t_sw;
	int t_vm, t_avm, t_rm, t_arm, t_vmtxt, t_avmtxt, t_rmtxt, t_armtxt, t_free;
};

#endif
