/* Totals of virtual memory; nothing fills them. */
#ifndef _SUNKVM_SUNOS4_SYS_VM_H
#define _SUNKVM_SUNOS4_SYS_VM_H

struct vmtotal {
	short t_rq, t_dw, t_pw, t_sl, t_sw;
	int t_vm, t_avm, t_rm, t_arm, t_vmtxt, t_avmtxt, t_rmtxt, t_armtxt, t_free;
};

#endif
