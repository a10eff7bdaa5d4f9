# ruff: noqa
# mypy: ignore-errors
"""Struct layouts of NetBSD 10.99.12, sparc. Made by tests/oracle/make_tables.py; do not edit.

Source: NetBSD 10.99.12 (-current of Jan 2025, after the 10.0 branch) kernel headers, tree
isaki68k/netbsd-src; machine sparc; computed with clang -target sparc-unknown-netbsd from DWARF, kernel view
(_KERNEL, no option headers: i.e. no DIAGNOSTIC/LOCKDEBUG-only fields).

Target sparc-unknown-netbsd, big-endian.

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
2624 struct
msg 0 32 struct struct xpmsg
msg.tag 0 4 int volatile int
msg.u 4 20 union volatile union {anonymous}
msg.u.xpmsg_func 4 20 struct struct xpmsg_func
msg.u.xpmsg_func.func 4 4 pointer pointer to function
msg.u.xpmsg_func.trap 8 4 pointer pointer to function
msg.u.xpmsg_func.arg0 12 4 int int
msg.u.xpmsg_func.arg1 16 4 int int
msg.u.xpmsg_func.arg2 20 4 int int
msg.received 24 4 int volatile int
msg.complete 28 4 int volatile int
ci_want_ast 32 4 int int
ci_want_resched 36 4 int int
ci_self 40 4 pointer volatile pointer to struct cpu_info
ci_cpuid 44 4 int int
ctx_tbl 48 4 pointer pointer to int
ctx_tbl_pa 52 4 uint paddr_t
cacheinfo 56 116 struct struct cacheinfo
cacheinfo.c_totalsize 56 4 int int
cacheinfo.c_enabled 60 4 int int
cacheinfo.c_hwflush 64 4 int int
cacheinfo.c_linesize 68 4 int int
cacheinfo.c_l2linesize 72 4 int int
cacheinfo.c_nlines 76 4 int int
cacheinfo.c_physical 80 4 int int
cacheinfo.c_associativity 84 4 int int
cacheinfo.c_split 88 4 int int
cacheinfo.ic_totalsize 92 4 int int
cacheinfo.ic_enabled 96 4 int int
cacheinfo.ic_linesize 100 4 int int
cacheinfo.ic_l2linesize 104 4 int int
cacheinfo.ic_nlines 108 4 int int
cacheinfo.ic_associativity 112 4 int int
cacheinfo.dc_totalsize 116 4 int int
cacheinfo.dc_enabled 120 4 int int
cacheinfo.dc_linesize 124 4 int int
cacheinfo.dc_l2linesize 128 4 int int
cacheinfo.dc_nlines 132 4 int int
cacheinfo.dc_associativity 136 4 int int
cacheinfo.ec_totalsize 140 4 int int
cacheinfo.ec_enabled 144 4 int int
cacheinfo.ec_linesize 148 4 int int
cacheinfo.ec_l2linesize 152 4 int int
cacheinfo.ec_nlines 156 4 int int
cacheinfo.ec_associativity 160 4 int int
cacheinfo.c_vactype 164 4 uint enum vactype
cacheinfo.c_flags 168 4 int int
flags 172 4 int volatile int
counterreg_4m 176 4 pointer pointer to volatile struct counter_4m
intreg_4m 180 4 pointer pointer to volatile struct icr_pi
sun4_mmu3l 184 4 int int
ci_idepth 188 4 int int
ci_curlwp 192 4 pointer pointer to struct lwp
ci_onproc 196 4 pointer pointer to struct lwp
fplwp 200 4 pointer pointer to struct lwp
ci_mtx_count 204 4 int int
ci_mtx_oldspl 208 4 int int
eintstack 212 4 pointer pointer to void
redzone 216 4 pointer pointer to void
curpcb 220 4 pointer pointer to struct pcb
get_syncflt 224 4 pointer pointer to function
get_asyncflt 228 4 pointer pointer to function
syncfltdump 232 8 struct struct {anonymous}
syncfltdump.sfsr 232 4 int int
syncfltdump.sfva 236 4 int int
cache_flush 240 4 pointer pointer to function
vcache_flush_page 244 4 pointer pointer to function
sp_vcache_flush_page 248 4 pointer pointer to function
ft_vcache_flush_page 252 4 pointer pointer to function
vcache_flush_segment 256 4 pointer pointer to function
sp_vcache_flush_segment 260 4 pointer pointer to function
ft_vcache_flush_segment 264 4 pointer pointer to function
vcache_flush_region 268 4 pointer pointer to function
sp_vcache_flush_region 272 4 pointer pointer to function
ft_vcache_flush_region 276 4 pointer pointer to function
vcache_flush_context 280 4 pointer pointer to function
sp_vcache_flush_context 284 4 pointer pointer to function
ft_vcache_flush_context 288 4 pointer pointer to function
sp_vcache_flush_range 292 4 pointer pointer to function
ft_vcache_flush_range 296 4 pointer pointer to function
pcache_flush_page 300 4 pointer pointer to function
pure_vcache_flush 304 4 pointer pointer to function
cache_flush_all 308 4 pointer pointer to function
zero_page 312 4 pointer pointer to function
copy_page 316 4 pointer pointer to function
vpage 320 8 array,2,4,pointer pointer to void[2]
vpage_pte 328 8 array,2,4,pointer pointer to int[2]
cache_enable 336 4 pointer pointer to function
cpu_type 340 4 int int
msg_lev15 344 32 struct struct xpmsg
msg_lev15.tag 344 4 int volatile int
msg_lev15.u 348 20 union volatile union {anonymous}
msg_lev15.u.xpmsg_func 348 20 struct struct xpmsg_func
msg_lev15.u.xpmsg_func.func 348 4 pointer pointer to function
msg_lev15.u.xpmsg_func.trap 352 4 pointer pointer to function
msg_lev15.u.xpmsg_func.arg0 356 4 int int
msg_lev15.u.xpmsg_func.arg1 360 4 int int
msg_lev15.u.xpmsg_func.arg2 364 4 int int
msg_lev15.received 368 4 int volatile int
msg_lev15.complete 372 4 int volatile int
node 376 4 int int
mid 380 4 int int
mbus 384 4 int int
mxcc 388 4 int int
cpu_longname 392 4 pointer pointer to const char
cpu_impl 396 4 int int
cpu_vers 400 4 int int
mmu_impl 404 4 int int
mmu_vers 408 4 int int
master 412 4 int int
mailbox 416 4 uint vaddr_t
mmu_ncontext 420 4 int int
mmu_nregion 424 4 int int
mmu_nsegment 428 4 int int
mmu_npmeg 432 4 int int
arch 436 4 int int
class 440 4 int int
classlvl 444 4 int int
classsublvl 448 4 int int
hz 452 4 int int
fpupresent 456 4 int int
fpuvers 460 4 int int
fpu_name 464 4 pointer pointer to const char
fpu_namebuf 468 32 char[],32,1,int char[32]
ci_ddb_regs 500 4 pointer pointer to volatile void
read_physmem 504 4 pointer pointer to function
write_physmem 508 4 pointer pointer to function
cache_tablewalks 512 4 pointer pointer to function
mmu_enable 516 4 pointer pointer to function
hotfix 520 4 pointer pointer to function
memerr 524 4 pointer pointer to function
idlespin 528 4 pointer pointer to function
ci_mbusport 532 4 int long
ci_mxccregs 536 4 int long
ci_tt 540 4 uint u_int
ci_free_sva1 544 4 uint vaddr_t
ci_free_eva1 548 4 uint vaddr_t
ci_free_sva2 552 4 uint vaddr_t
ci_free_eva2 556 4 uint vaddr_t
ci_savefpstate 560 32 struct struct evcnt
ci_savefpstate_null 592 32 struct struct evcnt
ci_xpmsg_mutex_fail 624 32 struct struct evcnt
ci_xpmsg_mutex_fail_call 656 32 struct struct evcnt
ci_xpmsg_mutex_not_held 688 32 struct struct evcnt
ci_xpmsg_bogus 720 32 struct struct evcnt
ci_intrcnt 752 512 array,16,32,struct struct evcnt[16]
ci_sintrcnt 1264 512 array,16,32,struct struct evcnt[16]
ci_data 1792 832 struct struct cpu_data
ci_data.cpu_index 1792 4 uint u_int
ci_data.cpu_biglock_wanted 1796 4 pointer pointer to lwp_t
ci_data.cpu_xcall 1800 8 struct kcondvar_t
ci_data.cpu_xcall_pending 1808 4 int int
ci_data.cpu_psz_read_depth 1812 4 uint u_int
ci_data.cpu_ipipend 1816 4 array,1,4,uint uint32_t[1]
ci_data.cpu_schedstate 1824 152 struct struct schedstate_percpu
ci_data.cpu_package_id 1976 4 uint u_int
ci_data.cpu_core_id 1980 4 uint u_int
ci_data.cpu_smt_id 1984 4 uint u_int
ci_data.cpu_numa_id 1988 4 uint u_int
ci_data.cpu_is_slow 1992 1 uint _Bool
ci_data.cpu_nsibling 1996 12 array,3,4,uint u_int[3]
ci_data.cpu_sibling 2008 12 array,3,4,pointer pointer to struct cpu_info[3]
ci_data.cpu_package1st 2020 4 pointer pointer to struct cpu_info
ci_data.cpu_idlelwp 2048 4 pointer pointer to lwp_t
ci_data.cpu_lockstat 2052 4 pointer pointer to void
ci_data.cpu_biglock_count 2056 4 uint u_int
ci_data.cpu_spin_locks 2060 4 uint u_int
ci_data.cpu_simple_locks 2064 4 uint u_int
ci_data.cpu_spin_locks2 2068 4 uint u_int
ci_data.cpu_lkdebug_recurse 2072 4 uint u_int
ci_data.cpu_softints 2076 4 uint u_int
ci_data.cpu_uvm 2080 4 pointer pointer to struct uvm_cpu
ci_data.cpu_faultrng 2084 4 uint u_int
ci_data.cpu_callout 2088 4 pointer pointer to void
ci_data.cpu_softcpu 2092 4 pointer pointer to void
ci_data.cpu_biodone 2096 8 struct struct {anonymous}
ci_data.cpu_biodone.tqh_first 2096 4 pointer pointer to struct buf
ci_data.cpu_biodone.tqh_last 2100 4 pointer pointer to pointer to struct buf
ci_data.cpu_percpu 2104 8 struct percpu_cpu_t
ci_data.cpu_percpu.pcc_size 2104 4 uint size_t
ci_data.cpu_percpu.pcc_data 2108 4 pointer pointer to void
ci_data.cpu_selcluster 2112 4 pointer pointer to struct selcluster
ci_data.cpu_nch 2116 4 pointer pointer to void
ci_data.cpu_ld_locks 2120 8 struct struct {anonymous}
ci_data.cpu_ld_locks.tqh_first 2120 4 pointer pointer to volatile struct lockdebug
ci_data.cpu_ld_locks.tqh_last 2124 4 pointer pointer to volatile pointer to volatile struct lockdebug
ci_data.cpu_ld_lock 2128 1 uint __cpu_simple_lock_t
ci_data.cpu_cc_freq 2136 8 uint uint64_t
ci_data.cpu_cc_skew 2144 8 int int64_t
ci_data.cpu_name 2152 8 char[],8,1,int char[8]
ci_data.cpu_kcpuset 2160 4 pointer pointer to kcpuset_t
ci_data.cpu_pcu_curlwp 2164 0 array,0,4,pointer volatile pointer to struct lwp[0]
ci_data.cpu_counts 2168 384 array,48,8,int int64_t[48]
ci_data.cpu_heartbeat_count 2552 4 uint unsigned int
ci_data.cpu_heartbeat_uptime_cache 2556 4 uint unsigned int
ci_data.cpu_heartbeat_uptime_stamp 2560 4 uint unsigned int
ci_data.cpu_heartbeat_suspend 2564 4 uint unsigned int
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
116 struct
e_name 0 4 pointer pointer to const char
e_path 4 4 pointer pointer to const char
e_flags 8 4 int int
e_errno 12 4 pointer pointer to const int
e_nosys 16 4 int int
e_nsysent 20 4 int int
e_sysent 24 4 pointer pointer to struct sysent
e_nomodbits 28 4 pointer pointer to const uint32_t
e_syscallnames 32 4 pointer pointer to const pointer to const char
e_sc_autoload 36 4 pointer pointer to struct sc_autoload
e_sendsig 40 4 pointer pointer to function
e_trapsignal 44 4 pointer pointer to function
e_sigcode 48 4 pointer pointer to char
e_esigcode 52 4 pointer pointer to char
e_sigobject 56 4 pointer pointer to pointer to struct uvm_object
e_setregs 60 4 pointer pointer to function
e_proc_exec 64 4 pointer pointer to function
e_proc_fork 68 4 pointer pointer to function
e_proc_exit 72 4 pointer pointer to function
e_lwp_fork 76 4 pointer pointer to function
e_lwp_exit 80 4 pointer pointer to function
e_syscall_intern 84 4 pointer pointer to function
e_sysctlovly 88 4 pointer pointer to struct sysctlnode
e_vm_default_addr 92 4 pointer pointer to function
e_usertrap 96 4 pointer pointer to function
e_ucsize 100 4 uint size_t
e_startlwp 104 4 pointer pointer to function
e_dtrace_syscall 108 4 pointer pointer to function
e_ktrpsig 112 4 pointer pointer to function
""",
    "eproc": """\
400 struct
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
e_vm 112 208 struct struct vmspace
e_ppid 320 4 int __pid_t
e_pgid 324 4 int __pid_t
e_jobc 328 2 int short
e_tdev 332 4 uint uint32_t
e_tpgid 336 4 int __pid_t
e_tsess 340 4 pointer pointer to struct session
e_wmesg 344 8 char[],8,1,int char[8]
e_xsize 352 4 int segsz_t
e_xrssize 356 2 int short
e_xccount 358 2 int short
e_xswrss 360 2 int short
e_flag 364 4 int long
e_login 368 16 char[],16,1,int char[16]
e_sid 384 4 int __pid_t
e_spare 388 12 array,3,4,int long[3]
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
kp_eproc 640 400 struct struct eproc
""",
    "loadavg": """\
16 struct
ldavg 0 12 array,3,4,uint fixpt_t[3]
fscale 12 4 int long
""",
    "lwp": """\
664 struct
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
l_md 36 12 struct struct mdlwp
l_rtime 48 16 struct struct bintime
l_stime 64 16 struct struct bintime
l_flag 80 4 int int
l_swtime 84 4 uint u_int
l_rticks 88 4 uint u_int
l_rticksum 92 4 uint u_int
l_slpticks 96 4 uint u_int
l_slpticksum 100 4 uint u_int
l_class 104 4 int int
l_boostpri 108 4 int pri_t
l_priority 112 4 int pri_t
l_inheritedprio 116 4 int pri_t
l_protectprio 120 4 int pri_t
l_auxprio 124 4 int pri_t
l_protectdepth 128 4 int int
l_cpticks 132 4 uint u_int
l_psid 136 4 int psetid_t
l_pctcpu 140 4 uint fixpt_t
l_estcpu 144 4 uint fixpt_t
l_pi_lenders 148 4 struct struct {anonymous}
l_pi_lenders.slh_first 148 4 pointer pointer to struct turnstile
l_target_cpu 152 4 pointer pointer to struct cpu_info
l_lwpctl 156 4 pointer pointer to struct lwpctl
l_lcpage 160 4 pointer pointer to struct lcpage
l_affinity 164 4 pointer pointer to kcpuset_t
l_syncobj 168 4 pointer pointer to const struct syncobj
l_sleepchain 172 8 struct struct {anonymous}
l_sleepchain.le_next 172 4 pointer pointer to struct lwp
l_sleepchain.le_prev 176 4 pointer pointer to pointer to struct lwp
l_wchan 180 4 pointer wchan_t
l_wmesg 184 4 pointer pointer to const char
l_sleepq 188 4 pointer pointer to struct sleepq
l_timeout_ch 192 40 struct callout_t
l_waitcv 232 8 struct kcondvar_t
l_slptime 240 4 uint u_int
l_vforkwaiting 244 1 uint _Bool
l_robust_head 248 4 uint uintptr_t
l___rsvd1 252 4 uint uint32_t
l_lid 256 4 int lwpid_t
l_list 260 8 struct struct {anonymous}
l_list.le_next 260 4 pointer pointer to struct lwp
l_list.le_prev 264 4 pointer pointer to pointer to struct lwp
l_ctxlink 268 4 pointer pointer to void
l_proc 272 4 pointer pointer to struct proc
l_sibling 276 8 struct struct {anonymous}
l_sibling.le_next 276 4 pointer pointer to struct lwp
l_sibling.le_prev 280 4 pointer pointer to pointer to struct lwp
l_name 284 4 pointer pointer to char
l_waiter 288 4 int lwpid_t
l_waitingfor 292 4 int lwpid_t
l_prflag 296 4 int int
l_refcnt 300 4 uint u_int
l_selflag 304 4 int int
l_selret 308 4 int int
l_selwait 312 4 struct struct {anonymous}
l_selwait.slh_first 312 4 pointer pointer to struct selinfo
l_selrec 316 4 uint uintptr_t
l_selcluster 320 4 pointer pointer to struct selcluster
l_selbits 324 4 pointer pointer to void
l_selni 328 4 uint size_t
l_sigrestore 332 4 int int
l_sigwaitset 336 16 struct sigset_t
l_sigwaitset.__bits 336 16 array,4,4,uint __uint32_t[4]
l_sigcv 352 8 struct kcondvar_t
l_sigwaited 360 4 pointer pointer to struct ksiginfo
l_sigpendset 364 4 pointer pointer to sigpend_t
l_sigwaiter 368 8 struct struct {anonymous}
l_sigwaiter.le_next 368 4 pointer pointer to struct lwp
l_sigwaiter.le_prev 372 4 pointer pointer to pointer to struct lwp
l_sigstk 376 12 struct stack_t
l_sigstk.ss_sp 376 4 pointer pointer to void
l_sigstk.ss_size 380 4 uint size_t
l_sigstk.ss_flags 384 4 int int
l_sigmask 388 16 struct sigset_t
l_sigmask.__bits 388 16 array,4,4,uint __uint32_t[4]
l_sigpend 404 24 struct sigpend_t
l_sigpend.sp_info 404 8 struct ksiginfoq_t
l_sigpend.sp_info.tqh_first 404 4 pointer pointer to struct ksiginfo
l_sigpend.sp_info.tqh_last 408 4 pointer pointer to pointer to struct ksiginfo
l_sigpend.sp_set 412 16 struct sigset_t
l_sigpend.sp_set.__bits 412 16 array,4,4,uint __uint32_t[4]
l_sigoldmask 428 16 struct sigset_t
l_sigoldmask.__bits 428 16 array,4,4,uint __uint32_t[4]
l_specdataref 444 8 struct specificdata_reference
l_ktrcsw 456 16 struct struct timespec
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
l_ru 528 88 struct struct rusage
l_pfailtime 616 8 uint uint64_t
l_pfailaddr 624 4 uint uintptr_t
l_pfaillock 628 4 uint uintptr_t
l_ld_locks 632 8 struct struct {anonymous}
l_ld_locks.tqh_first 632 4 pointer pointer to volatile struct lockdebug
l_ld_locks.tqh_last 636 4 pointer pointer to volatile pointer to volatile struct lockdebug
l_ld_wanted 640 4 pointer pointer to volatile void
l_rwcallsite 644 4 uint uintptr_t
l_tcgen 648 4 int int
l_syscall_time 652 4 uint uint32_t
l_syscall_counter 656 4 pointer pointer to uint64_t
l_dtrace 660 4 pointer pointer to struct kdtrace_thread
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
mnt_stat 144 3272 struct struct statvfs
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
64 struct
pm_ctx 0 4 pointer pointer to union ctxinfo
pm_ctxnum 4 4 int int
pm_cpuset 8 4 uint u_int
pm_refcount 12 4 int int
pm_reglist 16 8 struct struct mmuhd
pm_reglist.tqh_first 16 4 pointer pointer to struct mmuentry
pm_reglist.tqh_last 20 4 pointer pointer to pointer to struct mmuentry
pm_seglist 24 8 struct struct mmuhd
pm_seglist.tqh_first 24 4 pointer pointer to struct mmuentry
pm_seglist.tqh_last 28 4 pointer pointer to pointer to struct mmuentry
pm_regmap 32 4 pointer pointer to struct regmap
pm_reg_ptps 36 4 pointer pointer to pointer to int
pm_reg_ptps_pa 40 4 pointer pointer to int
pm_gap_start 44 4 int int
pm_gap_end 48 4 int int
pm_stats 52 8 struct struct pmap_statistics
pm_flags 60 4 uint u_int
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
p_rtime 200 16 struct struct bintime
p_uticks 216 8 uint u_quad_t
p_sticks 224 8 uint u_quad_t
p_iticks 232 8 uint u_quad_t
p_xutime 240 8 uint uint64_t
p_xstime 248 8 uint uint64_t
p_traceflag 256 4 int int
p_tracep 260 4 pointer pointer to void
p_textvp 264 4 pointer pointer to struct vnode
p_emul 268 4 pointer pointer to struct emul
p_emuldata 272 4 pointer pointer to void
p_execsw 276 4 pointer pointer to const struct execsw
p_klist 280 4 struct struct klist
p_sigwaiters 284 4 struct struct {anonymous}
p_sigwaiters.lh_first 284 4 pointer pointer to struct lwp
p_sigpend 288 24 struct sigpend_t
p_sigpend.sp_info 288 8 struct ksiginfoq_t
p_sigpend.sp_info.tqh_first 288 4 pointer pointer to struct ksiginfo
p_sigpend.sp_info.tqh_last 292 4 pointer pointer to pointer to struct ksiginfo
p_sigpend.sp_set 296 16 struct sigset_t
p_sigpend.sp_set.__bits 296 16 array,4,4,uint __uint32_t[4]
p_lwpctl 312 4 pointer pointer to struct lcproc
p_ppid 316 4 int __pid_t
p_oppid 320 4 int __pid_t
p_path 324 4 pointer pointer to char
p_sigctx 328 160 struct struct sigctx
p_nice 488 1 uint u_char
p_comm 489 17 char[],17,1,int char[17]
p_pgrp 508 4 pointer pointer to struct pgrp
p_psstrp 512 4 uint vaddr_t
p_pax 516 4 uint u_int
p_xexit 520 4 int int
p_xsig 524 2 uint u_short
p_acflag 526 2 uint u_short
p_md 528 8 struct struct mdproc
p_stackbase 536 4 uint vaddr_t
p_dtrace 540 4 pointer pointer to struct kdtrace_proc
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
312 struct
p_ru 0 88 struct struct rusage
p_cru 88 88 struct struct rusage
p_timer 176 96 array,3,32,struct struct itimerspec[3]
p_prof 272 24 struct struct uprof
p_prof.pr_base 272 4 pointer pointer to char
p_prof.pr_size 276 4 uint size_t
p_prof.pr_off 280 4 uint u_long
p_prof.pr_scale 284 4 uint u_int
p_prof.pr_addr 288 4 uint u_long
p_prof.pr_ticks 292 4 uint u_long
p_start 296 16 struct struct timeval
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
88 struct
ru_utime 0 16 struct struct timeval
ru_stime 16 16 struct struct timeval
ru_maxrss 32 4 int long
ru_ixrss 36 4 int long
ru_idrss 40 4 int long
ru_isrss 44 4 int long
ru_minflt 48 4 int long
ru_majflt 52 4 int long
ru_nswap 56 4 int long
ru_inblock 60 4 int long
ru_oublock 64 4 int long
ru_msgsnd 68 4 int long
ru_msgrcv 72 4 int long
ru_nsignals 76 4 int long
ru_nvcsw 80 4 int long
ru_nivcsw 84 4 int long
""",
    "schedstate_percpu": """\
152 struct
spc_mutex 0 4 pointer pointer to struct kmutex
spc_lwplock 4 4 pointer pointer to struct kmutex
spc_migrating 8 4 pointer pointer to struct lwp
spc_nextpkg 12 4 pointer pointer to struct cpu_info
spc_psid 16 4 int psetid_t
spc_lastmod 24 8 int time_t
spc_flags 32 4 int volatile int
spc_schedticks 36 4 uint u_int
spc_cp_time 40 40 array,5,8,uint uint64_t[5]
spc_ticks 80 4 int int
spc_pscnt 84 4 int int
spc_psdiv 88 4 int int
spc_nextskim 92 4 int int
spc_curpriority 96 4 int volatile pri_t
spc_maxpriority 100 4 int pri_t
spc_count 104 4 uint u_int
spc_mcount 108 4 uint u_int
spc_bitmap 112 32 array,8,4,uint uint32_t[8]
spc_queue 144 4 pointer pointer to struct {anonymous}
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
160 struct
ps_info 0 96 struct struct _ksiginfo
ps_info._signo 0 4 int int
ps_info._code 4 4 int int
ps_info._errno 8 4 int int
ps_info._reason 16 80 union union {anonymous}
ps_info._reason._rt 16 12 struct struct {anonymous}
ps_info._reason._rt._pid 16 4 int __pid_t
ps_info._reason._rt._uid 20 4 uint __uid_t
ps_info._reason._rt._value 24 4 union sigval_t
ps_info._reason._rt._value.sival_int 24 4 int int
ps_info._reason._rt._value.sival_ptr 24 4 pointer pointer to void
ps_info._reason._child 16 20 struct struct {anonymous}
ps_info._reason._child._pid 16 4 int __pid_t
ps_info._reason._child._uid 20 4 uint __uid_t
ps_info._reason._child._status 24 4 int int
ps_info._reason._child._utime 28 4 uint clock_t
ps_info._reason._child._stime 32 4 uint clock_t
ps_info._reason._fault 16 16 struct struct {anonymous}
ps_info._reason._fault._addr 16 4 pointer pointer to void
ps_info._reason._fault._trap 20 4 int int
ps_info._reason._fault._trap2 24 4 int int
ps_info._reason._fault._trap3 28 4 int int
ps_info._reason._poll 16 8 struct struct {anonymous}
ps_info._reason._poll._band 16 4 int long
ps_info._reason._poll._fd 20 4 int int
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
ps_sigcode 104 4 pointer pointer to void
ps_sigignore 108 16 struct sigset_t
ps_sigignore.__bits 108 16 array,4,4,uint __uint32_t[4]
ps_sigcatch 124 16 struct sigset_t
ps_sigcatch.__bits 124 16 array,4,4,uint __uint32_t[4]
ps_sigpass 140 16 struct sigset_t
ps_sigpass.__bits 140 16 array,4,4,uint __uint32_t[4]
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
16 struct
tv_sec 0 8 int time_t
tv_nsec 8 4 int long
""",
    "timeval": """\
16 struct
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
t_dev 200 8 uint dev_t
t_state 208 4 int int
t_wopen 212 4 int int
t_flags 216 4 int int
t_qsize 220 4 int int
t_pgrp 224 4 pointer pointer to struct pgrp
t_session 228 4 pointer pointer to struct session
t_rsel 232 40 struct struct selinfo
t_wsel 272 40 struct struct selinfo
t_termios 312 44 struct struct termios
t_winsize 356 8 struct struct winsize
t_oproc 364 4 pointer pointer to function
t_param 368 4 pointer pointer to function
t_hwiflow 372 4 pointer pointer to function
t_sc 376 4 pointer pointer to void
t_column 380 2 int short
t_rocount 382 2 int short
t_rocol 384 2 int short
t_hiwat 388 4 int int
t_lowat 392 4 int int
t_gen 396 2 int short
t_sigs 400 48 array,3,16,struct sigset_t[3]
t_sigcount 448 4 int int
t_sigqueue 452 8 struct struct {anonymous}
t_sigqueue.tqe_next 452 4 pointer pointer to struct tty
t_sigqueue.tqe_prev 456 4 pointer pointer to pointer to struct tty
t_softc 460 4 pointer pointer to void
t_refcnt 464 4 uint volatile unsigned int
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
152 struct
pmap 0 4 pointer pointer to struct pmap
lock 4 4 struct krwlock_t
busy 8 4 pointer pointer to struct lwp
misc_lock 12 4 struct kmutex_t
cv 16 8 struct kcondvar_t
flags 24 4 int int
rb_tree 28 16 struct struct rb_tree
header 48 80 struct struct vm_map_entry
nentries 128 4 int int
size 132 4 uint vsize_t
ref_count 136 4 int volatile int
hint 140 4 pointer pointer to struct vm_map_entry
first_free 144 4 pointer pointer to struct vm_map_entry
timestamp 148 4 uint unsigned int
""",
    "vm_map_entry": """\
80 struct
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
phys_addr 16 4 uint paddr_t
loan_count 20 4 uint uint32_t
wire_count 24 4 uint uint32_t
uanon 28 4 pointer pointer to struct vm_anon
uobject 32 4 pointer pointer to struct uvm_object
offset 40 8 int voff_t
interlock 48 4 struct kmutex_t
pdqueue 52 8 struct struct {anonymous}
pdqueue.tqe_next 52 4 pointer pointer to struct vm_page
pdqueue.tqe_prev 56 4 pointer pointer to pointer to struct vm_page
mdpage 60 16 struct struct vm_page_md
""",
    "vmspace": """\
208 struct
vm_map 0 152 struct struct vm_map
vm_refcnt 152 4 int volatile int
vm_shm 156 4 pointer pointer to void
vm_rssize 160 4 int segsz_t
vm_rssmax 164 4 int segsz_t
vm_tsize 168 4 int segsz_t
vm_dsize 172 4 int segsz_t
vm_ssize 176 4 int segsz_t
vm_issize 180 4 int segsz_t
vm_taddr 184 4 pointer pointer to void
vm_daddr 188 4 pointer pointer to void
vm_maxsaddr 192 4 pointer pointer to void
vm_minsaddr 196 4 pointer pointer to void
vm_aslr_delta_mmap 200 4 uint size_t
""",
    "vnode": """\
192 struct
v_uobj 0 28 struct struct uvm_object
v_size 32 8 int voff_t
v_writesize 40 8 int voff_t
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
    "ALIGNBYTES": 7,
    "AMAP_REFALL": 2,
    "AMAP_SHARED": 1,
    "AOUT_LDPGSZ": 8192,
    "ARG_MAX": 262144,
    "CACHE_LINE_SIZE": 64,
    "COHERENCY_UNIT": 64,
    "CORE_CPU": 1,
    "CORE_DATA": 2,
    "CORE_STACK": 4,
    "CPUINFO_VA": 4026540032,
    "CPU_SUN4": 0,
    "CPU_SUN4C": 1,
    "CPU_SUN4D": 4,
    "CPU_SUN4M": 2,
    "CPU_SUN4U": 3,
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
    "KERNBASE": 4026531840,
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
    "MID_MACHINE": 138,
    "MSG_MAGIC": 405601,
    "NBPRG": 16777216,
    "NBPSG": 262144,
    "NCARGS": 262144,
    "NGROUPS": 16,
    "NMAGIC": 264,
    "NODEV": 18446744073709551615,
    "NSEGRG": 64,
    "OMAGIC": 263,
    "PG_ANON": 2048,
    "PG_AOBJ": 1024,
    "PG_BUSY": 4,
    "PG_CLEAN": 1,
    "PG_PFNUM": 524287,
    "PG_SWAPBACKED": 3072,
    "PG_V": 2147483648,
    "PG_W": 1073741824,
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
    "RGSHIFT": 24,
    "SACTIVE": 2,
    "SDEAD": 6,
    "SDYING": 3,
    "SGSHIFT": 18,
    "SIDL": 1,
    "SRMMU_PPNMASK": 4294967040,
    "SRMMU_PPNPASHIFT": 4,
    "SRMMU_PPNSHIFT": 8,
    "SRMMU_TEINVALID": 0,
    "SRMMU_TEPTD": 1,
    "SRMMU_TEPTE": 2,
    "SRMMU_TETYPE": 3,
    "SSTOP": 4,
    "SZOMB": 5,
    "USRSTACK": 4026531840,
    "UVM_ET_COPYONWRITE": 4,
    "UVM_ET_NEEDSCOPY": 8,
    "UVM_ET_OBJ": 1,
    "UVM_ET_SUBMAP": 2,
    "VM_MAP_PAGEABLE": 1,
    "VM_MAXUSER_ADDRESS": 4026531840,
    "VM_MAX_ADDRESS": 4026531840,
    "VM_MAX_KERNEL_ADDRESS": 4261412864,
    "VM_MIN_ADDRESS": 0,
    "VM_MIN_KERNEL_ADDRESS": 4026531840,
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
    "pid_t": (4, "int"),
    "pri_t": (4, "int"),
    "register_t": (4, "uint"),
    "segsz_t": (4, "int"),
    "time_t": (8, "int"),
    "u_quad_t": (8, "uint"),
    "uid_t": (4, "uint"),
    "vaddr_t": (4, "uint"),
    "voff_t": (8, "int"),
    "vsize_t": (4, "uint"),
}
