"""Write a file of tests/data/illumos_structs/ from struct layouts that a compiler computed: what the tests compare with.

    python tests/oracle/compact_structs.py illumos-amd64.json tests/data/illumos_structs/amd64.json
    python tests/oracle/compact_structs.py freebsd12-amd64.json tests/data/freebsd_structs/12-amd64.json

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
    *("rusage", "timeval", "priority", "ucred"),
)


def compact_freebsd(data):
    """Of the structs that are not copied the digest covers the outermost members only: tables may leave out the inner."""
    structs, digests = {}, {}
    for name, struct in data["structs"].items():
        rows = [row_of(member, field) for member, field in struct["fields"].items()]
        if name in FREEBSD_IN_FULL:
            structs[name] = [struct["size"], "struct", rows]
        else:
            whole = [struct["size"], "struct", [row for row in rows if "." not in row[0]]]
            digests[name] = hashlib.sha256(json.dumps(whole).encode()).hexdigest()[:16]
    return {"source": data["source"], "model": data["arch"], "structs": structs, "digests": digests}


def compact(data):
    if data.get("os") == "FreeBSD":
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
    parts.append(f'}},\n"digests": {json.dumps(compacted["digests"], indent=0)}}}\n')
    return "".join(parts)


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    with open(sys.argv[1]) as file:
        data = json.load(file)
    with open(sys.argv[2], "w") as file:
        file.write(text_of(compact(data)))
