"""Files, devices and swap of planted DragonFly kernels (sys/namecache.h, sys/filedesc.h, vm/swap_pager.h of 5.9).

A name lies in the cache of names as path components, all below one mount: which file systems the host's paths go through
is not told.
"""

from __future__ import annotations

from .bsd import device_number, terminal_name
from .parts import Shared

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ..memory import Arena
    from ..world import World, WorldProcess, WorldSwap
    from .bsd import BsdKernel, Structs
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
    heap: Arena

    if TYPE_CHECKING:

        def words(self, *values: int) -> bytes: ...
        def ints(self, *values: int) -> bytes: ...
        def pages(self, area: WorldSwap) -> int: ...
        def used(self, area: WorldSwap) -> int: ...

    def place_files(self) -> None:
        size = self.structs.size
        self.vnodes = Shared(self.heap, size("vnode"))
        self.devices: dict[tuple[int, int] | bytes, int] = {}
        self.mount = self.heap.allocate(size("mount"))
        self.names: dict[bytes, int] = {b"": self.heap.allocate(size("namecache"))}
        self.heap.put(self.mount, self.structs.build("mount", {"mnt_ncmountpt.ncp": self.names[b""]}))

    def files(self, world: WorldProcess) -> dict[str, int]:
        """Return the members of a process that lead to files: its program, and its directory with its mode mask.

        Its descriptors are not known: there is no table of them, not even an empty one.
        """
        values: dict[str, int] = {}
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
            kva = values["p_fd"] = self.heap.allocate(self.structs.size("filedesc"))
            self.heap.put(kva, self.structs.build("filedesc", table))
        return values

    def name(self, path: bytes) -> int:
        """Return the address of a path's entry in the cache of names; 0 for a file that has no name (any more)."""
        if not path.startswith(b"/") or path.endswith(b" (deleted)"):
            return 0
        kva = self.names[b""]
        so_far = b""
        for part in path.split(b"/"):
            if not part or len(part) > _MAX_NAME:
                continue
            parent, so_far = kva, b"/".join((so_far, part))
            kva = self.names.get(so_far, 0)
            if not kva:
                kva = self.names[so_far] = self.heap.allocate(self.structs.size("namecache"))
                text = self.heap.string(part)
                values = {"nc_parent": parent, "nc_name": text, "nc_nlen": len(part), "nc_refs": 1}
                self.heap.put(kva, self.structs.build("namecache", values))
        return kva

    def device(
        self, what: tuple[int, int] | bytes, tty: int = 0, number: tuple[int, int] | None = None
    ) -> int:
        """Return the address of a device: a terminal by its number, any other by its name in /dev."""
        kva = self.devices.get(what)
        if kva is None:
            kva = self.devices[what] = self.heap.allocate(self.structs.size("cdev"))
            name = what if isinstance(what, bytes) else terminal_name(what)
            number = number if isinstance(what, bytes) else what
            values: dict[str, Any] = {
                "si_name": (name or b"")[: self.structs.layout("cdev")["si_name"].size - 1]
            }
            if number is not None:
                values |= {"si_umajor": number[0], "si_uminor": number[1]}
            if tty:
                values["__si_u.__si_tty.__sit_tty"] = tty
            self.heap.put(kva, self.structs.build("cdev", values))
        return kva

    def terminal_vnode(self, tty: tuple[int, int]) -> int:
        return self.vnodes.place((VCHR, tty))

    def plant_vnodes(self) -> None:
        """Build the vnodes that were placed."""
        for (kind, what), kva in self.vnodes.places.items():
            values: dict[str, Any] = {"v_type": kind, "v_refcnt": self.vnodes.counts[kind, what]}
            if kind == VCHR:
                values["v_un.vu_cdev.vu_cdevinfo"] = self.devices[what]
            else:
                name = self.name(what)
                if name:
                    values |= {"v_mount": self.mount, "v_namecache.tqh_first": name}
                    self.structs.patch(self.heap, name, "namecache", {"nc_vp": kva})
            self.heap.put(kva, self.structs.build("vnode", values))

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
