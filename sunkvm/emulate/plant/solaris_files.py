"""Open files of planted Solaris processes (illumos sys/user.h, sys/file.h, sys/vnode.h)."""

from __future__ import annotations

from ...schema import flat
from .parts import Shared

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from typing import Any

    from ...datamodel import DataModel
    from ...layout import Layout
    from ..memory import Arena
    from ..world import WorldFile, WorldProcess

    LayoutOf = Callable[[str], Layout]

VREG, VDIR = 1, 2
NODEV = -1
MOST_FILES = 8192
"""For how many descriptors of a process there is room in a live kernel, those with the lowest numbers."""
_TYPES = {
    "regular": 1, "directory": 2, "block device": 3, "character device": 4, "link": 5, "fifo": 6, "pipe": 6, "socket": 9,
}  # fmt: skip
_ACCESS = {"r": 1, "w": 2, "rw": 3}  # FREAD, FWRITE
_FLAGS = {"append": 0x8, "sync": 0x10, "dsync": 0x40, "nonblock": 0x80, "async": 0x1000}
_FD_CLOEXEC = 1


class SolarisFiles:
    """The part of a planting that is about files.

    A file that several descriptors share is planted once for each of them: the host does not tell which do, but for a
    system call for each pair. A vnode goes by its type, its path, the numbers of a device, and, where it has no name, by
    who has it open.
    """

    model: DataModel
    layout: LayoutOf
    heap: Arena
    vnodes: Shared

    def build(self, name: str, values: Mapping[str, Any]) -> bytes:
        return flat.pack(self.layout(name), values)

    def device(self, numbers: tuple[int, int] | None) -> int:
        """Return a dev_t: 32 + 32 bits, or 14 + 18 (sys/mkdev.h); NODEV where it has no room."""
        if numbers is None:
            return NODEV
        major, minor = numbers
        bits = 32 if self.model.bits == 64 else 18
        return NODEV if minor >> bits or major >> (self.model.bits - bits) else major << bits | minor

    def vnode(self, kind: int, path: bytes, more: tuple[Any, ...] = ()) -> int:
        """Return the address of the vnode of a file, which its path stands behind."""
        return self.vnodes.place((kind, path, *more), len(path) + 1)

    def fill_vnode(self, key: Any, kva: int, number: int) -> None:
        size = self.layout("vnode").size
        values = {"v_type": key[0], "v_count": self.vnodes.counts[key]}
        if key[1]:
            values["v_path"] = kva + size
        if len(key) > 2 and key[2] is not None:
            values["v_rdev"] = self.device(key[2])
        self.heap.put(kva, self.build("vnode", values) + key[1])

    def entry_size(self) -> int:
        return self.layout("uf_entry").size

    def plant_table(self, table: int, process: WorldProcess, files: Sequence[WorldFile], room: int) -> None:
        """Write the entries of the list of descriptors at an address, as far as there is ``room`` for them."""
        size = self.entry_size()
        for file in files:
            if file.fd >= room:
                break
            flags = sum(_FLAGS.get(each, 0) for each in file.flags) | _ACCESS.get(file.access or "", 0)
            path = file.path or b""
            owner = () if path else (process.pid, file.fd)
            values = {
                "f_flag": flags,
                "f_vnode": self.vnode(_TYPES.get(file.kind, 0), path, (file.device, *owner)),
                "f_offset": file.position or 0,
                "f_count": 1,
            }
            kva = self.heap.allocate(self.layout("file").size)
            self.heap.put(kva, self.build("file", values))
            entry = {"uf_file": kva, "uf_flag": _FD_CLOEXEC if file.close_on_exec else 0}
            self.heap.put(table + file.fd * size, self.build("uf_entry", entry))


def room_of(process: WorldProcess) -> int:
    """Return for how many descriptors the list of a running process has room."""
    return min(process.table or 0, MOST_FILES)


class SolarisLooseFiles(SolarisFiles):
    """Lists of descriptors in memory of their own, for a kernel whose processes lie elsewhere."""

    def __init__(self, model: DataModel, layout: LayoutOf, heap: Arena) -> None:
        self.model = model
        self.layout = layout
        self.heap = heap
        self.vnodes = Shared(heap, layout("vnode").size)
        self.all_files: list[int] = []

    def plant_table(
        self, table: int, process: WorldProcess, files: Sequence[WorldFile], room: int | None = None
    ) -> None:
        super().plant_table(table, process, files, room_of(process))

    def plant_vnodes(self) -> None:
        for key, kva in self.vnodes.used():
            self.fill_vnode(key, kva, 0)
