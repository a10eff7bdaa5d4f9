"""Data models: the width, byte order and alignment rules of a kernel's C ABI."""

from __future__ import annotations

import struct
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal

    ByteOrder = Literal["little", "big"]


class DataModel:
    """The rules by which a C compiler of one platform lays out memory.

    A data model is an ABI, not a word size: i386 and SPARC are both ILP32 and disagree about 8-byte members.

    Attributes:
        name: the name used on the command line and in tables (``amd64``).
        bits: 32 or 64, the width of ``long`` and of pointers.
        word: the same in bytes.
        byteorder: ``"little"`` or ``"big"``.
        order: the byte-order character of `struct` (``<`` or ``>``).
        align8: alignment in bytes of 8-byte integers inside a struct.
        widest: the largest alignment in bytes of any scalar inside a struct.
        elf_machine: the ``e_machine`` number of its ELF files.
        elf_class: 1 (ELFCLASS32) or 2 (ELFCLASS64).
    """

    __slots__ = (
        "align8",
        "bits",
        "byteorder",
        "elf_class",
        "elf_machine",
        "name",
        "order",
        "widest",
        "word",
    )

    def __init__(
        self, name: str, bits: int, byteorder: ByteOrder, align8: int, elf_machine: int, widest: int = 8
    ) -> None:
        self.name = name
        self.bits = bits
        self.word = bits // 8
        self.byteorder: ByteOrder = byteorder
        self.order = "<" if byteorder == "little" else ">"
        self.align8 = align8
        self.widest = widest
        self.elf_machine = elf_machine
        self.elf_class = bits // 32

    def __repr__(self) -> str:
        return f"DataModel({self.name})"

    @property
    def mask(self) -> int:
        """The highest address: all bits of a pointer set."""
        return (1 << self.bits) - 1

    def code(self, size: int, signed: bool) -> str:
        """Return the `struct` character of an integer of ``size`` bytes (1, 2, 4 or 8)."""
        letter = "bhiq"[size.bit_length() - 1]
        return letter if signed else letter.upper()

    def align(self, size: int) -> int:
        """Return the alignment in bytes of a scalar of ``size`` bytes as a struct member."""
        return self.align8 if size == 8 else min(size, self.widest)

    def word_struct(self, count: int = 1) -> struct.Struct:
        """Return a compiled `struct.Struct` of ``count`` unsigned machine words."""
        return struct.Struct(f"{self.order}{count}{'Q' if self.bits == 64 else 'I'}")

    def hex(self, address: int) -> str:
        """Return an address in this model's full width, with ``0x``."""
        return f"0x{address:0{self.bits // 4}x}"


I386 = DataModel("i386", 32, "little", 4, 3)
AMD64 = DataModel("amd64", 64, "little", 8, 62)
SPARC = DataModel("sparc", 32, "big", 8, 2)
SPARCV9 = DataModel("sparcv9", 64, "big", 8, 43)

AARCH64 = DataModel("aarch64", 64, "little", 8, 183)
ARM = DataModel("arm", 32, "little", 8, 40)
RISCV64 = DataModel("riscv64", 64, "little", 8, 243)
POWERPC64 = DataModel("powerpc64", 64, "big", 8, 21)
POWERPC = DataModel("powerpc", 32, "big", 8, 20)
MIPS64 = DataModel("mips64", 64, "big", 8, 8)
MIPS64EL = DataModel("mips64el", 64, "little", 8, 8)
MIPS = DataModel("mips", 32, "big", 8, 8)
MIPSEL = DataModel("mipsel", 32, "little", 8, 8)
ALPHA = DataModel("alpha", 64, "little", 8, 0x9026)
# As SunOS and the a.out kernels of NetBSD have it; NetBSD's ELF kernels align everything to its size.
M68K = DataModel("m68k", 32, "big", 2, 4, widest=2)

SOLARIS_MODELS = (I386, AMD64, SPARC, SPARCV9)
MODELS = {
    model.name: model
    for model in (
        *SOLARIS_MODELS,
        AARCH64,
        ARM,
        RISCV64,
        POWERPC64,
        POWERPC,
        MIPS64,
        MIPS64EL,
        MIPS,
        MIPSEL,
        ALPHA,
        M68K,
    )
}


def find(bits: int, byteorder: str) -> DataModel:
    """Return the Solaris data model of a width and byte order."""
    for model in SOLARIS_MODELS:
        if model.bits == bits and model.byteorder == byteorder:
            return model
    raise ValueError(f"no data model of {bits} bits, {byteorder}-endian")


def host() -> DataModel:
    """Return the data model of the running interpreter, as a C caller in this process would have it."""
    return find(struct.calcsize("P") * 8, sys.byteorder)
