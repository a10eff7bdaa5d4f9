# ruff: noqa
# mypy: ignore-errors
"""Struct layouts of illumos 2013-10, sparcv9. Made by tests/oracle/make_tables.py; do not edit.

Source: illumos-gate (gwr/illumos-gate, commit 746f551ddc19, 2013-10-09) headers uts/sun4u + uts/sun4 +
uts/sfmmu + uts/sparc/v9 + uts/sparc + uts/common, non-DEBUG, compiled with -D_KERNEL -D_MACHDEP by clang 14
-target sparcv9-sun-solaris2.11 and read back from DWARF; generated priv_const.h from uts/common/os/priv_defs.

sparcv9 LP64 big-endian; the sun4u kernel. Platform-dependent structs (struct cpu, anything embedding
machcpu/machpcb) differ on sun4v.

A struct is a text: size and tag, then a line for each member with its name, offset, size, kind and type.
The kind of arrays is followed by ",count,element size,element kind", that of bit-fields by ":bits:shift".
"""

STRUCTS = {
    "proc": """\
3824 struct
p_exec 0 8 pointer pointer to struct vnode
p_as 8 8 pointer pointer to struct as
p_lockp 16 8 pointer pointer to struct plock
p_crlock 24 8 struct kmutex_t
p_cred 32 8 pointer pointer to struct cred
p_swapcnt 40 4 int int
p_stat 44 1 int char
p_wcode 45 1 int char
p_pidflag 46 2 uint ushort_t
p_wdata 48 4 int int
p_ppid 52 4 int pid_t
p_link 56 8 pointer pointer to struct proc
p_parent 64 8 pointer pointer to struct proc
p_child 72 8 pointer pointer to struct proc
p_sibling 80 8 pointer pointer to struct proc
p_psibling 88 8 pointer pointer to struct proc
p_sibling_ns 96 8 pointer pointer to struct proc
p_child_ns 104 8 pointer pointer to struct proc
p_next 112 8 pointer pointer to struct proc
p_prev 120 8 pointer pointer to struct proc
p_nextofkin 128 8 pointer pointer to struct proc
p_orphan 136 8 pointer pointer to struct proc
p_nextorph 144 8 pointer pointer to struct proc
p_pglink 152 8 pointer pointer to struct proc
p_ppglink 160 8 pointer pointer to struct proc
p_sessp 168 8 pointer pointer to struct sess
p_pidp 176 8 pointer pointer to struct pid
p_pgidp 184 8 pointer pointer to struct pid
p_cv 192 2 struct kcondvar_t
p_flag_cv 194 2 struct kcondvar_t
p_lwpexit 196 2 struct kcondvar_t
p_holdlwps 198 2 struct kcondvar_t
p_proc_flag 200 4 uint uint_t
p_flag 204 4 uint uint_t
p_utime 208 8 int clock_t
p_stime 216 8 int clock_t
p_cutime 224 8 int clock_t
p_cstime 232 8 int clock_t
p_segacct 240 8 pointer pointer to avl_tree_t
p_semacct 248 8 pointer pointer to avl_tree_t
p_bssbase 256 8 pointer caddr_t
p_brkbase 264 8 pointer caddr_t
p_brksize 272 8 uint size_t
p_brkpageszc 280 4 uint uint_t
p_sig 284 12 struct k_sigset_t
p_extsig 296 12 struct k_sigset_t
p_ignore 308 12 struct k_sigset_t
p_siginfo 320 12 struct k_sigset_t
p_sigqueue 336 8 pointer pointer to struct sigqueue
p_sigqhdr 344 8 pointer pointer to struct sigqhdr
p_signhdr 352 8 pointer pointer to struct sigqhdr
p_stopsig 360 1 uint uchar_t
p_fixalignment 361 1 int char
p_lwpid 364 4 int id_t
p_lwpcnt 368 4 int int
p_lwprcnt 372 4 int int
p_lwpdaemon 376 4 int int
p_lwpwait 380 4 int int
p_lwpdwait 384 4 int int
p_zombcnt 388 4 int int
p_tlist 392 8 pointer pointer to kthread_t
p_lwpdir 400 8 pointer pointer to lwpdir_t
p_lwpfree 408 8 pointer pointer to lwpdir_t
p_tidhash 416 8 pointer pointer to tidhash_t
p_lwpdir_sz 424 4 uint uint_t
p_tidhash_sz 428 4 uint uint_t
p_ret_tidhash 432 8 pointer pointer to ret_tidhash_t
p_lgrpset 440 8 uint uint64_t
p_t1_lgrpid 448 4 int lgrp_id_t
p_tr_lgrpid 452 4 int lgrp_id_t
p_lgrpres2 456 8 uint uintptr_t
p_sigmask 464 12 struct k_sigset_t
p_fltmask 476 4 uint k_fltset_t
p_trace 480 8 pointer pointer to struct vnode
p_plist 488 8 pointer pointer to struct vnode
p_agenttp 496 8 pointer pointer to kthread_t
p_warea 504 40 struct avl_tree_t
p_wpage 544 40 struct avl_tree_t
p_wprot 584 8 pointer pointer to watched_page_t
p_mapcnt 592 4 int int
p_maplock 600 8 struct kmutex_t
p_rlink 608 8 pointer pointer to struct proc
p_srwchan_cv 616 2 struct kcondvar_t
p_stksize 624 8 uint size_t
p_stkpageszc 632 4 uint uint_t
p_mstart 640 8 int hrtime_t
p_mterm 648 8 int hrtime_t
p_mlreal 656 8 int hrtime_t
p_acct 664 80 array,10,8,int hrtime_t[10]
p_cacct 744 80 array,10,8,int hrtime_t[10]
p_ru 824 96 struct struct lrusage
p_cru 920 96 struct struct lrusage
p_rprof_timer 1016 32 struct struct itimerval
p_rprof_cyclic 1048 8 uint uintptr_t
p_defunct 1056 4 uint uint_t
p_pflock 1064 8 struct kmutex_t
p_prof 1072 40 struct struct prof
p_server_threads 1112 16 struct door_pool_t
p_door_list 1128 8 pointer pointer to struct door_node
p_unref_list 1136 8 pointer pointer to struct door_node
p_unref_cv 1144 2 struct kcondvar_t
p_unref_thread 1146 1 int char
p_tnf_flags 1147 1 uint uchar_t
p_audit_data 1152 8 pointer pointer to struct p_audit_data
p_pctx 1160 8 pointer pointer to pctxop_t
p_swrss 1168 8 uint size_t
p_aio 1176 8 pointer pointer to struct aio
p_itimer 1184 8 pointer pointer to pointer to struct itimer
p_alarmid 1192 8 pointer timeout_id_t
p_usrstack 1200 8 pointer caddr_t
p_stkprot 1208 4 uint uint_t
p_datprot 1212 4 uint uint_t
p_model 1216 4 uint model_t
p_lcp 1224 8 pointer pointer to struct lwpchan_data
p_lcp_lock 1232 8 struct kmutex_t
p_utraps 1240 8 pointer pointer to utrap_handler_t
p_corefile 1248 8 pointer pointer to struct corectl_path
p_task 1256 8 pointer pointer to struct task
p_taskprev 1264 8 pointer pointer to struct proc
p_tasknext 1272 8 pointer pointer to struct proc
p_sc_lock 1280 8 struct kmutex_t
p_pagep 1288 8 pointer pointer to struct sc_page_ctl
p_rctls 1296 8 pointer pointer to struct rctl_set
p_stk_ctl 1304 8 uint rlim64_t
p_fsz_ctl 1312 8 uint rlim64_t
p_vmem_ctl 1320 8 uint rlim64_t
p_fno_ctl 1328 8 uint rlim64_t
p_ancpid 1336 4 int pid_t
p_realitimer 1344 32 struct struct itimerval
p_itimerid 1376 8 pointer timeout_id_t
p_content 1384 8 pointer pointer to struct corectl_content
p_ct_held 1392 40 struct avl_tree_t
p_ct_equeue 1432 8 pointer pointer to pointer to struct ct_equeue
p_ct_process 1440 8 pointer pointer to struct cont_process
p_ct_member 1448 16 struct list_node_t
p_killsqp 1464 8 pointer pointer to sigqueue_t
p_dtrace_probes 1472 4 int int
p_dtrace_count 1480 8 uint uint64_t
p_dtrace_helpers 1488 8 pointer pointer to void
p_pool 1496 8 pointer pointer to struct pool
p_poolcv 1504 2 struct kcondvar_t
p_poolcnt 1508 4 uint uint_t
p_poolflag 1512 4 uint uint_t
p_portcnt 1520 8 uint uintptr_t
p_zone 1528 8 pointer pointer to struct zone
p_execdir 1536 8 pointer pointer to struct vnode
p_brand 1544 8 pointer pointer to struct brand
p_brand_data 1552 8 pointer pointer to void
p_splock 1560 8 struct kmutex_t
p_locked_mem 1568 8 uint rctl_qty_t
p_crypto_mem 1576 8 uint rctl_qty_t
p_ttime 1584 8 int clock_t
p_user 1592 2232 struct struct user
""",
    "mutex": """\
8 struct
_opaque 0 8 array,1,8,pointer pointer to void[1]
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
40 struct
avl_root 0 8 pointer pointer to struct avl_node
avl_compar 8 8 pointer pointer to function
avl_offset 16 8 uint size_t
avl_numnodes 24 8 uint ulong_t
avl_size 32 8 uint size_t
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
32 struct
it_interval 0 16 struct struct timeval
it_value 16 16 struct struct timeval
""",
    "timeval": """\
16 struct
tv_sec 0 8 int time_t
tv_usec 8 8 int suseconds_t
""",
    "prof": """\
40 struct
pr_base 0 8 pointer pointer to void
pr_off 8 8 uint uintptr_t
pr_size 16 8 uint size_t
pr_scale 24 4 uint uint32_t
pr_samples 32 8 int long
""",
    "door_pool": """\
16 struct
dp_threads 0 8 pointer pointer to struct _kthread
dp_cv 8 2 struct kcondvar_t
""",
    "list_node": """\
16 struct
list_next 0 8 pointer pointer to struct list_node
list_prev 8 8 pointer pointer to struct list_node
""",
    "user": """\
2232 struct
u_execsw 0 8 pointer pointer to struct execsw
u_auxv 8 320 array,20,16,struct auxv_t[20]
u_start 328 16 struct timestruc_t
u_ticks 344 8 int clock_t
u_comm 352 17 char[],17,1,int char[17]
u_psargs 369 80 char[],80,1,int char[80]
u_argc 452 4 int int
u_argv 456 8 uint uintptr_t
u_envp 464 8 uint uintptr_t
u_cdir 472 8 pointer pointer to struct vnode
u_rdir 480 8 pointer pointer to struct vnode
u_mem 488 8 uint uint64_t
u_mem_max 496 8 uint size_t
u_cmask 504 4 uint mode_t
u_acflag 508 1 int char
u_systrap 509 1 int char
u_cwd 512 8 pointer pointer to refstr_t
u_entrymask 520 36 struct k_sysset_t
u_exitmask 556 36 struct k_sysset_t
u_signodefer 592 12 struct k_sigset_t
u_sigonstack 604 12 struct k_sigset_t
u_sigresethand 616 12 struct k_sigset_t
u_sigrestart 628 12 struct k_sigset_t
u_sigmask 640 864 array,72,12,struct k_sigset_t[72]
u_signal 1504 576 array,72,8,pointer pointer to function[72]
u_saved_rlimit 2080 112 array,7,16,struct struct rlimit64[7]
u_finfo 2192 40 struct uf_info_t
""",
    "auxv_t": """\
16 typedef struct
a_type 0 4 int int
a_un 8 8 union union (anonymous)
a_un.a_val 8 8 int long
a_un.a_ptr 8 8 pointer pointer to void
a_un.a_fcn 8 8 pointer pointer to function
""",
    "timespec": """\
16 struct
tv_sec 0 8 int time_t
tv_nsec 8 8 int long
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
40 struct
fi_lock 0 8 struct kmutex_t
fi_badfd 8 4 int int
fi_action 12 4 int int
fi_nfiles 16 4 int int
fi_list 24 8 pointer pointer to uf_entry_t
fi_rlist 32 8 pointer pointer to uf_rlist_t
""",
    "pid": """\
40 struct
pid_prinactive 0 4 uint:1:31 unsigned int
pid_pgorphaned 0 4 uint:1:30 unsigned int
pid_padding 0 4 uint:6:24 unsigned int
pid_prslot 0 4 uint:24:0 unsigned int
pid_id 4 4 int pid_t
pid_pglink 8 8 pointer pointer to struct proc
pid_pgtail 16 8 pointer pointer to struct proc
pid_link 24 8 pointer pointer to struct pid
pid_ref 32 4 uint uint_t
""",
    "as": """\
232 struct
a_contents 0 8 struct kmutex_t
a_flags 8 1 uint uchar_t
a_vbits 9 1 uint uchar_t
a_cv 10 2 struct kcondvar_t
a_hat 16 8 pointer pointer to struct hat
a_hrm 24 8 pointer pointer to struct hrmstat
a_userlimit 32 8 pointer caddr_t
a_seglast 40 8 pointer pointer to struct seg
a_lock 48 8 struct krwlock_t
a_size 56 8 uint size_t
a_lastgap 64 8 pointer pointer to struct seg
a_lastgaphl 72 8 pointer pointer to struct seg
a_segtree 80 40 struct avl_tree_t
a_wpage 120 40 struct avl_tree_t
a_updatedir 160 1 uint uchar_t
a_updatetime 168 16 struct timespec_t
a_objectdir 184 8 pointer pointer to pointer to vnode_t
a_sizedir 192 8 uint size_t
a_callbacks 200 8 pointer pointer to struct as_callback
a_xhat 208 8 pointer pointer to void
a_proc 216 8 pointer pointer to proc_t
a_resvsize 224 8 uint size_t
""",
    "_krwlock": """\
8 struct
_opaque 0 8 array,1,8,pointer pointer to void[1]
""",
    "seg": """\
96 struct
s_base 0 8 pointer caddr_t
s_size 8 8 uint size_t
s_szc 16 4 uint uint_t
s_flags 20 4 uint uint_t
s_as 24 8 pointer pointer to struct as
s_tree 32 24 struct avl_node_t
s_ops 56 8 pointer pointer to struct seg_ops
s_data 64 8 pointer pointer to void
s_pmtx 72 8 struct kmutex_t
s_phead 80 16 struct pcache_link_t
""",
    "avl_node": """\
24 struct
avl_child 0 16 array,2,8,pointer pointer to struct avl_node[2]
avl_pcb 16 8 uint uintptr_t
""",
    "pcache_link": """\
16 struct
p_lnext 0 8 pointer pointer to struct pcache_link
p_lprev 8 8 pointer pointer to struct pcache_link
""",
    "cred": """\
128 struct
cr_ref 0 4 uint uint_t
cr_uid 4 4 uint uid_t
cr_gid 8 4 uint gid_t
cr_ruid 12 4 uint uid_t
cr_rgid 16 4 uint gid_t
cr_suid 20 4 uint uid_t
cr_sgid 24 4 uint gid_t
cr_priv 28 52 struct cred_priv_t
cr_projid 80 4 int projid_t
cr_zone 88 8 pointer pointer to struct zone
cr_label 96 8 pointer pointer to struct ts_label_s
cr_klpd 104 8 pointer pointer to struct credklpd
cr_ksid 112 8 pointer pointer to credsid_t
cr_grps 120 8 pointer pointer to credgrp_t
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
64 struct
s_sidp 0 8 pointer pointer to struct pid
s_lock 8 8 struct kmutex_t
s_ref 16 4 uint uint_t
s_sighuped 20 4 int boolean_t
s_exit 24 4 int boolean_t
s_exit_cv 28 2 struct kcondvar_t
s_cnt 32 4 int int
s_cnt_cv 36 2 struct kcondvar_t
s_dev 40 8 uint dev_t
s_vp 48 8 pointer pointer to struct vnode
s_cred 56 8 pointer pointer to struct cred
""",
    "_kthread": """\
856 struct
t_link 0 8 pointer pointer to struct _kthread
t_stk 8 8 pointer caddr_t
t_startpc 16 8 pointer pointer to function
t_bound_cpu 24 8 pointer pointer to struct cpu
t_affinitycnt 32 2 int short
t_bind_cpu 34 2 int short
t_flag 36 2 uint ushort_t
t_proc_flag 38 2 uint ushort_t
t_schedflag 40 2 uint ushort_t
t_preempt 42 1 int char
t_preempt_lk 43 1 int char
t_state 44 4 uint uint_t
t_pri 48 2 int pri_t
t_epri 50 2 int pri_t
t_cpri 52 2 int pri_t
t_writer 54 1 int char
t_bindflag 55 1 uint uchar_t
t_pcb 56 16 struct label_t
t_lwpchan 72 16 struct lwpchan_t
t_sobj_ops 88 8 pointer pointer to struct _sobj_ops
t_cid 96 4 int id_t
t_clfuncs 104 8 pointer pointer to struct thread_ops
t_cldata 112 8 pointer pointer to void
t_ctx 120 8 pointer pointer to ctxop_t
t_lofault 128 8 uint uintptr_t
t_onfault 136 8 pointer pointer to label_t
t_ontrap 144 8 pointer pointer to struct on_trap_data
t_swap 152 8 pointer caddr_t
t_lock 160 1 uint lock_t
t_lockstat 161 1 uint uint8_t
t_pil 162 1 uint uint8_t
t_pi_lock 163 1 uint disp_lock_t
t_nomigrate 164 1 int char
t_cpu 168 8 pointer pointer to struct cpu
t_weakbound_cpu 176 8 pointer pointer to struct cpu
t_lpl 184 8 pointer pointer to struct lgrp_ld
t_lgrp_reserv 192 16 array,2,8,pointer pointer to void[2]
t_intr 208 8 pointer pointer to struct _kthread
t_intr_start 216 8 uint uint64_t
t_did 224 8 uint kt_did_t
t_tnf_tpdp 232 8 pointer caddr_t
t_cpc_ctx 240 8 pointer pointer to struct _kcpc_ctx
t_cpc_set 248 8 pointer pointer to struct _kcpc_set
t_tid 256 4 int id_t
t_waitfor 260 4 int id_t
t_sigqueue 264 8 pointer pointer to struct sigqueue
t_sig 272 12 struct k_sigset_t
t_extsig 284 12 struct k_sigset_t
t_hold 296 12 struct k_sigset_t
t_sigwait 308 12 struct k_sigset_t
t_forw 320 8 pointer pointer to struct _kthread
t_back 328 8 pointer pointer to struct _kthread
t_thlink 336 8 pointer pointer to struct _kthread
t_lwp 344 8 pointer pointer to klwp_t
t_procp 352 8 pointer pointer to struct proc
t_audit_data 360 8 pointer pointer to struct t_audit_data
t_next 368 8 pointer pointer to struct _kthread
t_prev 376 8 pointer pointer to struct _kthread
t_whystop 384 2 uint ushort_t
t_whatstop 386 2 uint ushort_t
t_dslot 388 4 int int
t_pollstate 392 8 pointer pointer to struct pollstate
t_pollcache 400 8 pointer pointer to struct pollcache
t_cred 408 8 pointer pointer to struct cred
t_start 416 8 int time_t
t_lbolt 424 8 int clock_t
t_stoptime 432 8 int hrtime_t
t_pctcpu 440 4 uint uint_t
t_sysnum 444 2 int short
t_delay_cv 446 2 struct kcondvar_t
t_delay_lock 448 8 struct kmutex_t
t_lockp 456 8 pointer pointer to disp_lock_t
t_oldspl 464 2 uint ushort_t
t_pre_sys 466 1 int char
t_lock_flush 467 1 uint lock_t
t_disp_queue 472 8 pointer pointer to struct _disp
t_disp_time 480 8 int clock_t
t_kpri_req 488 4 uint uint_t
_tu 492 4 union union __tu
t_waitrq 496 8 int hrtime_t
t_mstate 504 4 int int
t_rprof 512 8 pointer pointer to struct rprof
t_prioinv 520 8 pointer pointer to struct turnstile
t_ts 528 8 pointer pointer to struct turnstile
t_tsd 536 8 pointer pointer to struct tsd_thread
t_stime 544 8 int clock_t
t_door 552 8 pointer pointer to struct door_data
t_plockp 560 8 pointer pointer to kmutex_t
t_schedctl 568 8 pointer pointer to struct sc_shared
t_sc_uaddr 576 8 uint uintptr_t
t_cpupart 584 8 pointer pointer to struct cpupart
t_bind_pset 592 4 int int
t_copyops 600 8 pointer pointer to struct copyops
t_stkbase 608 8 pointer caddr_t
t_red_pp 616 8 pointer pointer to struct page
t_activefd 624 32 struct afd_t
t_priforw 656 8 pointer pointer to struct _kthread
t_priback 664 8 pointer pointer to struct _kthread
t_sleepq 672 8 pointer pointer to struct sleepq
t_panic_trap 680 8 pointer pointer to struct panic_trap_info
t_lgrp_affinity 688 8 pointer pointer to int
t_upimutex 696 8 pointer pointer to struct upimutex
t_nupinest 704 4 uint uint32_t
t_proj 712 8 pointer pointer to struct kproject
t_unpark 720 1 uint uint8_t
t_release 721 1 uint uint8_t
t_hatdepth 722 1 uint uint8_t
t_xpvcntr 723 1 uint uint8_t
t_joincv 724 2 struct kcondvar_t
t_taskq 728 8 pointer pointer to void
t_anttime 736 8 int hrtime_t
t_pdmsg 744 8 pointer pointer to char
t_predcache 752 4 uint uint_t
t_dtrace_vtime 760 8 int hrtime_t
t_dtrace_start 768 8 int hrtime_t
t_dtrace_stop 776 1 uint uint8_t
t_dtrace_sig 777 1 uint uint8_t
_tdu 784 8 union union __tdu
t_dtrace_pc 792 8 uint uintptr_t
t_dtrace_npc 800 8 uint uintptr_t
t_dtrace_scrpc 808 8 uint uintptr_t
t_dtrace_astpc 816 8 uint uintptr_t
t_hrtime 824 8 int hrtime_t
t_ctx_lock 832 8 struct kmutex_t
t_waitq 840 8 pointer pointer to struct waitq
t_wait_mutex 848 8 struct kmutex_t
""",
    "_label_t": """\
16 struct
val 0 16 array,2,8,int long[2]
""",
    "lwpchan_t": """\
16 typedef struct
lc_wchan0 0 8 pointer caddr_t
lc_wchan 8 8 pointer caddr_t
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
32 typedef struct
a_fdlock 0 8 struct kmutex_t
a_fd 8 8 pointer pointer to int
a_nfd 16 4 int int
a_stale 20 4 int int
a_buf 24 8 array,2,4,int int[2]
""",
    "__tdu": """\
8 union
_tds 0 4 struct struct __tds
_t_dtrace_ft 0 8 uint ulong_t
""",
    "__tds": """\
4 struct
_t_dtrace_on 0 1 uint uint8_t
_t_dtrace_step 1 1 uint uint8_t
_t_dtrace_ret 2 1 uint uint8_t
_t_dtrace_ast 3 1 uint uint8_t
""",
    "_klwp": """\
944 struct
lwp_pcb 0 160 struct struct pcb
lwp_oldcontext 160 8 uint uintptr_t
lwp_ap 168 8 pointer pointer to long
lwp_errno 176 4 int int
lwp_error 180 1 int char
lwp_eosys 181 1 int char
lwp_argsaved 182 1 int char
lwp_watchtrap 183 1 int char
lwp_arg 184 64 array,8,8,int long[8]
lwp_regs 248 8 pointer pointer to void
lwp_fpu 256 8 pointer pointer to void
lwp_qsav 264 16 struct label_t
lwp_cursig 280 1 uint uchar_t
lwp_curflt 281 1 uint uchar_t
lwp_sysabort 282 1 uint uchar_t
lwp_asleep 283 1 uint uchar_t
lwp_extsig 284 1 uint uchar_t
lwp_sigaltstack 288 24 struct stack_t
lwp_curinfo 312 8 pointer pointer to struct sigqueue
lwp_siginfo 320 56 struct k_siginfo_t
lwp_sigoldmask 376 12 struct k_sigset_t
lwp_watch 392 128 array,4,32,struct struct lwp_watch[4]
lwp_oweupc 520 4 uint uint32_t
lwp_mstate 528 112 struct struct mstate
lwp_ru 640 96 struct struct lrusage
lwp_lastfault 736 4 int int
lwp_lastfaddr 744 8 pointer caddr_t
lwp_timer 752 96 array,3,32,struct struct itimerval[3]
lwp_unused 848 1 int char
lwp_state 849 1 int char
lwp_nostop 850 2 uint ushort_t
lwp_pad 852 2 uint ushort_t
lwp_badpriv 854 2 int short
lwp_thread 856 8 pointer pointer to struct _kthread
lwp_procp 864 8 pointer pointer to struct proc
lwp_childstksz 872 8 uint size_t
lwp_ustack 880 8 uint uintptr_t
lwp_old_stk_ctl 888 8 uint size_t
lwp_ct_active 896 16 array,2,8,pointer pointer to struct ct_template[2]
lwp_ct_latest 912 16 array,2,8,pointer pointer to struct contract[2]
lwp_brand 928 8 pointer pointer to void
lwp_spymaster 936 8 pointer pointer to struct psinfo
""",
    "sigaltstack": """\
24 struct
ss_sp 0 8 pointer pointer to void
ss_size 8 8 uint size_t
ss_flags 16 4 int int
""",
    "k_siginfo": """\
56 struct
si_signo 0 4 int int
si_code 4 4 int int
si_errno 8 4 int int
si_pad 12 4 int int
__data 16 40 union union (anonymous)
__data.__proc 16 40 struct struct (anonymous)
__data.__proc.__pid 16 4 int pid_t
__data.__proc.__pdata 24 24 union union (anonymous)
__data.__proc.__pdata.__kill 24 16 struct struct (anonymous)
__data.__proc.__pdata.__kill.__uid 24 4 uint uid_t
__data.__proc.__pdata.__kill.__value 32 8 union union sigval
__data.__proc.__pdata.__cld 24 24 struct struct (anonymous)
__data.__proc.__pdata.__cld.__utime 24 8 int clock_t
__data.__proc.__pdata.__cld.__status 32 4 int int
__data.__proc.__pdata.__cld.__stime 40 8 int clock_t
__data.__proc.__ctid 48 4 int ctid_t
__data.__proc.__zoneid 52 4 int zoneid_t
__data.__fault 16 24 struct struct (anonymous)
__data.__fault.__addr 16 8 pointer pointer to void
__data.__fault.__trapno 24 4 int int
__data.__fault.__pc 32 8 pointer caddr_t
__data.__file 16 16 struct struct (anonymous)
__data.__file.__fd 16 4 int int
__data.__file.__band 24 8 int long
__data.__prof 16 32 struct struct (anonymous)
__data.__prof.__faddr 16 8 pointer caddr_t
__data.__prof.__tstamp 24 16 struct timestruc_t
__data.__prof.__syscall 40 2 int short
__data.__prof.__nsysarg 42 1 int char
__data.__prof.__fault 43 1 int char
__data.__rctl 16 4 struct struct (anonymous)
__data.__rctl.__entity 16 4 int int32_t
""",
    "sigval": """\
8 union
sival_int 0 4 int int
sival_ptr 0 8 pointer pointer to void
""",
    "lwp_watch": """\
32 struct
wpaddr 0 8 pointer caddr_t
wpsize 8 8 uint size_t
wpcode 16 4 int int
wpmapped 20 4 int int
wppc 24 8 int greg_t
""",
    "mstate": """\
112 struct
ms_prev 0 4 int int
ms_start 8 8 int hrtime_t
ms_term 16 8 int hrtime_t
ms_state_start 24 8 int hrtime_t
ms_acct 32 80 array,10,8,int hrtime_t[10]
""",
    "cpu": """\
3640 struct
cpu_id 0 4 int processorid_t
cpu_seqid 4 4 int processorid_t
cpu_flags 8 2 uint cpu_flag_t
cpu_self 16 8 pointer pointer to struct cpu
cpu_thread 24 8 pointer pointer to kthread_t
cpu_idle_thread 32 8 pointer pointer to kthread_t
cpu_pause_thread 40 8 pointer pointer to kthread_t
cpu_lwp 48 8 pointer klwp_id_t
cpu_fpowner 56 8 pointer klwp_id_t
cpu_part 64 8 pointer pointer to struct cpupart
cpu_lpl 72 8 pointer pointer to struct lgrp_ld
cpu_cache_offset 80 4 int int
cpu_next 88 8 pointer pointer to struct cpu
cpu_prev 96 8 pointer pointer to struct cpu
cpu_next_onln 104 8 pointer pointer to struct cpu
cpu_prev_onln 112 8 pointer pointer to struct cpu
cpu_next_part 120 8 pointer pointer to struct cpu
cpu_prev_part 128 8 pointer pointer to struct cpu
cpu_next_lgrp 136 8 pointer pointer to struct cpu
cpu_prev_lgrp 144 8 pointer pointer to struct cpu
cpu_next_lpl 152 8 pointer pointer to struct cpu
cpu_prev_lpl 160 8 pointer pointer to struct cpu
cpu_pg 168 8 pointer pointer to struct cpu_pg
cpu_reserved 176 32 array,4,8,pointer pointer to void[4]
cpu_disp 208 8 pointer pointer to disp_t
cpu_runrun 216 1 int char
cpu_kprunrun 217 1 int char
cpu_chosen_level 218 2 int pri_t
cpu_dispthread 224 8 pointer pointer to kthread_t
cpu_thread_lock 232 1 uint disp_lock_t
cpu_disp_flags 233 1 uint uint8_t
cpu_dispatch_pri 234 2 int pri_t
cpu_last_swtch 240 8 int clock_t
cpu_intr_stack 248 8 pointer caddr_t
cpu_intr_thread 256 8 pointer pointer to kthread_t
cpu_intr_actv 264 4 uint uint_t
cpu_base_spl 268 4 int int
cpu_stats 272 760 struct cpu_stats_t
cpu_info_kstat 1032 8 pointer pointer to struct kstat
cpu_profile_pc 1040 8 uint uintptr_t
cpu_profile_upc 1048 8 uint uintptr_t
cpu_profile_pil 1056 8 uint uintptr_t
cpu_ftrace 1064 40 struct ftrace_data_t
cpu_deadman_counter 1104 8 int clock_t
cpu_deadman_countdown 1112 4 uint uint_t
cpu_cpc_ctxlock 1120 8 struct kmutex_t
cpu_cpc_ctx 1128 8 pointer pointer to kcpc_ctx_t
cpu_type_info 1136 56 struct processor_info_t
cpu_state_begin 1192 8 int time_t
cpu_cpr_flags 1200 1 int char
cpu_cyclic 1208 8 pointer pointer to struct cyc_cpu
cpu_squeue_set 1216 8 pointer pointer to struct squeue_set_s
cpu_props 1224 8 pointer pointer to struct nvlist
cpu_ft_lock 1232 8 struct krwlock_t
cpu_dtrace_caller 1240 8 uint uintptr_t
cpu_dtrace_chillmark 1248 8 int hrtime_t
cpu_dtrace_chilled 1256 8 int hrtime_t
cpu_dtrace_probes 1264 8 uint uint64_t
cpu_dtrace_nsec 1272 8 int hrtime_t
cpu_mstate 1280 2 uint uint16_t
cpu_mstate_gen 1282 2 uint uint16_t
cpu_mstate_start 1288 8 int hrtime_t
cpu_acct 1296 24 array,3,8,int hrtime_t[3]
cpu_intracct 1320 24 array,3,8,int hrtime_t[3]
cpu_waitrq 1344 8 int hrtime_t
cpu_loadavg 1352 104 struct struct loadavg_s
cpu_idstr 1456 8 pointer pointer to char
cpu_brandstr 1464 8 pointer pointer to char
cpu_intr_weight 1472 4 int int32_t
cpu_vm_data 1480 8 pointer pointer to void
cpu_physid 1488 8 pointer pointer to struct cpu_physid
cpu_curr_clock 1496 8 uint uint64_t
cpu_supp_freqs 1504 8 pointer pointer to char
cpu_cpcprofile_pc 1512 8 uint uintptr_t
cpu_cpcprofile_upc 1520 8 uint uintptr_t
cpu_intrlast 1528 8 int hrtime_t
cpu_intrload 1536 4 int int
cpu_rotor 1540 4 uint uint_t
cpu_cu_info 1544 8 pointer pointer to struct cu_cpu_info
cpu_generation 1552 4 uint uint_t
cpu_m_pad 1560 8 uint uintptr_t
cpu_m 1568 2072 struct struct machcpu
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
40 struct
ftd_state 0 4 int int
ftd_unused 8 8 struct kmutex_t
ftd_cur 16 8 pointer pointer to struct ftrace_record
ftd_first 24 8 pointer pointer to struct ftrace_record
ftd_last 32 8 pointer pointer to struct ftrace_record
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
1912 struct
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
dump_crashtime 1800 8 int time_t
dump_pageshift 1808 8 int long
dump_pagesize 1816 8 int long
dump_hashmask 1824 8 int long
dump_nvtop 1832 8 int long
dump_npages 1840 8 uint pgcnt_t
dump_ksyms_size 1848 8 uint size_t
dump_ksyms_csize 1856 8 uint size_t
dump_fm_panic 1864 4 uint uint32_t
dump_uuid 1868 37 char[],37,1,int char[37]
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
40 struct
dm_first 0 8 int offset_t
dm_next 8 8 int offset_t
dm_data 16 8 int offset_t
dm_as 24 8 pointer pointer to struct as
dm_va 32 8 uint uintptr_t
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
24 struct
stream_magic 0 8 char[],8,1,int char[8]
stream_pagenum 8 8 uint pgcnt_t
stream_npages 16 8 uint pgcnt_t
""",
    "mem_vtop": """\
24 struct
m_as 0 8 pointer pointer to struct as
m_va 8 8 pointer pointer to void
m_pfn 16 8 uint pfn_t
""",
    "modctl": """\
144 struct
mod_next 0 8 pointer pointer to struct modctl
mod_prev 8 8 pointer pointer to struct modctl
mod_id 16 4 int int
mod_mp 24 8 pointer pointer to void
mod_inprogress_thread 32 8 pointer pointer to kthread_t
mod_modinfo 40 8 pointer pointer to struct mod_modinfo
mod_linkage 48 8 pointer pointer to struct modlinkage
mod_filename 56 8 pointer pointer to char
mod_modname 64 8 pointer pointer to char
mod_busy 72 1 int char
mod_want 73 1 int char
mod_prim 74 1 int char
mod_ref 76 4 int int
mod_loaded 80 1 int char
mod_installed 81 1 int char
mod_loadflags 82 1 int char
mod_delay_unload 83 1 int char
mod_requisites 88 8 pointer pointer to struct modctl_list
__unused 96 8 pointer pointer to void
mod_loadcnt 104 4 int int
mod_nenabled 108 4 int int
mod_text 112 8 pointer pointer to char
mod_text_size 120 8 uint size_t
mod_gencount 128 4 int int
mod_requisite_loading 136 8 pointer pointer to struct modctl
""",
    "module": """\
376 struct
total_allocated 0 4 int int
hdr 8 64 struct Ehdr
shdrs 72 8 pointer pointer to char
symhdr 80 8 pointer pointer to Shdr
strhdr 88 8 pointer pointer to Shdr
depends_on 96 8 pointer pointer to char
symsize 104 8 uint size_t
symspace 112 8 pointer pointer to char
flags 120 4 int int
text_size 128 8 uint size_t
data_size 136 8 uint size_t
text 144 8 pointer pointer to char
data 152 8 pointer pointer to char
symtbl_section 160 4 uint unsigned int
symtbl 168 8 pointer pointer to char
strings 176 8 pointer pointer to char
hashsize 184 4 uint unsigned int
buckets 192 8 pointer pointer to symid_t
chains 200 8 pointer pointer to symid_t
nsyms 208 4 uint unsigned int
bss_align 212 4 uint unsigned int
bss_size 216 8 uint size_t
bss 224 8 uint uintptr_t
filename 232 8 pointer pointer to char
head 240 8 pointer pointer to struct module_list
tail 248 8 pointer pointer to struct module_list
destination 256 8 pointer reloc_dest_t
machdata 264 8 pointer pointer to module_mach
ctfdata 272 8 pointer pointer to char
ctfsize 280 8 uint size_t
fbt_tab 288 8 pointer pointer to char
fbt_size 296 8 uint size_t
fbt_nentries 304 8 uint size_t
textwin 312 8 pointer caddr_t
textwin_base 320 8 pointer caddr_t
sdt_probes 328 8 pointer pointer to sdt_probedesc_t
sdt_nprobes 336 8 uint size_t
sdt_tab 344 8 pointer pointer to char
sdt_size 352 8 uint size_t
sigdata 360 8 pointer pointer to char
sigsize 368 8 uint size_t
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
208 struct
v_lock 0 8 struct kmutex_t
v_flag 8 4 uint uint_t
v_count 12 4 uint uint_t
v_data 16 8 pointer pointer to void
v_vfsp 24 8 pointer pointer to struct vfs
v_stream 32 8 pointer pointer to struct stdata
v_type 40 4 int enum vtype
v_rdev 48 8 uint dev_t
v_vfsmountedhere 56 8 pointer pointer to struct vfs
v_op 64 8 pointer pointer to struct vnodeops
v_pages 72 8 pointer pointer to struct page
v_filocks 80 8 pointer pointer to struct filock
v_shrlocks 88 8 pointer pointer to struct shrlocklist
v_nbllock 96 8 struct krwlock_t
v_cv 104 2 struct kcondvar_t
v_locality 112 8 pointer pointer to void
v_femhead 120 8 pointer pointer to struct fem_head
v_path 128 8 pointer pointer to char
v_rdcnt 136 4 uint uint_t
v_wrcnt 140 4 uint uint_t
v_mmap_read 144 8 uint u_longlong_t
v_mmap_write 152 8 uint u_longlong_t
v_mpssdata 160 8 pointer pointer to void
v_fopdata 168 8 pointer pointer to void
v_vsd_lock 176 8 struct kmutex_t
v_vsd 184 8 pointer pointer to struct vsd_node
v_xattrdir 192 8 pointer pointer to struct vnode
v_count_dnlc 200 4 uint uint_t
""",
    "vfs": """\
208 struct
vfs_next 0 8 pointer pointer to struct vfs
vfs_prev 8 8 pointer pointer to struct vfs
vfs_op 16 8 pointer pointer to vfsops_t
vfs_vnodecovered 24 8 pointer pointer to struct vnode
vfs_flag 32 4 uint uint_t
vfs_bsize 36 4 uint uint_t
vfs_fstype 40 4 int int
vfs_fsid 44 8 struct fsid_t
vfs_data 56 8 pointer pointer to void
vfs_dev 64 8 uint dev_t
vfs_bcount 72 8 uint ulong_t
vfs_list 80 8 pointer pointer to struct vfs
vfs_hash 88 8 pointer pointer to struct vfs
vfs_reflock 96 16 struct ksema_t
vfs_count 112 4 uint uint_t
vfs_mntopts 120 16 struct mntopts_t
vfs_resource 136 8 pointer pointer to refstr_t
vfs_mntpt 144 8 pointer pointer to refstr_t
vfs_mtime 152 8 int time_t
vfs_implp 160 8 pointer pointer to struct vfs_impl
vfs_zone 168 8 pointer pointer to struct zone
vfs_zone_next 176 8 pointer pointer to struct vfs
vfs_zone_prev 184 8 pointer pointer to struct vfs
vfs_femhead 192 8 pointer pointer to struct fem_head
vfs_lofi_minor 200 4 uint minor_t
""",
    "fsid_t": """\
8 typedef struct
val 0 8 array,2,4,int int[2]
""",
    "_ksema": """\
16 struct
_opaque 0 16 array,2,8,pointer pointer to void[2]
""",
    "mntopts": """\
16 struct
mo_count 0 4 uint uint_t
mo_list 8 8 pointer pointer to mntopt_t
""",
    "anoninfo": """\
24 struct
ani_max 0 8 uint pgcnt_t
ani_free 8 8 uint pgcnt_t
ani_resv 16 8 uint pgcnt_t
""",
    "k_anoninfo": """\
40 struct
ani_max 0 8 uint pgcnt_t
ani_free 8 8 uint pgcnt_t
ani_phys_resv 16 8 uint pgcnt_t
ani_mem_resv 24 8 uint pgcnt_t
ani_locked_swap 32 8 uint pgcnt_t
""",
    "swapinfo": """\
112 struct
si_soff 0 8 uint ulong_t
si_eoff 8 8 uint ulong_t
si_vp 16 8 pointer pointer to struct vnode
si_next 24 8 pointer pointer to struct swapinfo
si_allocs 32 4 int int
si_flags 36 2 int short
si_npgs 40 8 uint pgcnt_t
si_nfpgs 48 8 uint pgcnt_t
si_pnamelen 56 4 int int
si_pname 64 8 pointer pointer to char
si_mapsize 72 8 int ssize_t
si_swapslots 80 8 pointer pointer to uint_t
si_hint 88 8 uint pgcnt_t
si_checkcnt 96 8 int ssize_t
si_alloccnt 104 8 int ssize_t
""",
    "nlist": """\
24 struct
n_name 0 8 pointer pointer to char
n_value 8 8 int long
n_scnum 16 2 int short
n_type 18 2 uint unsigned short
n_sclass 20 1 int char
n_numaux 21 1 int char
""",
    "psinfo": """\
416 struct
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
pr_addr 40 8 uint uintptr_t
pr_size 48 8 uint size_t
pr_rssize 56 8 uint size_t
pr_pad1 64 8 uint size_t
pr_ttydev 72 8 uint dev_t
pr_pctcpu 80 2 uint ushort_t
pr_pctmem 82 2 uint ushort_t
pr_start 88 16 struct timestruc_t
pr_time 104 16 struct timestruc_t
pr_ctime 120 16 struct timestruc_t
pr_fname 136 16 char[],16,1,int char[16]
pr_psargs 152 80 char[],80,1,int char[80]
pr_wstat 232 4 int int
pr_argc 236 4 int int
pr_argv 240 8 uint uintptr_t
pr_envp 248 8 uint uintptr_t
pr_dmodel 256 1 int char
pr_pad2 257 3 char[],3,1,int char[3]
pr_taskid 260 4 int taskid_t
pr_projid 264 4 int projid_t
pr_nzomb 268 4 int int
pr_poolid 272 4 int poolid_t
pr_zoneid 276 4 int zoneid_t
pr_contract 280 4 int id_t
pr_filler 284 4 array,1,4,int int[1]
pr_lwp 288 128 struct lwpsinfo_t
""",
    "lwpsinfo": """\
128 struct
pr_flag 0 4 int int
pr_lwpid 4 4 int id_t
pr_addr 8 8 uint uintptr_t
pr_wchan 16 8 uint uintptr_t
pr_stype 24 1 int char
pr_state 25 1 int char
pr_sname 26 1 int char
pr_nice 27 1 int char
pr_syscall 28 2 int short
pr_oldpri 30 1 int char
pr_cpu 31 1 int char
pr_pri 32 4 int int
pr_pctcpu 36 2 uint ushort_t
pr_pad 38 2 uint ushort_t
pr_start 40 16 struct timestruc_t
pr_time 56 16 struct timestruc_t
pr_clname 72 8 char[],8,1,int char[8]
pr_name 80 16 char[],16,1,int char[16]
pr_onpro 96 4 int processorid_t
pr_bindpro 100 4 int processorid_t
pr_bindpset 104 4 int psetid_t
pr_lgrp 108 4 int int
pr_filler 112 16 array,4,4,int int[4]
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
64 struct
b_next 0 8 pointer pointer to struct msgb
b_prev 8 8 pointer pointer to struct msgb
b_cont 16 8 pointer pointer to struct msgb
b_rptr 24 8 pointer pointer to unsigned char
b_wptr 32 8 pointer pointer to unsigned char
b_datap 40 8 pointer pointer to struct datab
b_band 48 1 uint unsigned char
b_tag 49 1 uint unsigned char
b_flag 50 2 uint unsigned short
b_queue 56 8 pointer pointer to queue_t
""",
    "datab": """\
112 struct
db_frtnp 0 8 pointer pointer to frtn_t
db_base 8 8 pointer pointer to unsigned char
db_lim 16 8 pointer pointer to unsigned char
db_ref 24 1 uint unsigned char
db_type 25 1 uint unsigned char
db_flags 26 1 uint unsigned char
db_struioflag 27 1 uint unsigned char
db_cpid 28 4 int pid_t
db_cache 32 8 pointer pointer to void
db_mblk 40 8 pointer pointer to struct msgb
db_free 48 8 pointer pointer to function
db_lastfree 56 8 pointer pointer to function
db_cksumstart 64 8 int intptr_t
db_cksumend 72 8 int intptr_t
db_cksumstuff 80 8 int intptr_t
db_struioun 88 8 union union (anonymous)
db_struioun.enforce_alignment 88 8 float double
db_struioun.data 88 8 char[],8,1,uint unsigned char[8]
db_struioun.cksum 88 8 struct struct (anonymous)
db_struioun.cksum.cksum_val 88 4 union union (anonymous)
db_struioun.cksum.cksum_val.u32 88 4 uint uint32_t
db_struioun.cksum.cksum_val.u16 88 2 uint uint16_t
db_struioun.cksum.flags 92 2 uint uint16_t
db_struioun.cksum.pad 94 2 uint uint16_t
db_fthdr 96 8 pointer pointer to struct fthdr
db_credp 104 8 pointer pointer to cred_t
""",
    "queue": """\
248 struct
q_qinfo 0 8 pointer pointer to struct qinit
q_first 8 8 pointer pointer to struct msgb
q_last 16 8 pointer pointer to struct msgb
q_next 24 8 pointer pointer to struct queue
q_link 32 8 pointer pointer to struct queue
q_ptr 40 8 pointer pointer to void
q_count 48 8 uint size_t
q_flag 56 4 uint uint_t
q_minpsz 64 8 int ssize_t
q_maxpsz 72 8 int ssize_t
q_hiwat 80 8 uint size_t
q_lowat 88 8 uint size_t
q_bandp 96 8 pointer pointer to struct qband
q_lock 104 8 struct kmutex_t
q_stream 112 8 pointer pointer to struct stdata
q_syncq 120 8 pointer pointer to struct syncq
q_nband 128 1 uint unsigned char
q_wait 130 2 struct kcondvar_t
q_nfsrv 136 8 pointer pointer to struct queue
q_draining 144 2 uint ushort_t
q_struiot 146 2 int short
q_qtstamp 152 8 int clock_t
q_mblkcnt 160 8 uint size_t
q_syncqmsgs 168 4 uint uint_t
q_rwcnt 176 8 uint size_t
q_spri 184 2 int pri_t
q_sqhead 192 8 pointer pointer to struct msgb
q_sqtail 200 8 pointer pointer to struct msgb
q_sqnext 208 8 pointer pointer to struct queue
q_sqprev 216 8 pointer pointer to struct queue
q_sqflags 224 4 uint uint_t
q_sqtstamp 232 8 int clock_t
q_fp 240 8 pointer pointer to struct fmodsw_impl
""",
    "zone": """\
688 struct
zone_name 0 8 pointer pointer to char
zone_nodename 8 8 pointer pointer to char
zone_domain 16 8 pointer pointer to char
zone_hostid 24 4 uint uint32_t
zone_lock 32 8 struct kmutex_t
zone_linkage 40 16 struct list_node_t
zone_id 56 4 int zoneid_t
zone_ref 60 4 uint uint_t
zone_cred_ref 64 4 uint uint_t
zone_subsys_ref 68 28 array,7,4,uint uint_t[7]
zone_ref_list 96 32 struct list_t
zone_rootvp 128 8 pointer pointer to struct vnode
zone_rootpath 136 8 pointer pointer to char
zone_flags 144 2 uint ushort_t
zone_status 148 4 int zone_status_t
zone_ntasks 152 4 uint uint_t
zone_nlwps_lock 160 8 struct kmutex_t
zone_nlwps 168 8 uint rctl_qty_t
zone_nlwps_ctl 176 8 uint rctl_qty_t
zone_shmmax 184 8 uint rctl_qty_t
zone_ipc 192 24 struct ipc_rqty_t
zone_rootpathlen 216 4 uint uint_t
zone_shares 220 4 uint uint32_t
zone_rctls 224 8 pointer pointer to rctl_set_t
zone_mem_lock 232 8 struct kmutex_t
zone_locked_mem 240 8 uint rctl_qty_t
zone_locked_mem_ctl 248 8 uint rctl_qty_t
zone_max_swap 256 8 uint rctl_qty_t
zone_max_swap_ctl 264 8 uint rctl_qty_t
zone_rctl_lock 272 8 struct kmutex_t
zone_max_lofi 280 8 uint rctl_qty_t
zone_max_lofi_ctl 288 8 uint rctl_qty_t
zone_zsd 296 32 struct list_t
zone_cv 328 2 struct kcondvar_t
zone_zsched 336 8 pointer pointer to struct proc
zone_proc_initpid 344 4 int pid_t
zone_initname 352 8 pointer pointer to char
zone_boot_err 360 4 int int
zone_bootargs 368 8 pointer pointer to char
zone_phys_mcap 376 8 uint uint64_t
zone_kthreads 384 8 pointer pointer to kthread_t
zone_privset 392 8 pointer pointer to struct priv_set
zone_vfslist 400 8 pointer pointer to struct vfs
zone_uniqid 408 8 uint uint64_t
zone_kcred 416 8 pointer pointer to struct cred
zone_pool 424 8 pointer pointer to struct pool
zone_pool_mod 432 8 int hrtime_t
zone_psetid 440 4 int psetid_t
zone_ncpus 444 4 int int
zone_ncpus_online 448 4 int int
zone_datasets 456 32 struct list_t
zone_slabel 488 8 pointer pointer to ts_label_t
zone_match 496 4 int int
zone_mlps 504 24 struct tsol_mlp_list_t
zone_restart_init 528 4 int boolean_t
zone_brand 536 8 pointer pointer to struct brand
zone_brand_data 544 8 pointer pointer to void
zone_defaultcid 552 4 int id_t
zone_swapresv_kstat 560 8 pointer pointer to kstat_t
zone_lockedmem_kstat 568 8 pointer pointer to kstat_t
zone_dl_list 576 32 struct list_t
zone_netstack 608 8 pointer pointer to netstack_t
zone_cpucap 616 8 pointer pointer to struct cpucap
zone_audit_kctxt 624 8 pointer pointer to struct au_kcontext
zone_mntfs_db 632 8 pointer pointer to struct mntelem
zone_mntfs_db_lock 640 8 struct krwlock_t
zone_pfexecd 648 8 pointer pointer to struct klpd_reg
zone_fs_allowed 656 8 pointer pointer to char
zone_nprocs 664 8 uint rctl_qty_t
zone_nprocs_ctl 672 8 uint rctl_qty_t
zone_nprocs_kstat 680 8 pointer pointer to kstat_t
""",
    "list": """\
32 struct
list_size 0 8 uint size_t
list_offset 8 8 uint size_t
list_head 16 16 struct struct list_node
""",
    "ipc_rqty": """\
24 struct
ipcq_shmmni 0 8 uint rctl_qty_t
ipcq_semmni 8 8 uint rctl_qty_t
ipcq_msgmni 16 8 uint rctl_qty_t
""",
    "tsol_mlp_list_s": """\
24 struct
mlpl_rwlock 0 8 struct krwlock_t
mlpl_first 8 8 pointer pointer to tsol_mlp_entry_t
mlpl_last 16 8 pointer pointer to tsol_mlp_entry_t
""",
    "task": """\
160 struct
tk_tkid 0 4 int taskid_t
tk_flags 4 4 uint uint_t
tk_proj 8 8 pointer pointer to struct kproject
tk_hold_count 16 4 uint uint_t
tk_memb_list 24 8 pointer pointer to struct proc
tk_usage_lock 32 8 struct kmutex_t
tk_usage 40 8 pointer pointer to task_usage_t
tk_prevusage 48 8 pointer pointer to task_usage_t
tk_zoneusage 56 8 pointer pointer to task_usage_t
tk_rctls 64 8 pointer pointer to rctl_set_t
tk_nlwps 72 8 uint rctl_qty_t
tk_nlwps_ctl 80 8 uint rctl_qty_t
tk_cpu_time 88 8 uint rctl_qty_t
tk_zone 96 8 pointer pointer to struct zone
tk_inherited 104 8 pointer pointer to task_usage_t
tk_cpu_ticks 112 8 uint rctl_qty_t
tk_cpu_time_lock 120 8 struct kmutex_t
tk_nprocs 128 8 uint rctl_qty_t
tk_nprocs_ctl 136 8 uint rctl_qty_t
tk_nprocs_kstat 144 8 pointer pointer to kstat_t
tk_commit_next 152 8 pointer pointer to struct task
""",
    "kproject": """\
216 struct
kpj_id 0 4 int projid_t
kpj_zoneid 4 4 int zoneid_t
kpj_zone 8 8 pointer pointer to struct zone
kpj_count 16 4 uint uint_t
kpj_shares 20 4 uint uint32_t
kpj_rctls 24 8 pointer pointer to rctl_set_t
kpj_prev 32 8 pointer pointer to struct kproject
kpj_next 40 8 pointer pointer to struct kproject
kpj_data 48 96 struct kproject_data_t
kpj_poolbind 144 8 struct kmutex_t
kpj_nlwps 152 8 uint rctl_qty_t
kpj_nlwps_ctl 160 8 uint rctl_qty_t
kpj_ntasks 168 8 uint rctl_qty_t
kpj_ntasks_ctl 176 8 uint rctl_qty_t
kpj_cpucap 184 8 pointer pointer to struct cpucap
kpj_klpd 192 8 pointer pointer to struct klpd_reg
kpj_nprocs 200 8 uint rctl_qty_t
kpj_nprocs_ctl 208 8 uint rctl_qty_t
""",
    "kproject_data": """\
96 struct
kpd_shmmax 0 8 uint rctl_qty_t
kpd_ipc 8 24 struct ipc_rqty_t
kpd_locked_mem 32 8 uint rctl_qty_t
kpd_locked_mem_ctl 40 8 uint rctl_qty_t
kpd_contract 48 8 uint rctl_qty_t
kpd_crypto_lock 56 8 struct kmutex_t
kpd_crypto_mem 64 8 uint rctl_qty_t
kpd_crypto_mem_ctl 72 8 uint rctl_qty_t
kpd_lockedmem_kstat 80 8 pointer pointer to kstat_t
kpd_nprocs_kstat 88 8 pointer pointer to kstat_t
""",
    "segvn_data": """\
168 struct
lock 0 8 struct krwlock_t
segfree_syncmtx 8 8 struct kmutex_t
pageprot 16 1 uint uchar_t
prot 17 1 uint uchar_t
maxprot 18 1 uint uchar_t
type 19 1 uint uchar_t
offset 24 8 uint u_offset_t
vp 32 8 pointer pointer to struct vnode
anon_index 40 8 uint ulong_t
amp 48 8 pointer pointer to struct anon_map
vpage 56 8 pointer pointer to struct vpage
cred 64 8 pointer pointer to struct cred
swresv 72 8 uint size_t
advice 80 1 uint uchar_t
pageadvice 81 1 uint uchar_t
flags 82 2 uint ushort_t
softlockcnt 88 8 int spgcnt_t
policy_info 96 8 struct lgrp_mem_policy_info_t
rcookie 104 8 pointer hat_region_cookie_t
tr_policy_info 112 8 struct lgrp_mem_policy_info_t
seg 120 8 pointer pointer to struct seg
svn_trnext 128 8 pointer pointer to struct segvn_data
svn_trprev 136 8 pointer pointer to struct segvn_data
tr_state 144 4 int int
pageswap 148 1 uint uchar_t
softlockcnt_sbase 152 8 int spgcnt_t
softlockcnt_send 160 8 int spgcnt_t
""",
    "lgrp_mem_policy_info": """\
8 struct
mem_policy 0 4 int int
mem_lgrpid 4 4 int lgrp_id_t
""",
    "anon_map": """\
112 struct
a_rwlock 0 8 struct krwlock_t
size 8 8 uint size_t
ahp 16 8 pointer pointer to struct anon_hdr
swresv 24 8 uint size_t
refcnt 32 8 uint ulong_t
a_szc 40 2 uint ushort_t
locality 48 8 pointer pointer to void
a_sp 56 8 pointer pointer to struct kshmid
a_purgewait 64 4 int int
a_purgecv 68 2 struct kcondvar_t
a_purgemtx 72 8 struct kmutex_t
a_softlockcnt 80 8 int spgcnt_t
a_pmtx 88 8 struct kmutex_t
a_phead 96 16 struct pcache_link_t
""",
    "anon": """\
48 struct
an_vp 0 8 pointer pointer to struct vnode
an_pvp 8 8 pointer pointer to struct vnode
an_off 16 8 uint anoff_t
an_poff 24 8 uint anoff_t
an_hash 32 8 pointer pointer to struct anon
an_refcnt 40 4 int int
""",
    "anon_hdr": """\
32 struct
serial_lock 0 8 struct kmutex_t
size 8 8 uint pgcnt_t
array_chunk 16 8 pointer pointer to pointer to void
flags 24 4 int int
""",
    "page": """\
128 struct
p_offset 0 8 uint u_offset_t
p_vnode 8 8 pointer pointer to struct vnode
p_selock 16 4 int selock_t
p_vpmref 20 4 uint uint_t
p_hash 24 8 pointer pointer to struct page
p_vpnext 32 8 pointer pointer to struct page
p_vpprev 40 8 pointer pointer to struct page
p_next 48 8 pointer pointer to struct page
p_prev 56 8 pointer pointer to struct page
p_lckcnt 64 2 uint ushort_t
p_cowcnt 66 2 uint ushort_t
p_cv 68 2 struct kcondvar_t
p_io_cv 70 2 struct kcondvar_t
p_iolock_state 72 1 uint uchar_t
p_szc 73 1 uint uchar_t
p_fsdata 74 1 uint uchar_t
p_state 75 1 uint uchar_t
p_nrm 76 1 uint uchar_t
p_vcolor 77 1 uint uchar_t
p_index 78 1 uint uchar_t
p_toxic 79 1 uint uchar_t
p_mapping 80 8 pointer pointer to void
p_pagenum 88 8 uint pfn_t
p_share 96 4 uint uint_t
p_sharepad 100 4 uint uint_t
p_slckcnt 104 4 uint uint_t
p_kpmref 108 4 uint uint_t
p_kpmelist 112 8 pointer pointer to struct kpme
p_ilock 120 8 struct kmutex_t
""",
    "execsw": """\
40 struct
exec_magic 0 8 pointer pointer to char
exec_magoff 8 4 int int
exec_maglen 12 4 int int
exec_func 16 8 pointer pointer to function
exec_core 24 8 pointer pointer to function
exec_lock 32 8 pointer pointer to krwlock_t
""",
    "_disp": """\
56 struct
disp_lock 0 1 uint disp_lock_t
disp_npri 2 2 int pri_t
disp_q 8 8 pointer pointer to dispq_t
disp_q_limit 16 8 pointer pointer to dispq_t
disp_qactmap 24 8 pointer pointer to ulong_t
disp_maxrunpri 32 2 int pri_t
disp_max_unbound_pri 34 2 int pri_t
disp_nrunnable 36 4 int int
disp_cpu 40 8 pointer pointer to struct cpu
disp_steal 48 8 int hrtime_t
""",
    "cpupart": """\
328 struct
cp_kp_queue 0 56 struct disp_t
cp_id 56 4 int cpupartid_t
cp_ncpus 60 4 int int
cp_next 64 8 pointer pointer to struct cpupart
cp_prev 72 8 pointer pointer to struct cpupart
cp_cpulist 80 8 pointer pointer to struct cpu
cp_kstat 88 8 pointer pointer to struct kstat
cp_nrunnable 96 4 uint uint_t
cp_nrunning 100 4 uint uint_t
cp_updates 104 8 uint uint64_t
cp_nrunnable_cum 112 8 uint uint64_t
cp_nwaiting_cum 120 8 uint uint64_t
cp_loadavg 128 104 struct struct loadavg_s
cp_lgrpset 232 8 uint klgrpset_t
cp_lgrploads 240 8 pointer pointer to lpl_t
cp_nlgrploads 248 4 int int
cp_hp_avenrun 256 24 array,3,8,uint uint64_t[3]
cp_attr 280 4 uint uint_t
cp_gen 284 4 uint lgrp_gen_t
cp_lgrp_hint 288 4 int lgrp_id_t
cp_cmt_pgs 296 16 struct bitset_t
cp_haltset 312 16 struct bitset_t
""",
    "bitset": """\
16 struct
bs_set 0 8 pointer pointer to ulong_t
bs_words 8 4 uint uint_t
bs_fanout 12 4 uint uint_t
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
uf_file 8 8 pointer pointer to struct file
uf_fpollinfo 16 8 pointer pointer to struct fpollinfo
uf_refcnt 24 4 int int
uf_alloc 28 4 int int
uf_flag 32 2 int short
uf_busy 34 2 int short
uf_wanted_cv 36 2 struct kcondvar_t
uf_closing_cv 38 2 struct kcondvar_t
uf_portfd 40 8 pointer pointer to struct portfd
uf_pad 48 16 char[],16,1,int char[16]
""",
    "uf_rlist": """\
24 struct
ur_next 0 8 pointer pointer to struct uf_rlist
ur_list 8 8 pointer pointer to uf_entry_t
ur_nfiles 16 4 int int
""",
    "file": """\
56 struct
f_tlock 0 8 struct kmutex_t
f_flag 8 2 uint ushort_t
f_flag2 10 2 uint ushort_t
f_vnode 16 8 pointer pointer to struct vnode
f_offset 24 8 int offset_t
f_cred 32 8 pointer pointer to struct cred
f_audit_data 40 8 pointer pointer to struct f_audit_data
f_count 48 4 int int
""",
    "snode": """\
152 struct
s_next 0 8 pointer pointer to struct snode
s_vnode 8 8 pointer pointer to struct vnode
s_realvp 16 8 pointer pointer to struct vnode
s_commonvp 24 8 pointer pointer to struct vnode
s_dev 32 8 uint dev_t
s_dip 40 8 pointer pointer to dev_info_t
s_nextr 48 8 uint u_offset_t
s_list 56 8 pointer pointer to struct snode
s_plcy 64 8 pointer pointer to struct devplcy
s_size 72 8 uint u_offset_t
s_flag 80 4 uint uint_t
s_fsid 88 8 uint dev_t
s_atime 96 8 int time_t
s_mtime 104 8 int time_t
s_ctime 112 8 int time_t
s_count 120 4 int int
s_mapcnt 128 8 int long
s_lock 136 8 struct kmutex_t
s_cv 144 2 struct kcondvar_t
""",
    "stdata": """\
376 struct
sd_wrq 0 8 pointer pointer to struct queue
sd_iocblk 8 8 pointer pointer to struct msgb
sd_vnode 16 8 pointer pointer to struct vnode
sd_strtab 24 8 pointer pointer to struct streamtab
sd_flag 32 4 uint uint_t
sd_iocid 36 4 uint uint_t
sd_sidp 40 8 pointer pointer to struct pid
sd_pgidp 48 8 pointer pointer to struct pid
sd_tail 56 2 uint ushort_t
sd_wroff 58 2 uint ushort_t
sd_rerror 60 4 int int
sd_werror 64 4 int int
sd_pushcnt 68 4 int int
sd_sigflags 72 4 int int
sd_siglist 80 8 pointer pointer to struct strsig
sd_pollist 88 24 struct struct pollhead
sd_mark 112 8 pointer pointer to struct msgb
sd_closetime 120 8 int clock_t
sd_lock 128 8 struct kmutex_t
sd_monitor 136 2 struct kcondvar_t
sd_iocmonitor 138 2 struct kcondvar_t
sd_refmonitor 140 2 struct kcondvar_t
sd_qn_minpsz 144 8 int ssize_t
sd_qn_maxpsz 152 8 int ssize_t
sd_mate 160 8 pointer pointer to struct stdata
sd_freezer 168 8 pointer kthread_id_t
sd_reflock 176 8 struct kmutex_t
sd_refcnt 184 4 int int
sd_wakeq 188 4 uint uint_t
sd_struiordq 192 8 pointer pointer to struct queue
sd_struiowrq 200 8 pointer pointer to struct queue
sd_struiodnak 208 1 int char
sd_struionak 216 8 pointer pointer to struct msgb
sd_t_audit_data 224 8 pointer caddr_t
sd_maxblk 232 8 int ssize_t
sd_rput_opt 240 4 uint uint_t
sd_wput_opt 244 4 uint uint_t
sd_read_opt 248 4 uint uint_t
sd_rprotofunc 256 8 pointer msgfunc_t
sd_rputdatafunc 264 8 pointer msgfunc_t
sd_rmiscfunc 272 8 pointer msgfunc_t
sd_wputdatafunc 280 8 pointer msgfunc_t
sd_rderrfunc 288 8 pointer errfunc_t
sd_wrerrfunc 296 8 pointer errfunc_t
sd_ciputctrl 304 8 pointer pointer to ciputctrl_t
sd_nciputctrl 312 4 uint uint_t
sd_anchor 316 4 int int
sd_qlock 320 8 struct kmutex_t
sd_qhead 328 8 pointer pointer to struct queue
sd_qtail 336 8 pointer pointer to struct queue
sd_servid 344 8 pointer pointer to void
sd_svcflags 352 2 uint ushort_t
sd_nqueues 354 2 int short
sd_qcv 356 2 struct kcondvar_t
sd_zcopy_wait 358 2 struct kcondvar_t
sd_copyflag 360 4 uint uint_t
sd_anchorzone 364 4 int zoneid_t
sd_cmdblk 368 8 pointer pointer to struct msgb
""",
    "pollhead": """\
24 struct
ph_list 0 8 pointer pointer to struct polldat
ph_pad1 8 8 pointer pointer to void
ph_pad2 16 2 int short
""",
    "modlinkage": """\
64 struct
ml_rev 0 4 int int
ml_linkage 8 56 array,7,8,pointer pointer to void[7]
""",
    "module_list": """\
16 struct
next 0 8 pointer pointer to struct module_list
mp 8 8 pointer pointer to struct module
""",
    "vfssw": """\
128 struct
vsw_name 0 8 pointer pointer to char
vsw_init 8 8 pointer pointer to function
vsw_flag 16 4 int int
vsw_optproto 24 16 struct mntopts_t
vsw_count 40 4 uint uint_t
vsw_lock 48 8 struct kmutex_t
vsw_vfsops 56 72 struct vfsops_t
""",
    "vfsops": """\
72 struct
vfs_mount 0 8 pointer pointer to function
vfs_unmount 8 8 pointer pointer to function
vfs_root 16 8 pointer pointer to function
vfs_statvfs 24 8 pointer pointer to function
vfs_sync 32 8 pointer pointer to function
vfs_vget 40 8 pointer pointer to function
vfs_mountroot 48 8 pointer pointer to function
vfs_freevfs 56 8 pointer pointer to function
vfs_vnstate 64 8 pointer pointer to function
""",
    "dispq": """\
24 struct
dq_first 0 8 pointer pointer to kthread_t
dq_last 8 8 pointer pointer to kthread_t
dq_sruncnt 16 4 int int
""",
    "plock": """\
8 struct
pl_lock 0 8 struct kmutex_t
""",
    "lwpdir": """\
16 struct
ld_next 0 8 pointer pointer to struct lwpdir
ld_entry 8 8 pointer pointer to struct lwpent
""",
    "tidhash": """\
16 struct
th_lock 0 8 struct kmutex_t
th_list 8 8 pointer pointer to lwpdir_t
""",
    "lgrp_ld": """\
80 struct
lpl_loadavg 0 4 uint lgrp_load_t
lpl_ncpu 4 4 uint uint_t
lpl_lgrpid 8 4 int lgrp_id_t
lpl_lgrp 16 8 pointer pointer to lgrp_t
lpl_parent 24 8 pointer pointer to struct lgrp_ld
lpl_cpus 32 8 pointer pointer to struct cpu
lpl_nrset 40 4 uint uint_t
lpl_homed_time 48 8 int hrtime_t
lpl_rset_sz 56 4 uint uint_t
lpl_rset 64 8 pointer pointer to pointer to struct lgrp_ld
lpl_id2rset 72 8 pointer pointer to int
""",
    "kstat": """\
184 struct
ks_crtime 0 8 int hrtime_t
ks_next 8 8 pointer pointer to struct kstat
ks_kid 16 4 int kid_t
ks_module 20 31 char[],31,1,int char[31]
ks_resv 51 1 uint uchar_t
ks_instance 52 4 int int
ks_name 56 31 char[],31,1,int char[31]
ks_type 87 1 uint uchar_t
ks_class 88 31 char[],31,1,int char[31]
ks_flags 119 1 uint uchar_t
ks_data 120 8 pointer pointer to void
ks_ndata 128 4 uint uint_t
ks_data_size 136 8 uint size_t
ks_snaptime 144 8 int hrtime_t
ks_update 152 8 pointer pointer to function
ks_private 160 8 pointer pointer to void
ks_snapshot 168 8 pointer pointer to function
ks_lock 176 8 pointer pointer to void
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
    "frtn_t": "struct free_rtn",
    "ftrace_data_t": "struct ftrace_data",
    "ftstk_t": "struct ftstk",
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
    "prfpregset_t": "struct prfpregset",
    "priv_set_t": "struct priv_set",
    "proc_t": "struct proc",
    "pthread_attr_t": "struct _pthread_attr",
    "ptl1_regs_t": "struct ptl1_regs",
    "ptl1_state_t": "struct ptl1_state",
    "ptl1_trapregs_t": "struct ptl1_trapregs",
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
    "task_usage_t": "struct task_usage",
    "tidhash_t": "struct tidhash",
    "timespec_t": "struct timespec",
    "timestruc_t": "struct timespec",
    "ts_label_t": "struct ts_label_s",
    "tsol_mlp_entry_t": "struct tsol_mlp_entry_s",
    "tsol_mlp_list_t": "struct tsol_mlp_list_s",
    "tsol_mlp_t": "struct tsol_mlp_s",
    "uf_entry_t": "struct uf_entry",
    "uf_info_t": "struct uf_info",
    "uf_rlist_t": "struct uf_rlist",
    "uio_t": "struct uio",
    "uioa_page_t": "struct uioa_page_s",
    "vattr_t": "struct vattr",
    "vfs_t": "struct vfs",
    "vfsops_t": "struct vfsops",
    "vnode_t": "struct vnode",
    "vopstats_t": "struct vopstats",
    "vsecattr_t": "struct vsecattr",
    "vsk_anchor_t": "struct vskstat_anchor",
    "watched_page_t": "struct watched_page",
    "xuio_t": "struct xuio",
    "zone_ref_t": "struct zone_ref",
}

CONSTANTS = {
    "DATAMODEL_ILP32": 1048576,
    "DATAMODEL_LP64": 2097152,
    "DATAMODEL_NATIVE": 2097152,
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
    "NAUXV": 20,
    "NCARGS": 2097152,
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
    "Elf64_Addr": (8, "uint"),
    "Elf64_Half": (2, "uint"),
    "Elf64_Off": (8, "uint"),
    "Elf64_Word": (4, "uint"),
    "Elf64_Xword": (8, "uint"),
    "_Classification": (2, "int"),
    "anoff_t": (8, "uint"),
    "boolean_t": (4, "int"),
    "caddr32_t": (4, "uint"),
    "caddr_t": (8, "pointer"),
    "callback_func_t": (8, "pointer"),
    "callbparams_id_t": (8, "uint"),
    "clock32_t": (4, "int"),
    "clock_t": (8, "int"),
    "core_content_t": (8, "uint"),
    "cpu_flag_t": (2, "uint"),
    "cpupartid_t": (4, "int"),
    "ctid_t": (4, "int"),
    "daddr32_t": (4, "int"),
    "dev_info_t": (8, "pointer"),
    "dev_t": (8, "uint"),
    "disp_lock_t": (1, "uint"),
    "dumpcsize_t": (4, "uint"),
    "errfunc_t": (8, "pointer"),
    "faultcode_t": (4, "int"),
    "fsblkcnt64_t": (8, "uint"),
    "fsblkcnt_t": (8, "uint"),
    "fsfilcnt64_t": (8, "uint"),
    "fsfilcnt_t": (8, "uint"),
    "gid_t": (4, "uint"),
    "greg_t": (8, "int"),
    "hat_region_cookie_t": (8, "pointer"),
    "hrtime_t": (8, "int"),
    "id_t": (4, "int"),
    "int16_t": (2, "int"),
    "int32_t": (4, "int"),
    "int64_t": (8, "int"),
    "intptr_t": (8, "int"),
    "k_fltset_t": (4, "uint"),
    "kid_t": (4, "int"),
    "klgrpset_t": (8, "uint"),
    "klwp_id_t": (8, "pointer"),
    "kt_did_t": (8, "uint"),
    "kthread_id_t": (8, "pointer"),
    "lgrp_gen_t": (4, "uint"),
    "lgrp_handle_t": (8, "uint"),
    "lgrp_id_t": (4, "int"),
    "lgrp_load_t": (4, "uint"),
    "lock_t": (1, "uint"),
    "longlong_t": (8, "int"),
    "major_t": (4, "uint"),
    "minor_t": (4, "uint"),
    "mnodeset_t": (8, "uint"),
    "mode_t": (4, "uint"),
    "model_t": (4, "uint"),
    "msgfunc_t": (8, "pointer"),
    "netstackid_t": (4, "int"),
    "nlink_t": (4, "uint"),
    "o_dev_t": (2, "int"),
    "offset_t": (8, "int"),
    "pc_t": (4, "uint"),
    "pfn_t": (8, "uint"),
    "pg_cid_t": (4, "uint"),
    "pg_relation_t": (4, "int"),
    "pgcnt_t": (8, "uint"),
    "pgid_t": (4, "int"),
    "pid_t": (4, "int"),
    "poolid_t": (4, "int"),
    "prgreg_t": (8, "int"),
    "pri_t": (2, "int"),
    "priv_chunk_t": (4, "uint"),
    "processorid_t": (4, "int"),
    "projid_t": (4, "int"),
    "psetid_t": (4, "int"),
    "rctl_entity_t": (4, "int"),
    "rctl_hndl_t": (4, "int"),
    "rctl_priv_t": (4, "int"),
    "rctl_qty_t": (8, "uint"),
    "reloc_dest_t": (8, "pointer"),
    "rlim64_t": (8, "uint"),
    "segcapability_t": (4, "int"),
    "selock_t": (4, "int"),
    "size_t": (8, "uint"),
    "spgcnt_t": (8, "int"),
    "ssize_t": (8, "int"),
    "strpollset_t": (2, "int"),
    "strsigset_t": (4, "uint"),
    "strwakeup_t": (4, "uint"),
    "suseconds_t": (8, "int"),
    "symid_t": (2, "uint"),
    "taskid_t": (4, "int"),
    "time32_t": (4, "int"),
    "time_t": (8, "int"),
    "timeout_id_t": (8, "pointer"),
    "u_longlong_t": (8, "uint"),
    "u_offset_t": (8, "uint"),
    "uchar_t": (1, "uint"),
    "uid_t": (4, "uint"),
    "uint16_t": (2, "uint"),
    "uint32_t": (4, "uint"),
    "uint64_t": (8, "uint"),
    "uint8_t": (1, "uint"),
    "uint_t": (4, "uint"),
    "uintptr_t": (8, "uint"),
    "uio_seg_t": (4, "int"),
    "ulong_t": (8, "uint"),
    "ushort_t": (2, "uint"),
    "utrap_handler_t": (8, "pointer"),
    "vcexcl_t": (4, "int"),
    "vnevent_t": (4, "int"),
    "vntrans_t": (4, "int"),
    "vtype_t": (4, "int"),
    "zone_status_t": (4, "int"),
    "zoneid_t": (4, "int"),
}
