"""Headers of NetBSD kernel cores: the container (sys/sys/kcore.h, core.h) and what each port's kernel says of itself.

The headers of ports are ``cpu_kcore_hdr_t`` of sys/arch/*/include/kcore.h, NetBSD 6 to 10.
"""

from __future__ import annotations

from ..base import cstruct, schema, u16, u32, u64

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ...datamodel import DataModel
    from ...layout import Layout

KCORE_MAGIC = 0x8FCA
KCORESEG_MAGIC = 0x8FAC
CORE_CPU, CORE_DATA = 1, 2
I386_PAE = 0x200
"""Bit of pdppaddr: the page tables are those of PAE."""
SPARC64_MAGIC = 0x3AFE_C01E


@schema
def kcore_hdr(model: DataModel) -> Layout:
    """``kcore_hdr_t``: begins a saved core. c_midmag is big-endian on every machine."""
    return cstruct(
        model, "kcore_hdr_t", u32("c_midmag"), u16("c_hdrsize"), u16("c_seghdrsize"), u32("c_nseg")
    )


@schema
def kcore_seg(model: DataModel) -> Layout:
    """``kcore_seg_t``: before each part of a saved core, and at the start of a dump on its device."""
    return cstruct(model, "kcore_seg_t", u32("c_midmag"), u32("c_size"))


@schema
def amd64(model: DataModel) -> Layout:
    """Lay out the header of amd64 (also OpenBSD's)."""
    return cstruct(model, "cpu_kcore_hdr_t", u64("ptdpaddr"), u64("nmemsegs"))


@schema
def i386(model: DataModel) -> Layout:
    """Lay out the header of i386, with and without PAE."""
    return cstruct(model, "cpu_kcore_hdr_t", u32("pdppaddr"), u32("nmemsegs"))
