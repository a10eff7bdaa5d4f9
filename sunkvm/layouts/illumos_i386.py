# ruff: noqa
# mypy: ignore-errors
"""Struct layouts of illumos 2013-10, i386. Made by tests/oracle/make_tables.py; do not edit.

Source: illumos-gate (gwr/illumos-gate, commit 746f551ddc19, 2013-10-09) headers uts/i86pc + uts/intel +
uts/common, non-DEBUG, compiled with -D_KERNEL -D_MACHDEP by clang 14 -target i386-pc-solaris2.11 and read
back from DWARF; generated priv_const.h from uts/common/os/priv_defs.

i386 ILP32 little-endian; the 32-bit x86 kernel of this tree (64-bit integers are 4-byte aligned).

A struct is a text: size and tag, then a line for each member with its name, offset, size, kind and type.
The kind of arrays is followed by ",count,element size,element kind", that of bit-fields by ":bits:shift".
"""

STRUCTS = {
    "proc": """\
2808 struct
p_exec 0 4 pointer pointer to struct vnode
p_as 4 4 pointer pointer to struct as
p_lockp 8 4 pointer pointer to struct plock
p_crlock 12 8 struct kmutex_t
p_cred 20 4 pointer pointer to struct cred
p_swapcnt 24 4 int int
p_stat 28 1 int char
p_wcode 29 1 int char
p_pidflag 30 2 uint ushort_t
p_wdata 32 4 int int
p_ppid 36 4 int pid_t
p_link 40 4 pointer pointer to struct proc
p_parent 44 4 pointer pointer to struct proc
p_child 48 4 pointer pointer to struct proc
p_sibling 52 4 pointer pointer to struct proc
p_psibling 56 4 pointer pointer to struct proc
p_sibling_ns 60 4 pointer pointer to struct proc
p_child_ns 64 4 pointer pointer to struct proc
p_next 68 4 pointer pointer to struct proc
p_prev 72 4 pointer pointer to struct proc
p_nextofkin 76 4 pointer pointer to struct proc
p_orphan 80 4 pointer pointer to struct proc
p_nextorph 84 4 pointer pointer to struct proc
p_pglink 88 4 pointer pointer to struct proc
p_ppglink 92 4 pointer pointer to struct proc
p_sessp 96 4 pointer pointer to struct sess
p_pidp 100 4 pointer pointer to struct pid
p_pgidp 104 4 pointer pointer to struct pid
p_cv 108 2 struct kcondvar_t
p_flag_cv 110 2 struct kcondvar_t
p_lwpexit 112 2 struct kcondvar_t
p_holdlwps 114 2 struct kcondvar_t
p_proc_flag 116 4 uint uint_t
p_flag 120 4 uint uint_t
p_utime 124 4 int clock_t
p_stime 128 4 int clock_t
p_cutime 132 4 int clock_t
p_cstime 136 4 int clock_t
p_segacct 140 4 pointer pointer to avl_tree_t
p_semacct 144 4 pointer pointer to avl_tree_t
p_bssbase 148 4 pointer caddr_t
p_brkbase 152 4 pointer caddr_t
p_brksize 156 4 uint size_t
p_brkpageszc 160 4 uint uint_t
p_sig 164 12 struct k_sigset_t
p_extsig 176 12 struct k_sigset_t
p_ignore 188 12 struct k_sigset_t
p_siginfo 200 12 struct k_sigset_t
p_sigqueue 212 4 pointer pointer to struct sigqueue
p_sigqhdr 216 4 pointer pointer to struct sigqhdr
p_signhdr 220 4 pointer pointer to struct sigqhdr
p_stopsig 224 1 uint uchar_t
p_fixalignment 225 1 int char
p_lwpid 228 4 int id_t
p_lwpcnt 232 4 int int
p_lwprcnt 236 4 int int
p_lwpdaemon 240 4 int int
p_lwpwait 244 4 int int
p_lwpdwait 248 4 int int
p_zombcnt 252 4 int int
p_tlist 256 4 pointer pointer to kthread_t
p_lwpdir 260 4 pointer pointer to lwpdir_t
p_lwpfree 264 4 pointer pointer to lwpdir_t
p_tidhash 268 4 pointer pointer to tidhash_t
p_lwpdir_sz 272 4 uint uint_t
p_tidhash_sz 276 4 uint uint_t
p_ret_tidhash 280 4 pointer pointer to ret_tidhash_t
p_lgrpset 284 8 uint uint64_t
p_t1_lgrpid 292 4 int lgrp_id_t
p_tr_lgrpid 296 4 int lgrp_id_t
p_sigmask 300 12 struct k_sigset_t
p_fltmask 312 4 uint k_fltset_t
p_trace 316 4 pointer pointer to struct vnode
p_plist 320 4 pointer pointer to struct vnode
p_agenttp 324 4 pointer pointer to kthread_t
p_warea 328 20 struct avl_tree_t
p_wpage 348 20 struct avl_tree_t
p_wprot 368 4 pointer pointer to watched_page_t
p_mapcnt 372 4 int int
p_maplock 376 8 struct kmutex_t
p_rlink 384 4 pointer pointer to struct proc
p_srwchan_cv 388 2 struct kcondvar_t
p_stksize 392 4 uint size_t
p_stkpageszc 396 4 uint uint_t
p_mstart 400 8 int hrtime_t
p_mterm 408 8 int hrtime_t
p_mlreal 416 8 int hrtime_t
p_acct 424 80 array,10,8,int hrtime_t[10]
p_cacct 504 80 array,10,8,int hrtime_t[10]
p_ru 584 96 struct struct lrusage
p_cru 680 96 struct struct lrusage
p_rprof_timer 776 16 struct struct itimerval
p_rprof_cyclic 792 4 uint uintptr_t
p_defunct 796 4 uint uint_t
p_pflock 800 8 struct kmutex_t
p_prof 808 20 struct struct prof
p_server_threads 828 8 struct door_pool_t
p_door_list 836 4 pointer pointer to struct door_node
p_unref_list 840 4 pointer pointer to struct door_node
p_unref_cv 844 2 struct kcondvar_t
p_unref_thread 846 1 int char
p_tnf_flags 847 1 uint uchar_t
p_audit_data 848 4 pointer pointer to struct p_audit_data
p_pctx 852 4 pointer pointer to pctxop_t
p_ldtlock 856 8 struct kmutex_t
p_ldt 864 4 pointer pointer to user_desc_t
p_ldt_desc 868 8 struct system_desc_t
p_ldtlimit 876 2 uint ushort_t
p_swrss 880 4 uint size_t
p_aio 884 4 pointer pointer to struct aio
p_itimer 888 4 pointer pointer to pointer to struct itimer
p_alarmid 892 4 pointer timeout_id_t
p_usrstack 896 4 pointer caddr_t
p_stkprot 900 4 uint uint_t
p_datprot 904 4 uint uint_t
p_model 908 4 uint model_t
p_lcp 912 4 pointer pointer to struct lwpchan_data
p_lcp_lock 916 8 struct kmutex_t
p_utraps 924 4 pointer pointer to utrap_handler_t
p_corefile 928 4 pointer pointer to struct corectl_path
p_task 932 4 pointer pointer to struct task
p_taskprev 936 4 pointer pointer to struct proc
p_tasknext 940 4 pointer pointer to struct proc
p_sc_lock 944 8 struct kmutex_t
p_pagep 952 4 pointer pointer to struct sc_page_ctl
p_rctls 956 4 pointer pointer to struct rctl_set
p_stk_ctl 960 8 uint rlim64_t
p_fsz_ctl 968 8 uint rlim64_t
p_vmem_ctl 976 8 uint rlim64_t
p_fno_ctl 984 8 uint rlim64_t
p_ancpid 992 4 int pid_t
p_realitimer 996 16 struct struct itimerval
p_itimerid 1012 4 pointer timeout_id_t
p_content 1016 4 pointer pointer to struct corectl_content
p_ct_held 1020 20 struct avl_tree_t
p_ct_equeue 1040 4 pointer pointer to pointer to struct ct_equeue
p_ct_process 1044 4 pointer pointer to struct cont_process
p_ct_member 1048 8 struct list_node_t
p_killsqp 1056 4 pointer pointer to sigqueue_t
p_dtrace_probes 1060 4 int int
p_dtrace_count 1064 8 uint uint64_t
p_dtrace_helpers 1072 4 pointer pointer to void
p_pool 1076 4 pointer pointer to struct pool
p_poolcv 1080 2 struct kcondvar_t
p_poolcnt 1084 4 uint uint_t
p_poolflag 1088 4 uint uint_t
p_portcnt 1092 4 uint uintptr_t
p_zone 1096 4 pointer pointer to struct zone
p_execdir 1100 4 pointer pointer to struct vnode
p_brand 1104 4 pointer pointer to struct brand
p_brand_data 1108 4 pointer pointer to void
p_splock 1112 8 struct kmutex_t
p_locked_mem 1120 8 uint rctl_qty_t
p_crypto_mem 1128 8 uint rctl_qty_t
p_ttime 1136 4 int clock_t
p_user 1140 1668 struct struct user
""",
    "mutex": """\
8 struct
_opaque 0 8 array,2,4,pointer pointer to void[2]
""",
    "_kcondvar": """\
2 struct
_opaque 0 2 uint ushort_t
""",
    "k_sigset_t": """\
12 typedef struct
__sigbits 0 12 array,3,4,uint unsigned int[3]
""",
    "avl_tree": """\
20 struct
avl_root 0 4 pointer pointer to struct avl_node
avl_compar 4 4 pointer pointer to function
avl_offset 8 4 uint size_t
avl_numnodes 12 4 uint ulong_t
avl_size 16 4 uint size_t
""",
    "lrusage": """\
96 struct
minflt 0 8 uint u_longlong_t
majflt 8 8 uint u_longlong_t
nswap 16 8 uint u_longlong_t
inblock 24 8 uint u_longlong_t
oublock 32 8 uint u_longlong_t
msgsnd 40 8 uint u_longlong_t
msgrcv 48 8 uint u_longlong_t
nsignals 56 8 uint u_longlong_t
nvcsw 64 8 uint u_longlong_t
nivcsw 72 8 uint u_longlong_t
sysc 80 8 uint u_longlong_t
ioch 88 8 uint u_longlong_t
""",
    "itimerval": """\
16 struct
it_interval 0 8 struct struct timeval
it_value 8 8 struct struct timeval
""",
    "timeval": """\
8 struct
tv_sec 0 4 int time_t
tv_usec 4 4 int suseconds_t
""",
    "prof": """\
20 struct
pr_base 0 4 pointer pointer to void
pr_off 4 4 uint uintptr_t
pr_size 8 4 uint size_t
pr_scale 12 4 uint uint32_t
pr_samples 16 4 int long
""",
    "door_pool": """\
8 struct
dp_threads 0 4 pointer pointer to struct _kthread
dp_cv 4 2 struct kcondvar_t
""",
    "list_node": """\
8 struct
list_next 0 4 pointer pointer to struct list_node
list_prev 4 4 pointer pointer to struct list_node
""",
    "user": """\
1668 struct
u_execsw 0 4 pointer pointer to struct execsw
u_auxv 4 176 array,22,8,struct auxv_t[22]
u_start 180 8 struct timestruc_t
u_ticks 188 4 int clock_t
u_comm 192 17 char[],17,1,int char[17]
u_psargs 209 80 char[],80,1,int char[80]
u_argc 292 4 int int
u_argv 296 4 uint uintptr_t
u_envp 300 4 uint uintptr_t
u_cdir 304 4 pointer pointer to struct vnode
u_rdir 308 4 pointer pointer to struct vnode
u_mem 312 8 uint uint64_t
u_mem_max 320 4 uint size_t
u_cmask 324 4 uint mode_t
u_acflag 328 1 int char
u_systrap 329 1 int char
u_cwd 332 4 pointer pointer to refstr_t
u_entrymask 336 36 struct k_sysset_t
u_exitmask 372 36 struct k_sysset_t
u_signodefer 408 12 struct k_sigset_t
u_sigonstack 420 12 struct k_sigset_t
u_sigresethand 432 12 struct k_sigset_t
u_sigrestart 444 12 struct k_sigset_t
u_sigmask 456 864 array,72,12,struct k_sigset_t[72]
u_signal 1320 288 array,72,4,pointer pointer to function[72]
u_saved_rlimit 1608 32 array,2,16,struct struct rlimit64[2]
u_finfo 1640 28 struct uf_info_t
""",
    "auxv_t": """\
8 typedef struct
a_type 0 4 int int
a_un 4 4 union union (anonymous)
a_un.a_val 4 4 int long
a_un.a_ptr 4 4 pointer pointer to void
a_un.a_fcn 4 4 pointer pointer to function
""",
    "timespec": """\
8 struct
tv_sec 0 4 int time_t
tv_nsec 4 4 int long
""",
    "k_sysset_t": """\
36 typedef struct
word 0 36 array,9,4,uint uint_t[9]
""",
    "rlimit64": """\
16 struct
rlim_cur 0 8 uint rlim64_t
rlim_max 8 8 uint rlim64_t
""",
    "uf_info": """\
28 struct
fi_lock 0 8 struct kmutex_t
fi_badfd 8 4 int int
fi_action 12 4 int int
fi_nfiles 16 4 int int
fi_list 20 4 pointer pointer to uf_entry_t
fi_rlist 24 4 pointer pointer to uf_rlist_t
""",
    "pid": """\
24 struct
pid_prinactive 0 4 uint:1:0 unsigned int
pid_pgorphaned 0 4 uint:1:1 unsigned int
pid_padding 0 4 uint:6:2 unsigned int
pid_prslot 0 4 uint:24:8 unsigned int
pid_id 4 4 int pid_t
pid_pglink 8 4 pointer pointer to struct proc
pid_pgtail 12 4 pointer pointer to struct proc
pid_link 16 4 pointer pointer to struct pid
pid_ref 20 4 uint uint_t
""",
    "as": """\
120 struct
a_contents 0 8 struct kmutex_t
a_flags 8 1 uint uchar_t
a_vbits 9 1 uint uchar_t
a_cv 10 2 struct kcondvar_t
a_hat 12 4 pointer pointer to struct hat
a_hrm 16 4 pointer pointer to struct hrmstat
a_userlimit 20 4 pointer caddr_t
a_seglast 24 4 pointer pointer to struct seg
a_lock 28 4 struct krwlock_t
a_size 32 4 uint size_t
a_lastgap 36 4 pointer pointer to struct seg
a_lastgaphl 40 4 pointer pointer to struct seg
a_segtree 44 20 struct avl_tree_t
a_wpage 64 20 struct avl_tree_t
a_updatedir 84 1 uint uchar_t
a_updatetime 88 8 struct timespec_t
a_objectdir 96 4 pointer pointer to pointer to vnode_t
a_sizedir 100 4 uint size_t
a_callbacks 104 4 pointer pointer to struct as_callback
a_xhat 108 4 pointer pointer to void
a_proc 112 4 pointer pointer to proc_t
a_resvsize 116 4 uint size_t
""",
    "_krwlock": """\
4 struct
_opaque 0 4 array,1,4,pointer pointer to void[1]
""",
    "seg": """\
60 struct
s_base 0 4 pointer caddr_t
s_size 4 4 uint size_t
s_szc 8 4 uint uint_t
s_flags 12 4 uint uint_t
s_as 16 4 pointer pointer to struct as
s_tree 20 16 struct avl_node_t
s_ops 36 4 pointer pointer to struct seg_ops
s_data 40 4 pointer pointer to void
s_pmtx 44 8 struct kmutex_t
s_phead 52 8 struct pcache_link_t
""",
    "avl_node": """\
16 struct
avl_child 0 8 array,2,4,pointer pointer to struct avl_node[2]
avl_parent 8 4 pointer pointer to struct avl_node
avl_child_index 12 2 uint unsigned short
avl_balance 14 2 int short
""",
    "pcache_link": """\
8 struct
p_lnext 0 4 pointer pointer to struct pcache_link
p_lprev 4 4 pointer pointer to struct pcache_link
""",
    "cred": """\
104 struct
cr_ref 0 4 uint uint_t
cr_uid 4 4 uint uid_t
cr_gid 8 4 uint gid_t
cr_ruid 12 4 uint uid_t
cr_rgid 16 4 uint gid_t
cr_suid 20 4 uint uid_t
cr_sgid 24 4 uint gid_t
cr_priv 28 52 struct cred_priv_t
cr_projid 80 4 int projid_t
cr_zone 84 4 pointer pointer to struct zone
cr_label 88 4 pointer pointer to struct ts_label_s
cr_klpd 92 4 pointer pointer to struct credklpd
cr_ksid 96 4 pointer pointer to credsid_t
cr_grps 100 4 pointer pointer to credgrp_t
""",
    "cred_priv_s": """\
52 struct
crprivs 0 48 array,4,12,struct priv_set_t[4]
crpriv_flags 48 4 uint uint_t
""",
    "priv_set": """\
12 struct
pbits 0 12 array,3,4,uint priv_chunk_t[3]
""",
    "sess": """\
48 struct
s_sidp 0 4 pointer pointer to struct pid
s_lock 4 8 struct kmutex_t
s_ref 12 4 uint uint_t
s_sighuped 16 4 int boolean_t
s_exit 20 4 int boolean_t
s_exit_cv 24 2 struct kcondvar_t
s_cnt 28 4 int int
s_cnt_cv 32 2 struct kcondvar_t
s_dev 36 4 uint dev_t
s_vp 40 4 pointer pointer to struct vnode
s_cred 44 4 pointer pointer to struct cred
""",
    "_kthread": """\
560 struct
t_link 0 4 pointer pointer to struct _kthread
t_stk 4 4 pointer caddr_t
t_startpc 8 4 pointer pointer to function
t_bound_cpu 12 4 pointer pointer to struct cpu
t_affinitycnt 16 2 int short
t_bind_cpu 18 2 int short
t_flag 20 2 uint ushort_t
t_proc_flag 22 2 uint ushort_t
t_schedflag 24 2 uint ushort_t
t_preempt 26 1 int char
t_preempt_lk 27 1 int char
t_state 28 4 uint uint_t
t_pri 32 2 int pri_t
t_epri 34 2 int pri_t
t_cpri 36 2 int pri_t
t_writer 38 1 int char
t_bindflag 39 1 uint uchar_t
t_pcb 40 24 struct label_t
t_lwpchan 64 8 struct lwpchan_t
t_sobj_ops 72 4 pointer pointer to struct _sobj_ops
t_cid 76 4 int id_t
t_clfuncs 80 4 pointer pointer to struct thread_ops
t_cldata 84 4 pointer pointer to void
t_ctx 88 4 pointer pointer to ctxop_t
t_lofault 92 4 uint uintptr_t
t_onfault 96 4 pointer pointer to label_t
t_ontrap 100 4 pointer pointer to struct on_trap_data
t_swap 104 4 pointer caddr_t
t_lock 108 1 uint lock_t
t_lockstat 109 1 uint uint8_t
t_pil 110 1 uint uint8_t
t_pi_lock 111 1 uint disp_lock_t
t_nomigrate 112 1 int char
t_cpu 116 4 pointer pointer to struct cpu
t_weakbound_cpu 120 4 pointer pointer to struct cpu
t_lpl 124 4 pointer pointer to struct lgrp_ld
t_lgrp_reserv 128 8 array,2,4,pointer pointer to void[2]
t_intr 136 4 pointer pointer to struct _kthread
t_intr_start 140 8 uint uint64_t
t_did 148 8 uint kt_did_t
t_tnf_tpdp 156 4 pointer caddr_t
t_cpc_ctx 160 4 pointer pointer to struct _kcpc_ctx
t_cpc_set 164 4 pointer pointer to struct _kcpc_set
t_tid 168 4 int id_t
t_waitfor 172 4 int id_t
t_sigqueue 176 4 pointer pointer to struct sigqueue
t_sig 180 12 struct k_sigset_t
t_extsig 192 12 struct k_sigset_t
t_hold 204 12 struct k_sigset_t
t_sigwait 216 12 struct k_sigset_t
t_forw 228 4 pointer pointer to struct _kthread
t_back 232 4 pointer pointer to struct _kthread
t_thlink 236 4 pointer pointer to struct _kthread
t_lwp 240 4 pointer pointer to klwp_t
t_procp 244 4 pointer pointer to struct proc
t_audit_data 248 4 pointer pointer to struct t_audit_data
t_next 252 4 pointer pointer to struct _kthread
t_prev 256 4 pointer pointer to struct _kthread
t_whystop 260 2 uint ushort_t
t_whatstop 262 2 uint ushort_t
t_dslot 264 4 int int
t_pollstate 268 4 pointer pointer to struct pollstate
t_pollcache 272 4 pointer pointer to struct pollcache
t_cred 276 4 pointer pointer to struct cred
t_start 280 4 int time_t
t_lbolt 284 4 int clock_t
t_stoptime 288 8 int hrtime_t
t_pctcpu 296 4 uint uint_t
t_sysnum 300 2 int short
t_delay_cv 302 2 struct kcondvar_t
t_delay_lock 304 8 struct kmutex_t
t_lockp 312 4 pointer pointer to disp_lock_t
t_oldspl 316 2 uint ushort_t
t_pre_sys 318 1 int char
t_lock_flush 319 1 uint lock_t
t_disp_queue 320 4 pointer pointer to struct _disp
t_disp_time 324 4 int clock_t
t_kpri_req 328 4 uint uint_t
_tu 332 4 union union __tu
t_waitrq 336 8 int hrtime_t
t_mstate 344 4 int int
t_rprof 348 4 pointer pointer to struct rprof
t_prioinv 352 4 pointer pointer to struct turnstile
t_ts 356 4 pointer pointer to struct turnstile
t_tsd 360 4 pointer pointer to struct tsd_thread
t_stime 364 4 int clock_t
t_door 368 4 pointer pointer to struct door_data
t_plockp 372 4 pointer pointer to kmutex_t
t_schedctl 376 4 pointer pointer to struct sc_shared
t_sc_uaddr 380 4 uint uintptr_t
t_cpupart 384 4 pointer pointer to struct cpupart
t_bind_pset 388 4 int int
t_copyops 392 4 pointer pointer to struct copyops
t_stkbase 396 4 pointer caddr_t
t_red_pp 400 4 pointer pointer to struct page
t_activefd 404 28 struct afd_t
t_priforw 432 4 pointer pointer to struct _kthread
t_priback 436 4 pointer pointer to struct _kthread
t_sleepq 440 4 pointer pointer to struct sleepq
t_panic_trap 444 4 pointer pointer to struct panic_trap_info
t_lgrp_affinity 448 4 pointer pointer to int
t_upimutex 452 4 pointer pointer to struct upimutex
t_nupinest 456 4 uint uint32_t
t_proj 460 4 pointer pointer to struct kproject
t_unpark 464 1 uint uint8_t
t_release 465 1 uint uint8_t
t_hatdepth 466 1 uint uint8_t
t_xpvcntr 467 1 uint uint8_t
t_joincv 468 2 struct kcondvar_t
t_taskq 472 4 pointer pointer to void
t_anttime 476 8 int hrtime_t
t_pdmsg 484 4 pointer pointer to char
t_predcache 488 4 uint uint_t
t_dtrace_vtime 492 8 int hrtime_t
t_dtrace_start 500 8 int hrtime_t
t_dtrace_stop 508 1 uint uint8_t
t_dtrace_sig 509 1 uint uint8_t
_tdu 512 4 union union __tdu
t_dtrace_pc 516 4 uint uintptr_t
t_dtrace_npc 520 4 uint uintptr_t
t_dtrace_scrpc 524 4 uint uintptr_t
t_dtrace_astpc 528 4 uint uintptr_t
t_hrtime 532 8 int hrtime_t
t_ctx_lock 540 8 struct kmutex_t
t_waitq 548 4 pointer pointer to struct waitq
t_wait_mutex 552 8 struct kmutex_t
""",
    "_label_t": """\
24 struct
val 0 24 array,6,4,int long[6]
""",
    "lwpchan_t": """\
8 typedef struct
lc_wchan0 0 4 pointer caddr_t
lc_wchan 4 4 pointer caddr_t
""",
    "__tu": """\
4 union
_ts 0 4 struct struct __ts
_t_post_sys_ast 0 4 int int
""",
    "__ts": """\
4 struct
_t_astflag 0 1 int char
_t_sig_check 1 1 int char
_t_post_sys 2 1 int char
_t_trapret 3 1 int char
""",
    "afd_t": """\
28 typedef struct
a_fdlock 0 8 struct kmutex_t
a_fd 8 4 pointer pointer to int
a_nfd 12 4 int int
a_stale 16 4 int int
a_buf 20 8 array,2,4,int int[2]
""",
    "__tdu": """\
4 union
_tds 0 4 struct struct __tds
_t_dtrace_ft 0 4 uint ulong_t
""",
    "__tds": """\
4 struct
_t_dtrace_on 0 1 uint uint8_t
_t_dtrace_step 1 1 uint uint8_t
_t_dtrace_ret 2 1 uint uint8_t
_t_dtrace_ast 3 1 uint uint8_t
""",
    "_klwp": """\
1436 struct
lwp_pcb 0 888 struct struct pcb
lwp_oldcontext 888 4 uint uintptr_t
lwp_ap 892 4 pointer pointer to long
lwp_errno 896 4 int int
lwp_error 900 1 int char
lwp_eosys 901 1 int char
lwp_argsaved 902 1 int char
lwp_watchtrap 903 1 int char
lwp_arg 904 32 array,8,4,int long[8]
lwp_regs 936 4 pointer pointer to void
lwp_fpu 940 4 pointer pointer to void
lwp_qsav 944 24 struct label_t
lwp_cursig 968 1 uint uchar_t
lwp_curflt 969 1 uint uchar_t
lwp_sysabort 970 1 uint uchar_t
lwp_asleep 971 1 uint uchar_t
lwp_extsig 972 1 uint uchar_t
lwp_sigaltstack 976 12 struct stack_t
lwp_curinfo 988 4 pointer pointer to struct sigqueue
lwp_siginfo 992 36 struct k_siginfo_t
lwp_sigoldmask 1028 12 struct k_sigset_t
lwp_watch 1040 80 array,4,20,struct struct lwp_watch[4]
lwp_oweupc 1120 4 uint uint32_t
lwp_mstate 1124 108 struct struct mstate
lwp_ru 1232 96 struct struct lrusage
lwp_lastfault 1328 4 int int
lwp_lastfaddr 1332 4 pointer caddr_t
lwp_timer 1336 48 array,3,16,struct struct itimerval[3]
lwp_unused 1384 1 int char
lwp_state 1385 1 int char
lwp_nostop 1386 2 uint ushort_t
lwp_pad 1388 2 uint ushort_t
lwp_badpriv 1390 2 int short
lwp_thread 1392 4 pointer pointer to struct _kthread
lwp_procp 1396 4 pointer pointer to struct proc
lwp_childstksz 1400 4 uint size_t
lwp_ustack 1404 4 uint uintptr_t
lwp_old_stk_ctl 1408 4 uint size_t
lwp_ct_active 1412 8 array,2,4,pointer pointer to struct ct_template[2]
lwp_ct_latest 1420 8 array,2,4,pointer pointer to struct contract[2]
lwp_brand 1428 4 pointer pointer to void
lwp_spymaster 1432 4 pointer pointer to struct psinfo
""",
    "sigaltstack": """\
12 struct
ss_sp 0 4 pointer pointer to void
ss_size 4 4 uint size_t
ss_flags 8 4 int int
""",
    "k_siginfo": """\
36 struct
si_signo 0 4 int int
si_code 4 4 int int
si_errno 8 4 int int
__data 12 24 union union (anonymous)
__data.__proc 12 24 struct struct (anonymous)
__data.__proc.__pid 12 4 int pid_t
__data.__proc.__pdata 16 12 union union (anonymous)
__data.__proc.__pdata.__kill 16 8 struct struct (anonymous)
__data.__proc.__pdata.__kill.__uid 16 4 uint uid_t
__data.__proc.__pdata.__kill.__value 20 4 union union sigval
__data.__proc.__pdata.__cld 16 12 struct struct (anonymous)
__data.__proc.__pdata.__cld.__utime 16 4 int clock_t
__data.__proc.__pdata.__cld.__status 20 4 int int
__data.__proc.__pdata.__cld.__stime 24 4 int clock_t
__data.__proc.__ctid 28 4 int ctid_t
__data.__proc.__zoneid 32 4 int zoneid_t
__data.__fault 12 12 struct struct (anonymous)
__data.__fault.__addr 12 4 pointer pointer to void
__data.__fault.__trapno 16 4 int int
__data.__fault.__pc 20 4 pointer caddr_t
__data.__file 12 8 struct struct (anonymous)
__data.__file.__fd 12 4 int int
__data.__file.__band 16 4 int long
__data.__prof 12 16 struct struct (anonymous)
__data.__prof.__faddr 12 4 pointer caddr_t
__data.__prof.__tstamp 16 8 struct timestruc_t
__data.__prof.__syscall 24 2 int short
__data.__prof.__nsysarg 26 1 int char
__data.__prof.__fault 27 1 int char
__data.__rctl 12 4 struct struct (anonymous)
__data.__rctl.__entity 12 4 int int32_t
""",
    "sigval": """\
4 union
sival_int 0 4 int int
sival_ptr 0 4 pointer pointer to void
""",
    "lwp_watch": """\
20 struct
wpaddr 0 4 pointer caddr_t
wpsize 4 4 uint size_t
wpcode 8 4 int int
wpmapped 12 4 int int
wppc 16 4 int greg_t
""",
    "mstate": """\
108 struct
ms_prev 0 4 int int
ms_start 4 8 int hrtime_t
ms_term 12 8 int hrtime_t
ms_state_start 20 8 int hrtime_t
ms_acct 28 80 array,10,8,int hrtime_t[10]
""",
    "cpu": """\
1776 struct
cpu_id 0 4 int processorid_t
cpu_seqid 4 4 int processorid_t
cpu_flags 8 2 uint cpu_flag_t
cpu_self 12 4 pointer pointer to struct cpu
cpu_thread 16 4 pointer pointer to kthread_t
cpu_idle_thread 20 4 pointer pointer to kthread_t
cpu_pause_thread 24 4 pointer pointer to kthread_t
cpu_lwp 28 4 pointer klwp_id_t
cpu_fpowner 32 4 pointer klwp_id_t
cpu_part 36 4 pointer pointer to struct cpupart
cpu_lpl 40 4 pointer pointer to struct lgrp_ld
cpu_cache_offset 44 4 int int
cpu_next 48 4 pointer pointer to struct cpu
cpu_prev 52 4 pointer pointer to struct cpu
cpu_next_onln 56 4 pointer pointer to struct cpu
cpu_prev_onln 60 4 pointer pointer to struct cpu
cpu_next_part 64 4 pointer pointer to struct cpu
cpu_prev_part 68 4 pointer pointer to struct cpu
cpu_next_lgrp 72 4 pointer pointer to struct cpu
cpu_prev_lgrp 76 4 pointer pointer to struct cpu
cpu_next_lpl 80 4 pointer pointer to struct cpu
cpu_prev_lpl 84 4 pointer pointer to struct cpu
cpu_pg 88 4 pointer pointer to struct cpu_pg
cpu_reserved 92 16 array,4,4,pointer pointer to void[4]
cpu_disp 108 4 pointer pointer to disp_t
cpu_runrun 112 1 int char
cpu_kprunrun 113 1 int char
cpu_chosen_level 114 2 int pri_t
cpu_dispthread 116 4 pointer pointer to kthread_t
cpu_thread_lock 120 1 uint disp_lock_t
cpu_disp_flags 121 1 uint uint8_t
cpu_dispatch_pri 122 2 int pri_t
cpu_last_swtch 124 4 int clock_t
cpu_intr_stack 128 4 pointer caddr_t
cpu_intr_thread 132 4 pointer pointer to kthread_t
cpu_intr_actv 136 4 uint uint_t
cpu_base_spl 140 4 int int
cpu_stats 144 760 struct cpu_stats_t
cpu_info_kstat 904 4 pointer pointer to struct kstat
cpu_profile_pc 908 4 uint uintptr_t
cpu_profile_upc 912 4 uint uintptr_t
cpu_profile_pil 916 4 uint uintptr_t
cpu_ftrace 920 24 struct ftrace_data_t
cpu_deadman_counter 944 4 int clock_t
cpu_deadman_countdown 948 4 uint uint_t
cpu_cpc_ctxlock 952 8 struct kmutex_t
cpu_cpc_ctx 960 4 pointer pointer to kcpc_ctx_t
cpu_type_info 964 56 struct processor_info_t
cpu_state_begin 1020 4 int time_t
cpu_cpr_flags 1024 1 int char
cpu_cyclic 1028 4 pointer pointer to struct cyc_cpu
cpu_squeue_set 1032 4 pointer pointer to struct squeue_set_s
cpu_props 1036 4 pointer pointer to struct nvlist
cpu_ft_lock 1040 4 struct krwlock_t
cpu_dtrace_caller 1044 4 uint uintptr_t
cpu_dtrace_chillmark 1048 8 int hrtime_t
cpu_dtrace_chilled 1056 8 int hrtime_t
cpu_dtrace_probes 1064 8 uint uint64_t
cpu_dtrace_nsec 1072 8 int hrtime_t
cpu_mstate 1080 2 uint uint16_t
cpu_mstate_gen 1082 2 uint uint16_t
cpu_mstate_start 1084 8 int hrtime_t
cpu_acct 1092 24 array,3,8,int hrtime_t[3]
cpu_intracct 1116 24 array,3,8,int hrtime_t[3]
cpu_waitrq 1140 8 int hrtime_t
cpu_loadavg 1148 104 struct struct loadavg_s
cpu_idstr 1252 4 pointer pointer to char
cpu_brandstr 1256 4 pointer pointer to char
cpu_intr_weight 1260 4 int int32_t
cpu_vm_data 1264 4 pointer pointer to void
cpu_physid 1268 4 pointer pointer to struct cpu_physid
cpu_curr_clock 1272 8 uint uint64_t
cpu_supp_freqs 1280 4 pointer pointer to char
cpu_cpcprofile_pc 1284 4 uint uintptr_t
cpu_cpcprofile_upc 1288 4 uint uintptr_t
cpu_intrlast 1292 8 int hrtime_t
cpu_intrload 1300 4 int int
cpu_rotor 1304 4 uint uint_t
cpu_cu_info 1308 4 pointer pointer to struct cu_cpu_info
cpu_generation 1312 4 uint uint_t
cpu_m_pad 1316 4 uint uintptr_t
cpu_m 1320 456 struct struct machcpu
""",
    "cpu_stats": """\
760 struct
sys 0 512 struct cpu_sys_stats_t
vm 512 248 struct cpu_vm_stats_t
""",
    "cpu_sys_stats": """\
512 struct
cpu_ticks_idle 0 8 uint uint64_t
cpu_ticks_user 8 8 uint uint64_t
cpu_ticks_kernel 16 8 uint uint64_t
cpu_ticks_wait 24 8 uint uint64_t
wait_ticks_io 32 8 uint uint64_t
bread 40 8 uint uint64_t
bwrite 48 8 uint uint64_t
lread 56 8 uint uint64_t
lwrite 64 8 uint uint64_t
phread 72 8 uint uint64_t
phwrite 80 8 uint uint64_t
pswitch 88 8 uint uint64_t
trap 96 8 uint uint64_t
intr 104 120 array,15,8,uint uint64_t[15]
syscall 224 8 uint uint64_t
sysread 232 8 uint uint64_t
syswrite 240 8 uint uint64_t
sysfork 248 8 uint uint64_t
sysvfork 256 8 uint uint64_t
sysexec 264 8 uint uint64_t
readch 272 8 uint uint64_t
writech 280 8 uint uint64_t
rcvint 288 8 uint uint64_t
xmtint 296 8 uint uint64_t
mdmint 304 8 uint uint64_t
rawch 312 8 uint uint64_t
canch 320 8 uint uint64_t
outch 328 8 uint uint64_t
msg 336 8 uint uint64_t
sema 344 8 uint uint64_t
namei 352 8 uint uint64_t
ufsiget 360 8 uint uint64_t
ufsdirblk 368 8 uint uint64_t
ufsipage 376 8 uint uint64_t
ufsinopage 384 8 uint uint64_t
procovf 392 8 uint uint64_t
intrblk 400 8 uint uint64_t
intrunpin 408 8 uint uint64_t
idlethread 416 8 uint uint64_t
inv_swtch 424 8 uint uint64_t
nthreads 432 8 uint uint64_t
cpumigrate 440 8 uint uint64_t
xcalls 448 8 uint uint64_t
mutex_adenters 456 8 uint uint64_t
rw_rdfails 464 8 uint uint64_t
rw_wrfails 472 8 uint uint64_t
modload 480 8 uint uint64_t
modunload 488 8 uint uint64_t
bawrite 496 8 uint uint64_t
iowait 504 8 uint uint64_t
""",
    "cpu_vm_stats": """\
248 struct
pgrec 0 8 uint uint64_t
pgfrec 8 8 uint uint64_t
pgin 16 8 uint uint64_t
pgpgin 24 8 uint uint64_t
pgout 32 8 uint uint64_t
pgpgout 40 8 uint uint64_t
swapin 48 8 uint uint64_t
pgswapin 56 8 uint uint64_t
swapout 64 8 uint uint64_t
pgswapout 72 8 uint uint64_t
zfod 80 8 uint uint64_t
dfree 88 8 uint uint64_t
scan 96 8 uint uint64_t
rev 104 8 uint uint64_t
hat_fault 112 8 uint uint64_t
as_fault 120 8 uint uint64_t
maj_fault 128 8 uint uint64_t
cow_fault 136 8 uint uint64_t
prot_fault 144 8 uint uint64_t
softlock 152 8 uint uint64_t
kernel_asflt 160 8 uint uint64_t
pgrrun 168 8 uint uint64_t
execpgin 176 8 uint uint64_t
execpgout 184 8 uint uint64_t
execfree 192 8 uint uint64_t
anonpgin 200 8 uint uint64_t
anonpgout 208 8 uint uint64_t
anonfree 216 8 uint uint64_t
fspgin 224 8 uint uint64_t
fspgout 232 8 uint uint64_t
fsfree 240 8 uint uint64_t
""",
    "ftrace_data": """\
24 struct
ftd_state 0 4 int int
ftd_unused 4 8 struct kmutex_t
ftd_cur 12 4 pointer pointer to struct ftrace_record
ftd_first 16 4 pointer pointer to struct ftrace_record
ftd_last 20 4 pointer pointer to struct ftrace_record
""",
    "processor_info_t": """\
56 typedef struct
pi_state 0 4 int int
pi_processor_type 4 16 char[],16,1,int char[16]
pi_fputypes 20 32 char[],32,1,int char[32]
pi_clock 52 4 int int
""",
    "loadavg_s": """\
104 struct
lg_cur 0 4 int int
lg_len 4 4 uint unsigned int
lg_total 8 8 int hrtime_t
lg_loads 16 88 array,11,8,int hrtime_t[11]
""",
    "dumphdr": """\
1876 struct
dump_magic 0 4 uint uint32_t
dump_version 4 4 uint uint32_t
dump_flags 8 4 uint uint32_t
dump_wordsize 12 4 uint uint32_t
dump_start 16 8 int offset_t
dump_ksyms 24 8 int offset_t
dump_pfn 32 8 int offset_t
dump_map 40 8 int offset_t
dump_data 48 8 int offset_t
dump_utsname 56 1285 struct struct utsname
dump_platform 1341 257 char[],257,1,int char[257]
dump_panicstring 1598 200 char[],200,1,int char[200]
dump_crashtime 1800 4 int time_t
dump_pageshift 1804 4 int long
dump_pagesize 1808 4 int long
dump_hashmask 1812 4 int long
dump_nvtop 1816 4 int long
dump_npages 1820 4 uint pgcnt_t
dump_ksyms_size 1824 4 uint size_t
dump_ksyms_csize 1828 4 uint size_t
dump_fm_panic 1832 4 uint uint32_t
dump_uuid 1836 37 char[],37,1,int char[37]
""",
    "utsname": """\
1285 struct
sysname 0 257 char[],257,1,int char[257]
nodename 257 257 char[],257,1,int char[257]
release 514 257 char[],257,1,int char[257]
version 771 257 char[],257,1,int char[257]
machine 1028 257 char[],257,1,int char[257]
""",
    "dump_map": """\
32 struct
dm_first 0 8 int offset_t
dm_next 8 8 int offset_t
dm_data 16 8 int offset_t
dm_as 24 4 pointer pointer to struct as
dm_va 28 4 uint uintptr_t
""",
    "dumpdatahdr": """\
32 struct
dump_datahdr_magic 0 4 uint uint32_t
dump_datahdr_version 4 4 uint uint32_t
dump_data_csize 8 8 uint uint64_t
dump_maxcsize 16 4 uint uint32_t
dump_maxrange 20 4 uint uint32_t
dump_nstreams 24 2 uint uint16_t
dump_clevel 26 2 uint uint16_t
dump_metrics 28 4 uint uint32_t
""",
    "dumpstreamhdr": """\
16 struct
stream_magic 0 8 char[],8,1,int char[8]
stream_pagenum 8 4 uint pgcnt_t
stream_npages 12 4 uint pgcnt_t
""",
    "mem_vtop": """\
12 struct
m_as 0 4 pointer pointer to struct as
m_va 4 4 pointer pointer to void
m_pfn 8 4 uint pfn_t
""",
    "modctl": """\
80 struct
mod_next 0 4 pointer pointer to struct modctl
mod_prev 4 4 pointer pointer to struct modctl
mod_id 8 4 int int
mod_mp 12 4 pointer pointer to void
mod_inprogress_thread 16 4 pointer pointer to kthread_t
mod_modinfo 20 4 pointer pointer to struct mod_modinfo
mod_linkage 24 4 pointer pointer to struct modlinkage
mod_filename 28 4 pointer pointer to char
mod_modname 32 4 pointer pointer to char
mod_busy 36 1 int char
mod_want 37 1 int char
mod_prim 38 1 int char
mod_ref 40 4 int int
mod_loaded 44 1 int char
mod_installed 45 1 int char
mod_loadflags 46 1 int char
mod_delay_unload 47 1 int char
mod_requisites 48 4 pointer pointer to struct modctl_list
__unused 52 4 pointer pointer to void
mod_loadcnt 56 4 int int
mod_nenabled 60 4 int int
mod_text 64 4 pointer pointer to char
mod_text_size 68 4 uint size_t
mod_gencount 72 4 int int
mod_requisite_loading 76 4 pointer pointer to struct modctl
""",
    "module": """\
212 struct
total_allocated 0 4 int int
hdr 4 52 struct Ehdr
shdrs 56 4 pointer pointer to char
symhdr 60 4 pointer pointer to Shdr
strhdr 64 4 pointer pointer to Shdr
depends_on 68 4 pointer pointer to char
symsize 72 4 uint size_t
symspace 76 4 pointer pointer to char
flags 80 4 int int
text_size 84 4 uint size_t
data_size 88 4 uint size_t
text 92 4 pointer pointer to char
data 96 4 pointer pointer to char
symtbl_section 100 4 uint unsigned int
symtbl 104 4 pointer pointer to char
strings 108 4 pointer pointer to char
hashsize 112 4 uint unsigned int
buckets 116 4 pointer pointer to symid_t
chains 120 4 pointer pointer to symid_t
nsyms 124 4 uint unsigned int
bss_align 128 4 uint unsigned int
bss_size 132 4 uint size_t
bss 136 4 uint uintptr_t
filename 140 4 pointer pointer to char
head 144 4 pointer pointer to struct module_list
tail 148 4 pointer pointer to struct module_list
destination 152 4 pointer reloc_dest_t
machdata 156 4 pointer pointer to module_mach
ctfdata 160 4 pointer pointer to char
ctfsize 164 4 uint size_t
fbt_tab 168 4 pointer pointer to char
fbt_size 172 4 uint size_t
fbt_nentries 176 4 uint size_t
textwin 180 4 pointer caddr_t
textwin_base 184 4 pointer caddr_t
sdt_probes 188 4 pointer pointer to sdt_probedesc_t
sdt_nprobes 192 4 uint size_t
sdt_tab 196 4 pointer pointer to char
sdt_size 200 4 uint size_t
sigdata 204 4 pointer pointer to char
sigsize 208 4 uint size_t
""",
    "var": """\
60 struct
v_buf 0 4 int int
v_call 4 4 int int
v_proc 8 4 int int
v_maxupttl 12 4 int int
v_nglobpris 16 4 int int
v_maxsyspri 20 4 int int
v_clist 24 4 int int
v_maxup 28 4 int int
v_hbuf 32 4 int int
v_hmask 36 4 int int
v_pbuf 40 4 int int
v_sptmap 44 4 int int
v_maxpmem 48 4 int int
v_autoup 52 4 int int
v_bufhwm 56 4 int int
""",
    "vnode": """\
128 struct
v_lock 0 8 struct kmutex_t
v_flag 8 4 uint uint_t
v_count 12 4 uint uint_t
v_data 16 4 pointer pointer to void
v_vfsp 20 4 pointer pointer to struct vfs
v_stream 24 4 pointer pointer to struct stdata
v_type 28 4 int enum vtype
v_rdev 32 4 uint dev_t
v_vfsmountedhere 36 4 pointer pointer to struct vfs
v_op 40 4 pointer pointer to struct vnodeops
v_pages 44 4 pointer pointer to struct page
v_filocks 48 4 pointer pointer to struct filock
v_shrlocks 52 4 pointer pointer to struct shrlocklist
v_nbllock 56 4 struct krwlock_t
v_cv 60 2 struct kcondvar_t
v_locality 64 4 pointer pointer to void
v_femhead 68 4 pointer pointer to struct fem_head
v_path 72 4 pointer pointer to char
v_rdcnt 76 4 uint uint_t
v_wrcnt 80 4 uint uint_t
v_mmap_read 84 8 uint u_longlong_t
v_mmap_write 92 8 uint u_longlong_t
v_mpssdata 100 4 pointer pointer to void
v_fopdata 104 4 pointer pointer to void
v_vsd_lock 108 8 struct kmutex_t
v_vsd 116 4 pointer pointer to struct vsd_node
v_xattrdir 120 4 pointer pointer to struct vnode
v_count_dnlc 124 4 uint uint_t
""",
    "vfs": """\
112 struct
vfs_next 0 4 pointer pointer to struct vfs
vfs_prev 4 4 pointer pointer to struct vfs
vfs_op 8 4 pointer pointer to vfsops_t
vfs_vnodecovered 12 4 pointer pointer to struct vnode
vfs_flag 16 4 uint uint_t
vfs_bsize 20 4 uint uint_t
vfs_fstype 24 4 int int
vfs_fsid 28 8 struct fsid_t
vfs_data 36 4 pointer pointer to void
vfs_dev 40 4 uint dev_t
vfs_bcount 44 4 uint ulong_t
vfs_list 48 4 pointer pointer to struct vfs
vfs_hash 52 4 pointer pointer to struct vfs
vfs_reflock 56 8 struct ksema_t
vfs_count 64 4 uint uint_t
vfs_mntopts 68 8 struct mntopts_t
vfs_resource 76 4 pointer pointer to refstr_t
vfs_mntpt 80 4 pointer pointer to refstr_t
vfs_mtime 84 4 int time_t
vfs_implp 88 4 pointer pointer to struct vfs_impl
vfs_zone 92 4 pointer pointer to struct zone
vfs_zone_next 96 4 pointer pointer to struct vfs
vfs_zone_prev 100 4 pointer pointer to struct vfs
vfs_femhead 104 4 pointer pointer to struct fem_head
vfs_lofi_minor 108 4 uint minor_t
""",
    "fsid_t": """\
8 typedef struct
val 0 8 array,2,4,int int[2]
""",
    "_ksema": """\
8 struct
_opaque 0 8 array,2,4,pointer pointer to void[2]
""",
    "mntopts": """\
8 struct
mo_count 0 4 uint uint_t
mo_list 4 4 pointer pointer to mntopt_t
""",
    "anoninfo": """\
12 struct
ani_max 0 4 uint pgcnt_t
ani_free 4 4 uint pgcnt_t
ani_resv 8 4 uint pgcnt_t
""",
    "k_anoninfo": """\
20 struct
ani_max 0 4 uint pgcnt_t
ani_free 4 4 uint pgcnt_t
ani_phys_resv 8 4 uint pgcnt_t
ani_mem_resv 12 4 uint pgcnt_t
ani_locked_swap 16 4 uint pgcnt_t
""",
    "swapinfo": """\
60 struct
si_soff 0 4 uint ulong_t
si_eoff 4 4 uint ulong_t
si_vp 8 4 pointer pointer to struct vnode
si_next 12 4 pointer pointer to struct swapinfo
si_allocs 16 4 int int
si_flags 20 2 int short
si_npgs 24 4 uint pgcnt_t
si_nfpgs 28 4 uint pgcnt_t
si_pnamelen 32 4 int int
si_pname 36 4 pointer pointer to char
si_mapsize 40 4 int ssize_t
si_swapslots 44 4 pointer pointer to uint_t
si_hint 48 4 uint pgcnt_t
si_checkcnt 52 4 int ssize_t
si_alloccnt 56 4 int ssize_t
""",
    "nlist": """\
16 struct
n_name 0 4 pointer pointer to char
n_value 4 4 int long
n_scnum 8 2 int short
n_type 10 2 uint unsigned short
n_sclass 12 1 int char
n_numaux 13 1 int char
""",
    "psinfo": """\
336 struct
pr_flag 0 4 int int
pr_nlwp 4 4 int int
pr_pid 8 4 int pid_t
pr_ppid 12 4 int pid_t
pr_pgid 16 4 int pid_t
pr_sid 20 4 int pid_t
pr_uid 24 4 uint uid_t
pr_euid 28 4 uint uid_t
pr_gid 32 4 uint gid_t
pr_egid 36 4 uint gid_t
pr_addr 40 4 uint uintptr_t
pr_size 44 4 uint size_t
pr_rssize 48 4 uint size_t
pr_pad1 52 4 uint size_t
pr_ttydev 56 4 uint dev_t
pr_pctcpu 60 2 uint ushort_t
pr_pctmem 62 2 uint ushort_t
pr_start 64 8 struct timestruc_t
pr_time 72 8 struct timestruc_t
pr_ctime 80 8 struct timestruc_t
pr_fname 88 16 char[],16,1,int char[16]
pr_psargs 104 80 char[],80,1,int char[80]
pr_wstat 184 4 int int
pr_argc 188 4 int int
pr_argv 192 4 uint uintptr_t
pr_envp 196 4 uint uintptr_t
pr_dmodel 200 1 int char
pr_pad2 201 3 char[],3,1,int char[3]
pr_taskid 204 4 int taskid_t
pr_projid 208 4 int projid_t
pr_nzomb 212 4 int int
pr_poolid 216 4 int poolid_t
pr_zoneid 220 4 int zoneid_t
pr_contract 224 4 int id_t
pr_filler 228 4 array,1,4,int int[1]
pr_lwp 232 104 struct lwpsinfo_t
""",
    "lwpsinfo": """\
104 struct
pr_flag 0 4 int int
pr_lwpid 4 4 int id_t
pr_addr 8 4 uint uintptr_t
pr_wchan 12 4 uint uintptr_t
pr_stype 16 1 int char
pr_state 17 1 int char
pr_sname 18 1 int char
pr_nice 19 1 int char
pr_syscall 20 2 int short
pr_oldpri 22 1 int char
pr_cpu 23 1 int char
pr_pri 24 4 int int
pr_pctcpu 28 2 uint ushort_t
pr_pad 30 2 uint ushort_t
pr_start 32 8 struct timestruc_t
pr_time 40 8 struct timestruc_t
pr_clname 48 8 char[],8,1,int char[8]
pr_name 56 16 char[],16,1,int char[16]
pr_onpro 72 4 int processorid_t
pr_bindpro 76 4 int processorid_t
pr_bindpset 80 4 int psetid_t
pr_lgrp 84 4 int int
pr_filler 88 16 array,4,4,int int[4]
""",
    "log_dump": """\
16 struct
ld_magic 0 4 uint uint32_t
ld_msgsize 4 4 uint uint32_t
ld_csum 8 4 uint uint32_t
ld_msum 12 4 uint uint32_t
""",
    "log_ctl": """\
24 struct
mid 0 2 int short
sid 2 2 int short
level 4 1 int char
flags 6 2 int short
ltime 8 4 int clock32_t
ttime 12 4 int time32_t
seq_no 16 4 int int
pri 20 4 int int
""",
    "summary_dump": """\
8 struct
sd_magic 0 4 uint uint32_t
sd_ssum 4 4 uint uint32_t
""",
    "erpt_dump": """\
48 struct
ed_magic 0 4 uint uint32_t
ed_chksum 4 4 uint uint32_t
ed_size 8 4 uint uint32_t
ed_pad 12 4 uint uint32_t
ed_hrt_nsec 16 8 int hrtime_t
ed_hrt_base 24 8 int hrtime_t
ed_tod_base 32 16 struct struct (anonymous)
ed_tod_base.sec 32 8 uint uint64_t
ed_tod_base.nsec 40 8 uint uint64_t
""",
    "panic_data": """\
72 struct
pd_version 0 4 uint uint32_t
pd_msgoff 4 4 uint uint32_t
pd_uuid 8 37 char[],37,1,int char[37]
pd_nvdata 48 24 array,1,24,struct panic_nv_t[1]
""",
    "panic_nv": """\
24 struct
pnv_name 0 16 char[],16,1,int char[16]
pnv_value 16 8 uint uint64_t
""",
    "msgb": """\
32 struct
b_next 0 4 pointer pointer to struct msgb
b_prev 4 4 pointer pointer to struct msgb
b_cont 8 4 pointer pointer to struct msgb
b_rptr 12 4 pointer pointer to unsigned char
b_wptr 16 4 pointer pointer to unsigned char
b_datap 20 4 pointer pointer to struct datab
b_band 24 1 uint unsigned char
b_tag 25 1 uint unsigned char
b_flag 26 2 uint unsigned short
b_queue 28 4 pointer pointer to queue_t
""",
    "datab": """\
64 struct
db_frtnp 0 4 pointer pointer to frtn_t
db_base 4 4 pointer pointer to unsigned char
db_lim 8 4 pointer pointer to unsigned char
db_ref 12 1 uint unsigned char
db_type 13 1 uint unsigned char
db_flags 14 1 uint unsigned char
db_struioflag 15 1 uint unsigned char
db_cpid 16 4 int pid_t
db_cache 20 4 pointer pointer to void
db_mblk 24 4 pointer pointer to struct msgb
db_free 28 4 pointer pointer to function
db_lastfree 32 4 pointer pointer to function
db_cksumstart 36 4 int intptr_t
db_cksumend 40 4 int intptr_t
db_cksumstuff 44 4 int intptr_t
db_struioun 48 8 union union (anonymous)
db_struioun.enforce_alignment 48 8 float double
db_struioun.data 48 8 char[],8,1,uint unsigned char[8]
db_struioun.cksum 48 8 struct struct (anonymous)
db_struioun.cksum.cksum_val 48 4 union union (anonymous)
db_struioun.cksum.cksum_val.u32 48 4 uint uint32_t
db_struioun.cksum.cksum_val.u16 48 2 uint uint16_t
db_struioun.cksum.flags 52 2 uint uint16_t
db_struioun.cksum.pad 54 2 uint uint16_t
db_fthdr 56 4 pointer pointer to struct fthdr
db_credp 60 4 pointer pointer to cred_t
""",
    "queue": """\
128 struct
q_qinfo 0 4 pointer pointer to struct qinit
q_first 4 4 pointer pointer to struct msgb
q_last 8 4 pointer pointer to struct msgb
q_next 12 4 pointer pointer to struct queue
q_link 16 4 pointer pointer to struct queue
q_ptr 20 4 pointer pointer to void
q_count 24 4 uint size_t
q_flag 28 4 uint uint_t
q_minpsz 32 4 int ssize_t
q_maxpsz 36 4 int ssize_t
q_hiwat 40 4 uint size_t
q_lowat 44 4 uint size_t
q_bandp 48 4 pointer pointer to struct qband
q_lock 52 8 struct kmutex_t
q_stream 60 4 pointer pointer to struct stdata
q_syncq 64 4 pointer pointer to struct syncq
q_nband 68 1 uint unsigned char
q_wait 70 2 struct kcondvar_t
q_nfsrv 72 4 pointer pointer to struct queue
q_draining 76 2 uint ushort_t
q_struiot 78 2 int short
q_qtstamp 80 4 int clock_t
q_mblkcnt 84 4 uint size_t
q_syncqmsgs 88 4 uint uint_t
q_rwcnt 92 4 uint size_t
q_spri 96 2 int pri_t
q_sqhead 100 4 pointer pointer to struct msgb
q_sqtail 104 4 pointer pointer to struct msgb
q_sqnext 108 4 pointer pointer to struct queue
q_sqprev 112 4 pointer pointer to struct queue
q_sqflags 116 4 uint uint_t
q_sqtstamp 120 4 int clock_t
q_fp 124 4 pointer pointer to struct fmodsw_impl
""",
    "zone": """\
460 struct
zone_name 0 4 pointer pointer to char
zone_nodename 4 4 pointer pointer to char
zone_domain 8 4 pointer pointer to char
zone_hostid 12 4 uint uint32_t
zone_lock 16 8 struct kmutex_t
zone_linkage 24 8 struct list_node_t
zone_id 32 4 int zoneid_t
zone_ref 36 4 uint uint_t
zone_cred_ref 40 4 uint uint_t
zone_subsys_ref 44 28 array,7,4,uint uint_t[7]
zone_ref_list 72 16 struct list_t
zone_rootvp 88 4 pointer pointer to struct vnode
zone_rootpath 92 4 pointer pointer to char
zone_flags 96 2 uint ushort_t
zone_status 100 4 int zone_status_t
zone_ntasks 104 4 uint uint_t
zone_nlwps_lock 108 8 struct kmutex_t
zone_nlwps 116 8 uint rctl_qty_t
zone_nlwps_ctl 124 8 uint rctl_qty_t
zone_shmmax 132 8 uint rctl_qty_t
zone_ipc 140 24 struct ipc_rqty_t
zone_rootpathlen 164 4 uint uint_t
zone_shares 168 4 uint uint32_t
zone_rctls 172 4 pointer pointer to rctl_set_t
zone_mem_lock 176 8 struct kmutex_t
zone_locked_mem 184 8 uint rctl_qty_t
zone_locked_mem_ctl 192 8 uint rctl_qty_t
zone_max_swap 200 8 uint rctl_qty_t
zone_max_swap_ctl 208 8 uint rctl_qty_t
zone_rctl_lock 216 8 struct kmutex_t
zone_max_lofi 224 8 uint rctl_qty_t
zone_max_lofi_ctl 232 8 uint rctl_qty_t
zone_zsd 240 16 struct list_t
zone_cv 256 2 struct kcondvar_t
zone_zsched 260 4 pointer pointer to struct proc
zone_proc_initpid 264 4 int pid_t
zone_initname 268 4 pointer pointer to char
zone_boot_err 272 4 int int
zone_bootargs 276 4 pointer pointer to char
zone_phys_mcap 280 8 uint uint64_t
zone_kthreads 288 4 pointer pointer to kthread_t
zone_privset 292 4 pointer pointer to struct priv_set
zone_vfslist 296 4 pointer pointer to struct vfs
zone_uniqid 300 8 uint uint64_t
zone_kcred 308 4 pointer pointer to struct cred
zone_pool 312 4 pointer pointer to struct pool
zone_pool_mod 316 8 int hrtime_t
zone_psetid 324 4 int psetid_t
zone_ncpus 328 4 int int
zone_ncpus_online 332 4 int int
zone_datasets 336 16 struct list_t
zone_slabel 352 4 pointer pointer to ts_label_t
zone_match 356 4 int int
zone_mlps 360 12 struct tsol_mlp_list_t
zone_restart_init 372 4 int boolean_t
zone_brand 376 4 pointer pointer to struct brand
zone_brand_data 380 4 pointer pointer to void
zone_defaultcid 384 4 int id_t
zone_swapresv_kstat 388 4 pointer pointer to kstat_t
zone_lockedmem_kstat 392 4 pointer pointer to kstat_t
zone_dl_list 396 16 struct list_t
zone_netstack 412 4 pointer pointer to netstack_t
zone_cpucap 416 4 pointer pointer to struct cpucap
zone_audit_kctxt 420 4 pointer pointer to struct au_kcontext
zone_mntfs_db 424 4 pointer pointer to struct mntelem
zone_mntfs_db_lock 428 4 struct krwlock_t
zone_pfexecd 432 4 pointer pointer to struct klpd_reg
zone_fs_allowed 436 4 pointer pointer to char
zone_nprocs 440 8 uint rctl_qty_t
zone_nprocs_ctl 448 8 uint rctl_qty_t
zone_nprocs_kstat 456 4 pointer pointer to kstat_t
""",
    "list": """\
16 struct
list_size 0 4 uint size_t
list_offset 4 4 uint size_t
list_head 8 8 struct struct list_node
""",
    "ipc_rqty": """\
24 struct
ipcq_shmmni 0 8 uint rctl_qty_t
ipcq_semmni 8 8 uint rctl_qty_t
ipcq_msgmni 16 8 uint rctl_qty_t
""",
    "tsol_mlp_list_s": """\
12 struct
mlpl_rwlock 0 4 struct krwlock_t
mlpl_first 4 4 pointer pointer to tsol_mlp_entry_t
mlpl_last 8 4 pointer pointer to tsol_mlp_entry_t
""",
    "task": """\
116 struct
tk_tkid 0 4 int taskid_t
tk_flags 4 4 uint uint_t
tk_proj 8 4 pointer pointer to struct kproject
tk_hold_count 12 4 uint uint_t
tk_memb_list 16 4 pointer pointer to struct proc
tk_usage_lock 20 8 struct kmutex_t
tk_usage 28 4 pointer pointer to task_usage_t
tk_prevusage 32 4 pointer pointer to task_usage_t
tk_zoneusage 36 4 pointer pointer to task_usage_t
tk_rctls 40 4 pointer pointer to rctl_set_t
tk_nlwps 44 8 uint rctl_qty_t
tk_nlwps_ctl 52 8 uint rctl_qty_t
tk_cpu_time 60 8 uint rctl_qty_t
tk_zone 68 4 pointer pointer to struct zone
tk_inherited 72 4 pointer pointer to task_usage_t
tk_cpu_ticks 76 8 uint rctl_qty_t
tk_cpu_time_lock 84 8 struct kmutex_t
tk_nprocs 92 8 uint rctl_qty_t
tk_nprocs_ctl 100 8 uint rctl_qty_t
tk_nprocs_kstat 108 4 pointer pointer to kstat_t
tk_commit_next 112 4 pointer pointer to struct task
""",
    "kproject": """\
184 struct
kpj_id 0 4 int projid_t
kpj_zoneid 4 4 int zoneid_t
kpj_zone 8 4 pointer pointer to struct zone
kpj_count 12 4 uint uint_t
kpj_shares 16 4 uint uint32_t
kpj_rctls 20 4 pointer pointer to rctl_set_t
kpj_prev 24 4 pointer pointer to struct kproject
kpj_next 28 4 pointer pointer to struct kproject
kpj_data 32 88 struct kproject_data_t
kpj_poolbind 120 8 struct kmutex_t
kpj_nlwps 128 8 uint rctl_qty_t
kpj_nlwps_ctl 136 8 uint rctl_qty_t
kpj_ntasks 144 8 uint rctl_qty_t
kpj_ntasks_ctl 152 8 uint rctl_qty_t
kpj_cpucap 160 4 pointer pointer to struct cpucap
kpj_klpd 164 4 pointer pointer to struct klpd_reg
kpj_nprocs 168 8 uint rctl_qty_t
kpj_nprocs_ctl 176 8 uint rctl_qty_t
""",
    "kproject_data": """\
88 struct
kpd_shmmax 0 8 uint rctl_qty_t
kpd_ipc 8 24 struct ipc_rqty_t
kpd_locked_mem 32 8 uint rctl_qty_t
kpd_locked_mem_ctl 40 8 uint rctl_qty_t
kpd_contract 48 8 uint rctl_qty_t
kpd_crypto_lock 56 8 struct kmutex_t
kpd_crypto_mem 64 8 uint rctl_qty_t
kpd_crypto_mem_ctl 72 8 uint rctl_qty_t
kpd_lockedmem_kstat 80 4 pointer pointer to kstat_t
kpd_nprocs_kstat 84 4 pointer pointer to kstat_t
""",
    "segvn_data": """\
104 struct
lock 0 4 struct krwlock_t
segfree_syncmtx 4 8 struct kmutex_t
pageprot 12 1 uint uchar_t
prot 13 1 uint uchar_t
maxprot 14 1 uint uchar_t
type 15 1 uint uchar_t
offset 16 8 uint u_offset_t
vp 24 4 pointer pointer to struct vnode
anon_index 28 4 uint ulong_t
amp 32 4 pointer pointer to struct anon_map
vpage 36 4 pointer pointer to struct vpage
cred 40 4 pointer pointer to struct cred
swresv 44 4 uint size_t
advice 48 1 uint uchar_t
pageadvice 49 1 uint uchar_t
flags 50 2 uint ushort_t
softlockcnt 52 4 int spgcnt_t
policy_info 56 8 struct lgrp_mem_policy_info_t
rcookie 64 4 pointer hat_region_cookie_t
tr_policy_info 68 8 struct lgrp_mem_policy_info_t
seg 76 4 pointer pointer to struct seg
svn_trnext 80 4 pointer pointer to struct segvn_data
svn_trprev 84 4 pointer pointer to struct segvn_data
tr_state 88 4 int int
pageswap 92 1 uint uchar_t
softlockcnt_sbase 96 4 int spgcnt_t
softlockcnt_send 100 4 int spgcnt_t
""",
    "lgrp_mem_policy_info": """\
8 struct
mem_policy 0 4 int int
mem_lgrpid 4 4 int lgrp_id_t
""",
    "anon_map": """\
68 struct
a_rwlock 0 4 struct krwlock_t
size 4 4 uint size_t
ahp 8 4 pointer pointer to struct anon_hdr
swresv 12 4 uint size_t
refcnt 16 4 uint ulong_t
a_szc 20 2 uint ushort_t
locality 24 4 pointer pointer to void
a_sp 28 4 pointer pointer to struct kshmid
a_purgewait 32 4 int int
a_purgecv 36 2 struct kcondvar_t
a_purgemtx 40 8 struct kmutex_t
a_softlockcnt 48 4 int spgcnt_t
a_pmtx 52 8 struct kmutex_t
a_phead 60 8 struct pcache_link_t
""",
    "anon": """\
24 struct
an_vp 0 4 pointer pointer to struct vnode
an_pvp 4 4 pointer pointer to struct vnode
an_off 8 4 uint anoff_t
an_poff 12 4 uint anoff_t
an_hash 16 4 pointer pointer to struct anon
an_refcnt 20 4 int int
""",
    "anon_hdr": """\
20 struct
serial_lock 0 8 struct kmutex_t
size 8 4 uint pgcnt_t
array_chunk 12 4 pointer pointer to pointer to void
flags 16 4 int int
""",
    "page": """\
80 struct
p_offset 0 8 uint u_offset_t
p_vnode 8 4 pointer pointer to struct vnode
p_selock 12 4 int selock_t
p_hash 16 4 pointer pointer to struct page
p_vpnext 20 4 pointer pointer to struct page
p_vpprev 24 4 pointer pointer to struct page
p_next 28 4 pointer pointer to struct page
p_prev 32 4 pointer pointer to struct page
p_lckcnt 36 2 uint ushort_t
p_cowcnt 38 2 uint ushort_t
p_cv 40 2 struct kcondvar_t
p_io_cv 42 2 struct kcondvar_t
p_iolock_state 44 1 uint uchar_t
p_szc 45 1 uint uchar_t
p_fsdata 46 1 uint uchar_t
p_state 47 1 uint uchar_t
p_nrm 48 1 uint uchar_t
p_embed 49 1 uint uchar_t
p_index 50 1 uint uchar_t
p_toxic 51 1 uint uchar_t
p_mapping 52 4 pointer pointer to void
p_pagenum 56 4 uint pfn_t
p_share 60 4 uint uint_t
p_slckcnt 64 4 uint uint_t
p_mlentry 68 4 uint uint_t
p_msresv_2 72 8 uint uint64_t
""",
    "execsw": """\
24 struct
exec_magic 0 4 pointer pointer to char
exec_magoff 4 4 int int
exec_maglen 8 4 int int
exec_func 12 4 pointer pointer to function
exec_core 16 4 pointer pointer to function
exec_lock 20 4 pointer pointer to krwlock_t
""",
    "_disp": """\
36 struct
disp_lock 0 1 uint disp_lock_t
disp_npri 2 2 int pri_t
disp_q 4 4 pointer pointer to dispq_t
disp_q_limit 8 4 pointer pointer to dispq_t
disp_qactmap 12 4 pointer pointer to ulong_t
disp_maxrunpri 16 2 int pri_t
disp_max_unbound_pri 18 2 int pri_t
disp_nrunnable 20 4 int int
disp_cpu 24 4 pointer pointer to struct cpu
disp_steal 28 8 int hrtime_t
""",
    "cpupart": """\
272 struct
cp_kp_queue 0 36 struct disp_t
cp_id 36 4 int cpupartid_t
cp_ncpus 40 4 int int
cp_next 44 4 pointer pointer to struct cpupart
cp_prev 48 4 pointer pointer to struct cpupart
cp_cpulist 52 4 pointer pointer to struct cpu
cp_kstat 56 4 pointer pointer to struct kstat
cp_nrunnable 60 4 uint uint_t
cp_nrunning 64 4 uint uint_t
cp_updates 68 8 uint uint64_t
cp_nrunnable_cum 76 8 uint uint64_t
cp_nwaiting_cum 84 8 uint uint64_t
cp_loadavg 92 104 struct struct loadavg_s
cp_lgrpset 196 8 uint klgrpset_t
cp_lgrploads 204 4 pointer pointer to lpl_t
cp_nlgrploads 208 4 int int
cp_hp_avenrun 212 24 array,3,8,uint uint64_t[3]
cp_attr 236 4 uint uint_t
cp_gen 240 4 uint lgrp_gen_t
cp_lgrp_hint 244 4 int lgrp_id_t
cp_cmt_pgs 248 12 struct bitset_t
cp_haltset 260 12 struct bitset_t
""",
    "bitset": """\
12 struct
bs_set 0 4 pointer pointer to ulong_t
bs_words 4 4 uint uint_t
bs_fanout 8 4 uint uint_t
""",
    "vminfo": """\
48 struct
freemem 0 8 uint uint64_t
swap_resv 8 8 uint uint64_t
swap_alloc 16 8 uint uint64_t
swap_avail 24 8 uint uint64_t
swap_free 32 8 uint uint64_t
updates 40 8 uint uint64_t
""",
    "sysinfo": """\
24 struct
updates 0 4 uint uint_t
runque 4 4 uint uint_t
runocc 8 4 uint uint_t
swpque 12 4 uint uint_t
swpocc 16 4 uint uint_t
waiting 20 4 uint uint_t
""",
    "credgrp": """\
12 struct
crg_ref 0 4 uint uint_t
crg_ngroups 4 4 uint uint_t
crg_groups 8 4 array,1,4,uint gid_t[1]
""",
    "refstr": """\
12 struct
rs_size 0 4 uint uint32_t
rs_refcnt 4 4 uint uint32_t
rs_string 8 1 char[],1,1,int char[1]
""",
    "uf_entry": """\
64 struct
uf_lock 0 8 struct kmutex_t
uf_file 8 4 pointer pointer to struct file
uf_fpollinfo 12 4 pointer pointer to struct fpollinfo
uf_refcnt 16 4 int int
uf_alloc 20 4 int int
uf_flag 24 2 int short
uf_busy 26 2 int short
uf_wanted_cv 28 2 struct kcondvar_t
uf_closing_cv 30 2 struct kcondvar_t
uf_portfd 32 4 pointer pointer to struct portfd
uf_pad 36 28 char[],28,1,int char[28]
""",
    "uf_rlist": """\
12 struct
ur_next 0 4 pointer pointer to struct uf_rlist
ur_list 4 4 pointer pointer to uf_entry_t
ur_nfiles 8 4 int int
""",
    "file": """\
36 struct
f_tlock 0 8 struct kmutex_t
f_flag 8 2 uint ushort_t
f_flag2 10 2 uint ushort_t
f_vnode 12 4 pointer pointer to struct vnode
f_offset 16 8 int offset_t
f_cred 24 4 pointer pointer to struct cred
f_audit_data 28 4 pointer pointer to struct f_audit_data
f_count 32 4 int int
""",
    "snode": """\
88 struct
s_next 0 4 pointer pointer to struct snode
s_vnode 4 4 pointer pointer to struct vnode
s_realvp 8 4 pointer pointer to struct vnode
s_commonvp 12 4 pointer pointer to struct vnode
s_dev 16 4 uint dev_t
s_dip 20 4 pointer pointer to dev_info_t
s_nextr 24 8 uint u_offset_t
s_list 32 4 pointer pointer to struct snode
s_plcy 36 4 pointer pointer to struct devplcy
s_size 40 8 uint u_offset_t
s_flag 48 4 uint uint_t
s_fsid 52 4 uint dev_t
s_atime 56 4 int time_t
s_mtime 60 4 int time_t
s_ctime 64 4 int time_t
s_count 68 4 int int
s_mapcnt 72 4 int long
s_lock 76 8 struct kmutex_t
s_cv 84 2 struct kcondvar_t
""",
    "stdata": """\
236 struct
sd_wrq 0 4 pointer pointer to struct queue
sd_iocblk 4 4 pointer pointer to struct msgb
sd_vnode 8 4 pointer pointer to struct vnode
sd_strtab 12 4 pointer pointer to struct streamtab
sd_flag 16 4 uint uint_t
sd_iocid 20 4 uint uint_t
sd_sidp 24 4 pointer pointer to struct pid
sd_pgidp 28 4 pointer pointer to struct pid
sd_tail 32 2 uint ushort_t
sd_wroff 34 2 uint ushort_t
sd_rerror 36 4 int int
sd_werror 40 4 int int
sd_pushcnt 44 4 int int
sd_sigflags 48 4 int int
sd_siglist 52 4 pointer pointer to struct strsig
sd_pollist 56 12 struct struct pollhead
sd_mark 68 4 pointer pointer to struct msgb
sd_closetime 72 4 int clock_t
sd_lock 76 8 struct kmutex_t
sd_monitor 84 2 struct kcondvar_t
sd_iocmonitor 86 2 struct kcondvar_t
sd_refmonitor 88 2 struct kcondvar_t
sd_qn_minpsz 92 4 int ssize_t
sd_qn_maxpsz 96 4 int ssize_t
sd_mate 100 4 pointer pointer to struct stdata
sd_freezer 104 4 pointer kthread_id_t
sd_reflock 108 8 struct kmutex_t
sd_refcnt 116 4 int int
sd_wakeq 120 4 uint uint_t
sd_struiordq 124 4 pointer pointer to struct queue
sd_struiowrq 128 4 pointer pointer to struct queue
sd_struiodnak 132 1 int char
sd_struionak 136 4 pointer pointer to struct msgb
sd_t_audit_data 140 4 pointer caddr_t
sd_maxblk 144 4 int ssize_t
sd_rput_opt 148 4 uint uint_t
sd_wput_opt 152 4 uint uint_t
sd_read_opt 156 4 uint uint_t
sd_rprotofunc 160 4 pointer msgfunc_t
sd_rputdatafunc 164 4 pointer msgfunc_t
sd_rmiscfunc 168 4 pointer msgfunc_t
sd_wputdatafunc 172 4 pointer msgfunc_t
sd_rderrfunc 176 4 pointer errfunc_t
sd_wrerrfunc 180 4 pointer errfunc_t
sd_ciputctrl 184 4 pointer pointer to ciputctrl_t
sd_nciputctrl 188 4 uint uint_t
sd_anchor 192 4 int int
sd_qlock 196 8 struct kmutex_t
sd_qhead 204 4 pointer pointer to struct queue
sd_qtail 208 4 pointer pointer to struct queue
sd_servid 212 4 pointer pointer to void
sd_svcflags 216 2 uint ushort_t
sd_nqueues 218 2 int short
sd_qcv 220 2 struct kcondvar_t
sd_zcopy_wait 222 2 struct kcondvar_t
sd_copyflag 224 4 uint uint_t
sd_anchorzone 228 4 int zoneid_t
sd_cmdblk 232 4 pointer pointer to struct msgb
""",
    "pollhead": """\
12 struct
ph_list 0 4 pointer pointer to struct polldat
ph_pad1 4 4 pointer pointer to void
ph_pad2 8 2 int short
""",
    "modlinkage": """\
20 struct
ml_rev 0 4 int int
ml_linkage 4 16 array,4,4,pointer pointer to void[4]
""",
    "module_list": """\
8 struct
next 0 4 pointer pointer to struct module_list
mp 4 4 pointer pointer to struct module
""",
    "vfssw": """\
68 struct
vsw_name 0 4 pointer pointer to char
vsw_init 4 4 pointer pointer to function
vsw_flag 8 4 int int
vsw_optproto 12 8 struct mntopts_t
vsw_count 20 4 uint uint_t
vsw_lock 24 8 struct kmutex_t
vsw_vfsops 32 36 struct vfsops_t
""",
    "vfsops": """\
36 struct
vfs_mount 0 4 pointer pointer to function
vfs_unmount 4 4 pointer pointer to function
vfs_root 8 4 pointer pointer to function
vfs_statvfs 12 4 pointer pointer to function
vfs_sync 16 4 pointer pointer to function
vfs_vget 20 4 pointer pointer to function
vfs_mountroot 24 4 pointer pointer to function
vfs_freevfs 28 4 pointer pointer to function
vfs_vnstate 32 4 pointer pointer to function
""",
    "dispq": """\
12 struct
dq_first 0 4 pointer pointer to kthread_t
dq_last 4 4 pointer pointer to kthread_t
dq_sruncnt 8 4 int int
""",
    "plock": """\
8 struct
pl_lock 0 8 struct kmutex_t
""",
    "lwpdir": """\
8 struct
ld_next 0 4 pointer pointer to struct lwpdir
ld_entry 4 4 pointer pointer to struct lwpent
""",
    "tidhash": """\
12 struct
th_lock 0 8 struct kmutex_t
th_list 8 4 pointer pointer to lwpdir_t
""",
    "lgrp_ld": """\
48 struct
lpl_loadavg 0 4 uint lgrp_load_t
lpl_ncpu 4 4 uint uint_t
lpl_lgrpid 8 4 int lgrp_id_t
lpl_lgrp 12 4 pointer pointer to lgrp_t
lpl_parent 16 4 pointer pointer to struct lgrp_ld
lpl_cpus 20 4 pointer pointer to struct cpu
lpl_nrset 24 4 uint uint_t
lpl_homed_time 28 8 int hrtime_t
lpl_rset_sz 36 4 uint uint_t
lpl_rset 40 4 pointer pointer to pointer to struct lgrp_ld
lpl_id2rset 44 4 pointer pointer to int
""",
    "kstat": """\
152 struct
ks_crtime 0 8 int hrtime_t
ks_next 8 4 pointer pointer to struct kstat
ks_kid 12 4 int kid_t
ks_module 16 31 char[],31,1,int char[31]
ks_resv 47 1 uint uchar_t
ks_instance 48 4 int int
ks_name 52 31 char[],31,1,int char[31]
ks_type 83 1 uint uchar_t
ks_class 84 31 char[],31,1,int char[31]
ks_flags 115 1 uint uchar_t
ks_data 116 4 pointer pointer to void
ks_ndata 120 4 uint uint_t
ks_data_size 124 4 uint size_t
ks_snaptime 128 8 int hrtime_t
ks_update 136 4 pointer pointer to function
ks_private 140 4 pointer pointer to void
ks_snapshot 144 4 pointer pointer to function
ks_lock 148 4 pointer pointer to void
""",
}

ALIASES = {
    "cred_priv": "cred_priv_s",
    "disp": "_disp",
    "kcondvar": "_kcondvar",
    "klwp": "_klwp",
    "kmutex": "mutex",
    "krwlock": "_krwlock",
    "kthread": "_kthread",
    "label": "_label_t",
    "timestruc": "timespec",
}

TYPEDEFS = {
    "avl_node_t": "struct avl_node",
    "avl_tree_t": "struct avl_tree",
    "bitset_t": "struct bitset",
    "caller_context_t": "struct caller_context",
    "ciputctrl_t": "struct ciputctrl_str",
    "cpu_stats_t": "struct cpu_stats",
    "cpu_sys_stats_t": "struct cpu_sys_stats",
    "cpu_vm_stats_t": "struct cpu_vm_stats",
    "cred_priv_t": "struct cred_priv_s",
    "cred_t": "struct cred",
    "credgrp_t": "struct credgrp",
    "credsid_t": "struct credsid",
    "ctxop_t": "struct ctxop",
    "disp_t": "struct _disp",
    "dispq_t": "struct dispq",
    "door_pool_t": "struct door_pool",
    "fid_t": "struct fid",
    "fmodsw_impl_t": "struct fmodsw_impl",
    "fpregset_t": "struct fpu",
    "fpu_ctx_t": "struct fpu_ctx",
    "frtn_t": "struct free_rtn",
    "ftrace_data_t": "struct ftrace_data",
    "ftstk_t": "struct ftstk",
    "gate_desc_t": "struct gate_desc",
    "iovec_t": "struct iovec",
    "ipc_rqty_t": "struct ipc_rqty",
    "itimer_t": "struct itimer",
    "itimerspec_t": "struct itimerspec",
    "k_siginfo_t": "struct k_siginfo",
    "kcondvar_t": "struct _kcondvar",
    "kcpc_attr_t": "struct _kcpc_attr",
    "kcpc_ctx_t": "struct _kcpc_ctx",
    "kcpc_pic_t": "struct _kcpc_pic",
    "kcpc_request_t": "struct _kcpc_request",
    "klwp_t": "struct _klwp",
    "kmutex_t": "struct mutex",
    "kproject_data_t": "struct kproject_data",
    "krwlock_t": "struct _krwlock",
    "ksema_t": "struct _ksema",
    "ksid_t": "struct ksid",
    "ksiddomain_t": "struct ksiddomain",
    "ksidlist_t": "struct ksidlist",
    "kstat_named_t": "struct kstat_named",
    "kstat_t": "struct kstat",
    "kthread_t": "struct _kthread",
    "label_t": "struct _label_t",
    "lgrp_mem_policy_info_t": "struct lgrp_mem_policy_info",
    "lgrp_t": "struct lgrp",
    "list_node_t": "struct list_node",
    "list_t": "struct list",
    "lpl_t": "struct lgrp_ld",
    "lwpdir_t": "struct lwpdir",
    "lwpsinfo_t": "struct lwpsinfo",
    "lwpstatus_t": "struct lwpstatus",
    "m_label_t": "struct _mac_label_impl",
    "mblk_t": "struct msgb",
    "memid_t": "struct memid",
    "mntopt_t": "struct mntopt",
    "mntopts_t": "struct mntopts",
    "mod_hash_t": "struct mod_hash",
    "netstack_t": "struct netstack",
    "nvlist_t": "struct nvlist",
    "panic_nv_t": "struct panic_nv",
    "pcache_link_t": "struct pcache_link",
    "pctxop_t": "struct pctxop",
    "perdm_t": "struct perdm",
    "pg_cb_ops_t": "struct pg_cb_ops",
    "priv_set_t": "struct priv_set",
    "proc_t": "struct proc",
    "pthread_attr_t": "struct _pthread_attr",
    "queue_t": "struct queue",
    "rctl_entity_p_t": "struct rctl_entity_p_struct",
    "rctl_ops_t": "struct rctl_ops",
    "rctl_set_t": "struct rctl_set",
    "rctl_t": "struct rctl",
    "rctl_val_t": "struct rctl_val",
    "refstr_t": "struct refstr",
    "ret_tidhash_t": "struct ret_tidhash",
    "sdt_probedesc_t": "struct sdt_probedesc",
    "siginfo_t": "struct siginfo",
    "sigqueue_t": "struct sigqueue",
    "stack_t": "struct sigaltstack",
    "statvfs64_t": "struct statvfs64",
    "syncq_t": "struct syncq",
    "system_desc_t": "struct system_desc",
    "task_usage_t": "struct task_usage",
    "tidhash_t": "struct tidhash",
    "timespec_t": "struct timespec",
    "timestruc_t": "struct timespec",
    "ts_label_t": "struct ts_label_s",
    "tsol_mlp_entry_t": "struct tsol_mlp_entry_s",
    "tsol_mlp_list_t": "struct tsol_mlp_list_s",
    "tsol_mlp_t": "struct tsol_mlp_s",
    "tss_t": "struct tss32",
    "uf_entry_t": "struct uf_entry",
    "uf_info_t": "struct uf_info",
    "uf_rlist_t": "struct uf_rlist",
    "uio_t": "struct uio",
    "uioa_page_t": "struct uioa_page_s",
    "user_desc_t": "struct user_desc",
    "vattr_t": "struct vattr",
    "vfs_t": "struct vfs",
    "vfsops_t": "struct vfsops",
    "vnode_t": "struct vnode",
    "vopstats_t": "struct vopstats",
    "vsecattr_t": "struct vsecattr",
    "vsk_anchor_t": "struct vskstat_anchor",
    "watched_page_t": "struct watched_page",
    "xc_data_t": "struct xc_data",
    "xuio_t": "struct xuio",
    "zone_ref_t": "struct zone_ref",
}

CONSTANTS = {
    "DATAMODEL_ILP32": 1048576,
    "DATAMODEL_LP64": 2097152,
    "DATAMODEL_NATIVE": 1048576,
    "DUMP_LOGSIZE": 2097152,
    "DUMP_OFFSET": 65536,
    "FSCALE": 256,
    "FSHIFT": 8,
    "HW_HOSTID_LEN": 11,
    "LOADAVG_NSTATS": 3,
    "LOG_HIWAT": 1048576,
    "LOG_MSGSIZE": 200,
    "LOG_RECENTSIZE": 8192,
    "MAXCOMLEN": 16,
    "MAXNAMELEN": 256,
    "MAXPATHLEN": 1024,
    "MAXSIG": 72,
    "MODMAXNAMELEN": 32,
    "NAUXV": 22,
    "NCARGS": 1048576,
    "NCPU": 32,
    "NMSTATES": 10,
    "NSIG": 73,
    "PANICBUFSIZE": 8192,
    "PRARGSZ": 80,
    "PRCLSZ": 8,
    "PRFNSZ": 16,
    "PRIV_SETSIZE": 3,
    "PSARGSZ": 80,
    "SIDL": 5,
    "SONPROC": 6,
    "SRUN": 2,
    "SSLEEP": 1,
    "SSTOP": 4,
    "SSYS": 1,
    "STACK_BUF_SIZE": 2048,
    "SWAIT": 7,
    "SYS_NMLN": 257,
    "SZOMB": 3,
    "TS_FREE": 0,
    "TS_ONPROC": 4,
    "TS_RUN": 2,
    "TS_SLEEP": 1,
    "TS_STOPPED": 16,
    "TS_WAIT": 32,
    "TS_ZOMB": 8,
    "VISSWAP": 64,
    "VROOT": 1,
}

SCALARS = {
    "Elf32_Addr": (4, "uint"),
    "Elf32_Half": (2, "uint"),
    "Elf32_Off": (4, "uint"),
    "Elf32_Word": (4, "uint"),
    "_Classification": (2, "int"),
    "anoff_t": (4, "uint"),
    "boolean_t": (4, "int"),
    "caddr_t": (4, "pointer"),
    "callback_func_t": (4, "pointer"),
    "callbparams_id_t": (4, "uint"),
    "clock32_t": (4, "int"),
    "clock_t": (4, "int"),
    "core_content_t": (8, "uint"),
    "cpu_flag_t": (2, "uint"),
    "cpu_pri_lev_t": (4, "pointer"),
    "cpupartid_t": (4, "int"),
    "ctid_t": (4, "int"),
    "daddr32_t": (4, "int"),
    "dev_info_t": (4, "pointer"),
    "dev_t": (4, "uint"),
    "disp_lock_t": (1, "uint"),
    "dumpcsize_t": (4, "uint"),
    "errfunc_t": (4, "pointer"),
    "faultcode_t": (4, "int"),
    "fsblkcnt64_t": (8, "uint"),
    "fsfilcnt64_t": (8, "uint"),
    "gid_t": (4, "uint"),
    "greg_t": (4, "int"),
    "hat_region_cookie_t": (4, "pointer"),
    "hrtime_t": (8, "int"),
    "id_t": (4, "int"),
    "int16_t": (2, "int"),
    "int32_t": (4, "int"),
    "int64_t": (8, "int"),
    "intptr_t": (4, "int"),
    "k_fltset_t": (4, "uint"),
    "kid_t": (4, "int"),
    "klgrpset_t": (8, "uint"),
    "klwp_id_t": (4, "pointer"),
    "kt_did_t": (8, "uint"),
    "kthread_id_t": (4, "pointer"),
    "lgrp_gen_t": (4, "uint"),
    "lgrp_handle_t": (4, "uint"),
    "lgrp_id_t": (4, "int"),
    "lgrp_load_t": (4, "uint"),
    "lock_t": (1, "uint"),
    "longlong_t": (8, "int"),
    "major_t": (4, "uint"),
    "minor_t": (4, "uint"),
    "mnodeset_t": (8, "uint"),
    "mode_t": (4, "uint"),
    "model_t": (4, "uint"),
    "msgfunc_t": (4, "pointer"),
    "netstackid_t": (4, "int"),
    "nlink_t": (4, "uint"),
    "o_dev_t": (2, "int"),
    "offset_t": (8, "int"),
    "pc_t": (4, "uint"),
    "pfn_t": (4, "uint"),
    "pg_cid_t": (4, "uint"),
    "pg_relation_t": (4, "int"),
    "pgcnt_t": (4, "uint"),
    "pgid_t": (4, "int"),
    "pid_t": (4, "int"),
    "poolid_t": (4, "int"),
    "pri_t": (2, "int"),
    "priv_chunk_t": (4, "uint"),
    "processorid_t": (4, "int"),
    "projid_t": (4, "int"),
    "psetid_t": (4, "int"),
    "rctl_entity_t": (4, "int"),
    "rctl_hndl_t": (4, "int"),
    "rctl_priv_t": (4, "int"),
    "rctl_qty_t": (8, "uint"),
    "reloc_dest_t": (4, "pointer"),
    "rlim64_t": (8, "uint"),
    "segcapability_t": (4, "int"),
    "selock_t": (4, "int"),
    "size_t": (4, "uint"),
    "spgcnt_t": (4, "int"),
    "ssize_t": (4, "int"),
    "strpollset_t": (2, "int"),
    "strsigset_t": (4, "uint"),
    "strwakeup_t": (4, "uint"),
    "suseconds_t": (4, "int"),
    "symid_t": (2, "uint"),
    "taskid_t": (4, "int"),
    "time32_t": (4, "int"),
    "time_t": (4, "int"),
    "timeout_id_t": (4, "pointer"),
    "u_longlong_t": (8, "uint"),
    "u_offset_t": (8, "uint"),
    "uchar_t": (1, "uint"),
    "uid_t": (4, "uint"),
    "uint16_t": (2, "uint"),
    "uint32_t": (4, "uint"),
    "uint64_t": (8, "uint"),
    "uint8_t": (1, "uint"),
    "uint_t": (4, "uint"),
    "uintptr_t": (4, "uint"),
    "uio_seg_t": (4, "int"),
    "ulong_t": (4, "uint"),
    "ushort_t": (2, "uint"),
    "utrap_handler_t": (4, "pointer"),
    "vcexcl_t": (4, "int"),
    "vnevent_t": (4, "int"),
    "vntrans_t": (4, "int"),
    "vtype_t": (4, "int"),
    "xc_arg_t": (4, "uint"),
    "xc_func_t": (4, "pointer"),
    "zone_status_t": (4, "int"),
    "zoneid_t": (4, "int"),
}
