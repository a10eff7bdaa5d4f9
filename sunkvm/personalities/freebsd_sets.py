"""Variables of which FreeBSD has several copies: one a network stack (VNET), one a processor (DPCPU).

Facts: sys/net/vnet.h, sys/sys/pcpu.h, lib/libkvm/kvm_vnet.c and kvm_pcpu.c. The symbol ``vnet_entry_x`` lies in the set
of initial values; the copy of a stack lies as far from its vnet_data_base, and likewise for processors.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .bsd_reader import BsdReader

_VNET_MAGIC = (0x3E0D8F29, 0x5E4A6F28)  # up to 12, since 13
_MAX_CPUS = 1 << 16


def vnet_base(reader: BsdReader, proc: int) -> int | str:
    """Return what is added to VNET symbols for the network stack of a process, or what is missing on the way to it.

    The words are those of kvm_vnet.c.
    """
    (cred,) = reader.some_members("proc", proc, "p_ucred")
    if cred is None:
        return "proc"
    (prison,) = reader.some_members("ucred", cred, "cr_prison")
    if prison is None:
        return "cred"
    return "no jail" if not prison else jail_base(reader, prison)


def jail_base(reader: BsdReader, prison: int) -> int | str:
    """Return what is added to VNET symbols for the network stack of a jail; see `vnet_base`."""
    (vnet,) = reader.some_members("prison", prison, "pr_vnet")
    if vnet is None:
        return "prison"
    if not vnet:
        return "no vnet"
    magic, base = reader.some_members("vnet", vnet, "vnet_magic_n", "vnet_data_base")
    if magic is None or base is None:
        return "vnet"
    return int(base) if magic in _VNET_MAGIC else "invalid vnet magic#"


def dpcpu_bases(reader: BsdReader) -> tuple[int, ...]:
    """Return what is added to DPCPU symbols for each processor, 0 for those that there are not; empty if unknown."""
    where, count = reader.symbol("dpcpu_off"), reader.number("mp_maxcpus", 4)
    if where is None or count is None or not 0 < count <= _MAX_CPUS:
        return ()
    code = reader.image.model.word_struct(count)
    data, fault = reader.read_some(where, code.size)
    return () if fault is not None else code.unpack(data)


def vnet_variable(reader: BsdReader, name: str, prison: int | None) -> int | None:
    """Return the address of a jail's copy of a VNET variable, prison0's without one; None where there is none."""
    entry = _entry(reader, "vnet", name)
    jail = reader.symbol("prison0") if prison is None else prison
    if entry is None or jail is None:
        return None
    base = jail_base(reader, jail)
    return None if isinstance(base, str) else entry + base & reader.image.model.mask


def dpcpu_variable(reader: BsdReader, name: str, cpu: int) -> int | None:
    """Return the address of a processor's copy of a DPCPU variable; None where there is none."""
    entry, bases = _entry(reader, "pcpu", name), dpcpu_bases(reader)
    if entry is None or not 0 <= cpu < len(bases) or not bases[cpu]:
        return None
    return entry + bases[cpu] & reader.image.model.mask


def _entry(reader: BsdReader, kind: str, name: str) -> int | None:
    entry = reader.symbol(f"{kind}_entry_{name}")
    start, stop = reader.symbol(f"__start_set_{kind}"), reader.symbol(f"__stop_set_{kind}")
    if entry is None or start is None or stop is None or not start <= entry < stop:
        return None
    return entry
