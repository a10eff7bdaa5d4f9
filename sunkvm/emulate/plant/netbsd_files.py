"""Files and devices of planted NetBSD kernels (sys/filedesc.h, sys/file.h, miscfs/specfs/specdev.h of 10.99.12).

A vnode has its type, and a device its number; the cache of names, which would tell paths, has structs of its own that are
not known here.
"""

from __future__ import annotations

from .bsd import device_number
from .bsd_files import VBLK, VCHR, BsdFiles, LooseFiles
from .parts import Shared

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from ..world import WorldFile, WorldProcess

# DTYPE_*; DTYPE_MISC is for what has none of its own. An epoll is a kqueue there (sys/kern/sys_epoll.c).
_MISC = 5
_FILE_TYPES = {
    "socket": 2, "pipe": 3, "epoll": 4, "eventfd": 9, "timerfd": 10,
    "signalfd": _MISC, "inotify": _MISC, "process": _MISC, "other": _MISC,
}  # fmt: skip
_FLAG_BITS = {
    "nonblock": 0x4,
    "append": 0x8,
    "async": 0x40,
    "sync": 0x80,
    "dsync": 0x10000,
    "direct": 0x80000,
}


class NetbsdFiles(BsdFiles):
    """The part of a planting that is about files."""

    file_types = _FILE_TYPES
    flag_bits = _FLAG_BITS

    def place_files(self) -> None:
        self.vnodes = Shared(self.heap, self.structs.size("vnode"))
        self.devices = Shared(self.heap, self.structs.size("specnode"))
        self.mapped: set[int] = set()  # the vnodes of files that processes have mapped

    def vnode_of(self, key: tuple[int, Any]) -> int:
        return self.vnodes.place(key)

    def led_to(self, file: WorldFile, kind: int) -> dict[str, Any]:
        return {"f_undata.fd_vp": self.vnode_of(self.vnode_key(file, kind))}

    def plant_table(self, table: int, process: WorldProcess, files: Sequence[WorldFile]) -> None:
        structs, word = self.structs, self.structs.layout("fdtab").model.word
        count = files[-1].fd + 1 if files else 0
        first, size = structs.offset("fdtab", "dt_ff"), structs.size("fdfile")
        where = self.heap.allocate(max(first + count * word, structs.size("fdtab")))
        self.heap.put(where, structs.build("fdtab", {"dt_nfiles": count})[:first])
        for file in files:
            entry = self.heap.allocate(size)
            values = {
                "ff_exclose": int(bool(file.close_on_exec)),
                "ff_allocated": 1,
                "ff_refcnt": 1,
                "ff_file": self.plant_file(file),
            }
            self.heap.put(entry, structs.build("fdfile", values))
            self.heap.put(where + first + file.fd * word, self.words(entry))
        used = {file.fd for file in files}
        free = next(number for number in range(count + 1) if number not in used)
        self.fill(
            table,
            "filedesc",
            {"fd_dt": where, "fd_lastfile": count - 1, "fd_freefile": free, "fd_refcnt": 1},
        )

    def object_operations(self) -> int:
        """Return the address of the table of operations of vnodes' objects, in which nothing stands."""
        raise NotImplementedError

    def plant_vnodes(self) -> None:
        for (kind, what), kva in self.vnodes.used():
            values: dict[str, Any] = {"v_type": kind, "v_usecount": self.vnodes.counts[kind, what]}
            if kind in (VCHR, VBLK) and isinstance(what, tuple):
                node = self.devices.place(what)
                self.fill(node, "specnode", {"sn_rdev": device_number(what)})
                values["v_un.vu_specnode"] = node
            if kva in self.mapped:  # by its operations the object of a vnode is told from others
                values["v_uobj.pgops"] = self.object_operations()
            self.fill(kva, "vnode", values)

    def chain_files(self, head: int) -> int:
        """Tie the list of all files behind a head at an address, the last one first; return the address of that."""
        chain = self.all_files[::-1]
        next_at = self.structs.offset("file", "f_list.le_next")
        before = head
        for kva, after in zip(chain, [*chain, 0][1:], strict=True):
            self.heap.put(kva + next_at, self.words(after, before))
            before = kva + next_at
        return chain[0] if chain else 0


class NetbsdLooseFiles(LooseFiles, NetbsdFiles):
    """Tables of descriptors in memory of their own."""

    def place_files(self) -> None:
        NetbsdFiles.place_files(self)
