/* The kernel's map, or with -p the maps of all processes: mapinfo [-p] -M core -N kernel. */
#define _KERNEL_STRUCTURES_
#include <sys/param.h>
#include <sys/user.h>
#include <sys/malloc.h>
#include <sys/signalvar.h>
#include <sys/vnode.h>
#include <sys/namecache.h>
#include <sys/sysctl.h>
#include <sys/thread.h>
#include <sys/proc.h>

#include <vm/vm.h>
#include <vm/vm_page.h>
#include <vm/vm_kern.h>
#include <vm/vm_object.h>
#include <vm/vm_map.h>
#include <vm/swap_pager.h>
#include <vm/vnode_pager.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <fcntl.h>
#include <kvm.h>
#include <nlist.h>
#include <unistd.h>

struct nlist Nl[] = {
    { "_kernel_map" },
    { NULL }
};

static vm_offset_t used_by[VM_SUBSYS_LIMIT];

static void kkread(kvm_t *kd, u_long addr, void *buf, size_t nbytes)
{
    if (kvm_read(kd, addr, buf, nbytes) != nbytes) {
	perror("kvm_read");
	exit(1);
    }
}

static void scan(kvm_t *kd, struct vm_map *map)
{
    struct vm_map_entry entry;
    vm_map_entry_t kptr;

    for (kptr = kvm_vm_map_entry_first(kd, map, &entry); kptr; kptr = kvm_vm_map_entry_next(kd, kptr, &entry)) {
	struct vm_map_backing ba = entry.ba;

	printf("  %016lx-%016lx eflags=%04x prot=%02x id=%d", ba.start, ba.end, entry.eflags, entry.protection,
	       entry.id);
	for (;;) {
	    if (entry.maptype == VM_MAPTYPE_NORMAL && ba.object) {
		struct vm_object obj;

		kkread(kd, (u_long)ba.object, &obj, sizeof(obj));
		printf(" [type=%d,off=%lx%s]", obj.type, ba.offset, obj.flags & OBJ_DEAD ? ",DEAD" : "");
	    }
	    if (ba.backing_ba == NULL)
		break;
	    kkread(kd, (u_long)ba.backing_ba, &ba, sizeof(ba));
	}
	printf("\n");
	if (entry.id < VM_SUBSYS_LIMIT)
	    used_by[entry.id] += entry.ba.end - entry.ba.start;
    }
}

int main(int ac, char **av)
{
    const char *corefile = NULL;
    const char *sysfile = NULL;
    struct kinfo_proc *kp;
    struct vm_map kmap;
    int ch, count, i, processes = 0;
    kvm_t *kd;

    while ((ch = getopt(ac, av, "pM:N:")) != -1) {
	switch (ch) {
	case 'p':
	    processes = 1;
	    break;
	case 'M':
	    corefile = optarg;
	    break;
	case 'N':
	    sysfile = optarg;
	    break;
	default:
	    fprintf(stderr, "%s [-M core] [-N system]\n", av[0]);
	    exit(1);
	}
    }
    if ((kd = kvm_open(sysfile, corefile, NULL, O_RDONLY, "kvm:")) == NULL) {
	perror("kvm_open");
	exit(1);
    }
    if (!processes && kvm_nlist(kd, Nl) != 0) {
	perror("kvm_nlist");
	exit(1);
    }
    if (!processes) {
	kkread(kd, Nl[0].n_value, &kmap, sizeof(kmap));
	printf("kernel %016lx-%016lx\n", kmap.min_addr, kmap.max_addr);
	scan(kd, &kmap);
	printf("unknown: %ld\n", (long)used_by[VM_SUBSYS_UNKNOWN]);
	return 0;
    }
    kp = kvm_getprocs(kd, KERN_PROC_ALL, 0, &count);
    for (i = 0; i < count; ++i) {
	struct proc p;
	struct vmspace vms;

	if ((int)kp[i].kp_pid <= 0 || kp[i].kp_stat == SZOMB)
	    continue;
	kkread(kd, (u_long)kp[i].kp_paddr, &p, sizeof(p));
	kkread(kd, (u_long)p.p_vmspace, &vms, sizeof(vms));
	printf("%d:%d (%s) %ld resident\n", kp[i].kp_pid, kp[i].kp_lwp.kl_tid, kp[i].kp_comm,
	       vms.vm_pmap.pm_stats.resident_count);
	scan(kd, &vms.vm_map);
    }
    return 0;
}
