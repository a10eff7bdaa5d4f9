"""Write a module of sunkvm/layouts/ from struct layouts that a compiler computed from a system's own headers.

    python tests/oracle/make_tables.py illumos-amd64.json sunkvm/layouts/illumos_amd64.py
    python tests/oracle/make_tables.py freebsd12-amd64.json sunkvm/layouts/freebsd12_amd64.py

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
# Types whose members are not repeated, under dotted names, in every struct that holds one.
FREEBSD_CLOSED = """
    accept_queue amd64tss auditinfo_addr bufobj callout cv i386tss itimerval kexterr klist knlist ksiginfo lock
    lock_object mdproc mdthread monitorbuf mtx osd pcb pipebuf pipemapping rangeset region_descriptor rm_queue rwlock
    segment_descriptor selinfo sockaddr_storage sockbuf statfs sx syscall_args system_segment_descriptor task termios
    ttyinq ttyoutq uprof user_segment_descriptor vmmeter winsize
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
        return data["release"].partition(" (")[0].removesuffix("-based derivative")
    month = re.search(r"\b(\d{4}-\d\d)-\d\d\b", data["source"])
    return f"{data['source'].partition('-')[0]} {month[1]}"


def freebsd_structs(structs):
    """Leave out of a struct what is found through its members' types: those of nested structs of the same table."""
    left_out = set(FREEBSD_LEFT_OUT.split())
    closed = {"siginfo_t", *(f"struct {tag}" for tag in FREEBSD_CLOSED.split())}
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


def module_of(data):
    structs, aliases = {}, {}
    if data.get("os") == "FreeBSD":
        structs = dict(freebsd_structs(data["structs"]))
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
