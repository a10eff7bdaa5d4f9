"""Headers and symbol table entries of ELF files of either width (System V ABI, chapter 4)."""

from __future__ import annotations

from ..base import char, cstruct, schema, u8, u16, u32, ulong_t

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ...datamodel import DataModel
    from ...layout import Layout

ET_EXEC = 2
EV_CURRENT = 1
PT_LOAD = 1
PF_X, PF_W, PF_R = 1, 2, 4
SHT_SYMTAB = 2
SHT_STRTAB = 3
SHN_ABS = 0xFFF1
STB_LOCAL, STB_GLOBAL = 0, 1
STT_NOTYPE, STT_OBJECT = 0, 1


@schema
def ehdr(model: DataModel) -> Layout:
    """``Elf32_Ehdr`` or ``Elf64_Ehdr``."""
    return cstruct(
        model,
        "Ehdr",
        char("e_ident", 16),
        u16("e_type"),
        u16("e_machine"),
        u32("e_version"),
        ulong_t("e_entry", "Addr"),
        ulong_t("e_phoff", "Off"),
        ulong_t("e_shoff", "Off"),
        u32("e_flags"),
        u16("e_ehsize"),
        u16("e_phentsize"),
        u16("e_phnum"),
        u16("e_shentsize"),
        u16("e_shnum"),
        u16("e_shstrndx"),
    )


@schema
def phdr(model: DataModel) -> Layout:
    """``Elf32_Phdr`` or ``Elf64_Phdr``: p_flags lie elsewhere in the wide one, for its alignment."""
    flags = u32("p_flags")
    return cstruct(
        model,
        "Phdr",
        u32("p_type"),
        *([flags] if model.bits == 64 else []),
        ulong_t("p_offset", "Off"),
        ulong_t("p_vaddr", "Addr"),
        ulong_t("p_paddr", "Addr"),
        ulong_t("p_filesz", "Xword"),
        ulong_t("p_memsz", "Xword"),
        *([] if model.bits == 64 else [flags]),
        ulong_t("p_align", "Xword"),
    )


@schema
def shdr(model: DataModel) -> Layout:
    """``Elf32_Shdr`` or ``Elf64_Shdr``."""
    return cstruct(
        model,
        "Shdr",
        u32("sh_name"),
        u32("sh_type"),
        ulong_t("sh_flags", "Xword"),
        ulong_t("sh_addr", "Addr"),
        ulong_t("sh_offset", "Off"),
        ulong_t("sh_size", "Xword"),
        u32("sh_link"),
        u32("sh_info"),
        ulong_t("sh_addralign", "Xword"),
        ulong_t("sh_entsize", "Xword"),
    )


@schema
def sym(model: DataModel) -> Layout:
    """``Elf32_Sym`` or ``Elf64_Sym``, which order their members differently."""
    value, size = ulong_t("st_value", "Addr"), ulong_t("st_size", "Xword")
    small = (u8("st_info"), u8("st_other"), u16("st_shndx"))
    members = (*small, value, size) if model.bits == 64 else (value, size, *small)
    return cstruct(model, "Sym", u32("st_name"), *members)
