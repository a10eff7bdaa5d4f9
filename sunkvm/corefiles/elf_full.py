"""Full dumps: ELF files whose segments are physical memory, written by kernels or by a hypervisor.

Facts: sys/kern/kern_dump.c and lib/libkvm of FreeBSD 10 to 15; qemu dump/dump.c and target/*/arch_dump.c.
"""

from __future__ import annotations

import struct

from ..corefile import Match
from ..datamodel import (
    AARCH64,
    AMD64,
    ARM,
    I386,
    MIPS64,
    MIPS64EL,
    POWERPC,
    POWERPC64,
    RISCV64,
    SPARC,
    SPARCV9,
)
from ..errors import FormatError
from ..schema.formats import elf
from ..schema.formats.qemu_dump import cpu_state
from .physical import PhysicalCorefile

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any

    from ..datamodel import DataModel
    from ..source import ByteSource

    Header = dict[str, int]

PT_DUMP_DELTA = 0x6FB5_D000
_ET_CORE, _PT_LOAD, _PT_NOTE = 4, 1, 4
_STANDALONE = 255
_MODELS = (
    AMD64,
    I386,
    AARCH64,
    ARM,
    RISCV64,
    POWERPC64,
    POWERPC,
    MIPS64,
    MIPS64EL,
    SPARC,
    SPARCV9,
)
_MAX_NOTES = 1 << 24
_EXTENDED = 0xFFFF


def probe(source: ByteSource) -> Match | str:
    """Claim ELF cores of physical memory."""
    ident = source.read(0, 64)
    if ident[:4] != b"\x7fELF":
        return "is not an ELF file"
    if len(ident) < 20 or ident[4] not in (1, 2) or ident[5] not in (1, 2):
        return "is an ELF file of unknown class or byte order"
    byteorder = "little" if ident[5] == 1 else "big"
    kind, machine = struct.unpack("<2H" if ident[5] == 1 else ">2H", ident[16:20])
    if kind != _ET_CORE:
        return f"is an ELF file of type {kind}, not a core"
    for model in _MODELS:
        if (model.elf_machine, model.elf_class, model.byteorder) == (machine, ident[4], byteorder):
            shape = model
            break
    else:
        if (machine, ident[4], byteorder) != (I386.elf_machine, AMD64.elf_class, "little"):
            return f"is an ELF core of machine {machine}, which is not known"
        # A hypervisor writes wide headers for a narrow machine that has much memory.
        model, shape = I386, AMD64
    standalone = ident[7] == _STANDALONE
    try:
        headers = list(_program_headers(source, shape))
        notes = _notes(source, shape, headers)
    except FormatError:
        if standalone:
            raise
        return "is an ELF core that is damaged, and says nothing of a kernel"
    loads = [header for header in headers if header["p_type"] == _PT_LOAD]
    qemu = [data for name, data in notes if name == b"QEMU"]
    physical = any(load["p_paddr"] for load in loads) and all(
        load["p_vaddr"] in (0, load["p_paddr"]) for load in loads
    )
    if not standalone and not qemu and not physical:
        return "is an ELF core of a process or of virtual addresses"
    if not loads:
        raise FormatError(source.path, "has no segment of memory", offset=32)
    why = "an ELF core " + (
        "of a standalone system" if standalone else "with a note of QEMU" if qemu else "of physical addresses"
    )
    return Match("elf_full", model, 4096, why, lambda: FullDump(source, model, headers, qemu))


def _program_headers(source: ByteSource, model: DataModel) -> Iterator[Header]:
    """Yield the program headers. Raises `FormatError` where they are not in the file."""
    layout = elf.ehdr(model)
    raw = source.read(0, layout.size)
    if len(raw) < layout.size:
        raise FormatError(source.path, "the ELF header is cut off", offset=len(raw))
    offset, entry, count, sections = layout.reader("e_phoff", "e_phentsize", "e_phnum", "e_shoff")(raw)
    if count == _EXTENDED and sections:  # as many as the first section header says
        section = elf.shdr(model)
        first = source.read(sections, section.size)
        if len(first) == section.size:
            (count,) = section.reader("sh_info")(first)
    header = elf.phdr(model)
    if count and entry < header.size:
        raise FormatError(
            source.path, f"program headers of {entry} bytes", offset=layout.offset("e_phentsize")
        )
    names = ("p_type", "p_offset", "p_vaddr", "p_paddr", "p_filesz", "p_memsz", "p_align")
    read = header.reader(*names)
    for number in range(count):
        raw = source.read(offset + number * entry, header.size)
        if len(raw) < header.size:
            raise FormatError(
                source.path, f"program header {number} of {count} is cut off", offset=offset + number * entry
            )
        yield dict(zip(names, read(raw), strict=True))


def _notes(source: ByteSource, model: DataModel, headers: list[Header]) -> list[tuple[bytes, bytes]]:
    """Return (name, description) of the notes; those that are cut off end the list."""
    found: list[tuple[bytes, bytes]] = []
    for header in headers:
        if header["p_type"] != _PT_NOTE:
            continue
        data = source.read(header["p_offset"], min(header["p_filesz"], _MAX_NOTES))
        at = 0
        while at + 12 <= len(data):
            name_size, size, _ = struct.unpack_from(f"{model.order}3I", data, at)
            name_at = at + 12
            at = name_at + (name_size + 3 & ~3)
            if at + size > len(data):
                break
            found.append((data[name_at : name_at + name_size].rstrip(b"\0"), data[at : at + size]))
            at += size + 3 & ~3
    return found


class FullDump(PhysicalCorefile):
    """A full dump.

    Attributes:
        headers: the program headers' members by name.
    """

    format = "elf_full"

    def __init__(
        self,
        source: ByteSource,
        model: DataModel,
        headers: list[Header],
        qemu: list[bytes],
    ) -> None:
        self.headers = headers
        unknown = model.mask  # a physical address that says: look at the virtual one (powerpc)
        segments = []
        for header in headers:
            if header["p_type"] == _PT_LOAD and header["p_filesz"]:
                start = header["p_paddr"] if header["p_paddr"] != unknown else header["p_vaddr"]
                segments.append((start, min(header["p_filesz"], header["p_memsz"]), header["p_offset"]))
        super().__init__(source, model, [segment for segment in segments if segment[1]])
        for header in headers:
            if header["p_type"] == PT_DUMP_DELTA:
                self.deltas.extend(_deltas(model, header))
        for note in qemu:
            self._take_cpu(note)
        if source.buffer is not None:
            end = max((offset + count for _, count, offset in self.segments), default=0)
            if end > source.size:
                self.warnings.append(
                    f"the file is {end - source.size} bytes shorter than its segments; it was cut off"
                )

    def _take_cpu(self, note: bytes) -> None:
        """Keep the page table of a processor, if it is an x86 one with paging on."""
        layout = cpu_state(self.model)
        if self.model not in (AMD64, I386) or len(note) < layout.size:
            return
        cr = layout.reader("cr")(note)[0]
        if not cr[0] >> 31 & 1 or not cr[3]:
            return
        if self.model is AMD64:
            self.cpu_roots.append(("amd64-la57" if cr[4] >> 12 & 1 else "amd64", cr[3]))
        else:
            self.cpu_roots.append(("i386-pae" if cr[4] >> 5 & 1 else "i386", cr[3]))

    @property
    def facts(self) -> Mapping[str, object]:
        return {
            "machine": self.model.name,
            "content": "all pages",
            "pages": sum(count for _, count, _ in self.segments) >> self.page_shift,
            "complete": not self.warnings,
            **self.told,
        }


def _deltas(model: DataModel, header: dict[str, Any]) -> list[tuple[int, int]]:
    """Return (kernel address, physical address) as a header of where the kernel was loaded means it.

    On amd64 the alignment is where the kernel begins, counted from its base (FreeBSD lib/libkvm/kvm_amd64.c).
    """
    if model is AMD64:
        return [(header["p_vaddr"], header["p_paddr"] - header["p_align"])]
    return [(header["p_vaddr"], header["p_paddr"])]
