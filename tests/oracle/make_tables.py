"""Write a module of sunkvm/layouts/ from struct layouts that a compiler computed from a system's own headers.

    python tests/oracle/make_tables.py illumos-amd64.json sunkvm/layouts/illumos_amd64.py
    python tests/oracle/make_tables.py freebsd12-amd64.json sunkvm/layouts/freebsd12_amd64.py
    python tests/oracle/make_tables.py netbsd10-amd64.json sunkvm/layouts/netbsd10_amd64.py

The input is a JSON file with ``source``, ``note``, ``arch``, ``structs``, ``typedefs``, ``constants`` and
``scalar_types``. A struct has ``tag``, ``size`` and ``fields``, in which each member has ``offset``, ``size``, ``kind``,
``type``, and where it applies ``count``, ``element_size``, ``element_kind``, ``bit_size`` and ``bit_offset_lsb``; members
of structs without a tag have dotted names. Such a file comes out of any DWARF reader run over an object that was
compiled from the headers.

One struct is one text of the module, one member a line of it: taking it apart when the struct is first asked for is
faster than having Python build a tuple for each of 1,500 members at import.
"""

import json
import re
import sys

# What the processor needs to switch threads, and no reader of an image ever asks for.
LEFT_OUT = {
    *("_kfpu_u", "fnsave_state", "fpu_ctx", "fxsave_state", "kfpu_t", "upad128_t", "xsave_state"),
    *("ptl1_regs", "ptl1_state", "ptl1_trapregs", "rwindow", "softint", "xc_data"),
    *("machcpu", "pcb", "system_desc", "user_desc"),
}

# Of FreeBSD's structs: the processor's, and what belongs to file systems, disks and the network.
FREEBSD_LEFT_OUT = """
    mdproc mdthread pcb trapframe minidumphdr kerneldumpheader kerneldumpkey buf bufobj blist pctrie vm_radix vpollinfo
    vm_freelist osd ksiginfo cpuset
"""
# Likewise of DragonFly's; pcb stays, as a crash leaves one (dumppcb).
DRAGONFLY_LEFT_OUT = """
    mdglobaldata privatespace minidumphdr1 minidumphdr2 kerneldumpheader kld_sym_lookup krate lwp_rb_tree vm_map_rb_tree
    spinlock
"""
DRAGONFLY_CLOSED = """
    SLGlobalData callout cpumask_t globaldata indefinite_info iosched_data lock lwkt_ipiq lwkt_port lwkt_token md_object
    md_page md_thread signalsockbuf sockaddr_un spinlock statvfs sysref systimer termios uprof varsymset winsize
"""
# Types whose members are not repeated, under dotted names, in every struct that holds one.
FREEBSD_CLOSED = """
    accept_queue amd64tss auditinfo_addr bufobj callout cv i386tss itimerval kexterr klist knlist ksiginfo lock
    lock_object mdproc mdthread monitorbuf mtx osd pcb pipebuf pipemapping rangeset region_descriptor rm_queue rwlock
    segment_descriptor selinfo sockaddr_storage sockbuf statfs sx syscall_args system_segment_descriptor task termios
    ttyinq ttyoutq uprof user_segment_descriptor vmmeter winsize
"""

# NetBSD's structs that a reader of images asks for. Its files describe the machine by the compiler's name for it.
NETBSD = """
    bintime cpu_info cwdinfo emul eproc fdfile fdtab file filedesc kauth_cred kern_msgbuf kinfo_proc loadavg lwp mount pgrp
    plimit pmap proc ps_strings pstats rb_node rb_tree rlimit rusage schedstate_percpu session sigacts sigctx sigpend specdev
    specnode timespec timeval tty uvm_object uvmexp vm_amap vm_anon vm_aref vm_map vm_map_entry vm_page vmspace vnode
    vnode_impl
"""
# Types whose members are not repeated in the structs that hold one.
NETBSD_CLOSED = """
    kmutex_t krwlock_t kcondvar_t callout_t lockstat specificdata_reference
    mdproc mdlwp klist selinfo itimerval vm_page_md pmap_statistics statvfs termios clist winsize bpfilter cpu_kcore_hdr
    device evcnt intrstub xpmq x86_cache_info i386tss pcb trapframe iq
"""

HEADER = '''\
# ruff: noqa
# mypy: ignore-errors
"""Struct layouts of {release}, {model}. Made by tests/oracle/make_tables.py; do not edit.

Source: {source}.

{note}.

A struct is a text: size and tag, then a line for each member with its name, offset, size, kind and type.
The kind of arrays is followed by ",count,element size,element kind", that of bit-fields by ":bits:shift".
"""
'''


def line_of(name, field):
    kind = {"bool": "uint"}.get(field["kind"], field["kind"])
    if "count" in field:
        kind += f",{field['count']},{field['element_size']},{field['element_kind']}"
    if "bit_size" in field:
        assert field["size"] == field.get("storage_size", field["size"])
        shift = field["bit_offset_lsb"] if "bit_offset_lsb" in field else field["bit_offset"]
        assert 0 <= shift < field["size"] * 8, name
        kind += f":{field['bit_size']}:{shift}"
    return f"{name} {field['offset']} {field['size']} {kind} {field['type']}\n"


def text_of(struct):
    lines = [line_of(name, field) for name, field in struct["fields"].items()]
    return f"{struct['size']} {struct.get('tag', 'struct')}\n{''.join(lines)}"


def wrapped(text, width=110):
    lines = [""]
    for word in text.split():
        if lines[-1] and len(lines[-1]) + 1 + len(word) > width:
            lines.append("")
        lines[-1] += (" " if lines[-1] else "") + word
    return "\n".join(lines)


def release_of(data):
    """Name the release, where the input does not, after the month of the headers: "illumos 2013-10"."""
    if "release" in data:
        system = "DragonFly " if data.get("os") == "DragonFly" else ""
        return system + data["release"].partition(" (")[0].removesuffix("-based derivative")
    month = re.search(r"\b(\d{4}-\d\d)-\d\d\b", data["source"])
    return f"{data['source'].partition('-')[0]} {month[1]}"


def freebsd_structs(structs, left_out=FREEBSD_LEFT_OUT, closed=FREEBSD_CLOSED):
    """Leave out of a struct what is found through its members' types: those of nested structs of the same table."""
    left_out = set(left_out.split())
    closed = {"siginfo_t", *closed.split(), *(f"struct {tag}" for tag in closed.split())}
    for name, struct in structs.items():
        if name in left_out:
            continue
        kept = {}
        for member, field in struct["fields"].items():
            outer = member.rpartition(".")[0]
            while outer and outer in struct["fields"]:
                type = struct["fields"][outer]["type"].partition("[")[0]
                tag = type.removeprefix("struct ")
                if type in closed or (tag != type and tag in structs.keys() - left_out):
                    break
                outer = outer.rpartition(".")[0]
            else:
                kept[member] = field
        yield name, struct | {"fields": kept}


def netbsd_data(data):
    """Return the data in the words of the other systems' files, with the structs of `NETBSD` only."""
    wanted, structs = NETBSD.split(), {}
    closed = {word for tag in NETBSD_CLOSED.split() for word in (tag, f"struct {tag}", f"union {tag}")}
    for name in wanted:
        struct = data["structs"].get(name)
        if struct is None:
            continue
        fields = {}
        for member, field in struct["fields"].items():
            if "[" in member:
                continue  # the elements of arrays of structs, one by one
            outer, kept = member.rpartition(".")[0], True
            while outer and kept:
                type = struct["fields"][outer]["type"].partition("[")[0]
                kept = type not in closed and type.removeprefix("struct ") not in wanted
                outer = outer.rpartition(".")[0]
            if not kept:
                continue
            field = {key.replace("elem_", "element_"): value for key, value in field.items()}
            assert field.get("bit_order", "lsb0") == "lsb0", member
            fields[member] = field | {"type": field["type"].replace("<anonymous>", "{anonymous}")}
        structs[name] = {"size": struct["size"], "fields": fields}
    source = data["source"]
    release = source.partition(" (")[0]
    machine = source.partition("machine ")[2].partition(";")[0]
    return {
        "source": source,
        "release": release,
        "arch": machine,
        "note": f"Target {data['target']}, {data['endian']}-endian",
        "structs": structs,
        "constants": data["constants"],
        "scalar_types": data["scalars"],
    }


def module_of(data):
    structs, aliases = {}, {}
    if data["source"].startswith("NetBSD"):
        data = netbsd_data(data)
    if data.get("os") == "FreeBSD":
        structs = dict(freebsd_structs(data["structs"]))
    elif data.get("os") == "DragonFly":
        structs = dict(freebsd_structs(data["structs"], DRAGONFLY_LEFT_OUT, DRAGONFLY_CLOSED))
    else:
        for name, struct in data["structs"].items():
            if "alias_of" in struct:
                aliases[name] = struct["alias_of"]
            elif name not in LEFT_OUT:
                structs[name] = struct
    scalars = data.get("scalar_types", {})
    tables = {
        "ALIASES": aliases,
        "TYPEDEFS": data.get("typedefs", {}),
        "CONSTANTS": data["constants"],
        "SCALARS": {name: (type["size"], type["kind"]) for name, type in scalars.items()},
    }
    note = data.get("note") or f"{data.get('kernel_config')} kernel, {data['arch']}, {data['endian']}-endian"
    parts = [
        HEADER.format(
            release=release_of(data),
            model=data["arch"],
            source=wrapped("Source: " + data["source"]).removeprefix("Source: "),
            note=wrapped(note.rstrip(". ")),
        ),
        "\nSTRUCTS = {\n",
        *(f'    "{name}": """\\\n{text_of(struct)}""",\n' for name, struct in structs.items()),
        "}\n",
    ]
    for name, table in tables.items():
        rows = "".join(f"    {json.dumps(key)}: {quoted(value)},\n" for key, value in sorted(table.items()))
        parts.append(f"\n{name} = {{\n{rows}}}\n" if rows else f"\n{name} = {{}}\n")
    return "".join(parts)


def quoted(value):
    if isinstance(value, tuple):
        return f"({', '.join(map(json.dumps, value))})"
    return json.dumps(value)


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    with open(sys.argv[1]) as file:
        data = json.load(file)
    with open(sys.argv[2], "w") as file:
        file.write(module_of(data))
