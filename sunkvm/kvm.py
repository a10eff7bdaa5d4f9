"""The Solaris 3KVM calls under their C names, with the semantics of illumos libkvm.

What differs from C is only what Python has to: a read takes a count and gives ``bytes``, or takes a writable buffer and
gives a count; where C returns -1 or NULL these calls return -1 or None. Where the manual pages and the code of the original
disagree the code is followed, except where that does harm; ``docs/dialects.md`` lists every such place.
"""

from __future__ import annotations

import os
import sys

from . import datamodel
from .cachedir import privileged
from .kvm_descriptor import KVM_NSRCH, NO_ADDRESS, OpenFailed, kvm_t, open_descriptor
from .layouts.view import StructView

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from .datamodel import DataModel

__all__ = [
    "KVM_NSRCH",
    "Nlist",
    "kvm_aread",
    "kvm_awrite",
    "kvm_close",
    "kvm_getcmd",
    "kvm_getproc",
    "kvm_getu",
    "kvm_kread",
    "kvm_kwrite",
    "kvm_namelist",
    "kvm_nextproc",
    "kvm_nlist",
    "kvm_open",
    "kvm_physaddr",
    "kvm_pread",
    "kvm_pwrite",
    "kvm_read",
    "kvm_setproc",
    "kvm_t",
    "kvm_uread",
    "kvm_uwrite",
    "kvm_write",
]


class Nlist:
    """One entry of the array that `kvm_nlist` fills: ``struct nlist`` of nlist(3ELF).

    Attributes:
        n_name: the symbol to look for; an empty name or None ends the array.
        n_value: the address, unsigned (C has a ``long``); 0 if there is no such symbol.
        n_scnum: the section number as a signed 16-bit integer; -15 for all symbols of a running kernel's table.
        n_type: the ELF type, or that of a namelist in a.out; 0 if there is no such symbol, or for one without a type.
        n_sclass, n_numaux: always 0.
    """

    __slots__ = ("n_name", "n_numaux", "n_sclass", "n_scnum", "n_type", "n_value")

    def __init__(self, n_name: str | None) -> None:
        self.n_name = n_name
        self.n_value = self.n_scnum = self.n_type = self.n_sclass = self.n_numaux = 0

    def __repr__(self) -> str:
        return (
            f"Nlist({self.n_name!r}, n_value={self.n_value:#x}, n_type={self.n_type}, n_scnum={self.n_scnum})"
        )


def kvm_open(
    namelist: str | os.PathLike[str] | None,
    corefile: str | os.PathLike[str] | None,
    swapfile: str | os.PathLike[str] | None,
    flag: int,
    errstr: str | None,
    *,
    model: DataModel | None = None,
    format: str | None = None,
) -> kvm_t | None:
    """Open a kernel image; return its descriptor, or None after a message on stderr with ``errstr:`` in front.

    Without ``corefile`` (or with /dev/mem, /dev/kmem) this is the emulated kernel of the running host, unless the
    environment names another (`sunkvm.names`). Without ``namelist`` the symbols inside the dump serve. ``swapfile`` is not
    used. ``flag`` is os.O_RDONLY or os.O_RDWR, and may have `KVM_NSRCH` beside it. Without ``errstr`` it is silent, unless
    the environment has KVM_DEBUG, which also traces every look-up.

    ``model`` is the caller's data model, by default that of this process: an image of another one is refused as the
    original refuses it. `sunkvm.open` has no such rule.

    A ``namelist`` in a.out, as SunOS up to 4 had it, opens a corefile of any data model: NetBSD's, or memory from physical
    address 0 on where the file has no form that is known; ``format`` names another form, such as ``raw@0x4000``. The
    symbols are found with and without their underscore, bytes come in the order of the image, and the processes are those
    of the table ``proc``.
    """
    debug = "KVM_DEBUG" in os.environ and not privileged()
    try:
        return open_descriptor(
            None if namelist is None else os.fspath(namelist),
            None if corefile is None else os.fspath(corefile),
            flag,
            model or datamodel.host(),
            debug,
            None if swapfile is None else os.fspath(swapfile),
            old=True,
            format=format,
        )
    except OpenFailed as error:
        if errstr is not None or debug:
            sys.stderr.write(f"{errstr if errstr is not None else 'KVM_DEBUG'}: {error}\n")
        return None


def kvm_close(kd: kvm_t) -> int:
    """Close a descriptor and all that came from it; return 0, or -1 if it was closed before."""
    return kd.close()


def kvm_nlist(kd: kvm_t, nl: Iterable[Nlist]) -> int:
    """Fill an array of `Nlist` up to the first empty name; return 0 however many are missing, -1 without a namelist.

    Of two entries with the same name only the first is filled; of two symbols with the same name the last counts.
    """
    entries: list[Nlist] = []
    for entry in nl:
        if not entry.n_name:
            break
        entry.n_value = entry.n_scnum = entry.n_type = entry.n_sclass = entry.n_numaux = 0
        entries.append(entry)
    found = kd.nlist([entry.n_name or "" for entry in entries])
    if found is None:
        return -1
    for entry in entries:
        symbol = found.pop(entry.n_name or "", None)
        if symbol is not None:
            entry.n_value = int(symbol)
            entry.n_type = getattr(symbol, "n_type", symbol.type)
            entry.n_scnum = symbol.section - (1 << 16) if symbol.section >= 1 << 15 else symbol.section
    return 0


def kvm_kread(kd: kvm_t, addr: int, buf: int | bytearray | memoryview) -> bytes | int:
    """Read kernel memory.

    With a count: return bytes, fewer than asked where a page is missing, or -1 where there is not one. With a writable
    buffer: fill it and return the count, or -1. A count of 0 always succeeds.
    """
    if buf.__class__ is int:
        data, fault = kd._read_kernel(addr, buf)
        if fault is None:
            return data
    return kd.transfer(kd.kernel, addr, buf)


def kvm_read(kd: kvm_t, addr: int, buf: int | bytearray | memoryview) -> bytes | int:
    """Read kernel memory; as `kvm_kread`. In SunOS 4 the addresses of users are those of the last `kvm_getu`'s process."""
    if addr < kd.user_end:
        return kd.transfer(kd.current_space(), addr, buf)
    if buf.__class__ is int:
        data, fault = kd._read_kernel(addr, buf)
        if fault is None:
            return data
    return kd.transfer(kd.kernel, addr, buf)


def kvm_uread(kd: kvm_t, addr: int, buf: int | bytearray | memoryview) -> bytes | int:
    """Read memory of the process that `kvm_nextproc` or `kvm_getproc` gave last; as `kvm_kread`.

    Before the first of these the address is a physical one, as in the original.
    """
    return kd.transfer(kd.current_space(), addr, buf)


def kvm_aread(kd: kvm_t, addr: int, buf: int | bytearray | memoryview, as_: int | None) -> bytes | int:
    """Read memory of the address space whose ``struct as`` lies at kernel address ``as_``; None or 0 is physical memory."""
    return kd.transfer(kd.space(as_ or 0), addr, buf)


def kvm_pread(kd: kvm_t, addr: int, buf: int | bytearray | memoryview) -> bytes | int:
    """Read physical memory; as `kvm_kread`."""
    return kd.transfer(kd.physical, addr, buf)


def kvm_kwrite(kd: kvm_t, addr: int, buf: bytes | bytearray | memoryview) -> int:
    """Write kernel memory into the corefile, which must be open with os.O_RDWR; return the count, or -1."""
    return kd.write(kd.kernel, addr, buf)


def kvm_write(kd: kvm_t, addr: int, buf: bytes | bytearray | memoryview) -> int:
    """Write kernel memory; as `kvm_kwrite`, with `kvm_read`'s rule for addresses of users."""
    return kd.write(kd.current_space() if addr < kd.user_end else kd.kernel, addr, buf)


def kvm_uwrite(kd: kvm_t, addr: int, buf: bytes | bytearray | memoryview) -> int:
    """Write memory of the cursor's process; as `kvm_kwrite`."""
    return kd.write(kd.current_space(), addr, buf)


def kvm_awrite(kd: kvm_t, addr: int, buf: bytes | bytearray | memoryview, as_: int | None) -> int:
    """Write memory of the address space whose ``struct as`` lies at ``as_``; as `kvm_kwrite`."""
    return kd.write(kd.space(as_ or 0), addr, buf)


def kvm_pwrite(kd: kvm_t, addr: int, buf: bytes | bytearray | memoryview) -> int:
    """Write physical memory; as `kvm_kwrite`."""
    return kd.write(kd.physical, addr, buf)


def kvm_physaddr(kd: kvm_t, as_: int | None, addr: int) -> int:
    """Return the physical address behind an address of an address space (None or 0: physical), or `NO_ADDRESS`."""
    if kd.closed:
        raise ValueError("the kvm descriptor is closed")
    space = kd.space(as_ or 0)
    if kd.debug:
        kd.trace(space, addr)
    found = space.kvatop(addr)
    return NO_ADDRESS if found is None else found


def kvm_setproc(kd: kvm_t) -> int:
    """Rewind the process cursor; always 0. The address space for `kvm_uread` stays that of the last process."""
    return kd.setproc()


def kvm_nextproc(kd: kvm_t) -> StructView | None:
    """Return the next process as a view of the descriptor's one ``proc_t`` buffer, or None at the end.

    It is the same view each time: the next call of this, `kvm_getproc` or `kvm_setproc` changes its contents. Keep one
    with ``view.copy()``.
    """
    return kd.nextproc()


def kvm_getproc(kd: kvm_t, pid: int) -> StructView | None:
    """Rewind the cursor and advance it to a process; return the same view as `kvm_nextproc`, or None.

    The cursor stays there: the next `kvm_nextproc` gives the process behind it. In SunOS 4 it stays where it was.
    """
    return kd.getproc(pid)


def kvm_getu(kd: kvm_t, proc: StructView) -> StructView | None:
    """Return the ``struct user`` inside a process: a view of the same bytes that ``proc`` is a view of.

    In SunOS 4 it lies elsewhere: it is read, None where it is not there, and its process is the one that `kvm_uread` reads.
    """
    return kd.getu(proc)


def kvm_getcmd(
    kd: kvm_t, proc: StructView, u: StructView, arg: bool = True, env: bool = True
) -> tuple[list[str] | None, list[str] | None] | int:
    """Return (arguments, environment) of a process, or -1.

    Memory is read from the cursor's process, so ``proc`` should be it. ``arg`` and ``env`` say which are wanted; None
    comes for the other. An entry that the process set to NULL ends a vector. Bytes that are not UTF-8 come as
    surrogates (`os.fsencode` restores them).
    """
    found = kd.command_of(proc, u, arg, env)
    if found is None:
        return -1
    return _vector(found[0]), _vector(found[1])


def _vector(entries: list[bytes | None] | None) -> list[str] | None:
    if entries is None:
        return None
    vector: list[str] = []
    for entry in entries:
        if entry is None:
            break
        vector.append(entry.decode("utf-8", "surrogateescape"))
    return vector


def kvm_namelist(kd: kvm_t) -> str:
    """Return the path of the namelist in use: the given one, /dev/ksyms, or a temporary file with the dump's symbols."""
    return kd.namelist_name()
