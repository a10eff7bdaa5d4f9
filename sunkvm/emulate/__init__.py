"""The emulation layer: a kernel of a wanted system, made from the running Linux host, live or as a crash dump."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from importlib import import_module

from ..errors import LayoutError, UnsupportedError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from typing import Any

    from ..corefile import Corefile
    from ..datamodel import DataModel
    from ..layout import Layout
    from .memory import Memory

    Pack = Callable[[int], tuple[str | None, str]]

__all__ = ["COMPRESSIONS", "FORMATS", "live", "personalities", "snapshot"]


@dataclass(frozen=True, slots=True)
class _System:
    """One system whose kernels can be emulated.

    Attributes:
        live: the class of its live kernels, in the module ``live_`` with its name behind.
        compressions, formats: those of its dumps, the usual format first; dumps of one form only have none.
        messages: whether its kernels keep the messages where they are planted.
        tables: by the data model the module of `sunkvm.layouts` that its structs are in; empty: the only one there is.
            An empty name is that of a machine without any, of which what needs none can be shown.
    """

    live: str
    compressions: tuple[str, ...]
    formats: tuple[str, ...] = ()
    messages: bool = False
    tables: Mapping[str, str] | None = None


_SYSTEMS = {
    "solaris": _System("LiveSolaris", ("lzjb", "plzjb", "bzip2")),
    "freebsd": _System(
        "LiveFreebsd",
        ("gzip", "zstd"),
        ("minidump", "full", "device"),
        messages=True,
        tables={"amd64": "freebsd15_amd64", "aarch64": "freebsd15_aarch64", "i386": "freebsd12_i386"},
    ),
    "netbsd": _System(
        "LiveNetbsd",
        ("gzip",),
        messages=True,
        tables={
            "amd64": "netbsd10_amd64",
            "aarch64": "netbsd10_aarch64",
            "i386": "netbsd10_i386",
            "sparc": "netbsd10_sparc",
            "sparcv9": "netbsd10_sparc64",
            "m68k": "",
        },
    ),
    "dragonfly": _System(
        "LiveDragonfly",
        ("gzip", "zstd"),
        ("minidump", "full"),
        messages=True,
        tables={"amd64": "dragonfly5_amd64"},
    ),
}
COMPRESSIONS = tuple(dict.fromkeys(name for system in _SYSTEMS.values() for name in system.compressions))
FORMATS = tuple(dict.fromkeys(name for system in _SYSTEMS.values() for name in system.formats))
# What begins the name of a dump's file, whichever system's it is.
_KINDS = ("unix", "kernel", "vmcore", "vmdump", "netbsd", "kern", "info", "dumpdev")
_SUFFIXES = (".gz", ".zst", ".core")
_TRIES = 100


def personalities() -> list[str]:
    """Return the names of the systems whose kernels can be emulated."""
    return list(_SYSTEMS)


def live(personality: str, model: DataModel) -> Corefile:
    """Return the emulated live kernel of this host. Raises `UnsupportedError` for a system that cannot be emulated."""
    if personality == "sunos4":  # whose dumps nobody knows, so it is live only
        from .live_sunos4 import LiveSunos4

        return LiveSunos4(model, _version())
    if personality not in _SYSTEMS:
        raise _no_system(personality, "kernels of", (*_SYSTEMS, "sunos4"))
    layouts = _layouts(personality, model)
    module = import_module(f".live_{personality}", __package__)
    made: Corefile = getattr(module, _SYSTEMS[personality].live)(model, layouts, _version())
    return made


def snapshot(
    directory: str | os.PathLike[str],
    personality: str,
    model: DataModel,
    number: int | None = 0,
    *,
    split: bool = False,
    compression: str | None = None,
    format: str | None = None,
    version: int | None = None,
    pae: bool = False,
) -> tuple[str | None, str]:
    """Write what this host's kernel would look like as a crash dump of a system; return the paths of namelist and corefile.

    Of Solaris they are ``unix.N`` and ``vmcore.N`` in an existing directory. With ``split`` the memory of processes goes to
    a third file that the second one names, ``vmcore-proc.N``. With a ``compression`` (lzjb, plzjb, bzip2) it is one file
    that holds its symbols, ``vmdump.N``, and no namelist.

    Of FreeBSD they are ``kernel.N`` and ``vmcore.N``, a ``format`` minidump or full; ``version`` is that of the minidump's
    header. A ``compression`` (gzip, zstd) makes the second one ``vmcore.N.gz`` or ``vmcore.N.zst``. ``pae`` is for i386.
    Beside them comes savecore's ``info.N``. With the ``format`` device the second one is ``dumpdev.N``, a dump device as
    savecore finds it.

    Of NetBSD they are ``netbsd.N`` and ``netbsd.N.core``; with the ``compression`` gzip both have ``.gz`` behind. The data
    model m68k makes them those of a sun3, without processes: nobody knows the layouts of such a kernel.

    Of DragonFly they are ``kern.N`` and ``vmcore.N``, of amd64 only, a ``format`` minidump or full; the ``version`` of a
    minidump is 1 or 2. A ``compression`` (gzip, zstd) puts ``.gz`` or ``.zst`` behind both.

    Without a ``number`` N is the next free one. Nothing is ever overwritten: raises FileExistsError where one of the names
    is taken, any other OSError where the files cannot be written, and `UnsupportedError` for a system or a form of dump
    that there is not. Nothing is left behind then.
    """
    layouts = _layouts(personality, model)
    system = _SYSTEMS[personality]
    for what, asked, known in (
        ("compression", compression, system.compressions),
        ("format", format, system.formats),
    ):
        if asked is not None and asked not in known:
            choice = (
                f"is none of {', '.join(known)}" if known else f"is not for {personality}, which has but one"
            )
            raise UnsupportedError(f"{what} {asked!r} {choice}")
    if pae and (personality, model.name) != ("freebsd", "i386"):
        raise UnsupportedError("only i386 kernels of FreeBSD can have PAE")
    if split and personality != "solaris":
        raise UnsupportedError(f"dumps of {personality} cannot be split")
    if split and compression is not None:
        raise UnsupportedError("a compressed dump cannot be split")
    if version is not None and not system.formats:
        raise UnsupportedError(f"dumps of {personality} have but one version")

    from .host import read_processes, read_world
    from .host_files import with_details

    world = read_world(messages_wanted=system.messages, processes=with_details(read_processes()))
    more: dict[str, Any] = {"pae": pae} if personality == "freebsd" else {}
    plant = import_module(f".plant.{personality}", __package__).plant
    try:
        memory = plant(world, model, layouts, version=_version(), **more)
    except ValueError as error:
        raise UnsupportedError(f"this host does not fit into a {model.name} kernel: {error}") from error
    facts = {"crash_time": int(world.now), "uuid": world.boot_id}
    pack = _solaris(memory, directory, facts, split, compression)
    if personality == "netbsd":
        pack = _netbsd(memory, directory, compression)
    if personality == "freebsd":
        pack = _freebsd(memory, directory, facts, format or system.formats[0], version, pae, compression)
    if personality == "dragonfly":
        pack = _dragonfly(memory, directory, format or system.formats[0], version, compression)
    if number is not None:
        return pack(number)
    for attempt in range(_TRIES):
        try:
            return pack(_next_number(directory))
        except FileExistsError:  # somebody else took the number a moment ago
            if attempt == _TRIES - 1:
                raise
    raise AssertionError("unreachable")


def _solaris(
    memory: Memory,
    directory: str | os.PathLike[str],
    facts: Mapping[str, object],
    split: bool,
    compression: str | None,
) -> Pack:
    def pack(number: int) -> tuple[str | None, str]:
        if compression is not None:
            from .pack import solaris_vmdump

            return None, solaris_vmdump.pack(memory, directory, number, facts=facts, compression=compression)
        from .pack import solaris

        return solaris.pack(memory, directory, number, facts=facts, split=split)

    return pack


def _freebsd(
    memory: Memory,
    directory: str | os.PathLike[str],
    facts: Mapping[str, object],
    format: str,
    version: int | None,
    pae: bool,
    compression: str | None,
) -> Pack:
    from .pack import freebsd

    return lambda number: freebsd.pack(
        memory,
        directory,
        number,
        facts=facts,
        format=format,
        version=version,
        pae=pae,
        compression=compression,
    )


def _netbsd(memory: Memory, directory: str | os.PathLike[str], compression: str | None) -> Pack:
    from .pack import netbsd

    return lambda number: netbsd.pack(memory, directory, number, compression=compression)


def _dragonfly(
    memory: Memory,
    directory: str | os.PathLike[str],
    format: str,
    version: int | None,
    compression: str | None,
) -> Pack:
    from .pack import dragonfly

    return lambda number: dragonfly.pack(
        memory, directory, number, format=format, version=version, compression=compression
    )


def _next_number(directory: str | os.PathLike[str]) -> int:
    """Return the number behind the highest one in use by a dump of any kind."""
    highest = -1
    for name in os.listdir(directory):
        for suffix in _SUFFIXES:
            name = name.removesuffix(suffix)
        kind, _, number = name.rpartition(".")
        if kind in _KINDS and number.isascii() and number.isdigit():
            highest = max(highest, int(number))
    return highest + 1


def _no_system(personality: str, what: str, known: Iterable[str]) -> UnsupportedError:
    return UnsupportedError(f"no {personality!r} can be emulated; there are {what} {', '.join(known)}")


def _layouts(personality: str, model: DataModel) -> Callable[[str], Layout]:
    """Return the layouts of a personality's kernel structs, by name."""
    from ..layouts.builtin import BuiltinTables

    system = _SYSTEMS.get(personality)
    module = "" if system is None or system.tables is None else system.tables.get(model.name, "")
    tables = BuiltinTables(personality, model, table=module)
    bare = system is not None and system.tables is not None and model.name in system.tables and not module
    if system is None:
        raise _no_system(personality, "dumps of", _SYSTEMS)
    if tables.table is None and not bare:
        raise UnsupportedError(f"no {personality} kernel of the data model {model.name} can be emulated")

    def layout(name: str) -> Layout:
        found = tables.layout(name)
        if found is None:
            raise LayoutError(name)
        return found

    return layout


def _version() -> str:
    """Return what uname -v tells on an emulated kernel: which sunkvm it is."""
    # The package itself is above this layer, so it is not imported; being inside it, it is there.
    return f"sunkvm-{sys.modules[__package__.partition('.')[0]].__version__}"
