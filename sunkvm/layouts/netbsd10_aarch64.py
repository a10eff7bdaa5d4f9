# ruff: noqa
# mypy: ignore-errors
"""Struct layouts of NetBSD 10.99.12, aarch64. Made by tests/oracle/make_tables.py; do not edit.

Source: NetBSD 10.99.12 (-current of Jan 2025, after the 10.0 branch) kernel headers, tree
isaki68k/netbsd-src; machine aarch64; computed with clang -target aarch64-unknown-netbsd from DWARF, kernel
view (_KERNEL, no option headers: i.e. no DIAGNOSTIC/LOCKDEBUG-only fields).

Target aarch64-unknown-netbsd, little-endian.

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
2432 struct
ci_data 0 960 struct struct cpu_data
ci_data.cpu_index 0 4 uint u_int
ci_data.cpu_biglock_wanted 8 8 pointer pointer to lwp_t
ci_data.cpu_xcall 16 16 struct kcondvar_t
ci_data.cpu_xcall_pending 32 4 int int
ci_data.cpu_psz_read_depth 36 4 uint u_int
ci_data.cpu_ipipend 40 4 array,1,4,uint uint32_t[1]
ci_data.cpu_schedstate 48 168 struct struct schedstate_percpu
ci_data.cpu_package_id 216 4 uint u_int
ci_data.cpu_core_id 220 4 uint u_int
ci_data.cpu_smt_id 224 4 uint u_int
ci_data.cpu_numa_id 228 4 uint u_int
ci_data.cpu_is_slow 232 1 uint _Bool
ci_data.cpu_nsibling 236 12 array,3,4,uint u_int[3]
ci_data.cpu_sibling 248 24 array,3,8,pointer pointer to struct cpu_info[3]
ci_data.cpu_package1st 272 8 pointer pointer to struct cpu_info
ci_data.cpu_idlelwp 320 8 pointer pointer to lwp_t
ci_data.cpu_lockstat 328 8 pointer pointer to void
ci_data.cpu_biglock_count 336 4 uint u_int
ci_data.cpu_spin_locks 340 4 uint u_int
ci_data.cpu_simple_locks 344 4 uint u_int
ci_data.cpu_spin_locks2 348 4 uint u_int
ci_data.cpu_lkdebug_recurse 352 4 uint u_int
ci_data.cpu_softints 356 4 uint u_int
ci_data.cpu_uvm 360 8 pointer pointer to struct uvm_cpu
ci_data.cpu_faultrng 368 4 uint u_int
ci_data.cpu_callout 376 8 pointer pointer to void
ci_data.cpu_softcpu 384 8 pointer pointer to void
ci_data.cpu_biodone 392 16 struct struct {anonymous}
ci_data.cpu_biodone.tqh_first 392 8 pointer pointer to struct buf
ci_data.cpu_biodone.tqh_last 400 8 pointer pointer to pointer to struct buf
ci_data.cpu_percpu 408 16 struct percpu_cpu_t
ci_data.cpu_percpu.pcc_size 408 8 uint size_t
ci_data.cpu_percpu.pcc_data 416 8 pointer pointer to void
ci_data.cpu_selcluster 424 8 pointer pointer to struct selcluster
ci_data.cpu_nch 432 8 pointer pointer to void
ci_data.cpu_ld_locks 440 16 struct struct {anonymous}
ci_data.cpu_ld_locks.tqh_first 440 8 pointer pointer to volatile struct lockdebug
ci_data.cpu_ld_locks.tqh_last 448 8 pointer pointer to volatile pointer to volatile struct lockdebug
ci_data.cpu_ld_lock 456 1 uint __cpu_simple_lock_t
ci_data.cpu_cc_freq 464 8 uint uint64_t
ci_data.cpu_cc_skew 472 8 int int64_t
ci_data.cpu_name 480 8 char[],8,1,uint char[8]
ci_data.cpu_kcpuset 488 8 pointer pointer to kcpuset_t
ci_data.cpu_pcu_curlwp 496 8 array,1,8,pointer volatile pointer to struct lwp[1]
ci_data.cpu_counts 504 384 array,48,8,int int64_t[48]
ci_data.cpu_heartbeat_count 888 4 uint unsigned int
ci_data.cpu_heartbeat_uptime_cache 892 4 uint unsigned int
ci_data.cpu_heartbeat_uptime_stamp 896 4 uint unsigned int
ci_data.cpu_heartbeat_suspend 900 4 uint unsigned int
ci_dev 960 8 pointer device_t
ci_cpuid 968 8 uint cpuid_t
ci_want_resched 1024 4 int int
ci_curlwp 1152 8 pointer pointer to struct lwp
ci_onproc 1160 8 pointer pointer to struct lwp
ci_softlwps 1280 32 array,4,8,pointer pointer to struct lwp[4]
ci_lastintr 1312 8 uint uint64_t
ci_mtx_oldspl 1320 4 int int
ci_mtx_count 1324 4 int int
ci_cpl 1328 4 int int
ci_hwpl 1332 4 int volatile int
ci_softints 1336 4 uint volatile u_int
ci_intr_depth 1340 4 uint volatile u_int
ci_blocked_pics 1344 4 uint volatile uint32_t
ci_pending_pics 1348 4 uint volatile uint32_t
ci_pending_ipls 1352 4 uint volatile uint32_t
ci_kfpu_spl 1356 4 int int
ci_pmap_asid_cur 1360 4 uint tlb_asid_t
ci_vfp_use 1368 56 struct struct evcnt
ci_vfp_reuse 1424 56 struct struct evcnt
ci_vfp_save 1480 56 struct struct evcnt
ci_vfp_release 1536 56 struct struct evcnt
ci_uct_trap 1592 56 struct struct evcnt
ci_intr_preempt 1648 56 struct struct evcnt
ci_rndrrs_fail 1704 56 struct struct evcnt
ci_capacity_dmips_mhz 1760 4 uint uint32_t
ci_gic_redist 1764 4 uint u_int
ci_gic_sgir 1768 8 uint uint64_t
ci_acpiid 1776 4 uint uint32_t
ci_nlpi 1780 4 uint uint32_t
ci_lpi 1784 8 pointer pointer to struct aarch64_low_power_idle
ci_last_idle 1792 8 uint uint64_t
ci_sctlr_el1 1800 8 uint uint64_t
ci_sctlr_el2 1808 8 uint uint64_t
ci_id 1816 136 struct struct aarch64_sysctl_cpu_id
ci_id.ac_midr 1816 8 uint uint64_t
ci_id.ac_revidr 1824 8 uint uint64_t
ci_id.ac_mpidr 1832 8 uint uint64_t
ci_id.ac_aa64dfr0 1840 8 uint uint64_t
ci_id.ac_aa64dfr1 1848 8 uint uint64_t
ci_id.ac_aa64isar0 1856 8 uint uint64_t
ci_id.ac_aa64isar1 1864 8 uint uint64_t
ci_id.ac_aa64mmfr0 1872 8 uint uint64_t
ci_id.ac_aa64mmfr1 1880 8 uint uint64_t
ci_id.ac_aa64mmfr2 1888 8 uint uint64_t
ci_id.ac_aa64pfr0 1896 8 uint uint64_t
ci_id.ac_aa64pfr1 1904 8 uint uint64_t
ci_id.ac_aa64zfr0 1912 8 uint uint64_t
ci_id.ac_mvfr0 1920 4 uint uint32_t
ci_id.ac_mvfr1 1924 4 uint uint32_t
ci_id.ac_mvfr2 1928 4 uint uint32_t
ci_id.ac_pad 1932 4 uint uint32_t
ci_id.ac_clidr 1936 8 uint uint64_t
ci_id.ac_ctr 1944 8 uint uint64_t
ci_cacheinfo 1952 416 array,8,52,struct struct aarch64_cache_info[8]
ci_cpufuncs 2368 16 struct struct aarch64_cpufuncs
ci_cpufuncs.cf_set_ttbr0 2368 8 pointer pointer to function
ci_cpufuncs.cf_icache_sync_range 2376 8 pointer pointer to function
""",
    "cwdinfo": """\
256 struct
cwdi_cdir 0 8 pointer pointer to struct vnode
cwdi_rdir 8 8 pointer pointer to struct vnode
cwdi_edir 16 8 pointer pointer to struct vnode
cwdi_cmask 24 4 uint u_int
cwdi_refcnt 28 4 uint u_int
cwdi_lock 128 8 struct krwlock_t
""",
    "emul": """\
200 struct
e_name 0 8 pointer pointer to const char
e_path 8 8 pointer pointer to const char
e_sysent 16 8 pointer pointer to struct sysent
e_nomodbits 24 8 pointer pointer to const uint32_t
e_syscallnames 32 8 pointer pointer to const pointer to const char
e_sc_autoload 40 8 pointer pointer to struct sc_autoload
e_sendsig 48 8 pointer pointer to function
e_trapsignal 56 8 pointer pointer to function
e_sigcode 64 8 pointer pointer to char
e_esigcode 72 8 pointer pointer to char
e_sigobject 80 8 pointer pointer to pointer to struct uvm_object
e_setregs 88 8 pointer pointer to function
e_proc_exec 96 8 pointer pointer to function
e_proc_fork 104 8 pointer pointer to function
e_proc_exit 112 8 pointer pointer to function
e_lwp_fork 120 8 pointer pointer to function
e_lwp_exit 128 8 pointer pointer to function
e_syscall_intern 136 8 pointer pointer to function
e_sysctlovly 144 8 pointer pointer to struct sysctlnode
e_vm_default_addr 152 8 pointer pointer to function
e_usertrap 160 8 pointer pointer to function
e_ucsize 168 8 uint size_t
e_startlwp 176 8 pointer pointer to function
e_dtrace_syscall 184 8 pointer pointer to function
e_ktrpsig 192 8 pointer pointer to function
""",
    "eproc": """\
584 struct
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
e_ucred.cr_ref 48 4 uint uint32_t
e_ucred.cr_uid 52 4 uint __uid_t
e_ucred.cr_gid 56 4 uint __gid_t
e_ucred.cr_ngroups 60 4 uint uint32_t
e_ucred.cr_groups 64 64 array,16,4,uint __gid_t[16]
e_vm 128 344 struct struct vmspace
e_ppid 472 4 int __pid_t
e_pgid 476 4 int __pid_t
e_jobc 480 2 int short
e_tdev 484 4 uint uint32_t
e_tpgid 488 4 int __pid_t
e_tsess 496 8 pointer pointer to struct session
e_wmesg 504 8 char[],8,1,uint char[8]
e_xsize 512 4 int segsz_t
e_xrssize 516 2 int short
e_xccount 518 2 int short
e_xswrss 520 2 int short
e_flag 528 8 int long
e_login 536 16 char[],16,1,uint char[16]
e_sid 552 4 int __pid_t
e_spare 560 24 array,3,8,int long[3]
""",
    "fdfile": """\
40 struct
ff_exclose 0 1 uint _Bool
ff_allocated 1 1 uint _Bool
ff_refcnt 4 4 uint u_int
ff_file 8 8 pointer pointer to struct file
ff_knlist 16 8 struct struct {anonymous}
ff_knlist.slh_first 16 8 pointer pointer to struct knote
ff_closing 24 16 struct kcondvar_t
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
f_undata 24 8 union union file_data
f_undata.fd_vp 24 8 pointer pointer to struct vnode
f_undata.fd_so 24 8 pointer pointer to struct socket
f_undata.fd_pipe 24 8 pointer pointer to struct pipe
f_undata.fd_kq 24 8 pointer pointer to struct kqueue
f_undata.fd_eventfd 24 8 pointer pointer to struct eventfd
f_undata.fd_timerfd 24 8 pointer pointer to struct timerfd
f_undata.fd_data 24 8 pointer pointer to void
f_undata.fd_audioctx 24 8 pointer pointer to struct audio_file
f_undata.fd_pad 24 8 pointer pointer to struct pad_softc
f_undata.fd_devunit 24 4 int int
f_undata.fd_bpf 24 8 pointer pointer to struct bpf_d
f_undata.fd_fcrypt 24 8 pointer pointer to struct fcrypt
f_undata.fd_mq 24 8 pointer pointer to struct mqueue
f_undata.fd_ks 24 8 pointer pointer to struct ksem
f_undata.fd_iscsi 24 8 pointer pointer to struct iscsifd
f_undata.fd_memfd 24 8 pointer pointer to struct memfd
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
1160 struct
fd_dfdfile 0 768 array,768,1,uint uint8_t[6][128]
fd_lock 768 8 struct kmutex_t
fd_dt 776 8 pointer volatile pointer to fdtab_t
fd_himap 784 8 pointer pointer to uint32_t
fd_lomap 792 8 pointer pointer to uint32_t
fd_knhash 800 8 pointer pointer to struct klist
fd_lastkqfile 808 4 int int
fd_lastfile 812 4 int int
fd_refcnt 816 4 int int
fd_knhashmask 824 8 uint u_long
fd_freefile 832 4 int int
fd_unused 836 4 int int
fd_exclose 840 1 uint _Bool
fd_dtbuiltin 848 176 struct fdtab_t
fd_dtbuiltin.dt_nfiles 848 4 uint u_int
fd_dtbuiltin.dt_link 856 8 pointer pointer to struct fdtab
fd_dtbuiltin.dt_ff 864 160 array,20,8,pointer pointer to fdfile_t[20]
fd_dhimap 1024 4 array,1,4,uint uint32_t[1]
fd_dlomap 1028 128 array,32,4,uint uint32_t[32]
""",
    "kauth_cred": """\
240 struct
cr_refcnt 0 4 uint u_int
cr_pad 4 124 array,124,1,uint uint8_t[124]
cr_uid 128 4 uint __uid_t
cr_euid 132 4 uint __uid_t
cr_svuid 136 4 uint __uid_t
cr_gid 140 4 uint __gid_t
cr_egid 144 4 uint __gid_t
cr_svgid 148 4 uint __gid_t
cr_ngroups 152 4 uint u_int
cr_groups 156 64 array,16,4,uint __gid_t[16]
cr_sd 224 16 struct specificdata_reference
""",
    "kern_msgbuf": """\
40 struct
msg_magic 0 8 int long
msg_bufx 8 8 int long
msg_bufr 16 8 int long
msg_bufs 24 8 int long
msg_bufc 32 1 char[],1,1,uint char[1]
""",
    "kinfo_proc": """\
1536 struct
kp_proc 0 896 struct struct proc
kp_eproc 896 584 struct struct eproc
""",
    "loadavg": """\
24 struct
ldavg 0 12 array,3,4,uint fixpt_t[3]
fscale 16 8 int long
""",
    "lwp": """\
1136 struct
l_cpu 0 8 pointer volatile pointer to struct cpu_info
l_mutex 8 8 pointer volatile pointer to kmutex_t
l_ts 16 8 pointer pointer to struct turnstile
l_stat 24 4 int int
l__reserved 28 4 int int
l_runq 32 16 struct struct {anonymous}
l_runq.tqe_next 32 8 pointer pointer to struct lwp
l_runq.tqe_prev 40 8 pointer pointer to pointer to struct lwp
l_sched 48 8 union union {anonymous}
l_sched.info 48 8 pointer pointer to void
l_sched.timeslice 48 4 uint u_int
l_addr 56 8 pointer pointer to void
l_md 64 128 struct struct mdlwp
l_rtime 192 16 struct struct bintime
l_stime 208 16 struct struct bintime
l_flag 224 4 int int
l_swtime 228 4 uint u_int
l_rticks 232 4 uint u_int
l_rticksum 236 4 uint u_int
l_slpticks 240 4 uint u_int
l_slpticksum 244 4 uint u_int
l_class 248 4 int int
l_boostpri 252 4 int pri_t
l_priority 256 4 int pri_t
l_inheritedprio 260 4 int pri_t
l_protectprio 264 4 int pri_t
l_auxprio 268 4 int pri_t
l_protectdepth 272 4 int int
l_cpticks 276 4 uint u_int
l_psid 280 4 int psetid_t
l_pctcpu 284 4 uint fixpt_t
l_estcpu 288 4 uint fixpt_t
l_pi_lenders 296 8 struct struct {anonymous}
l_pi_lenders.slh_first 296 8 pointer pointer to struct turnstile
l_target_cpu 304 8 pointer pointer to struct cpu_info
l_lwpctl 312 8 pointer pointer to struct lwpctl
l_lcpage 320 8 pointer pointer to struct lcpage
l_affinity 328 8 pointer pointer to kcpuset_t
l_syncobj 336 8 pointer pointer to const struct syncobj
l_sleepchain 344 16 struct struct {anonymous}
l_sleepchain.le_next 344 8 pointer pointer to struct lwp
l_sleepchain.le_prev 352 8 pointer pointer to pointer to struct lwp
l_wchan 360 8 pointer wchan_t
l_wmesg 368 8 pointer pointer to const char
l_sleepq 376 8 pointer pointer to struct sleepq
l_timeout_ch 384 80 struct callout_t
l_waitcv 464 16 struct kcondvar_t
l_slptime 480 4 uint u_int
l_vforkwaiting 484 1 uint _Bool
l_robust_head 488 8 uint uintptr_t
l___rsvd1 496 4 uint uint32_t
l_pcu_cpu 504 8 array,1,8,pointer volatile pointer to struct cpu_info[1]
l_pcu_valid 512 4 uint uint32_t
l_lid 516 4 int lwpid_t
l_list 520 16 struct struct {anonymous}
l_list.le_next 520 8 pointer pointer to struct lwp
l_list.le_prev 528 8 pointer pointer to pointer to struct lwp
l_ctxlink 536 8 pointer pointer to void
l_proc 544 8 pointer pointer to struct proc
l_sibling 552 16 struct struct {anonymous}
l_sibling.le_next 552 8 pointer pointer to struct lwp
l_sibling.le_prev 560 8 pointer pointer to pointer to struct lwp
l_name 568 8 pointer pointer to char
l_waiter 576 4 int lwpid_t
l_waitingfor 580 4 int lwpid_t
l_prflag 584 4 int int
l_refcnt 588 4 uint u_int
l_selflag 592 4 int int
l_selret 596 4 int int
l_selwait 600 8 struct struct {anonymous}
l_selwait.slh_first 600 8 pointer pointer to struct selinfo
l_selrec 608 8 uint uintptr_t
l_selcluster 616 8 pointer pointer to struct selcluster
l_selbits 624 8 pointer pointer to void
l_selni 632 8 uint size_t
l_sigrestore 640 4 int int
l_sigwaitset 644 16 struct sigset_t
l_sigwaitset.__bits 644 16 array,4,4,uint __uint32_t[4]
l_sigcv 664 16 struct kcondvar_t
l_sigwaited 680 8 pointer pointer to struct ksiginfo
l_sigpendset 688 8 pointer pointer to sigpend_t
l_sigwaiter 696 16 struct struct {anonymous}
l_sigwaiter.le_next 696 8 pointer pointer to struct lwp
l_sigwaiter.le_prev 704 8 pointer pointer to pointer to struct lwp
l_sigstk 712 24 struct stack_t
l_sigstk.ss_sp 712 8 pointer pointer to void
l_sigstk.ss_size 720 8 uint size_t
l_sigstk.ss_flags 728 4 int int
l_sigmask 736 16 struct sigset_t
l_sigmask.__bits 736 16 array,4,4,uint __uint32_t[4]
l_sigpend 752 32 struct sigpend_t
l_sigpend.sp_info 752 16 struct ksiginfoq_t
l_sigpend.sp_info.tqh_first 752 8 pointer pointer to struct ksiginfo
l_sigpend.sp_info.tqh_last 760 8 pointer pointer to pointer to struct ksiginfo
l_sigpend.sp_set 768 16 struct sigset_t
l_sigpend.sp_set.__bits 768 16 array,4,4,uint __uint32_t[4]
l_sigoldmask 784 16 struct sigset_t
l_sigoldmask.__bits 784 16 array,4,4,uint __uint32_t[4]
l_specdataref 800 16 struct specificdata_reference
l_ktrcsw 816 16 struct struct timespec
l_private 832 8 pointer pointer to void
l_switchto 840 8 pointer pointer to struct lwp
l_cred 848 8 pointer pointer to struct kauth_cred
l_fd 856 8 pointer pointer to struct filedesc
l_emuldata 864 8 pointer pointer to void
l_fstrans 872 8 pointer pointer to struct fstrans_lwp_info
l_shlocks 880 2 uint u_short
l_exlocks 882 2 uint u_short
l_psrefs 884 2 uint u_short
l_blcnt 886 2 uint u_short
l_nopreempt 888 4 int volatile int
l_dopreempt 892 4 uint volatile u_int
l_pflag 896 4 int int
l_dupfd 900 4 int int
l_sysent 904 8 pointer volatile pointer to const struct sysent
l_ru 912 144 struct struct rusage
l_pfailtime 1056 8 uint uint64_t
l_pfailaddr 1064 8 uint uintptr_t
l_pfaillock 1072 8 uint uintptr_t
l_ld_locks 1080 16 struct struct {anonymous}
l_ld_locks.tqh_first 1080 8 pointer pointer to volatile struct lockdebug
l_ld_locks.tqh_last 1088 8 pointer pointer to volatile pointer to volatile struct lockdebug
l_ld_wanted 1096 8 pointer pointer to volatile void
l_rwcallsite 1104 8 uint uintptr_t
l_tcgen 1112 4 int int
l_syscall_time 1116 4 uint uint32_t
l_syscall_counter 1120 8 pointer pointer to uint64_t
l_dtrace 1128 8 pointer pointer to struct kdtrace_thread
""",
    "mount": """\
3456 struct
mnt_vnodelock 0 8 pointer pointer to kmutex_t
mnt_op 8 8 pointer pointer to struct vfsops
mnt_vnodecovered 16 8 pointer pointer to struct vnode
mnt_lower 24 8 pointer pointer to struct mount
mnt_data 32 8 pointer pointer to void
mnt_renamelock 40 8 pointer pointer to kmutex_t
mnt_flag 48 4 int int
mnt_iflag 52 4 int int
mnt_fs_bshift 56 4 int int
mnt_dev_bshift 60 4 int int
mnt_specdataref 64 16 struct specificdata_reference
mnt_updating 80 8 pointer pointer to kmutex_t
mnt_wapbl_op 88 8 pointer pointer to const struct wapbl_ops
mnt_wapbl 96 8 pointer pointer to struct wapbl
mnt_wapbl_replay 104 8 pointer pointer to struct wapbl_replay
mnt_gen 112 8 uint uint64_t
mnt_refcnt 128 4 int int
mnt_synclist_slot 132 4 int int
mnt_vnodelist 136 16 struct struct {anonymous}
mnt_vnodelist.tqh_first 136 8 pointer pointer to struct vnode_impl
mnt_vnodelist.tqh_last 144 8 pointer pointer to pointer to struct vnode_impl
mnt_stat 152 3296 struct struct statvfs
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
120 struct
pm_lock 0 8 struct kmutex_t
pm_pvpool 8 8 pointer pointer to struct pool
pm_l0table 16 8 pointer pointer to pd_entry_t
pm_l0table_pa 24 8 uint paddr_t
pm_vmlist 32 8 struct struct {anonymous}
pm_vmlist.lh_first 32 8 pointer pointer to struct vm_page
pm_pvlist 40 8 struct struct {anonymous}
pm_pvlist.lh_first 40 8 pointer pointer to struct pv_entry
pm_stats 48 16 struct struct pmap_statistics
pm_refcnt 64 4 uint unsigned int
pm_idlepdp 68 4 uint unsigned int
pm_onproc 72 8 pointer pointer to kcpuset_t
pm_active 80 8 pointer pointer to kcpuset_t
pm_pai 88 24 array,1,24,struct struct pmap_asid_info[1]
pm_activated 112 1 uint _Bool
""",
    "proc": """\
896 struct
p_list 0 16 struct struct {anonymous}
p_list.le_next 0 8 pointer pointer to struct proc
p_list.le_prev 8 8 pointer pointer to pointer to struct proc
p_lock 16 8 pointer pointer to kmutex_t
p_waitcv 24 16 struct kcondvar_t
p_lwpcv 40 16 struct kcondvar_t
p_cred 56 8 pointer pointer to struct kauth_cred
p_fd 64 8 pointer pointer to struct filedesc
p_cwdi 72 8 pointer pointer to struct cwdinfo
p_stats 80 8 pointer pointer to struct pstats
p_limit 88 8 pointer pointer to struct plimit
p_vmspace 96 8 pointer pointer to struct vmspace
p_sigacts 104 8 pointer pointer to struct sigacts
p_aio 112 8 pointer pointer to struct aioproc
p_mqueue_cnt 120 4 uint u_int
p_specdataref 128 16 struct specificdata_reference
p_exitsig 144 4 int int
p_flag 148 4 int int
p_sflag 152 4 int int
p_stflag 156 4 int int
p_slflag 160 2 int short
p_stat 162 1 uint char
p_lflag 163 1 uint char
p_trace_enabled 164 1 uint char
p_pad1 165 3 char[],3,1,uint char[3]
p_pid 168 4 int __pid_t
p_pglist 176 16 struct struct {anonymous}
p_pglist.le_next 176 8 pointer pointer to struct proc
p_pglist.le_prev 184 8 pointer pointer to pointer to struct proc
p_pptr 192 8 pointer pointer to struct proc
p_sibling 200 16 struct struct {anonymous}
p_sibling.le_next 200 8 pointer pointer to struct proc
p_sibling.le_prev 208 8 pointer pointer to pointer to struct proc
p_children 216 8 struct struct {anonymous}
p_children.lh_first 216 8 pointer pointer to struct proc
p_lwps 224 8 struct struct {anonymous}
p_lwps.lh_first 224 8 pointer pointer to struct lwp
p_raslist 232 8 pointer pointer to struct ras
p_nlwps 240 4 int int
p_nzlwps 244 4 int int
p_nrlwps 248 4 int int
p_nlwpwait 252 4 int int
p_ndlwps 256 4 int int
p_nstopchild 260 4 uint u_int
p_waited 264 4 uint u_int
p_zomblwp 272 8 pointer pointer to struct lwp
p_vforklwp 280 8 pointer pointer to struct lwp
p_sched_info 288 8 pointer pointer to void
p_estcpu 296 4 uint fixpt_t
p_estcpu_inherited 300 4 uint fixpt_t
p_forktime 304 4 uint unsigned int
p_pctcpu 308 4 uint fixpt_t
p_opptr 312 8 pointer pointer to struct proc
p_timers 320 8 pointer pointer to struct ptimers
p_rtime 328 16 struct struct bintime
p_uticks 344 8 uint u_quad_t
p_sticks 352 8 uint u_quad_t
p_iticks 360 8 uint u_quad_t
p_xutime 368 8 uint uint64_t
p_xstime 376 8 uint uint64_t
p_traceflag 384 4 int int
p_tracep 392 8 pointer pointer to void
p_textvp 400 8 pointer pointer to struct vnode
p_emul 408 8 pointer pointer to struct emul
p_emuldata 416 8 pointer pointer to void
p_execsw 424 8 pointer pointer to const struct execsw
p_klist 432 8 struct struct klist
p_sigwaiters 440 8 struct struct {anonymous}
p_sigwaiters.lh_first 440 8 pointer pointer to struct lwp
p_sigpend 448 32 struct sigpend_t
p_sigpend.sp_info 448 16 struct ksiginfoq_t
p_sigpend.sp_info.tqh_first 448 8 pointer pointer to struct ksiginfo
p_sigpend.sp_info.tqh_last 456 8 pointer pointer to pointer to struct ksiginfo
p_sigpend.sp_set 464 16 struct sigset_t
p_sigpend.sp_set.__bits 464 16 array,4,4,uint __uint32_t[4]
p_lwpctl 480 8 pointer pointer to struct lcproc
p_ppid 488 4 int __pid_t
p_oppid 492 4 int __pid_t
p_path 496 8 pointer pointer to char
p_sigctx 504 160 struct struct sigctx
p_nice 664 1 uint u_char
p_comm 665 17 char[],17,1,uint char[17]
p_pgrp 688 8 pointer pointer to struct pgrp
p_psstrp 696 8 uint vaddr_t
p_pax 704 4 uint u_int
p_xexit 708 4 int int
p_xsig 712 2 uint u_short
p_acflag 714 2 uint u_short
p_md 720 24 struct struct mdproc
p_stackbase 744 8 uint vaddr_t
p_dtrace 752 8 pointer pointer to struct kdtrace_proc
p_auxlock 768 8 struct kmutex_t
p_stmutex 776 8 struct kmutex_t
p_reflock 784 8 struct krwlock_t
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
rb_info 16 8 uint uintptr_t
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
168 struct
spc_mutex 0 8 pointer pointer to struct kmutex
spc_lwplock 8 8 pointer pointer to struct kmutex
spc_migrating 16 8 pointer pointer to struct lwp
spc_nextpkg 24 8 pointer pointer to struct cpu_info
spc_psid 32 4 int psetid_t
spc_lastmod 40 8 int time_t
spc_flags 48 4 int volatile int
spc_schedticks 52 4 uint u_int
spc_cp_time 56 40 array,5,8,uint uint64_t[5]
spc_ticks 96 4 int int
spc_pscnt 100 4 int int
spc_psdiv 104 4 int int
spc_nextskim 108 4 int int
spc_curpriority 112 4 int volatile pri_t
spc_maxpriority 116 4 int pri_t
spc_count 120 4 uint u_int
spc_mcount 124 4 uint u_int
spc_bitmap 128 32 array,8,4,uint uint32_t[8]
spc_queue 160 8 pointer pointer to struct {anonymous}
""",
    "session": """\
56 struct
s_count 0 4 int int
s_flags 4 4 uint u_int
s_leader 8 8 pointer pointer to struct proc
s_ttyvp 16 8 pointer pointer to struct vnode
s_ttyp 24 8 pointer pointer to struct tty
s_login 32 16 char[],16,1,uint char[16]
s_sid 48 4 int __pid_t
""",
    "sigacts": """\
3088 struct
sa_sigdesc 0 3072 array,64,48,struct struct sigact_sigdesc[64]
sa_refcnt 3072 4 int int
sa_mutex 3080 8 struct kmutex_t
""",
    "sigctx": """\
160 struct
ps_info 0 96 struct struct _ksiginfo
ps_info._signo 0 4 int int
ps_info._code 4 4 int int
ps_info._errno 8 4 int int
ps_info._pad 12 4 int int
ps_info._reason 16 80 union union {anonymous}
ps_info._reason._rt 16 16 struct struct {anonymous}
ps_info._reason._rt._pid 16 4 int __pid_t
ps_info._reason._rt._uid 20 4 uint __uid_t
ps_info._reason._rt._value 24 8 union sigval_t
ps_info._reason._rt._value.sival_int 24 4 int int
ps_info._reason._rt._value.sival_ptr 24 8 pointer pointer to void
ps_info._reason._child 16 20 struct struct {anonymous}
ps_info._reason._child._pid 16 4 int __pid_t
ps_info._reason._child._uid 20 4 uint __uid_t
ps_info._reason._child._status 24 4 int int
ps_info._reason._child._utime 28 4 uint clock_t
ps_info._reason._child._stime 32 4 uint clock_t
ps_info._reason._fault 16 24 struct struct {anonymous}
ps_info._reason._fault._addr 16 8 pointer pointer to void
ps_info._reason._fault._trap 24 4 int int
ps_info._reason._fault._trap2 28 4 int int
ps_info._reason._fault._trap3 32 4 int int
ps_info._reason._poll 16 16 struct struct {anonymous}
ps_info._reason._poll._band 16 8 int long
ps_info._reason._poll._fd 24 4 int int
ps_info._reason._syscall 16 80 struct struct {anonymous}
ps_info._reason._syscall._sysnum 16 4 int int
ps_info._reason._syscall._retval 20 8 array,2,4,int int[2]
ps_info._reason._syscall._error 28 4 int int
ps_info._reason._syscall._args 32 64 array,8,8,uint uint64_t[8]
ps_info._reason._ptrace_state 16 8 struct struct {anonymous}
ps_info._reason._ptrace_state._pe_report_event 16 4 int int
ps_info._reason._ptrace_state._option 20 4 union union {anonymous}
ps_info._reason._ptrace_state._option._pe_other_pid 20 4 int __pid_t
ps_info._reason._ptrace_state._option._pe_lwp 20 4 int lwpid_t
ps_lwp 96 4 int int
ps_faked 100 1 uint _Bool
ps_sigcode 104 8 pointer pointer to void
ps_sigignore 112 16 struct sigset_t
ps_sigignore.__bits 112 16 array,4,4,uint __uint32_t[4]
ps_sigcatch 128 16 struct sigset_t
ps_sigcatch.__bits 128 16 array,4,4,uint __uint32_t[4]
ps_sigpass 144 16 struct sigset_t
ps_sigpass.__bits 144 16 array,4,4,uint __uint32_t[4]
""",
    "sigpend": """\
32 struct
sp_info 0 16 struct ksiginfoq_t
sp_info.tqh_first 0 8 pointer pointer to struct ksiginfo
sp_info.tqh_last 8 8 pointer pointer to pointer to struct ksiginfo
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
sd_iocnt 32 4 uint volatile u_int
sd_opened 36 1 uint _Bool
sd_closing 37 1 uint _Bool
""",
    "specnode": """\
32 struct
sn_next 0 8 pointer pointer to vnode_t
sn_dev 8 8 pointer pointer to struct specdev
sn_rdev 16 8 uint dev_t
sn_opencnt 24 4 uint u_int
sn_gone 28 1 uint _Bool
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
728 struct
tty_link 0 16 struct struct {anonymous}
tty_link.tqe_next 0 8 pointer pointer to struct tty
tty_link.tqe_prev 8 8 pointer pointer to pointer to struct tty
t_rawq 16 48 struct struct clist
t_rawcc 64 8 int long
t_rawcv 72 16 struct kcondvar_t
t_rawcvf 88 16 struct kcondvar_t
t_canq 104 48 struct struct clist
t_cancc 152 8 int long
t_cancv 160 16 struct kcondvar_t
t_cancvf 176 16 struct kcondvar_t
t_outq 192 48 struct struct clist
t_outcc 240 8 int long
t_outcv 248 16 struct kcondvar_t
t_outcvf 264 16 struct kcondvar_t
t_rstrt_ch 280 80 struct callout_t
t_linesw 360 8 pointer pointer to struct linesw
t_dev 368 8 uint dev_t
t_state 376 4 int int
t_wopen 380 4 int int
t_flags 384 4 int int
t_qsize 388 4 int int
t_pgrp 392 8 pointer pointer to struct pgrp
t_session 400 8 pointer pointer to struct session
t_rsel 408 64 struct struct selinfo
t_wsel 472 64 struct struct selinfo
t_termios 536 44 struct struct termios
t_winsize 580 8 struct struct winsize
t_oproc 592 8 pointer pointer to function
t_param 600 8 pointer pointer to function
t_hwiflow 608 8 pointer pointer to function
t_sc 616 8 pointer pointer to void
t_column 624 2 int short
t_rocount 626 2 int short
t_rocol 628 2 int short
t_hiwat 632 4 int int
t_lowat 636 4 int int
t_gen 640 2 int short
t_sigs 644 48 array,3,16,struct sigset_t[3]
t_sigcount 692 4 int int
t_sigqueue 696 16 struct struct {anonymous}
t_sigqueue.tqe_next 696 8 pointer pointer to struct tty
t_sigqueue.tqe_prev 704 8 pointer pointer to pointer to struct tty
t_softc 712 8 pointer pointer to void
t_refcnt 720 4 uint volatile unsigned int
""",
    "uvm_object": """\
48 struct
vmobjlock 0 8 pointer pointer to struct krwlock
pgops 8 8 pointer pointer to const struct uvm_pagerops
uo_npages 16 4 int int
uo_refs 20 4 uint unsigned int
uo_pages 24 16 struct struct radix_tree
uo_pages.t_root 24 8 pointer pointer to void
uo_pages.t_height 32 4 uint unsigned int
uo_ubc 40 8 struct struct {anonymous}
uo_ubc.lh_first 40 8 pointer pointer to struct ubc_map
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
80 struct
am_lock 0 8 pointer pointer to krwlock_t
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
an_lock 0 8 pointer pointer to krwlock_t
an_ref 8 8 uint uintptr_t
an_page 16 8 pointer pointer to struct vm_page
an_swslot 24 4 int int
""",
    "vm_aref": """\
16 struct
ar_pageoff 0 4 int int
ar_amap 8 8 pointer pointer to struct vm_amap
""",
    "vm_map": """\
264 struct
pmap 0 8 pointer pointer to struct pmap
lock 8 8 struct krwlock_t
busy 16 8 pointer pointer to struct lwp
misc_lock 24 8 struct kmutex_t
cv 32 16 struct kcondvar_t
flags 48 4 int int
rb_tree 56 32 struct struct rb_tree
header 88 128 struct struct vm_map_entry
nentries 216 4 int int
size 224 8 uint vsize_t
ref_count 232 4 int volatile int
hint 240 8 pointer pointer to struct vm_map_entry
first_free 248 8 pointer pointer to struct vm_map_entry
timestamp 256 4 uint unsigned int
""",
    "vm_map_entry": """\
128 struct
rb_node 0 24 struct struct rb_node
start 24 8 uint vaddr_t
end 32 8 uint vaddr_t
gap 40 8 uint vsize_t
maxgap 48 8 uint vsize_t
prev 56 8 pointer pointer to struct vm_map_entry
next 64 8 pointer pointer to struct vm_map_entry
object 72 8 union union {anonymous}
object.uvm_obj 72 8 pointer pointer to struct uvm_object
object.sub_map 72 8 pointer pointer to struct vm_map
offset 80 8 int voff_t
etype 88 1 uint uint8_t
flags 89 1 uint uint8_t
advice 90 1 uint uint8_t
unused 91 1 uint uint8_t
protection 92 4 int vm_prot_t
max_protection 96 4 int vm_prot_t
inheritance 100 4 int vm_inherit_t
wired_count 104 4 int int
aref 112 16 struct struct vm_aref
""",
    "vm_page": """\
144 struct
pageq 0 16 union union {anonymous}
pageq.queue 0 16 struct struct {anonymous}
pageq.queue.tqe_next 0 8 pointer pointer to struct vm_page
pageq.queue.tqe_prev 8 8 pointer pointer to pointer to struct vm_page
pageq.list 0 16 struct struct {anonymous}
pageq.list.le_next 0 8 pointer pointer to struct vm_page
pageq.list.le_prev 8 8 pointer pointer to pointer to struct vm_page
pqflags 16 4 uint uint32_t
flags 20 4 uint uint32_t
phys_addr 24 8 uint paddr_t
loan_count 32 4 uint uint32_t
wire_count 36 4 uint uint32_t
uanon 40 8 pointer pointer to struct vm_anon
uobject 48 8 pointer pointer to struct uvm_object
offset 56 8 int voff_t
interlock 64 8 struct kmutex_t
pdqueue 72 16 struct struct {anonymous}
pdqueue.tqe_next 72 8 pointer pointer to struct vm_page
pdqueue.tqe_prev 80 8 pointer pointer to pointer to struct vm_page
mdpage 88 56 struct struct vm_page_md
""",
    "vmspace": """\
344 struct
vm_map 0 264 struct struct vm_map
vm_refcnt 264 4 int volatile int
vm_shm 272 8 pointer pointer to void
vm_rssize 280 4 int segsz_t
vm_rssmax 284 4 int segsz_t
vm_tsize 288 4 int segsz_t
vm_dsize 292 4 int segsz_t
vm_ssize 296 4 int segsz_t
vm_issize 300 4 int segsz_t
vm_taddr 304 8 pointer pointer to void
vm_daddr 312 8 pointer pointer to void
vm_maxsaddr 320 8 pointer pointer to void
vm_minsaddr 328 8 pointer pointer to void
vm_aslr_delta_mmap 336 8 uint size_t
""",
    "vnode": """\
384 struct
v_uobj 0 48 struct struct uvm_object
v_size 48 8 int voff_t
v_writesize 56 8 int voff_t
v_cv 128 16 struct kcondvar_t
v_iflag 144 4 int int
v_uflag 148 4 int int
v_usecount 152 4 int int
v_numoutput 156 4 int int
v_writecount 160 4 int int
v_holdcnt 164 4 int int
v_cleanblkhd 168 8 struct struct buflists
v_cleanblkhd.lh_first 168 8 pointer pointer to struct buf
v_dirtyblkhd 176 8 struct struct buflists
v_dirtyblkhd.lh_first 176 8 pointer pointer to struct buf
v_vflag 256 4 int int
v_interlock 264 8 pointer pointer to kmutex_t
v_mount 272 8 pointer pointer to struct mount
v_op 280 8 pointer pointer to pointer to function
v_un 288 8 union union {anonymous}
v_un.vu_mountedhere 288 8 pointer pointer to struct mount
v_un.vu_socket 288 8 pointer pointer to struct socket
v_un.vu_specnode 288 8 pointer pointer to struct specnode
v_un.vu_fifoinfo 288 8 pointer pointer to struct fifoinfo
v_un.vu_ractx 288 8 pointer pointer to struct uvm_ractx
v_type 296 4 uint enum vtype
v_tag 300 4 uint enum vtagtype
v_data 304 8 pointer pointer to void
v_klist 312 8 pointer pointer to struct vnode_klist
v_segvguard 320 8 pointer pointer to void
""",
    "vnode_impl": """\
896 struct
vi_vnode 0 384 struct struct vnode
vi_key 384 24 struct struct vcache_key
vi_key.vk_mount 384 8 pointer pointer to struct mount
vi_key.vk_key 392 8 pointer pointer to const void
vi_key.vk_key_len 400 8 uint size_t
vi_klist 408 16 struct struct vnode_klist
vi_klist.vk_klist 408 8 struct struct klist
vi_klist.vk_interest 416 8 int long
vi_lrulisthd 424 8 pointer pointer to struct vnodelst
vi_lrulist 432 16 struct struct {anonymous}
vi_lrulist.tqe_next 432 8 pointer pointer to struct vnode_impl
vi_lrulist.tqe_prev 440 8 pointer pointer to pointer to struct vnode_impl
vi_synclist_slot 448 4 int int
vi_lrulisttm 452 4 int int
vi_synclist 456 16 struct struct {anonymous}
vi_synclist.tqe_next 456 8 pointer pointer to struct vnode_impl
vi_synclist.tqe_prev 464 8 pointer pointer to pointer to struct vnode_impl
vi_hash 472 8 struct struct {anonymous}
vi_hash.sle_next 472 8 pointer pointer to struct vnode_impl
vi_state 480 4 uint enum vnode_state
vi_mntvnodes 488 16 struct struct {anonymous}
vi_mntvnodes.tqe_next 488 8 pointer pointer to struct vnode_impl
vi_mntvnodes.tqe_prev 496 8 pointer pointer to pointer to struct vnode_impl
vi_nc_tree 512 32 struct rb_tree_t
vi_nc_tree.rbt_root 512 8 pointer pointer to struct rb_node
vi_nc_tree.rbt_ops 520 8 pointer pointer to const rb_tree_ops_t
vi_nc_tree.rbt_minmax 528 16 array,2,8,pointer pointer to struct rb_node[2]
vi_nc_list 544 16 struct struct {anonymous}
vi_nc_list.tqh_first 544 8 pointer pointer to struct namecache
vi_nc_list.tqh_last 552 8 pointer pointer to pointer to struct namecache
vi_nc_mode 560 4 uint __mode_t
vi_nc_uid 564 4 uint __uid_t
vi_nc_gid 568 4 uint __gid_t
vi_nc_spare 572 4 uint uint32_t
vi_lock 640 8 struct krwlock_t
vi_nc_lock 768 8 struct krwlock_t
vi_nc_listlock 776 8 struct krwlock_t
""",
}

ALIASES = {}

TYPEDEFS = {}

CONSTANTS = {
    "AARCH64_DIRECTMAP_MASK": 18446462598732840960,
    "ALIGNBYTES": 15,
    "AMAP_REFALL": 2,
    "AMAP_SHARED": 1,
    "AOUT_LDPGSZ": 4096,
    "ARG_MAX": 262144,
    "CACHE_LINE_SIZE": 128,
    "COHERENCY_UNIT": 128,
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
    "KCORESEG_MAGIC": 36780,
    "KCORE_MAGIC": 36810,
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
    "L1_FRAME": 18446744072635809792,
    "L1_SHIFT": 30,
    "L2_FRAME": 18446744073707454464,
    "L2_SHIFT": 21,
    "L3_FRAME": 18446744073709547520,
    "L3_SHIFT": 12,
    "L3_TYPE_PAG": 2,
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
    "LX_TBL_PA": 281474976706560,
    "LX_TYPE": 2,
    "LX_TYPE_BLK": 0,
    "LX_TYPE_TBL": 2,
    "LX_VALID": 1,
    "MAXCOMLEN": 16,
    "MAXLOGNAME": 16,
    "MAXPATHLEN": 1024,
    "MID_MACHINE": 183,
    "MSG_MAGIC": 405601,
    "NBPG": 4096,
    "NCARGS": 262144,
    "NGROUPS": 16,
    "NMAGIC": 264,
    "NODEV": 18446744073709551615,
    "OMAGIC": 263,
    "PAGE_SHIFT": 12,
    "PAGE_SIZE": 4096,
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
    "QMAGIC": 204,
    "SACTIVE": 2,
    "SDEAD": 6,
    "SDYING": 3,
    "SIDL": 1,
    "SSTOP": 4,
    "SZOMB": 5,
    "TCR_T1SZ": 4128768,
    "TCR_TG1": 3221225472,
    "TCR_TG1_16KB": 1073741824,
    "TCR_TG1_4KB": 2147483648,
    "TCR_TG1_64KB": 3221225472,
    "TTBR_BADDR": 281474976710655,
    "USRSTACK": 281474976706560,
    "UVM_ET_COPYONWRITE": 4,
    "UVM_ET_NEEDSCOPY": 8,
    "UVM_ET_OBJ": 1,
    "UVM_ET_SUBMAP": 2,
    "VM_KERNEL_IO_BASE": 18446744073441116160,
    "VM_MAP_PAGEABLE": 1,
    "VM_MAXUSER_ADDRESS": 281474976706560,
    "VM_MAX_ADDRESS": 281474976706560,
    "VM_MAX_KERNEL_ADDRESS": 18446744073707454464,
    "VM_MIN_ADDRESS": 0,
    "VM_MIN_KERNEL_ADDRESS": 18446673704965373952,
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
    "register_t": (8, "uint"),
    "segsz_t": (4, "int"),
    "time_t": (8, "int"),
    "u_quad_t": (8, "uint"),
    "uid_t": (4, "uint"),
    "vaddr_t": (8, "uint"),
    "voff_t": (8, "int"),
    "vsize_t": (8, "uint"),
}
