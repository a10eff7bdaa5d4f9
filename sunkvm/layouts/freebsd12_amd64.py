# ruff: noqa
# mypy: ignore-errors
"""Struct layouts of FreeBSD 12.1-RELEASE, amd64. Made by tests/oracle/make_tables.py; do not edit.

Source: FreeBSD 12.1-RELEASE, github jimskon/FreeBSDDevPF @ 47cc6eec77c58aa5e3240662d31c26cbbe1cb59e; kernel
view (-D_KERNEL) of the tree's own sys/ headers with the GENERIC config's options (config(8) opt_*.h
reproduced), clang 14 DWARF for the amd64 target; nlist/kvm_* structs from include/nlist.h and
lib/libkvm/kvm.h (user view); vm_domain and vm_pagequeue: clang DWARF of the same members, typed in from
sys/vm/vm_pagequeue.h, sys/sys/pidctrl.h and machine/param.h of releng/12.1.

GENERIC kernel, amd64, little-endian.

A struct is a text: size and tag, then a line for each member with its name, offset, size, kind and type.
The kind of arrays is followed by ",count,element size,element kind", that of bit-fields by ":bits:shift".
"""

STRUCTS = {
    "bintime": """\
16 struct
sec 0 8 int time_t
frac 8 8 uint uint64_t
""",
    "bitset": """\
8 struct
__bits 0 8 array,1,8,int long[1]
""",
    "callout": """\
64 struct
c_links 0 16 union union {anonymous}
c_links.le 0 16 struct struct {anonymous}
c_links.le.le_next 0 8 pointer pointer to struct callout
c_links.le.le_prev 8 8 pointer pointer to pointer to struct callout
c_links.sle 0 8 struct struct {anonymous}
c_links.sle.sle_next 0 8 pointer pointer to struct callout
c_links.tqe 0 16 struct struct {anonymous}
c_links.tqe.tqe_next 0 8 pointer pointer to struct callout
c_links.tqe.tqe_prev 8 8 pointer pointer to pointer to struct callout
c_time 16 8 int sbintime_t
c_precision 24 8 int sbintime_t
c_arg 32 8 pointer pointer to void
c_func 40 8 pointer pointer to function
c_lock 48 8 pointer pointer to struct lock_object
c_flags 56 2 int short
c_iflags 58 2 int short
c_cpu 60 4 int volatile int
""",
    "cdev": """\
288 struct
si_spare0 0 8 pointer pointer to void
si_flags 8 4 uint u_int
si_atime 16 16 struct struct timespec
si_ctime 32 16 struct struct timespec
si_mtime 48 16 struct struct timespec
si_uid 64 4 uint uid_t
si_gid 68 4 uint gid_t
si_mode 72 2 uint mode_t
si_cred 80 8 pointer pointer to struct ucred
si_drv0 88 4 int int
si_refcount 92 4 int int
si_list 96 16 struct struct {anonymous}
si_list.le_next 96 8 pointer pointer to struct cdev
si_list.le_prev 104 8 pointer pointer to pointer to struct cdev
si_clone 112 16 struct struct {anonymous}
si_clone.le_next 112 8 pointer pointer to struct cdev
si_clone.le_prev 120 8 pointer pointer to pointer to struct cdev
si_children 128 8 struct struct {anonymous}
si_children.lh_first 128 8 pointer pointer to struct cdev
si_siblings 136 16 struct struct {anonymous}
si_siblings.le_next 136 8 pointer pointer to struct cdev
si_siblings.le_prev 144 8 pointer pointer to pointer to struct cdev
si_parent 152 8 pointer pointer to struct cdev
si_mountpt 160 8 pointer pointer to struct mount
si_drv1 168 8 pointer pointer to void
si_drv2 176 8 pointer pointer to void
si_devsw 184 8 pointer pointer to struct cdevsw
si_iosize_max 192 4 int int
si_usecount 200 8 uint u_long
si_threadcount 208 8 uint u_long
__si_u 216 8 union union {anonymous}
__si_u.__sid_snapdata 216 8 pointer pointer to struct snapdata
si_name 224 64 char[],64,1,int char[64]
""",
    "domain": """\
112 struct
dom_family 0 4 int int
dom_name 8 8 pointer pointer to char
dom_init 16 8 pointer pointer to function
dom_destroy 24 8 pointer pointer to function
dom_externalize 32 8 pointer pointer to function
dom_dispose 40 8 pointer pointer to function
dom_protosw 48 8 pointer pointer to struct protosw
dom_protoswNPROTOSW 56 8 pointer pointer to struct protosw
dom_next 64 8 pointer pointer to struct domain
dom_rtattach 72 8 pointer pointer to function
dom_rtdetach 80 8 pointer pointer to function
dom_ifattach 88 8 pointer pointer to function
dom_ifdetach 96 8 pointer pointer to function
dom_ifmtu 104 8 pointer pointer to function
""",
    "fdescenttbl": """\
8 struct
fdt_nfiles 0 4 int int
fdt_ofiles 8 0 array,0,48,struct struct filedescent[0]
""",
    "file": """\
80 struct
f_data 0 8 pointer pointer to void
f_ops 8 8 pointer pointer to struct fileops
f_cred 16 8 pointer pointer to struct ucred
f_vnode 24 8 pointer pointer to struct vnode
f_type 32 2 int short
f_vnread_flags 34 2 int short
f_flag 36 4 uint volatile u_int
f_count 40 4 uint volatile u_int
f_seqcount 44 2 int int16_t
f_pipegen 44 4 int int
f_nextoff 48 8 int off_t
f_vnun 56 8 union union {anonymous}
f_vnun.fvn_cdevpriv 56 8 pointer pointer to struct cdev_privdata
f_vnun.fvn_advice 56 8 pointer pointer to struct fadvise_info
f_offset 64 8 int off_t
f_label 72 8 pointer pointer to void
""",
    "filedesc": """\
120 struct
fd_files 0 8 pointer pointer to struct fdescenttbl
fd_cdir 8 8 pointer pointer to struct vnode
fd_rdir 16 8 pointer pointer to struct vnode
fd_jdir 24 8 pointer pointer to struct vnode
fd_map 32 8 pointer pointer to u_long
fd_lastfile 40 4 int int
fd_freefile 44 4 int int
fd_cmask 48 2 uint u_short
fd_refcnt 52 4 int int
fd_holdcnt 56 4 int int
fd_sx 64 32 struct struct sx
fd_kqlist 96 16 struct struct kqlist
fd_kqlist.tqh_first 96 8 pointer pointer to struct kqueue
fd_kqlist.tqh_last 104 8 pointer pointer to pointer to struct kqueue
fd_holdleaderscount 112 4 int int
fd_holdleaderswakeup 116 4 int int
""",
    "filedescent": """\
48 struct
fde_file 0 8 pointer pointer to struct file
fde_caps 8 32 struct struct filecaps
fde_caps.fc_rights 8 16 struct cap_rights_t
fde_caps.fc_rights.cr_rights 8 16 array,2,8,uint uint64_t[2]
fde_caps.fc_ioctls 24 8 pointer pointer to u_long
fde_caps.fc_nioctls 32 2 int int16_t
fde_caps.fc_fcntls 36 4 uint uint32_t
fde_flags 40 1 uint uint8_t
fde_seq 44 4 uint seq_t
""",
    "itimerval": """\
32 struct
it_interval 0 16 struct struct timeval
it_value 16 16 struct struct timeval
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
kf_un.kf_proc 32 280 struct struct {anonymous}
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
1088 struct
ki_structsize 0 4 int int
ki_layout 4 4 int int
ki_args 8 8 pointer pointer to struct pargs
ki_paddr 16 8 pointer pointer to struct proc
ki_addr 24 8 pointer pointer to struct user
ki_tracep 32 8 pointer pointer to struct vnode
ki_textvp 40 8 pointer pointer to struct vnode
ki_fd 48 8 pointer pointer to struct filedesc
ki_vmspace 56 8 pointer pointer to struct vmspace
ki_wchan 64 8 pointer pointer to void
ki_pid 72 4 int pid_t
ki_ppid 76 4 int pid_t
ki_pgid 80 4 int pid_t
ki_tpgid 84 4 int pid_t
ki_sid 88 4 int pid_t
ki_tsid 92 4 int pid_t
ki_jobc 96 2 int short
ki_spare_short1 98 2 int short
ki_tdev_freebsd11 100 4 uint uint32_t
ki_siglist 104 16 struct sigset_t
ki_siglist.__bits 104 16 array,4,4,uint __uint32_t[4]
ki_sigmask 120 16 struct sigset_t
ki_sigmask.__bits 120 16 array,4,4,uint __uint32_t[4]
ki_sigignore 136 16 struct sigset_t
ki_sigignore.__bits 136 16 array,4,4,uint __uint32_t[4]
ki_sigcatch 152 16 struct sigset_t
ki_sigcatch.__bits 152 16 array,4,4,uint __uint32_t[4]
ki_uid 168 4 uint uid_t
ki_ruid 172 4 uint uid_t
ki_svuid 176 4 uint uid_t
ki_rgid 180 4 uint gid_t
ki_svgid 184 4 uint gid_t
ki_ngroups 188 2 int short
ki_spare_short2 190 2 int short
ki_groups 192 64 array,16,4,uint gid_t[16]
ki_size 256 8 uint vm_size_t
ki_rssize 264 8 int segsz_t
ki_swrss 272 8 int segsz_t
ki_tsize 280 8 int segsz_t
ki_dsize 288 8 int segsz_t
ki_ssize 296 8 int segsz_t
ki_xstat 304 2 uint u_short
ki_acflag 306 2 uint u_short
ki_pctcpu 308 4 uint fixpt_t
ki_estcpu 312 4 uint u_int
ki_slptime 316 4 uint u_int
ki_swtime 320 4 uint u_int
ki_cow 324 4 uint u_int
ki_runtime 328 8 uint u_int64_t
ki_start 336 16 struct struct timeval
ki_childtime 352 16 struct struct timeval
ki_flag 368 8 int long
ki_kiflag 376 8 int long
ki_traceflag 384 4 int int
ki_stat 388 1 int char
ki_nice 389 1 int signed char
ki_lock 390 1 int char
ki_rqindex 391 1 int char
ki_oncpu_old 392 1 uint u_char
ki_lastcpu_old 393 1 uint u_char
ki_tdname 394 17 char[],17,1,int char[17]
ki_wmesg 411 9 char[],9,1,int char[9]
ki_login 420 18 char[],18,1,int char[18]
ki_lockname 438 9 char[],9,1,int char[9]
ki_comm 447 20 char[],20,1,int char[20]
ki_emul 467 17 char[],17,1,int char[17]
ki_loginclass 484 18 char[],18,1,int char[18]
ki_moretdname 502 4 char[],4,1,int char[4]
ki_sparestrings 506 46 char[],46,1,int char[46]
ki_spareints 552 8 array,2,4,int int[2]
ki_tdev 560 8 uint uint64_t
ki_oncpu 568 4 int int
ki_lastcpu 572 4 int int
ki_tracer 576 4 int int
ki_flag2 580 4 int int
ki_fibnum 584 4 int int
ki_cr_flags 588 4 uint u_int
ki_jid 592 4 int int
ki_numthreads 596 4 int int
ki_tid 600 4 int lwpid_t
ki_pri 604 4 struct struct priority
ki_rusage 608 144 struct struct rusage
ki_rusage_ch 752 144 struct struct rusage
ki_pcb 896 8 pointer pointer to struct pcb
ki_kstack 904 8 pointer pointer to void
ki_udata 912 8 pointer pointer to void
ki_tdaddr 920 8 pointer pointer to struct thread
ki_spareptrs 928 48 array,6,8,pointer pointer to void[6]
ki_sparelongs 976 96 array,12,8,int long[12]
ki_sflag 1072 8 int long
ki_tdflags 1080 8 int long
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
32 struct
version 0 4 int int
symname 8 8 pointer pointer to char
symvalue 16 8 uint u_long
symsize 24 8 uint size_t
""",
    "knlist": """\
56 struct
kl_list 0 8 struct struct klist
kl_lock 8 8 pointer pointer to function
kl_unlock 16 8 pointer pointer to function
kl_assert_locked 24 8 pointer pointer to function
kl_assert_unlocked 32 8 pointer pointer to function
kl_lockarg 40 8 pointer pointer to void
kl_autodestroy 48 4 int int
""",
    "kvm_nlist": """\
24 struct
n_name 0 8 pointer pointer to const char
n_type 8 1 uint unsigned char
n_value 16 8 uint kvaddr_t
""",
    "kvm_page": """\
56 struct
version 0 4 uint unsigned int
paddr 8 8 uint u_long
kmap_vaddr 16 8 uint u_long
dmap_vaddr 24 8 uint u_long
prot 32 1 uint vm_prot_t
offset 40 8 uint u_long
len 48 8 uint size_t
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
176 struct
ops 0 8 pointer kobj_ops_t
refs 8 4 int int
userrefs 12 4 int int
flags 16 4 int int
link 24 16 struct struct {anonymous}
link.tqe_next 24 8 pointer pointer to struct linker_file
link.tqe_prev 32 8 pointer pointer to pointer to struct linker_file
filename 40 8 pointer pointer to char
pathname 48 8 pointer pointer to char
id 56 4 int int
address 64 8 pointer caddr_t
size 72 8 uint size_t
ctors_addr 80 8 pointer caddr_t
ctors_size 88 8 uint size_t
ndeps 96 4 int int
deps 104 8 pointer pointer to linker_file_t
common 112 16 struct struct {anonymous}
common.stqh_first 112 8 pointer pointer to struct common_symbol
common.stqh_last 120 8 pointer pointer to pointer to struct common_symbol
modules 128 16 struct struct {anonymous}
modules.tqh_first 128 8 pointer pointer to struct module
modules.tqh_last 136 8 pointer pointer to pointer to struct module
loaded 144 16 struct struct {anonymous}
loaded.tqe_next 144 8 pointer pointer to struct linker_file
loaded.tqe_prev 152 8 pointer pointer to pointer to struct linker_file
loadcnt 160 4 int int
nenabled 164 4 int int
fbt_nentries 168 4 int int
""",
    "loadavg": """\
24 struct
ldavg 0 12 array,3,4,uint __fixpt_t[3]
fscale 16 8 int long
""",
    "lock": """\
48 struct
lock_object 0 24 struct struct lock_object
lk_lock 24 8 uint volatile uintptr_t
lk_exslpfail 32 4 uint u_int
lk_timo 36 4 int int
lk_pri 40 4 int int
""",
    "lock_object": """\
24 struct
lo_name 0 8 pointer pointer to const char
lo_flags 8 4 uint u_int
lo_data 12 4 uint u_int
lo_witness 16 8 pointer pointer to struct witness
""",
    "mount": """\
2744 struct
mnt_mtx 0 32 struct struct mtx
mnt_gen 32 4 int int
mnt_list 40 16 struct struct {anonymous}
mnt_list.tqe_next 40 8 pointer pointer to struct mount
mnt_list.tqe_prev 48 8 pointer pointer to pointer to struct mount
mnt_op 56 8 pointer pointer to struct vfsops
mnt_vfc 64 8 pointer pointer to struct vfsconf
mnt_vnodecovered 72 8 pointer pointer to struct vnode
mnt_syncer 80 8 pointer pointer to struct vnode
mnt_ref 88 4 int int
mnt_nvnodelist 96 16 struct struct vnodelst
mnt_nvnodelist.tqh_first 96 8 pointer pointer to struct vnode
mnt_nvnodelist.tqh_last 104 8 pointer pointer to pointer to struct vnode
mnt_nvnodelistsize 112 4 int int
mnt_writeopcount 116 4 int int
mnt_kern_flag 120 4 int int
mnt_flag 128 8 uint uint64_t
mnt_opt 136 8 pointer pointer to struct vfsoptlist
mnt_optnew 144 8 pointer pointer to struct vfsoptlist
mnt_maxsymlinklen 152 4 int int
mnt_stat 160 2344 struct struct statfs
mnt_cred 2504 8 pointer pointer to struct ucred
mnt_data 2512 8 pointer pointer to void
mnt_time 2520 8 int time_t
mnt_iosize_max 2528 4 int int
mnt_export 2536 8 pointer pointer to struct netexport
mnt_label 2544 8 pointer pointer to struct label
mnt_hashseed 2552 4 uint u_int
mnt_lockref 2556 4 int int
mnt_secondary_writes 2560 4 int int
mnt_secondary_accwrites 2564 4 int int
mnt_susp_owner 2568 8 pointer pointer to struct thread
mnt_gjprovider 2576 8 pointer pointer to char
mnt_listmtx 2584 32 struct struct mtx
mnt_activevnodelist 2616 16 struct struct vnodelst
mnt_activevnodelist.tqh_first 2616 8 pointer pointer to struct vnode
mnt_activevnodelist.tqh_last 2624 8 pointer pointer to pointer to struct vnode
mnt_activevnodelistsize 2632 4 int int
mnt_tmpfreevnodelist 2640 16 struct struct vnodelst
mnt_tmpfreevnodelist.tqh_first 2640 8 pointer pointer to struct vnode
mnt_tmpfreevnodelist.tqh_last 2648 8 pointer pointer to pointer to struct vnode
mnt_tmpfreevnodelistsize 2656 4 int int
mnt_explock 2664 48 struct struct lock
mnt_upper_link 2712 16 struct struct {anonymous}
mnt_upper_link.tqe_next 2712 8 pointer pointer to struct mount
mnt_upper_link.tqe_prev 2720 8 pointer pointer to pointer to struct mount
mnt_uppers 2728 16 struct struct {anonymous}
mnt_uppers.tqh_first 2728 8 pointer pointer to struct mount
mnt_uppers.tqh_last 2736 8 pointer pointer to pointer to struct mount
""",
    "msgbuf": """\
72 struct
msg_ptr 0 8 pointer pointer to char
msg_magic 8 4 uint u_int
msg_size 12 4 uint u_int
msg_wseq 16 4 uint u_int
msg_rseq 20 4 uint u_int
msg_cksum 24 4 uint u_int
msg_seqmod 28 4 uint u_int
msg_lastpri 32 4 int int
msg_flags 36 4 uint u_int
msg_lock 40 32 struct struct mtx
""",
    "mtx": """\
32 struct
lock_object 0 24 struct struct lock_object
mtx_lock 24 8 uint volatile uintptr_t
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
12 struct
ar_ref 0 4 uint u_int
ar_length 4 4 uint u_int
ar_args 8 1 char[],1,1,uint u_char[1]
""",
    "pcpu": """\
4096 struct
pc_curthread 0 8 pointer pointer to struct thread
pc_idlethread 8 8 pointer pointer to struct thread
pc_fpcurthread 16 8 pointer pointer to struct thread
pc_deadthread 24 8 pointer pointer to struct thread
pc_curpcb 32 8 pointer pointer to struct pcb
pc_switchtime 40 8 uint uint64_t
pc_switchticks 48 4 int int
pc_cpuid 52 4 uint u_int
pc_allcpu 56 8 struct struct {anonymous}
pc_allcpu.stqe_next 56 8 pointer pointer to struct pcpu
pc_spinlocks 64 8 pointer pointer to struct lock_list_entry
pc_cp_time 72 40 array,5,8,int long[5]
pc_device 112 8 pointer pointer to struct device
pc_netisr 120 8 pointer pointer to void
pc_unused1 128 4 int int
pc_domain 132 4 int int
pc_rm_queue 136 16 struct struct rm_queue
pc_dynamic 152 8 uint uintptr_t
pc_early_dummy_counter 160 8 uint uint64_t
pc_monitorbuf 256 128 char[],128,1,int char[128]
pc_prvspace 384 8 pointer pointer to struct pcpu
pc_curpmap 392 8 pointer pointer to struct pmap
pc_tssp 400 8 pointer pointer to struct amd64tss
pc_commontssp 408 8 pointer pointer to struct amd64tss
pc_kcr3 416 8 uint uint64_t
pc_ucr3 424 8 uint uint64_t
pc_saved_ucr3 432 8 uint uint64_t
pc_rsp0 440 8 int register_t
pc_scratch_rsp 448 8 int register_t
pc_scratch_rax 456 8 int register_t
pc_apic_id 464 4 uint u_int
pc_acpi_id 468 4 uint u_int
pc_fs32p 472 8 pointer pointer to struct user_segment_descriptor
pc_gs32p 480 8 pointer pointer to struct user_segment_descriptor
pc_ldt 488 8 pointer pointer to struct system_segment_descriptor
pc_tss 496 8 pointer pointer to struct system_segment_descriptor
pc_pm_save_cnt 504 8 uint uint64_t
pc_cmci_mask 512 4 uint u_int
pc_dbreg 520 128 array,16,8,uint uint64_t[16]
pc_pti_stack 648 128 array,16,8,uint uint64_t[16]
pc_pti_rsp0 776 8 int register_t
pc_dbreg_cmd 784 4 int int
pc_vcpu_id 788 4 uint u_int
pc_pcid_next 792 4 uint uint32_t
pc_pcid_gen 796 4 uint uint32_t
pc_smp_tlb_done 800 4 uint uint32_t
pc_ibpb_set 804 4 uint uint32_t
pc_mds_buf 808 8 pointer pointer to void
pc_mds_buf64 816 8 pointer pointer to void
pc_pad 824 8 array,2,4,uint uint32_t[2]
pc_mds_tmp 832 64 char[],64,1,uint uint8_t[64]
__pad 896 3176 char[],3176,1,int char[3176]
""",
    "pgrp": """\
80 struct
pg_hash 0 16 struct struct {anonymous}
pg_hash.le_next 0 8 pointer pointer to struct pgrp
pg_hash.le_prev 8 8 pointer pointer to pointer to struct pgrp
pg_members 16 8 struct struct {anonymous}
pg_members.lh_first 16 8 pointer pointer to struct proc
pg_session 24 8 pointer pointer to struct session
pg_sigiolst 32 8 struct struct sigiolst
pg_sigiolst.slh_first 32 8 pointer pointer to struct sigio
pg_id 40 4 int pid_t
pg_jobc 44 4 int int
pg_mtx 48 32 struct struct mtx
""",
    "pipe": """\
360 struct
pipe_buffer 0 24 struct struct pipebuf
pipe_map 24 160 struct struct pipemapping
pipe_sel 184 80 struct struct selinfo
pipe_atime 264 16 struct struct timespec
pipe_mtime 280 16 struct struct timespec
pipe_ctime 296 16 struct struct timespec
pipe_sigio 312 8 pointer pointer to struct sigio
pipe_peer 320 8 pointer pointer to struct pipe
pipe_pair 328 8 pointer pointer to struct pipepair
pipe_state 336 4 uint u_int
pipe_busy 340 4 int int
pipe_present 344 4 int int
pipe_wgen 348 4 int int
pipe_ino 352 8 uint ino_t
""",
    "plimit": """\
248 struct
pl_rlimit 0 240 array,15,16,struct struct rlimit[15]
pl_refcnt 240 4 int int
""",
    "pmap": """\
2248 struct
pm_mtx 0 32 struct struct mtx
pm_pml4 32 8 pointer pointer to pml4_entry_t
pm_pml4u 40 8 pointer pointer to pml4_entry_t
pm_cr3 48 8 uint uint64_t
pm_ucr3 56 8 uint uint64_t
pm_pvchunk 64 16 struct struct {anonymous}
pm_pvchunk.tqh_first 64 8 pointer pointer to struct pv_chunk
pm_pvchunk.tqh_last 72 8 pointer pointer to pointer to struct pv_chunk
pm_active 80 32 struct cpuset_t
pm_active.__bits 80 32 array,4,8,int long[4]
pm_type 112 4 uint enum pmap_type
pm_stats 120 16 struct struct pmap_statistics
pm_stats.resident_count 120 8 int long
pm_stats.wired_count 128 8 int long
pm_root 136 8 struct struct vm_radix
pm_root.rt_root 136 8 uint uintptr_t
pm_eptgen 144 8 int long
pm_flags 152 4 int int
pm_pcids 156 2048 array,256,8,struct struct pmap_pcids[256]
pm_pkru 2208 40 struct struct rangeset
""",
    "priority": """\
4 struct
pri_class 0 1 uint u_char
pri_level 1 1 uint u_char
pri_native 2 1 uint u_char
pri_user 3 1 uint u_char
""",
    "prison": """\
2176 struct
pr_list 0 16 struct struct {anonymous}
pr_list.tqe_next 0 8 pointer pointer to struct prison
pr_list.tqe_prev 8 8 pointer pointer to pointer to struct prison
pr_id 16 4 int int
pr_ref 20 4 int int
pr_uref 24 4 int int
pr_flags 28 4 uint unsigned int
pr_children 32 8 struct struct {anonymous}
pr_children.lh_first 32 8 pointer pointer to struct prison
pr_sibling 40 16 struct struct {anonymous}
pr_sibling.le_next 40 8 pointer pointer to struct prison
pr_sibling.le_prev 48 8 pointer pointer to pointer to struct prison
pr_parent 56 8 pointer pointer to struct prison
pr_mtx 64 32 struct struct mtx
pr_task 96 32 struct struct task
pr_osd 128 32 struct struct osd
pr_cpuset 160 8 pointer pointer to struct cpuset
pr_vnet 168 8 pointer pointer to struct vnet
pr_root 176 8 pointer pointer to struct vnode
pr_ip4s 184 4 int int
pr_ip6s 188 4 int int
pr_ip4 192 8 pointer pointer to struct in_addr
pr_ip6 200 8 pointer pointer to struct in6_addr
pr_prison_racct 208 8 pointer pointer to struct prison_racct
pr_sparep 216 24 array,3,8,pointer pointer to void[3]
pr_childcount 240 4 int int
pr_childmax 244 4 int int
pr_allow 248 4 uint unsigned int
pr_securelevel 252 4 int int
pr_enforce_statfs 256 4 int int
pr_devfs_rsnum 260 4 int int
pr_spare 264 12 array,3,4,int int[3]
pr_osreldate 276 4 int int
pr_hostid 280 8 uint unsigned long
pr_name 288 256 char[],256,1,int char[256]
pr_path 544 1024 char[],1024,1,int char[1024]
pr_hostname 1568 256 char[],256,1,int char[256]
pr_domainname 1824 256 char[],256,1,int char[256]
pr_hostuuid 2080 64 char[],64,1,int char[64]
pr_osrelease 2144 32 char[],32,1,int char[32]
""",
    "proc": """\
1328 struct
p_list 0 16 struct struct {anonymous}
p_list.le_next 0 8 pointer pointer to struct proc
p_list.le_prev 8 8 pointer pointer to pointer to struct proc
p_threads 16 16 struct struct {anonymous}
p_threads.tqh_first 16 8 pointer pointer to struct thread
p_threads.tqh_last 24 8 pointer pointer to pointer to struct thread
p_slock 32 32 struct struct mtx
p_ucred 64 8 pointer pointer to struct ucred
p_fd 72 8 pointer pointer to struct filedesc
p_fdtol 80 8 pointer pointer to struct filedesc_to_leader
p_stats 88 8 pointer pointer to struct pstats
p_limit 96 8 pointer pointer to struct plimit
p_limco 104 64 struct struct callout
p_sigacts 168 8 pointer pointer to struct sigacts
p_flag 176 4 int int
p_flag2 180 4 int int
p_state 184 4 uint enum {anonymous}
p_pid 188 4 int pid_t
p_hash 192 16 struct struct {anonymous}
p_hash.le_next 192 8 pointer pointer to struct proc
p_hash.le_prev 200 8 pointer pointer to pointer to struct proc
p_pglist 208 16 struct struct {anonymous}
p_pglist.le_next 208 8 pointer pointer to struct proc
p_pglist.le_prev 216 8 pointer pointer to pointer to struct proc
p_pptr 224 8 pointer pointer to struct proc
p_sibling 232 16 struct struct {anonymous}
p_sibling.le_next 232 8 pointer pointer to struct proc
p_sibling.le_prev 240 8 pointer pointer to pointer to struct proc
p_children 248 8 struct struct {anonymous}
p_children.lh_first 248 8 pointer pointer to struct proc
p_reaper 256 8 pointer pointer to struct proc
p_reaplist 264 8 struct struct {anonymous}
p_reaplist.lh_first 264 8 pointer pointer to struct proc
p_reapsibling 272 16 struct struct {anonymous}
p_reapsibling.le_next 272 8 pointer pointer to struct proc
p_reapsibling.le_prev 280 8 pointer pointer to pointer to struct proc
p_mtx 288 32 struct struct mtx
p_statmtx 320 32 struct struct mtx
p_itimmtx 352 32 struct struct mtx
p_profmtx 384 32 struct struct mtx
p_ksi 416 8 pointer pointer to struct ksiginfo
p_sigqueue 424 80 struct sigqueue_t
p_sigqueue.sq_signals 424 16 struct sigset_t
p_sigqueue.sq_signals.__bits 424 16 array,4,4,uint __uint32_t[4]
p_sigqueue.sq_kill 440 16 struct sigset_t
p_sigqueue.sq_kill.__bits 440 16 array,4,4,uint __uint32_t[4]
p_sigqueue.sq_ptrace 456 16 struct sigset_t
p_sigqueue.sq_ptrace.__bits 456 16 array,4,4,uint __uint32_t[4]
p_sigqueue.sq_list 472 16 struct struct {anonymous}
p_sigqueue.sq_list.tqh_first 472 8 pointer pointer to struct ksiginfo
p_sigqueue.sq_list.tqh_last 480 8 pointer pointer to pointer to struct ksiginfo
p_sigqueue.sq_proc 488 8 pointer pointer to struct proc
p_sigqueue.sq_flags 496 4 int int
p_oppid 504 4 int pid_t
p_vmspace 512 8 pointer pointer to struct vmspace
p_swtick 520 4 uint u_int
p_cowgen 524 4 uint u_int
p_realtimer 528 32 struct struct itimerval
p_ru 560 144 struct struct rusage
p_rux 704 56 struct struct rusage_ext
p_crux 760 56 struct struct rusage_ext
p_profthreads 816 4 int int
p_exitthreads 820 4 int volatile int
p_traceflag 824 4 int int
p_tracevp 832 8 pointer pointer to struct vnode
p_tracecred 840 8 pointer pointer to struct ucred
p_textvp 848 8 pointer pointer to struct vnode
p_lock 856 4 uint u_int
p_sigiolst 864 8 struct struct sigiolst
p_sigiolst.slh_first 864 8 pointer pointer to struct sigio
p_sigparent 872 4 int int
p_sig 876 4 int int
p_code 880 8 uint u_long
p_stops 888 4 uint u_int
p_stype 892 4 uint u_int
p_step 896 1 int char
p_pfsflags 897 1 uint u_char
p_ptevents 900 4 uint u_int
p_nlminfo 904 8 pointer pointer to struct nlminfo
p_aioinfo 912 8 pointer pointer to struct kaioinfo
p_singlethread 920 8 pointer pointer to struct thread
p_suspcount 928 4 int int
p_xthread 936 8 pointer pointer to struct thread
p_boundary_count 944 4 int int
p_pendingcnt 948 4 int int
p_itimers 952 8 pointer pointer to struct itimers
p_procdesc 960 8 pointer pointer to struct procdesc
p_treeflag 968 4 uint u_int
p_pendingexits 972 4 int int
p_filemon 976 8 pointer pointer to struct filemon
p_pdeathsig 984 4 int int
p_magic 988 4 uint u_int
p_osrel 992 4 int int
p_comm 996 20 char[],20,1,int char[20]
p_sysent 1016 8 pointer pointer to struct sysentvec
p_args 1024 8 pointer pointer to struct pargs
p_cpulimit 1032 8 int rlim_t
p_nice 1040 1 int signed char
p_fibnum 1044 4 int int
p_reapsubtree 1048 4 int pid_t
p_elf_machine 1052 2 uint uint16_t
p_elf_flags 1056 8 uint uint64_t
p_xexit 1064 4 uint u_int
p_xsig 1068 4 uint u_int
p_pgrp 1072 8 pointer pointer to struct pgrp
p_klist 1080 8 pointer pointer to struct knlist
p_numthreads 1088 4 int int
p_md 1096 24 struct struct mdproc
p_itcallout 1120 64 struct struct callout
p_acflag 1184 2 uint u_short
p_peers 1192 8 pointer pointer to struct proc
p_leader 1200 8 pointer pointer to struct proc
p_emuldata 1208 8 pointer pointer to void
p_label 1216 8 pointer pointer to struct label
p_ktr 1224 16 struct struct {anonymous}
p_ktr.stqh_first 1224 8 pointer pointer to struct ktr_request
p_ktr.stqh_last 1232 8 pointer pointer to pointer to struct ktr_request
p_mqnotifier 1240 8 struct struct {anonymous}
p_mqnotifier.lh_first 1240 8 pointer pointer to struct mqueue_notifier
p_dtrace 1248 8 pointer pointer to struct kdtrace_proc
p_pwait 1256 16 struct struct cv
p_prev_runtime 1272 8 uint uint64_t
p_racct 1280 8 pointer pointer to struct racct
p_throttled 1288 4 int int
p_orphan 1296 16 struct struct {anonymous}
p_orphan.le_next 1296 8 pointer pointer to struct proc
p_orphan.le_prev 1304 8 pointer pointer to pointer to struct proc
p_orphans 1312 8 struct struct {anonymous}
p_orphans.lh_first 1312 8 pointer pointer to struct proc
p_fctl0 1320 4 uint uint32_t
p_amd64_md_flags 1324 4 uint u_int
""",
    "protosw": """\
96 struct
pr_type 0 2 int short
pr_domain 8 8 pointer pointer to struct domain
pr_protocol 16 2 int short
pr_flags 18 2 int short
pr_input 24 8 pointer pointer to pr_input_t
pr_output 32 8 pointer pointer to pr_output_t
pr_ctlinput 40 8 pointer pointer to pr_ctlinput_t
pr_ctloutput 48 8 pointer pointer to pr_ctloutput_t
pr_init 56 8 pointer pointer to pr_init_t
pr_fasttimo 64 8 pointer pointer to pr_fasttimo_t
pr_slowtimo 72 8 pointer pointer to pr_slowtimo_t
pr_drain 80 8 pointer pointer to pr_drain_t
pr_usrreqs 88 8 pointer pointer to struct pr_usrreqs
""",
    "pstats": """\
288 struct
p_cru 0 144 struct struct rusage
p_timer 144 96 array,3,32,struct struct itimerval[3]
p_prof 240 32 struct struct uprof
p_start 272 16 struct struct timeval
""",
    "rlimit": """\
16 struct
rlim_cur 0 8 int rlim_t
rlim_max 8 8 int rlim_t
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
32 struct
lock_object 0 24 struct struct lock_object
rw_lock 24 8 uint volatile uintptr_t
""",
    "session": """\
120 struct
s_count 0 4 uint u_int
s_leader 8 8 pointer pointer to struct proc
s_ttyvp 16 8 pointer pointer to struct vnode
s_ttydp 24 8 pointer pointer to struct cdev_priv
s_ttyp 32 8 pointer pointer to struct tty
s_sid 40 4 int pid_t
s_login 44 40 char[],40,1,int char[40]
s_mtx 88 32 struct struct mtx
""",
    "sigacts": """\
3272 struct
ps_sigact 0 1024 array,128,8,pointer sig_t[128]
ps_catchmask 1024 2048 array,128,16,struct sigset_t[128]
ps_sigonstack 3072 16 struct sigset_t
ps_sigonstack.__bits 3072 16 array,4,4,uint __uint32_t[4]
ps_sigintr 3088 16 struct sigset_t
ps_sigintr.__bits 3088 16 array,4,4,uint __uint32_t[4]
ps_sigreset 3104 16 struct sigset_t
ps_sigreset.__bits 3104 16 array,4,4,uint __uint32_t[4]
ps_signodefer 3120 16 struct sigset_t
ps_signodefer.__bits 3120 16 array,4,4,uint __uint32_t[4]
ps_siginfo 3136 16 struct sigset_t
ps_siginfo.__bits 3136 16 array,4,4,uint __uint32_t[4]
ps_sigignore 3152 16 struct sigset_t
ps_sigignore.__bits 3152 16 array,4,4,uint __uint32_t[4]
ps_sigcatch 3168 16 struct sigset_t
ps_sigcatch.__bits 3168 16 array,4,4,uint __uint32_t[4]
ps_freebsd4 3184 16 struct sigset_t
ps_freebsd4.__bits 3184 16 array,4,4,uint __uint32_t[4]
ps_osigset 3200 16 struct sigset_t
ps_osigset.__bits 3200 16 array,4,4,uint __uint32_t[4]
ps_usertramp 3216 16 struct sigset_t
ps_usertramp.__bits 3216 16 array,4,4,uint __uint32_t[4]
ps_flag 3232 4 int int
ps_refcnt 3236 4 uint u_int
ps_mtx 3240 32 struct struct mtx
""",
    "sigqueue": """\
80 struct
sq_signals 0 16 struct sigset_t
sq_signals.__bits 0 16 array,4,4,uint __uint32_t[4]
sq_kill 16 16 struct sigset_t
sq_kill.__bits 16 16 array,4,4,uint __uint32_t[4]
sq_ptrace 32 16 struct sigset_t
sq_ptrace.__bits 32 16 array,4,4,uint __uint32_t[4]
sq_list 48 16 struct struct {anonymous}
sq_list.tqh_first 48 8 pointer pointer to struct ksiginfo
sq_list.tqh_last 56 8 pointer pointer to pointer to struct ksiginfo
sq_proc 64 8 pointer pointer to struct proc
sq_flags 72 4 int int
""",
    "socket": """\
872 struct
so_lock 0 32 struct struct mtx
so_count 32 4 uint volatile u_int
so_rdsel 40 80 struct struct selinfo
so_wrsel 120 80 struct struct selinfo
so_type 200 2 int short
so_options 204 4 int int
so_linger 208 2 int short
so_state 210 2 int short
so_pcb 216 8 pointer pointer to void
so_vnet 224 8 pointer pointer to struct vnet
so_proto 232 8 pointer pointer to struct protosw
so_timeo 240 2 int short
so_error 242 2 uint u_short
so_sigio 248 8 pointer pointer to struct sigio
so_cred 256 8 pointer pointer to struct ucred
so_label 264 8 pointer pointer to struct label
so_gencnt 272 8 uint so_gen_t
so_emuldata 280 8 pointer pointer to void
so_dtor 288 8 pointer pointer to so_dtor_t
osd 296 32 struct struct osd
so_fibnum 328 4 int int
so_user_cookie 332 4 uint uint32_t
so_ts_clock 336 4 int int
so_max_pacing_rate 340 4 uint uint32_t
so_rcv 344 240 struct struct sockbuf
so_snd 584 240 struct struct sockbuf
so_list 824 16 struct struct {anonymous}
so_list.tqe_next 824 8 pointer pointer to struct socket
so_list.tqe_prev 832 8 pointer pointer to pointer to struct socket
so_listen 840 8 pointer pointer to struct socket
so_qstate 848 4 uint enum {anonymous}
so_peerlabel 856 8 pointer pointer to struct label
so_oobmark 864 8 uint u_long
sol_incomp 344 16 struct struct accept_queue
sol_comp 360 16 struct struct accept_queue
sol_qlen 376 4 uint u_int
sol_incqlen 380 4 uint u_int
sol_qlimit 384 4 uint u_int
sol_accept_filter 392 8 pointer pointer to struct accept_filter
sol_accept_filter_arg 400 8 pointer pointer to void
sol_accept_filter_str 408 8 pointer pointer to char
sol_upcall 416 8 pointer pointer to so_upcall_t
sol_upcallarg 424 8 pointer pointer to void
sol_sbrcv_lowat 432 4 int int
sol_sbsnd_lowat 436 4 int int
sol_sbrcv_hiwat 440 4 uint u_int
sol_sbsnd_hiwat 444 4 uint u_int
sol_sbrcv_flags 448 2 int short
sol_sbsnd_flags 450 2 int short
sol_sbrcv_timeo 456 8 int sbintime_t
sol_sbsnd_timeo 464 8 int sbintime_t
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
88 struct
sw_flags 0 4 int int
sw_nblks 4 4 int int
sw_used 8 4 int int
sw_dev 16 8 uint dev_t
sw_vp 24 8 pointer pointer to struct vnode
sw_id 32 8 pointer pointer to void
sw_first 40 4 int swblk_t
sw_end 44 4 int swblk_t
sw_blist 48 8 pointer pointer to struct blist
sw_list 56 16 struct struct {anonymous}
sw_list.tqe_next 56 8 pointer pointer to struct swdevt
sw_list.tqe_prev 64 8 pointer pointer to pointer to struct swdevt
sw_strategy 72 8 pointer pointer to sw_strategy_t
sw_close 80 8 pointer pointer to sw_close_t
""",
    "sx": """\
32 struct
lock_object 0 24 struct struct lock_object
sx_lock 24 8 uint volatile uintptr_t
""",
    "sysentvec": """\
296 struct
sv_size 0 4 int int
sv_table 8 8 pointer pointer to struct sysent
sv_mask 16 4 uint u_int
sv_errsize 20 4 int int
sv_errtbl 24 8 pointer pointer to const int
sv_transtrap 32 8 pointer pointer to function
sv_fixup 40 8 pointer pointer to function
sv_sendsig 48 8 pointer pointer to function
sv_sigcode 56 8 pointer pointer to char
sv_szsigcode 64 8 pointer pointer to int
sv_name 72 8 pointer pointer to char
sv_coredump 80 8 pointer pointer to function
sv_imgact_try 88 8 pointer pointer to function
sv_stackgap 96 8 pointer pointer to function
sv_minsigstksz 104 4 int int
sv_pagesize 108 4 int int
sv_minuser 112 8 uint vm_offset_t
sv_maxuser 120 8 uint vm_offset_t
sv_usrstack 128 8 uint vm_offset_t
sv_psstrings 136 8 uint vm_offset_t
sv_stackprot 144 4 int int
sv_copyout_strings 152 8 pointer pointer to function
sv_setregs 160 8 pointer pointer to function
sv_fixlimit 168 8 pointer pointer to function
sv_maxssiz 176 8 pointer pointer to u_long
sv_flags 184 4 uint u_int
sv_set_syscall_retval 192 8 pointer pointer to function
sv_fetch_syscall_args 200 8 pointer pointer to function
sv_syscallnames 208 8 pointer pointer to pointer to const char
sv_timekeep_base 216 8 uint vm_offset_t
sv_shared_page_base 224 8 uint vm_offset_t
sv_shared_page_len 232 8 uint vm_offset_t
sv_sigcode_base 240 8 uint vm_offset_t
sv_shared_page_obj 248 8 pointer pointer to void
sv_schedtail 256 8 pointer pointer to function
sv_thread_detach 264 8 pointer pointer to function
sv_trap 272 8 pointer pointer to function
sv_hwcap 280 8 pointer pointer to u_long
sv_hwcap2 288 8 pointer pointer to u_long
""",
    "thread": """\
1440 struct
td_lock 0 8 pointer volatile pointer to struct mtx
td_proc 8 8 pointer pointer to struct proc
td_plist 16 16 struct struct {anonymous}
td_plist.tqe_next 16 8 pointer pointer to struct thread
td_plist.tqe_prev 24 8 pointer pointer to pointer to struct thread
td_runq 32 16 struct struct {anonymous}
td_runq.tqe_next 32 8 pointer pointer to struct thread
td_runq.tqe_prev 40 8 pointer pointer to pointer to struct thread
td_slpq 48 16 struct struct {anonymous}
td_slpq.tqe_next 48 8 pointer pointer to struct thread
td_slpq.tqe_prev 56 8 pointer pointer to pointer to struct thread
td_lockq 64 16 struct struct {anonymous}
td_lockq.tqe_next 64 8 pointer pointer to struct thread
td_lockq.tqe_prev 72 8 pointer pointer to pointer to struct thread
td_hash 80 16 struct struct {anonymous}
td_hash.le_next 80 8 pointer pointer to struct thread
td_hash.le_prev 88 8 pointer pointer to pointer to struct thread
td_cpuset 96 8 pointer pointer to struct cpuset
td_domain 104 16 struct struct domainset_ref
td_domain.dr_policy 104 8 pointer volatile pointer to struct domainset
td_domain.dr_iter 112 4 uint unsigned int
td_sel 120 8 pointer pointer to struct seltd
td_sleepqueue 128 8 pointer pointer to struct sleepqueue
td_turnstile 136 8 pointer pointer to struct turnstile
td_rlqe 144 8 pointer pointer to struct rl_q_entry
td_umtxq 152 8 pointer pointer to struct umtx_q
td_tid 160 4 int lwpid_t
td_sigqueue 168 80 struct sigqueue_t
td_sigqueue.sq_signals 168 16 struct sigset_t
td_sigqueue.sq_signals.__bits 168 16 array,4,4,uint __uint32_t[4]
td_sigqueue.sq_kill 184 16 struct sigset_t
td_sigqueue.sq_kill.__bits 184 16 array,4,4,uint __uint32_t[4]
td_sigqueue.sq_ptrace 200 16 struct sigset_t
td_sigqueue.sq_ptrace.__bits 200 16 array,4,4,uint __uint32_t[4]
td_sigqueue.sq_list 216 16 struct struct {anonymous}
td_sigqueue.sq_list.tqh_first 216 8 pointer pointer to struct ksiginfo
td_sigqueue.sq_list.tqh_last 224 8 pointer pointer to pointer to struct ksiginfo
td_sigqueue.sq_proc 232 8 pointer pointer to struct proc
td_sigqueue.sq_flags 240 4 int int
td_lend_user_pri 248 1 uint u_char
td_epochnest 249 1 uint u_char
td_flags 252 4 int int
td_inhibitors 256 4 int int
td_pflags 260 4 int int
td_dupfd 264 4 int int
td_sqqueue 268 4 int int
td_wchan 272 8 pointer pointer to void
td_wmesg 280 8 pointer pointer to const char
td_owepreempt 288 1 uint volatile u_char
td_tsqueue 289 1 uint u_char
td_locks 290 2 int short
td_rw_rlocks 292 2 int short
td_sx_slocks 294 2 int short
td_lk_slocks 296 2 int short
td_stopsched 298 2 int short
td_blocked 304 8 pointer pointer to struct turnstile
td_lockname 312 8 pointer pointer to const char
td_contested 320 8 struct struct {anonymous}
td_contested.lh_first 320 8 pointer pointer to struct turnstile
td_sleeplocks 328 8 pointer pointer to struct lock_list_entry
td_intr_nesting_level 336 4 int int
td_pinned 340 4 int int
td_ucred 344 8 pointer pointer to struct ucred
td_limit 352 8 pointer pointer to struct plimit
td_slptick 360 4 int int
td_blktick 364 4 int int
td_swvoltick 368 4 int int
td_swinvoltick 372 4 int int
td_cow 376 4 uint u_int
td_ru 384 144 struct struct rusage
td_rux 528 56 struct struct rusage_ext
td_incruntime 584 8 uint uint64_t
td_runtime 592 8 uint uint64_t
td_pticks 600 4 uint u_int
td_sticks 604 4 uint u_int
td_iticks 608 4 uint u_int
td_uticks 612 4 uint u_int
td_intrval 616 4 int int
td_oldsigmask 620 16 struct sigset_t
td_oldsigmask.__bits 620 16 array,4,4,uint __uint32_t[4]
td_generation 636 4 uint volatile u_int
td_sigstk 640 24 struct stack_t
td_sigstk.ss_sp 640 8 pointer pointer to void
td_sigstk.ss_size 648 8 uint __size_t
td_sigstk.ss_flags 656 4 int int
td_xsig 664 4 int int
td_profil_addr 672 8 uint u_long
td_profil_ticks 680 4 uint u_int
td_name 684 20 char[],20,1,int char[20]
td_fpop 704 8 pointer pointer to struct file
td_dbgflags 712 4 int int
td_si 720 80 struct siginfo_t
td_ng_outbound 800 4 int int
td_osd 808 32 struct struct osd
td_map_def_user 840 8 pointer pointer to struct vm_map_entry
td_dbg_forked 848 4 int pid_t
td_vp_reserv 852 4 uint u_int
td_no_sleeping 856 4 int int
td_su 864 8 pointer pointer to void
td_sleeptimo 872 8 int sbintime_t
td_rtcgen 880 4 int int
td_vslock_sz 888 8 uint size_t
td_sigmask 896 16 struct sigset_t
td_sigmask.__bits 896 16 array,4,4,uint __uint32_t[4]
td_rqindex 912 1 uint u_char
td_base_pri 913 1 uint u_char
td_priority 914 1 uint u_char
td_pri_class 915 1 uint u_char
td_user_pri 916 1 uint u_char
td_base_user_pri 917 1 uint u_char
td_pre_epoch_prio 918 1 uint u_char
td_rb_list 920 8 uint uintptr_t
td_rbp_list 928 8 uint uintptr_t
td_rb_inact 936 8 uint uintptr_t
td_sa 944 88 struct struct syscall_args
td_pcb 1032 8 pointer pointer to struct pcb
td_state 1040 4 uint enum {anonymous}
td_uretoff 1048 16 union union {anonymous}
td_uretoff.tdu_retval 1048 16 array,2,8,int register_t[2]
td_uretoff.tdu_off 1048 8 int off_t
td_cowgen 1064 4 uint u_int
td_slpcallout 1072 64 struct struct callout
td_frame 1136 8 pointer pointer to struct trapframe
td_kstack_obj 1144 8 pointer pointer to struct vm_object
td_kstack 1152 8 uint vm_offset_t
td_kstack_pages 1160 4 int int
td_critnest 1164 4 uint volatile u_int
td_md_pad0 1168 64 array,16,4,uint uint32_t[16]
td_ar 1232 8 pointer pointer to struct kaudit_record
td_lprof 1240 16 array,2,8,struct struct lpohead[2]
td_dtrace 1256 8 pointer pointer to struct kdtrace_thread
td_errno 1264 4 int int
td_vnet 1272 8 pointer pointer to struct vnet
td_vnet_lpush 1280 8 pointer pointer to const char
td_intr_frame 1288 8 pointer pointer to struct trapframe
td_rfppwait_p 1296 8 pointer pointer to struct proc
td_ma 1304 8 pointer pointer to pointer to struct vm_page
td_ma_cnt 1312 4 int int
td_emuldata 1320 8 pointer pointer to void
td_lastcpu 1328 4 int int
td_oncpu 1332 4 int int
td_lkpi_task 1336 8 pointer pointer to void
td_pmcpend 1344 4 int int
td_md 1360 80 struct struct mdthread
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
    "tty": """\
728 struct
t_mtx 0 8 pointer pointer to struct mtx
t_mtxobj 8 32 struct struct mtx
t_list 40 16 struct struct {anonymous}
t_list.tqe_next 40 8 pointer pointer to struct tty
t_list.tqe_prev 48 8 pointer pointer to pointer to struct tty
t_drainwait 56 4 int int
t_flags 60 4 uint unsigned int
t_revokecnt 64 4 uint unsigned int
t_inq 72 56 struct struct ttyinq
t_inlow 128 8 uint size_t
t_outq 136 32 struct struct ttyoutq
t_outlow 168 8 uint size_t
t_inwait 176 16 struct struct cv
t_outwait 192 16 struct struct cv
t_outserwait 208 16 struct struct cv
t_bgwait 224 16 struct struct cv
t_dcdwait 240 16 struct struct cv
t_inpoll 256 80 struct struct selinfo
t_outpoll 336 80 struct struct selinfo
t_sigio 416 8 pointer pointer to struct sigio
t_termios 424 44 struct struct termios
t_winsize 468 8 struct struct winsize
t_column 476 4 uint unsigned int
t_writepos 480 4 uint unsigned int
t_compatflags 484 4 int int
t_termios_init_in 488 44 struct struct termios
t_termios_lock_in 532 44 struct struct termios
t_termios_init_out 576 44 struct struct termios
t_termios_lock_out 620 44 struct struct termios
t_devsw 664 8 pointer pointer to struct ttydevsw
t_hook 672 8 pointer pointer to struct ttyhook
t_pgrp 680 8 pointer pointer to struct pgrp
t_session 688 8 pointer pointer to struct session
t_sessioncnt 696 4 uint unsigned int
t_devswsoftc 704 8 pointer pointer to void
t_hooksoftc 712 8 pointer pointer to void
t_dev 720 8 pointer pointer to struct cdev
""",
    "ucred": """\
224 struct
cr_ref 0 4 uint u_int
cr_uid 4 4 uint uid_t
cr_ruid 8 4 uint uid_t
cr_svuid 12 4 uint uid_t
cr_ngroups 16 4 int int
cr_rgid 20 4 uint gid_t
cr_svgid 24 4 uint gid_t
cr_uidinfo 32 8 pointer pointer to struct uidinfo
cr_ruidinfo 40 8 pointer pointer to struct uidinfo
cr_prison 48 8 pointer pointer to struct prison
cr_loginclass 56 8 pointer pointer to struct loginclass
cr_flags 64 4 uint u_int
cr_pspare2 72 16 array,2,8,pointer pointer to void[2]
cr_label 88 8 pointer pointer to struct label
cr_audit 96 48 struct struct auditinfo_addr
cr_groups 144 8 pointer pointer to gid_t
cr_agroups 152 4 int int
cr_smallgroups 156 64 array,16,4,uint gid_t[16]
""",
    "uidinfo": """\
80 struct
ui_hash 0 16 struct struct {anonymous}
ui_hash.le_next 0 8 pointer pointer to struct uidinfo
ui_hash.le_prev 8 8 pointer pointer to pointer to struct uidinfo
ui_vmsize 16 8 uint u_long
ui_sbsize 24 8 int long
ui_proccnt 32 8 int long
ui_ptscnt 40 8 int long
ui_kqcnt 48 8 int long
ui_umtxcnt 56 8 int long
ui_uid 64 4 uint uid_t
ui_ref 68 4 uint u_int
ui_racct 72 8 pointer pointer to struct racct
""",
    "unpcb": """\
256 struct
unp_mtx 0 32 struct struct mtx
unp_conn 32 8 pointer pointer to struct unpcb
unp_refcount 40 4 uint volatile u_int
unp_flags 44 2 int short
unp_gcflag 46 2 int short
unp_addr 48 8 pointer pointer to struct sockaddr_un
unp_socket 56 8 pointer pointer to struct socket
unp_vnode 64 8 pointer pointer to struct vnode
unp_peercred 72 88 struct struct xucred
unp_peercred.cr_version 72 4 uint u_int
unp_peercred.cr_uid 76 4 uint uid_t
unp_peercred.cr_ngroups 80 2 int short
unp_peercred.cr_groups 84 64 array,16,4,uint gid_t[16]
unp_peercred._cr_unused1 152 8 pointer pointer to void
unp_reflink 160 16 struct struct {anonymous}
unp_reflink.le_next 160 8 pointer pointer to struct unpcb
unp_reflink.le_prev 168 8 pointer pointer to pointer to struct unpcb
unp_link 176 16 struct struct {anonymous}
unp_link.le_next 176 8 pointer pointer to struct unpcb
unp_link.le_prev 184 8 pointer pointer to pointer to struct unpcb
unp_refs 192 8 struct struct unp_head
unp_refs.lh_first 192 8 pointer pointer to struct unpcb
unp_gencnt 200 8 uint unp_gen_t
unp_file 208 8 pointer pointer to struct file
unp_msgcount 216 4 uint u_int
unp_ino 224 8 uint ino_t
""",
    "vfsconf": """\
72 struct
vfc_version 0 4 uint u_int
vfc_name 4 16 char[],16,1,int char[16]
vfc_vfsops 24 8 pointer pointer to struct vfsops
vfc_typenum 32 4 int int
vfc_refcount 36 4 int int
vfc_flags 40 4 int int
vfc_prison_flag 44 4 int int
vfc_opts 48 8 pointer pointer to struct vfsoptdecl
vfc_list 56 16 struct struct {anonymous}
vfc_list.tqe_next 56 8 pointer pointer to struct vfsconf
vfc_list.tqe_prev 64 8 pointer pointer to pointer to struct vfsconf
""",
    "vm_domain": """\
1664 struct
vmd_pagequeues 0 512 array,4,128,struct struct vm_pagequeue[4]
vmd_free_mtx 512 64 struct struct mtx_padalign
vmd_pageout_mtx 576 64 struct struct mtx_padalign
vmd_pgcache 640 32 array,2,16,struct struct vm_pgcache[2]
vmd_kernel_arena 672 8 pointer pointer to struct vmem
vmd_kernel_rwx_arena 680 8 pointer pointer to struct vmem
vmd_domain 688 4 uint u_int
vmd_page_count 692 4 uint u_int
vmd_segs 696 8 int long
vmd_free_count 704 4 uint u_int
vmd_pageout_deficit 708 4 uint u_int
vmd_pad 712 56 array,56,1,uint uint8_t[56]
vmd_pid 768 52 struct struct pidctrl
vmd_oom 820 4 int boolean_t
vmd_oom_seq 824 4 int int
vmd_last_active_scan 828 4 int int
vmd_markers 832 416 array,4,104,struct struct vm_page[4]
vmd_inacthead 1248 104 struct struct vm_page
vmd_clock 1352 208 array,2,104,struct struct vm_page[2]
vmd_pageout_wanted 1560 4 int int
vmd_pageout_pages_needed 1564 4 int int
vmd_minset 1568 1 uint bool
vmd_severeset 1569 1 uint bool
vmd_laundry_request 1572 4 enum enum {anonymous}
vmd_clean_pages_freed 1576 4 uint u_int
vmd_background_launder_target 1580 4 uint u_int
vmd_free_reserved 1584 4 uint u_int
vmd_free_target 1588 4 uint u_int
vmd_free_min 1592 4 uint u_int
vmd_inactive_target 1596 4 uint u_int
vmd_pageout_free_min 1600 4 uint u_int
vmd_pageout_wakeup_thresh 1604 4 uint u_int
vmd_interrupt_free_min 1608 4 uint u_int
vmd_free_severe 1612 4 uint u_int
vmd_oid 1616 8 pointer pointer to struct sysctl_oid
vmd_name 1624 2 array,2,1,int char[2]
""",
    "vm_map": """\
240 struct
header 0 120 struct struct vm_map_entry
lock 120 32 struct struct sx
system_mtx 152 32 struct struct mtx
nentries 184 4 int int
size 192 8 uint vm_size_t
timestamp 200 4 uint u_int
needs_wakeup 204 1 uint u_char
system_map 205 1 uint u_char
flags 206 1 uint vm_flags_t
root 208 8 pointer vm_map_entry_t
pmap 216 8 pointer pmap_t
anon_loc 224 8 uint vm_offset_t
busy 232 4 int int
""",
    "vm_map_entry": """\
120 struct
prev 0 8 pointer pointer to struct vm_map_entry
next 8 8 pointer pointer to struct vm_map_entry
left 16 8 pointer pointer to struct vm_map_entry
right 24 8 pointer pointer to struct vm_map_entry
start 32 8 uint vm_offset_t
end 40 8 uint vm_offset_t
next_read 48 8 uint vm_offset_t
pad_adj_free 56 8 uint vm_size_t
max_free 64 8 uint vm_size_t
object 72 8 union union vm_map_object
object.vm_object 72 8 pointer pointer to struct vm_object
object.sub_map 72 8 pointer pointer to struct vm_map
offset 80 8 uint vm_ooffset_t
eflags 88 4 uint vm_eflags_t
protection 92 1 uint vm_prot_t
max_protection 93 1 uint vm_prot_t
inheritance 94 1 int vm_inherit_t
read_ahead 95 1 uint uint8_t
wired_count 96 4 int int
cred 104 8 pointer pointer to struct ucred
wiring_thread 112 8 pointer pointer to struct thread
""",
    "vm_object": """\
256 struct
lock 0 32 struct struct rwlock
object_list 32 16 struct struct {anonymous}
object_list.tqe_next 32 8 pointer pointer to struct vm_object
object_list.tqe_prev 40 8 pointer pointer to pointer to struct vm_object
shadow_head 48 8 struct struct {anonymous}
shadow_head.lh_first 48 8 pointer pointer to struct vm_object
shadow_list 56 16 struct struct {anonymous}
shadow_list.le_next 56 8 pointer pointer to struct vm_object
shadow_list.le_prev 64 8 pointer pointer to pointer to struct vm_object
memq 72 16 struct struct pglist
memq.tqh_first 72 8 pointer pointer to struct vm_page
memq.tqh_last 80 8 pointer pointer to pointer to struct vm_page
rtree 88 8 struct struct vm_radix
rtree.rt_root 88 8 uint uintptr_t
size 96 8 uint vm_pindex_t
domain 104 16 struct struct domainset_ref
domain.dr_policy 104 8 pointer volatile pointer to struct domainset
domain.dr_iter 112 4 uint unsigned int
generation 120 4 int int
ref_count 124 4 int int
shadow_count 128 4 int int
memattr 132 1 int vm_memattr_t
type 133 1 uint objtype_t
flags 134 2 uint u_short
pg_color 136 2 uint u_short
paging_in_progress 140 4 uint u_int
resident_page_count 144 4 int int
backing_object 152 8 pointer pointer to struct vm_object
backing_object_offset 160 8 uint vm_ooffset_t
pager_object_list 168 16 struct struct {anonymous}
pager_object_list.tqe_next 168 8 pointer pointer to struct vm_object
pager_object_list.tqe_prev 176 8 pointer pointer to pointer to struct vm_object
rvq 184 8 struct struct {anonymous}
rvq.lh_first 184 8 pointer pointer to struct vm_reserv
handle 192 8 pointer pointer to void
un_pager 200 32 union union {anonymous}
un_pager.vnp 200 16 struct struct {anonymous}
un_pager.vnp.vnp_size 200 8 int off_t
un_pager.vnp.writemappings 208 8 uint vm_ooffset_t
un_pager.devp 200 32 struct struct {anonymous}
un_pager.devp.devp_pglist 200 16 struct struct {anonymous}
un_pager.devp.devp_pglist.tqh_first 200 8 pointer pointer to struct vm_page
un_pager.devp.devp_pglist.tqh_last 208 8 pointer pointer to pointer to struct vm_page
un_pager.devp.ops 216 8 pointer pointer to struct cdev_pager_ops
un_pager.devp.dev 224 8 pointer pointer to struct cdev
un_pager.sgp 200 16 struct struct {anonymous}
un_pager.sgp.sgp_pglist 200 16 struct struct {anonymous}
un_pager.sgp.sgp_pglist.tqh_first 200 8 pointer pointer to struct vm_page
un_pager.sgp.sgp_pglist.tqh_last 208 8 pointer pointer to pointer to struct vm_page
un_pager.swp 200 16 struct struct {anonymous}
un_pager.swp.swp_tmpfs 200 8 pointer pointer to void
un_pager.swp.swp_blks 208 8 struct struct pctrie
un_pager.swp.swp_blks.pt_root 208 8 uint uintptr_t
cred 232 8 pointer pointer to struct ucred
charge 240 8 uint vm_ooffset_t
umtx_data 248 8 pointer pointer to void
""",
    "vm_page": """\
104 struct
plinks 0 16 union union {anonymous}
plinks.q 0 16 struct struct {anonymous}
plinks.q.tqe_next 0 8 pointer pointer to struct vm_page
plinks.q.tqe_prev 8 8 pointer pointer to pointer to struct vm_page
plinks.s 0 16 struct struct {anonymous}
plinks.s.ss 0 8 struct struct {anonymous}
plinks.s.ss.sle_next 0 8 pointer pointer to struct vm_page
plinks.s.pv 8 8 pointer pointer to void
plinks.memguard 0 16 struct struct {anonymous}
plinks.memguard.p 0 8 uint u_long
plinks.memguard.v 8 8 uint u_long
listq 16 16 struct struct {anonymous}
listq.tqe_next 16 8 pointer pointer to struct vm_page
listq.tqe_prev 24 8 pointer pointer to pointer to struct vm_page
object 32 8 pointer vm_object_t
pindex 40 8 uint vm_pindex_t
phys_addr 48 8 uint vm_paddr_t
md 56 24 struct struct md_page
md.pv_list 56 16 struct struct {anonymous}
md.pv_list.tqh_first 56 8 pointer pointer to struct pv_entry
md.pv_list.tqh_last 64 8 pointer pointer to pointer to struct pv_entry
md.pv_gen 72 4 int int
md.pat_mode 76 4 int int
wire_count 80 4 uint u_int
busy_lock 84 4 uint volatile u_int
hold_count 88 2 uint uint16_t
flags 90 2 uint uint16_t
aflags 92 1 uint uint8_t
oflags 93 1 uint uint8_t
queue 94 1 uint uint8_t
psind 95 1 int int8_t
segind 96 1 int int8_t
order 97 1 uint uint8_t
pool 98 1 uint uint8_t
act_count 99 1 uint u_char
valid 100 1 uint vm_page_bits_t
dirty 101 1 uint vm_page_bits_t
""",
    "vm_pagequeue": """\
128 struct
pq_mutex 0 32 struct struct mtx
pq_pl 32 16 struct struct pglist
pq_cnt 48 4 int int
pq_name 56 8 pointer pointer to char
pq_pdpages 64 8 uint uint64_t
""",
    "vmspace": """\
2560 struct
vm_map 0 240 struct struct vm_map
vm_shm 240 8 pointer pointer to struct shmmap_state
vm_swrss 248 8 int segsz_t
vm_tsize 256 8 int segsz_t
vm_dsize 264 8 int segsz_t
vm_ssize 272 8 int segsz_t
vm_taddr 280 8 pointer caddr_t
vm_daddr 288 8 pointer caddr_t
vm_maxsaddr 296 8 pointer caddr_t
vm_refcnt 304 4 int volatile int
vm_pmap 312 2248 struct struct pmap
""",
    "vnet": """\
48 struct
vnet_le 0 16 struct struct {anonymous}
vnet_le.le_next 0 8 pointer pointer to struct vnet
vnet_le.le_prev 8 8 pointer pointer to pointer to struct vnet
vnet_magic_n 16 4 uint u_int
vnet_ifcnt 20 4 uint u_int
vnet_sockcnt 24 4 uint u_int
vnet_state 28 4 uint u_int
vnet_data_mem 32 8 pointer pointer to void
vnet_data_base 40 8 uint uintptr_t
""",
    "vnode": """\
480 struct
v_tag 0 8 pointer pointer to const char
v_op 8 8 pointer pointer to struct vop_vector
v_data 16 8 pointer pointer to void
v_mount 24 8 pointer pointer to struct mount
v_nmntvnodes 32 16 struct struct {anonymous}
v_nmntvnodes.tqe_next 32 8 pointer pointer to struct vnode
v_nmntvnodes.tqe_prev 40 8 pointer pointer to pointer to struct vnode
v_mountedhere 48 8 pointer pointer to struct mount
v_unpcb 48 8 pointer pointer to struct unpcb
v_rdev 48 8 pointer pointer to struct cdev
v_fifoinfo 48 8 pointer pointer to struct fifoinfo
v_hashlist 56 16 struct struct {anonymous}
v_hashlist.le_next 56 8 pointer pointer to struct vnode
v_hashlist.le_prev 64 8 pointer pointer to pointer to struct vnode
v_cache_src 72 8 struct struct {anonymous}
v_cache_src.lh_first 72 8 pointer pointer to struct namecache
v_cache_dst 80 16 struct struct {anonymous}
v_cache_dst.tqh_first 80 8 pointer pointer to struct namecache
v_cache_dst.tqh_last 88 8 pointer pointer to pointer to struct namecache
v_cache_dd 96 8 pointer pointer to struct namecache
v_lock 104 48 struct struct lock
v_interlock 152 32 struct struct mtx
v_vnlock 184 8 pointer pointer to struct lock
v_actfreelist 192 16 struct struct {anonymous}
v_actfreelist.tqe_next 192 8 pointer pointer to struct vnode
v_actfreelist.tqe_prev 200 8 pointer pointer to pointer to struct vnode
v_bufobj 208 160 struct struct bufobj
v_pollinfo 368 8 pointer pointer to struct vpollinfo
v_label 376 8 pointer pointer to struct label
v_lockf 384 8 pointer pointer to struct lockf
v_rl 392 24 struct struct rangelock
v_rl.rl_waiters 392 16 struct struct {anonymous}
v_rl.rl_waiters.tqh_first 392 8 pointer pointer to struct rl_q_entry
v_rl.rl_waiters.tqh_last 400 8 pointer pointer to pointer to struct rl_q_entry
v_rl.rl_currdep 408 8 pointer pointer to struct rl_q_entry
v_cstart 416 8 int daddr_t
v_lasta 424 8 int daddr_t
v_lastw 432 8 int daddr_t
v_clen 440 4 int int
v_holdcnt 444 4 uint u_int
v_usecount 448 4 uint u_int
v_iflag 452 4 uint u_int
v_vflag 456 4 uint u_int
v_mflag 460 4 uint u_int
v_writecount 464 4 int int
v_hash 468 4 uint u_int
v_type 472 4 uint enum vtype
""",
    "xswdev": """\
32 struct
xsw_version 0 4 uint u_int
xsw_dev 8 8 uint dev_t
xsw_flags 16 4 int int
xsw_nblks 20 4 int int
xsw_used 24 4 int int
""",
}

ALIASES = {}

TYPEDEFS = {}

CONSTANTS = {
    "COMMLEN": 19,
    "CPUSTATES": 5,
    "CRED_FLAG_CAPMODE": 1,
    "DMAP_MAX_ADDRESS": 18446739675663040512,
    "DMAP_MIN_ADDRESS": 18446735277616529408,
    "KERNBASE": 18446744071562067968,
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
    "MAXCPU": 256,
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
    "VM_MAX_KERNEL_ADDRESS": 18446744073709547520,
    "VM_MIN_KERNEL_ADDRESS": 18446741874686296064,
    "VNET_MAGIC_N": 1041076009,
    "WMESGLEN": 8,
}

SCALARS = {}
