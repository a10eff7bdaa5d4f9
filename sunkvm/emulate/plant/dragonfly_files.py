"""Files, devices and swap of planted DragonFly kernels (sys/namecache.h, sys/filedesc.h, vm/swap_pager.h of 5.9).

A name lies in the cache of names as path components, all below one mount: which file systems the host's paths go through
is not told.
"""

from __future__ import annotations

from .bsd import device_number, terminal_name
from .parts import Shared

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from ..memory import ReusedArena
    from ..world import World, WorldSwap
    from .bsd import BsdKernel, Structs
    from .bsd_planting import PlantedProcess
    from .parts import Nucleus

VREG, VDIR, VCHR = 1, 2, 4
_MAX_NAME = 255
_MASK32 = 0xFFFF_FFFF


class DragonflyFiles:
    """The part of a planting that is about files."""

    world: World
    kernel: BsdKernel
    structs: Structs
    nucleus: Nucleus
    heap: ReusedArena
    fixed_keys: list[tuple[Shared, Any]]

    if TYPE_CHECKING:

        def words(self, *values: int) -> bytes: ...
        def ints(self, *values: int) -> bytes: ...
        def pages(self, area: WorldSwap) -> int: ...
        def used(self, area: WorldSwap) -> int: ...
        def fill(
            self,
            kva: int,
            name: str,
            values: Mapping[str, Any],
            maybe: Mapping[str, Any] | None = None,
            more: tuple[tuple[int, bytes], ...] = (),
        ) -> None: ...

    def place_files(self) -> None:
        size = self.structs.size
        self.vnodes = Shared(self.heap, size("vnode"))
        self.devices = Shared(self.heap, size("cdev"))
        self.mount = self.heap.allocate(size("mount"))
        self.names = Shared(self.heap, size("namecache"))
        root = self.names.place(b"")
        self.fixed_keys.append((self.names, b""))
        self.heap.put(self.mount, self.structs.build("mount", {"mnt_ncmountpt.ncp": root}))

    def files(self, process: PlantedProcess) -> dict[str, int]:
        """Return the members of a process that lead to files: its program, and its directory with its mode mask.

        Its descriptors are not known: there is no table of them, not even an empty one.
        """
        values: dict[str, int] = {}
        world = process.world
        if world.program is not None:
            values["p_textvp"] = self.vnodes.place((VREG, world.program))
            name = self.name(world.program)
            if name:
                values |= {"p_textnch.ncp": name, "p_textnch.mount": self.mount}
        if world.cwd is not None or world.umask is not None:
            table: dict[str, Any] = {"fd_refcnt": 1, "fd_cmask": world.umask or 0}
            if world.cwd is not None:
                table["fd_cdir"] = self.vnodes.place((VDIR, world.cwd))
                name = self.name(world.cwd)
                if name:
                    table |= {"fd_ncdir.ncp": name, "fd_ncdir.mount": self.mount}
            values["p_fd"] = process.name
            self.heap.put(process.name, self.structs.build("filedesc", table))
        return values

    def name(self, path: bytes) -> int:
        """Return the address of a path's entry in the cache of names; 0 for a file that has no name (any more)."""
        if not path.startswith(b"/") or path.endswith(b" (deleted)"):
            return 0
        kva = self.names.places[b""]
        so_far = b""
        for part in path.split(b"/"):
            if part and len(part) <= _MAX_NAME:
                so_far = b"/".join((so_far, part))
                kva = self.names.place(so_far, len(part) + 1)
        return kva

    def device(
        self, what: tuple[int, int] | bytes, tty: int = 0, number: tuple[int, int] | None = None
    ) -> int:
        """Return the address of a device: a terminal by its number, any other by its name in /dev."""
        kva = self.devices.place(what)
        name = what if isinstance(what, bytes) else terminal_name(what)
        number = number if isinstance(what, bytes) else what
        values: dict[str, Any] = {"si_name": (name or b"")[: self.structs.layout("cdev")["si_name"].size - 1]}
        if number is not None:
            values |= {"si_umajor": number[0], "si_uminor": number[1]}
        if tty:
            values["__si_u.__si_tty.__sit_tty"] = tty
        self.fill(kva, "cdev", values)
        return kva

    def terminal_vnode(self, tty: tuple[int, int]) -> int:
        return self.vnodes.place((VCHR, tty))

    def plant_vnodes(self) -> None:
        """Build the vnodes that were placed, and the names of files."""
        files: dict[int, int] = {}
        for (kind, what), kva in self.vnodes.used():
            values: dict[str, Any] = {"v_type": kind, "v_refcnt": self.vnodes.counts[kind, what]}
            if kind == VCHR:
                values["v_un.vu_cdev.vu_cdevinfo"] = self.devices.places[what]
            else:
                name = self.name(what)
                if name:
                    values |= {"v_mount": self.mount, "v_namecache.tqh_first": name}
                    files[name] = kva
            self.fill(kva, "vnode", values)
        size, places = self.structs.size("namecache"), self.names.places
        for path, kva in self.names.used():
            values, more = {"nc_vp": files.get(kva, 0)}, b""
            if path:
                above, _, part = path.rpartition(b"/")
                values |= {
                    "nc_parent": places[above], "nc_name": kva + size, "nc_nlen": len(part), "nc_refs": 1,
                }  # fmt: skip
                more = part + b"\0"
            self.fill(kva, "namecache", values, None, ((size, more),))

    def plant_swap(self) -> None:
        structs, areas = self.structs, self.world.swap
        size = structs.size("swdevt")
        table = self.heap.allocate(max(len(areas), 1) * size)
        self.swap_places = [table + number * size for number in range(len(areas))]
        for area, kva in zip(areas, self.swap_places, strict=True):
            name = area.path.removeprefix(b"/dev/")
            values = {
                "sw_dev": device_number(area.device) & _MASK32,
                "sw_nblks": self.pages(area),
                "sw_nused": self.used(area),
            }
            if name == area.path:
                values["sw_vp"] = self.vnodes.place((VREG, area.path))
            else:
                values["sw_device"] = self.device(name, number=area.device)
                values["sw_vp"] = self.vnodes.place((VCHR, name))
            self.heap.put(kva, structs.build("swdevt", values))
        self.nucleus.fill("swdevt", self.words(table))
        self.nucleus.fill("nswdev", self.ints(len(areas)))

    def plant_modules(self) -> None:
        """Plant the one file that such a kernel consists of: itself."""
        kva = self.kernel_file = self.heap.allocate(self.structs.size("linker_file"))
        values = {
            "refs": 1,
            "link.tqe_prev": int(self.nucleus.symbols["linker_files"]),
            "filename": self.heap.string(b"kernel"),
            "id": 1,
            "address": self.kernel.text,
        }
        self.heap.put(kva, self.structs.build("linker_file", values))
        link = kva + self.structs.offset("linker_file", "link.tqe_next")
        self.nucleus.fill("linker_files", self.words(kva, link))
