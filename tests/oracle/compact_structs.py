"""Write a file of tests/data/illumos_structs/ from struct layouts that a compiler computed: what the tests compare with.

    python tests/oracle/compact_structs.py illumos-amd64.json tests/data/illumos_structs/amd64.json
    python tests/oracle/compact_structs.py freebsd12-amd64.json tests/data/freebsd_structs/12-amd64.json
    python tests/oracle/compact_structs.py netbsd10-amd64.json tests/data/netbsd_structs/10-amd64.json
    python tests/oracle/compact_structs.py dragonfly5-x86_64.json tests/data/dragonfly_structs/5-x86_64.json

The input is that of make_tables.py. The structs that matter most are copied member by member, of all others there is a
digest. This script shares no code with make_tables.py, on purpose: the two are to be wrong independently.
"""

import hashlib
import json
import sys

IN_FULL = (
    *("dumphdr", "dump_map", "dumpdatahdr", "dumpstreamhdr", "mem_vtop", "utsname", "nlist", "auxv_t"),
    *(
        "log_dump",
        "erpt_dump",
        "summary_dump",
        "timespec",
        "timeval",
        "log_ctl",
        "panic_data",
        "panic_nv",
        "sigaltstack",
    ),
    *("proc", "user", "as", "pid", "cred", "sess", "_kthread", "anoninfo", "k_anoninfo", "swapinfo", "vnode"),
    *("seg", "avl_tree", "avl_node", "segvn_data", "modctl", "msgb", "queue", "uf_info", "uf_entry"),
)


def row_of(name, field):
    """All about a member, as a list; trailing defaults are cut off."""
    field = field | {"kind": "uint"} if field["kind"] == "bool" else field
    row = [name, *(field[key] for key in ("offset", "size", "kind", "type"))]
    row += [field.get("count", 1), field.get("element_size", field["size"])]
    row += [field.get("element_kind", field["kind"])]
    row += [field.get("bit_size", 0), field.get("bit_offset_lsb", field.get("bit_offset", 0))]
    defaults = [1, field["size"], field["kind"], 0, 0]
    while len(row) > 5 and row[-1] == defaults[len(row) - 6]:
        row.pop()
    return row


FREEBSD_IN_FULL = (
    *("kinfo_proc", "nlist", "kvm_nlist", "kvm_swap", "kvm_page", "kld_sym_lookup"),
    *("rusage", "timeval", "priority", "ucred", "vm_domain", "vm_pagequeue"),
)
DRAGONFLY_IN_FULL = (
    *("kinfo_proc", "kinfo_lwp", "kinfo_file", "kinfo_cputime", "nchstats", "nlist", "kvm_swap"),
    *("rusage", "rtprio", "timeval", "timespec", "ucred", "pgrp", "session", "procglob", "msgbuf", "loadavg"),
    *("swdevt", "fdnode", "pargs", "ps_strings", "linker_file"),
)


def compact_freebsd(data):
    """Of the structs that are not copied the digest covers the outermost members only: tables may leave out the inner."""
    structs, digests = {}, {}
    for name, struct in data["structs"].items():
        rows = [row_of(member, field) for member, field in struct["fields"].items()]
        if name in (DRAGONFLY_IN_FULL if data["os"] == "DragonFly" else FREEBSD_IN_FULL):
            structs[name] = [struct["size"], "struct", rows]
        else:
            whole = [struct["size"], "struct", [row for row in rows if "." not in row[0]]]
            digests[name] = hashlib.sha256(json.dumps(whole).encode()).hexdigest()[:16]
    return {"source": data["source"], "model": data["arch"], "structs": structs, "digests": digests}


NETBSD_IN_FULL = (
    *(
        "kauth_cred",
        "pgrp",
        "session",
        "vm_map_entry",
        "vm_amap",
        "vm_anon",
        "ps_strings",
        "kern_msgbuf",
        "loadavg",
    ),
    *("fdfile", "fdtab", "timespec", "bintime"),
)
# Members of other structs, as the sheet of the process walk has them: where each lies, and how long it is.
NETBSD_MEMBERS = {
    "proc": """
        p_list.le_next p_pid p_stat p_flag p_lflag p_cred p_pptr p_pgrp p_vmspace p_stats p_fd p_cwdi p_textvp p_path
        p_lwps.lh_first p_nlwps p_nrlwps p_rtime p_uticks p_pctcpu p_nice p_comm p_psstrp p_xstat p_xexit p_xsig p_acflag
        p_emul p_exitsig p_sigpend.sp_set p_sigctx.ps_sigignore p_limit p_sigacts p_tracep p_traceflag
    """,
    "lwp": """
        l_sibling.le_next l_list.le_next l_proc l_runq.tqe_next l_runq.tqe_prev l_lid l_flag l_stat l_priority l_swtime
        l_slptime l_wchan l_wmesg l_addr l_cpticks l_pctcpu l_rtime.sec l_name l_cpu
    """,
    "tty": "t_dev t_session t_pgrp",
    "vmspace": "vm_map.header vm_map.size vm_map.pmap vm_tsize vm_dsize vm_ssize vm_issize vm_daddr vm_maxsaddr",
    "vm_page": "phys_addr offset listq.queue.tqe_next uanon uobject",
    "pstats": "p_start p_ru p_cru",
    "file": "f_offset f_cred f_ops f_data f_undata.fd_data f_list.le_next f_flag f_type f_count f_msgcount",
    "filedesc": "fd_dt fd_lastfile",
    "cwdinfo": "cwdi_cdir cwdi_rdir",
    "vnode": "v_type v_tag v_data v_mount v_uobj",
    "uvm_object": "pgops memq.tqh_first uo_pages.t_root uo_pages.t_height uo_npages",
    "cpu_info": """
        ci_next ci_cpuid ci_curlwp ci_data.cpu_index ci_data.cpu_idlelwp ci_data.cpu_onproc
        ci_data.cpu_schedstate.spc_cp_time
    """,
    "uvmexp": "npages free swpages swpginuse swpgonly",
    "pmap": "pm_pdirpa pm_l0table_pa pm_physaddr",
}


def compact_netbsd(data):
    """Some structs in full, of others the members that matter, of all that are kept the size."""
    structs, members = {}, {}
    for name, struct in data["structs"].items():
        fields = {
            member: {key.replace("elem_", "element_"): value for key, value in field.items()}
            for member, field in struct.get("fields", {}).items()
        }
        if name in NETBSD_IN_FULL:
            rows = [row_of(member, field) for member, field in fields.items()]
            structs[name] = [struct["size"], "struct", rows]
        elif name in NETBSD_MEMBERS:
            found = {
                member: [fields[member]["offset"], fields[member]["size"]]
                for member in NETBSD_MEMBERS[name].split()
                if member in fields
            }
            members[name] = [struct["size"], found]
    return {
        "source": data["source"],
        "model": data["source"].partition("machine ")[2].partition(";")[0],
        "structs": structs,
        "digests": {},
        "members": members,
    }


def compact(data):
    if data["source"].startswith("NetBSD"):
        return compact_netbsd(data)
    if data.get("os") in ("FreeBSD", "DragonFly"):
        return compact_freebsd(data)
    structs, digests = {}, {}
    for name, struct in data["structs"].items():
        if "alias_of" in struct:
            continue
        rows = [row_of(*item) for item in struct["fields"].items()]
        whole = [struct["size"], struct["tag"], rows]
        if name in IN_FULL:
            structs[name] = whole
        else:
            digests[name] = hashlib.sha256(json.dumps(whole).encode()).hexdigest()[:16]
    return {"source": data["source"], "model": data["arch"], "structs": structs, "digests": digests}


def text_of(compacted):
    """JSON with one member to a line, so that differences can be read."""
    parts = [
        f'{{"source": {json.dumps(compacted["source"])},\n"model": "{compacted["model"]}",\n"structs": {{\n'
    ]
    structs = []
    for name, (size, tag, rows) in compacted["structs"].items():
        lines = ",\n".join(json.dumps(row, separators=(",", ":")) for row in rows)
        structs.append(f'"{name}": [{size}, "{tag}", [\n{lines}]]')
    parts.append(",\n".join(structs))
    parts.append(f'}},\n"digests": {json.dumps(compacted["digests"], indent=0)}')
    if "members" in compacted:
        rows = [f'"{name}": {json.dumps(row)}' for name, row in compacted["members"].items()]
        parts.append(',\n"members": {\n' + ",\n".join(rows) + "}")
    parts.append("}\n")
    return "".join(parts)


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    with open(sys.argv[1]) as file:
        data = json.load(file)
    with open(sys.argv[2], "w") as file:
        file.write(text_of(compact(data)))
