# ruff: noqa
# mypy: ignore-errors
"""Struct layouts of NetBSD 6.99.16, i386. Made by tests/oracle/make_tables.py; do not edit.

Source: NetBSD 6.99.16 (-current of Jan 2013, between the 6.0 and 7.0 releases) kernel headers, tree
fallen/NetBSD6; machine i386; computed with clang -target i386-unknown-netbsd from DWARF, kernel view
(_KERNEL, no option headers: i.e. no DIAGNOSTIC/LOCKDEBUG-only fields).

Target i386-unknown-netbsd, little-endian.

A struct is a text: size and tag, then a line for each member with its name, offset, size, kind and type.
The kind of arrays is followed by ",count,element size,element kind", that of bit-fields by ":bits:shift".
"""

STRUCTS = {
    "bintime": """\
16 struct
sec 0 8 int time_t
frac 8 8 uint __uint64_t
""",
    "cpu_info": """\
2048 struct
ci_data 0 308 struct struct cpu_data
ci_data.cpu_biglock_wanted 0 4 pointer pointer to lwp_t
ci_data.cpu_callout 4 4 pointer pointer to void
ci_data.cpu_unused1 8 4 pointer pointer to void
ci_data.cpu_unused2 12 4 uint u_int
ci_data.cpu_schedstate 16 96 struct struct schedstate_percpu
ci_data.cpu_xcall 112 12 struct kcondvar_t
ci_data.cpu_xcall_pending 124 4 int int
ci_data.cpu_onproc 128 4 pointer pointer to lwp_t
ci_data.cpu_qchain 132 8 struct struct {anonymous}
ci_data.cpu_qchain.cqe_next 132 4 pointer pointer to struct cpu_info
ci_data.cpu_qchain.cqe_prev 136 4 pointer pointer to struct cpu_info
ci_data.cpu_package_id 140 4 uint cpuid_t
ci_data.cpu_core_id 144 4 uint cpuid_t
ci_data.cpu_smt_id 148 4 uint cpuid_t
ci_data.cpu_pcu_curlwp 152 0 array,0,4,pointer volatile pointer to struct lwp[0]
ci_data.cpu_idlelwp 152 4 pointer pointer to lwp_t
ci_data.cpu_lockstat 156 4 pointer pointer to void
ci_data.cpu_index 160 4 uint u_int
ci_data.cpu_biglock_count 164 4 uint u_int
ci_data.cpu_spin_locks 168 4 uint u_int
ci_data.cpu_simple_locks 172 4 uint u_int
ci_data.cpu_spin_locks2 176 4 uint u_int
ci_data.cpu_lkdebug_recurse 180 4 uint u_int
ci_data.cpu_softints 184 4 uint u_int
ci_data.cpu_nsyscall 188 8 uint __uint64_t
ci_data.cpu_ntrap 196 8 uint __uint64_t
ci_data.cpu_nswtch 204 8 uint __uint64_t
ci_data.cpu_nintr 212 8 uint __uint64_t
ci_data.cpu_nsoft 220 8 uint __uint64_t
ci_data.cpu_nfault 228 8 uint __uint64_t
ci_data.cpu_uvm 236 4 pointer pointer to void
ci_data.cpu_softcpu 240 4 pointer pointer to void
ci_data.cpu_biodone 244 8 struct struct {anonymous}
ci_data.cpu_biodone.tqh_first 244 4 pointer pointer to struct buf
ci_data.cpu_biodone.tqh_last 248 4 pointer pointer to pointer to struct buf
ci_data.cpu_percpu 252 8 struct percpu_cpu_t
ci_data.cpu_percpu.pcc_size 252 4 uint size_t
ci_data.cpu_percpu.pcc_data 256 4 pointer pointer to void
ci_data.cpu_selcluster 260 4 pointer pointer to struct selcluster
ci_data.cpu_nch 264 4 pointer pointer to void
ci_data.cpu_ld_locks 268 8 struct struct {anonymous}
ci_data.cpu_ld_locks.tqh_first 268 4 pointer pointer to volatile struct lockdebug
ci_data.cpu_ld_locks.tqh_last 272 4 pointer pointer to volatile pointer to volatile struct lockdebug
ci_data.cpu_ld_lock 276 1 uint __cpu_simple_lock_t
ci_data.cpu_cc_freq 280 8 uint __uint64_t
ci_data.cpu_cc_skew 288 8 int __int64_t
ci_data.cpu_name 296 8 char[],8,1,int char[8]
ci_data.cpu_kcpuset 304 4 pointer pointer to kcpuset_t
ci_dev 308 4 pointer device_t
ci_self 312 4 pointer pointer to struct cpu_info
ci_vcpu 316 4 pointer pointer to volatile struct vcpu_info
ci_tlog_base 320 4 pointer pointer to void
ci_tlog_offset 324 4 int __int32_t
ci_next 328 4 pointer pointer to struct cpu_info
ci_curlwp 332 4 pointer pointer to struct lwp
ci_fpcurlwp 336 4 pointer pointer to struct lwp
ci_fpsaving 340 4 int int
ci_fpused 344 4 int int
ci_cpuid 348 4 uint cpuid_t
_unused 352 4 int int
ci_acpiid 356 4 uint __uint32_t
ci_initapicid 360 4 uint __uint32_t
ci_tlb_evcnt 364 32 struct struct evcnt
ci_pmap 396 4 pointer pointer to struct pmap
ci_need_tlbwait 400 4 int int
ci_want_pmapload 404 4 int int
ci_tlbstate 408 4 int volatile int
ci_curldt 412 4 int int
ci_nintrhand 416 4 int int
ci_scratch 420 8 uint __uint64_t
ci_pmap_data 428 128 array,32,4,uint __uintptr_t[32]
ci_isources 556 128 array,32,4,pointer pointer to struct intrsource[32]
ci_mtx_count 684 4 int volatile int
ci_mtx_oldspl 688 4 int volatile int
ci_istate 696 8 struct struct {anonymous}
ci_istate.ipending 696 4 uint __uint32_t
ci_istate.ilevel 700 4 int int
ci_idepth 704 4 int int
ci_intrstack 708 4 pointer pointer to void
ci_imask 712 36 array,9,4,uint __uint32_t[9]
ci_iunmask 748 36 array,9,4,uint __uint32_t[9]
ci_flags 784 4 uint __uint32_t
ci_ipis 788 4 uint __uint32_t
sc_apic_version 792 4 uint __uint32_t
ci_signature 796 4 uint __uint32_t
ci_vendor 800 16 array,4,4,uint __uint32_t[4]
ci_cpu_serial 816 12 array,3,4,uint __uint32_t[3]
ci_lapic_counter 828 4 uint volatile __uint32_t
ci_feat_val 832 20 array,5,4,uint __uint32_t[5]
ci_func 852 4 pointer pointer to const struct cpu_functions
ci_ddb_regs 856 4 pointer pointer to struct trapframe
ci_cflush_lsize 860 4 uint u_int
ci_cinfo 864 192 array,16,12,struct struct x86_cache_info[16]
ci_gdt 1056 4 pointer pointer to union descriptor
ci_doubleflt_tss 1060 104 struct struct i386tss
ci_ddbipi_tss 1164 104 struct struct i386tss
ci_doubleflt_stack 1268 4 pointer pointer to char
ci_ddbipi_stack 1272 4 pointer pointer to char
ci_ipi_events 1276 288 array,9,32,struct struct evcnt[9]
ci_frequency 1564 4 pointer device_t
ci_padlock 1568 4 pointer device_t
ci_temperature 1572 4 pointer device_t
ci_vm 1576 4 pointer device_t
ci_tss 1580 104 struct struct i386tss
ci_iomap 1684 128 char[],128,1,int char[128]
ci_tss_sel 1812 4 int int
ci_suspend_gdt 1816 4 uint __uintptr_t
ci_suspend_gdt_padding 1820 2 uint __uint16_t
ci_suspend_idt 1824 4 uint __uintptr_t
ci_suspend_idt_padding 1828 2 uint __uint16_t
ci_suspend_tr 1830 2 uint __uint16_t
ci_suspend_ldt 1832 2 uint __uint16_t
ci_suspend_fs 1836 4 uint __uintptr_t
ci_suspend_gs 1840 4 uint __uintptr_t
ci_suspend_kgs 1844 4 uint __uintptr_t
ci_suspend_efer 1848 4 uint __uintptr_t
ci_suspend_reg 1852 48 array,12,4,uint __uintptr_t[12]
ci_suspend_cr0 1900 4 uint __uintptr_t
ci_suspend_cr2 1904 4 uint __uintptr_t
ci_suspend_cr3 1908 4 uint __uintptr_t
ci_suspend_cr4 1912 4 uint __uintptr_t
ci_suspend_cr8 1916 4 uint __uintptr_t
ci_want_resched 1920 4 int int
ci_padout 1984 4 int int
""",
    "cwdinfo": """\
24 struct
cwdi_cdir 0 4 pointer pointer to struct vnode
cwdi_rdir 4 4 pointer pointer to struct vnode
cwdi_edir 8 4 pointer pointer to struct vnode
cwdi_lock 12 4 struct krwlock_t
cwdi_cmask 16 2 uint u_short
cwdi_refcnt 20 4 uint u_int
""",
    "emul": """\
92 struct
e_name 0 4 pointer pointer to const char
e_path 4 4 pointer pointer to const char
e_sysent 8 4 pointer pointer to struct sysent
e_syscallnames 12 4 pointer pointer to const pointer to const char
e_sendsig 16 4 pointer pointer to function
e_trapsignal 20 4 pointer pointer to function
e_tracesig 24 4 pointer pointer to function
e_sigcode 28 4 pointer pointer to char
e_esigcode 32 4 pointer pointer to char
e_sigobject 36 4 pointer pointer to pointer to struct uvm_object
e_setregs 40 4 pointer pointer to function
e_proc_exec 44 4 pointer pointer to function
e_proc_fork 48 4 pointer pointer to function
e_proc_exit 52 4 pointer pointer to function
e_lwp_fork 56 4 pointer pointer to function
e_lwp_exit 60 4 pointer pointer to function
e_syscall_intern 64 4 pointer pointer to function
e_sysctlovly 68 4 pointer pointer to struct sysctlnode
e_fault 72 4 pointer pointer to function
e_vm_default_addr 76 4 pointer pointer to function
e_usertrap 80 4 pointer pointer to function
e_ucsize 84 4 uint size_t
e_startlwp 88 4 pointer pointer to function
""",
    "eproc": """\
404 struct
e_paddr 0 4 pointer pointer to struct proc
e_sess 4 4 pointer pointer to struct session
e_pcred 8 24 struct struct ki_pcred
e_pcred.p_pad 8 4 pointer pointer to void
e_pcred.p_ruid 12 4 uint __uid_t
e_pcred.p_svuid 16 4 uint __uid_t
e_pcred.p_rgid 20 4 uint __gid_t
e_pcred.p_svgid 24 4 uint __gid_t
e_pcred.p_refcnt 28 4 int int
e_ucred 32 80 struct struct ki_ucred
e_ucred.cr_ref 32 4 uint __uint32_t
e_ucred.cr_uid 36 4 uint __uid_t
e_ucred.cr_gid 40 4 uint __gid_t
e_ucred.cr_ngroups 44 4 uint __uint32_t
e_ucred.cr_groups 48 64 array,16,4,uint __gid_t[16]
e_vm 112 212 struct struct vmspace
e_ppid 324 4 int __pid_t
e_pgid 328 4 int __pid_t
e_jobc 332 2 int short
e_tdev 336 4 uint __uint32_t
e_tpgid 340 4 int __pid_t
e_tsess 344 4 pointer pointer to struct session
e_wmesg 348 8 char[],8,1,int char[8]
e_xsize 356 4 int segsz_t
e_xrssize 360 2 int short
e_xccount 362 2 int short
e_xswrss 364 2 int short
e_flag 368 4 int long
e_login 372 16 char[],16,1,int char[16]
e_sid 388 4 int __pid_t
e_spare 392 12 array,3,4,int long[3]
""",
    "fdfile": """\
28 struct
ff_exclose 0 1 uint _Bool
ff_allocated 1 1 uint _Bool
ff_refcnt 4 4 uint u_int
ff_file 8 4 pointer pointer to struct file
ff_knlist 12 4 struct struct {anonymous}
ff_knlist.slh_first 12 4 pointer pointer to struct knote
ff_closing 16 12 struct kcondvar_t
""",
    "fdtab": """\
88 struct
dt_nfiles 0 4 uint u_int
dt_link 4 4 pointer pointer to struct fdtab
dt_ff 8 80 array,20,4,pointer pointer to fdfile_t[20]
""",
    "file": """\
64 struct
f_offset 0 8 int __off_t
f_cred 8 4 pointer kauth_cred_t
f_ops 12 4 pointer pointer to const struct fileops
f_data 16 4 pointer pointer to void
f_list 20 8 struct struct {anonymous}
f_list.le_next 20 4 pointer pointer to struct file
f_list.le_prev 24 4 pointer pointer to pointer to struct file
f_lock 28 4 struct kmutex_t
f_flag 32 4 int int
f_marker 36 4 uint u_int
f_type 40 4 uint u_int
f_advice 44 4 uint u_int
f_count 48 4 uint u_int
f_msgcount 52 4 uint u_int
f_unpcount 56 4 uint u_int
f_unplist 60 4 struct struct {anonymous}
f_unplist.sle_next 60 4 pointer pointer to struct file
""",
    "filedesc": """\
652 struct
fd_dfdfile 0 384 array,384,1,uint __uint8_t[6][64]
fd_lock 384 4 struct kmutex_t
fd_dt 388 4 pointer volatile pointer to fdtab_t
fd_himap 392 4 pointer pointer to __uint32_t
fd_lomap 396 4 pointer pointer to __uint32_t
fd_knhash 400 4 pointer pointer to struct klist
fd_lastkqfile 404 4 int int
fd_lastfile 408 4 int int
fd_refcnt 412 4 int int
fd_knhashmask 416 4 uint u_long
fd_freefile 420 4 int int
fd_unused 424 4 int int
fd_exclose 428 1 uint _Bool
fd_dtbuiltin 432 88 struct fdtab_t
fd_dtbuiltin.dt_nfiles 432 4 uint u_int
fd_dtbuiltin.dt_link 436 4 pointer pointer to struct fdtab
fd_dtbuiltin.dt_ff 440 80 array,20,4,pointer pointer to fdfile_t[20]
fd_dhimap 520 4 array,1,4,uint __uint32_t[1]
fd_dlomap 524 128 array,32,4,uint __uint32_t[32]
""",
    "kauth_cred": """\
164 struct
cr_refcnt 0 4 uint u_int
cr_pad 4 60 array,60,1,uint __uint8_t[60]
cr_uid 64 4 uint __uid_t
cr_euid 68 4 uint __uid_t
cr_svuid 72 4 uint __uid_t
cr_gid 76 4 uint __gid_t
cr_egid 80 4 uint __gid_t
cr_svgid 84 4 uint __gid_t
cr_ngroups 88 4 uint u_int
cr_groups 92 64 array,16,4,uint __gid_t[16]
cr_sd 156 8 struct specificdata_reference
""",
    "kern_msgbuf": """\
20 struct
msg_magic 0 4 int long
msg_bufx 4 4 int long
msg_bufr 8 4 int long
msg_bufs 12 4 int long
msg_bufc 16 1 char[],1,1,int char[1]
""",
    "kinfo_proc": """\
836 struct
kp_proc 0 432 struct struct proc
kp_eproc 432 404 struct struct eproc
""",
    "loadavg": """\
16 struct
ldavg 0 12 array,3,4,uint fixpt_t[3]
fscale 12 4 int long
""",
    "lwp": """\
660 struct
l_runq 0 8 struct struct {anonymous}
l_runq.tqe_next 0 4 pointer pointer to struct lwp
l_runq.tqe_prev 4 4 pointer pointer to pointer to struct lwp
l_sched 8 4 union union {anonymous}
l_sched.info 8 4 pointer pointer to void
l_sched.timeslice 8 4 uint u_int
l_cpu 12 4 pointer volatile pointer to struct cpu_info
l_mutex 16 4 pointer volatile pointer to kmutex_t
l_ctxswtch 20 4 int int
l_addr 24 4 pointer pointer to void
l_md 28 20 struct struct mdlwp
l_flag 48 4 int int
l_stat 52 4 int int
l_rtime 56 16 struct struct bintime
l_stime 72 16 struct struct bintime
l_swtime 88 4 uint u_int
l_rticks 92 4 uint u_int
l_rticksum 96 4 uint u_int
l_slpticks 100 4 uint u_int
l_slpticksum 104 4 uint u_int
l_biglocks 108 4 int int
l_class 112 4 int int
l_kpriority 116 4 int int
l_kpribase 120 4 int pri_t
l_priority 124 4 int pri_t
l_inheritedprio 128 4 int pri_t
l_pi_lenders 132 4 struct struct {anonymous}
l_pi_lenders.slh_first 132 4 pointer pointer to struct turnstile
l_ncsw 136 8 uint __uint64_t
l_nivcsw 144 8 uint __uint64_t
l_cpticks 152 4 uint u_int
l_pctcpu 156 4 uint fixpt_t
l_estcpu 160 4 uint fixpt_t
l_psid 164 4 int psetid_t
l_target_cpu 168 4 pointer pointer to struct cpu_info
l_lwpctl 172 4 pointer pointer to struct lwpctl
l_lcpage 176 4 pointer pointer to struct lcpage
l_affinity 180 4 pointer pointer to kcpuset_t
l_ts 184 4 pointer pointer to struct turnstile
l_syncobj 188 4 pointer pointer to struct syncobj
l_sleepchain 192 8 struct struct {anonymous}
l_sleepchain.tqe_next 192 4 pointer pointer to struct lwp
l_sleepchain.tqe_prev 196 4 pointer pointer to pointer to struct lwp
l_wchan 200 4 pointer wchan_t
l_wmesg 204 4 pointer pointer to const char
l_sleepq 208 4 pointer pointer to struct sleepq
l_sleeperr 212 4 int int
l_slptime 216 4 uint u_int
l_timeout_ch 220 40 struct callout_t
l_emap_gen 260 4 uint u_int
l_waitcv 264 12 struct kcondvar_t
l_list 276 8 struct struct {anonymous}
l_list.le_next 276 4 pointer pointer to struct lwp
l_list.le_prev 280 4 pointer pointer to pointer to struct lwp
l_ctxlink 284 4 pointer pointer to void
l_proc 288 4 pointer pointer to struct proc
l_sibling 292 8 struct struct {anonymous}
l_sibling.le_next 292 4 pointer pointer to struct lwp
l_sibling.le_prev 296 4 pointer pointer to pointer to struct lwp
l_waiter 300 4 int lwpid_t
l_waitingfor 304 4 int lwpid_t
l_prflag 308 4 int int
l_refcnt 312 4 uint u_int
l_lid 316 4 int lwpid_t
l_name 320 4 pointer pointer to char
l_selflag 324 4 int int
l_selwait 328 4 struct struct {anonymous}
l_selwait.slh_first 328 4 pointer pointer to struct selinfo
l_selret 332 4 int int
l_selrec 336 4 uint __uintptr_t
l_selcluster 340 4 pointer pointer to struct selcluster
l_selbits 344 4 pointer pointer to void
l_selni 348 4 uint size_t
l_sigrestore 352 4 int int
l_sigwaitset 356 16 struct sigset_t
l_sigwaitset.__bits 356 16 array,4,4,uint __uint32_t[4]
l_sigcv 372 12 struct kcondvar_t
l_sigwaited 384 4 pointer pointer to struct ksiginfo
l_sigpendset 388 4 pointer pointer to sigpend_t
l_sigwaiter 392 8 struct struct {anonymous}
l_sigwaiter.le_next 392 4 pointer pointer to struct lwp
l_sigwaiter.le_prev 396 4 pointer pointer to pointer to struct lwp
l_sigstk 400 12 struct stack_t
l_sigstk.ss_sp 400 4 pointer pointer to void
l_sigstk.ss_size 404 4 uint size_t
l_sigstk.ss_flags 408 4 int int
l_sigmask 412 16 struct sigset_t
l_sigmask.__bits 412 16 array,4,4,uint __uint32_t[4]
l_sigpend 428 24 struct sigpend_t
l_sigpend.sp_info 428 8 struct ksiginfoq_t
l_sigpend.sp_info.cqh_first 428 4 pointer pointer to struct ksiginfo
l_sigpend.sp_info.cqh_last 432 4 pointer pointer to struct ksiginfo
l_sigpend.sp_set 436 16 struct sigset_t
l_sigpend.sp_set.__bits 436 16 array,4,4,uint __uint32_t[4]
l_sigoldmask 452 16 struct sigset_t
l_sigoldmask.__bits 452 16 array,4,4,uint __uint32_t[4]
l_specdataref 468 8 struct specificdata_reference
l_ktrcsw 476 12 struct struct timespec
l_private 488 4 pointer pointer to void
l_switchto 492 4 pointer pointer to struct lwp
l_cred 496 4 pointer pointer to struct kauth_cred
l_fd 500 4 pointer pointer to struct filedesc
l_emuldata 504 4 pointer pointer to void
l_cv_signalled 508 4 uint u_int
l_shlocks 512 2 uint u_short
l_exlocks 514 2 uint u_short
l_unused 516 2 uint u_short
l_blcnt 518 2 uint u_short
l_nopreempt 520 4 int int
l_dopreempt 524 4 uint u_int
l_pflag 528 4 int int
l_dupfd 532 4 int int
l_sysent 536 4 pointer volatile pointer to const struct sysent
l_ru 540 80 struct struct rusage
l_pfailtime 620 8 uint __uint64_t
l_pfailaddr 628 4 uint __uintptr_t
l_pfaillock 632 4 uint __uintptr_t
l_ld_locks 636 8 struct struct {anonymous}
l_ld_locks.tqh_first 636 4 pointer pointer to volatile struct lockdebug
l_ld_locks.tqh_last 640 4 pointer pointer to volatile pointer to volatile struct lockdebug
l_tcgen 644 4 int int
l_syscall_time 648 4 uint __uint32_t
l_syscall_counter 652 4 pointer pointer to __uint64_t
l_dtrace 656 4 pointer pointer to struct kdtrace_thread
""",
    "mount": """\
2328 struct
mnt_list 0 8 struct struct {anonymous}
mnt_list.cqe_next 0 4 pointer pointer to struct mount
mnt_list.cqe_prev 4 4 pointer pointer to struct mount
mnt_vnodelist 8 8 struct struct {anonymous}
mnt_vnodelist.tqh_first 8 4 pointer pointer to struct vnode
mnt_vnodelist.tqh_last 12 4 pointer pointer to pointer to struct vnode
mnt_op 16 4 pointer pointer to struct vfsops
mnt_vnodecovered 20 4 pointer pointer to struct vnode
mnt_syncer 24 4 pointer pointer to struct vnode
mnt_transinfo 28 4 pointer pointer to void
mnt_data 32 4 pointer pointer to void
mnt_unmounting 36 4 struct krwlock_t
mnt_renamelock 40 4 struct kmutex_t
mnt_refcnt 44 4 int int
mnt_recursecnt 48 4 int int
mnt_flag 52 4 int int
mnt_iflag 56 4 int int
mnt_fs_bshift 60 4 int int
mnt_dev_bshift 64 4 int int
mnt_stat 68 2228 struct struct statvfs
mnt_specdataref 2296 8 struct specificdata_reference
mnt_updating 2304 4 struct kmutex_t
mnt_wapbl_op 2308 4 pointer pointer to struct wapbl_ops
mnt_wapbl 2312 4 pointer pointer to struct wapbl
mnt_wapbl_replay 2316 4 pointer pointer to struct wapbl_replay
mnt_gen 2320 8 uint __uint64_t
""",
    "pgrp": """\
16 struct
pg_members 0 4 struct struct {anonymous}
pg_members.lh_first 0 4 pointer pointer to struct proc
pg_session 4 4 pointer pointer to struct session
pg_id 8 4 int __pid_t
pg_jobc 12 4 int int
""",
    "plimit": """\
216 struct
pl_rlimit 0 192 array,12,16,struct struct rlimit[12]
pl_corename 192 4 pointer pointer to char
pl_cnlen 196 4 uint size_t
pl_refcnt 200 4 uint u_int
pl_writeable 204 1 uint _Bool
pl_lock 208 4 struct kmutex_t
pl_sv_limit 212 4 pointer pointer to struct plimit
""",
    "pmap": """\
120 struct
pm_obj 0 44 array,1,44,struct struct uvm_object[1]
pm_obj_lock 44 4 array,1,4,struct kmutex_t[1]
pm_list 48 8 struct struct {anonymous}
pm_list.le_next 48 4 pointer pointer to struct pmap
pm_list.le_prev 52 4 pointer pointer to pointer to struct pmap
pm_pdir 56 4 pointer pointer to pd_entry_t
pm_pdirpa 60 4 array,1,4,uint paddr_t[1]
pm_ptphint 64 4 array,1,4,pointer pointer to struct vm_page[1]
pm_stats 68 8 struct struct pmap_statistics
pm_hiexec 76 4 uint vaddr_t
pm_flags 80 4 int int
pm_ldt 84 4 pointer pointer to union descriptor
pm_ldt_len 88 4 uint size_t
pm_ldt_sel 92 4 int int
pm_cpus 96 4 pointer pointer to kcpuset_t
pm_kernel_cpus 100 4 pointer pointer to kcpuset_t
pm_xen_ptp_cpus 104 4 pointer pointer to kcpuset_t
pm_ncsw 108 8 uint __uint64_t
pm_gc_ptp 116 4 pointer pointer to struct vm_page
""",
    "proc": """\
432 struct
p_list 0 8 struct struct {anonymous}
p_list.le_next 0 4 pointer pointer to struct proc
p_list.le_prev 4 4 pointer pointer to pointer to struct proc
p_auxlock 8 4 struct kmutex_t
p_lock 12 4 pointer pointer to kmutex_t
p_stmutex 16 4 struct kmutex_t
p_reflock 20 4 struct krwlock_t
p_waitcv 24 12 struct kcondvar_t
p_lwpcv 36 12 struct kcondvar_t
p_cred 48 4 pointer pointer to struct kauth_cred
p_fd 52 4 pointer pointer to struct filedesc
p_cwdi 56 4 pointer pointer to struct cwdinfo
p_stats 60 4 pointer pointer to struct pstats
p_limit 64 4 pointer pointer to struct plimit
p_vmspace 68 4 pointer pointer to struct vmspace
p_sigacts 72 4 pointer pointer to struct sigacts
p_aio 76 4 pointer pointer to struct aioproc
p_mqueue_cnt 80 4 uint u_int
p_specdataref 84 8 struct specificdata_reference
p_exitsig 92 4 int int
p_flag 96 4 int int
p_sflag 100 4 int int
p_slflag 104 4 int int
p_lflag 108 4 int int
p_stflag 112 4 int int
p_stat 116 1 int char
p_trace_enabled 117 1 int char
p_pad1 118 2 char[],2,1,int char[2]
p_pid 120 4 int __pid_t
p_pglist 124 8 struct struct {anonymous}
p_pglist.le_next 124 4 pointer pointer to struct proc
p_pglist.le_prev 128 4 pointer pointer to pointer to struct proc
p_pptr 132 4 pointer pointer to struct proc
p_sibling 136 8 struct struct {anonymous}
p_sibling.le_next 136 4 pointer pointer to struct proc
p_sibling.le_prev 140 4 pointer pointer to pointer to struct proc
p_children 144 4 struct struct {anonymous}
p_children.lh_first 144 4 pointer pointer to struct proc
p_lwps 148 4 struct struct {anonymous}
p_lwps.lh_first 148 4 pointer pointer to struct lwp
p_raslist 152 4 pointer pointer to struct ras
p_nlwps 156 4 int int
p_nzlwps 160 4 int int
p_nrlwps 164 4 int int
p_nlwpwait 168 4 int int
p_ndlwps 172 4 int int
p_nlwpid 176 4 int int
p_nstopchild 180 4 uint u_int
p_waited 184 4 uint u_int
p_zomblwp 188 4 pointer pointer to struct lwp
p_vforklwp 192 4 pointer pointer to struct lwp
p_sched_info 196 4 pointer pointer to void
p_estcpu 200 4 uint fixpt_t
p_estcpu_inherited 204 4 uint fixpt_t
p_forktime 208 4 uint unsigned int
p_pctcpu 212 4 uint fixpt_t
p_opptr 216 4 pointer pointer to struct proc
p_timers 220 4 pointer pointer to struct ptimers
p_rtime 224 16 struct struct bintime
p_uticks 240 8 uint u_quad_t
p_sticks 248 8 uint u_quad_t
p_iticks 256 8 uint u_quad_t
p_traceflag 264 4 int int
p_tracep 268 4 pointer pointer to void
p_textvp 272 4 pointer pointer to struct vnode
p_emul 276 4 pointer pointer to struct emul
p_emuldata 280 4 pointer pointer to void
p_execsw 284 4 pointer pointer to const struct execsw
p_klist 288 4 struct struct klist
p_sigwaiters 292 4 struct struct {anonymous}
p_sigwaiters.lh_first 292 4 pointer pointer to struct lwp
p_sigpend 296 24 struct sigpend_t
p_sigpend.sp_info 296 8 struct ksiginfoq_t
p_sigpend.sp_info.cqh_first 296 4 pointer pointer to struct ksiginfo
p_sigpend.sp_info.cqh_last 300 4 pointer pointer to struct ksiginfo
p_sigpend.sp_set 304 16 struct sigset_t
p_sigpend.sp_set.__bits 304 16 array,4,4,uint __uint32_t[4]
p_lwpctl 320 4 pointer pointer to struct lcproc
p_ppid 324 4 int __pid_t
p_fpid 328 4 int __pid_t
p_sigctx 332 48 struct struct sigctx
p_nice 380 1 uint u_char
p_comm 381 17 char[],17,1,int char[17]
p_pgrp 400 4 pointer pointer to struct pgrp
p_psstrp 404 4 uint vaddr_t
p_pax 408 4 uint u_int
p_xstat 412 2 uint u_short
p_acflag 414 2 uint u_short
p_md 416 8 struct struct mdproc
p_stackbase 424 4 uint vaddr_t
p_dtrace 428 4 pointer pointer to struct kdtrace_proc
""",
    "ps_strings": """\
16 struct
ps_argvstr 0 4 pointer pointer to pointer to char
ps_nargvstr 4 4 int int
ps_envstr 8 4 pointer pointer to pointer to char
ps_nenvstr 12 4 int int
""",
    "pstats": """\
268 struct
p_ru 0 80 struct struct rusage
p_cru 80 80 struct struct rusage
p_timer 160 72 array,3,24,struct struct itimerspec[3]
p_prof 232 24 struct struct uprof
p_prof.pr_base 232 4 pointer pointer to char
p_prof.pr_size 236 4 uint size_t
p_prof.pr_off 240 4 uint u_long
p_prof.pr_scale 244 4 uint u_int
p_prof.pr_addr 248 4 uint u_long
p_prof.pr_ticks 252 4 uint u_long
p_start 256 12 struct struct timeval
""",
    "rb_node": """\
12 struct
rb_nodes 0 8 array,2,4,pointer pointer to struct rb_node[2]
rb_info 8 4 uint __uintptr_t
""",
    "rb_tree": """\
16 struct
rbt_root 0 4 pointer pointer to struct rb_node
rbt_ops 4 4 pointer pointer to const rb_tree_ops_t
rbt_minmax 8 8 array,2,4,pointer pointer to struct rb_node[2]
""",
    "rlimit": """\
16 struct
rlim_cur 0 8 uint rlim_t
rlim_max 8 8 uint rlim_t
""",
    "rusage": """\
80 struct
ru_utime 0 12 struct struct timeval
ru_stime 12 12 struct struct timeval
ru_maxrss 24 4 int long
ru_ixrss 28 4 int long
ru_idrss 32 4 int long
ru_isrss 36 4 int long
ru_minflt 40 4 int long
ru_majflt 44 4 int long
ru_nswap 48 4 int long
ru_inblock 52 4 int long
ru_oublock 56 4 int long
ru_msgsnd 60 4 int long
ru_msgrcv 64 4 int long
ru_nsignals 68 4 int long
ru_nvcsw 72 4 int long
ru_nivcsw 76 4 int long
""",
    "schedstate_percpu": """\
96 struct
spc_mutex 0 4 pointer pointer to kmutex_t
spc_lwplock 4 4 pointer pointer to kmutex_t
spc_migrating 8 4 pointer pointer to struct lwp
spc_curpriority 12 4 int pri_t
spc_maxpriority 16 4 int pri_t
spc_psid 20 4 int psetid_t
spc_lastmod 24 8 int time_t
spc_sched_info 32 4 pointer pointer to void
spc_flags 36 4 int volatile int
spc_schedticks 40 4 uint u_int
spc_cp_time 44 40 array,5,8,uint __uint64_t[5]
spc_ticks 84 4 int int
spc_pscnt 88 4 int int
spc_psdiv 92 4 int int
""",
    "session": """\
40 struct
s_count 0 4 int int
s_flags 4 4 uint u_int
s_leader 8 4 pointer pointer to struct proc
s_ttyvp 12 4 pointer pointer to struct vnode
s_ttyp 16 4 pointer pointer to struct tty
s_login 20 16 char[],16,1,int char[16]
s_sid 36 4 int __pid_t
""",
    "sigacts": """\
2056 struct
sa_sigdesc 0 2048 array,64,32,struct struct sigact_sigdesc[64]
sa_refcnt 2048 4 int int
sa_mutex 2052 4 struct kmutex_t
""",
    "sigctx": """\
48 struct
ps_signo 0 4 int int
ps_code 4 4 int int
ps_lwp 8 4 int int
ps_sigcode 12 4 pointer pointer to void
ps_sigignore 16 16 struct sigset_t
ps_sigignore.__bits 16 16 array,4,4,uint __uint32_t[4]
ps_sigcatch 32 16 struct sigset_t
ps_sigcatch.__bits 32 16 array,4,4,uint __uint32_t[4]
""",
    "sigpend": """\
24 struct
sp_info 0 8 struct ksiginfoq_t
sp_info.cqh_first 0 4 pointer pointer to struct ksiginfo
sp_info.cqh_last 4 4 pointer pointer to struct ksiginfo
sp_set 8 16 struct sigset_t
sp_set.__bits 8 16 array,4,4,uint __uint32_t[4]
""",
    "specdev": """\
28 struct
sd_mountpoint 0 4 pointer pointer to struct mount
sd_lockf 4 4 pointer pointer to struct lockf
sd_bdevvp 8 4 pointer pointer to vnode_t
sd_opencnt 12 4 uint u_int
sd_refcnt 16 4 uint u_int
sd_rdev 20 8 uint dev_t
""",
    "specnode": """\
24 struct
sn_next 0 4 pointer pointer to vnode_t
sn_dev 4 4 pointer pointer to struct specdev
sn_opencnt 8 4 uint u_int
sn_rdev 12 8 uint dev_t
sn_gone 20 1 uint _Bool
""",
    "timespec": """\
12 struct
tv_sec 0 8 int time_t
tv_nsec 8 4 int long
""",
    "timeval": """\
12 struct
tv_sec 0 8 int time_t
tv_usec 8 4 int suseconds_t
""",
    "tty": """\
472 struct
tty_link 0 8 struct struct {anonymous}
tty_link.tqe_next 0 4 pointer pointer to struct tty
tty_link.tqe_prev 4 4 pointer pointer to pointer to struct tty
t_rawq 8 28 struct struct clist
t_rawcc 36 4 int long
t_rawcv 40 12 struct kcondvar_t
t_rawcvf 52 12 struct kcondvar_t
t_canq 64 28 struct struct clist
t_cancc 92 4 int long
t_cancv 96 12 struct kcondvar_t
t_cancvf 108 12 struct kcondvar_t
t_outq 120 28 struct struct clist
t_outcc 148 4 int long
t_outcv 152 12 struct kcondvar_t
t_outcvf 164 12 struct kcondvar_t
t_rstrt_ch 176 40 struct callout_t
t_linesw 216 4 pointer pointer to struct linesw
t_dev 220 8 uint dev_t
t_state 228 4 int int
t_wopen 232 4 int int
t_flags 236 4 int int
t_qsize 240 4 int int
t_pgrp 244 4 pointer pointer to struct pgrp
t_session 248 4 pointer pointer to struct session
t_rsel 252 36 struct struct selinfo
t_wsel 288 36 struct struct selinfo
t_termios 324 44 struct struct termios
t_winsize 368 8 struct struct winsize
t_oproc 376 4 pointer pointer to function
t_param 380 4 pointer pointer to function
t_hwiflow 384 4 pointer pointer to function
t_sc 388 4 pointer pointer to void
t_column 392 2 int short
t_rocount 394 2 int short
t_rocol 396 2 int short
t_hiwat 400 4 int int
t_lowat 404 4 int int
t_gen 408 2 int short
t_sigs 412 48 array,3,16,struct sigset_t[3]
t_sigcount 460 4 int int
t_sigqueue 464 8 struct struct {anonymous}
t_sigqueue.tqe_next 464 4 pointer pointer to struct tty
t_sigqueue.tqe_prev 468 4 pointer pointer to pointer to struct tty
""",
    "uvm_object": """\
44 struct
vmobjlock 0 4 pointer pointer to kmutex_t
pgops 4 4 pointer pointer to const struct uvm_pagerops
memq 8 8 struct struct pglist
memq.tqh_first 8 4 pointer pointer to struct vm_page
memq.tqh_last 12 4 pointer pointer to pointer to struct vm_page
uo_npages 16 4 int int
uo_refs 20 4 uint unsigned int
rb_tree 24 16 struct struct rb_tree
uo_ubc 40 4 struct struct {anonymous}
uo_ubc.lh_first 40 4 pointer pointer to struct ubc_map
""",
    "uvmexp": """\
312 struct
pagesize 0 4 int int
pagemask 4 4 int int
pageshift 8 4 int int
npages 12 4 int int
free 16 4 int int
paging 20 4 int int
wired 24 4 int int
ncolors 28 4 int int
colormask 32 4 int int
zeropages 36 4 int int
reserve_pagedaemon 40 4 int int
reserve_kernel 44 4 int int
anonpages 48 4 uint unsigned int
filepages 52 4 uint unsigned int
execpages 56 4 uint unsigned int
freemin 60 4 int int
freetarg 64 4 int int
wiredmax 68 4 int int
nswapdev 72 4 int int
swpages 76 4 int int
swpgavail 80 4 int int
swpginuse 84 4 int int
swpgonly 88 4 int int
nswget 92 4 int int
_unused_faults 96 4 int int
_unused_traps 100 4 int int
_unused_intrs 104 4 int int
_unused_swtch 108 4 int int
_unused_softs 112 4 int int
_unused_syscalls 116 4 int int
pageins 120 4 int int
_unused1 124 4 int int
_unused2 128 4 int int
pgswapin 132 4 int int
pgswapout 136 4 int int
forks 140 4 int int
forks_ppwait 144 4 int int
forks_sharevm 148 4 int int
pga_zerohit 152 4 int int
pga_zeromiss 156 4 int int
zeroaborts 160 4 int int
colorhit 164 4 int int
colormiss 168 4 int int
cpuhit 172 4 int int
cpumiss 176 4 int int
fltnoram 180 4 int int
fltnoanon 184 4 int int
fltpgwait 188 4 int int
fltpgrele 192 4 int int
fltrelck 196 4 int int
fltrelckok 200 4 int int
fltanget 204 4 int int
fltanretry 208 4 int int
fltamcopy 212 4 int int
fltnamap 216 4 int int
fltnomap 220 4 int int
fltlget 224 4 int int
fltget 228 4 int int
flt_anon 232 4 int int
flt_acow 236 4 int int
flt_obj 240 4 int int
flt_prcopy 244 4 int int
flt_przero 248 4 int int
pdwoke 252 4 int int
pdrevs 256 4 int int
_unused3 260 4 int int
pdfreed 264 4 int int
pdscans 268 4 int int
pdanscan 272 4 int int
pdobscan 276 4 int int
pdreact 280 4 int int
pdbusy 284 4 int int
pdpageouts 288 4 int int
pdpending 292 4 int int
pddeact 296 4 int int
pdreanon 300 4 int int
pdrefile 304 4 int int
pdreexec 308 4 int int
""",
    "vm_amap": """\
48 struct
am_lock 0 4 pointer pointer to kmutex_t
am_ref 4 4 int int
am_flags 8 4 int int
am_maxslot 12 4 int int
am_nslot 16 4 int int
am_nused 20 4 int int
am_slots 24 4 pointer pointer to int
am_bckptr 28 4 pointer pointer to int
am_anon 32 4 pointer pointer to pointer to struct vm_anon
am_ppref 36 4 pointer pointer to int
am_list 40 8 struct struct {anonymous}
am_list.le_next 40 4 pointer pointer to struct vm_amap
am_list.le_prev 44 4 pointer pointer to pointer to struct vm_amap
""",
    "vm_anon": """\
16 struct
an_lock 0 4 pointer pointer to kmutex_t
an_u 4 4 union union {anonymous}
an_u.au_ref 4 4 uint __uintptr_t
an_u.au_link 4 4 pointer pointer to struct vm_anon
an_page 8 4 pointer pointer to struct vm_page
an_swslot 12 4 int int
""",
    "vm_aref": """\
8 struct
ar_pageoff 0 4 int int
ar_amap 4 4 pointer pointer to struct vm_amap
""",
    "vm_map": """\
160 struct
pmap 0 4 pointer pointer to struct pmap
lock 4 4 struct krwlock_t
busy 8 4 pointer pointer to struct lwp
misc_lock 12 4 struct kmutex_t
cv 16 12 struct kcondvar_t
flags 28 4 int int
rb_tree 32 16 struct struct rb_tree
header 48 88 struct struct vm_map_entry
nentries 136 4 int int
size 140 4 uint vsize_t
ref_count 144 4 int int
hint 148 4 pointer pointer to struct vm_map_entry
first_free 152 4 pointer pointer to struct vm_map_entry
timestamp 156 4 uint unsigned int
""",
    "vm_map_entry": """\
88 struct
rb_node 0 12 struct struct rb_node
gap 12 4 uint vsize_t
maxgap 16 4 uint vsize_t
prev 20 4 pointer pointer to struct vm_map_entry
next 24 4 pointer pointer to struct vm_map_entry
start 28 4 uint vaddr_t
end 32 4 uint vaddr_t
object 36 4 union union {anonymous}
object.uvm_obj 36 4 pointer pointer to struct uvm_object
object.sub_map 36 4 pointer pointer to struct vm_map
offset 40 8 int voff_t
etype 48 4 int int
protection 52 4 int vm_prot_t
max_protection 56 4 int vm_prot_t
inheritance 60 4 int vm_inherit_t
wired_count 64 4 int int
aref 68 8 struct struct vm_aref
advice 76 4 int int
map_attrib 80 4 uint __uint32_t
flags 84 1 uint u_int8_t
""",
    "vm_page": """\
68 struct
rb_node 0 12 struct struct rb_node
pageq 12 8 union union {anonymous}
pageq.queue 12 8 struct struct {anonymous}
pageq.queue.tqe_next 12 4 pointer pointer to struct vm_page
pageq.queue.tqe_prev 16 4 pointer pointer to pointer to struct vm_page
pageq.list 12 8 struct struct {anonymous}
pageq.list.le_next 12 4 pointer pointer to struct vm_page
pageq.list.le_prev 16 4 pointer pointer to pointer to struct vm_page
listq 20 8 union union {anonymous}
listq.queue 20 8 struct struct {anonymous}
listq.queue.tqe_next 20 4 pointer pointer to struct vm_page
listq.queue.tqe_prev 24 4 pointer pointer to pointer to struct vm_page
listq.list 20 8 struct struct {anonymous}
listq.list.le_next 20 4 pointer pointer to struct vm_page
listq.list.le_prev 24 4 pointer pointer to pointer to struct vm_page
uanon 28 4 pointer pointer to struct vm_anon
uobject 32 4 pointer pointer to struct uvm_object
offset 36 8 int voff_t
flags 44 2 uint __uint16_t
loan_count 46 2 uint __uint16_t
wire_count 48 2 uint __uint16_t
pqflags 50 2 uint __uint16_t
phys_addr 52 4 uint paddr_t
mdpage 56 12 struct struct vm_page_md
""",
    "vmspace": """\
212 struct
vm_map 0 160 struct struct vm_map
vm_refcnt 160 4 int int
vm_shm 164 4 pointer pointer to void
vm_rssize 168 4 int segsz_t
vm_swrss 172 4 int segsz_t
vm_tsize 176 4 int segsz_t
vm_dsize 180 4 int segsz_t
vm_ssize 184 4 int segsz_t
vm_issize 188 4 int segsz_t
vm_taddr 192 4 pointer pointer to void
vm_daddr 196 4 pointer pointer to void
vm_maxsaddr 200 4 pointer pointer to void
vm_minsaddr 204 4 pointer pointer to void
vm_aslr_delta_mmap 208 4 uint size_t
""",
    "vnode": """\
176 struct
v_uobj 0 44 struct struct uvm_object
v_cv 44 12 struct kcondvar_t
v_size 56 8 int voff_t
v_writesize 64 8 int voff_t
v_iflag 72 4 int int
v_vflag 76 4 int int
v_uflag 80 4 int int
v_numoutput 84 4 int int
v_writecount 88 4 int int
v_holdcnt 92 4 int int
v_synclist_slot 96 4 int int
v_mount 100 4 pointer pointer to struct mount
v_op 104 4 pointer pointer to pointer to function
v_freelist 108 8 struct struct {anonymous}
v_freelist.tqe_next 108 4 pointer pointer to struct vnode
v_freelist.tqe_prev 112 4 pointer pointer to pointer to struct vnode
v_freelisthd 116 4 pointer pointer to struct vnodelst
v_mntvnodes 120 8 struct struct {anonymous}
v_mntvnodes.tqe_next 120 4 pointer pointer to struct vnode
v_mntvnodes.tqe_prev 124 4 pointer pointer to pointer to struct vnode
v_cleanblkhd 128 4 struct struct buflists
v_cleanblkhd.lh_first 128 4 pointer pointer to struct buf
v_dirtyblkhd 132 4 struct struct buflists
v_dirtyblkhd.lh_first 132 4 pointer pointer to struct buf
v_synclist 136 8 struct struct {anonymous}
v_synclist.tqe_next 136 4 pointer pointer to struct vnode
v_synclist.tqe_prev 140 4 pointer pointer to pointer to struct vnode
v_dnclist 144 4 struct struct {anonymous}
v_dnclist.lh_first 144 4 pointer pointer to struct namecache
v_nclist 148 4 struct struct {anonymous}
v_nclist.lh_first 148 4 pointer pointer to struct namecache
v_un 152 4 union union {anonymous}
v_un.vu_mountedhere 152 4 pointer pointer to struct mount
v_un.vu_socket 152 4 pointer pointer to struct socket
v_un.vu_specnode 152 4 pointer pointer to struct specnode
v_un.vu_fifoinfo 152 4 pointer pointer to struct fifoinfo
v_un.vu_ractx 152 4 pointer pointer to struct uvm_ractx
v_type 156 4 uint enum vtype
v_tag 160 4 uint enum vtagtype
v_lock 164 4 struct krwlock_t
v_data 168 4 pointer pointer to void
v_klist 172 4 struct struct klist
""",
}

ALIASES = {}

TYPEDEFS = {}

CONSTANTS = {
    "ALIGNBYTES": 3,
    "AMAP_REFALL": 2,
    "AMAP_SHARED": 1,
    "AOUT_LDPGSZ": 4096,
    "ARG_MAX": 262144,
    "CACHE_LINE_SIZE": 64,
    "COHERENCY_UNIT": 64,
    "CORE_CPU": 1,
    "CORE_DATA": 2,
    "CORE_STACK": 4,
    "DEV_BSIZE": 512,
    "DTYPE_CRYPTO": 6,
    "DTYPE_KQUEUE": 4,
    "DTYPE_MISC": 5,
    "DTYPE_MQUEUE": 7,
    "DTYPE_PIPE": 3,
    "DTYPE_SEM": 8,
    "DTYPE_SOCKET": 2,
    "DTYPE_VNODE": 1,
    "EINVAL": 22,
    "ENOMEM": 12,
    "ENXIO": 6,
    "EPROC_CTTY": 1,
    "EPROC_SLEADER": 2,
    "ESRCH": 3,
    "EX_DYNAMIC": 32,
    "EX_PIC": 16,
    "FSCALE": 2048,
    "I386_KCORE_PAE": 512,
    "KCORESEG_MAGIC": 36780,
    "KCORE_MAGIC": 36810,
    "KERNBASE": 3221225472,
    "KERN_FILE": 15,
    "KERN_FILE2": 77,
    "KERN_FILESLOP": 10,
    "KERN_FILE_BYFILE": 1,
    "KERN_FILE_BYPID": 2,
    "KERN_LWP": 64,
    "KERN_PROC": 14,
    "KERN_PROC2": 47,
    "KERN_PROC_ALL": 0,
    "KERN_PROC_ARGS": 48,
    "KERN_PROC_ARGV": 1,
    "KERN_PROC_ENV": 3,
    "KERN_PROC_GID": 7,
    "KERN_PROC_NARGV": 2,
    "KERN_PROC_NENV": 4,
    "KERN_PROC_PGRP": 2,
    "KERN_PROC_PID": 1,
    "KERN_PROC_RGID": 8,
    "KERN_PROC_RUID": 6,
    "KERN_PROC_SESSION": 3,
    "KERN_PROC_TTY": 4,
    "KERN_PROC_TTY_NODEV": 18446744073709551615,
    "KERN_PROC_TTY_REVOKE": 18446744073709551614,
    "KERN_PROC_UID": 5,
    "KI_LNAMELEN": 20,
    "KI_MAXCOMLEN": 24,
    "KI_MAXEMULLEN": 16,
    "KI_MAXLOGNAME": 24,
    "KI_NGROUPS": 16,
    "KI_WMESGLEN": 8,
    "L1_FRAME": 4294963200,
    "L1_MASK": 4190208,
    "L1_SHIFT": 12,
    "L2_FRAME": 4290772992,
    "L2_MASK": 4290772992,
    "L2_SHIFT": 22,
    "LPR_DETACHED": 8388608,
    "LP_BOUND": 2147483648,
    "LP_INTR": 64,
    "LP_KTRACTIVE": 1,
    "LP_KTRCSW": 2,
    "LP_MPSAFE": 32,
    "LP_OWEUPC": 16,
    "LP_PIDLID": 8,
    "LP_RUNNING": 536870912,
    "LP_SYSCTLWRITE": 128,
    "LSDEAD": 6,
    "LSIDL": 1,
    "LSONPROC": 7,
    "LSRUN": 2,
    "LSSLEEP": 3,
    "LSSTOP": 4,
    "LSSUSPENDED": 8,
    "LSZOMB": 5,
    "LW_CANCELLED": 33554432,
    "LW_IDLE": 1,
    "LW_LWPCTL": 2,
    "LW_PENDSIG": 16777216,
    "LW_RUMP_CLEAR": 1073741824,
    "LW_RUMP_QEXIT": 2147483648,
    "LW_SINTR": 128,
    "LW_SYSTEM": 512,
    "LW_UNPARKED": 268435456,
    "LW_WCORE": 524288,
    "LW_WEXIT": 1048576,
    "LW_WREBOOT": 134217728,
    "LW_WSUSPEND": 131072,
    "MAXCOMLEN": 16,
    "MAXLOGNAME": 16,
    "MAXPATHLEN": 1024,
    "MID_MACHINE": 134,
    "MSG_MAGIC": 405601,
    "NBPD_L1": 4096,
    "NBPD_L2": 4194304,
    "NBPG": 4096,
    "NCARGS": 262144,
    "NGROUPS": 16,
    "NMAGIC": 264,
    "NODEV": 18446744073709551615,
    "OMAGIC": 263,
    "PAGE_SHIFT": 12,
    "PAGE_SIZE": 4096,
    "PDIR_SLOT_KERN": 768,
    "PDIR_SLOT_PTE": 767,
    "PGOFSET": 4095,
    "PGSHIFT": 12,
    "PG_AVAIL1": 512,
    "PG_BUSY": 1,
    "PG_CLEAN": 8,
    "PG_FRAME": 4294963200,
    "PG_LGFRAME": 4290772992,
    "PG_PS": 128,
    "PG_V": 1,
    "PG_W": 512,
    "PK_32": 262144,
    "PK_ADVLOCK": 1,
    "PK_CLDSIGIGN": 524288,
    "PK_EXEC": 16384,
    "PK_MARKER": 2147483648,
    "PK_NOCLDWAIT": 131072,
    "PK_SUGID": 256,
    "PK_SYSTEM": 2,
    "PK_SYSVSEM": 4,
    "PL_CONTROLT": 2,
    "PL_ORPHANPG": 536870912,
    "PL_PPWAIT": 16,
    "PL_SIGCOMPAT": 512,
    "PSL_CHTRACED": 4194304,
    "PSL_SYSCALL": 67108864,
    "PSL_TRACED": 2048,
    "PSL_TRACEFORK": 1,
    "PST_PROFIL": 32,
    "PS_NOCLDSTOP": 8,
    "PS_NOTIFYSTOP": 268435456,
    "PS_STOPEXEC": 16777216,
    "PS_STOPEXIT": 33554432,
    "PS_STOPFORK": 8388608,
    "PS_STOPPING": 2147483648,
    "PS_WCORE": 4096,
    "PTE_BASE": 3217031168,
    "QMAGIC": 204,
    "SACTIVE": 2,
    "SDEAD": 6,
    "SDYING": 3,
    "SIDL": 1,
    "SSTOP": 4,
    "SZOMB": 5,
    "USRSTACK": 3217031168,
    "UVM_ET_COPYONWRITE": 4,
    "UVM_ET_NEEDSCOPY": 8,
    "UVM_ET_OBJ": 1,
    "UVM_ET_SUBMAP": 2,
    "UVM_PAGE_TREE_PENALTY": 4,
    "VM_MAP_PAGEABLE": 1,
    "VM_MAXUSER_ADDRESS": 3217031168,
    "VM_MAX_ADDRESS": 3220172800,
    "VM_MAX_KERNEL_ADDRESS": 4290772992,
    "VM_MIN_ADDRESS": 0,
    "VM_MIN_KERNEL_ADDRESS": 3221225472,
    "WMESGLEN": 8,
    "ZMAGIC": 267,
}

SCALARS = {
    "dev_t": (8, "uint"),
    "fixpt_t": (4, "uint"),
    "gid_t": (4, "uint"),
    "lwpid_t": (4, "int"),
    "off_t": (8, "int"),
    "paddr_t": (4, "uint"),
    "pd_entry_t": (4, "uint"),
    "pid_t": (4, "int"),
    "pri_t": (4, "int"),
    "pt_entry_t": (4, "uint"),
    "register_t": (4, "int"),
    "segsz_t": (4, "int"),
    "time_t": (8, "int"),
    "u_quad_t": (8, "uint"),
    "uid_t": (4, "uint"),
    "vaddr_t": (4, "uint"),
    "voff_t": (8, "int"),
    "vsize_t": (4, "uint"),
}
