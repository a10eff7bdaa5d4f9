"""Headers of FreeBSD crash dumps: minidumps (sys/*/include/minidump.h) and the dump device (sys/sys/kerneldump.h)."""

from __future__ import annotations

from ..base import char, cstruct, schema, u8, u32, u64

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ...datamodel import DataModel
    from ...layout import Layout

MAGIC = b"minidump FreeBSD/"

KERNEL_DUMP_MAGIC = b"FreeBSD Kernel Dump\0"
TEXT_DUMP_MAGIC = b"FreeBSD Text Dump\0"
CLEARED_DUMP_MAGIC = b"Cleared Kernel Dump\0"

COMPRESSION = {0: "none", 1: "gzip", 2: "zstd"}


def _sizes(pages: str) -> tuple[object, ...]:
    return u32("version"), u32("msgbufsize"), u32("bitmapsize"), u32(pages)


def _header(model: DataModel, *members: object, magic: int = 24, pages: str = "ptesize") -> Layout:
    return cstruct(model, "minidumphdr", char("magic", magic), *_sizes(pages), *members)  # type: ignore[arg-type]


@schema
def amd64_v2(model: DataModel) -> Layout:
    """``struct minidumphdr`` of amd64, versions 1 and 2."""
    return _header(model, u64("kernbase"), u64("dmapbase"), u64("dmapend"), pages="pmapsize")


@schema
def amd64_v3(model: DataModel) -> Layout:
    """``struct minidumphdr`` of amd64, version 3: with the ranges of physical memory."""
    return _header(
        model, u64("kernbase"), u64("dmapbase"), u64("dmapend"), u32("dumpavailsize"), pages="pmapsize"
    )


@schema
def i386_v1(model: DataModel) -> Layout:
    """``struct minidumphdr`` of i386, version 1."""
    return _header(model, u32("kernbase"), u32("paemode"))


@schema
def i386_v2(model: DataModel) -> Layout:
    """``struct minidumphdr`` of i386, version 2."""
    return _header(model, u32("kernbase"), u32("paemode"), u32("dumpavailsize"))


@schema
def arm_v1(model: DataModel) -> Layout:
    """``struct minidumphdr`` of arm, version 1; mmuformat is 0 in those of FreeBSD 10."""
    return _header(model, u32("kernbase"), u32("arch"), u32("mmuformat"))


@schema
def arm_v2(model: DataModel) -> Layout:
    """``struct minidumphdr`` of arm, version 2."""
    return _header(model, u32("kernbase"), u32("arch"), u32("mmuformat"), u32("dumpavailsize"))


@schema
def arm64_v1(model: DataModel) -> Layout:
    """``struct minidumphdr`` of aarch64 and riscv64, version 1."""
    return _header(model, u64("kernbase"), u64("dmapphys"), u64("dmapbase"), u64("dmapend"))


@schema
def arm64_v2(model: DataModel) -> Layout:
    """``struct minidumphdr`` of aarch64, versions 2 and 3 (with flags), and of riscv64, version 2."""
    return _header(
        model,
        u64("kernbase"),
        u64("dmapphys"),
        u64("dmapbase"),
        u64("dmapend"),
        u32("dumpavailsize"),
        u32("flags"),
    )


@schema
def mips_v1(model: DataModel) -> Layout:
    """``struct minidumphdr`` of mips, version 1."""
    return _header(model, u64("kernbase"), u64("dmapbase"), u64("dmapend"))


def _powerpc64(model: DataModel, *more: object) -> Layout:
    return cstruct(
        model,
        "minidumphdr",
        char("magic", 32),
        char("mmu_name", 32),
        *_sizes("pmapsize"),  # type: ignore[arg-type]
        u64("kernbase"),
        u64("kernend"),
        u64("dmapbase"),
        u64("dmapend"),
        u32("hw_direct_map"),
        u64("startkernel"),
        u64("endkernel"),
        *more,  # type: ignore[arg-type]
    )


@schema
def powerpc64_v1(model: DataModel) -> Layout:
    """``struct minidumphdr`` of powerpc64, version 1."""
    return _powerpc64(model)


@schema
def powerpc64_v2(model: DataModel) -> Layout:
    """``struct minidumphdr`` of powerpc64, version 2."""
    return _powerpc64(model, u32("dumpavailsize"))


@schema
def kerneldumpheader_v1(model: DataModel) -> Layout:
    """``struct kerneldumpheader`` of version 1: before and after a dump on its device, big-endian on every machine."""
    return cstruct(
        model,
        "kerneldumpheader",
        char("magic", 20),
        char("architecture", 12),
        u32("version"),
        u32("architectureversion"),
        u64("dumplength"),
        u64("dumptime"),
        u32("blocksize"),
        char("hostname", 64),
        char("versionstring", 192),
        char("panicstring", 192),
        u32("parity"),
    )


@schema
def kerneldumpheader_v4(model: DataModel) -> Layout:
    """``struct kerneldumpheader`` of versions 2 to 4."""
    return cstruct(
        model,
        "kerneldumpheader",
        char("magic", 20),
        char("architecture", 12),
        u32("version"),
        u32("architectureversion"),
        u64("dumplength"),
        u64("dumptime"),
        u32("dumpkeysize"),
        u32("blocksize"),
        char("hostname", 64),
        char("versionstring", 192),
        char("panicstring", 175),
        u8("compression"),
        u64("dumpextent"),
        char("unused", 4),
        u32("parity"),
    )
