"""Kernel files: what a BSD system boots and keeps, an ELF program with the symbols of its variables.

There is no code in an emulated kernel, and its variables are in memory only: the file has their names and places.
"""

from __future__ import annotations

from ...schema.flat import pack
from ...schema.formats import elf

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..memory import Memory

_NAMES = b"\0.text\0.bss\0.symtab\0.strtab\0.shstrtab\0"
_TEXT, _BSS = 1, 2
_SHT_PROGBITS, _SHT_NOBITS = 1, 8
_SHF_WRITE, _SHF_ALLOC, _SHF_EXEC = 1, 2, 4


def kernel_image(memory: Memory, *, os_abi: int = 0) -> bytes:
    """Return the kernel file of planted memory: locals, then globals; parts whose names begin with a dot stay out.

    ``os_abi`` is the system's number in the ELF header (9 for FreeBSD).
    """
    model = memory.model
    header, program, section, entry = (schema(model) for schema in (elf.ehdr, elf.phdr, elf.shdr, elf.sym))
    (text, text_size), (data, data_size) = memory.text, memory.data
    entries, strings = [bytes(entry.size)], [b"\0"]
    length, first_global = 1, 1
    symbols = [symbol for symbol in memory.symbols if not symbol.name.startswith(".")]
    for number, symbol in enumerate(sorted(symbols, key=lambda each: each.binding != elf.STB_LOCAL), 1):
        name = symbol.name.encode("utf-8", "surrogateescape") + b"\0"
        inside = data <= int(symbol) < data + data_size and symbol.type == elf.STT_OBJECT
        members = {
            "st_name": length,
            "st_info": symbol.binding << 4 | symbol.type,
            "st_shndx": _BSS if inside else elf.SHN_ABS,
            "st_value": int(symbol),
            "st_size": symbol.size,
        }
        entries.append(pack(entry, members))
        strings.append(name)
        length += len(name)
        if symbol.binding == elf.STB_LOCAL:
            first_global = number + 1
    table, names = b"".join(entries), b"".join(strings)
    start = header.size + 2 * program.size
    table_at = -(-start // model.word) * model.word
    names_at = table_at + len(table)
    sections_names_at = names_at + len(names)
    sections_at = -(-(sections_names_at + len(_NAMES)) // model.word) * model.word
    ident = b"\x7fELF" + bytes(
        (model.elf_class, 1 if model.byteorder == "little" else 2, elf.EV_CURRENT, os_abi)
    )
    page = memory.page_size
    parts = [
        pack(
            header,
            {
                "e_ident": ident,
                "e_type": elf.ET_EXEC,
                "e_machine": model.elf_machine,
                "e_version": elf.EV_CURRENT,
                "e_entry": text,
                "e_phoff": header.size,
                "e_shoff": sections_at,
                "e_ehsize": header.size,
                "e_phentsize": program.size,
                "e_phnum": 2,
                "e_shentsize": section.size,
                "e_shnum": 6,
                "e_shstrndx": 5,
            },
        )
    ]
    for kva, size, flags in ((text, text_size, elf.PF_R | elf.PF_X), (data, data_size, elf.PF_R | elf.PF_W)):
        members = {"p_type": elf.PT_LOAD, "p_vaddr": kva, "p_paddr": kva, "p_memsz": size, "p_flags": flags}
        parts.append(pack(program, {**members, "p_align": page}))
    parts += [bytes(table_at - start), table, names, _NAMES]
    parts.append(bytes(sections_at - sections_names_at - len(_NAMES)))
    parts.append(bytes(section.size))

    def add(name: bytes, **members: int) -> None:
        parts.append(pack(section, {"sh_name": _NAMES.index(b"\0" + name + b"\0") + 1, **members}))

    add(
        b".text",
        sh_type=_SHT_PROGBITS,
        sh_flags=_SHF_ALLOC | _SHF_EXEC,
        sh_addr=text,
        sh_offset=start,
        sh_addralign=16,
    )
    add(
        b".bss",
        sh_type=_SHT_NOBITS,
        sh_flags=_SHF_ALLOC | _SHF_WRITE,
        sh_addr=data,
        sh_offset=start,
        sh_size=data_size,
        sh_addralign=page,
    )
    add(
        b".symtab",
        sh_type=elf.SHT_SYMTAB,
        sh_offset=table_at,
        sh_size=len(table),
        sh_link=4,
        sh_info=first_global,
        sh_addralign=model.word,
        sh_entsize=entry.size,
    )
    add(b".strtab", sh_type=elf.SHT_STRTAB, sh_offset=names_at, sh_size=len(names), sh_addralign=1)
    add(
        b".shstrtab", sh_type=elf.SHT_STRTAB, sh_offset=sections_names_at, sh_size=len(_NAMES), sh_addralign=1
    )
    return b"".join(parts)
