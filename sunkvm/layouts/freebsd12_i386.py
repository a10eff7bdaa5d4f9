# ruff: noqa
# mypy: ignore-errors
"""Struct layouts of FreeBSD 12.1-RELEASE, i386. Made by tests/oracle/make_tables.py; do not edit.

Source: FreeBSD 12.1-RELEASE, github jimskon/FreeBSDDevPF @ 47cc6eec77c58aa5e3240662d31c26cbbe1cb59e; kernel
view (-D_KERNEL) of the tree's own sys/ headers with the GENERIC config's options (config(8) opt_*.h
reproduced), clang 14 DWARF for the i386 target; nlist/kvm_* structs from include/nlist.h and lib/libkvm/kvm.h
(user view); vm_domain and vm_pagequeue: clang DWARF of the same members, typed in from sys/vm/vm_pagequeue.h,
sys/sys/pidctrl.h and machine/param.h of releng/12.1.

GENERIC kernel, i386, little-endian.

A struct is a text: size and tag, then a line for each member with its name, offset, size, kind and type.
The kind of arrays is followed by ",count,element size,element kind", that of bit-fields by ":bits:shift".
"""

STRUCTS = {
    "bintime": """\
12 struct
sec 0 4 int time_t
frac 4 8 uint uint64_t
""",
    "bitset": """\
4 struct
__bits 0 4 array,1,4,int long[1]
""",
    "callout": """\
44 struct
c_links 0 8 union union {anonymous}
c_links.le 0 8 struct struct {anonymous}
c_links.le.le_next 0 4 pointer pointer to struct callout
c_links.le.le_prev 4 4 pointer pointer to pointer to struct callout
c_links.sle 0 4 struct struct {anonymous}
c_links.sle.sle_next 0 4 pointer pointer to struct callout
c_links.tqe 0 8 struct struct {anonymous}
c_links.tqe.tqe_next 0 4 pointer pointer to struct callout
c_links.tqe.tqe_prev 4 4 pointer pointer to pointer to struct callout
c_time 8 8 int sbintime_t
c_precision 16 8 int sbintime_t
c_arg 24 4 pointer pointer to void
c_func 28 4 pointer pointer to function
c_lock 32 4 pointer pointer to struct lock_object
c_flags 36 2 int short
c_iflags 38 2 int short
c_cpu 40 4 int volatile int
""",
    "cdev": """\
184 struct
si_spare0 0 4 pointer pointer to void
si_flags 4 4 uint u_int
si_atime 8 8 struct struct timespec
si_ctime 16 8 struct struct timespec
si_mtime 24 8 struct struct timespec
si_uid 32 4 uint uid_t
si_gid 36 4 uint gid_t
si_mode 40 2 uint mode_t
si_cred 44 4 pointer pointer to struct ucred
si_drv0 48 4 int int
si_refcount 52 4 int int
si_list 56 8 struct struct {anonymous}
si_list.le_next 56 4 pointer pointer to struct cdev
si_list.le_prev 60 4 pointer pointer to pointer to struct cdev
si_clone 64 8 struct struct {anonymous}
si_clone.le_next 64 4 pointer pointer to struct cdev
si_clone.le_prev 68 4 pointer pointer to pointer to struct cdev
si_children 72 4 struct struct {anonymous}
si_children.lh_first 72 4 pointer pointer to struct cdev
si_siblings 76 8 struct struct {anonymous}
si_siblings.le_next 76 4 pointer pointer to struct cdev
si_siblings.le_prev 80 4 pointer pointer to pointer to struct cdev
si_parent 84 4 pointer pointer to struct cdev
si_mountpt 88 4 pointer pointer to struct mount
si_drv1 92 4 pointer pointer to void
si_drv2 96 4 pointer pointer to void
si_devsw 100 4 pointer pointer to struct cdevsw
si_iosize_max 104 4 int int
si_usecount 108 4 uint u_long
si_threadcount 112 4 uint u_long
__si_u 116 4 union union {anonymous}
__si_u.__sid_snapdata 116 4 pointer pointer to struct snapdata
si_name 120 64 char[],64,1,int char[64]
""",
    "domain": """\
56 struct
dom_family 0 4 int int
dom_name 4 4 pointer pointer to char
dom_init 8 4 pointer pointer to function
dom_destroy 12 4 pointer pointer to function
dom_externalize 16 4 pointer pointer to function
dom_dispose 20 4 pointer pointer to function
dom_protosw 24 4 pointer pointer to struct protosw
dom_protoswNPROTOSW 28 4 pointer pointer to struct protosw
dom_next 32 4 pointer pointer to struct domain
dom_rtattach 36 4 pointer pointer to function
dom_rtdetach 40 4 pointer pointer to function
dom_ifattach 44 4 pointer pointer to function
dom_ifdetach 48 4 pointer pointer to function
dom_ifmtu 52 4 pointer pointer to function
""",
    "fdescenttbl": """\
4 struct
fdt_nfiles 0 4 int int
fdt_ofiles 4 0 array,0,40,struct struct filedescent[0]
""",
    "file": """\
56 struct
f_data 0 4 pointer pointer to void
f_ops 4 4 pointer pointer to struct fileops
f_cred 8 4 pointer pointer to struct ucred
f_vnode 12 4 pointer pointer to struct vnode
f_type 16 2 int short
f_vnread_flags 18 2 int short
f_flag 20 4 uint volatile u_int
f_count 24 4 uint volatile u_int
f_seqcount 28 2 int int16_t
f_pipegen 28 4 int int
f_nextoff 32 8 int off_t
f_vnun 40 4 union union {anonymous}
f_vnun.fvn_cdevpriv 40 4 pointer pointer to struct cdev_privdata
f_vnun.fvn_advice 40 4 pointer pointer to struct fadvise_info
f_offset 44 8 int off_t
f_label 52 4 pointer pointer to void
""",
    "filedesc": """\
76 struct
fd_files 0 4 pointer pointer to struct fdescenttbl
fd_cdir 4 4 pointer pointer to struct vnode
fd_rdir 8 4 pointer pointer to struct vnode
fd_jdir 12 4 pointer pointer to struct vnode
fd_map 16 4 pointer pointer to u_long
fd_lastfile 20 4 int int
fd_freefile 24 4 int int
fd_cmask 28 2 uint u_short
fd_refcnt 32 4 int int
fd_holdcnt 36 4 int int
fd_sx 40 20 struct struct sx
fd_kqlist 60 8 struct struct kqlist
fd_kqlist.tqh_first 60 4 pointer pointer to struct kqueue
fd_kqlist.tqh_last 64 4 pointer pointer to pointer to struct kqueue
fd_holdleaderscount 68 4 int int
fd_holdleaderswakeup 72 4 int int
""",
    "filedescent": """\
40 struct
fde_file 0 4 pointer pointer to struct file
fde_caps 4 28 struct struct filecaps
fde_caps.fc_rights 4 16 struct cap_rights_t
fde_caps.fc_rights.cr_rights 4 16 array,2,8,uint uint64_t[2]
fde_caps.fc_ioctls 20 4 pointer pointer to u_long
fde_caps.fc_nioctls 24 2 int int16_t
fde_caps.fc_fcntls 28 4 uint uint32_t
fde_flags 32 1 uint uint8_t
fde_seq 36 4 uint seq_t
""",
    "itimerval": """\
16 struct
it_interval 0 8 struct struct timeval
it_value 8 8 struct struct timeval
""",
    "kinfo_file": """\
1392 struct
kf_structsize 0 4 int int
kf_type 4 4 int int
kf_fd 8 4 int int
kf_ref_count 12 4 int int
kf_flags 16 4 int int
kf_pad0 20 4 int int
kf_offset 24 8 int int64_t
kf_vnode_type 32 4 int int
kf_sock_domain 36 4 int int
kf_sock_type 40 4 int int
kf_sock_protocol 44 4 int int
kf_sa_local 48 128 struct struct sockaddr_storage
kf_sa_peer 176 128 struct struct sockaddr_storage
kf_un 32 304 union union {anonymous}
kf_un.kf_sock 32 304 struct struct {anonymous}
kf_un.kf_sock.kf_sock_sendq 32 4 uint uint32_t
kf_un.kf_sock.kf_sock_domain0 36 4 int int
kf_un.kf_sock.kf_sock_type0 40 4 int int
kf_un.kf_sock.kf_sock_protocol0 44 4 int int
kf_un.kf_sock.kf_sa_local 48 128 struct struct sockaddr_storage
kf_un.kf_sock.kf_sa_peer 176 128 struct struct sockaddr_storage
kf_un.kf_sock.kf_sock_pcb 304 8 uint uint64_t
kf_un.kf_sock.kf_sock_inpcb 312 8 uint uint64_t
kf_un.kf_sock.kf_sock_unpconn 320 8 uint uint64_t
kf_un.kf_sock.kf_sock_snd_sb_state 328 2 uint uint16_t
kf_un.kf_sock.kf_sock_rcv_sb_state 330 2 uint uint16_t
kf_un.kf_sock.kf_sock_recvq 332 4 uint uint32_t
kf_un.kf_file 32 304 struct struct {anonymous}
kf_un.kf_file.kf_file_type 32 4 int int
kf_un.kf_file.kf_spareint 36 12 array,3,4,int int[3]
kf_un.kf_file.kf_spareint64 48 240 array,30,8,uint uint64_t[30]
kf_un.kf_file.kf_file_fsid 288 8 uint uint64_t
kf_un.kf_file.kf_file_rdev 296 8 uint uint64_t
kf_un.kf_file.kf_file_fileid 304 8 uint uint64_t
kf_un.kf_file.kf_file_size 312 8 uint uint64_t
kf_un.kf_file.kf_file_fsid_freebsd11 320 4 uint uint32_t
kf_un.kf_file.kf_file_rdev_freebsd11 324 4 uint uint32_t
kf_un.kf_file.kf_file_mode 328 2 uint uint16_t
kf_un.kf_file.kf_file_pad0 330 2 uint uint16_t
kf_un.kf_file.kf_file_pad1 332 4 uint uint32_t
kf_un.kf_sem 32 280 struct struct {anonymous}
kf_un.kf_sem.kf_spareint 32 16 array,4,4,uint uint32_t[4]
kf_un.kf_sem.kf_spareint64 48 256 array,32,8,uint uint64_t[32]
kf_un.kf_sem.kf_sem_value 304 4 uint uint32_t
kf_un.kf_sem.kf_sem_mode 308 2 uint uint16_t
kf_un.kf_pipe 32 304 struct struct {anonymous}
kf_un.kf_pipe.kf_spareint 32 16 array,4,4,uint uint32_t[4]
kf_un.kf_pipe.kf_spareint64 48 256 array,32,8,uint uint64_t[32]
kf_un.kf_pipe.kf_pipe_addr 304 8 uint uint64_t
kf_un.kf_pipe.kf_pipe_peer 312 8 uint uint64_t
kf_un.kf_pipe.kf_pipe_buffer_cnt 320 4 uint uint32_t
kf_un.kf_pipe.kf_pipe_pad0 324 12 array,3,4,uint uint32_t[3]
kf_un.kf_pts 32 304 struct struct {anonymous}
kf_un.kf_pts.kf_spareint 32 16 array,4,4,uint uint32_t[4]
kf_un.kf_pts.kf_spareint64 48 256 array,32,8,uint uint64_t[32]
kf_un.kf_pts.kf_pts_dev_freebsd11 304 4 uint uint32_t
kf_un.kf_pts.kf_pts_pad0 308 4 uint uint32_t
kf_un.kf_pts.kf_pts_dev 312 8 uint uint64_t
kf_un.kf_pts.kf_pts_pad1 320 16 array,4,4,uint uint32_t[4]
kf_un.kf_proc 32 276 struct struct {anonymous}
kf_un.kf_proc.kf_spareint 32 16 array,4,4,uint uint32_t[4]
kf_un.kf_proc.kf_spareint64 48 256 array,32,8,uint uint64_t[32]
kf_un.kf_proc.kf_pid 304 4 int pid_t
kf_status 336 2 uint uint16_t
kf_pad1 338 2 uint uint16_t
_kf_ispare0 340 4 int int
kf_cap_rights 344 16 struct cap_rights_t
kf_cap_rights.cr_rights 344 16 array,2,8,uint uint64_t[2]
_kf_cap_spare 360 8 uint uint64_t
kf_path 368 1024 char[],1024,1,int char[1024]
""",
    "kinfo_proc": """\
768 struct
ki_structsize 0 4 int int
ki_layout 4 4 int int
ki_args 8 4 pointer pointer to struct pargs
ki_paddr 12 4 pointer pointer to struct proc
ki_addr 16 4 pointer pointer to struct user
ki_tracep 20 4 pointer pointer to struct vnode
ki_textvp 24 4 pointer pointer to struct vnode
ki_fd 28 4 pointer pointer to struct filedesc
ki_vmspace 32 4 pointer pointer to struct vmspace
ki_wchan 36 4 pointer pointer to void
ki_pid 40 4 int pid_t
ki_ppid 44 4 int pid_t
ki_pgid 48 4 int pid_t
ki_tpgid 52 4 int pid_t
ki_sid 56 4 int pid_t
ki_tsid 60 4 int pid_t
ki_jobc 64 2 int short
ki_spare_short1 66 2 int short
ki_tdev_freebsd11 68 4 uint uint32_t
ki_siglist 72 16 struct sigset_t
ki_siglist.__bits 72 16 array,4,4,uint __uint32_t[4]
ki_sigmask 88 16 struct sigset_t
ki_sigmask.__bits 88 16 array,4,4,uint __uint32_t[4]
ki_sigignore 104 16 struct sigset_t
ki_sigignore.__bits 104 16 array,4,4,uint __uint32_t[4]
ki_sigcatch 120 16 struct sigset_t
ki_sigcatch.__bits 120 16 array,4,4,uint __uint32_t[4]
ki_uid 136 4 uint uid_t
ki_ruid 140 4 uint uid_t
ki_svuid 144 4 uint uid_t
ki_rgid 148 4 uint gid_t
ki_svgid 152 4 uint gid_t
ki_ngroups 156 2 int short
ki_spare_short2 158 2 int short
ki_groups 160 64 array,16,4,uint gid_t[16]
ki_size 224 4 uint vm_size_t
ki_rssize 228 4 int segsz_t
ki_swrss 232 4 int segsz_t
ki_tsize 236 4 int segsz_t
ki_dsize 240 4 int segsz_t
ki_ssize 244 4 int segsz_t
ki_xstat 248 2 uint u_short
ki_acflag 250 2 uint u_short
ki_pctcpu 252 4 uint fixpt_t
ki_estcpu 256 4 uint u_int
ki_slptime 260 4 uint u_int
ki_swtime 264 4 uint u_int
ki_cow 268 4 uint u_int
ki_runtime 272 8 uint u_int64_t
ki_start 280 8 struct struct timeval
ki_childtime 288 8 struct struct timeval
ki_flag 296 4 int long
ki_kiflag 300 4 int long
ki_traceflag 304 4 int int
ki_stat 308 1 int char
ki_nice 309 1 int signed char
ki_lock 310 1 int char
ki_rqindex 311 1 int char
ki_oncpu_old 312 1 uint u_char
ki_lastcpu_old 313 1 uint u_char
ki_tdname 314 17 char[],17,1,int char[17]
ki_wmesg 331 9 char[],9,1,int char[9]
ki_login 340 18 char[],18,1,int char[18]
ki_lockname 358 9 char[],9,1,int char[9]
ki_comm 367 20 char[],20,1,int char[20]
ki_emul 387 17 char[],17,1,int char[17]
ki_loginclass 404 18 char[],18,1,int char[18]
ki_moretdname 422 4 char[],4,1,int char[4]
ki_sparestrings 426 46 char[],46,1,int char[46]
ki_spareints 472 8 array,2,4,int int[2]
ki_tdev 480 8 uint uint64_t
ki_oncpu 488 4 int int
ki_lastcpu 492 4 int int
ki_tracer 496 4 int int
ki_flag2 500 4 int int
ki_fibnum 504 4 int int
ki_cr_flags 508 4 uint u_int
ki_jid 512 4 int int
ki_numthreads 516 4 int int
ki_tid 520 4 int lwpid_t
ki_pri 524 4 struct struct priority
ki_rusage 528 72 struct struct rusage
ki_rusage_ch 600 72 struct struct rusage
ki_pcb 672 4 pointer pointer to struct pcb
ki_kstack 676 4 pointer pointer to void
ki_udata 680 4 pointer pointer to void
ki_tdaddr 684 4 pointer pointer to struct thread
ki_spareptrs 688 24 array,6,4,pointer pointer to void[6]
ki_sparelongs 712 48 array,12,4,int long[12]
ki_sflag 760 4 int long
ki_tdflags 764 4 int long
""",
    "kinfo_vmentry": """\
1160 struct
kve_structsize 0 4 int int
kve_type 4 4 int int
kve_start 8 8 uint uint64_t
kve_end 16 8 uint uint64_t
kve_offset 24 8 uint uint64_t
kve_vn_fileid 32 8 uint uint64_t
kve_vn_fsid_freebsd11 40 4 uint uint32_t
kve_flags 44 4 int int
kve_resident 48 4 int int
kve_private_resident 52 4 int int
kve_protection 56 4 int int
kve_ref_count 60 4 int int
kve_shadow_count 64 4 int int
kve_vn_type 68 4 int int
kve_vn_size 72 8 uint uint64_t
kve_vn_rdev_freebsd11 80 4 uint uint32_t
kve_vn_mode 84 2 uint uint16_t
kve_status 86 2 uint uint16_t
kve_vn_fsid 88 8 uint uint64_t
kve_vn_rdev 96 8 uint uint64_t
_kve_ispare 104 32 array,8,4,int int[8]
kve_path 136 1024 char[],1024,1,int char[1024]
""",
    "kld_sym_lookup": """\
16 struct
version 0 4 int int
symname 4 4 pointer pointer to char
symvalue 8 4 uint u_long
symsize 12 4 uint size_t
""",
    "knlist": """\
28 struct
kl_list 0 4 struct struct klist
kl_lock 4 4 pointer pointer to function
kl_unlock 8 4 pointer pointer to function
kl_assert_locked 12 4 pointer pointer to function
kl_assert_unlocked 16 4 pointer pointer to function
kl_lockarg 20 4 pointer pointer to void
kl_autodestroy 24 4 int int
""",
    "kvm_nlist": """\
16 struct
n_name 0 4 pointer pointer to const char
n_type 4 1 uint unsigned char
n_value 8 8 uint kvaddr_t
""",
    "kvm_page": """\
28 struct
version 0 4 uint unsigned int
paddr 4 4 uint u_long
kmap_vaddr 8 4 uint u_long
dmap_vaddr 12 4 uint u_long
prot 16 1 uint vm_prot_t
offset 20 4 uint u_long
len 24 4 uint size_t
""",
    "kvm_swap": """\
52 struct
ksw_devname 0 32 char[],32,1,int char[32]
ksw_used 32 4 uint u_int
ksw_total 36 4 uint u_int
ksw_flags 40 4 int int
ksw_reserved1 44 4 uint u_int
ksw_reserved2 48 4 uint u_int
""",
    "linker_file": """\
96 struct
ops 0 4 pointer kobj_ops_t
refs 4 4 int int
userrefs 8 4 int int
flags 12 4 int int
link 16 8 struct struct {anonymous}
link.tqe_next 16 4 pointer pointer to struct linker_file
link.tqe_prev 20 4 pointer pointer to pointer to struct linker_file
filename 24 4 pointer pointer to char
pathname 28 4 pointer pointer to char
id 32 4 int int
address 36 4 pointer caddr_t
size 40 4 uint size_t
ctors_addr 44 4 pointer caddr_t
ctors_size 48 4 uint size_t
ndeps 52 4 int int
deps 56 4 pointer pointer to linker_file_t
common 60 8 struct struct {anonymous}
common.stqh_first 60 4 pointer pointer to struct common_symbol
common.stqh_last 64 4 pointer pointer to pointer to struct common_symbol
modules 68 8 struct struct {anonymous}
modules.tqh_first 68 4 pointer pointer to struct module
modules.tqh_last 72 4 pointer pointer to pointer to struct module
loaded 76 8 struct struct {anonymous}
loaded.tqe_next 76 4 pointer pointer to struct linker_file
loaded.tqe_prev 80 4 pointer pointer to pointer to struct linker_file
loadcnt 84 4 int int
nenabled 88 4 int int
fbt_nentries 92 4 int int
""",
    "loadavg": """\
16 struct
ldavg 0 12 array,3,4,uint __fixpt_t[3]
fscale 12 4 int long
""",
    "lock": """\
32 struct
lock_object 0 16 struct struct lock_object
lk_lock 16 4 uint volatile uintptr_t
lk_exslpfail 20 4 uint u_int
lk_timo 24 4 int int
lk_pri 28 4 int int
""",
    "lock_object": """\
16 struct
lo_name 0 4 pointer pointer to const char
lo_flags 4 4 uint u_int
lo_data 8 4 uint u_int
lo_witness 12 4 pointer pointer to struct witness
""",
    "mount": """\
2576 struct
mnt_mtx 0 20 struct struct mtx
mnt_gen 20 4 int int
mnt_list 24 8 struct struct {anonymous}
mnt_list.tqe_next 24 4 pointer pointer to struct mount
mnt_list.tqe_prev 28 4 pointer pointer to pointer to struct mount
mnt_op 32 4 pointer pointer to struct vfsops
mnt_vfc 36 4 pointer pointer to struct vfsconf
mnt_vnodecovered 40 4 pointer pointer to struct vnode
mnt_syncer 44 4 pointer pointer to struct vnode
mnt_ref 48 4 int int
mnt_nvnodelist 52 8 struct struct vnodelst
mnt_nvnodelist.tqh_first 52 4 pointer pointer to struct vnode
mnt_nvnodelist.tqh_last 56 4 pointer pointer to pointer to struct vnode
mnt_nvnodelistsize 60 4 int int
mnt_writeopcount 64 4 int int
mnt_kern_flag 68 4 int int
mnt_flag 72 8 uint uint64_t
mnt_opt 80 4 pointer pointer to struct vfsoptlist
mnt_optnew 84 4 pointer pointer to struct vfsoptlist
mnt_maxsymlinklen 88 4 int int
mnt_stat 92 2344 struct struct statfs
mnt_cred 2436 4 pointer pointer to struct ucred
mnt_data 2440 4 pointer pointer to void
mnt_time 2444 4 int time_t
mnt_iosize_max 2448 4 int int
mnt_export 2452 4 pointer pointer to struct netexport
mnt_label 2456 4 pointer pointer to struct label
mnt_hashseed 2460 4 uint u_int
mnt_lockref 2464 4 int int
mnt_secondary_writes 2468 4 int int
mnt_secondary_accwrites 2472 4 int int
mnt_susp_owner 2476 4 pointer pointer to struct thread
mnt_gjprovider 2480 4 pointer pointer to char
mnt_listmtx 2484 20 struct struct mtx
mnt_activevnodelist 2504 8 struct struct vnodelst
mnt_activevnodelist.tqh_first 2504 4 pointer pointer to struct vnode
mnt_activevnodelist.tqh_last 2508 4 pointer pointer to pointer to struct vnode
mnt_activevnodelistsize 2512 4 int int
mnt_tmpfreevnodelist 2516 8 struct struct vnodelst
mnt_tmpfreevnodelist.tqh_first 2516 4 pointer pointer to struct vnode
mnt_tmpfreevnodelist.tqh_last 2520 4 pointer pointer to pointer to struct vnode
mnt_tmpfreevnodelistsize 2524 4 int int
mnt_explock 2528 32 struct struct lock
mnt_upper_link 2560 8 struct struct {anonymous}
mnt_upper_link.tqe_next 2560 4 pointer pointer to struct mount
mnt_upper_link.tqe_prev 2564 4 pointer pointer to pointer to struct mount
mnt_uppers 2568 8 struct struct {anonymous}
mnt_uppers.tqh_first 2568 4 pointer pointer to struct mount
mnt_uppers.tqh_last 2572 4 pointer pointer to pointer to struct mount
""",
    "msgbuf": """\
56 struct
msg_ptr 0 4 pointer pointer to char
msg_magic 4 4 uint u_int
msg_size 8 4 uint u_int
msg_wseq 12 4 uint u_int
msg_rseq 16 4 uint u_int
msg_cksum 20 4 uint u_int
msg_seqmod 24 4 uint u_int
msg_lastpri 28 4 int int
msg_flags 32 4 uint u_int
msg_lock 36 20 struct struct mtx
""",
    "mtx": """\
20 struct
lock_object 0 16 struct struct lock_object
mtx_lock 16 4 uint volatile uintptr_t
""",
    "nlist": """\
12 struct
n_name 0 4 pointer pointer to const char
n_type 4 1 uint unsigned char
n_other 5 1 int char
n_desc 6 2 int short
n_value 8 4 uint unsigned long
""",
    "pargs": """\
12 struct
ar_ref 0 4 uint u_int
ar_length 4 4 uint u_int
ar_args 8 1 char[],1,1,uint u_char[1]
""",
    "pcpu": """\
4096 struct
pc_curthread 0 4 pointer pointer to struct thread
pc_idlethread 4 4 pointer pointer to struct thread
pc_fpcurthread 8 4 pointer pointer to struct thread
pc_deadthread 12 4 pointer pointer to struct thread
pc_curpcb 16 4 pointer pointer to struct pcb
pc_switchtime 20 8 uint uint64_t
pc_switchticks 28 4 int int
pc_cpuid 32 4 uint u_int
pc_allcpu 36 4 struct struct {anonymous}
pc_allcpu.stqe_next 36 4 pointer pointer to struct pcpu
pc_spinlocks 40 4 pointer pointer to struct lock_list_entry
pc_cp_time 44 20 array,5,4,int long[5]
pc_device 64 4 pointer pointer to struct device
pc_netisr 68 4 pointer pointer to void
pc_unused1 72 4 int int
pc_domain 76 4 int int
pc_rm_queue 80 8 struct struct rm_queue
pc_dynamic 88 4 uint uintptr_t
pc_early_dummy_counter 92 8 uint uint64_t
pc_monitorbuf 128 128 char[],128,1,int char[128]
pc_prvspace 256 4 pointer pointer to struct pcpu
pc_curpmap 260 4 pointer pointer to struct pmap
pc_common_tssd 264 8 struct struct segment_descriptor
pc_tss_gdt 272 4 pointer pointer to struct segment_descriptor
pc_fsgs_gdt 276 4 pointer pointer to struct segment_descriptor
pc_common_tssp 280 4 pointer pointer to struct i386tss
pc_kesp0 284 4 uint u_int
pc_trampstk 288 4 uint u_int
pc_currentldt 292 4 int int
pc_acpi_id 296 4 uint u_int
pc_apic_id 300 4 uint u_int
pc_private_tss 304 4 int int
pc_cmci_mask 308 4 uint u_int
pc_vcpu_id 312 4 uint u_int
pc_cmap_lock 316 20 struct struct mtx
pc_cmap_pte1 336 4 pointer pointer to void
pc_cmap_pte2 340 4 pointer pointer to void
pc_cmap_addr1 344 4 pointer caddr_t
pc_cmap_addr2 348 4 pointer caddr_t
pc_qmap_addr 352 4 uint vm_offset_t
pc_copyout_maddr 356 4 uint vm_offset_t
pc_copyout_saddr 360 4 uint vm_offset_t
pc_copyout_mlock 364 20 struct struct mtx
pc_copyout_slock 384 20 struct struct sx
pc_copyout_buf 404 4 pointer pointer to char
pc_pmap_eh_va 408 4 uint vm_offset_t
pc_pmap_eh_ptep 412 4 pointer caddr_t
pc_smp_tlb_done 416 4 uint uint32_t
pc_ibpb_set 420 4 uint uint32_t
pc_mds_buf 424 4 pointer pointer to void
pc_mds_buf64 428 4 pointer pointer to void
pc_pad 432 16 array,4,4,uint uint32_t[4]
pc_mds_tmp 448 64 char[],64,1,uint uint8_t[64]
__pad 512 3522 char[],3522,1,int char[3522]
""",
    "pgrp": """\
48 struct
pg_hash 0 8 struct struct {anonymous}
pg_hash.le_next 0 4 pointer pointer to struct pgrp
pg_hash.le_prev 4 4 pointer pointer to pointer to struct pgrp
pg_members 8 4 struct struct {anonymous}
pg_members.lh_first 8 4 pointer pointer to struct proc
pg_session 12 4 pointer pointer to struct session
pg_sigiolst 16 4 struct struct sigiolst
pg_sigiolst.slh_first 16 4 pointer pointer to struct sigio
pg_id 20 4 int pid_t
pg_jobc 24 4 int int
pg_mtx 28 20 struct struct mtx
""",
    "pipe": """\
200 struct
pipe_buffer 0 20 struct struct pipebuf
pipe_map 20 80 struct struct pipemapping
pipe_sel 100 40 struct struct selinfo
pipe_atime 140 8 struct struct timespec
pipe_mtime 148 8 struct struct timespec
pipe_ctime 156 8 struct struct timespec
pipe_sigio 164 4 pointer pointer to struct sigio
pipe_peer 168 4 pointer pointer to struct pipe
pipe_pair 172 4 pointer pointer to struct pipepair
pipe_state 176 4 uint u_int
pipe_busy 180 4 int int
pipe_present 184 4 int int
pipe_wgen 188 4 int int
pipe_ino 192 8 uint ino_t
""",
    "plimit": """\
244 struct
pl_rlimit 0 240 array,15,16,struct struct rlimit[15]
pl_refcnt 240 4 int int
""",
    "pmap": """\
60 struct
pm_mtx 0 20 struct struct mtx
pm_pdir 20 4 pointer pointer to pd_entry_t
pm_pvchunk 24 8 struct struct {anonymous}
pm_pvchunk.tqh_first 24 4 pointer pointer to struct pv_chunk
pm_pvchunk.tqh_last 28 4 pointer pointer to pointer to struct pv_chunk
pm_active 32 4 struct cpuset_t
pm_active.__bits 32 4 array,1,4,int long[1]
pm_stats 36 8 struct struct pmap_statistics
pm_stats.resident_count 36 4 int long
pm_stats.wired_count 40 4 int long
pm_list 44 8 struct struct {anonymous}
pm_list.le_next 44 4 pointer pointer to struct pmap
pm_list.le_prev 48 4 pointer pointer to pointer to struct pmap
pm_root 52 4 struct struct vm_radix
pm_root.rt_root 52 4 uint uintptr_t
pm_ptdpg 56 4 array,1,4,pointer vm_page_t[1]
""",
    "priority": """\
4 struct
pri_class 0 1 uint u_char
pri_level 1 1 uint u_char
pri_native 2 1 uint u_char
pri_user 3 1 uint u_char
""",
    "prison": """\
2068 struct
pr_list 0 8 struct struct {anonymous}
pr_list.tqe_next 0 4 pointer pointer to struct prison
pr_list.tqe_prev 4 4 pointer pointer to pointer to struct prison
pr_id 8 4 int int
pr_ref 12 4 int int
pr_uref 16 4 int int
pr_flags 20 4 uint unsigned int
pr_children 24 4 struct struct {anonymous}
pr_children.lh_first 24 4 pointer pointer to struct prison
pr_sibling 28 8 struct struct {anonymous}
pr_sibling.le_next 28 4 pointer pointer to struct prison
pr_sibling.le_prev 32 4 pointer pointer to pointer to struct prison
pr_parent 36 4 pointer pointer to struct prison
pr_mtx 40 20 struct struct mtx
pr_task 60 16 struct struct task
pr_osd 76 16 struct struct osd
pr_cpuset 92 4 pointer pointer to struct cpuset
pr_vnet 96 4 pointer pointer to struct vnet
pr_root 100 4 pointer pointer to struct vnode
pr_ip4s 104 4 int int
pr_ip6s 108 4 int int
pr_ip4 112 4 pointer pointer to struct in_addr
pr_ip6 116 4 pointer pointer to struct in6_addr
pr_prison_racct 120 4 pointer pointer to struct prison_racct
pr_sparep 124 12 array,3,4,pointer pointer to void[3]
pr_childcount 136 4 int int
pr_childmax 140 4 int int
pr_allow 144 4 uint unsigned int
pr_securelevel 148 4 int int
pr_enforce_statfs 152 4 int int
pr_devfs_rsnum 156 4 int int
pr_spare 160 12 array,3,4,int int[3]
pr_osreldate 172 4 int int
pr_hostid 176 4 uint unsigned long
pr_name 180 256 char[],256,1,int char[256]
pr_path 436 1024 char[],1024,1,int char[1024]
pr_hostname 1460 256 char[],256,1,int char[256]
pr_domainname 1716 256 char[],256,1,int char[256]
pr_hostuuid 1972 64 char[],64,1,int char[64]
pr_osrelease 2036 32 char[],32,1,int char[32]
""",
    "proc": """\
860 struct
p_list 0 8 struct struct {anonymous}
p_list.le_next 0 4 pointer pointer to struct proc
p_list.le_prev 4 4 pointer pointer to pointer to struct proc
p_threads 8 8 struct struct {anonymous}
p_threads.tqh_first 8 4 pointer pointer to struct thread
p_threads.tqh_last 12 4 pointer pointer to pointer to struct thread
p_slock 16 20 struct struct mtx
p_ucred 36 4 pointer pointer to struct ucred
p_fd 40 4 pointer pointer to struct filedesc
p_fdtol 44 4 pointer pointer to struct filedesc_to_leader
p_stats 48 4 pointer pointer to struct pstats
p_limit 52 4 pointer pointer to struct plimit
p_limco 56 44 struct struct callout
p_sigacts 100 4 pointer pointer to struct sigacts
p_flag 104 4 int int
p_flag2 108 4 int int
p_state 112 4 uint enum {anonymous}
p_pid 116 4 int pid_t
p_hash 120 8 struct struct {anonymous}
p_hash.le_next 120 4 pointer pointer to struct proc
p_hash.le_prev 124 4 pointer pointer to pointer to struct proc
p_pglist 128 8 struct struct {anonymous}
p_pglist.le_next 128 4 pointer pointer to struct proc
p_pglist.le_prev 132 4 pointer pointer to pointer to struct proc
p_pptr 136 4 pointer pointer to struct proc
p_sibling 140 8 struct struct {anonymous}
p_sibling.le_next 140 4 pointer pointer to struct proc
p_sibling.le_prev 144 4 pointer pointer to pointer to struct proc
p_children 148 4 struct struct {anonymous}
p_children.lh_first 148 4 pointer pointer to struct proc
p_reaper 152 4 pointer pointer to struct proc
p_reaplist 156 4 struct struct {anonymous}
p_reaplist.lh_first 156 4 pointer pointer to struct proc
p_reapsibling 160 8 struct struct {anonymous}
p_reapsibling.le_next 160 4 pointer pointer to struct proc
p_reapsibling.le_prev 164 4 pointer pointer to pointer to struct proc
p_mtx 168 20 struct struct mtx
p_statmtx 188 20 struct struct mtx
p_itimmtx 208 20 struct struct mtx
p_profmtx 228 20 struct struct mtx
p_ksi 248 4 pointer pointer to struct ksiginfo
p_sigqueue 252 64 struct sigqueue_t
p_sigqueue.sq_signals 252 16 struct sigset_t
p_sigqueue.sq_signals.__bits 252 16 array,4,4,uint __uint32_t[4]
p_sigqueue.sq_kill 268 16 struct sigset_t
p_sigqueue.sq_kill.__bits 268 16 array,4,4,uint __uint32_t[4]
p_sigqueue.sq_ptrace 284 16 struct sigset_t
p_sigqueue.sq_ptrace.__bits 284 16 array,4,4,uint __uint32_t[4]
p_sigqueue.sq_list 300 8 struct struct {anonymous}
p_sigqueue.sq_list.tqh_first 300 4 pointer pointer to struct ksiginfo
p_sigqueue.sq_list.tqh_last 304 4 pointer pointer to pointer to struct ksiginfo
p_sigqueue.sq_proc 308 4 pointer pointer to struct proc
p_sigqueue.sq_flags 312 4 int int
p_oppid 316 4 int pid_t
p_vmspace 320 4 pointer pointer to struct vmspace
p_swtick 324 4 uint u_int
p_cowgen 328 4 uint u_int
p_realtimer 332 16 struct struct itimerval
p_ru 348 72 struct struct rusage
p_rux 420 56 struct struct rusage_ext
p_crux 476 56 struct struct rusage_ext
p_profthreads 532 4 int int
p_exitthreads 536 4 int volatile int
p_traceflag 540 4 int int
p_tracevp 544 4 pointer pointer to struct vnode
p_tracecred 548 4 pointer pointer to struct ucred
p_textvp 552 4 pointer pointer to struct vnode
p_lock 556 4 uint u_int
p_sigiolst 560 4 struct struct sigiolst
p_sigiolst.slh_first 560 4 pointer pointer to struct sigio
p_sigparent 564 4 int int
p_sig 568 4 int int
p_code 572 4 uint u_long
p_stops 576 4 uint u_int
p_stype 580 4 uint u_int
p_step 584 1 int char
p_pfsflags 585 1 uint u_char
p_ptevents 588 4 uint u_int
p_nlminfo 592 4 pointer pointer to struct nlminfo
p_aioinfo 596 4 pointer pointer to struct kaioinfo
p_singlethread 600 4 pointer pointer to struct thread
p_suspcount 604 4 int int
p_xthread 608 4 pointer pointer to struct thread
p_boundary_count 612 4 int int
p_pendingcnt 616 4 int int
p_itimers 620 4 pointer pointer to struct itimers
p_procdesc 624 4 pointer pointer to struct procdesc
p_treeflag 628 4 uint u_int
p_pendingexits 632 4 int int
p_filemon 636 4 pointer pointer to struct filemon
p_pdeathsig 640 4 int int
p_magic 644 4 uint u_int
p_osrel 648 4 int int
p_comm 652 20 char[],20,1,int char[20]
p_sysent 672 4 pointer pointer to struct sysentvec
p_args 676 4 pointer pointer to struct pargs
p_cpulimit 680 8 int rlim_t
p_nice 688 1 int signed char
p_fibnum 692 4 int int
p_reapsubtree 696 4 int pid_t
p_elf_machine 700 2 uint uint16_t
p_elf_flags 704 8 uint uint64_t
p_xexit 712 4 uint u_int
p_xsig 716 4 uint u_int
p_pgrp 720 4 pointer pointer to struct pgrp
p_klist 724 4 pointer pointer to struct knlist
p_numthreads 728 4 int int
p_md 732 4 struct struct mdproc
p_itcallout 736 44 struct struct callout
p_acflag 780 2 uint u_short
p_peers 784 4 pointer pointer to struct proc
p_leader 788 4 pointer pointer to struct proc
p_emuldata 792 4 pointer pointer to void
p_label 796 4 pointer pointer to struct label
p_ktr 800 8 struct struct {anonymous}
p_ktr.stqh_first 800 4 pointer pointer to struct ktr_request
p_ktr.stqh_last 804 4 pointer pointer to pointer to struct ktr_request
p_mqnotifier 808 4 struct struct {anonymous}
p_mqnotifier.lh_first 808 4 pointer pointer to struct mqueue_notifier
p_dtrace 812 4 pointer pointer to struct kdtrace_proc
p_pwait 816 8 struct struct cv
p_prev_runtime 824 8 uint uint64_t
p_racct 832 4 pointer pointer to struct racct
p_throttled 836 4 int int
p_orphan 840 8 struct struct {anonymous}
p_orphan.le_next 840 4 pointer pointer to struct proc
p_orphan.le_prev 844 4 pointer pointer to pointer to struct proc
p_orphans 848 4 struct struct {anonymous}
p_orphans.lh_first 848 4 pointer pointer to struct proc
p_fctl0 852 4 uint uint32_t
p_amd64_md_flags 856 4 uint u_int
""",
    "protosw": """\
48 struct
pr_type 0 2 int short
pr_domain 4 4 pointer pointer to struct domain
pr_protocol 8 2 int short
pr_flags 10 2 int short
pr_input 12 4 pointer pointer to pr_input_t
pr_output 16 4 pointer pointer to pr_output_t
pr_ctlinput 20 4 pointer pointer to pr_ctlinput_t
pr_ctloutput 24 4 pointer pointer to pr_ctloutput_t
pr_init 28 4 pointer pointer to pr_init_t
pr_fasttimo 32 4 pointer pointer to pr_fasttimo_t
pr_slowtimo 36 4 pointer pointer to pr_slowtimo_t
pr_drain 40 4 pointer pointer to pr_drain_t
pr_usrreqs 44 4 pointer pointer to struct pr_usrreqs
""",
    "pstats": """\
144 struct
p_cru 0 72 struct struct rusage
p_timer 72 48 array,3,16,struct struct itimerval[3]
p_prof 120 16 struct struct uprof
p_start 136 8 struct struct timeval
""",
    "rlimit": """\
16 struct
rlim_cur 0 8 int rlim_t
rlim_max 8 8 int rlim_t
""",
    "rusage": """\
72 struct
ru_utime 0 8 struct struct timeval
ru_stime 8 8 struct struct timeval
ru_maxrss 16 4 int long
ru_ixrss 20 4 int long
ru_idrss 24 4 int long
ru_isrss 28 4 int long
ru_minflt 32 4 int long
ru_majflt 36 4 int long
ru_nswap 40 4 int long
ru_inblock 44 4 int long
ru_oublock 48 4 int long
ru_msgsnd 52 4 int long
ru_msgrcv 56 4 int long
ru_nsignals 60 4 int long
ru_nvcsw 64 4 int long
ru_nivcsw 68 4 int long
""",
    "rusage_ext": """\
56 struct
rux_runtime 0 8 uint uint64_t
rux_uticks 8 8 uint uint64_t
rux_sticks 16 8 uint uint64_t
rux_iticks 24 8 uint uint64_t
rux_uu 32 8 uint uint64_t
rux_su 40 8 uint uint64_t
rux_tu 48 8 uint uint64_t
""",
    "rwlock": """\
20 struct
lock_object 0 16 struct struct lock_object
rw_lock 16 4 uint volatile uintptr_t
""",
    "session": """\
80 struct
s_count 0 4 uint u_int
s_leader 4 4 pointer pointer to struct proc
s_ttyvp 8 4 pointer pointer to struct vnode
s_ttydp 12 4 pointer pointer to struct cdev_priv
s_ttyp 16 4 pointer pointer to struct tty
s_sid 20 4 int pid_t
s_login 24 36 char[],36,1,int char[36]
s_mtx 60 20 struct struct mtx
""",
    "sigacts": """\
2748 struct
ps_sigact 0 512 array,128,4,pointer sig_t[128]
ps_catchmask 512 2048 array,128,16,struct sigset_t[128]
ps_sigonstack 2560 16 struct sigset_t
ps_sigonstack.__bits 2560 16 array,4,4,uint __uint32_t[4]
ps_sigintr 2576 16 struct sigset_t
ps_sigintr.__bits 2576 16 array,4,4,uint __uint32_t[4]
ps_sigreset 2592 16 struct sigset_t
ps_sigreset.__bits 2592 16 array,4,4,uint __uint32_t[4]
ps_signodefer 2608 16 struct sigset_t
ps_signodefer.__bits 2608 16 array,4,4,uint __uint32_t[4]
ps_siginfo 2624 16 struct sigset_t
ps_siginfo.__bits 2624 16 array,4,4,uint __uint32_t[4]
ps_sigignore 2640 16 struct sigset_t
ps_sigignore.__bits 2640 16 array,4,4,uint __uint32_t[4]
ps_sigcatch 2656 16 struct sigset_t
ps_sigcatch.__bits 2656 16 array,4,4,uint __uint32_t[4]
ps_freebsd4 2672 16 struct sigset_t
ps_freebsd4.__bits 2672 16 array,4,4,uint __uint32_t[4]
ps_osigset 2688 16 struct sigset_t
ps_osigset.__bits 2688 16 array,4,4,uint __uint32_t[4]
ps_usertramp 2704 16 struct sigset_t
ps_usertramp.__bits 2704 16 array,4,4,uint __uint32_t[4]
ps_flag 2720 4 int int
ps_refcnt 2724 4 uint u_int
ps_mtx 2728 20 struct struct mtx
""",
    "sigqueue": """\
64 struct
sq_signals 0 16 struct sigset_t
sq_signals.__bits 0 16 array,4,4,uint __uint32_t[4]
sq_kill 16 16 struct sigset_t
sq_kill.__bits 16 16 array,4,4,uint __uint32_t[4]
sq_ptrace 32 16 struct sigset_t
sq_ptrace.__bits 32 16 array,4,4,uint __uint32_t[4]
sq_list 48 8 struct struct {anonymous}
sq_list.tqh_first 48 4 pointer pointer to struct ksiginfo
sq_list.tqh_last 52 4 pointer pointer to pointer to struct ksiginfo
sq_proc 56 4 pointer pointer to struct proc
sq_flags 60 4 int int
""",
    "socket": """\
520 struct
so_lock 0 20 struct struct mtx
so_count 20 4 uint volatile u_int
so_rdsel 24 40 struct struct selinfo
so_wrsel 64 40 struct struct selinfo
so_type 104 2 int short
so_options 108 4 int int
so_linger 112 2 int short
so_state 114 2 int short
so_pcb 116 4 pointer pointer to void
so_vnet 120 4 pointer pointer to struct vnet
so_proto 124 4 pointer pointer to struct protosw
so_timeo 128 2 int short
so_error 130 2 uint u_short
so_sigio 132 4 pointer pointer to struct sigio
so_cred 136 4 pointer pointer to struct ucred
so_label 140 4 pointer pointer to struct label
so_gencnt 144 8 uint so_gen_t
so_emuldata 152 4 pointer pointer to void
so_dtor 156 4 pointer pointer to so_dtor_t
osd 160 16 struct struct osd
so_fibnum 176 4 int int
so_user_cookie 180 4 uint uint32_t
so_ts_clock 184 4 int int
so_max_pacing_rate 188 4 uint uint32_t
so_rcv 192 152 struct struct sockbuf
so_snd 344 152 struct struct sockbuf
so_list 496 8 struct struct {anonymous}
so_list.tqe_next 496 4 pointer pointer to struct socket
so_list.tqe_prev 500 4 pointer pointer to pointer to struct socket
so_listen 504 4 pointer pointer to struct socket
so_qstate 508 4 uint enum {anonymous}
so_peerlabel 512 4 pointer pointer to struct label
so_oobmark 516 4 uint u_long
sol_incomp 192 8 struct struct accept_queue
sol_comp 200 8 struct struct accept_queue
sol_qlen 208 4 uint u_int
sol_incqlen 212 4 uint u_int
sol_qlimit 216 4 uint u_int
sol_accept_filter 220 4 pointer pointer to struct accept_filter
sol_accept_filter_arg 224 4 pointer pointer to void
sol_accept_filter_str 228 4 pointer pointer to char
sol_upcall 232 4 pointer pointer to so_upcall_t
sol_upcallarg 236 4 pointer pointer to void
sol_sbrcv_lowat 240 4 int int
sol_sbsnd_lowat 244 4 int int
sol_sbrcv_hiwat 248 4 uint u_int
sol_sbsnd_hiwat 252 4 uint u_int
sol_sbrcv_flags 256 2 int short
sol_sbsnd_flags 258 2 int short
sol_sbrcv_timeo 260 8 int sbintime_t
sol_sbsnd_timeo 268 8 int sbintime_t
""",
    "statfs": """\
2344 struct
f_version 0 4 uint uint32_t
f_type 4 4 uint uint32_t
f_flags 8 8 uint uint64_t
f_bsize 16 8 uint uint64_t
f_iosize 24 8 uint uint64_t
f_blocks 32 8 uint uint64_t
f_bfree 40 8 uint uint64_t
f_bavail 48 8 int int64_t
f_files 56 8 uint uint64_t
f_ffree 64 8 int int64_t
f_syncwrites 72 8 uint uint64_t
f_asyncwrites 80 8 uint uint64_t
f_syncreads 88 8 uint uint64_t
f_asyncreads 96 8 uint uint64_t
f_spare 104 80 array,10,8,uint uint64_t[10]
f_namemax 184 4 uint uint32_t
f_owner 188 4 uint uid_t
f_fsid 192 8 struct fsid_t
f_fsid.val 192 8 array,2,4,int int32_t[2]
f_charspare 200 80 char[],80,1,int char[80]
f_fstypename 280 16 char[],16,1,int char[16]
f_mntfromname 296 1024 char[],1024,1,int char[1024]
f_mntonname 1320 1024 char[],1024,1,int char[1024]
""",
    "swdevt": """\
56 struct
sw_flags 0 4 int int
sw_nblks 4 4 int int
sw_used 8 4 int int
sw_dev 12 8 uint dev_t
sw_vp 20 4 pointer pointer to struct vnode
sw_id 24 4 pointer pointer to void
sw_first 28 4 int swblk_t
sw_end 32 4 int swblk_t
sw_blist 36 4 pointer pointer to struct blist
sw_list 40 8 struct struct {anonymous}
sw_list.tqe_next 40 4 pointer pointer to struct swdevt
sw_list.tqe_prev 44 4 pointer pointer to pointer to struct swdevt
sw_strategy 48 4 pointer pointer to sw_strategy_t
sw_close 52 4 pointer pointer to sw_close_t
""",
    "sx": """\
20 struct
lock_object 0 16 struct struct lock_object
sx_lock 16 4 uint volatile uintptr_t
""",
    "sysentvec": """\
156 struct
sv_size 0 4 int int
sv_table 4 4 pointer pointer to struct sysent
sv_mask 8 4 uint u_int
sv_errsize 12 4 int int
sv_errtbl 16 4 pointer pointer to const int
sv_transtrap 20 4 pointer pointer to function
sv_fixup 24 4 pointer pointer to function
sv_sendsig 28 4 pointer pointer to function
sv_sigcode 32 4 pointer pointer to char
sv_szsigcode 36 4 pointer pointer to int
sv_name 40 4 pointer pointer to char
sv_coredump 44 4 pointer pointer to function
sv_imgact_try 48 4 pointer pointer to function
sv_stackgap 52 4 pointer pointer to function
sv_minsigstksz 56 4 int int
sv_pagesize 60 4 int int
sv_minuser 64 4 uint vm_offset_t
sv_maxuser 68 4 uint vm_offset_t
sv_usrstack 72 4 uint vm_offset_t
sv_psstrings 76 4 uint vm_offset_t
sv_stackprot 80 4 int int
sv_copyout_strings 84 4 pointer pointer to function
sv_setregs 88 4 pointer pointer to function
sv_fixlimit 92 4 pointer pointer to function
sv_maxssiz 96 4 pointer pointer to u_long
sv_flags 100 4 uint u_int
sv_set_syscall_retval 104 4 pointer pointer to function
sv_fetch_syscall_args 108 4 pointer pointer to function
sv_syscallnames 112 4 pointer pointer to pointer to const char
sv_timekeep_base 116 4 uint vm_offset_t
sv_shared_page_base 120 4 uint vm_offset_t
sv_shared_page_len 124 4 uint vm_offset_t
sv_sigcode_base 128 4 uint vm_offset_t
sv_shared_page_obj 132 4 pointer pointer to void
sv_schedtail 136 4 pointer pointer to function
sv_thread_detach 140 4 pointer pointer to function
sv_trap 144 4 pointer pointer to function
sv_hwcap 148 4 pointer pointer to u_long
sv_hwcap2 152 4 pointer pointer to u_long
""",
    "thread": """\
840 struct
td_lock 0 4 pointer volatile pointer to struct mtx
td_proc 4 4 pointer pointer to struct proc
td_plist 8 8 struct struct {anonymous}
td_plist.tqe_next 8 4 pointer pointer to struct thread
td_plist.tqe_prev 12 4 pointer pointer to pointer to struct thread
td_runq 16 8 struct struct {anonymous}
td_runq.tqe_next 16 4 pointer pointer to struct thread
td_runq.tqe_prev 20 4 pointer pointer to pointer to struct thread
td_slpq 24 8 struct struct {anonymous}
td_slpq.tqe_next 24 4 pointer pointer to struct thread
td_slpq.tqe_prev 28 4 pointer pointer to pointer to struct thread
td_lockq 32 8 struct struct {anonymous}
td_lockq.tqe_next 32 4 pointer pointer to struct thread
td_lockq.tqe_prev 36 4 pointer pointer to pointer to struct thread
td_hash 40 8 struct struct {anonymous}
td_hash.le_next 40 4 pointer pointer to struct thread
td_hash.le_prev 44 4 pointer pointer to pointer to struct thread
td_cpuset 48 4 pointer pointer to struct cpuset
td_domain 52 8 struct struct domainset_ref
td_domain.dr_policy 52 4 pointer volatile pointer to struct domainset
td_domain.dr_iter 56 4 uint unsigned int
td_sel 60 4 pointer pointer to struct seltd
td_sleepqueue 64 4 pointer pointer to struct sleepqueue
td_turnstile 68 4 pointer pointer to struct turnstile
td_rlqe 72 4 pointer pointer to struct rl_q_entry
td_umtxq 76 4 pointer pointer to struct umtx_q
td_tid 80 4 int lwpid_t
td_sigqueue 84 64 struct sigqueue_t
td_sigqueue.sq_signals 84 16 struct sigset_t
td_sigqueue.sq_signals.__bits 84 16 array,4,4,uint __uint32_t[4]
td_sigqueue.sq_kill 100 16 struct sigset_t
td_sigqueue.sq_kill.__bits 100 16 array,4,4,uint __uint32_t[4]
td_sigqueue.sq_ptrace 116 16 struct sigset_t
td_sigqueue.sq_ptrace.__bits 116 16 array,4,4,uint __uint32_t[4]
td_sigqueue.sq_list 132 8 struct struct {anonymous}
td_sigqueue.sq_list.tqh_first 132 4 pointer pointer to struct ksiginfo
td_sigqueue.sq_list.tqh_last 136 4 pointer pointer to pointer to struct ksiginfo
td_sigqueue.sq_proc 140 4 pointer pointer to struct proc
td_sigqueue.sq_flags 144 4 int int
td_lend_user_pri 148 1 uint u_char
td_epochnest 149 1 uint u_char
td_flags 152 4 int int
td_inhibitors 156 4 int int
td_pflags 160 4 int int
td_dupfd 164 4 int int
td_sqqueue 168 4 int int
td_wchan 172 4 pointer pointer to void
td_wmesg 176 4 pointer pointer to const char
td_owepreempt 180 1 uint volatile u_char
td_tsqueue 181 1 uint u_char
td_locks 182 2 int short
td_rw_rlocks 184 2 int short
td_sx_slocks 186 2 int short
td_lk_slocks 188 2 int short
td_stopsched 190 2 int short
td_blocked 192 4 pointer pointer to struct turnstile
td_lockname 196 4 pointer pointer to const char
td_contested 200 4 struct struct {anonymous}
td_contested.lh_first 200 4 pointer pointer to struct turnstile
td_sleeplocks 204 4 pointer pointer to struct lock_list_entry
td_intr_nesting_level 208 4 int int
td_pinned 212 4 int int
td_ucred 216 4 pointer pointer to struct ucred
td_limit 220 4 pointer pointer to struct plimit
td_slptick 224 4 int int
td_blktick 228 4 int int
td_swvoltick 232 4 int int
td_swinvoltick 236 4 int int
td_cow 240 4 uint u_int
td_ru 244 72 struct struct rusage
td_rux 316 56 struct struct rusage_ext
td_incruntime 372 8 uint uint64_t
td_runtime 380 8 uint uint64_t
td_pticks 388 4 uint u_int
td_sticks 392 4 uint u_int
td_iticks 396 4 uint u_int
td_uticks 400 4 uint u_int
td_intrval 404 4 int int
td_oldsigmask 408 16 struct sigset_t
td_oldsigmask.__bits 408 16 array,4,4,uint __uint32_t[4]
td_generation 424 4 uint volatile u_int
td_sigstk 428 12 struct stack_t
td_sigstk.ss_sp 428 4 pointer pointer to void
td_sigstk.ss_size 432 4 uint __size_t
td_sigstk.ss_flags 436 4 int int
td_xsig 440 4 int int
td_profil_addr 444 4 uint u_long
td_profil_ticks 448 4 uint u_int
td_name 452 20 char[],20,1,int char[20]
td_fpop 472 4 pointer pointer to struct file
td_dbgflags 476 4 int int
td_si 480 64 struct siginfo_t
td_ng_outbound 544 4 int int
td_osd 548 16 struct struct osd
td_map_def_user 564 4 pointer pointer to struct vm_map_entry
td_dbg_forked 568 4 int pid_t
td_vp_reserv 572 4 uint u_int
td_no_sleeping 576 4 int int
td_su 580 4 pointer pointer to void
td_sleeptimo 584 8 int sbintime_t
td_rtcgen 592 4 int int
td_vslock_sz 596 4 uint size_t
td_sigmask 600 16 struct sigset_t
td_sigmask.__bits 600 16 array,4,4,uint __uint32_t[4]
td_rqindex 616 1 uint u_char
td_base_pri 617 1 uint u_char
td_priority 618 1 uint u_char
td_pri_class 619 1 uint u_char
td_user_pri 620 1 uint u_char
td_base_user_pri 621 1 uint u_char
td_pre_epoch_prio 622 1 uint u_char
td_rb_list 624 4 uint uintptr_t
td_rbp_list 628 4 uint uintptr_t
td_rb_inact 632 4 uint uintptr_t
td_sa 636 44 struct struct syscall_args
td_pcb 680 4 pointer pointer to struct pcb
td_state 684 4 uint enum {anonymous}
td_uretoff 688 8 union union {anonymous}
td_uretoff.tdu_retval 688 8 array,2,4,int register_t[2]
td_uretoff.tdu_off 688 8 int off_t
td_cowgen 696 4 uint u_int
td_slpcallout 700 44 struct struct callout
td_frame 744 4 pointer pointer to struct trapframe
td_kstack_obj 748 4 pointer pointer to struct vm_object
td_kstack 752 4 uint vm_offset_t
td_kstack_pages 756 4 int int
td_critnest 760 4 uint volatile u_int
td_md 764 12 struct struct mdthread
td_ar 776 4 pointer pointer to struct kaudit_record
td_lprof 780 8 array,2,4,struct struct lpohead[2]
td_dtrace 788 4 pointer pointer to struct kdtrace_thread
td_errno 792 4 int int
td_vnet 796 4 pointer pointer to struct vnet
td_vnet_lpush 800 4 pointer pointer to const char
td_intr_frame 804 4 pointer pointer to struct trapframe
td_rfppwait_p 808 4 pointer pointer to struct proc
td_ma 812 4 pointer pointer to pointer to struct vm_page
td_ma_cnt 816 4 int int
td_emuldata 820 4 pointer pointer to void
td_lastcpu 824 4 int int
td_oncpu 828 4 int int
td_lkpi_task 832 4 pointer pointer to void
td_pmcpend 836 4 int int
""",
    "timespec": """\
8 struct
tv_sec 0 4 int time_t
tv_nsec 4 4 int long
""",
    "timeval": """\
8 struct
tv_sec 0 4 int time_t
tv_usec 4 4 int suseconds_t
""",
    "tty": """\
512 struct
t_mtx 0 4 pointer pointer to struct mtx
t_mtxobj 4 20 struct struct mtx
t_list 24 8 struct struct {anonymous}
t_list.tqe_next 24 4 pointer pointer to struct tty
t_list.tqe_prev 28 4 pointer pointer to pointer to struct tty
t_drainwait 32 4 int int
t_flags 36 4 uint unsigned int
t_revokecnt 40 4 uint unsigned int
t_inq 44 40 struct struct ttyinq
t_inlow 84 4 uint size_t
t_outq 88 24 struct struct ttyoutq
t_outlow 112 4 uint size_t
t_inwait 116 8 struct struct cv
t_outwait 124 8 struct struct cv
t_outserwait 132 8 struct struct cv
t_bgwait 140 8 struct struct cv
t_dcdwait 148 8 struct struct cv
t_inpoll 156 40 struct struct selinfo
t_outpoll 196 40 struct struct selinfo
t_sigio 236 4 pointer pointer to struct sigio
t_termios 240 44 struct struct termios
t_winsize 284 8 struct struct winsize
t_column 292 4 uint unsigned int
t_writepos 296 4 uint unsigned int
t_compatflags 300 4 int int
t_termios_init_in 304 44 struct struct termios
t_termios_lock_in 348 44 struct struct termios
t_termios_init_out 392 44 struct struct termios
t_termios_lock_out 436 44 struct struct termios
t_devsw 480 4 pointer pointer to struct ttydevsw
t_hook 484 4 pointer pointer to struct ttyhook
t_pgrp 488 4 pointer pointer to struct pgrp
t_session 492 4 pointer pointer to struct session
t_sessioncnt 496 4 uint unsigned int
t_devswsoftc 500 4 pointer pointer to void
t_hooksoftc 504 4 pointer pointer to void
t_dev 508 4 pointer pointer to struct cdev
""",
    "ucred": """\
184 struct
cr_ref 0 4 uint u_int
cr_uid 4 4 uint uid_t
cr_ruid 8 4 uint uid_t
cr_svuid 12 4 uint uid_t
cr_ngroups 16 4 int int
cr_rgid 20 4 uint gid_t
cr_svgid 24 4 uint gid_t
cr_uidinfo 28 4 pointer pointer to struct uidinfo
cr_ruidinfo 32 4 pointer pointer to struct uidinfo
cr_prison 36 4 pointer pointer to struct prison
cr_loginclass 40 4 pointer pointer to struct loginclass
cr_flags 44 4 uint u_int
cr_pspare2 48 8 array,2,4,pointer pointer to void[2]
cr_label 56 4 pointer pointer to struct label
cr_audit 64 48 struct struct auditinfo_addr
cr_groups 112 4 pointer pointer to gid_t
cr_agroups 116 4 int int
cr_smallgroups 120 64 array,16,4,uint gid_t[16]
""",
    "uidinfo": """\
44 struct
ui_hash 0 8 struct struct {anonymous}
ui_hash.le_next 0 4 pointer pointer to struct uidinfo
ui_hash.le_prev 4 4 pointer pointer to pointer to struct uidinfo
ui_vmsize 8 4 uint u_long
ui_sbsize 12 4 int long
ui_proccnt 16 4 int long
ui_ptscnt 20 4 int long
ui_kqcnt 24 4 int long
ui_umtxcnt 28 4 int long
ui_uid 32 4 uint uid_t
ui_ref 36 4 uint u_int
ui_racct 40 4 pointer pointer to struct racct
""",
    "unpcb": """\
192 struct
unp_mtx 0 20 struct struct mtx
unp_conn 20 4 pointer pointer to struct unpcb
unp_refcount 24 4 uint volatile u_int
unp_flags 28 2 int short
unp_gcflag 30 2 int short
unp_addr 32 4 pointer pointer to struct sockaddr_un
unp_socket 36 4 pointer pointer to struct socket
unp_vnode 40 4 pointer pointer to struct vnode
unp_peercred 44 80 struct struct xucred
unp_peercred.cr_version 44 4 uint u_int
unp_peercred.cr_uid 48 4 uint uid_t
unp_peercred.cr_ngroups 52 2 int short
unp_peercred.cr_groups 56 64 array,16,4,uint gid_t[16]
unp_peercred._cr_unused1 120 4 pointer pointer to void
unp_reflink 124 8 struct struct {anonymous}
unp_reflink.le_next 124 4 pointer pointer to struct unpcb
unp_reflink.le_prev 128 4 pointer pointer to pointer to struct unpcb
unp_link 132 8 struct struct {anonymous}
unp_link.le_next 132 4 pointer pointer to struct unpcb
unp_link.le_prev 136 4 pointer pointer to pointer to struct unpcb
unp_refs 140 4 struct struct unp_head
unp_refs.lh_first 140 4 pointer pointer to struct unpcb
unp_gencnt 144 8 uint unp_gen_t
unp_file 152 4 pointer pointer to struct file
unp_msgcount 156 4 uint u_int
unp_ino 160 8 uint ino_t
""",
    "vfsconf": """\
52 struct
vfc_version 0 4 uint u_int
vfc_name 4 16 char[],16,1,int char[16]
vfc_vfsops 20 4 pointer pointer to struct vfsops
vfc_typenum 24 4 int int
vfc_refcount 28 4 int int
vfc_flags 32 4 int int
vfc_prison_flag 36 4 int int
vfc_opts 40 4 pointer pointer to struct vfsoptdecl
vfc_list 44 8 struct struct {anonymous}
vfc_list.tqe_next 44 4 pointer pointer to struct vfsconf
vfc_list.tqe_prev 48 4 pointer pointer to pointer to struct vfsconf
""",
    "vm_domain": """\
1152 struct
vmd_pagequeues 0 256 array,4,64,struct struct vm_pagequeue[4]
vmd_free_mtx 256 64 struct struct mtx_padalign
vmd_pageout_mtx 320 64 struct struct mtx_padalign
vmd_pgcache 384 12 array,1,12,struct struct vm_pgcache[1]
vmd_kernel_arena 396 4 pointer pointer to struct vmem
vmd_kernel_rwx_arena 400 4 pointer pointer to struct vmem
vmd_domain 404 4 uint u_int
vmd_page_count 408 4 uint u_int
vmd_segs 412 4 int long
vmd_free_count 448 4 uint u_int
vmd_pageout_deficit 452 4 uint u_int
vmd_pad 456 56 array,56,1,uint uint8_t[56]
vmd_pid 512 52 struct struct pidctrl
vmd_oom 564 4 int boolean_t
vmd_oom_seq 568 4 int int
vmd_last_active_scan 572 4 int int
vmd_markers 576 272 array,4,68,struct struct vm_page[4]
vmd_inacthead 848 68 struct struct vm_page
vmd_clock 916 136 array,2,68,struct struct vm_page[2]
vmd_pageout_wanted 1052 4 int int
vmd_pageout_pages_needed 1056 4 int int
vmd_minset 1060 1 uint bool
vmd_severeset 1061 1 uint bool
vmd_laundry_request 1064 4 enum enum {anonymous}
vmd_clean_pages_freed 1068 4 uint u_int
vmd_background_launder_target 1072 4 uint u_int
vmd_free_reserved 1076 4 uint u_int
vmd_free_target 1080 4 uint u_int
vmd_free_min 1084 4 uint u_int
vmd_inactive_target 1088 4 uint u_int
vmd_pageout_free_min 1092 4 uint u_int
vmd_pageout_wakeup_thresh 1096 4 uint u_int
vmd_interrupt_free_min 1100 4 uint u_int
vmd_free_severe 1104 4 uint u_int
vmd_oid 1108 4 pointer pointer to struct sysctl_oid
vmd_name 1112 2 array,2,1,int char[2]
""",
    "vm_map": """\
140 struct
header 0 68 struct struct vm_map_entry
lock 68 20 struct struct sx
system_mtx 88 20 struct struct mtx
nentries 108 4 int int
size 112 4 uint vm_size_t
timestamp 116 4 uint u_int
needs_wakeup 120 1 uint u_char
system_map 121 1 uint u_char
flags 122 1 uint vm_flags_t
root 124 4 pointer vm_map_entry_t
pmap 128 4 pointer pmap_t
anon_loc 132 4 uint vm_offset_t
busy 136 4 int int
""",
    "vm_map_entry": """\
68 struct
prev 0 4 pointer pointer to struct vm_map_entry
next 4 4 pointer pointer to struct vm_map_entry
left 8 4 pointer pointer to struct vm_map_entry
right 12 4 pointer pointer to struct vm_map_entry
start 16 4 uint vm_offset_t
end 20 4 uint vm_offset_t
next_read 24 4 uint vm_offset_t
pad_adj_free 28 4 uint vm_size_t
max_free 32 4 uint vm_size_t
object 36 4 union union vm_map_object
object.vm_object 36 4 pointer pointer to struct vm_object
object.sub_map 36 4 pointer pointer to struct vm_map
offset 40 8 uint vm_ooffset_t
eflags 48 4 uint vm_eflags_t
protection 52 1 uint vm_prot_t
max_protection 53 1 uint vm_prot_t
inheritance 54 1 int vm_inherit_t
read_ahead 55 1 uint uint8_t
wired_count 56 4 int int
cred 60 4 pointer pointer to struct ucred
wiring_thread 64 4 pointer pointer to struct thread
""",
    "vm_object": """\
156 struct
lock 0 20 struct struct rwlock
object_list 20 8 struct struct {anonymous}
object_list.tqe_next 20 4 pointer pointer to struct vm_object
object_list.tqe_prev 24 4 pointer pointer to pointer to struct vm_object
shadow_head 28 4 struct struct {anonymous}
shadow_head.lh_first 28 4 pointer pointer to struct vm_object
shadow_list 32 8 struct struct {anonymous}
shadow_list.le_next 32 4 pointer pointer to struct vm_object
shadow_list.le_prev 36 4 pointer pointer to pointer to struct vm_object
memq 40 8 struct struct pglist
memq.tqh_first 40 4 pointer pointer to struct vm_page
memq.tqh_last 44 4 pointer pointer to pointer to struct vm_page
rtree 48 4 struct struct vm_radix
rtree.rt_root 48 4 uint uintptr_t
size 52 8 uint vm_pindex_t
domain 60 8 struct struct domainset_ref
domain.dr_policy 60 4 pointer volatile pointer to struct domainset
domain.dr_iter 64 4 uint unsigned int
generation 68 4 int int
ref_count 72 4 int int
shadow_count 76 4 int int
memattr 80 1 int vm_memattr_t
type 81 1 uint objtype_t
flags 82 2 uint u_short
pg_color 84 2 uint u_short
paging_in_progress 88 4 uint u_int
resident_page_count 92 4 int int
backing_object 96 4 pointer pointer to struct vm_object
backing_object_offset 100 8 uint vm_ooffset_t
pager_object_list 108 8 struct struct {anonymous}
pager_object_list.tqe_next 108 4 pointer pointer to struct vm_object
pager_object_list.tqe_prev 112 4 pointer pointer to pointer to struct vm_object
rvq 116 4 struct struct {anonymous}
rvq.lh_first 116 4 pointer pointer to struct vm_reserv
handle 120 4 pointer pointer to void
un_pager 124 16 union union {anonymous}
un_pager.vnp 124 16 struct struct {anonymous}
un_pager.vnp.vnp_size 124 8 int off_t
un_pager.vnp.writemappings 132 8 uint vm_ooffset_t
un_pager.devp 124 16 struct struct {anonymous}
un_pager.devp.devp_pglist 124 8 struct struct {anonymous}
un_pager.devp.devp_pglist.tqh_first 124 4 pointer pointer to struct vm_page
un_pager.devp.devp_pglist.tqh_last 128 4 pointer pointer to pointer to struct vm_page
un_pager.devp.ops 132 4 pointer pointer to struct cdev_pager_ops
un_pager.devp.dev 136 4 pointer pointer to struct cdev
un_pager.sgp 124 8 struct struct {anonymous}
un_pager.sgp.sgp_pglist 124 8 struct struct {anonymous}
un_pager.sgp.sgp_pglist.tqh_first 124 4 pointer pointer to struct vm_page
un_pager.sgp.sgp_pglist.tqh_last 128 4 pointer pointer to pointer to struct vm_page
un_pager.swp 124 8 struct struct {anonymous}
un_pager.swp.swp_tmpfs 124 4 pointer pointer to void
un_pager.swp.swp_blks 128 4 struct struct pctrie
un_pager.swp.swp_blks.pt_root 128 4 uint uintptr_t
cred 140 4 pointer pointer to struct ucred
charge 144 8 uint vm_ooffset_t
umtx_data 152 4 pointer pointer to void
""",
    "vm_page": """\
68 struct
plinks 0 8 union union {anonymous}
plinks.q 0 8 struct struct {anonymous}
plinks.q.tqe_next 0 4 pointer pointer to struct vm_page
plinks.q.tqe_prev 4 4 pointer pointer to pointer to struct vm_page
plinks.s 0 8 struct struct {anonymous}
plinks.s.ss 0 4 struct struct {anonymous}
plinks.s.ss.sle_next 0 4 pointer pointer to struct vm_page
plinks.s.pv 4 4 pointer pointer to void
plinks.memguard 0 8 struct struct {anonymous}
plinks.memguard.p 0 4 uint u_long
plinks.memguard.v 4 4 uint u_long
listq 8 8 struct struct {anonymous}
listq.tqe_next 8 4 pointer pointer to struct vm_page
listq.tqe_prev 12 4 pointer pointer to pointer to struct vm_page
object 16 4 pointer vm_object_t
pindex 20 8 uint vm_pindex_t
phys_addr 28 4 uint vm_paddr_t
md 32 12 struct struct md_page
md.pv_list 32 8 struct struct {anonymous}
md.pv_list.tqh_first 32 4 pointer pointer to struct pv_entry
md.pv_list.tqh_last 36 4 pointer pointer to pointer to struct pv_entry
md.pat_mode 40 4 int int
wire_count 44 4 uint u_int
busy_lock 48 4 uint volatile u_int
hold_count 52 2 uint uint16_t
flags 54 2 uint uint16_t
aflags 56 1 uint uint8_t
oflags 57 1 uint uint8_t
queue 58 1 uint uint8_t
psind 59 1 int int8_t
segind 60 1 int int8_t
order 61 1 uint uint8_t
pool 62 1 uint uint8_t
act_count 63 1 uint u_char
valid 64 1 uint vm_page_bits_t
dirty 65 1 uint vm_page_bits_t
""",
    "vm_pagequeue": """\
64 struct
pq_mutex 0 20 struct struct mtx
pq_pl 20 8 struct struct pglist
pq_cnt 28 4 int int
pq_name 32 4 pointer pointer to char
pq_pdpages 36 8 uint uint64_t
""",
    "vmspace": """\
236 struct
vm_map 0 140 struct struct vm_map
vm_shm 140 4 pointer pointer to struct shmmap_state
vm_swrss 144 4 int segsz_t
vm_tsize 148 4 int segsz_t
vm_dsize 152 4 int segsz_t
vm_ssize 156 4 int segsz_t
vm_taddr 160 4 pointer caddr_t
vm_daddr 164 4 pointer caddr_t
vm_maxsaddr 168 4 pointer caddr_t
vm_refcnt 172 4 int volatile int
vm_pmap 176 60 struct struct pmap
""",
    "vnet": """\
32 struct
vnet_le 0 8 struct struct {anonymous}
vnet_le.le_next 0 4 pointer pointer to struct vnet
vnet_le.le_prev 4 4 pointer pointer to pointer to struct vnet
vnet_magic_n 8 4 uint u_int
vnet_ifcnt 12 4 uint u_int
vnet_sockcnt 16 4 uint u_int
vnet_state 20 4 uint u_int
vnet_data_mem 24 4 pointer pointer to void
vnet_data_base 28 4 uint uintptr_t
""",
    "vnode": """\
288 struct
v_tag 0 4 pointer pointer to const char
v_op 4 4 pointer pointer to struct vop_vector
v_data 8 4 pointer pointer to void
v_mount 12 4 pointer pointer to struct mount
v_nmntvnodes 16 8 struct struct {anonymous}
v_nmntvnodes.tqe_next 16 4 pointer pointer to struct vnode
v_nmntvnodes.tqe_prev 20 4 pointer pointer to pointer to struct vnode
v_mountedhere 24 4 pointer pointer to struct mount
v_unpcb 24 4 pointer pointer to struct unpcb
v_rdev 24 4 pointer pointer to struct cdev
v_fifoinfo 24 4 pointer pointer to struct fifoinfo
v_hashlist 28 8 struct struct {anonymous}
v_hashlist.le_next 28 4 pointer pointer to struct vnode
v_hashlist.le_prev 32 4 pointer pointer to pointer to struct vnode
v_cache_src 36 4 struct struct {anonymous}
v_cache_src.lh_first 36 4 pointer pointer to struct namecache
v_cache_dst 40 8 struct struct {anonymous}
v_cache_dst.tqh_first 40 4 pointer pointer to struct namecache
v_cache_dst.tqh_last 44 4 pointer pointer to pointer to struct namecache
v_cache_dd 48 4 pointer pointer to struct namecache
v_lock 52 32 struct struct lock
v_interlock 84 20 struct struct mtx
v_vnlock 104 4 pointer pointer to struct lock
v_actfreelist 108 8 struct struct {anonymous}
v_actfreelist.tqe_next 108 4 pointer pointer to struct vnode
v_actfreelist.tqe_prev 112 4 pointer pointer to pointer to struct vnode
v_bufobj 116 88 struct struct bufobj
v_pollinfo 204 4 pointer pointer to struct vpollinfo
v_label 208 4 pointer pointer to struct label
v_lockf 212 4 pointer pointer to struct lockf
v_rl 216 12 struct struct rangelock
v_rl.rl_waiters 216 8 struct struct {anonymous}
v_rl.rl_waiters.tqh_first 216 4 pointer pointer to struct rl_q_entry
v_rl.rl_waiters.tqh_last 220 4 pointer pointer to pointer to struct rl_q_entry
v_rl.rl_currdep 224 4 pointer pointer to struct rl_q_entry
v_cstart 228 8 int daddr_t
v_lasta 236 8 int daddr_t
v_lastw 244 8 int daddr_t
v_clen 252 4 int int
v_holdcnt 256 4 uint u_int
v_usecount 260 4 uint u_int
v_iflag 264 4 uint u_int
v_vflag 268 4 uint u_int
v_mflag 272 4 uint u_int
v_writecount 276 4 int int
v_hash 280 4 uint u_int
v_type 284 4 uint enum vtype
""",
    "xswdev": """\
24 struct
xsw_version 0 4 uint u_int
xsw_dev 4 8 uint dev_t
xsw_flags 12 4 int int
xsw_nblks 16 4 int int
xsw_used 20 4 int int
""",
}

ALIASES = {}

TYPEDEFS = {}

CONSTANTS = {
    "COMMLEN": 19,
    "CPUSTATES": 5,
    "CRED_FLAG_CAPMODE": 1,
    "KERNBASE": 8388608,
    "KERNLOAD": 8388608,
    "KI_CRF_CAPABILITY_MODE": 1,
    "KI_CRF_GRP_OVERFLOW": 2147483648,
    "KI_CTTY": 1,
    "KI_EMULNAMELEN": 16,
    "KI_LOCKBLOCK": 4,
    "KI_NGROUPS": 16,
    "KI_SLEADER": 2,
    "KSTACK_PAGES": 4,
    "LOCKNAMELEN": 8,
    "LOGINCLASSLEN": 17,
    "MAXCOMLEN": 19,
    "MAXCPU": 32,
    "MAXCPU_OLD": 254,
    "MAXLOGNAME": 33,
    "MSG_MAGIC": 405602,
    "NOCPU": 18446744073709551615,
    "NOCPU_OLD": 255,
    "PAGE_SIZE": 4096,
    "PRS_NEW": 0,
    "PRS_NORMAL": 1,
    "PRS_ZOMBIE": 2,
    "P_CONTROLT": 2,
    "P_INMEM": 268435456,
    "P_STOPPED_SIG": 131072,
    "P_STOPPED_SINGLE": 524288,
    "P_STOPPED_TRACE": 262144,
    "P_SYSTEM": 512,
    "P_TRACED": 2048,
    "P_WEXIT": 8192,
    "SIDL": 1,
    "SLOCK": 7,
    "SRUN": 2,
    "SSLEEP": 3,
    "SSTOP": 4,
    "SWAIT": 6,
    "SW_CLOSING": 4,
    "SW_UNMAPPED": 1,
    "SZOMB": 5,
    "TDI_IWAIT": 16,
    "TDI_LOCK": 8,
    "TDI_SLEEPING": 2,
    "TDI_SUSPENDED": 1,
    "TDI_SWAPPED": 4,
    "TDNAMLEN": 16,
    "TDS_CAN_RUN": 2,
    "TDS_INACTIVE": 0,
    "TDS_INHIBITED": 1,
    "TDS_RUNNING": 4,
    "TDS_RUNQ": 3,
    "VM_MAX_KERNEL_ADDRESS": 4286578688,
    "VM_MIN_KERNEL_ADDRESS": 0,
    "VNET_MAGIC_N": 1041076009,
    "WMESGLEN": 8,
}

SCALARS = {}
