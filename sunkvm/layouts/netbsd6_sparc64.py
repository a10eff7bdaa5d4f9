# ruff: noqa
# mypy: ignore-errors
"""Struct layouts of NetBSD 6.99.16, sparc64. Made by tests/oracle/make_tables.py; do not edit.

Source: NetBSD 6.99.16 (-current of Jan 2013, between the 6.0 and 7.0 releases) kernel headers, tree
fallen/NetBSD6; machine sparc64; computed with clang -target sparc64-unknown-netbsd from DWARF, kernel view
(_KERNEL, no option headers: i.e. no DIAGNOSTIC/LOCKDEBUG-only fields).

Target sparc64-unknown-netbsd, big-endian.

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
1000 struct
ci_data 0 448 struct struct cpu_data
ci_data.cpu_biglock_wanted 0 8 pointer pointer to lwp_t
ci_data.cpu_callout 8 8 pointer pointer to void
ci_data.cpu_unused1 16 8 pointer pointer to void
ci_data.cpu_unused2 24 4 uint u_int
ci_data.cpu_schedstate 32 120 struct struct schedstate_percpu
ci_data.cpu_xcall 152 24 struct kcondvar_t
ci_data.cpu_xcall_pending 176 4 int int
ci_data.cpu_onproc 184 8 pointer pointer to lwp_t
ci_data.cpu_qchain 192 16 struct struct {anonymous}
ci_data.cpu_qchain.cqe_next 192 8 pointer pointer to struct cpu_info
ci_data.cpu_qchain.cqe_prev 200 8 pointer pointer to struct cpu_info
ci_data.cpu_package_id 208 8 uint cpuid_t
ci_data.cpu_core_id 216 8 uint cpuid_t
ci_data.cpu_smt_id 224 8 uint cpuid_t
ci_data.cpu_pcu_curlwp 232 0 array,0,8,pointer volatile pointer to struct lwp[0]
ci_data.cpu_idlelwp 232 8 pointer pointer to lwp_t
ci_data.cpu_lockstat 240 8 pointer pointer to void
ci_data.cpu_index 248 4 uint u_int
ci_data.cpu_biglock_count 252 4 uint u_int
ci_data.cpu_spin_locks 256 4 uint u_int
ci_data.cpu_simple_locks 260 4 uint u_int
ci_data.cpu_spin_locks2 264 4 uint u_int
ci_data.cpu_lkdebug_recurse 268 4 uint u_int
ci_data.cpu_softints 272 4 uint u_int
ci_data.cpu_nsyscall 280 8 uint __uint64_t
ci_data.cpu_ntrap 288 8 uint __uint64_t
ci_data.cpu_nswtch 296 8 uint __uint64_t
ci_data.cpu_nintr 304 8 uint __uint64_t
ci_data.cpu_nsoft 312 8 uint __uint64_t
ci_data.cpu_nfault 320 8 uint __uint64_t
ci_data.cpu_uvm 328 8 pointer pointer to void
ci_data.cpu_softcpu 336 8 pointer pointer to void
ci_data.cpu_biodone 344 16 struct struct {anonymous}
ci_data.cpu_biodone.tqh_first 344 8 pointer pointer to struct buf
ci_data.cpu_biodone.tqh_last 352 8 pointer pointer to pointer to struct buf
ci_data.cpu_percpu 360 16 struct percpu_cpu_t
ci_data.cpu_percpu.pcc_size 360 8 uint size_t
ci_data.cpu_percpu.pcc_data 368 8 pointer pointer to void
ci_data.cpu_selcluster 376 8 pointer pointer to struct selcluster
ci_data.cpu_nch 384 8 pointer pointer to void
ci_data.cpu_ld_locks 392 16 struct struct {anonymous}
ci_data.cpu_ld_locks.tqh_first 392 8 pointer pointer to volatile struct lockdebug
ci_data.cpu_ld_locks.tqh_last 400 8 pointer pointer to volatile pointer to volatile struct lockdebug
ci_data.cpu_ld_lock 408 1 uint __cpu_simple_lock_t
ci_data.cpu_cc_freq 416 8 uint __uint64_t
ci_data.cpu_cc_skew 424 8 int __int64_t
ci_data.cpu_name 432 8 char[],8,1,int char[8]
ci_data.cpu_kcpuset 440 8 pointer pointer to kcpuset_t
ci_self 448 8 pointer volatile pointer to struct cpu_info
ci_curlwp 456 8 pointer pointer to struct lwp
ci_cpcb 464 8 pointer pointer to struct pcb
ci_next 472 8 pointer pointer to struct cpu_info
ci_fplwp 480 8 pointer pointer to struct lwp
ci_eintstack 488 8 pointer pointer to void
ci_mtx_count 496 4 int int
ci_mtx_oldspl 500 4 int int
ci_spinup 504 8 pointer pointer to function
ci_paddr 512 8 uint paddr_t
ci_cpuid 520 4 int int
ci_node 524 4 uint u_int
ci_tick_increment 528 8 uint u_long
ci_cpu_clockrate 536 16 array,2,8,uint __uint64_t[2]
ci_system_clockrate 552 16 array,2,8,uint __uint64_t[2]
ci_intrpending 568 128 array,16,8,pointer pointer to struct intrhand[16]
ci_tick_ih 696 8 pointer pointer to struct intrhand
ci_tick_evcnt 704 56 struct struct evcnt
ci_ipi_evcnt 760 168 array,3,56,struct struct evcnt[3]
ci_flags 928 4 int int
ci_want_ast 932 4 int int
ci_want_resched 936 4 int int
ci_idepth 940 4 int int
ci_ctx_lock 944 8 struct kmutex_t
ci_pmap_next_ctx 952 4 int int
ci_numctx 956 4 int int
ci_ctxbusy 960 8 pointer pointer to paddr_t
ci_pmap_ctxlist 968 8 struct struct {anonymous}
ci_pmap_ctxlist.lh_first 968 8 pointer pointer to struct pmap
ci_tsb_dmmu 976 8 pointer pointer to pte_t
ci_tsb_immu 984 8 pointer pointer to pte_t
ci_ddb_regs 992 8 pointer pointer to volatile void
""",
    "cwdinfo": """\
40 struct
cwdi_cdir 0 8 pointer pointer to struct vnode
cwdi_rdir 8 8 pointer pointer to struct vnode
cwdi_edir 16 8 pointer pointer to struct vnode
cwdi_lock 24 8 struct krwlock_t
cwdi_cmask 32 2 uint u_short
cwdi_refcnt 36 4 uint u_int
""",
    "emul": """\
208 struct
e_name 0 8 pointer pointer to const char
e_path 8 8 pointer pointer to const char
e_flags 16 4 int int
e_errno 24 8 pointer pointer to const int
e_nosys 32 4 int int
e_nsysent 36 4 int int
e_sysent 40 8 pointer pointer to struct sysent
e_syscallnames 48 8 pointer pointer to const pointer to const char
e_sendsig 56 8 pointer pointer to function
e_trapsignal 64 8 pointer pointer to function
e_tracesig 72 8 pointer pointer to function
e_sigcode 80 8 pointer pointer to char
e_esigcode 88 8 pointer pointer to char
e_sigobject 96 8 pointer pointer to pointer to struct uvm_object
e_setregs 104 8 pointer pointer to function
e_proc_exec 112 8 pointer pointer to function
e_proc_fork 120 8 pointer pointer to function
e_proc_exit 128 8 pointer pointer to function
e_lwp_fork 136 8 pointer pointer to function
e_lwp_exit 144 8 pointer pointer to function
e_syscall_intern 152 8 pointer pointer to function
e_sysctlovly 160 8 pointer pointer to struct sysctlnode
e_fault 168 8 pointer pointer to function
e_vm_default_addr 176 8 pointer pointer to function
e_usertrap 184 8 pointer pointer to function
e_ucsize 192 8 uint size_t
e_startlwp 200 8 pointer pointer to function
""",
    "eproc": """\
608 struct
e_paddr 0 8 pointer pointer to struct proc
e_sess 8 8 pointer pointer to struct session
e_pcred 16 32 struct struct ki_pcred
e_pcred.p_pad 16 8 pointer pointer to void
e_pcred.p_ruid 24 4 uint __uid_t
e_pcred.p_svuid 28 4 uint __uid_t
e_pcred.p_rgid 32 4 uint __gid_t
e_pcred.p_svgid 36 4 uint __gid_t
e_pcred.p_refcnt 40 4 int int
e_ucred 48 80 struct struct ki_ucred
e_ucred.cr_ref 48 4 uint __uint32_t
e_ucred.cr_uid 52 4 uint __uid_t
e_ucred.cr_gid 56 4 uint __gid_t
e_ucred.cr_ngroups 60 4 uint __uint32_t
e_ucred.cr_groups 64 64 array,16,4,uint __gid_t[16]
e_vm 128 368 struct struct vmspace
e_ppid 496 4 int __pid_t
e_pgid 500 4 int __pid_t
e_jobc 504 2 int short
e_tdev 508 4 uint __uint32_t
e_tpgid 512 4 int __pid_t
e_tsess 520 8 pointer pointer to struct session
e_wmesg 528 8 char[],8,1,int char[8]
e_xsize 536 4 int segsz_t
e_xrssize 540 2 int short
e_xccount 542 2 int short
e_xswrss 544 2 int short
e_flag 552 8 int long
e_login 560 16 char[],16,1,int char[16]
e_sid 576 4 int __pid_t
e_spare 584 24 array,3,8,int long[3]
""",
    "fdfile": """\
48 struct
ff_exclose 0 1 uint _Bool
ff_allocated 1 1 uint _Bool
ff_refcnt 4 4 uint u_int
ff_file 8 8 pointer pointer to struct file
ff_knlist 16 8 struct struct {anonymous}
ff_knlist.slh_first 16 8 pointer pointer to struct knote
ff_closing 24 24 struct kcondvar_t
""",
    "fdtab": """\
176 struct
dt_nfiles 0 4 uint u_int
dt_link 8 8 pointer pointer to struct fdtab
dt_ff 16 160 array,20,8,pointer pointer to fdfile_t[20]
""",
    "file": """\
96 struct
f_offset 0 8 int __off_t
f_cred 8 8 pointer kauth_cred_t
f_ops 16 8 pointer pointer to const struct fileops
f_data 24 8 pointer pointer to void
f_list 32 16 struct struct {anonymous}
f_list.le_next 32 8 pointer pointer to struct file
f_list.le_prev 40 8 pointer pointer to pointer to struct file
f_lock 48 8 struct kmutex_t
f_flag 56 4 int int
f_marker 60 4 uint u_int
f_type 64 4 uint u_int
f_advice 68 4 uint u_int
f_count 72 4 uint u_int
f_msgcount 76 4 uint u_int
f_unpcount 80 4 uint u_int
f_unplist 88 8 struct struct {anonymous}
f_unplist.sle_next 88 8 pointer pointer to struct file
""",
    "filedesc": """\
776 struct
fd_dfdfile 0 384 array,384,1,uint __uint8_t[6][64]
fd_lock 384 8 struct kmutex_t
fd_dt 392 8 pointer volatile pointer to fdtab_t
fd_himap 400 8 pointer pointer to __uint32_t
fd_lomap 408 8 pointer pointer to __uint32_t
fd_knhash 416 8 pointer pointer to struct klist
fd_lastkqfile 424 4 int int
fd_lastfile 428 4 int int
fd_refcnt 432 4 int int
fd_knhashmask 440 8 uint u_long
fd_freefile 448 4 int int
fd_unused 452 4 int int
fd_exclose 456 1 uint _Bool
fd_dtbuiltin 464 176 struct fdtab_t
fd_dtbuiltin.dt_nfiles 464 4 uint u_int
fd_dtbuiltin.dt_link 472 8 pointer pointer to struct fdtab
fd_dtbuiltin.dt_ff 480 160 array,20,8,pointer pointer to fdfile_t[20]
fd_dhimap 640 4 array,1,4,uint __uint32_t[1]
fd_dlomap 644 128 array,32,4,uint __uint32_t[32]
""",
    "kauth_cred": """\
176 struct
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
cr_sd 160 16 struct specificdata_reference
""",
    "kern_msgbuf": """\
40 struct
msg_magic 0 8 int long
msg_bufx 8 8 int long
msg_bufr 16 8 int long
msg_bufs 24 8 int long
msg_bufc 32 1 char[],1,1,int char[1]
""",
    "kinfo_proc": """\
1264 struct
kp_proc 0 656 struct struct proc
kp_eproc 656 608 struct struct eproc
""",
    "loadavg": """\
24 struct
ldavg 0 12 array,3,4,uint fixpt_t[3]
fscale 16 8 int long
""",
    "lwp": """\
1032 struct
l_runq 0 16 struct struct {anonymous}
l_runq.tqe_next 0 8 pointer pointer to struct lwp
l_runq.tqe_prev 8 8 pointer pointer to pointer to struct lwp
l_sched 16 8 union union {anonymous}
l_sched.info 16 8 pointer pointer to void
l_sched.timeslice 16 4 uint u_int
l_cpu 24 8 pointer volatile pointer to struct cpu_info
l_mutex 32 8 pointer volatile pointer to kmutex_t
l_ctxswtch 40 4 int int
l_addr 48 8 pointer pointer to void
l_md 56 16 struct struct mdlwp
l_flag 72 4 int int
l_stat 76 4 int int
l_rtime 80 16 struct struct bintime
l_stime 96 16 struct struct bintime
l_swtime 112 4 uint u_int
l_rticks 116 4 uint u_int
l_rticksum 120 4 uint u_int
l_slpticks 124 4 uint u_int
l_slpticksum 128 4 uint u_int
l_biglocks 132 4 int int
l_class 136 4 int int
l_kpriority 140 4 int int
l_kpribase 144 4 int pri_t
l_priority 148 4 int pri_t
l_inheritedprio 152 4 int pri_t
l_pi_lenders 160 8 struct struct {anonymous}
l_pi_lenders.slh_first 160 8 pointer pointer to struct turnstile
l_ncsw 168 8 uint __uint64_t
l_nivcsw 176 8 uint __uint64_t
l_cpticks 184 4 uint u_int
l_pctcpu 188 4 uint fixpt_t
l_estcpu 192 4 uint fixpt_t
l_psid 196 4 int psetid_t
l_target_cpu 200 8 pointer pointer to struct cpu_info
l_lwpctl 208 8 pointer pointer to struct lwpctl
l_lcpage 216 8 pointer pointer to struct lcpage
l_affinity 224 8 pointer pointer to kcpuset_t
l_ts 232 8 pointer pointer to struct turnstile
l_syncobj 240 8 pointer pointer to struct syncobj
l_sleepchain 248 16 struct struct {anonymous}
l_sleepchain.tqe_next 248 8 pointer pointer to struct lwp
l_sleepchain.tqe_prev 256 8 pointer pointer to pointer to struct lwp
l_wchan 264 8 pointer wchan_t
l_wmesg 272 8 pointer pointer to const char
l_sleepq 280 8 pointer pointer to struct sleepq
l_sleeperr 288 4 int int
l_slptime 292 4 uint u_int
l_timeout_ch 296 80 struct callout_t
l_emap_gen 376 4 uint u_int
l_waitcv 384 24 struct kcondvar_t
l_list 408 16 struct struct {anonymous}
l_list.le_next 408 8 pointer pointer to struct lwp
l_list.le_prev 416 8 pointer pointer to pointer to struct lwp
l_ctxlink 424 8 pointer pointer to void
l_proc 432 8 pointer pointer to struct proc
l_sibling 440 16 struct struct {anonymous}
l_sibling.le_next 440 8 pointer pointer to struct lwp
l_sibling.le_prev 448 8 pointer pointer to pointer to struct lwp
l_waiter 456 4 int lwpid_t
l_waitingfor 460 4 int lwpid_t
l_prflag 464 4 int int
l_refcnt 468 4 uint u_int
l_lid 472 4 int lwpid_t
l_name 480 8 pointer pointer to char
l_selflag 488 4 int int
l_selwait 496 8 struct struct {anonymous}
l_selwait.slh_first 496 8 pointer pointer to struct selinfo
l_selret 504 4 int int
l_selrec 512 8 uint __uintptr_t
l_selcluster 520 8 pointer pointer to struct selcluster
l_selbits 528 8 pointer pointer to void
l_selni 536 8 uint size_t
l_sigrestore 544 4 int int
l_sigwaitset 548 16 struct sigset_t
l_sigwaitset.__bits 548 16 array,4,4,uint __uint32_t[4]
l_sigcv 568 24 struct kcondvar_t
l_sigwaited 592 8 pointer pointer to struct ksiginfo
l_sigpendset 600 8 pointer pointer to sigpend_t
l_sigwaiter 608 16 struct struct {anonymous}
l_sigwaiter.le_next 608 8 pointer pointer to struct lwp
l_sigwaiter.le_prev 616 8 pointer pointer to pointer to struct lwp
l_sigstk 624 24 struct stack_t
l_sigstk.ss_sp 624 8 pointer pointer to void
l_sigstk.ss_size 632 8 uint size_t
l_sigstk.ss_flags 640 4 int int
l_sigmask 648 16 struct sigset_t
l_sigmask.__bits 648 16 array,4,4,uint __uint32_t[4]
l_sigpend 664 32 struct sigpend_t
l_sigpend.sp_info 664 16 struct ksiginfoq_t
l_sigpend.sp_info.cqh_first 664 8 pointer pointer to struct ksiginfo
l_sigpend.sp_info.cqh_last 672 8 pointer pointer to struct ksiginfo
l_sigpend.sp_set 680 16 struct sigset_t
l_sigpend.sp_set.__bits 680 16 array,4,4,uint __uint32_t[4]
l_sigoldmask 696 16 struct sigset_t
l_sigoldmask.__bits 696 16 array,4,4,uint __uint32_t[4]
l_specdataref 712 16 struct specificdata_reference
l_ktrcsw 728 16 struct struct timespec
l_private 744 8 pointer pointer to void
l_switchto 752 8 pointer pointer to struct lwp
l_cred 760 8 pointer pointer to struct kauth_cred
l_fd 768 8 pointer pointer to struct filedesc
l_emuldata 776 8 pointer pointer to void
l_cv_signalled 784 4 uint u_int
l_shlocks 788 2 uint u_short
l_exlocks 790 2 uint u_short
l_unused 792 2 uint u_short
l_blcnt 794 2 uint u_short
l_nopreempt 796 4 int int
l_dopreempt 800 4 uint u_int
l_pflag 804 4 int int
l_dupfd 808 4 int int
l_sysent 816 8 pointer volatile pointer to const struct sysent
l_ru 824 144 struct struct rusage
l_pfailtime 968 8 uint __uint64_t
l_pfailaddr 976 8 uint __uintptr_t
l_pfaillock 984 8 uint __uintptr_t
l_ld_locks 992 16 struct struct {anonymous}
l_ld_locks.tqh_first 992 8 pointer pointer to volatile struct lockdebug
l_ld_locks.tqh_last 1000 8 pointer pointer to volatile pointer to volatile struct lockdebug
l_tcgen 1008 4 int int
l_syscall_time 1012 4 uint __uint32_t
l_syscall_counter 1016 8 pointer pointer to __uint64_t
l_dtrace 1024 8 pointer pointer to struct kdtrace_thread
""",
    "mount": """\
2424 struct
mnt_list 0 16 struct struct {anonymous}
mnt_list.cqe_next 0 8 pointer pointer to struct mount
mnt_list.cqe_prev 8 8 pointer pointer to struct mount
mnt_vnodelist 16 16 struct struct {anonymous}
mnt_vnodelist.tqh_first 16 8 pointer pointer to struct vnode
mnt_vnodelist.tqh_last 24 8 pointer pointer to pointer to struct vnode
mnt_op 32 8 pointer pointer to struct vfsops
mnt_vnodecovered 40 8 pointer pointer to struct vnode
mnt_syncer 48 8 pointer pointer to struct vnode
mnt_transinfo 56 8 pointer pointer to void
mnt_data 64 8 pointer pointer to void
mnt_unmounting 72 8 struct krwlock_t
mnt_renamelock 80 8 struct kmutex_t
mnt_refcnt 88 4 int int
mnt_recursecnt 92 4 int int
mnt_flag 96 4 int int
mnt_iflag 100 4 int int
mnt_fs_bshift 104 4 int int
mnt_dev_bshift 108 4 int int
mnt_stat 112 2256 struct struct statvfs
mnt_specdataref 2368 16 struct specificdata_reference
mnt_updating 2384 8 struct kmutex_t
mnt_wapbl_op 2392 8 pointer pointer to struct wapbl_ops
mnt_wapbl 2400 8 pointer pointer to struct wapbl
mnt_wapbl_replay 2408 8 pointer pointer to struct wapbl_replay
mnt_gen 2416 8 uint __uint64_t
""",
    "pgrp": """\
24 struct
pg_members 0 8 struct struct {anonymous}
pg_members.lh_first 0 8 pointer pointer to struct proc
pg_session 8 8 pointer pointer to struct session
pg_id 16 4 int __pid_t
pg_jobc 20 4 int int
""",
    "plimit": """\
232 struct
pl_rlimit 0 192 array,12,16,struct struct rlimit[12]
pl_corename 192 8 pointer pointer to char
pl_cnlen 200 8 uint size_t
pl_refcnt 208 4 uint u_int
pl_writeable 212 1 uint _Bool
pl_lock 216 8 struct kmutex_t
pl_sv_limit 224 8 pointer pointer to struct plimit
""",
    "pmap": """\
144 struct
pm_obj 0 80 struct struct uvm_object
pm_obj_lock 80 8 struct kmutex_t
pm_list 88 16 array,1,16,struct struct {anonymous}[1]
pm_stats 104 16 struct struct pmap_statistics
pm_ctx 120 4 array,1,4,int int[1]
pm_physaddr 128 8 uint paddr_t
pm_segs 136 8 pointer pointer to __int64_t
""",
    "proc": """\
656 struct
p_list 0 16 struct struct {anonymous}
p_list.le_next 0 8 pointer pointer to struct proc
p_list.le_prev 8 8 pointer pointer to pointer to struct proc
p_auxlock 16 8 struct kmutex_t
p_lock 24 8 pointer pointer to kmutex_t
p_stmutex 32 8 struct kmutex_t
p_reflock 40 8 struct krwlock_t
p_waitcv 48 24 struct kcondvar_t
p_lwpcv 72 24 struct kcondvar_t
p_cred 96 8 pointer pointer to struct kauth_cred
p_fd 104 8 pointer pointer to struct filedesc
p_cwdi 112 8 pointer pointer to struct cwdinfo
p_stats 120 8 pointer pointer to struct pstats
p_limit 128 8 pointer pointer to struct plimit
p_vmspace 136 8 pointer pointer to struct vmspace
p_sigacts 144 8 pointer pointer to struct sigacts
p_aio 152 8 pointer pointer to struct aioproc
p_mqueue_cnt 160 4 uint u_int
p_specdataref 168 16 struct specificdata_reference
p_exitsig 184 4 int int
p_flag 188 4 int int
p_sflag 192 4 int int
p_slflag 196 4 int int
p_lflag 200 4 int int
p_stflag 204 4 int int
p_stat 208 1 int char
p_trace_enabled 209 1 int char
p_pad1 210 2 char[],2,1,int char[2]
p_pid 212 4 int __pid_t
p_pglist 216 16 struct struct {anonymous}
p_pglist.le_next 216 8 pointer pointer to struct proc
p_pglist.le_prev 224 8 pointer pointer to pointer to struct proc
p_pptr 232 8 pointer pointer to struct proc
p_sibling 240 16 struct struct {anonymous}
p_sibling.le_next 240 8 pointer pointer to struct proc
p_sibling.le_prev 248 8 pointer pointer to pointer to struct proc
p_children 256 8 struct struct {anonymous}
p_children.lh_first 256 8 pointer pointer to struct proc
p_lwps 264 8 struct struct {anonymous}
p_lwps.lh_first 264 8 pointer pointer to struct lwp
p_raslist 272 8 pointer pointer to struct ras
p_nlwps 280 4 int int
p_nzlwps 284 4 int int
p_nrlwps 288 4 int int
p_nlwpwait 292 4 int int
p_ndlwps 296 4 int int
p_nlwpid 300 4 int int
p_nstopchild 304 4 uint u_int
p_waited 308 4 uint u_int
p_zomblwp 312 8 pointer pointer to struct lwp
p_vforklwp 320 8 pointer pointer to struct lwp
p_sched_info 328 8 pointer pointer to void
p_estcpu 336 4 uint fixpt_t
p_estcpu_inherited 340 4 uint fixpt_t
p_forktime 344 4 uint unsigned int
p_pctcpu 348 4 uint fixpt_t
p_opptr 352 8 pointer pointer to struct proc
p_timers 360 8 pointer pointer to struct ptimers
p_rtime 368 16 struct struct bintime
p_uticks 384 8 uint u_quad_t
p_sticks 392 8 uint u_quad_t
p_iticks 400 8 uint u_quad_t
p_traceflag 408 4 int int
p_tracep 416 8 pointer pointer to void
p_textvp 424 8 pointer pointer to struct vnode
p_emul 432 8 pointer pointer to struct emul
p_emuldata 440 8 pointer pointer to void
p_execsw 448 8 pointer pointer to const struct execsw
p_klist 456 8 struct struct klist
p_sigwaiters 464 8 struct struct {anonymous}
p_sigwaiters.lh_first 464 8 pointer pointer to struct lwp
p_sigpend 472 32 struct sigpend_t
p_sigpend.sp_info 472 16 struct ksiginfoq_t
p_sigpend.sp_info.cqh_first 472 8 pointer pointer to struct ksiginfo
p_sigpend.sp_info.cqh_last 480 8 pointer pointer to struct ksiginfo
p_sigpend.sp_set 488 16 struct sigset_t
p_sigpend.sp_set.__bits 488 16 array,4,4,uint __uint32_t[4]
p_lwpctl 504 8 pointer pointer to struct lcproc
p_ppid 512 4 int __pid_t
p_fpid 516 4 int __pid_t
p_sigctx 520 56 struct struct sigctx
p_nice 576 1 uint u_char
p_comm 577 17 char[],17,1,int char[17]
p_pgrp 600 8 pointer pointer to struct pgrp
p_psstrp 608 8 uint vaddr_t
p_pax 616 4 uint u_int
p_xstat 620 2 uint u_short
p_acflag 622 2 uint u_short
p_md 624 16 struct struct mdproc
p_stackbase 640 8 uint vaddr_t
p_dtrace 648 8 pointer pointer to struct kdtrace_proc
""",
    "ps_strings": """\
32 struct
ps_argvstr 0 8 pointer pointer to pointer to char
ps_nargvstr 8 4 int int
ps_envstr 16 8 pointer pointer to pointer to char
ps_nenvstr 24 4 int int
""",
    "pstats": """\
448 struct
p_ru 0 144 struct struct rusage
p_cru 144 144 struct struct rusage
p_timer 288 96 array,3,32,struct struct itimerspec[3]
p_prof 384 48 struct struct uprof
p_prof.pr_base 384 8 pointer pointer to char
p_prof.pr_size 392 8 uint size_t
p_prof.pr_off 400 8 uint u_long
p_prof.pr_scale 408 4 uint u_int
p_prof.pr_addr 416 8 uint u_long
p_prof.pr_ticks 424 8 uint u_long
p_start 432 16 struct struct timeval
""",
    "rb_node": """\
24 struct
rb_nodes 0 16 array,2,8,pointer pointer to struct rb_node[2]
rb_info 16 8 uint __uintptr_t
""",
    "rb_tree": """\
32 struct
rbt_root 0 8 pointer pointer to struct rb_node
rbt_ops 8 8 pointer pointer to const rb_tree_ops_t
rbt_minmax 16 16 array,2,8,pointer pointer to struct rb_node[2]
""",
    "rlimit": """\
16 struct
rlim_cur 0 8 uint rlim_t
rlim_max 8 8 uint rlim_t
""",
    "rusage": """\
144 struct
ru_utime 0 16 struct struct timeval
ru_stime 16 16 struct struct timeval
ru_maxrss 32 8 int long
ru_ixrss 40 8 int long
ru_idrss 48 8 int long
ru_isrss 56 8 int long
ru_minflt 64 8 int long
ru_majflt 72 8 int long
ru_nswap 80 8 int long
ru_inblock 88 8 int long
ru_oublock 96 8 int long
ru_msgsnd 104 8 int long
ru_msgrcv 112 8 int long
ru_nsignals 120 8 int long
ru_nvcsw 128 8 int long
ru_nivcsw 136 8 int long
""",
    "schedstate_percpu": """\
120 struct
spc_mutex 0 8 pointer pointer to kmutex_t
spc_lwplock 8 8 pointer pointer to kmutex_t
spc_migrating 16 8 pointer pointer to struct lwp
spc_curpriority 24 4 int pri_t
spc_maxpriority 28 4 int pri_t
spc_psid 32 4 int psetid_t
spc_lastmod 40 8 int time_t
spc_sched_info 48 8 pointer pointer to void
spc_flags 56 4 int volatile int
spc_schedticks 60 4 uint u_int
spc_cp_time 64 40 array,5,8,uint __uint64_t[5]
spc_ticks 104 4 int int
spc_pscnt 108 4 int int
spc_psdiv 112 4 int int
""",
    "session": """\
56 struct
s_count 0 4 int int
s_flags 4 4 uint u_int
s_leader 8 8 pointer pointer to struct proc
s_ttyvp 16 8 pointer pointer to struct vnode
s_ttyp 24 8 pointer pointer to struct tty
s_login 32 16 char[],16,1,int char[16]
s_sid 48 4 int __pid_t
""",
    "sigacts": """\
3088 struct
sa_sigdesc 0 3072 array,64,48,struct struct sigact_sigdesc[64]
sa_refcnt 3072 4 int int
sa_mutex 3080 8 struct kmutex_t
""",
    "sigctx": """\
56 struct
ps_signo 0 4 int int
ps_code 4 4 int int
ps_lwp 8 4 int int
ps_sigcode 16 8 pointer pointer to void
ps_sigignore 24 16 struct sigset_t
ps_sigignore.__bits 24 16 array,4,4,uint __uint32_t[4]
ps_sigcatch 40 16 struct sigset_t
ps_sigcatch.__bits 40 16 array,4,4,uint __uint32_t[4]
""",
    "sigpend": """\
32 struct
sp_info 0 16 struct ksiginfoq_t
sp_info.cqh_first 0 8 pointer pointer to struct ksiginfo
sp_info.cqh_last 8 8 pointer pointer to struct ksiginfo
sp_set 16 16 struct sigset_t
sp_set.__bits 16 16 array,4,4,uint __uint32_t[4]
""",
    "specdev": """\
40 struct
sd_mountpoint 0 8 pointer pointer to struct mount
sd_lockf 8 8 pointer pointer to struct lockf
sd_bdevvp 16 8 pointer pointer to vnode_t
sd_opencnt 24 4 uint u_int
sd_refcnt 28 4 uint u_int
sd_rdev 32 8 uint dev_t
""",
    "specnode": """\
40 struct
sn_next 0 8 pointer pointer to vnode_t
sn_dev 8 8 pointer pointer to struct specdev
sn_opencnt 16 4 uint u_int
sn_rdev 24 8 uint dev_t
sn_gone 32 1 uint _Bool
""",
    "timespec": """\
16 struct
tv_sec 0 8 int time_t
tv_nsec 8 8 int long
""",
    "timeval": """\
16 struct
tv_sec 0 8 int time_t
tv_usec 8 4 int suseconds_t
""",
    "tty": """\
744 struct
tty_link 0 16 struct struct {anonymous}
tty_link.tqe_next 0 8 pointer pointer to struct tty
tty_link.tqe_prev 8 8 pointer pointer to pointer to struct tty
t_rawq 16 48 struct struct clist
t_rawcc 64 8 int long
t_rawcv 72 24 struct kcondvar_t
t_rawcvf 96 24 struct kcondvar_t
t_canq 120 48 struct struct clist
t_cancc 168 8 int long
t_cancv 176 24 struct kcondvar_t
t_cancvf 200 24 struct kcondvar_t
t_outq 224 48 struct struct clist
t_outcc 272 8 int long
t_outcv 280 24 struct kcondvar_t
t_outcvf 304 24 struct kcondvar_t
t_rstrt_ch 328 80 struct callout_t
t_linesw 408 8 pointer pointer to struct linesw
t_dev 416 8 uint dev_t
t_state 424 4 int int
t_wopen 428 4 int int
t_flags 432 4 int int
t_qsize 436 4 int int
t_pgrp 440 8 pointer pointer to struct pgrp
t_session 448 8 pointer pointer to struct session
t_rsel 456 56 struct struct selinfo
t_wsel 512 56 struct struct selinfo
t_termios 568 44 struct struct termios
t_winsize 612 8 struct struct winsize
t_oproc 624 8 pointer pointer to function
t_param 632 8 pointer pointer to function
t_hwiflow 640 8 pointer pointer to function
t_sc 648 8 pointer pointer to void
t_column 656 2 int short
t_rocount 658 2 int short
t_rocol 660 2 int short
t_hiwat 664 4 int int
t_lowat 668 4 int int
t_gen 672 2 int short
t_sigs 676 48 array,3,16,struct sigset_t[3]
t_sigcount 724 4 int int
t_sigqueue 728 16 struct struct {anonymous}
t_sigqueue.tqe_next 728 8 pointer pointer to struct tty
t_sigqueue.tqe_prev 736 8 pointer pointer to pointer to struct tty
""",
    "uvm_object": """\
80 struct
vmobjlock 0 8 pointer pointer to kmutex_t
pgops 8 8 pointer pointer to const struct uvm_pagerops
memq 16 16 struct struct pglist
memq.tqh_first 16 8 pointer pointer to struct vm_page
memq.tqh_last 24 8 pointer pointer to pointer to struct vm_page
uo_npages 32 4 int int
uo_refs 36 4 uint unsigned int
rb_tree 40 32 struct struct rb_tree
uo_ubc 72 8 struct struct {anonymous}
uo_ubc.lh_first 72 8 pointer pointer to struct ubc_map
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
80 struct
am_lock 0 8 pointer pointer to kmutex_t
am_ref 8 4 int int
am_flags 12 4 int int
am_maxslot 16 4 int int
am_nslot 20 4 int int
am_nused 24 4 int int
am_slots 32 8 pointer pointer to int
am_bckptr 40 8 pointer pointer to int
am_anon 48 8 pointer pointer to pointer to struct vm_anon
am_ppref 56 8 pointer pointer to int
am_list 64 16 struct struct {anonymous}
am_list.le_next 64 8 pointer pointer to struct vm_amap
am_list.le_prev 72 8 pointer pointer to pointer to struct vm_amap
""",
    "vm_anon": """\
32 struct
an_lock 0 8 pointer pointer to kmutex_t
an_u 8 8 union union {anonymous}
an_u.au_ref 8 8 uint __uintptr_t
an_u.au_link 8 8 pointer pointer to struct vm_anon
an_page 16 8 pointer pointer to struct vm_page
an_swslot 24 4 int int
""",
    "vm_aref": """\
16 struct
ar_pageoff 0 4 int int
ar_amap 8 8 pointer pointer to struct vm_amap
""",
    "vm_map": """\
288 struct
pmap 0 8 pointer pointer to struct pmap
lock 8 8 struct krwlock_t
busy 16 8 pointer pointer to struct lwp
misc_lock 24 8 struct kmutex_t
cv 32 24 struct kcondvar_t
flags 56 4 int int
rb_tree 64 32 struct struct rb_tree
header 96 144 struct struct vm_map_entry
nentries 240 4 int int
size 248 8 uint vsize_t
ref_count 256 4 int int
hint 264 8 pointer pointer to struct vm_map_entry
first_free 272 8 pointer pointer to struct vm_map_entry
timestamp 280 4 uint unsigned int
""",
    "vm_map_entry": """\
144 struct
rb_node 0 24 struct struct rb_node
gap 24 8 uint vsize_t
maxgap 32 8 uint vsize_t
prev 40 8 pointer pointer to struct vm_map_entry
next 48 8 pointer pointer to struct vm_map_entry
start 56 8 uint vaddr_t
end 64 8 uint vaddr_t
object 72 8 union union {anonymous}
object.uvm_obj 72 8 pointer pointer to struct uvm_object
object.sub_map 72 8 pointer pointer to struct vm_map
offset 80 8 int voff_t
etype 88 4 int int
protection 92 4 int vm_prot_t
max_protection 96 4 int vm_prot_t
inheritance 100 4 int vm_inherit_t
wired_count 104 4 int int
aref 112 16 struct struct vm_aref
advice 128 4 int int
map_attrib 132 4 uint __uint32_t
flags 136 1 uint u_int8_t
""",
    "vm_page": """\
120 struct
rb_node 0 24 struct struct rb_node
pageq 24 16 union union {anonymous}
pageq.queue 24 16 struct struct {anonymous}
pageq.queue.tqe_next 24 8 pointer pointer to struct vm_page
pageq.queue.tqe_prev 32 8 pointer pointer to pointer to struct vm_page
pageq.list 24 16 struct struct {anonymous}
pageq.list.le_next 24 8 pointer pointer to struct vm_page
pageq.list.le_prev 32 8 pointer pointer to pointer to struct vm_page
listq 40 16 union union {anonymous}
listq.queue 40 16 struct struct {anonymous}
listq.queue.tqe_next 40 8 pointer pointer to struct vm_page
listq.queue.tqe_prev 48 8 pointer pointer to pointer to struct vm_page
listq.list 40 16 struct struct {anonymous}
listq.list.le_next 40 8 pointer pointer to struct vm_page
listq.list.le_prev 48 8 pointer pointer to pointer to struct vm_page
uanon 56 8 pointer pointer to struct vm_anon
uobject 64 8 pointer pointer to struct uvm_object
offset 72 8 int voff_t
flags 80 2 uint __uint16_t
loan_count 82 2 uint __uint16_t
wire_count 84 2 uint __uint16_t
pqflags 86 2 uint __uint16_t
phys_addr 88 8 uint paddr_t
mdpage 96 24 struct struct vm_page_md
""",
    "vmspace": """\
368 struct
vm_map 0 288 struct struct vm_map
vm_refcnt 288 4 int int
vm_shm 296 8 pointer pointer to void
vm_rssize 304 4 int segsz_t
vm_swrss 308 4 int segsz_t
vm_tsize 312 4 int segsz_t
vm_dsize 316 4 int segsz_t
vm_ssize 320 4 int segsz_t
vm_issize 324 4 int segsz_t
vm_taddr 328 8 pointer pointer to void
vm_daddr 336 8 pointer pointer to void
vm_maxsaddr 344 8 pointer pointer to void
vm_minsaddr 352 8 pointer pointer to void
vm_aslr_delta_mmap 360 8 uint size_t
""",
    "vnode": """\
296 struct
v_uobj 0 80 struct struct uvm_object
v_cv 80 24 struct kcondvar_t
v_size 104 8 int voff_t
v_writesize 112 8 int voff_t
v_iflag 120 4 int int
v_vflag 124 4 int int
v_uflag 128 4 int int
v_numoutput 132 4 int int
v_writecount 136 4 int int
v_holdcnt 140 4 int int
v_synclist_slot 144 4 int int
v_mount 152 8 pointer pointer to struct mount
v_op 160 8 pointer pointer to pointer to function
v_freelist 168 16 struct struct {anonymous}
v_freelist.tqe_next 168 8 pointer pointer to struct vnode
v_freelist.tqe_prev 176 8 pointer pointer to pointer to struct vnode
v_freelisthd 184 8 pointer pointer to struct vnodelst
v_mntvnodes 192 16 struct struct {anonymous}
v_mntvnodes.tqe_next 192 8 pointer pointer to struct vnode
v_mntvnodes.tqe_prev 200 8 pointer pointer to pointer to struct vnode
v_cleanblkhd 208 8 struct struct buflists
v_cleanblkhd.lh_first 208 8 pointer pointer to struct buf
v_dirtyblkhd 216 8 struct struct buflists
v_dirtyblkhd.lh_first 216 8 pointer pointer to struct buf
v_synclist 224 16 struct struct {anonymous}
v_synclist.tqe_next 224 8 pointer pointer to struct vnode
v_synclist.tqe_prev 232 8 pointer pointer to pointer to struct vnode
v_dnclist 240 8 struct struct {anonymous}
v_dnclist.lh_first 240 8 pointer pointer to struct namecache
v_nclist 248 8 struct struct {anonymous}
v_nclist.lh_first 248 8 pointer pointer to struct namecache
v_un 256 8 union union {anonymous}
v_un.vu_mountedhere 256 8 pointer pointer to struct mount
v_un.vu_socket 256 8 pointer pointer to struct socket
v_un.vu_specnode 256 8 pointer pointer to struct specnode
v_un.vu_fifoinfo 256 8 pointer pointer to struct fifoinfo
v_un.vu_ractx 256 8 pointer pointer to struct uvm_ractx
v_type 264 4 uint enum vtype
v_tag 268 4 uint enum vtagtype
v_lock 272 8 struct krwlock_t
v_data 280 8 pointer pointer to void
v_klist 288 8 struct struct klist
""",
}

ALIASES = {}

TYPEDEFS = {}

CONSTANTS = {
    "ALIGNBYTES": 15,
    "AMAP_REFALL": 2,
    "AMAP_SHARED": 1,
    "AOUT_LDPGSZ": 8192,
    "ARG_MAX": 262144,
    "CACHE_LINE_SIZE": 64,
    "COHERENCY_UNIT": 64,
    "CORE_CPU": 1,
    "CORE_DATA": 2,
    "CORE_STACK": 4,
    "CPUINFO_VA": 3758194688,
    "CPU_SUN4": 0,
    "CPU_SUN4C": 1,
    "CPU_SUN4M": 2,
    "CPU_SUN4U": 3,
    "CPU_SUN4V": 5,
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
    "KCORESEG_MAGIC": 36780,
    "KCORE_MAGIC": 36810,
    "KERNBASE": 16777216,
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
    "MID_MACHINE": 156,
    "MSG_MAGIC": 405601,
    "NBPG": 8192,
    "NBPRG": 16777216,
    "NBPSG": 262144,
    "NCARGS": 262144,
    "NGROUPS": 16,
    "NMAGIC": 264,
    "NODEV": 18446744073709551615,
    "NSEGRG": 64,
    "OMAGIC": 263,
    "PAGE_SHIFT": 13,
    "PAGE_SIZE": 8192,
    "PAGE_SIZE_4M": 4194304,
    "PDMASK": 1023,
    "PDSHIFT": 23,
    "PDSZ": 1024,
    "PGOFSET": 8191,
    "PGSHIFT": 13,
    "PG_BUSY": 1,
    "PG_CLEAN": 8,
    "PG_PFNUM": 524287,
    "PG_V": 2147483648,
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
    "PTMASK": 1023,
    "PTSHIFT": 13,
    "PTSZ": 1024,
    "QMAGIC": 204,
    "RGSHIFT": 24,
    "SACTIVE": 2,
    "SDEAD": 6,
    "SDYING": 3,
    "SGSHIFT": 18,
    "SIDL": 1,
    "SPARC64_KCORE_NEWMAGIC": 989773854,
    "SRMMU_PPNMASK": 4294967040,
    "SRMMU_PPNPASHIFT": 4,
    "SRMMU_TEPTE": 2,
    "SRMMU_TETYPE": 3,
    "SSTOP": 4,
    "STMASK": 1023,
    "STSHIFT": 33,
    "STSZ": 1024,
    "SZOMB": 5,
    "TLB_PA_MASK": 8796093014016,
    "TLB_V": 9223372036854775808,
    "USRSTACK": 18446744073709543424,
    "UVM_ET_COPYONWRITE": 4,
    "UVM_ET_NEEDSCOPY": 8,
    "UVM_ET_OBJ": 1,
    "UVM_ET_SUBMAP": 2,
    "UVM_PAGE_TREE_PENALTY": 4,
    "VM_MAP_PAGEABLE": 1,
    "VM_MAXUSER_ADDRESS": 18446744073709551615,
    "VM_MAX_ADDRESS": 18446744073709551615,
    "VM_MAX_KERNEL_ADDRESS": 8796093022207,
    "VM_MIN_ADDRESS": 0,
    "VM_MIN_KERNEL_ADDRESS": 16777216,
    "WMESGLEN": 8,
    "ZMAGIC": 267,
}

SCALARS = {
    "dev_t": (8, "uint"),
    "fixpt_t": (4, "uint"),
    "gid_t": (4, "uint"),
    "lwpid_t": (4, "int"),
    "off_t": (8, "int"),
    "paddr_t": (8, "uint"),
    "pid_t": (4, "int"),
    "pri_t": (4, "int"),
    "register_t": (8, "uint"),
    "segsz_t": (4, "int"),
    "time_t": (8, "int"),
    "u_quad_t": (8, "uint"),
    "uid_t": (4, "uint"),
    "vaddr_t": (8, "uint"),
    "voff_t": (8, "int"),
    "vsize_t": (8, "uint"),
}
