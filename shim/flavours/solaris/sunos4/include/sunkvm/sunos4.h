/*
 * What programs for SunOS 4 find in the kernel's structs. The layout is sunkvm's own, that of the SunOS 4 kernel which it
 * emulates (sunkvm/schema/kernels/sunos4.py); the library fills these from the processes of later kernels as well.
 */
#ifndef _SUNKVM_SUNOS4_H
#define _SUNKVM_SUNOS4_H

#include <sys/resource.h>
#include <sys/time.h>

struct nlist {
	char *n_name;
	unsigned char n_type;
	char n_other;
	short n_desc;
	unsigned long n_value;
};

struct proc {
	struct proc *p_link;
	struct proc *p_rlink;
	struct proc *p_nxt;
	struct as *p_as;
	struct user *p_uarea;
	char p_stat;
	char p_pri;
	char p_nice;
	char p_cpu;
	char p_time;
	int p_uid;
	int p_suid;
	int p_pgrp;
	int p_pid;
	int p_ppid;
	int p_flag;
	int p_cpticks;
	long p_pctcpu;
	long p_tsize;
	long p_dsize;
	long p_ssize;
	long p_rssize;
};

struct user {
	char u_comm[17];
	char u_pad[7];
	struct rusage u_ru;
	struct proc *u_procp;
	struct timeval u_start;
};

#endif
