"""Notes in the ELF dumps that QEMU writes (qemu target/i386/arch_dump.c)."""

from __future__ import annotations

from ..base import array, cstruct, schema, u32, u64

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ...datamodel import DataModel
    from ...layout import Layout

_REGISTERS = [
    "rax",
    "rbx",
    "rcx",
    "rdx",
    "rsi",
    "rdi",
    "rsp",
    "rbp",
    "r8",
    "r9",
    "r10",
    "r11",
    "r12",
    "r13",
    "r14",
    "r15",
    "rip",
    "rflags",
]
_SEGMENTS = ["cs", "ds", "es", "fs", "gs", "ss", "ldt", "tr", "gdt", "idt"]


@schema
def cpu_state(model: DataModel) -> Layout:
    """``QEMUCPUState``, version 1: the state of an x86 processor of either width."""
    segments = (
        member
        for name in _SEGMENTS
        for member in (
            u32(f"{name}_selector"),
            u32(f"{name}_limit"),
            u32(f"{name}_flags"),
            u32(f"{name}_pad"),
            u64(f"{name}_base"),
        )
    )
    return cstruct(
        model,
        "QEMUCPUState",
        u32("version"),
        u32("size"),
        *(u64(name) for name in _REGISTERS),
        *segments,
        array(u64("cr"), 5),
    )
