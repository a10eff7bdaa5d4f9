# ruff: noqa
# mypy: ignore-errors
"""Struct layouts of NetBSD 10.99.12, i386pae. Made by tests/oracle/make_tables.py; do not edit.

Source: NetBSD 10.99.12 (-current of Jan 2025, after the 10.0 branch) kernel headers, tree
isaki68k/netbsd-src; machine i386pae; computed with clang -target i386-unknown-netbsd from DWARF, kernel view
(_KERNEL, no option headers: i.e. no DIAGNOSTIC/LOCKDEBUG-only fields, PAE).

Target i386-unknown-netbsd, little-endian.

A struct is a text: size and tag, then a line for each member with its name, offset, size, kind and type.
The kind of arrays is followed by ",count,element size,element kind", that of bit-fields by ":bits:shift".
"""

STRUCTS = {
    "bintime": """\
16 struct
sec 0 8 int time_t
frac 8 8 uint uint64_t
""",
    "cpu_info": """\
2688 struct
ci_data 0 768 struct struct cpu_data
ci_data.cpu_index 0 4 uint u_int
ci_data.cpu_biglock_wanted 4 4 pointer pointer to lwp_t
ci_data.cpu_xcall 8 8 struct kcondvar_t
ci_data.cpu_xcall_pending 16 4 int int
ci_data.cpu_psz_read_depth 20 4 uint u_int
ci_data.cpu_ipipend 24 4 array,1,4,uint uint32_t[1]
ci_data.cpu_schedstate 28 144 struct struct schedstate_percpu
ci_data.cpu_package_id 172 4 uint u_int
ci_data.cpu_core_id 176 4 uint u_int
ci_data.cpu_smt_id 180 4 uint u_int
ci_data.cpu_numa_id 184 4 uint u_int
ci_data.cpu_is_slow 188 1 uint _Bool
ci_data.cpu_nsibling 192 12 array,3,4,uint u_int[3]
ci_data.cpu_sibling 204 12 array,3,4,pointer pointer to struct cpu_info[3]
ci_data.cpu_package1st 216 4 pointer pointer to struct cpu_info
ci_data.cpu_idlelwp 256 4 pointer pointer to lwp_t
ci_data.cpu_lockstat 260 4 pointer pointer to void
ci_data.cpu_biglock_count 264 4 uint u_int
ci_data.cpu_spin_locks 268 4 uint u_int
ci_data.cpu_simple_locks 272 4 uint u_int
ci_data.cpu_spin_locks2 276 4 uint u_int
ci_data.cpu_lkdebug_recurse 280 4 uint u_int
ci_data.cpu_softints 284 4 uint u_int
ci_data.cpu_uvm 288 4 pointer pointer to struct uvm_cpu
ci_data.cpu_faultrng 292 4 uint u_int
ci_data.cpu_callout 296 4 pointer pointer to void
ci_data.cpu_softcpu 300 4 pointer pointer to void
ci_data.cpu_biodone 304 8 struct struct {anonymous}
ci_data.cpu_biodone.tqh_first 304 4 pointer pointer to struct buf
ci_data.cpu_biodone.tqh_last 308 4 pointer pointer to pointer to struct buf
ci_data.cpu_percpu 312 8 struct percpu_cpu_t
ci_data.cpu_percpu.pcc_size 312 4 uint size_t
ci_data.cpu_percpu.pcc_data 316 4 pointer pointer to void
ci_data.cpu_selcluster 320 4 pointer pointer to struct selcluster
ci_data.cpu_nch 324 4 pointer pointer to void
ci_data.cpu_ld_locks 328 8 struct struct {anonymous}
ci_data.cpu_ld_locks.tqh_first 328 4 pointer pointer to volatile struct lockdebug
ci_data.cpu_ld_locks.tqh_last 332 4 pointer pointer to volatile pointer to volatile struct lockdebug
ci_data.cpu_ld_lock 336 1 uint __cpu_simple_lock_t
ci_data.cpu_cc_freq 340 8 uint uint64_t
ci_data.cpu_cc_skew 348 8 int int64_t
ci_data.cpu_name 356 8 char[],8,1,int char[8]
ci_data.cpu_kcpuset 364 4 pointer pointer to kcpuset_t
ci_data.cpu_pcu_curlwp 368 0 array,0,4,pointer volatile pointer to struct lwp[0]
ci_data.cpu_counts 368 384 array,48,8,int int64_t[48]
ci_data.cpu_heartbeat_count 752 4 uint unsigned int
ci_data.cpu_heartbeat_uptime_cache 756 4 uint unsigned int
ci_data.cpu_heartbeat_uptime_stamp 760 4 uint unsigned int
ci_data.cpu_heartbeat_suspend 764 4 uint unsigned int
ci_dev 768 4 pointer device_t
ci_self 772 4 pointer pointer to struct cpu_info
ci_pmap 776 4 pointer pointer to struct pmap
ci_want_pmapload 780 4 int int
ci_tlbstate 784 4 int volatile int
ci_curldt 788 4 int int
ci_nintrhand 792 4 int int
ci_scratch 796 8 uint uint64_t
ci_pmap_data 804 128 array,32,4,uint uintptr_t[32]
ci_tlb_cpuset 932 4 pointer pointer to struct kcpuset
ci_idtvec 936 264 struct struct idt_vec
ci_idtvec.iv_idt 936 4 pointer pointer to void
ci_idtvec.iv_idt_pentium 940 4 pointer pointer to void
ci_idtvec.iv_allocmap 944 256 char[],256,1,int char[256]
ci_kfpu_spl 1200 4 int int
ci_isources 1204 224 array,56,4,pointer pointer to struct intrsource[56]
ci_mtx_count 1428 4 int volatile int
ci_mtx_oldspl 1432 4 int volatile int
ci_istate 1440 8 uint uint64_t
ci_ipending 1440 8 uint:56:0 uint64_t
ci_ilevel 1440 8 uint:8:56 uint64_t
ci_imasked 1448 8 uint uint64_t
ci_idepth 1456 4 int int
ci_intrstack 1460 4 pointer pointer to void
ci_imask 1464 72 array,9,8,uint uint64_t[9]
ci_iunmask 1536 72 array,9,8,uint uint64_t[9]
ci_signature 1608 4 uint uint32_t
ci_vendor 1612 16 array,4,4,uint uint32_t[4]
ci_max_cpuid 1628 4 uint uint32_t
ci_max_ext_cpuid 1632 4 uint uint32_t
ci_lapic_counter 1636 4 uint volatile uint32_t
ci_feat_val 1640 32 array,8,4,uint uint32_t[8]
ci_func 1672 4 pointer pointer to const struct cpu_functions
ci_ddb_regs 1676 4 pointer pointer to struct trapframe
ci_cflush_lsize 1680 4 uint u_int
ci_cinfo 1684 264 array,22,12,struct struct x86_cache_info[22]
ci_frequency 1948 4 pointer device_t
ci_padlock 1952 4 pointer device_t
ci_temperature 1956 4 pointer device_t
ci_vm 1960 4 pointer device_t
ci_gdt 1964 4 pointer pointer to union descriptor
ci_tss 1968 4 pointer pointer to struct cpu_tss
ci_tss_sel 1972 4 int int
ci_suspend_gdt 1976 4 uint uintptr_t
ci_suspend_gdt_padding 1980 2 uint uint16_t
ci_suspend_idt 1984 4 uint uintptr_t
ci_suspend_idt_padding 1988 2 uint uint16_t
ci_suspend_tr 1990 2 uint uint16_t
ci_suspend_ldt 1992 2 uint uint16_t
ci_suspend_fs 1996 4 uint uintptr_t
ci_suspend_gs 2000 4 uint uintptr_t
ci_suspend_kgs 2004 4 uint uintptr_t
ci_suspend_efer 2008 4 uint uintptr_t
ci_suspend_reg 2012 48 array,12,4,uint uintptr_t[12]
ci_suspend_cr0 2060 4 uint uintptr_t
ci_suspend_cr2 2064 4 uint uintptr_t
ci_suspend_cr3 2068 4 uint uintptr_t
ci_suspend_cr4 2072 4 uint uintptr_t
ci_suspend_cr8 2076 4 uint uintptr_t
ci_want_resched 2112 4 int int
ci_ipis 2116 4 uint uint32_t
ci_flags 2176 4 uint uint32_t
ci_acpiid 2180 4 uint uint32_t
ci_initapicid 2184 4 uint uint32_t
ci_vcpuid 2188 4 uint uint32_t
ci_cpuid 2192 4 uint cpuid_t
ci_next 2196 4 pointer pointer to struct cpu_info
ci_curlwp 2240 4 pointer pointer to struct lwp
ci_onproc 2244 4 pointer pointer to struct lwp
ci_padout 2304 4 int int
vpage 2308 16 array,4,4,uint vaddr_t[4]
vpage_pte 2324 16 array,4,4,pointer pointer to pt_entry_t[4]
ci_pae_l3_pdirpa 2340 4 uint uint32_t
ci_pae_l3_pdir 2344 4 pointer pointer to pd_entry_t
ci_ipi_events 2348 288 array,9,32,struct struct evcnt[9]
""",
    "cwdinfo": """\
128 struct
cwdi_cdir 0 4 pointer pointer to struct vnode
cwdi_rdir 4 4 pointer pointer to struct vnode
cwdi_edir 8 4 pointer pointer to struct vnode
cwdi_cmask 12 4 uint u_int
cwdi_refcnt 16 4 uint u_int
cwdi_lock 64 4 struct krwlock_t
""",
    "emul": """\
100 struct
e_name 0 4 pointer pointer to const char
e_path 4 4 pointer pointer to const char
e_sysent 8 4 pointer pointer to struct sysent
e_nomodbits 12 4 pointer pointer to const uint32_t
e_syscallnames 16 4 pointer pointer to const pointer to const char
e_sc_autoload 20 4 pointer pointer to struct sc_autoload
e_sendsig 24 4 pointer pointer to function
e_trapsignal 28 4 pointer pointer to function
e_sigcode 32 4 pointer pointer to char
e_esigcode 36 4 pointer pointer to char
e_sigobject 40 4 pointer pointer to pointer to struct uvm_object
e_setregs 44 4 pointer pointer to function
e_proc_exec 48 4 pointer pointer to function
e_proc_fork 52 4 pointer pointer to function
e_proc_exit 56 4 pointer pointer to function
e_lwp_fork 60 4 pointer pointer to function
e_lwp_exit 64 4 pointer pointer to function
e_syscall_intern 68 4 pointer pointer to function
e_sysctlovly 72 4 pointer pointer to struct sysctlnode
e_vm_default_addr 76 4 pointer pointer to function
e_usertrap 80 4 pointer pointer to function
e_ucsize 84 4 uint size_t
e_startlwp 88 4 pointer pointer to function
e_dtrace_syscall 92 4 pointer pointer to function
e_ktrpsig 96 4 pointer pointer to function
""",
    "eproc": """\
388 struct
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
e_ucred.cr_ref 32 4 uint uint32_t
e_ucred.cr_uid 36 4 uint __uid_t
e_ucred.cr_gid 40 4 uint __gid_t
e_ucred.cr_ngroups 44 4 uint uint32_t
e_ucred.cr_groups 48 64 array,16,4,uint __gid_t[16]
e_vm 112 196 struct struct vmspace
e_ppid 308 4 int __pid_t
e_pgid 312 4 int __pid_t
e_jobc 316 2 int short
e_tdev 320 4 uint uint32_t
e_tpgid 324 4 int __pid_t
e_tsess 328 4 pointer pointer to struct session
e_wmesg 332 8 char[],8,1,int char[8]
e_xsize 340 4 int segsz_t
e_xrssize 344 2 int short
e_xccount 346 2 int short
e_xswrss 348 2 int short
e_flag 352 4 int long
e_login 356 16 char[],16,1,int char[16]
e_sid 372 4 int __pid_t
e_spare 376 12 array,3,4,int long[3]
""",
    "fdfile": """\
24 struct
ff_exclose 0 1 uint _Bool
ff_allocated 1 1 uint _Bool
ff_refcnt 4 4 uint u_int
ff_file 8 4 pointer pointer to struct file
ff_knlist 12 4 struct struct {anonymous}
ff_knlist.slh_first 12 4 pointer pointer to struct knote
ff_closing 16 8 struct kcondvar_t
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
f_undata 16 4 union union file_data
f_undata.fd_vp 16 4 pointer pointer to struct vnode
f_undata.fd_so 16 4 pointer pointer to struct socket
f_undata.fd_pipe 16 4 pointer pointer to struct pipe
f_undata.fd_kq 16 4 pointer pointer to struct kqueue
f_undata.fd_eventfd 16 4 pointer pointer to struct eventfd
f_undata.fd_timerfd 16 4 pointer pointer to struct timerfd
f_undata.fd_data 16 4 pointer pointer to void
f_undata.fd_audioctx 16 4 pointer pointer to struct audio_file
f_undata.fd_pad 16 4 pointer pointer to struct pad_softc
f_undata.fd_devunit 16 4 int int
f_undata.fd_bpf 16 4 pointer pointer to struct bpf_d
f_undata.fd_fcrypt 16 4 pointer pointer to struct fcrypt
f_undata.fd_mq 16 4 pointer pointer to struct mqueue
f_undata.fd_ks 16 4 pointer pointer to struct ksem
f_undata.fd_iscsi 16 4 pointer pointer to struct iscsifd
f_undata.fd_memfd 16 4 pointer pointer to struct memfd
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
fd_dfdfile 0 384 array,384,1,uint uint8_t[6][64]
fd_lock 384 4 struct kmutex_t
fd_dt 388 4 pointer volatile pointer to fdtab_t
fd_himap 392 4 pointer pointer to uint32_t
fd_lomap 396 4 pointer pointer to uint32_t
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
fd_dhimap 520 4 array,1,4,uint uint32_t[1]
fd_dlomap 524 128 array,32,4,uint uint32_t[32]
""",
    "kauth_cred": """\
164 struct
cr_refcnt 0 4 uint u_int
cr_pad 4 60 array,60,1,uint uint8_t[60]
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
1088 struct
kp_proc 0 640 struct struct proc
kp_eproc 640 388 struct struct eproc
""",
    "loadavg": """\
16 struct
ldavg 0 12 array,3,4,uint fixpt_t[3]
fscale 12 4 int long
""",
    "lwp": """\
652 struct
l_cpu 0 4 pointer volatile pointer to struct cpu_info
l_mutex 4 4 pointer volatile pointer to kmutex_t
l_ts 8 4 pointer pointer to struct turnstile
l_stat 12 4 int int
l__reserved 16 4 int int
l_runq 20 8 struct struct {anonymous}
l_runq.tqe_next 20 4 pointer pointer to struct lwp
l_runq.tqe_prev 24 4 pointer pointer to pointer to struct lwp
l_sched 28 4 union union {anonymous}
l_sched.info 28 4 pointer pointer to void
l_sched.timeslice 28 4 uint u_int
l_addr 32 4 pointer pointer to void
l_md 36 20 struct struct mdlwp
l_rtime 56 16 struct struct bintime
l_stime 72 16 struct struct bintime
l_flag 88 4 int int
l_swtime 92 4 uint u_int
l_rticks 96 4 uint u_int
l_rticksum 100 4 uint u_int
l_slpticks 104 4 uint u_int
l_slpticksum 108 4 uint u_int
l_class 112 4 int int
l_boostpri 116 4 int pri_t
l_priority 120 4 int pri_t
l_inheritedprio 124 4 int pri_t
l_protectprio 128 4 int pri_t
l_auxprio 132 4 int pri_t
l_protectdepth 136 4 int int
l_cpticks 140 4 uint u_int
l_psid 144 4 int psetid_t
l_pctcpu 148 4 uint fixpt_t
l_estcpu 152 4 uint fixpt_t
l_pi_lenders 156 4 struct struct {anonymous}
l_pi_lenders.slh_first 156 4 pointer pointer to struct turnstile
l_target_cpu 160 4 pointer pointer to struct cpu_info
l_lwpctl 164 4 pointer pointer to struct lwpctl
l_lcpage 168 4 pointer pointer to struct lcpage
l_affinity 172 4 pointer pointer to kcpuset_t
l_syncobj 176 4 pointer pointer to const struct syncobj
l_sleepchain 180 8 struct struct {anonymous}
l_sleepchain.le_next 180 4 pointer pointer to struct lwp
l_sleepchain.le_prev 184 4 pointer pointer to pointer to struct lwp
l_wchan 188 4 pointer wchan_t
l_wmesg 192 4 pointer pointer to const char
l_sleepq 196 4 pointer pointer to struct sleepq
l_timeout_ch 200 40 struct callout_t
l_waitcv 240 8 struct kcondvar_t
l_slptime 248 4 uint u_int
l_vforkwaiting 252 1 uint _Bool
l_robust_head 256 4 uint uintptr_t
l___rsvd1 260 4 uint uint32_t
l_lid 264 4 int lwpid_t
l_list 268 8 struct struct {anonymous}
l_list.le_next 268 4 pointer pointer to struct lwp
l_list.le_prev 272 4 pointer pointer to pointer to struct lwp
l_ctxlink 276 4 pointer pointer to void
l_proc 280 4 pointer pointer to struct proc
l_sibling 284 8 struct struct {anonymous}
l_sibling.le_next 284 4 pointer pointer to struct lwp
l_sibling.le_prev 288 4 pointer pointer to pointer to struct lwp
l_name 292 4 pointer pointer to char
l_waiter 296 4 int lwpid_t
l_waitingfor 300 4 int lwpid_t
l_prflag 304 4 int int
l_refcnt 308 4 uint u_int
l_selflag 312 4 int int
l_selret 316 4 int int
l_selwait 320 4 struct struct {anonymous}
l_selwait.slh_first 320 4 pointer pointer to struct selinfo
l_selrec 324 4 uint uintptr_t
l_selcluster 328 4 pointer pointer to struct selcluster
l_selbits 332 4 pointer pointer to void
l_selni 336 4 uint size_t
l_sigrestore 340 4 int int
l_sigwaitset 344 16 struct sigset_t
l_sigwaitset.__bits 344 16 array,4,4,uint __uint32_t[4]
l_sigcv 360 8 struct kcondvar_t
l_sigwaited 368 4 pointer pointer to struct ksiginfo
l_sigpendset 372 4 pointer pointer to sigpend_t
l_sigwaiter 376 8 struct struct {anonymous}
l_sigwaiter.le_next 376 4 pointer pointer to struct lwp
l_sigwaiter.le_prev 380 4 pointer pointer to pointer to struct lwp
l_sigstk 384 12 struct stack_t
l_sigstk.ss_sp 384 4 pointer pointer to void
l_sigstk.ss_size 388 4 uint size_t
l_sigstk.ss_flags 392 4 int int
l_sigmask 396 16 struct sigset_t
l_sigmask.__bits 396 16 array,4,4,uint __uint32_t[4]
l_sigpend 412 24 struct sigpend_t
l_sigpend.sp_info 412 8 struct ksiginfoq_t
l_sigpend.sp_info.tqh_first 412 4 pointer pointer to struct ksiginfo
l_sigpend.sp_info.tqh_last 416 4 pointer pointer to pointer to struct ksiginfo
l_sigpend.sp_set 420 16 struct sigset_t
l_sigpend.sp_set.__bits 420 16 array,4,4,uint __uint32_t[4]
l_sigoldmask 436 16 struct sigset_t
l_sigoldmask.__bits 436 16 array,4,4,uint __uint32_t[4]
l_specdataref 452 8 struct specificdata_reference
l_ktrcsw 460 12 struct struct timespec
l_private 472 4 pointer pointer to void
l_switchto 476 4 pointer pointer to struct lwp
l_cred 480 4 pointer pointer to struct kauth_cred
l_fd 484 4 pointer pointer to struct filedesc
l_emuldata 488 4 pointer pointer to void
l_fstrans 492 4 pointer pointer to struct fstrans_lwp_info
l_shlocks 496 2 uint u_short
l_exlocks 498 2 uint u_short
l_psrefs 500 2 uint u_short
l_blcnt 502 2 uint u_short
l_nopreempt 504 4 int volatile int
l_dopreempt 508 4 uint volatile u_int
l_pflag 512 4 int int
l_dupfd 516 4 int int
l_sysent 520 4 pointer volatile pointer to const struct sysent
l_ru 524 80 struct struct rusage
l_pfailtime 604 8 uint uint64_t
l_pfailaddr 612 4 uint uintptr_t
l_pfaillock 616 4 uint uintptr_t
l_ld_locks 620 8 struct struct {anonymous}
l_ld_locks.tqh_first 620 4 pointer pointer to volatile struct lockdebug
l_ld_locks.tqh_last 624 4 pointer pointer to volatile pointer to volatile struct lockdebug
l_ld_wanted 628 4 pointer pointer to volatile void
l_rwcallsite 632 4 uint uintptr_t
l_tcgen 636 4 int int
l_syscall_time 640 4 uint uint32_t
l_syscall_counter 644 4 pointer pointer to uint64_t
l_dtrace 648 4 pointer pointer to struct kdtrace_thread
""",
    "mount": """\
3456 struct
mnt_vnodelock 0 4 pointer pointer to kmutex_t
mnt_op 4 4 pointer pointer to struct vfsops
mnt_vnodecovered 8 4 pointer pointer to struct vnode
mnt_lower 12 4 pointer pointer to struct mount
mnt_data 16 4 pointer pointer to void
mnt_renamelock 20 4 pointer pointer to kmutex_t
mnt_flag 24 4 int int
mnt_iflag 28 4 int int
mnt_fs_bshift 32 4 int int
mnt_dev_bshift 36 4 int int
mnt_specdataref 40 8 struct specificdata_reference
mnt_updating 48 4 pointer pointer to kmutex_t
mnt_wapbl_op 52 4 pointer pointer to const struct wapbl_ops
mnt_wapbl 56 4 pointer pointer to struct wapbl
mnt_wapbl_replay 60 4 pointer pointer to struct wapbl_replay
mnt_gen 64 8 uint uint64_t
mnt_refcnt 128 4 int int
mnt_synclist_slot 132 4 int int
mnt_vnodelist 136 8 struct struct {anonymous}
mnt_vnodelist.tqh_first 136 4 pointer pointer to struct vnode_impl
mnt_vnodelist.tqh_last 140 4 pointer pointer to pointer to struct vnode_impl
mnt_stat 144 3268 struct struct statvfs
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
    "proc": """\
640 struct
p_list 0 8 struct struct {anonymous}
p_list.le_next 0 4 pointer pointer to struct proc
p_list.le_prev 4 4 pointer pointer to pointer to struct proc
p_lock 8 4 pointer pointer to kmutex_t
p_waitcv 12 8 struct kcondvar_t
p_lwpcv 20 8 struct kcondvar_t
p_cred 28 4 pointer pointer to struct kauth_cred
p_fd 32 4 pointer pointer to struct filedesc
p_cwdi 36 4 pointer pointer to struct cwdinfo
p_stats 40 4 pointer pointer to struct pstats
p_limit 44 4 pointer pointer to struct plimit
p_vmspace 48 4 pointer pointer to struct vmspace
p_sigacts 52 4 pointer pointer to struct sigacts
p_aio 56 4 pointer pointer to struct aioproc
p_mqueue_cnt 60 4 uint u_int
p_specdataref 64 8 struct specificdata_reference
p_exitsig 72 4 int int
p_flag 76 4 int int
p_sflag 80 4 int int
p_stflag 84 4 int int
p_slflag 88 2 int short
p_stat 90 1 int char
p_lflag 91 1 int char
p_trace_enabled 92 1 int char
p_pad1 93 3 char[],3,1,int char[3]
p_pid 96 4 int __pid_t
p_pglist 100 8 struct struct {anonymous}
p_pglist.le_next 100 4 pointer pointer to struct proc
p_pglist.le_prev 104 4 pointer pointer to pointer to struct proc
p_pptr 108 4 pointer pointer to struct proc
p_sibling 112 8 struct struct {anonymous}
p_sibling.le_next 112 4 pointer pointer to struct proc
p_sibling.le_prev 116 4 pointer pointer to pointer to struct proc
p_children 120 4 struct struct {anonymous}
p_children.lh_first 120 4 pointer pointer to struct proc
p_lwps 124 4 struct struct {anonymous}
p_lwps.lh_first 124 4 pointer pointer to struct lwp
p_raslist 128 4 pointer pointer to struct ras
p_nlwps 132 4 int int
p_nzlwps 136 4 int int
p_nrlwps 140 4 int int
p_nlwpwait 144 4 int int
p_ndlwps 148 4 int int
p_nstopchild 152 4 uint u_int
p_waited 156 4 uint u_int
p_zomblwp 160 4 pointer pointer to struct lwp
p_vforklwp 164 4 pointer pointer to struct lwp
p_sched_info 168 4 pointer pointer to void
p_estcpu 172 4 uint fixpt_t
p_estcpu_inherited 176 4 uint fixpt_t
p_forktime 180 4 uint unsigned int
p_pctcpu 184 4 uint fixpt_t
p_opptr 188 4 pointer pointer to struct proc
p_timers 192 4 pointer pointer to struct ptimers
p_rtime 196 16 struct struct bintime
p_uticks 212 8 uint u_quad_t
p_sticks 220 8 uint u_quad_t
p_iticks 228 8 uint u_quad_t
p_xutime 236 8 uint uint64_t
p_xstime 244 8 uint uint64_t
p_traceflag 252 4 int int
p_tracep 256 4 pointer pointer to void
p_textvp 260 4 pointer pointer to struct vnode
p_emul 264 4 pointer pointer to struct emul
p_emuldata 268 4 pointer pointer to void
p_execsw 272 4 pointer pointer to const struct execsw
p_klist 276 4 struct struct klist
p_sigwaiters 280 4 struct struct {anonymous}
p_sigwaiters.lh_first 280 4 pointer pointer to struct lwp
p_sigpend 284 24 struct sigpend_t
p_sigpend.sp_info 284 8 struct ksiginfoq_t
p_sigpend.sp_info.tqh_first 284 4 pointer pointer to struct ksiginfo
p_sigpend.sp_info.tqh_last 288 4 pointer pointer to pointer to struct ksiginfo
p_sigpend.sp_set 292 16 struct sigset_t
p_sigpend.sp_set.__bits 292 16 array,4,4,uint __uint32_t[4]
p_lwpctl 308 4 pointer pointer to struct lcproc
p_ppid 312 4 int __pid_t
p_oppid 316 4 int __pid_t
p_path 320 4 pointer pointer to char
p_sigctx 324 152 struct struct sigctx
p_nice 476 1 uint u_char
p_comm 477 17 char[],17,1,int char[17]
p_pgrp 496 4 pointer pointer to struct pgrp
p_psstrp 500 4 uint vaddr_t
p_pax 504 4 uint u_int
p_xexit 508 4 int int
p_xsig 512 2 uint u_short
p_acflag 514 2 uint u_short
p_md 516 8 struct struct mdproc
p_stackbase 524 4 uint vaddr_t
p_dtrace 528 4 pointer pointer to struct kdtrace_proc
p_auxlock 576 4 struct kmutex_t
p_stmutex 580 4 struct kmutex_t
p_reflock 584 4 struct krwlock_t
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
rb_info 8 4 uint uintptr_t
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
144 struct
spc_mutex 0 4 pointer pointer to struct kmutex
spc_lwplock 4 4 pointer pointer to struct kmutex
spc_migrating 8 4 pointer pointer to struct lwp
spc_nextpkg 12 4 pointer pointer to struct cpu_info
spc_psid 16 4 int psetid_t
spc_lastmod 20 8 int time_t
spc_flags 28 4 int volatile int
spc_schedticks 32 4 uint u_int
spc_cp_time 36 40 array,5,8,uint uint64_t[5]
spc_ticks 76 4 int int
spc_pscnt 80 4 int int
spc_psdiv 84 4 int int
spc_nextskim 88 4 int int
spc_curpriority 92 4 int volatile pri_t
spc_maxpriority 96 4 int pri_t
spc_count 100 4 uint u_int
spc_mcount 104 4 uint u_int
spc_bitmap 108 32 array,8,4,uint uint32_t[8]
spc_queue 140 4 pointer pointer to struct {anonymous}
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
152 struct
ps_info 0 92 struct struct _ksiginfo
ps_info._signo 0 4 int int
ps_info._code 4 4 int int
ps_info._errno 8 4 int int
ps_info._reason 12 80 union union {anonymous}
ps_info._reason._rt 12 12 struct struct {anonymous}
ps_info._reason._rt._pid 12 4 int __pid_t
ps_info._reason._rt._uid 16 4 uint __uid_t
ps_info._reason._rt._value 20 4 union sigval_t
ps_info._reason._rt._value.sival_int 20 4 int int
ps_info._reason._rt._value.sival_ptr 20 4 pointer pointer to void
ps_info._reason._child 12 20 struct struct {anonymous}
ps_info._reason._child._pid 12 4 int __pid_t
ps_info._reason._child._uid 16 4 uint __uid_t
ps_info._reason._child._status 20 4 int int
ps_info._reason._child._utime 24 4 uint clock_t
ps_info._reason._child._stime 28 4 uint clock_t
ps_info._reason._fault 12 16 struct struct {anonymous}
ps_info._reason._fault._addr 12 4 pointer pointer to void
ps_info._reason._fault._trap 16 4 int int
ps_info._reason._fault._trap2 20 4 int int
ps_info._reason._fault._trap3 24 4 int int
ps_info._reason._poll 12 8 struct struct {anonymous}
ps_info._reason._poll._band 12 4 int long
ps_info._reason._poll._fd 16 4 int int
ps_info._reason._syscall 12 80 struct struct {anonymous}
ps_info._reason._syscall._sysnum 12 4 int int
ps_info._reason._syscall._retval 16 8 array,2,4,int int[2]
ps_info._reason._syscall._error 24 4 int int
ps_info._reason._syscall._args 28 64 array,8,8,uint uint64_t[8]
ps_info._reason._ptrace_state 12 8 struct struct {anonymous}
ps_info._reason._ptrace_state._pe_report_event 12 4 int int
ps_info._reason._ptrace_state._option 16 4 union union {anonymous}
ps_info._reason._ptrace_state._option._pe_other_pid 16 4 int __pid_t
ps_info._reason._ptrace_state._option._pe_lwp 16 4 int lwpid_t
ps_lwp 92 4 int int
ps_faked 96 1 uint _Bool
ps_sigcode 100 4 pointer pointer to void
ps_sigignore 104 16 struct sigset_t
ps_sigignore.__bits 104 16 array,4,4,uint __uint32_t[4]
ps_sigcatch 120 16 struct sigset_t
ps_sigcatch.__bits 120 16 array,4,4,uint __uint32_t[4]
ps_sigpass 136 16 struct sigset_t
ps_sigpass.__bits 136 16 array,4,4,uint __uint32_t[4]
""",
    "sigpend": """\
24 struct
sp_info 0 8 struct ksiginfoq_t
sp_info.tqh_first 0 4 pointer pointer to struct ksiginfo
sp_info.tqh_last 4 4 pointer pointer to pointer to struct ksiginfo
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
sd_iocnt 20 4 uint volatile u_int
sd_opened 24 1 uint _Bool
sd_closing 25 1 uint _Bool
""",
    "specnode": """\
24 struct
sn_next 0 4 pointer pointer to vnode_t
sn_dev 4 4 pointer pointer to struct specdev
sn_rdev 8 8 uint dev_t
sn_opencnt 16 4 uint u_int
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
456 struct
tty_link 0 8 struct struct {anonymous}
tty_link.tqe_next 0 4 pointer pointer to struct tty
tty_link.tqe_prev 4 4 pointer pointer to pointer to struct tty
t_rawq 8 28 struct struct clist
t_rawcc 36 4 int long
t_rawcv 40 8 struct kcondvar_t
t_rawcvf 48 8 struct kcondvar_t
t_canq 56 28 struct struct clist
t_cancc 84 4 int long
t_cancv 88 8 struct kcondvar_t
t_cancvf 96 8 struct kcondvar_t
t_outq 104 28 struct struct clist
t_outcc 132 4 int long
t_outcv 136 8 struct kcondvar_t
t_outcvf 144 8 struct kcondvar_t
t_rstrt_ch 152 40 struct callout_t
t_linesw 192 4 pointer pointer to struct linesw
t_dev 196 8 uint dev_t
t_state 204 4 int int
t_wopen 208 4 int int
t_flags 212 4 int int
t_qsize 216 4 int int
t_pgrp 220 4 pointer pointer to struct pgrp
t_session 224 4 pointer pointer to struct session
t_rsel 228 36 struct struct selinfo
t_wsel 264 36 struct struct selinfo
t_termios 300 44 struct struct termios
t_winsize 344 8 struct struct winsize
t_oproc 352 4 pointer pointer to function
t_param 356 4 pointer pointer to function
t_hwiflow 360 4 pointer pointer to function
t_sc 364 4 pointer pointer to void
t_column 368 2 int short
t_rocount 370 2 int short
t_rocol 372 2 int short
t_hiwat 376 4 int int
t_lowat 380 4 int int
t_gen 384 2 int short
t_sigs 388 48 array,3,16,struct sigset_t[3]
t_sigcount 436 4 int int
t_sigqueue 440 8 struct struct {anonymous}
t_sigqueue.tqe_next 440 4 pointer pointer to struct tty
t_sigqueue.tqe_prev 444 4 pointer pointer to pointer to struct tty
t_softc 448 4 pointer pointer to void
t_refcnt 452 4 uint volatile unsigned int
""",
    "uvm_object": """\
28 struct
vmobjlock 0 4 pointer pointer to struct krwlock
pgops 4 4 pointer pointer to const struct uvm_pagerops
uo_npages 8 4 int int
uo_refs 12 4 uint unsigned int
uo_pages 16 8 struct struct radix_tree
uo_pages.t_root 16 4 pointer pointer to void
uo_pages.t_height 20 4 uint unsigned int
uo_ubc 24 4 struct struct {anonymous}
uo_ubc.lh_first 24 4 pointer pointer to struct ubc_map
""",
    "uvmexp": """\
316 struct
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
faults 96 4 int int
traps 100 4 int int
intrs 104 4 int int
swtch 108 4 int int
softs 112 4 int int
syscalls 116 4 int int
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
bootpages 312 4 int int
""",
    "vm_amap": """\
48 struct
am_lock 0 4 pointer pointer to krwlock_t
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
an_lock 0 4 pointer pointer to krwlock_t
an_ref 4 4 uint uintptr_t
an_page 8 4 pointer pointer to struct vm_page
an_swslot 12 4 int int
""",
    "vm_aref": """\
8 struct
ar_pageoff 0 4 int int
ar_amap 4 4 pointer pointer to struct vm_amap
""",
    "vm_map": """\
144 struct
pmap 0 4 pointer pointer to struct pmap
lock 4 4 struct krwlock_t
busy 8 4 pointer pointer to struct lwp
misc_lock 12 4 struct kmutex_t
cv 16 8 struct kcondvar_t
flags 24 4 int int
rb_tree 28 16 struct struct rb_tree
header 44 76 struct struct vm_map_entry
nentries 120 4 int int
size 124 4 uint vsize_t
ref_count 128 4 int volatile int
hint 132 4 pointer pointer to struct vm_map_entry
first_free 136 4 pointer pointer to struct vm_map_entry
timestamp 140 4 uint unsigned int
""",
    "vm_map_entry": """\
76 struct
rb_node 0 12 struct struct rb_node
start 12 4 uint vaddr_t
end 16 4 uint vaddr_t
gap 20 4 uint vsize_t
maxgap 24 4 uint vsize_t
prev 28 4 pointer pointer to struct vm_map_entry
next 32 4 pointer pointer to struct vm_map_entry
object 36 4 union union {anonymous}
object.uvm_obj 36 4 pointer pointer to struct uvm_object
object.sub_map 36 4 pointer pointer to struct vm_map
offset 40 8 int voff_t
etype 48 1 uint uint8_t
flags 49 1 uint uint8_t
advice 50 1 uint uint8_t
unused 51 1 uint uint8_t
protection 52 4 int vm_prot_t
max_protection 56 4 int vm_prot_t
inheritance 60 4 int vm_inherit_t
wired_count 64 4 int int
aref 68 8 struct struct vm_aref
""",
    "vm_page": """\
80 struct
pageq 0 8 union union {anonymous}
pageq.queue 0 8 struct struct {anonymous}
pageq.queue.tqe_next 0 4 pointer pointer to struct vm_page
pageq.queue.tqe_prev 4 4 pointer pointer to pointer to struct vm_page
pageq.list 0 8 struct struct {anonymous}
pageq.list.le_next 0 4 pointer pointer to struct vm_page
pageq.list.le_prev 4 4 pointer pointer to pointer to struct vm_page
pqflags 8 4 uint uint32_t
flags 12 4 uint uint32_t
phys_addr 16 8 uint paddr_t
loan_count 24 4 uint uint32_t
wire_count 28 4 uint uint32_t
uanon 32 4 pointer pointer to struct vm_anon
uobject 36 4 pointer pointer to struct uvm_object
offset 40 8 int voff_t
interlock 48 4 struct kmutex_t
pdqueue 52 8 struct struct {anonymous}
pdqueue.tqe_next 52 4 pointer pointer to struct vm_page
pdqueue.tqe_prev 56 4 pointer pointer to pointer to struct vm_page
mdpage 60 20 struct struct vm_page_md
""",
    "vmspace": """\
196 struct
vm_map 0 144 struct struct vm_map
vm_refcnt 144 4 int volatile int
vm_shm 148 4 pointer pointer to void
vm_rssize 152 4 int segsz_t
vm_rssmax 156 4 int segsz_t
vm_tsize 160 4 int segsz_t
vm_dsize 164 4 int segsz_t
vm_ssize 168 4 int segsz_t
vm_issize 172 4 int segsz_t
vm_taddr 176 4 pointer pointer to void
vm_daddr 180 4 pointer pointer to void
vm_maxsaddr 184 4 pointer pointer to void
vm_minsaddr 188 4 pointer pointer to void
vm_aslr_delta_mmap 192 4 uint size_t
""",
    "vnode": """\
192 struct
v_uobj 0 28 struct struct uvm_object
v_size 28 8 int voff_t
v_writesize 36 8 int voff_t
v_cv 64 8 struct kcondvar_t
v_iflag 72 4 int int
v_uflag 76 4 int int
v_usecount 80 4 int int
v_numoutput 84 4 int int
v_writecount 88 4 int int
v_holdcnt 92 4 int int
v_cleanblkhd 96 4 struct struct buflists
v_cleanblkhd.lh_first 96 4 pointer pointer to struct buf
v_dirtyblkhd 100 4 struct struct buflists
v_dirtyblkhd.lh_first 100 4 pointer pointer to struct buf
v_vflag 128 4 int int
v_interlock 132 4 pointer pointer to kmutex_t
v_mount 136 4 pointer pointer to struct mount
v_op 140 4 pointer pointer to pointer to function
v_un 144 4 union union {anonymous}
v_un.vu_mountedhere 144 4 pointer pointer to struct mount
v_un.vu_socket 144 4 pointer pointer to struct socket
v_un.vu_specnode 144 4 pointer pointer to struct specnode
v_un.vu_fifoinfo 144 4 pointer pointer to struct fifoinfo
v_un.vu_ractx 144 4 pointer pointer to struct uvm_ractx
v_type 148 4 uint enum vtype
v_tag 152 4 uint enum vtagtype
v_data 156 4 pointer pointer to void
v_klist 160 4 pointer pointer to struct vnode_klist
v_segvguard 164 4 pointer pointer to void
""",
    "vnode_impl": """\
448 struct
vi_vnode 0 192 struct struct vnode
vi_key 192 12 struct struct vcache_key
vi_key.vk_mount 192 4 pointer pointer to struct mount
vi_key.vk_key 196 4 pointer pointer to const void
vi_key.vk_key_len 200 4 uint size_t
vi_klist 204 8 struct struct vnode_klist
vi_klist.vk_klist 204 4 struct struct klist
vi_klist.vk_interest 208 4 int long
vi_lrulisthd 212 4 pointer pointer to struct vnodelst
vi_lrulist 216 8 struct struct {anonymous}
vi_lrulist.tqe_next 216 4 pointer pointer to struct vnode_impl
vi_lrulist.tqe_prev 220 4 pointer pointer to pointer to struct vnode_impl
vi_synclist_slot 224 4 int int
vi_lrulisttm 228 4 int int
vi_synclist 232 8 struct struct {anonymous}
vi_synclist.tqe_next 232 4 pointer pointer to struct vnode_impl
vi_synclist.tqe_prev 236 4 pointer pointer to pointer to struct vnode_impl
vi_hash 240 4 struct struct {anonymous}
vi_hash.sle_next 240 4 pointer pointer to struct vnode_impl
vi_state 244 4 uint enum vnode_state
vi_mntvnodes 248 8 struct struct {anonymous}
vi_mntvnodes.tqe_next 248 4 pointer pointer to struct vnode_impl
vi_mntvnodes.tqe_prev 252 4 pointer pointer to pointer to struct vnode_impl
vi_nc_tree 256 16 struct rb_tree_t
vi_nc_tree.rbt_root 256 4 pointer pointer to struct rb_node
vi_nc_tree.rbt_ops 260 4 pointer pointer to const rb_tree_ops_t
vi_nc_tree.rbt_minmax 264 8 array,2,4,pointer pointer to struct rb_node[2]
vi_nc_list 272 8 struct struct {anonymous}
vi_nc_list.tqh_first 272 4 pointer pointer to struct namecache
vi_nc_list.tqh_last 276 4 pointer pointer to pointer to struct namecache
vi_nc_mode 280 4 uint __mode_t
vi_nc_uid 284 4 uint __uid_t
vi_nc_gid 288 4 uint __gid_t
vi_nc_spare 292 4 uint uint32_t
vi_lock 320 4 struct krwlock_t
vi_nc_lock 384 4 struct krwlock_t
vi_nc_listlock 388 4 struct krwlock_t
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
    "L1_MASK": 2093056,
    "L1_SHIFT": 12,
    "L2_FRAME": 4292870144,
    "L2_MASK": 4292870144,
    "L2_SHIFT": 21,
    "L3_FRAME": 3221225472,
    "L3_MASK": 3221225472,
    "L3_SHIFT": 30,
    "LPR_DETACHED": 8388608,
    "LP_BOUND": 2147483648,
    "LP_INTR": 64,
    "LP_KTRACTIVE": 1,
    "LP_KTRCSW": 2,
    "LP_MPSAFE": 32,
    "LP_OWEUPC": 16,
    "LP_RUNNING": 536870912,
    "LP_SYSCTLWRITE": 128,
    "LP_TELEPORT": 1073741824,
    "LSIDL": 1,
    "LSONPROC": 7,
    "LSRUN": 2,
    "LSSLEEP": 3,
    "LSSTOP": 4,
    "LSSUSPENDED": 8,
    "LSZOMB": 5,
    "LW_CANCELLED": 33554432,
    "LW_DBGSUSPEND": 65536,
    "LW_IDLE": 1,
    "LW_LWPCTL": 2,
    "LW_PENDSIG": 16777216,
    "LW_RUMP_CLEAR": 1073741824,
    "LW_RUMP_QEXIT": 2147483648,
    "LW_SINTR": 128,
    "LW_SYSTEM": 512,
    "LW_SYSTEM_FPU": 1024,
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
    "NBPD_L2": 2097152,
    "NBPD_L3": 1073741824,
    "NBPG": 4096,
    "NCARGS": 262144,
    "NGROUPS": 16,
    "NMAGIC": 264,
    "NODEV": 18446744073709551615,
    "OMAGIC": 263,
    "PAGE_SHIFT": 12,
    "PAGE_SIZE": 4096,
    "PDIR_SLOT_KERN": 1536,
    "PDIR_SLOT_PTE": 1532,
    "PGOFSET": 4095,
    "PGSHIFT": 12,
    "PG_ANON": 2048,
    "PG_AOBJ": 1024,
    "PG_BUSY": 4,
    "PG_CLEAN": 1,
    "PG_SWAPBACKED": 3072,
    "PK_32": 262144,
    "PK_ADVLOCK": 1,
    "PK_CLDSIGIGN": 524288,
    "PK_EXEC": 16384,
    "PK_KMEM": 512,
    "PK_MARKER": 2147483648,
    "PK_NOCLDWAIT": 131072,
    "PK_SUGID": 256,
    "PK_SYSTEM": 2,
    "PK_SYSVSEM": 4,
    "PL_CONTROLT": 1,
    "PL_ORPHANPG": 8,
    "PL_PPWAIT": 2,
    "PL_SIGCOMPAT": 4,
    "PSL_CHTRACED": 256,
    "PSL_SYSCALL": 512,
    "PSL_TRACED": 64,
    "PSL_TRACEFORK": 1,
    "PST_PROFIL": 32,
    "PS_NOCLDSTOP": 8,
    "PS_STOPEXEC": 16777216,
    "PS_STOPEXIT": 33554432,
    "PS_STOPFORK": 8388608,
    "PS_STOPPING": 2147483648,
    "PS_WCORE": 4096,
    "PTE_AVL1": 512,
    "PTE_FRAME": 4503599627366400,
    "PTE_P": 1,
    "PTE_PS": 128,
    "QMAGIC": 204,
    "SACTIVE": 2,
    "SDEAD": 6,
    "SDYING": 3,
    "SIDL": 1,
    "SSTOP": 4,
    "SZOMB": 5,
    "USRSTACK": 3212832768,
    "UVM_ET_COPYONWRITE": 4,
    "UVM_ET_NEEDSCOPY": 8,
    "UVM_ET_OBJ": 1,
    "UVM_ET_SUBMAP": 2,
    "VM_MAP_PAGEABLE": 1,
    "VM_MAXUSER_ADDRESS": 3212832768,
    "VM_MAX_ADDRESS": 3219111936,
    "VM_MAX_KERNEL_ADDRESS": 4292870144,
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
    "paddr_t": (8, "uint"),
    "pd_entry_t": (8, "uint"),
    "pid_t": (4, "int"),
    "pri_t": (4, "int"),
    "pt_entry_t": (8, "uint"),
    "register_t": (4, "int"),
    "segsz_t": (4, "int"),
    "time_t": (8, "int"),
    "u_quad_t": (8, "uint"),
    "uid_t": (4, "uint"),
    "vaddr_t": (4, "uint"),
    "voff_t": (8, "int"),
    "vsize_t": (4, "uint"),
}
