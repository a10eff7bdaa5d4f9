"""The emulation layer: a kernel of a wanted system, made from the running Linux host, live or as a crash dump."""

from __future__ import annotations

import os
import sys

from ..errors import LayoutError, UnsupportedError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from ..corefile import Corefile
    from ..datamodel import DataModel
    from ..layout import Layout

__all__ = ["COMPRESSIONS", "live", "personalities", "snapshot"]

COMPRESSIONS = ("lzjb", "plzjb", "bzip2")
_PERSONALITIES = ("solaris",)
_TRIES = 100


def personalities() -> list[str]:
    """Return the names of the systems whose kernels can be emulated."""
    return list(_PERSONALITIES)


def live(personality: str, model: DataModel) -> Corefile:
    """Return the emulated live kernel of this host. Raises `UnsupportedError` for a system that cannot be emulated."""
    from .live_solaris import LiveSolaris

    return LiveSolaris(model, _layouts(personality, model), _version())


def snapshot(
    directory: str | os.PathLike[str],
    personality: str,
    model: DataModel,
    number: int | None = 0,
    *,
    split: bool = False,
    compression: str | None = None,
) -> tuple[str | None, str]:
    """Write what this host's kernel would look like as a crash dump of a system; return the paths of namelist and corefile.

    They are ``unix.N`` and ``vmcore.N`` in an existing directory; without a ``number`` N is the next free one. With
    ``split`` the memory of processes goes to a third file that the second one names, ``vmcore-proc.N``. With a
    ``compression`` (`COMPRESSIONS`) it is one file that holds its symbols, ``vmdump.N``, and no namelist. Nothing is ever
    overwritten: raises FileExistsError where one of the names is taken, any other OSError where the files cannot be
    written, and `UnsupportedError` for a system that cannot be emulated. Nothing is left behind then.
    """
    from .host import read_world
    from .plant.solaris import plant

    if split and compression is not None:
        raise UnsupportedError("a compressed dump cannot be split")
    if compression is not None and compression not in COMPRESSIONS:
        raise UnsupportedError(f"compression {compression!r} is none of {', '.join(COMPRESSIONS)}")
    layouts = _layouts(personality, model)
    world = read_world()
    try:
        memory = plant(world, model, layouts, version=_version())
    except ValueError as error:
        raise UnsupportedError(f"this host does not fit into a {model.name} kernel: {error}") from error
    facts = {"crash_time": int(world.now), "uuid": world.boot_id}

    def pack(number: int) -> tuple[str | None, str]:
        if compression is not None:
            from .pack import solaris_vmdump

            return None, solaris_vmdump.pack(memory, directory, number, facts=facts, compression=compression)
        from .pack import solaris

        return solaris.pack(memory, directory, number, facts=facts, split=split)

    if number is not None:
        return pack(number)
    for attempt in range(_TRIES):
        try:
            return pack(_next_number(directory))
        except FileExistsError:  # somebody else took the number a moment ago
            if attempt == _TRIES - 1:
                raise
    raise AssertionError("unreachable")


def _next_number(directory: str | os.PathLike[str]) -> int:
    """Return the number behind the highest one in use by a dump of any kind."""
    highest = -1
    for name in os.listdir(directory):
        kind, _, number = name.rpartition(".")
        if kind in ("unix", "vmcore", "vmdump") and number.isascii() and number.isdigit():
            highest = max(highest, int(number))
    return highest + 1


def _layouts(personality: str, model: DataModel) -> Callable[[str], Layout]:
    """Return the layouts of a personality's kernel structs, by name."""
    from ..layouts.builtin import BuiltinTables

    tables = BuiltinTables(personality, model)
    if personality not in _PERSONALITIES or tables.table is None:
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
