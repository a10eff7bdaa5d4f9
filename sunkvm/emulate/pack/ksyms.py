"""Symbol files as /dev/ksyms gives them, which is what a dump holds and what savecore saves as ``unix.N``.

Facts: illumos uts/common/os/ksyms_snapshot.c.
"""

from __future__ import annotations

from ...schema.flat import pack
from ...schema.formats import elf

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..memory import Memory

_SHSTRTAB = b"\0.symtab\0.strtab\0.shstrtab\0\0"


def ksyms_image(memory: Memory) -> bytes:
    """Return the ELF file of a planted kernel's symbols: locals, then globals, all absolute, every name on its own."""
    model = memory.model
    header, program, section, entry = (schema(model) for schema in (elf.ehdr, elf.phdr, elf.shdr, elf.sym))
    sections_at = header.size + 2 * program.size
    strings_at = sections_at + 4 * section.size
    symbols_at = -(-(strings_at + len(_SHSTRTAB)) // model.word) * model.word
    entries, strings = [bytes(entry.size)], [b"\0"]
    length, first_global = 1, 1
    for number, symbol in enumerate(
        sorted(memory.symbols, key=lambda symbol: symbol.binding != elf.STB_LOCAL), 1
    ):
        name = symbol.name.encode("utf-8", "surrogateescape") + b"\0"
        members = {
            "st_name": length,
            "st_info": symbol.binding << 4 | symbol.type,
            "st_shndx": elf.SHN_ABS,
            "st_value": int(symbol),
            "st_size": symbol.size,
        }
        entries.append(pack(entry, members))
        strings.append(name)
        length += len(name)
        if symbol.binding == elf.STB_LOCAL:
            first_global = number + 1
    symbols = b"".join(entries)
    ident = b"\x7fELF" + bytes((model.elf_class, 1 if model.byteorder == "little" else 2, elf.EV_CURRENT))
    parts = [
        pack(
            header,
            {
                "e_ident": ident,
                "e_type": elf.ET_EXEC,
                "e_machine": model.elf_machine,
                "e_version": elf.EV_CURRENT,
                "e_entry": memory.text[0],
                "e_phoff": header.size,
                "e_shoff": sections_at,
                "e_ehsize": header.size,
                "e_phentsize": program.size,
                "e_phnum": 2,
                "e_shentsize": section.size,
                "e_shnum": 4,
                "e_shstrndx": 3,
            },
        )
    ]
    for (kva, size), flags in (
        (memory.text, elf.PF_R | elf.PF_X),
        (memory.data, elf.PF_R | elf.PF_W | elf.PF_X),
    ):
        parts.append(
            pack(program, {"p_type": elf.PT_LOAD, "p_vaddr": kva, "p_memsz": size, "p_flags": flags})
        )
    parts.append(bytes(section.size))
    for members in (
        {
            "sh_name": 1,
            "sh_type": elf.SHT_SYMTAB,
            "sh_offset": symbols_at,
            "sh_size": len(symbols),
            "sh_link": 2,
            "sh_info": first_global,
            "sh_addralign": model.word,
            "sh_entsize": entry.size,
        },
        {
            "sh_name": 9,
            "sh_type": elf.SHT_STRTAB,
            "sh_offset": symbols_at + len(symbols),
            "sh_size": length,
            "sh_addralign": 1,
        },
        {
            "sh_name": 17,
            "sh_type": elf.SHT_STRTAB,
            "sh_offset": strings_at,
            "sh_size": len(_SHSTRTAB),
            "sh_addralign": 1,
        },
    ):
        parts.append(pack(section, members))
    parts += [_SHSTRTAB, bytes(symbols_at - strings_at - len(_SHSTRTAB)), symbols, *strings]
    return b"".join(parts)
