"""Full dumps: ELF files whose segments are physical memory, written by kernels or by a hypervisor.

Facts: sys/kern/kern_dump.c and lib/libkvm of FreeBSD 10 to 15; qemu dump/dump.c and target/*/arch_dump.c.
"""

from __future__ import annotations

from ..corefile import Match
from ..datamodel import AMD64, I386
from ..errors import FormatError
from ..schema.formats.qemu_dump import cpu_state
from . import elf_core
from .elf_core import PT_LOAD
from .physical import PhysicalCorefile

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from ..datamodel import DataModel
    from ..source import ByteSource
    from .elf_core import Header

PT_DUMP_DELTA = 0x6FB5_D000


def probe(source: ByteSource) -> Match | str:
    """Claim ELF cores of physical memory."""
    core = elf_core.examine(source)
    if isinstance(core, str):
        return core
    if core.addresses != "physical":
        return "is an ELF core of a process or of virtual addresses"
    if not core.loads:
        raise FormatError(source.path, "has no segment of memory", offset=32)
    qemu = core.note(b"QEMU")
    why = "an ELF core " + (
        "of a standalone system"
        if core.standalone
        else "with a note of QEMU"
        if qemu
        else "of physical addresses"
    )
    return Match("elf_full", core.model, 4096, why, lambda: FullDump(source, core.model, core.headers, qemu))


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
            if header["p_type"] == PT_LOAD and header["p_filesz"]:
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
