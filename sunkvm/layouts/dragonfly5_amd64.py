# ruff: noqa
# mypy: ignore-errors
"""Struct layouts of DragonFly 5.9-DEVELOPMENT, x86_64. Made by tests/oracle/make_tables.py; do not edit.

Source: DragonFly BSD 5.9-DEVELOPMENT (__DragonFly_version 500901, July 2020), github lileding/DragonFlyBSD @
f875a8eec79e1ede24a447f231db7c2b058e68cd; kernel view with X86_64_GENERIC options (INVARIANTS on), clang 14
DWARF; nlist/kvm_swap/ps_strings from user headers.

X86_64_GENERIC kernel, x86_64, little-endian.

A struct is a text: size and tag, then a line for each member with its name, offset, size, kind and type.
The kind of arrays is followed by ",count,element size,element kind", that of bit-fields by ":bits:shift".
"""

STRUCTS = {
    "blist": """\
48 struct
bl_blocks 0 8 int swblk_t
bl_radix 8 8 int int64_t
bl_skip 16 8 int swblk_t
bl_free 24 8 int swblk_t
bl_root 32 8 pointer pointer to blmeta_t
bl_rootblks 40 8 int swblk_t
""",
    "blmeta": """\
16 struct
u 0 8 union union {anonymous}
u.bmu_avail 0 8 int swblk_t
u.bmu_bitmap 0 8 uint u_swblk_t
bm_bighint 8 8 int swblk_t
""",
    "cdev": """\
320 struct
si_flags 0 4 uint u_int
si_inode 8 8 uint __uint64_t
si_uid 16 4 uint uid_t
si_gid 20 4 uint gid_t
si_perms 24 4 int int
link 32 16 struct struct {anonymous}
link.tqe_next 32 8 pointer pointer to struct cdev
link.tqe_prev 40 8 pointer pointer to pointer to struct cdev
si_uminor 48 4 int int
si_umajor 52 4 int int
si_parent 56 8 pointer pointer to struct cdev
si_hash 64 16 struct struct {anonymous}
si_hash.le_next 64 8 pointer pointer to struct cdev
si_hash.le_prev 72 8 pointer pointer to pointer to struct cdev
si_hlist 80 8 struct struct {anonymous}
si_hlist.slh_first 80 8 pointer pointer to struct vnode
si_name 88 64 char[],64,1,int char[64]
si_drv1 152 8 pointer pointer to void
si_drv2 160 8 pointer pointer to void
si_ops 168 8 pointer pointer to struct dev_ops
si_bops 176 8 pointer pointer to struct dev_ops
si_iosize_max 184 4 int int
si_sysref 192 56 struct struct sysref
__si_u 248 24 union union {anonymous}
__si_u.__si_tty 248 8 struct struct {anonymous}
__si_u.__si_tty.__sit_tty 248 8 pointer pointer to struct tty
__si_u.__si_disk 248 24 struct struct {anonymous}
__si_u.__si_disk.__sid_disk 248 8 pointer pointer to struct disk
__si_u.__si_disk.__sid_mountpoint 256 8 pointer pointer to struct mount
__si_u.__si_disk.__sid_bsize_phys 264 4 int int
__si_u.__si_disk.__sid_bsize_best 268 4 int int
si_track_read 272 4 struct struct bio_track
si_track_read.bk_active 272 4 int int
si_track_write 276 4 struct struct bio_track
si_track_write.bk_active 276 4 int int
si_lastread 280 8 int time_t
si_lastwrite 288 8 int time_t
si_object 296 8 pointer pointer to struct vm_object
si_dict 304 8 pointer prop_dictionary_t
si_kqinfo 312 8 struct struct kqinfo
si_kqinfo.ki_note 312 8 struct struct klist
si_kqinfo.ki_note.slh_first 312 8 pointer pointer to struct knote
""",
    "fdnode": """\
48 struct
fp 0 8 pointer pointer to struct file
fileflags 8 1 int char
isfull 9 1 int char
iterator 10 1 int char
reserved 11 1 int char
allocated 12 4 int int
tdcache 16 32 array,4,8,pointer pointer to struct fdcache[4]
""",
    "file": """\
128 struct
f_list 0 16 struct struct {anonymous}
f_list.le_next 0 8 pointer pointer to struct file
f_list.le_prev 8 8 pointer pointer to pointer to struct file
f_FILLER3 16 2 int short
f_type 18 2 int short
f_flag 20 4 uint u_int
f_cred 24 8 pointer pointer to struct ucred
f_ops 32 8 pointer pointer to struct fileops
f_seqcount 40 4 int int
f_nextoff 48 8 int off_t
f_offset 56 8 int off_t
f_data 64 8 pointer pointer to void
f_data1 72 8 pointer pointer to void
f_count 80 4 int int
f_msgcount 84 4 int int
f_nchandle 88 16 struct struct nchandle
f_nchandle.ncp 88 8 pointer pointer to struct namecache
f_nchandle.mount 96 8 pointer pointer to struct mount
f_spin 104 8 struct struct spinlock
f_klist 112 8 struct struct klist
f_klist.slh_first 112 8 pointer pointer to struct knote
private_data 120 8 pointer pointer to void
""",
    "filedesc": """\
848 struct
fd_files 0 8 pointer pointer to struct fdnode
fd_cdir 8 8 pointer pointer to struct vnode
fd_rdir 16 8 pointer pointer to struct vnode
fd_jdir 24 8 pointer pointer to struct vnode
fd_ncdir 32 16 struct struct nchandle
fd_ncdir.ncp 32 8 pointer pointer to struct namecache
fd_ncdir.mount 40 8 pointer pointer to struct mount
fd_nrdir 48 16 struct struct nchandle
fd_nrdir.ncp 48 8 pointer pointer to struct namecache
fd_nrdir.mount 56 8 pointer pointer to struct mount
fd_njdir 64 16 struct struct nchandle
fd_njdir.ncp 64 8 pointer pointer to struct namecache
fd_njdir.mount 72 8 pointer pointer to struct mount
fd_nfiles 80 4 int int
fd_lastfile 84 4 int int
fd_freefile 88 4 int int
fd_cmask 92 4 int int
fd_refcnt 96 4 int int
fd_softrefs 100 4 int int
fd_holdleaderscount 104 4 int int
fd_holdleaderswakeup 108 4 int int
fd_closedcounter 112 4 int int
fd_spin 116 8 struct struct spinlock
fd_builtin_files 128 720 array,15,48,struct struct fdnode[15]
""",
    "globaldata": """\
14848 struct
gd_prvspace 0 8 pointer pointer to struct privatespace
gd_curthread 8 8 pointer pointer to struct thread
gd_freetd 16 8 pointer pointer to struct thread
gd_reqflags 24 4 uint __uint32_t
gd_flags 32 8 int long
gd_tdallq 40 16 struct lwkt_queue
gd_tdallq.tqh_first 40 8 pointer pointer to struct thread
gd_tdallq.tqh_last 48 8 pointer pointer to pointer to struct thread
gd_tdrunq 56 16 struct lwkt_queue
gd_tdrunq.tqh_first 56 8 pointer pointer to struct thread
gd_tdrunq.tqh_last 64 8 pointer pointer to pointer to struct thread
gd_cpuid 72 4 uint __uint32_t
gd_cpumask 80 32 struct cpumask_t
gd_other_cpus 112 32 struct cpumask_t
statint 144 16 union union {anonymous}
statint.gd_stattv 144 16 struct struct timeval
statint.gd_statcv 144 8 uint sysclock_t
gd_intr_nesting_level 160 4 int int
gd_cnt 164 200 struct struct vmmeter
gd_vmtotal 368 112 struct struct vmtotal
gd_ipimask 480 32 struct cpumask_t
gd_ipiq 512 8 pointer pointer to struct lwkt_ipiq
gd_cpusyncq 520 8208 struct struct lwkt_ipiq
gd_npoll 8728 4 uint u_int
gd_tdrunqcount 8732 4 int int
gd_unused02B 8768 1600 struct struct thread
gd_idlethread 10368 1600 struct struct thread
gd_slab 11968 1344 struct SLGlobalData
gd_trap_nesting_level 13312 4 int int
gd_vme_avail 13316 4 int int
gd_vme_base 13320 8 pointer pointer to struct vm_map_entry
gd_systimerq 13328 16 struct struct systimerq
gd_systimerq.tqh_first 13328 8 pointer pointer to struct systimer
gd_systimerq.tqh_last 13336 8 pointer pointer to pointer to struct systimer
gd_syst_nest 13344 4 int int
gd_hardclock 13352 88 struct struct systimer
gd_statclock 13440 88 struct struct systimer
gd_schedclock 13528 88 struct struct systimer
gd_time_seconds 13616 4 uint volatile __uint32_t
gd_cpuclock_base 13624 8 uint volatile sysclock_t
gd_pipeq 13632 8 pointer pointer to struct pipe
gd_nchstats 13640 8 pointer pointer to struct nchstats
gd_pipeqcount 13648 4 int int
gd_sysid_alloc 13656 8 uint sysid_t
gd_tsleep_hash 13664 8 pointer pointer to struct tslpque
gd_processing_ipiq 13672 8 int long
gd_spinlocks 13680 4 int int
gd_systimer_inprog 13688 8 pointer pointer to struct systimer
gd_timer_running 13696 4 int int
gd_idle_repeat 13700 4 uint u_int
gd_quick_color 13704 4 int int
gd_cachedvnodes 13708 4 int int
gd_rand_incr 13712 4 int int
gd_activevnodes 13716 4 int int
gd_inactivevnodes 13720 4 int int
gd_ireserved 13724 8 array,2,4,int int[2]
gd_infomsg 13736 8 pointer pointer to const char
gd_handoff 13744 24 struct struct lwkt_tokref
gd_handoff.tr_tok 13744 8 pointer lwkt_token_t
gd_handoff.tr_count 13752 8 int long
gd_handoff.tr_owner 13760 8 pointer pointer to struct thread
gd_delayed_wakeup 13768 16 array,2,8,pointer pointer to void[2]
gd_sample_pc 13784 8 pointer pointer to void
gd_anoninum 13792 8 uint uint64_t
gd_forkid 13800 8 uint uint64_t
gd_sample_sp 13808 8 pointer pointer to void
gd_cpumask_simple 13816 8 uint uint64_t
gd_cpumask_offset 13824 8 uint uint64_t
gd_vmstats 13832 256 struct struct vmstats
gd_vmstats_adj 14088 256 struct struct vmstats
gd_loadav_callout 14344 128 struct struct callout
gd_schedcpu_callout 14472 128 struct struct callout
gd_indefinite 14656 64 struct indefinite_info_t
gd_indefinite.base 14656 8 uint tsc_uclock_t
gd_indefinite.ident 14664 8 pointer pointer to const char
gd_indefinite.secs 14672 4 int int
gd_indefinite.count 14676 4 int int
gd_indefinite.type 14680 1 int char
gd_indefinite.reported 14681 1 int char
gd_loadav_nrunnable 14720 4 uint uint32_t
gd_reserved32 14724 4 array,1,4,uint uint32_t[1]
gd_sysctllock 14728 32 struct struct lock
gd_debug1 14760 8 uint uintptr_t
gd_debug2 14768 8 uint uintptr_t
gd_preserved 14776 16 array,2,8,pointer pointer to void[2]
""",
    "kinfo_cputime": """\
104 struct
cp_user 0 8 uint uint64_t
cp_nice 8 8 uint uint64_t
cp_sys 16 8 uint uint64_t
cp_intr 24 8 uint uint64_t
cp_idle 32 8 uint uint64_t
cp_unused01 40 8 uint uint64_t
cp_unused02 48 8 uint uint64_t
cp_sample_pc 56 8 uint uint64_t
cp_sample_sp 64 8 uint uint64_t
cp_msg 72 32 char[],32,1,int char[32]
""",
    "kinfo_file": """\
72 struct
f_size 0 8 uint size_t
f_pid 8 4 int pid_t
f_uid 12 4 uint uid_t
f_fd 16 4 int int
f_file 24 8 pointer pointer to void
f_type 32 2 int short
f_count 36 4 int int
f_msgcount 40 4 int int
f_offset 48 8 int off_t
f_data 56 8 pointer pointer to void
f_flag 64 4 uint u_int
""",
    "kinfo_lwp": """\
312 struct
kl_pid 0 4 int pid_t
kl_tid 4 4 int lwpid_t
kl_flags 8 4 int int
kl_stat 12 4 uint enum lwpstat
kl_lock 16 4 int int
kl_tdflags 20 4 int int
kl_mpcount 24 4 int int
kl_prio 28 4 int int
kl_tdprio 32 4 int int
kl_rtprio 36 4 struct struct rtprio
kl_uticks 40 8 uint uint64_t
kl_sticks 48 8 uint uint64_t
kl_iticks 56 8 uint uint64_t
kl_cpticks 64 8 uint uint64_t
kl_pctcpu 72 4 uint u_int
kl_slptime 76 4 uint u_int
kl_origcpu 80 4 int int
kl_estcpu 84 4 int int
kl_cpuid 88 4 int int
kl_ru 96 144 struct struct rusage
kl_siglist 240 16 struct sigset_t
kl_siglist.__bits 240 16 array,4,4,uint unsigned int[4]
kl_sigmask 256 16 struct sigset_t
kl_sigmask.__bits 256 16 array,4,4,uint unsigned int[4]
kl_wchan 272 8 uint uintptr_t
kl_wmesg 280 9 char[],9,1,int char[9]
kl_comm 289 17 char[],17,1,int char[17]
""",
    "kinfo_proc": """\
992 struct
kp_paddr 0 8 uint uintptr_t
kp_flags 8 4 int int
kp_stat 12 4 uint enum procstat
kp_lock 16 4 int int
kp_acflag 20 4 int int
kp_traceflag 24 4 int int
kp_fd 32 8 uint uintptr_t
kp_siglist 40 16 struct sigset_t
kp_siglist.__bits 40 16 array,4,4,uint unsigned int[4]
kp_sigignore 56 16 struct sigset_t
kp_sigignore.__bits 56 16 array,4,4,uint unsigned int[4]
kp_sigcatch 72 16 struct sigset_t
kp_sigcatch.__bits 72 16 array,4,4,uint unsigned int[4]
kp_sigflag 88 4 int int
kp_start 96 16 struct struct timeval
kp_comm 112 17 char[],17,1,int char[17]
kp_uid 132 4 uint uid_t
kp_ngroups 136 2 int short
kp_groups 140 64 array,16,4,uint gid_t[16]
kp_ruid 204 4 uint uid_t
kp_svuid 208 4 uint uid_t
kp_rgid 212 4 uint gid_t
kp_svgid 216 4 uint gid_t
kp_pid 220 4 int pid_t
kp_ppid 224 4 int pid_t
kp_pgid 228 4 int pid_t
kp_jobc 232 4 int int
kp_sid 236 4 int pid_t
kp_login 240 40 char[],40,1,int char[40]
kp_tdev 280 4 uint dev_t
kp_tpgid 284 4 int pid_t
kp_tsid 288 4 int pid_t
kp_exitstat 292 2 uint u_short
kp_nthreads 296 4 int int
kp_nice 300 4 int int
kp_swtime 304 4 uint unsigned int
kp_vm_map_size 312 8 uint size_t
kp_vm_rssize 320 8 int segsz_t
kp_vm_swrss 328 8 int segsz_t
kp_vm_tsize 336 8 int segsz_t
kp_vm_dsize 344 8 int segsz_t
kp_vm_ssize 352 8 int segsz_t
kp_vm_prssize 360 4 uint u_int
kp_jailid 364 4 int int
kp_ru 368 144 struct struct rusage
kp_cru 512 144 struct struct rusage
kp_auxflags 656 4 int int
kp_lwp 664 312 struct struct kinfo_lwp
kp_ktaddr 976 8 uint uintptr_t
kp_spare 984 8 array,2,4,int int[2]
""",
    "kvm_swap": """\
84 struct
ksw_devname 0 64 char[],64,1,int char[64]
ksw_used 64 4 uint u_int
ksw_total 68 4 uint u_int
ksw_flags 72 4 int int
ksw_reserved1 76 4 uint u_int
ksw_reserved2 80 4 uint u_int
""",
    "linker_file": """\
144 struct
refs 0 4 int int
userrefs 4 4 int int
flags 8 4 int int
link 16 16 struct struct {anonymous}
link.tqe_next 16 8 pointer pointer to struct linker_file
link.tqe_prev 24 8 pointer pointer to pointer to struct linker_file
filename 32 8 pointer pointer to char
id 40 4 int int
address 48 8 pointer caddr_t
size 56 8 uint size_t
ndeps 64 4 int int
deps 72 8 pointer pointer to linker_file_t
common 80 16 struct struct {anonymous}
common.stqh_first 80 8 pointer pointer to struct common_symbol
common.stqh_last 88 8 pointer pointer to pointer to struct common_symbol
modules 96 16 struct struct {anonymous}
modules.tqh_first 96 8 pointer pointer to struct module
modules.tqh_last 104 8 pointer pointer to pointer to struct module
loaded 112 16 struct struct {anonymous}
loaded.tqe_next 112 8 pointer pointer to struct linker_file
loaded.tqe_prev 120 8 pointer pointer to pointer to struct linker_file
priv 128 8 pointer pointer to void
ops 136 8 pointer pointer to struct linker_file_ops
""",
    "loadavg": """\
32 struct
ldavg 0 24 array,3,8,uint __uint64_t[3]
fscale 24 8 int long
""",
    "lock": """\
32 struct
lk_flags 0 4 uint u_int
lk_timo 4 4 int int
lk_count 8 8 uint uint64_t
lk_wmesg 16 8 pointer pointer to const char
lk_lockholder 24 8 pointer pointer to struct thread
""",
    "lwkt_token": """\
32 struct
t_count 0 8 int long
t_ref 8 8 pointer pointer to struct lwkt_tokref
t_collisions 16 8 int long
t_desc 24 8 pointer pointer to const char
""",
    "lwp": """\
608 struct
lwp_procq 0 16 struct struct {anonymous}
lwp_procq.tqe_next 0 8 pointer pointer to struct lwp
lwp_procq.tqe_prev 8 8 pointer pointer to pointer to struct lwp
u 16 32 union union {anonymous}
u.lwp_rbnode 16 32 struct struct {anonymous}
u.lwp_rbnode.rbe_left 16 8 pointer pointer to struct lwp
u.lwp_rbnode.rbe_right 24 8 pointer pointer to struct lwp
u.lwp_rbnode.rbe_parent 32 8 pointer pointer to struct lwp
u.lwp_rbnode.rbe_color 40 4 int int
u.lwp_reap_entry 16 16 struct struct {anonymous}
u.lwp_reap_entry.le_next 16 8 pointer pointer to struct lwp
u.lwp_reap_entry.le_prev 24 8 pointer pointer to pointer to struct lwp
lwp_proc 48 8 pointer pointer to struct proc
lwp_vmspace 56 8 pointer pointer to struct vmspace
lwp_vkernel 64 8 pointer pointer to struct vkernel_lwp
lwp_tid 72 4 int lwpid_t
lwp_flags 76 4 uint u_int
lwp_mpflags 80 4 uint u_int
lwp_stat 84 4 uint enum lwpstat
lwp_lock 88 4 int int
lwp_dupfd 92 4 int int
lwp_sig 96 4 int int
lwp_code 104 8 uint u_long
lwp_cpticks 112 8 uint sysclock_t
lwp_pctcpu 120 4 uint fixpt_t
lwp_slptime 124 4 uint u_int
lwp_rebal_ticks 128 4 uint u_int
lwp_traceflag 132 4 int int
lwp_ru 136 144 struct struct rusage
lwp_usdata 280 24 union union usched_data
lwp_usdata.bsd4 280 16 struct struct {anonymous}
lwp_usdata.bsd4.priority 280 2 int short
lwp_usdata.bsd4.unused01 282 1 int char
lwp_usdata.bsd4.rqindex 283 1 int char
lwp_usdata.bsd4.batch 284 4 int int
lwp_usdata.bsd4.estcpu 288 4 int int
lwp_usdata.bsd4.rqtype 292 2 uint u_short
lwp_usdata.bsd4.unused02 294 2 uint u_short
lwp_usdata.dfly 280 24 struct struct {anonymous}
lwp_usdata.dfly.priority 280 2 int short
lwp_usdata.dfly.forked 282 1 int char
lwp_usdata.dfly.rqindex 283 1 int char
lwp_usdata.dfly.estfast 284 2 int short
lwp_usdata.dfly.uload 286 2 int short
lwp_usdata.dfly.estcpu 288 4 int int
lwp_usdata.dfly.rqtype 292 2 uint u_short
lwp_usdata.dfly.qcpu 294 2 uint u_short
lwp_usdata.dfly.rrcount 296 2 uint u_short
lwp_usdata.dfly.unused01 298 2 uint u_short
lwp_usdata.dfly.unused02 300 2 uint u_short
lwp_usdata.dfly.unused03 302 2 uint u_short
lwp_usdata.pad 280 24 array,6,4,int int[6]
lwp_cpumask 304 32 struct cpumask_t
lwp_siglist 336 16 struct sigset_t
lwp_siglist.__bits 336 16 array,4,4,uint unsigned int[4]
lwp_oldsigmask 352 16 struct sigset_t
lwp_oldsigmask.__bits 352 16 array,4,4,uint unsigned int[4]
lwp_sigmask 368 16 struct sigset_t
lwp_sigmask.__bits 368 16 array,4,4,uint unsigned int[4]
lwp_sigstk 384 24 struct stack_t
lwp_sigstk.ss_sp 384 8 pointer pointer to void
lwp_sigstk.ss_size 392 8 uint size_t
lwp_sigstk.ss_flags 400 4 int int
lwp_rtprio 408 4 struct struct rtprio
lwp_md 416 8 struct struct mdproc
lwp_md.md_regs 416 8 pointer pointer to struct trapframe
lwp_thread 424 8 pointer pointer to struct thread
lwp_lpmap 432 8 pointer pointer to struct sys_lpmap
lwp_kqueue 440 96 struct struct kqueue
lwp_kqueue.kq_knpend 440 16 struct struct kqlist
lwp_kqueue.kq_knpend.tqh_first 440 8 pointer pointer to struct knote
lwp_kqueue.kq_knpend.tqh_last 448 8 pointer pointer to pointer to struct knote
lwp_kqueue.kq_knlist 456 16 struct struct kqlist
lwp_kqueue.kq_knlist.tqh_first 456 8 pointer pointer to struct knote
lwp_kqueue.kq_knlist.tqh_last 464 8 pointer pointer to pointer to struct knote
lwp_kqueue.kq_count 472 4 int int
lwp_kqueue.kq_sigio 480 8 pointer pointer to struct sigio
lwp_kqueue.kq_kqinfo 488 8 struct struct kqinfo
lwp_kqueue.kq_kqinfo.ki_note 488 8 struct struct klist
lwp_kqueue.kq_kqinfo.ki_note.slh_first 488 8 pointer pointer to struct knote
lwp_kqueue.kq_fdp 496 8 pointer pointer to struct filedesc
lwp_kqueue.kq_state 504 4 int int
lwp_kqueue.kq_sleep_cnt 508 4 uint u_int
lwp_kqueue.kq_regtd 512 8 pointer pointer to struct thread
lwp_kqueue.kq_knhashmask 520 8 uint u_long
lwp_kqueue.kq_knhash 528 8 pointer pointer to struct klist
lwp_kqueue_serial 536 8 uint uint64_t
lwp_token 544 32 struct struct lwkt_token
lwp_spin 576 8 struct struct spinlock
lwp_lpmap_backing_list 584 16 struct struct {anonymous}
lwp_lpmap_backing_list.tqh_first 584 8 pointer pointer to struct vm_map_backing
lwp_lpmap_backing_list.tqh_last 592 8 pointer pointer to pointer to struct vm_map_backing
lwp_cpbase 600 8 uint sysclock_t
""",
    "mount": """\
952 struct
mnt_list 0 16 struct struct {anonymous}
mnt_list.tqe_next 0 8 pointer pointer to struct mount
mnt_list.tqe_prev 8 8 pointer pointer to pointer to struct mount
mnt_op 16 8 pointer pointer to struct vfsops
mnt_vfc 24 8 pointer pointer to struct vfsconf
mnt_namecache_gen 32 4 uint u_int
mnt_pbuf_count 36 4 uint u_int
mnt_syncer 40 8 pointer pointer to struct vnode
mnt_syncer_ctx 48 8 pointer pointer to struct syncer_ctx
mnt_nvnodelist 56 16 struct struct vnodelst
mnt_nvnodelist.tqh_first 56 8 pointer pointer to struct vnode
mnt_nvnodelist.tqh_last 64 8 pointer pointer to pointer to struct vnode
mnt_vnodescan_list 72 16 struct struct {anonymous}
mnt_vnodescan_list.tqh_first 72 8 pointer pointer to struct vmntvnodescan_info
mnt_vnodescan_list.tqh_last 80 8 pointer pointer to pointer to struct vmntvnodescan_info
mnt_lock 88 32 struct struct lock
mnt_flag 120 4 int int
mnt_kern_flag 124 4 int int
mnt_maxsymlinklen 128 4 int int
mnt_stat 136 320 struct struct statfs
mnt_vstat 456 160 struct struct statvfs
mnt_data 616 8 pointer qaddr_t
mnt_time 624 8 int time_t
mnt_iosize_max 632 4 uint u_int
mnt_reservedvnlist 640 16 struct struct vnodelst
mnt_reservedvnlist.tqh_first 640 8 pointer pointer to struct vnode
mnt_reservedvnlist.tqh_last 648 8 pointer pointer to pointer to struct vnode
mnt_nvnodelistsize 656 4 int int
mnt_vn_use_ops 664 8 pointer pointer to struct vop_ops
mnt_vn_coherency_ops 672 8 pointer pointer to struct vop_ops
mnt_vn_journal_ops 680 8 pointer pointer to struct vop_ops
mnt_vn_norm_ops 688 8 pointer pointer to struct vop_ops
mnt_vn_spec_ops 696 8 pointer pointer to struct vop_ops
mnt_vn_fifo_ops 704 8 pointer pointer to struct vop_ops
mnt_ncmountpt 712 16 struct struct nchandle
mnt_ncmountpt.ncp 712 8 pointer pointer to struct namecache
mnt_ncmountpt.mount 720 8 pointer pointer to struct mount
mnt_ncmounton 728 16 struct struct nchandle
mnt_ncmounton.ncp 728 8 pointer pointer to struct namecache
mnt_ncmounton.mount 736 8 pointer pointer to struct mount
mnt_pad 744 16 char[],16,1,int char[16]
mnt_cred 760 8 pointer pointer to struct ucred
mnt_refs 768 4 int int
mnt_hold 772 4 int int
mnt_token 776 32 struct struct lwkt_token
mnt_jlist 808 16 struct struct journallst
mnt_jlist.tqh_first 808 8 pointer pointer to struct journal
mnt_jlist.tqh_last 816 8 pointer pointer to pointer to struct journal
mnt_jbitmap 824 8 pointer pointer to u_int8_t
mnt_streamid 832 2 int int16_t
mnt_bioops 840 8 pointer pointer to struct bio_ops
mnt_acct 848 72 struct struct vfs_acct
mnt_acct.ac_uroot 848 24 struct struct ac_utree
mnt_acct.ac_uroot.rbh_root 848 8 pointer pointer to struct ac_unode
mnt_acct.ac_uroot.rbh_inprog 856 8 pointer pointer to struct ac_utree_scan_info
mnt_acct.ac_uroot.rbh_spin 864 8 struct struct spinlock
mnt_acct.ac_groot 872 24 struct struct ac_gtree
mnt_acct.ac_groot.rbh_root 872 8 pointer pointer to struct ac_gnode
mnt_acct.ac_groot.rbh_inprog 880 8 pointer pointer to struct ac_gtree_scan_info
mnt_acct.ac_groot.rbh_spin 888 8 struct struct spinlock
mnt_acct.ac_bytes 896 8 uint uint64_t
mnt_acct.ac_limit 904 8 uint uint64_t
mnt_acct.ac_spin 912 8 struct struct spinlock
mnt_node 920 32 struct struct {anonymous}
mnt_node.rbe_left 920 8 pointer pointer to struct mount
mnt_node.rbe_right 928 8 pointer pointer to struct mount
mnt_node.rbe_parent 936 8 pointer pointer to struct mount
mnt_node.rbe_color 944 4 int int
""",
    "msgbuf": """\
32 struct
msg_magic 0 4 uint unsigned int
msg_size 4 4 uint unsigned int
msg_bufx 8 4 uint unsigned int
msg_bufr 12 4 uint unsigned int
msg_ptr 16 8 pointer pointer to char
msg_bufl 24 4 uint unsigned int
msg_unused01 28 4 uint unsigned int
""",
    "namecache": """\
256 struct
nc_hash 0 16 struct struct {anonymous}
nc_hash.tqe_next 0 8 pointer pointer to struct namecache
nc_hash.tqe_prev 8 8 pointer pointer to pointer to struct namecache
nc_entry 16 16 struct struct {anonymous}
nc_entry.tqe_next 16 8 pointer pointer to struct namecache
nc_entry.tqe_prev 24 8 pointer pointer to pointer to struct namecache
nc_vnode 32 16 struct struct {anonymous}
nc_vnode.tqe_next 32 8 pointer pointer to struct namecache
nc_vnode.tqe_prev 40 8 pointer pointer to pointer to struct namecache
nc_list 48 16 struct struct namecache_list
nc_list.tqh_first 48 8 pointer pointer to struct namecache
nc_list.tqh_last 56 8 pointer pointer to pointer to struct namecache
nc_head 64 8 pointer pointer to struct nchash_head
nc_parent 72 8 pointer pointer to struct namecache
nc_vp 80 8 pointer pointer to struct vnode
nc_flag 88 2 uint u_short
nc_nlen 90 1 uint u_char
nc_unused 91 1 uint u_char
nc_name 96 8 pointer pointer to char
nc_error 104 4 int int
nc_timeout 108 4 int int
nc_negcpu 112 4 int int
nc_namecache_gen 128 4 uint u_int
nc_generation 132 4 uint u_int
nc_refs 136 4 int int
nc_lock 192 32 struct struct lock
""",
    "nchstats": """\
64 struct
ncs_goodhits 0 8 uint unsigned long
ncs_neghits 8 8 uint unsigned long
ncs_badhits 16 8 uint unsigned long
ncs_falsehits 24 8 uint unsigned long
ncs_miss 32 8 uint unsigned long
ncs_longhits 40 8 uint unsigned long
ncs_longmiss 48 8 uint unsigned long
ncs_unused 56 8 uint unsigned long
""",
    "nlist": """\
24 struct
n_name 0 8 pointer pointer to const char
n_type 8 1 uint unsigned char
n_other 9 1 int char
n_desc 10 2 int short
n_value 16 8 uint unsigned long
""",
    "pargs": """\
8 struct
ar_ref 0 4 uint u_int
ar_length 4 4 uint u_int
ar_args 8 0 char[],0,1,uint u_char[0]
""",
    "pcb": """\
1344 struct
padxx 0 56 array,7,8,int register_t[7]
pcb_cr3_iso 56 8 int register_t
pcb_cr3 64 8 int register_t
pcb_r15 72 8 int register_t
pcb_r14 80 8 int register_t
pcb_r13 88 8 int register_t
pcb_r12 96 8 int register_t
pcb_rbp 104 8 int register_t
pcb_rsp 112 8 int register_t
pcb_rbx 120 8 int register_t
pcb_rip 128 8 int register_t
pcb_rsi 136 8 int register_t
pcb_rdi 144 8 int register_t
pcb_rflags 152 8 int register_t
pcb_fsbase 160 8 int register_t
pcb_gsbase 168 8 int register_t
pcb_flags 176 8 uint u_long
pcb_ds 184 4 uint u_int32_t
pcb_es 188 4 uint u_int32_t
pcb_fs 192 4 uint u_int32_t
pcb_gs 196 4 uint u_int32_t
pcb_dr0 200 8 uint u_int64_t
pcb_dr1 208 8 uint u_int64_t
pcb_dr2 216 8 uint u_int64_t
pcb_dr3 224 8 uint u_int64_t
pcb_dr6 232 8 uint u_int64_t
pcb_dr7 240 8 uint u_int64_t
pcb_ldt 248 8 pointer pointer to struct pcb_ldt
pcb_save 256 1024 union union savefpu
pcb_save.sv_87 256 176 struct struct save87
pcb_save.sv_87.sv_env 256 28 struct struct env87
pcb_save.sv_87.sv_env.en_cw 256 4 int int32_t
pcb_save.sv_87.sv_env.en_sw 260 4 int int32_t
pcb_save.sv_87.sv_env.en_tw 264 4 int int32_t
pcb_save.sv_87.sv_env.en_fip 268 4 int int32_t
pcb_save.sv_87.sv_env.en_fcs 272 2 uint uint16_t
pcb_save.sv_87.sv_env.en_opcode 274 2 uint uint16_t
pcb_save.sv_87.sv_env.en_foo 276 4 int int32_t
pcb_save.sv_87.sv_env.en_fos 280 4 int int32_t
pcb_save.sv_87.sv_ac 284 80 array,8,10,struct struct fpacc87[8]
pcb_save.sv_87.sv_pad0 364 4 char[],4,1,uint uint8_t[4]
pcb_save.sv_87.sv_pad 368 64 char[],64,1,uint uint8_t[64]
pcb_save.sv_xmm 256 512 struct struct savexmm
pcb_save.sv_xmm.sv_env 256 32 struct struct envxmm
pcb_save.sv_xmm.sv_env.en_cw 256 2 uint uint16_t
pcb_save.sv_xmm.sv_env.en_sw 258 2 uint uint16_t
pcb_save.sv_xmm.sv_env.en_tw 260 2 uint uint16_t
pcb_save.sv_xmm.sv_env.en_opcode 262 2 uint uint16_t
pcb_save.sv_xmm.sv_env.en_fip 264 4 uint uint32_t
pcb_save.sv_xmm.sv_env.en_fcs 268 2 uint uint16_t
pcb_save.sv_xmm.sv_env.en_pad0 270 2 uint uint16_t
pcb_save.sv_xmm.sv_env.en_foo 272 4 uint uint32_t
pcb_save.sv_xmm.sv_env.en_fos 276 2 uint uint16_t
pcb_save.sv_xmm.sv_env.en_pad1 278 2 uint uint16_t
pcb_save.sv_xmm.sv_env.en_mxcsr 280 4 uint uint32_t
pcb_save.sv_xmm.sv_env.en_mxcsr_mask 284 4 uint uint32_t
pcb_save.sv_xmm.sv_fp 288 128 array,8,16,struct struct {anonymous}[8]
pcb_save.sv_xmm.sv_xmm 416 128 array,8,16,struct struct xmmacc[8]
pcb_save.sv_xmm.sv_pad 544 224 char[],224,1,uint uint8_t[224]
pcb_save.sv_ymm 256 832 struct struct saveymm
pcb_save.sv_ymm.sv_env 256 32 struct struct envxmm
pcb_save.sv_ymm.sv_env.en_cw 256 2 uint uint16_t
pcb_save.sv_ymm.sv_env.en_sw 258 2 uint uint16_t
pcb_save.sv_ymm.sv_env.en_tw 260 2 uint uint16_t
pcb_save.sv_ymm.sv_env.en_opcode 262 2 uint uint16_t
pcb_save.sv_ymm.sv_env.en_fip 264 4 uint uint32_t
pcb_save.sv_ymm.sv_env.en_fcs 268 2 uint uint16_t
pcb_save.sv_ymm.sv_env.en_pad0 270 2 uint uint16_t
pcb_save.sv_ymm.sv_env.en_foo 272 4 uint uint32_t
pcb_save.sv_ymm.sv_env.en_fos 276 2 uint uint16_t
pcb_save.sv_ymm.sv_env.en_pad1 278 2 uint uint16_t
pcb_save.sv_ymm.sv_env.en_mxcsr 280 4 uint uint32_t
pcb_save.sv_ymm.sv_env.en_mxcsr_mask 284 4 uint uint32_t
pcb_save.sv_ymm.sv_fp 288 128 array,8,16,struct struct {anonymous}[8]
pcb_save.sv_ymm.sv_xmm 416 256 array,16,16,struct struct xmmacc[16]
pcb_save.sv_ymm.sv_pad 672 96 char[],96,1,uint uint8_t[96]
pcb_save.sv_ymm.sv_xstate 768 320 struct struct savexmm_xstate
pcb_save.sv_ymm.sv_xstate.sx_hd 768 64 struct struct xstate_hdr
pcb_save.sv_ymm.sv_xstate.sx_hd.xstate_bv 768 8 uint uint64_t
pcb_save.sv_ymm.sv_xstate.sx_hd.xstate_xcomp_bv 776 8 uint uint64_t
pcb_save.sv_ymm.sv_xstate.sx_hd.xstate_rsrv0 784 8 char[],8,1,uint uint8_t[8]
pcb_save.sv_ymm.sv_xstate.sx_hd.xstate_rsrv 792 40 char[],40,1,uint uint8_t[40]
pcb_save.sv_ymm.sv_xstate.sx_ymm 832 256 array,16,16,struct struct ymmacc[16]
pcb_save.sv_xmm64 256 512 struct struct savexmm64
pcb_save.sv_xmm64.sv_env 256 32 struct struct envxmm64
pcb_save.sv_xmm64.sv_env.en_cw 256 2 uint uint16_t
pcb_save.sv_xmm64.sv_env.en_sw 258 2 uint uint16_t
pcb_save.sv_xmm64.sv_env.en_tw 260 1 uint uint8_t
pcb_save.sv_xmm64.sv_env.en_zero 261 1 uint uint8_t
pcb_save.sv_xmm64.sv_env.en_opcode 262 2 uint uint16_t
pcb_save.sv_xmm64.sv_env.en_rip 264 8 uint uint64_t
pcb_save.sv_xmm64.sv_env.en_rdp 272 8 uint uint64_t
pcb_save.sv_xmm64.sv_env.en_mxcsr 280 4 uint uint32_t
pcb_save.sv_xmm64.sv_env.en_mxcsr_mask 284 4 uint uint32_t
pcb_save.sv_xmm64.sv_fp 288 128 array,8,16,struct struct {anonymous}[8]
pcb_save.sv_xmm64.sv_xmm 416 128 array,8,16,struct struct xmmacc[8]
pcb_save.sv_xmm64.sv_pad 544 224 char[],224,1,uint uint8_t[224]
pcb_save.sv_ymm64 256 832 struct struct saveymm64
pcb_save.sv_ymm64.sv_env 256 32 struct struct envxmm64
pcb_save.sv_ymm64.sv_env.en_cw 256 2 uint uint16_t
pcb_save.sv_ymm64.sv_env.en_sw 258 2 uint uint16_t
pcb_save.sv_ymm64.sv_env.en_tw 260 1 uint uint8_t
pcb_save.sv_ymm64.sv_env.en_zero 261 1 uint uint8_t
pcb_save.sv_ymm64.sv_env.en_opcode 262 2 uint uint16_t
pcb_save.sv_ymm64.sv_env.en_rip 264 8 uint uint64_t
pcb_save.sv_ymm64.sv_env.en_rdp 272 8 uint uint64_t
pcb_save.sv_ymm64.sv_env.en_mxcsr 280 4 uint uint32_t
pcb_save.sv_ymm64.sv_env.en_mxcsr_mask 284 4 uint uint32_t
pcb_save.sv_ymm64.sv_fp 288 128 array,8,16,struct struct {anonymous}[8]
pcb_save.sv_ymm64.sv_xmm 416 256 array,16,16,struct struct xmmacc[16]
pcb_save.sv_ymm64.sv_pad 672 96 char[],96,1,uint uint8_t[96]
pcb_save.sv_ymm64.sv_xstate 768 320 struct struct savexmm_xstate
pcb_save.sv_ymm64.sv_xstate.sx_hd 768 64 struct struct xstate_hdr
pcb_save.sv_ymm64.sv_xstate.sx_hd.xstate_bv 768 8 uint uint64_t
pcb_save.sv_ymm64.sv_xstate.sx_hd.xstate_xcomp_bv 776 8 uint uint64_t
pcb_save.sv_ymm64.sv_xstate.sx_hd.xstate_rsrv0 784 8 char[],8,1,uint uint8_t[8]
pcb_save.sv_ymm64.sv_xstate.sx_hd.xstate_rsrv 792 40 char[],40,1,uint uint8_t[40]
pcb_save.sv_ymm64.sv_xstate.sx_ymm 832 256 array,16,16,struct struct ymmacc[16]
pcb_save.sv_savearea 256 1024 char[],1024,1,int char[1024]
pcb_onfault 1280 8 pointer caddr_t
pcb_onfault_sp 1288 8 int register_t
pcb_unused 1296 32 array,4,8,int register_t[4]
pcb_ext 1328 8 pointer pointer to struct pcb_ext
""",
    "pgrp": """\
120 struct
pg_list 0 16 struct struct {anonymous}
pg_list.le_next 0 8 pointer pointer to struct pgrp
pg_list.le_prev 8 8 pointer pointer to pointer to struct pgrp
pg_members 16 8 struct struct proclist
pg_session 24 8 pointer pointer to struct session
pg_sigiolst 32 8 struct struct sigiolst
pg_sigiolst.slh_first 32 8 pointer pointer to struct sigio
pg_id 40 4 int pid_t
pg_jobc 44 4 int int
pg_refs 48 4 uint u_int
pg_token 56 32 struct struct lwkt_token
pg_lock 88 32 struct struct lock
""",
    "plimit": """\
320 struct
pl_rlimit 0 192 array,12,16,struct struct rlimit[12]
p_cpulimit 192 8 int rlim_t
p_spin 256 8 struct struct spinlock
p_refcnt 264 4 uint uint32_t
""",
    "pmap": """\
1096 struct
pm_pml4 0 8 pointer pointer to pml4_entry_t
pm_pml4_iso 8 8 pointer pointer to pml4_entry_t
pm_pmlpv 16 8 pointer pointer to struct pv_entry
pm_pmlpv_iso 24 8 pointer pointer to struct pv_entry
pm_pmnode 32 16 struct struct {anonymous}
pm_pmnode.tqe_next 32 8 pointer pointer to struct pmap
pm_pmnode.tqe_prev 40 8 pointer pointer to pointer to struct pmap
pm_pvroot 48 24 struct struct pv_entry_rb_tree
pm_pvroot.rbh_root 48 8 pointer pointer to struct pv_entry
pm_pvroot.rbh_inprog 56 8 pointer pointer to struct pv_entry_rb_tree_scan_info
pm_pvroot.rbh_spin 64 8 struct struct spinlock
pm_count 72 4 int int
pm_active_lock 76 4 uint cpulock_t
pm_active 80 32 struct cpumask_t
pm_flags 112 4 int int
pm_softhold 116 4 uint uint32_t
pm_stats 120 16 struct struct pmap_statistics
pm_stats.resident_count 120 8 int long
pm_stats.wired_count 128 8 int long
pm_spin 136 8 struct struct spinlock
pm_pvhint_pt 144 8 pointer pointer to struct pv_entry
pm_pvhint_unused 152 8 pointer pointer to struct pv_entry
pm_placemarks 160 512 array,64,8,uint vm_pindex_t[64]
pm_invgen 672 8 int long
pmap_bits 680 104 array,13,8,uint uint64_t[13]
protection_codes 784 64 array,8,8,uint uint64_t[8]
pmap_cache_bits_pte 848 64 array,8,8,uint pt_entry_t[8]
pmap_cache_bits_pde 912 64 array,8,8,uint pt_entry_t[8]
pmap_cache_mask_pte 976 8 uint pt_entry_t
pmap_cache_mask_pde 984 8 uint pt_entry_t
copyinstr 992 8 pointer pointer to function
copyin 1000 8 pointer pointer to function
copyout 1008 8 pointer pointer to function
fubyte 1016 8 pointer pointer to function
subyte 1024 8 pointer pointer to function
fuword32 1032 8 pointer pointer to function
fuword64 1040 8 pointer pointer to function
suword64 1048 8 pointer pointer to function
suword32 1056 8 pointer pointer to function
swapu32 1064 8 pointer pointer to function
swapu64 1072 8 pointer pointer to function
fuwordadd32 1080 8 pointer pointer to function
fuwordadd64 1088 8 pointer pointer to function
""",
    "prison": """\
432 struct
pr_list 0 16 struct struct {anonymous}
pr_list.le_next 0 8 pointer pointer to struct prison
pr_list.le_prev 8 8 pointer pointer to pointer to struct prison
pr_id 16 4 int int
pr_ref 20 4 int int
pr_root 24 16 struct struct nchandle
pr_root.ncp 24 8 pointer pointer to struct namecache
pr_root.mount 32 8 pointer pointer to struct mount
pr_host 40 256 char[],256,1,int char[256]
pr_ips 296 8 struct struct iplist
pr_ips.slh_first 296 8 pointer pointer to struct jail_ip_storage
local_ip4 304 8 pointer pointer to struct sockaddr_in
nonlocal_ip4 312 8 pointer pointer to struct sockaddr_in
local_ip6 320 8 pointer pointer to struct sockaddr_in6
nonlocal_ip6 328 8 pointer pointer to struct sockaddr_in6
pr_linux 336 8 pointer pointer to void
pr_securelevel 344 4 int int
pr_varsymset 352 56 struct struct varsymset
pr_sysctl_ctx 408 8 pointer pointer to struct sysctl_ctx_list
pr_sysctl_tree 416 8 pointer pointer to struct sysctl_oid
pr_caps 424 8 uint prison_cap_t
""",
    "proc": """\
1312 struct
p_list 0 16 struct struct {anonymous}
p_list.le_next 0 8 pointer pointer to struct proc
p_list.le_prev 8 8 pointer pointer to pointer to struct proc
p_ucred 16 8 pointer pointer to struct ucred
p_fd 24 8 pointer pointer to struct filedesc
p_fdtol 32 8 pointer pointer to struct filedesc_to_leader
p_limit 40 8 pointer pointer to struct plimit
p_stats 48 8 pointer pointer to struct pstats
p_mqueue_cnt 56 4 uint u_int
p_waitgen 64 8 int long
p_sigacts 72 8 pointer pointer to struct sigacts
p_flags 80 4 int int
p_stat 84 4 uint enum procstat
p_advlock_flag 88 1 int char
p_pad1 89 2 char[],2,1,int char[2]
p_pid 92 4 int pid_t
p_ppid 96 4 int pid_t
p_pglist 104 16 struct struct {anonymous}
p_pglist.le_next 104 8 pointer pointer to struct proc
p_pglist.le_prev 112 8 pointer pointer to pointer to struct proc
p_pptr 120 8 pointer pointer to struct proc
p_sibling 128 16 struct struct {anonymous}
p_sibling.le_next 128 8 pointer pointer to struct proc
p_sibling.le_prev 136 8 pointer pointer to pointer to struct proc
p_children 144 8 struct struct proclist
p_ithandle 152 128 struct struct callout
p_varsymset 280 56 struct struct varsymset
p_iosdata 336 24 struct struct iosched_data
p_oppid 360 4 int pid_t
p_vmspace 368 8 pointer pointer to struct vmspace
p_swtime 376 4 uint unsigned int
p_realtimer 384 32 struct struct itimerval
p_realtimer.it_interval 384 16 struct struct timeval
p_realtimer.it_value 400 16 struct struct timeval
p_timer 416 96 array,3,32,struct struct itimerval[3]
p_traceflag 512 4 int int
p_tracenode 520 8 pointer pointer to struct ktrace_node
p_siglist 528 16 struct sigset_t
p_siglist.__bits 528 16 array,4,4,uint unsigned int[4]
p_textvp 544 8 pointer pointer to struct vnode
p_textnch 552 16 struct struct nchandle
p_textnch.ncp 552 8 pointer pointer to struct namecache
p_textnch.mount 560 8 pointer pointer to struct mount
p_stops 568 4 uint unsigned int
p_stype 572 4 uint unsigned int
p_step 576 1 int char
p_pfsflags 577 1 uint unsigned char
p_pad2 578 2 char[],2,1,int char[2]
p_sigiolst 584 8 struct struct sigiolst
p_sigiolst.slh_first 584 8 pointer pointer to struct sigio
p_sigparent 592 4 int int
p_klist 600 8 struct struct klist
p_klist.slh_first 600 8 pointer pointer to struct knote
p_start 608 16 struct struct timeval
p_ru 624 144 struct struct rusage
p_cru 768 144 struct struct rusage
p_linux_mm 912 8 pointer pointer to void
p_comm 920 17 char[],17,1,int char[17]
p_pad3 937 1 int char
p_nice 938 1 int char
p_pad4 939 1 int char
p_osrel 940 4 int int
p_pgrp 944 8 pointer pointer to struct pgrp
p_sysent 952 8 pointer pointer to struct sysentvec
p_prof 960 48 struct struct uprof
p_rtprio 1008 4 struct struct rtprio
p_args 1016 8 pointer pointer to struct pargs
p_xstat 1024 2 uint u_short
p_depth 1026 2 uint u_short
p_ionice 1028 4 int int
p_unused02 1032 8 pointer pointer to void
p_acflag 1040 2 uint u_short
p_lock 1044 4 int int
p_nthreads 1048 4 int int
p_nstopped 1052 4 int int
p_lasttid 1056 4 int int
p_lwp_tree 1064 24 struct struct lwp_rb_tree
p_lwp_tree.rbh_root 1064 8 pointer pointer to struct lwp
p_lwp_tree.rbh_inprog 1072 8 pointer pointer to struct lwp_rb_tree_scan_info
p_lwp_tree.rbh_spin 1080 8 struct struct spinlock
p_aioinfo 1088 8 pointer pointer to void
p_wakeup 1096 4 int int
p_peers 1104 8 pointer pointer to struct proc
p_leader 1112 8 pointer pointer to struct proc
p_emuldata 1120 8 pointer pointer to void
p_usched 1128 8 pointer pointer to struct usched
p_vkernel 1136 8 pointer pointer to struct vkernel_proc
p_uidpcpu 1144 8 pointer pointer to struct uidcount
p_userret 1152 8 pointer pointer to function
p_spin 1160 8 struct struct spinlock
p_token 1168 32 struct struct lwkt_token
p_sem_undo 1200 8 pointer pointer to struct sem_undo
p_drv_priv 1208 8 pointer pointer to void
p_vmm 1216 8 pointer pointer to void
p_vmm_cpulock 1224 4 uint cpulock_t
p_vmm_cpumask 1232 32 struct cpumask_t
p_upmap 1264 8 pointer pointer to struct sys_upmap
p_forkid 1272 8 uint forkid_t
p_reaper 1280 8 pointer pointer to struct sysreaper
p_reserveds 1288 24 array,3,8,pointer pointer to void[3]
""",
    "procglob": """\
64 struct
proc_token 0 32 struct struct lwkt_token
allproc 32 8 struct struct proclist
allpgrp 40 8 struct struct pgrplist
allpgrp.lh_first 40 8 pointer pointer to struct pgrp
allsess 48 8 struct struct sesslist
allsess.lh_first 48 8 pointer pointer to struct session
pad01 56 8 pointer pointer to void
""",
    "proclist": """\
8 struct
lh_first 0 8 pointer pointer to struct proc
""",
    "ps_strings": """\
32 struct
ps_argvstr 0 8 pointer pointer to pointer to char
ps_nargvstr 8 4 int int
ps_envstr 16 8 pointer pointer to pointer to char
ps_nenvstr 24 4 int int
""",
    "rtprio": """\
4 struct
type 0 2 uint u_short
prio 2 2 uint u_short
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
    "session": """\
104 struct
s_list 0 16 struct struct {anonymous}
s_list.le_next 0 8 pointer pointer to struct session
s_list.le_prev 8 8 pointer pointer to pointer to struct session
s_count 16 4 int int
s_prg 24 8 pointer pointer to struct procglob
s_leader 32 8 pointer pointer to struct proc
s_ttyvp 40 8 pointer pointer to struct vnode
s_ttyp 48 8 pointer pointer to struct tty
s_sid 56 4 int pid_t
s_login 60 40 char[],40,1,int char[40]
""",
    "sigacts": """\
4232 struct
ps_sigact 0 1024 array,128,8,pointer sig_t[128]
ps_catchmask 1024 2048 array,128,16,struct sigset_t[128]
ps_frominfo 3072 1024 array,128,8,struct struct {anonymous}[128]
ps_sigignore 4096 16 struct sigset_t
ps_sigignore.__bits 4096 16 array,4,4,uint unsigned int[4]
ps_sigcatch 4112 16 struct sigset_t
ps_sigcatch.__bits 4112 16 array,4,4,uint unsigned int[4]
ps_sigonstack 4128 16 struct sigset_t
ps_sigonstack.__bits 4128 16 array,4,4,uint unsigned int[4]
ps_sigintr 4144 16 struct sigset_t
ps_sigintr.__bits 4144 16 array,4,4,uint unsigned int[4]
ps_sigreset 4160 16 struct sigset_t
ps_sigreset.__bits 4160 16 array,4,4,uint unsigned int[4]
ps_signodefer 4176 16 struct sigset_t
ps_signodefer.__bits 4176 16 array,4,4,uint unsigned int[4]
ps_siginfo 4192 16 struct sigset_t
ps_siginfo.__bits 4192 16 array,4,4,uint unsigned int[4]
ps_usertramp 4208 16 struct sigset_t
ps_usertramp.__bits 4208 16 array,4,4,uint unsigned int[4]
ps_refcnt 4224 4 uint unsigned int
ps_flag 4228 4 int int
""",
    "socket": """\
688 struct
so_type 0 2 int short
so_options 2 2 int short
so_linger 4 2 int short
so_state 6 2 int short
so_pcb 8 8 pointer pointer to void
so_proto 16 8 pointer pointer to struct protosw
so_head 24 8 pointer pointer to struct socket
so_port 32 8 pointer lwkt_port_t
so_incomp 40 16 struct struct {anonymous}
so_incomp.tqh_first 40 8 pointer pointer to struct socket
so_incomp.tqh_last 48 8 pointer pointer to pointer to struct socket
so_comp 56 16 struct struct {anonymous}
so_comp.tqh_first 56 8 pointer pointer to struct socket
so_comp.tqh_last 64 8 pointer pointer to pointer to struct socket
so_list 72 16 struct struct {anonymous}
so_list.tqe_next 72 8 pointer pointer to struct socket
so_list.tqe_prev 80 8 pointer pointer to pointer to struct socket
so_qlen 88 2 int short
so_incqlen 90 2 int short
so_qlimit 92 2 int short
so_timeo 94 2 int short
so_error 96 2 uint u_short
so_rerror 98 2 uint u_short
so_sigio 104 8 pointer pointer to struct sigio
so_oobmark 112 8 uint u_long
so_aiojobq 120 16 struct struct {anonymous}
so_aiojobq.tqh_first 120 8 pointer pointer to struct aiocblist
so_aiojobq.tqh_last 128 8 pointer pointer to pointer to struct aiocblist
so_rcv 136 152 struct struct signalsockbuf
so_snd 288 152 struct struct signalsockbuf
so_upcall 440 8 pointer pointer to function
so_upcallarg 448 8 pointer pointer to void
so_cred 456 8 pointer pointer to struct ucred
so_emuldata 464 8 pointer pointer to void
so_refs 472 4 int int
so_reserved01 476 4 int int
so_accf 480 8 pointer pointer to struct so_accf
so_clomsg 488 80 struct struct netmsg_base
so_clomsg.lmsg 488 64 struct struct lwkt_msg
so_clomsg.lmsg.ms_node 488 16 struct struct {anonymous}
so_clomsg.lmsg.ms_node.tqe_next 488 8 pointer pointer to struct lwkt_msg
so_clomsg.lmsg.ms_node.tqe_prev 496 8 pointer pointer to pointer to struct lwkt_msg
so_clomsg.lmsg.ms_target_port 504 8 pointer lwkt_port_t
so_clomsg.lmsg.ms_reply_port 512 8 pointer lwkt_port_t
so_clomsg.lmsg.ms_abortfn 520 8 pointer pointer to function
so_clomsg.lmsg.ms_flags 528 4 int int
so_clomsg.lmsg.ms_error 532 4 int int
so_clomsg.lmsg.u 536 8 union union {anonymous}
so_clomsg.lmsg.u.ms_resultp 536 8 pointer pointer to void
so_clomsg.lmsg.u.ms_result 536 4 int int
so_clomsg.lmsg.u.ms_lresult 536 8 int long
so_clomsg.lmsg.u.ms_fds 536 8 array,2,4,int int[2]
so_clomsg.lmsg.u.ms_result32 536 4 int __int32_t
so_clomsg.lmsg.u.ms_result64 536 8 int __int64_t
so_clomsg.lmsg.u.ms_offset 536 8 int __off_t
so_clomsg.lmsg.ms_receiptfn 544 8 pointer pointer to function
so_clomsg.nm_dispatch 552 8 pointer netisr_fn_t
so_clomsg.nm_so 560 8 pointer pointer to struct socket
so_faddr 568 8 pointer pointer to struct sockaddr
so_rcvd_spin 576 8 struct struct spinlock
so_rcvd_msg 584 88 struct struct netmsg_pru_rcvd
so_rcvd_msg.base 584 80 struct struct netmsg_base
so_rcvd_msg.base.lmsg 584 64 struct struct lwkt_msg
so_rcvd_msg.base.lmsg.ms_node 584 16 struct struct {anonymous}
so_rcvd_msg.base.lmsg.ms_node.tqe_next 584 8 pointer pointer to struct lwkt_msg
so_rcvd_msg.base.lmsg.ms_node.tqe_prev 592 8 pointer pointer to pointer to struct lwkt_msg
so_rcvd_msg.base.lmsg.ms_target_port 600 8 pointer lwkt_port_t
so_rcvd_msg.base.lmsg.ms_reply_port 608 8 pointer lwkt_port_t
so_rcvd_msg.base.lmsg.ms_abortfn 616 8 pointer pointer to function
so_rcvd_msg.base.lmsg.ms_flags 624 4 int int
so_rcvd_msg.base.lmsg.ms_error 628 4 int int
so_rcvd_msg.base.lmsg.u 632 8 union union {anonymous}
so_rcvd_msg.base.lmsg.u.ms_resultp 632 8 pointer pointer to void
so_rcvd_msg.base.lmsg.u.ms_result 632 4 int int
so_rcvd_msg.base.lmsg.u.ms_lresult 632 8 int long
so_rcvd_msg.base.lmsg.u.ms_fds 632 8 array,2,4,int int[2]
so_rcvd_msg.base.lmsg.u.ms_result32 632 4 int __int32_t
so_rcvd_msg.base.lmsg.u.ms_result64 632 8 int __int64_t
so_rcvd_msg.base.lmsg.u.ms_offset 632 8 int __off_t
so_rcvd_msg.base.lmsg.ms_receiptfn 640 8 pointer pointer to function
so_rcvd_msg.base.nm_dispatch 648 8 pointer netisr_fn_t
so_rcvd_msg.base.nm_so 656 8 pointer pointer to struct socket
so_rcvd_msg.nm_flags 664 4 int int
so_rcvd_msg.nm_pru_flags 668 4 int int
so_orig_port 672 8 pointer lwkt_port_t
so_inum 680 8 int long
""",
    "statfs": """\
320 struct
f_spare2 0 8 int long
f_bsize 8 8 int long
f_iosize 16 8 int long
f_blocks 24 8 int long
f_bfree 32 8 int long
f_bavail 40 8 int long
f_files 48 8 int long
f_ffree 56 8 int long
f_fsid 64 8 struct fsid_t
f_fsid.val 64 8 array,2,4,int int32_t[2]
f_owner 72 4 uint uid_t
f_type 76 4 int int
f_flags 80 4 int int
f_syncwrites 88 8 int long
f_asyncwrites 96 8 int long
f_fstypename 104 16 char[],16,1,int char[16]
f_mntonname 120 80 char[],80,1,int char[80]
f_syncreads 200 8 int long
f_asyncreads 208 8 int long
f_spares1 216 2 int short
f_mntfromname 218 80 char[],80,1,int char[80]
f_spares2 298 2 int short
f_spare 304 16 array,2,8,int long[2]
""",
    "swdevt": """\
32 struct
sw_dev 0 4 uint dev_t
sw_flags 4 4 int int
sw_nblks 8 4 int int
sw_nused 12 4 int int
sw_vp 16 8 pointer pointer to struct vnode
sw_device 24 8 pointer pointer to struct cdev
""",
    "sysentvec": """\
120 struct
sv_size 0 4 int int
sv_table 8 8 pointer pointer to struct sysent
sv_sigsize 16 4 int int
sv_sigtbl 24 8 pointer pointer to int
sv_errsize 32 4 int int
sv_errtbl 40 8 pointer pointer to int
sv_transtrap 48 8 pointer pointer to function
sv_fixup 56 8 pointer pointer to function
sv_sendsig 64 8 pointer pointer to function
sv_sigcode 72 8 pointer pointer to char
sv_szsigcode 80 8 pointer pointer to int
sv_name 88 8 pointer pointer to char
sv_coredump 96 8 pointer pointer to function
sv_imgact_try 104 8 pointer pointer to function
sv_minsigstksz 112 4 int int
""",
    "thread": """\
1600 struct
td_threadq 0 16 struct struct {anonymous}
td_threadq.tqe_next 0 8 pointer pointer to struct thread
td_threadq.tqe_prev 8 8 pointer pointer to pointer to struct thread
td_allq 16 16 struct struct {anonymous}
td_allq.tqe_next 16 8 pointer pointer to struct thread
td_allq.tqe_prev 24 8 pointer pointer to pointer to struct thread
td_sleepq 32 16 struct struct {anonymous}
td_sleepq.tqe_next 32 8 pointer pointer to struct thread
td_sleepq.tqe_prev 40 8 pointer pointer to pointer to struct thread
td_msgport 48 112 struct lwkt_port
td_lwp 160 8 pointer pointer to struct lwp
td_proc 168 8 pointer pointer to struct proc
td_pcb 176 8 pointer pointer to struct pcb
td_gd 184 8 pointer pointer to struct globaldata
td_wmesg 192 8 pointer pointer to const char
td_wchan 200 8 pointer pointer to const volatile void
td_pri 208 4 int int
td_critcount 212 4 int int
td_flags 216 4 uint u_int
td_wdomain 220 4 int int
td_preemptable 224 8 pointer pointer to function
td_release 232 8 pointer pointer to function
td_kstack 240 8 pointer pointer to char
td_kstack_size 248 4 int int
td_sp 256 8 pointer pointer to char
td_switch 264 8 pointer pointer to function
td_uticks 272 8 uint __uint64_t
td_sticks 280 8 uint __uint64_t
td_iticks 288 8 uint __uint64_t
td_locks 296 4 int int
td_limit 304 8 pointer pointer to struct plimit
td_refs 312 4 int int
td_nest_count 316 4 int int
td_contended 320 4 uint u_int
td_mpflags 324 4 uint u_int
td_cscount 328 4 int int
td_wakefromcpu 332 4 int int
td_upri 336 4 int int
td_type 340 4 int int
td_tracker 344 4 int int
td_fdcache_lru 348 4 int int
td_unused03 352 12 array,3,4,int int[3]
td_iosdata 368 24 struct struct iosched_data
td_start 392 16 struct struct timeval
td_comm 408 17 char[],17,1,int char[17]
td_preempted 432 8 pointer pointer to struct thread
td_ucred 440 8 pointer pointer to struct ucred
td_vmm 448 8 pointer pointer to void
td_toks_have 456 8 pointer lwkt_tokref_t
td_toks_stop 464 8 pointer lwkt_tokref_t
td_toks_array 472 768 array,32,24,struct struct lwkt_tokref[32]
td_fairq_load 1240 4 int int
td_fairq_count 1244 4 int int
td_migrate_gd 1248 8 pointer pointer to struct globaldata
td_fdcache 1280 256 array,4,64,struct struct fdcache[4]
td_linux_task 1536 8 pointer pointer to void
td_mach 1544 48 struct struct md_thread
""",
    "timespec": """\
16 struct
tv_sec 0 8 int time_t
tv_nsec 8 8 int long
""",
    "timeval": """\
16 struct
tv_sec 0 8 int time_t
tv_usec 8 8 int suseconds_t
""",
    "trapframe": """\
200 struct
tf_rdi 0 8 int register_t
tf_rsi 8 8 int register_t
tf_rdx 16 8 int register_t
tf_rcx 24 8 int register_t
tf_r8 32 8 int register_t
tf_r9 40 8 int register_t
tf_rax 48 8 int register_t
tf_rbx 56 8 int register_t
tf_rbp 64 8 int register_t
tf_r10 72 8 int register_t
tf_r11 80 8 int register_t
tf_r12 88 8 int register_t
tf_r13 96 8 int register_t
tf_r14 104 8 int register_t
tf_r15 112 8 int register_t
tf_xflags 120 8 int register_t
tf_trapno 128 8 int register_t
tf_addr 136 8 int register_t
tf_flags 144 8 int register_t
tf_err 152 8 int register_t
tf_rip 160 8 int register_t
tf_cs 168 8 int register_t
tf_rflags 176 8 int register_t
tf_rsp 184 8 int register_t
tf_ss 192 8 int register_t
""",
    "tty": """\
376 struct
t_token 0 32 struct struct lwkt_token
t_rawq 32 24 struct struct clist
t_rawq.c_cc 32 4 int int
t_rawq.c_ccmax 36 4 int int
t_rawq.c_cchead 40 4 int int
t_rawq.c_unused01 44 4 int int
t_rawq.c_data 48 8 pointer pointer to short
t_rawcc 56 8 int long
t_canq 64 24 struct struct clist
t_canq.c_cc 64 4 int int
t_canq.c_ccmax 68 4 int int
t_canq.c_cchead 72 4 int int
t_canq.c_unused01 76 4 int int
t_canq.c_data 80 8 pointer pointer to short
t_cancc 88 8 int long
t_outq 96 24 struct struct clist
t_outq.c_cc 96 4 int int
t_outq.c_ccmax 100 4 int int
t_outq.c_cchead 104 4 int int
t_outq.c_unused01 108 4 int int
t_outq.c_data 112 8 pointer pointer to short
t_outcc 120 8 int long
t_line 128 4 int int
t_dev 136 8 pointer pointer to struct cdev
t_state 144 4 int int
t_flags 148 4 int int
t_timeout 152 4 int int
t_pgrp 160 8 pointer pointer to struct pgrp
t_session 168 8 pointer pointer to struct session
t_sigio 176 8 pointer pointer to struct sigio
t_rkq 184 8 struct struct kqinfo
t_rkq.ki_note 184 8 struct struct klist
t_rkq.ki_note.slh_first 184 8 pointer pointer to struct knote
t_wkq 192 8 struct struct kqinfo
t_wkq.ki_note 192 8 struct struct klist
t_wkq.ki_note.slh_first 192 8 pointer pointer to struct knote
t_termios 200 44 struct struct termios
t_winsize 244 8 struct struct winsize
t_oproc 256 8 pointer pointer to function
t_stop 264 8 pointer pointer to function
t_param 272 8 pointer pointer to function
t_unhold 280 8 pointer pointer to function
t_sc 288 8 pointer pointer to void
t_slsc 296 8 pointer pointer to void
t_column 304 4 int int
t_rocount 308 4 int int
t_rocol 312 4 int int
t_ififosize 316 4 int int
t_ihiwat 320 4 int int
t_ilowat 324 4 int int
t_ispeedwat 328 4 uint speed_t
t_ohiwat 332 4 int int
t_olowat 336 4 int int
t_ospeedwat 340 4 uint speed_t
t_gen 344 4 int int
t_list 352 16 struct struct {anonymous}
t_list.tqe_next 352 8 pointer pointer to struct tty
t_list.tqe_prev 360 8 pointer pointer to pointer to struct tty
t_refs 368 4 int int
""",
    "ucred": """\
192 struct
cr_ref 0 8 int long
cr_uid 64 4 uint uid_t
cr_ngroups 68 2 int short
cr_groups 72 64 array,16,4,uint gid_t[16]
cr_uidinfo 136 8 pointer pointer to struct uidinfo
cr_ruidinfo 144 8 pointer pointer to struct uidinfo
cr_prison 152 8 pointer pointer to struct prison
cr_ruid 160 4 uint uid_t
cr_svuid 164 4 uint uid_t
cr_rgid 168 4 uint gid_t
cr_svgid 172 4 uint gid_t
""",
    "unpcb": """\
208 struct
unp_socket 0 8 pointer pointer to struct socket
unp_conn 8 8 pointer pointer to struct unpcb
unp_flags 16 4 int int
unp_refcnt 20 4 int int
unp_refs 24 8 struct struct unp_head
unp_refs.lh_first 24 8 pointer pointer to struct unpcb
unp_reflink 32 16 struct struct {anonymous}
unp_reflink.le_next 32 8 pointer pointer to struct unpcb
unp_reflink.le_prev 40 8 pointer pointer to pointer to struct unpcb
unp_addr 48 8 pointer pointer to struct sockaddr_un
unp_peercred 56 88 struct struct xucred
unp_peercred.cr_version 56 4 uint u_int
unp_peercred.cr_uid 60 4 uint uid_t
unp_peercred.cr_ngroups 64 2 int short
unp_peercred.cr_groups 68 64 array,16,4,uint gid_t[16]
unp_peercred._cr_unused1 136 8 pointer pointer to void
unp_msgcount 144 4 int int
unp_gcflags 148 4 int int
unp_fp 152 8 pointer pointer to struct file
unp_unused01 160 8 int long
unp_vnode 168 8 pointer pointer to struct vnode
unp_rvnode 176 8 pointer pointer to struct vnode
unp_link 184 16 struct struct {anonymous}
unp_link.tqe_next 184 8 pointer pointer to struct unpcb
unp_link.tqe_prev 192 8 pointer pointer to pointer to struct unpcb
unp_gencnt 200 8 uint unp_gen_t
""",
    "vm_map": """\
288 struct
lock 0 32 struct struct lock
rb_root 32 24 struct struct vm_map_rb_tree
rb_root.rbh_root 32 8 pointer pointer to struct vm_map_entry
rb_root.rbh_inprog 40 8 pointer pointer to struct vm_map_rb_tree_scan_info
rb_root.rbh_spin 48 8 struct struct spinlock
min_addr 56 8 uint vm_offset_t
max_addr 64 8 uint vm_offset_t
nentries 72 4 int int
timestamp 76 4 uint unsigned int
size 80 8 uint vm_size_t
system_map 88 1 uint u_char
freehint_newindex 89 1 uint u_char
unused02 90 1 uint u_char
unused03 91 1 uint u_char
flags 92 4 uint vm_flags_t
freehint 96 128 array,4,32,struct vm_map_freehint_t[4]
pmap 224 8 pointer pointer to struct pmap
ilock_base 232 8 pointer pointer to struct vm_map_ilock
ilock_spin 240 8 struct struct spinlock
token 248 32 struct struct lwkt_token
pgout_offset 280 8 uint vm_offset_t
""",
    "vm_map_backing": """\
80 struct
start 0 8 uint vm_offset_t
end 8 8 uint vm_offset_t
pmap 16 8 pointer pointer to struct pmap
backing_ba 24 8 pointer pointer to struct vm_map_backing
entry 32 16 struct struct {anonymous}
entry.tqe_next 32 8 pointer pointer to struct vm_map_backing
entry.tqe_prev 40 8 pointer pointer to pointer to struct vm_map_backing
object 48 8 pointer pointer to struct vm_object
sub_map 48 8 pointer pointer to struct vm_map
uksmap 48 8 pointer pointer to function
map_object 48 8 pointer pointer to void
aux_info 56 8 pointer pointer to void
offset 64 8 int vm_ooffset_t
flags 72 4 uint uint32_t
backing_count 76 4 uint uint32_t
""",
    "vm_map_entry": """\
136 struct
rb_entry 0 32 struct struct {anonymous}
rb_entry.rbe_left 0 8 pointer pointer to struct vm_map_entry
rb_entry.rbe_right 8 8 pointer pointer to struct vm_map_entry
rb_entry.rbe_parent 16 8 pointer pointer to struct vm_map_entry
rb_entry.rbe_color 24 4 int int
aux 32 8 union union vm_map_aux
aux.avail_ssize 32 8 uint vm_offset_t
aux.master_pde 32 8 uint vpte_t
aux.dev 32 8 pointer pointer to struct cdev
aux.map_aux 32 8 pointer pointer to void
ba 40 80 struct struct vm_map_backing
eflags 120 4 uint vm_eflags_t
maptype 124 1 uint vm_maptype_t
protection 125 1 uint vm_prot_t
max_protection 126 1 uint vm_prot_t
inheritance 127 1 int vm_inherit_t
wired_count 128 4 int int
id 132 4 uint vm_subsys_t
""",
    "vm_object": """\
264 struct
token 0 32 struct struct lwkt_token
backing_lk 32 32 struct struct lock
object_entry 64 16 struct struct {anonymous}
object_entry.tqe_next 64 8 pointer pointer to struct vm_object
object_entry.tqe_prev 72 8 pointer pointer to pointer to struct vm_object
backing_list 80 16 struct struct {anonymous}
backing_list.tqh_first 80 8 pointer pointer to struct vm_map_backing
backing_list.tqh_last 88 8 pointer pointer to pointer to struct vm_map_backing
rb_memq 96 24 struct struct vm_page_rb_tree
rb_memq.rbh_root 96 8 pointer pointer to struct vm_page
rb_memq.rbh_inprog 104 8 pointer pointer to struct vm_page_rb_tree_scan_info
rb_memq.rbh_spin 112 8 struct struct spinlock
generation 120 4 int int
size 128 8 uint vm_pindex_t
ref_count 136 4 int int
memattr 140 1 int vm_memattr_t
type 141 1 uint objtype_t
flags 142 2 uint u_short
pg_color 144 2 uint u_short
paging_in_progress 148 4 uint u_int
resident_page_count 152 8 int long
pager_object_entry 160 16 struct struct {anonymous}
pager_object_entry.tqe_next 160 8 pointer pointer to struct vm_object
pager_object_entry.tqe_prev 168 8 pointer pointer to pointer to struct vm_object
handle 176 8 pointer pointer to void
hold_count 184 4 int int
un_pager 192 32 union union {anonymous}
un_pager.devp 192 32 struct struct {anonymous}
un_pager.devp.devp_pglist 192 16 struct struct {anonymous}
un_pager.devp.devp_pglist.tqh_first 192 8 pointer pointer to struct vm_page
un_pager.devp.devp_pglist.tqh_last 200 8 pointer pointer to pointer to struct vm_page
un_pager.devp.ops 208 8 pointer pointer to struct cdev_pager_ops
un_pager.devp.dev 216 8 pointer pointer to struct cdev
swblock_root 224 24 struct struct swblock_rb_tree
swblock_root.rbh_root 224 8 pointer pointer to struct swblock
swblock_root.rbh_inprog 232 8 pointer pointer to struct swblock_rb_tree_scan_info
swblock_root.rbh_spin 240 8 struct struct spinlock
swblock_count 248 8 int long
md 256 8 struct struct md_object
""",
    "vm_page": """\
128 struct
pageq 0 16 struct struct {anonymous}
pageq.tqe_next 0 8 pointer pointer to struct vm_page
pageq.tqe_prev 8 8 pointer pointer to pointer to struct vm_page
rb_entry 16 32 struct struct {anonymous}
rb_entry.rbe_left 16 8 pointer pointer to struct vm_page
rb_entry.rbe_right 24 8 pointer pointer to struct vm_page
rb_entry.rbe_parent 32 8 pointer pointer to struct vm_page
rb_entry.rbe_color 40 4 int int
spin 48 8 struct struct spinlock
md 56 16 struct struct md_page
wire_count 72 4 uint uint32_t
busy_count 76 4 uint uint32_t
hold_count 80 4 int int
ku_pagecnt 84 4 int int
object 88 8 pointer pointer to struct vm_object
pindex 96 8 uint vm_pindex_t
phys_addr 104 8 uint vm_paddr_t
queue 112 2 uint uint16_t
pc 114 2 uint uint16_t
act_count 116 1 uint uint8_t
pat_mode 117 1 uint uint8_t
valid 118 1 uint uint8_t
dirty 119 1 uint uint8_t
flags 120 4 uint uint32_t
unused01 124 4 int int
""",
    "vmmeter": """\
200 struct
v_swtch 0 4 uint u_int
v_trap 4 4 uint u_int
v_syscall 8 4 uint u_int
v_intr 12 4 uint u_int
v_ipi 16 4 uint u_int
v_timer 20 4 uint u_int
v_soft 24 4 uint u_int
v_vm_faults 28 4 uint u_int
v_cow_faults 32 4 uint u_int
v_cow_optim 36 4 uint u_int
v_zfod 40 4 uint u_int
v_ozfod 44 4 uint u_int
v_swapin 48 4 uint u_int
v_swapout 52 4 uint u_int
v_swappgsin 56 4 uint u_int
v_swappgsout 60 4 uint u_int
v_vnodein 64 4 uint u_int
v_vnodeout 68 4 uint u_int
v_vnodepgsin 72 4 uint u_int
v_vnodepgsout 76 4 uint u_int
v_intrans 80 4 uint u_int
v_reactivated 84 4 uint u_int
v_pdwakeups 88 4 uint u_int
v_pdpages 92 4 uint u_int
v_dfree 96 4 uint u_int
v_pfree 100 4 uint u_int
v_tfree 104 4 uint u_int
v_forks 108 4 uint u_int
v_vforks 112 4 uint u_int
v_rforks 116 4 uint u_int
v_exec 120 4 uint u_int
v_kthreads 124 4 uint u_int
v_forkpages 128 4 uint u_int
v_vforkpages 132 4 uint u_int
v_rforkpages 136 4 uint u_int
v_kthreadpages 140 4 uint u_int
v_intrans_coll 144 4 uint u_int
v_intrans_wait 148 4 uint u_int
v_forwarded_ints 152 4 uint u_int
v_forwarded_hits 156 4 uint u_int
v_forwarded_misses 160 4 uint u_int
v_smpinvltlb 164 4 uint u_int
v_ppwakeups 168 4 uint u_int
v_lock_colls 172 4 uint u_int
v_lock_name 176 16 char[],16,1,int char[16]
v_wakeup_colls 192 4 uint u_int
v_reserved7 196 4 uint u_int
""",
    "vmspace": """\
1496 struct
vm_map 0 288 struct struct vm_map
vm_pmap 288 1096 struct struct pmap
vm_flags 1384 4 int int
vm_shm 1392 8 pointer caddr_t
vm_rssize 1400 8 int segsz_t
vm_swrss 1408 8 int segsz_t
vm_tsize 1416 8 int segsz_t
vm_dsize 1424 8 int segsz_t
vm_ssize 1432 8 int segsz_t
vm_taddr 1440 8 pointer caddr_t
vm_daddr 1448 8 pointer caddr_t
vm_maxsaddr 1456 8 pointer caddr_t
vm_minsaddr 1464 8 pointer caddr_t
vm_unused01 1472 4 int int
vm_unused02 1476 4 int int
vm_pagesupply 1480 4 int int
vm_holdcnt 1484 4 uint u_int
vm_refcnt 1488 4 uint u_int
""",
    "vmstats": """\
256 struct
v_page_size 0 4 uint u_int
v_unused01 4 4 uint u_int
v_page_count 8 8 int long
v_free_reserved 16 8 int long
v_free_target 24 8 int long
v_free_min 32 8 int long
v_cache_min 40 8 int long
v_cache_max 48 8 int long
v_pageout_free_min 56 8 int long
v_interrupt_free_min 64 8 int long
v_free_severe 72 8 int long
v_dma_pages 80 8 int long
v_unused_fixed 88 40 array,5,8,int long[5]
v_free_count 128 8 int long
v_wire_count 136 8 int long
v_active_count 144 8 int long
v_inactive_target 152 8 int long
v_inactive_count 160 8 int long
v_cache_count 168 8 int long
v_dma_avail 176 8 int long
v_unused_variable 184 72 array,9,8,int long[9]
""",
    "vmtotal": """\
112 struct
t_rq 0 8 int long
t_dw 8 8 int long
t_pw 16 8 int long
t_sl 24 8 int long
t_sw 32 8 int long
t_vm 40 8 int int64_t
t_avm 48 8 int int64_t
t_rm 56 8 int long
t_arm 64 8 int long
t_vmshr 72 8 int int64_t
t_avmshr 80 8 int int64_t
t_rmshr 88 8 int long
t_armshr 96 8 int long
t_free 104 8 int long
""",
    "vnode": """\
376 struct
v_lock 0 32 struct struct lock
v_token 32 32 struct struct lwkt_token
v_spin 64 8 struct struct spinlock
v_pbuf_count 72 4 int int
v_writecount 76 4 int int
v_track_read 80 4 struct struct bio_track
v_track_read.bk_active 80 4 int int
v_track_write 84 4 struct struct bio_track
v_track_write.bk_active 84 4 int int
v_opencount 88 4 int int
v_flag 92 4 int int
v_mount 96 8 pointer pointer to struct mount
v_ops 104 8 pointer pointer to pointer to struct vop_ops
v_list 112 16 struct struct {anonymous}
v_list.tqe_next 112 8 pointer pointer to struct vnode
v_list.tqe_prev 120 8 pointer pointer to pointer to struct vnode
v_nmntvnodes 128 16 struct struct {anonymous}
v_nmntvnodes.tqe_next 128 8 pointer pointer to struct vnode
v_nmntvnodes.tqe_prev 136 8 pointer pointer to pointer to struct vnode
v_synclist 144 16 struct struct {anonymous}
v_synclist.le_next 144 8 pointer pointer to struct vnode
v_synclist.le_prev 152 8 pointer pointer to pointer to struct vnode
v_rbclean_tree 160 24 struct struct buf_rb_tree
v_rbclean_tree.rbh_root 160 8 pointer pointer to struct buf
v_rbclean_tree.rbh_inprog 168 8 pointer pointer to struct buf_rb_tree_scan_info
v_rbclean_tree.rbh_spin 176 8 struct struct spinlock
v_rbdirty_tree 184 24 struct struct buf_rb_tree
v_rbdirty_tree.rbh_root 184 8 pointer pointer to struct buf
v_rbdirty_tree.rbh_inprog 192 8 pointer pointer to struct buf_rb_tree_scan_info
v_rbdirty_tree.rbh_spin 200 8 struct struct spinlock
v_rbhash_tree 208 24 struct struct buf_rb_hash
v_rbhash_tree.rbh_root 208 8 pointer pointer to struct buf
v_rbhash_tree.rbh_inprog 216 8 pointer pointer to struct buf_rb_hash_scan_info
v_rbhash_tree.rbh_spin 224 8 struct struct spinlock
v_type 232 4 uint enum vtype
v_act 236 2 int int16_t
v_state 238 2 int int16_t
v_un 240 24 union union {anonymous}
v_un.vu_socket 240 8 pointer pointer to struct socket
v_un.vu_cdev 240 24 struct struct {anonymous}
v_un.vu_cdev.vu_umajor 240 4 int int
v_un.vu_cdev.vu_uminor 244 4 int int
v_un.vu_cdev.vu_cdevinfo 248 8 pointer pointer to struct cdev
v_un.vu_cdev.vu_cdevnext 256 8 struct struct {anonymous}
v_un.vu_cdev.vu_cdevnext.sle_next 256 8 pointer pointer to struct vnode
v_un.vu_fifoinfo 240 8 pointer pointer to struct fifoinfo
v_filesize 264 8 int off_t
v_lazyw 272 8 int off_t
v_object 280 8 pointer pointer to struct vm_object
v_tag 288 4 uint enum vtagtype
v_data 296 8 pointer pointer to void
v_namecache 304 16 struct struct namecache_list
v_namecache.tqh_first 304 8 pointer pointer to struct namecache
v_namecache.tqh_last 312 8 pointer pointer to pointer to struct namecache
v_namecache_count 320 4 int int
v_auxrefs 324 4 int int
v_refcnt 328 4 int int
v_pollinfo 336 8 struct struct {anonymous}
v_pollinfo.vpi_kqinfo 336 8 struct struct kqinfo
v_pollinfo.vpi_kqinfo.ki_note 336 8 struct struct klist
v_pollinfo.vpi_kqinfo.ki_note.slh_first 336 8 pointer pointer to struct knote
v_resident 344 8 pointer pointer to struct vmresident
v_pfsmp 352 8 pointer pointer to struct mount
v_lastwrite_ts 360 16 struct struct timespec
""",
    "xswdev": """\
48 struct
xsw_size 0 8 uint size_t
xsw_version 8 4 int int
xsw_flags 12 4 int int
xsw_dev 16 4 uint dev_t
xsw_blksize 24 8 uint size_t
xsw_nblks 32 8 uint size_t
xsw_used 40 8 uint size_t
""",
}

ALIASES = {}

TYPEDEFS = {}

CONSTANTS = {
    "BLIST_BMAP_RADIX": 64,
    "BLIST_META_RADIX": 32,
    "CPUSTATES": 5,
    "DMAP_MAX_ADDRESS": 18446735277616529408,
    "DMAP_MIN_ADDRESS": 18446664908872351744,
    "KERNBASE": 18446744071562067968,
    "KERN_PROC_ALL": 0,
    "KERN_PROC_ARGS": 7,
    "KERN_PROC_FLAGMASK": 16,
    "KERN_PROC_FLAG_LWP": 16,
    "KERN_PROC_PGRP": 2,
    "KERN_PROC_PID": 1,
    "KERN_PROC_RUID": 6,
    "KERN_PROC_SESSION": 3,
    "KERN_PROC_TTY": 4,
    "KERN_PROC_UID": 5,
    "KI_CTTY": 1,
    "KI_SLEADER": 2,
    "KPDPPHYS_KVA": 18446735277616529408,
    "LSRUN": 1,
    "LSSLEEP": 3,
    "LSSTOP": 2,
    "LWP_MP_ONRUNQ": 1,
    "MAXCOMLEN": 16,
    "MAXCPU": 256,
    "MAXLOGNAME": 33,
    "MSG_MAGIC": 405604,
    "MSG_OMAGIC": 405602,
    "NDFILE": 15,
    "NGROUPS": 16,
    "NOUDEV": 4294967295,
    "PAGE_SIZE": 4096,
    "PG_FRAME": 4503599627366400,
    "PG_PS_FRAME": 4503599625273344,
    "P_CONTROLT": 2,
    "P_SYSTEM": 512,
    "SACTIVE": 2,
    "SIDL": 1,
    "SSTOP": 3,
    "SW_FREED": 1,
    "SZOMB": 4,
    "TDF_RUNQ": 2,
    "VM_MAX_KERNEL_ADDRESS": 18446744073694867456,
    "VM_MIN_KERNEL_ADDRESS": 18446735278690271232,
    "WMESGLEN": 8,
}

SCALARS = {}
