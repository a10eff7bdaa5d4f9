"""The kits of all BSD systems side by side, for tests of what is alike in them."""

from __future__ import annotations

from sunkvm import datamodel
from sunkvm.corefile import KVA
from sunkvm.emulate.live_dragonfly import LiveDragonfly
from sunkvm.emulate.live_freebsd import LiveFreebsd
from sunkvm.emulate.live_netbsd import LiveNetbsd
from sunkvm.namelists.elf import ElfNamelist
from sunkvm.space import AddressSpace

from . import dragonfly_kit, freebsd_kit, netbsd_kit

KITS = [("freebsd", freebsd_kit, model) for model in freebsd_kit.MODELS]
KITS += [("netbsd", netbsd_kit, model) for model in netbsd_kit.MODELS]
KITS += [("dragonfly", dragonfly_kit, datamodel.AMD64)]
LIVE = {"freebsd": LiveFreebsd, "netbsd": LiveNetbsd, "dragonfly": LiveDragonfly}


class Reader:
    """A live corefile, read through the kernel's address space."""

    def __init__(self, core) -> None:
        self.space = AddressSpace(core, KVA)

    def read(self, va, count):
        data, fault = self.space.read_some(va, count)
        return data if fault is None else None


def _kernel(bsd, reader, symbols):
    name, kit, model = bsd
    return kit.Kernel(reader, symbols) if name == "dragonfly" else kit.Kernel(model.name, reader, symbols)


def plant(bsd, world):
    """Return (memory, kernel) of a world that is planted with one of `KITS`."""
    name, kit, model = bsd
    memory = kit.plant_example(world) if name == "dragonfly" else kit.plant_example(model, world)
    symbols = {symbol.name: int(symbol) for symbol in memory.symbols}
    return memory, _kernel(bsd, kit.Direct(memory), symbols)


def run(bsd, look):
    """Return (core, kernel) of a live kernel that looks at its world at each question; the caller closes the core."""
    name, kit, model = bsd
    layouts = kit.layouts if name == "dragonfly" else kit.layouts(model)
    core = LIVE[name](model, layouts, "sunkvm-test", look)
    core.processes_age = 0
    names = ElfNamelist("kernel", core.namelist())
    return core, _kernel(bsd, Reader(core), {each: int(names[each]) for each in names})
