"""Write a module of sunkvm/layouts/ from struct layouts that a compiler computed from a system's own headers.

    python tests/oracle/make_tables.py illumos-amd64.json sunkvm/layouts/illumos_amd64.py

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
    kind = field["kind"]
    if "count" in field:
        kind += f",{field['count']},{field['element_size']},{field['element_kind']}"
    if "bit_size" in field:
        assert field["size"] == field["storage_size"]
        kind += f":{field['bit_size']}:{field['bit_offset_lsb']}"
    return f"{name} {field['offset']} {field['size']} {kind} {field['type']}\n"


def text_of(struct):
    lines = [line_of(name, field) for name, field in struct["fields"].items()]
    return f"{struct['size']} {struct['tag']}\n{''.join(lines)}"


def wrapped(text, width=110):
    lines = [""]
    for word in text.split():
        if lines[-1] and len(lines[-1]) + 1 + len(word) > width:
            lines.append("")
        lines[-1] += (" " if lines[-1] else "") + word
    return "\n".join(lines)


def release_of(data):
    """Name the release after the month of the headers: "illumos 2013-10"."""
    month = re.search(r"\b(\d{4}-\d\d)-\d\d\b", data["source"])
    return f"{data['source'].partition('-')[0]} {month[1]}"


def module_of(data):
    structs, aliases = {}, {}
    for name, struct in data["structs"].items():
        if "alias_of" in struct:
            aliases[name] = struct["alias_of"]
        elif name not in LEFT_OUT:
            structs[name] = struct
    tables = {
        "ALIASES": aliases,
        "TYPEDEFS": data["typedefs"],
        "CONSTANTS": data["constants"],
        "SCALARS": {name: (type["size"], type["kind"]) for name, type in data["scalar_types"].items()},
    }
    parts = [
        HEADER.format(
            release=release_of(data),
            model=data["arch"],
            source=wrapped("Source: " + data["source"]).removeprefix("Source: "),
            note=wrapped(data["note"].rstrip(". ")),
        ),
        "\nSTRUCTS = {\n",
        *(f'    "{name}": """\\\n{text_of(struct)}""",\n' for name, struct in structs.items()),
        "}\n",
    ]
    for name, table in tables.items():
        rows = "".join(f"    {json.dumps(key)}: {quoted(value)},\n" for key, value in sorted(table.items()))
        parts.append(f"\n{name} = {{\n{rows}}}\n")
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
