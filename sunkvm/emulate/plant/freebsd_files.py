"""Files, devices and maps of planted FreeBSD kernels (sys/filedesc.h, sys/file.h, sys/conf.h, vm/vm_map.h of 12.1, 15).

A vnode has its type, and a device's name; the cache of names, which would tell paths, has structs of its own that are not
known here.
"""

from __future__ import annotations

import struct

from .bsd import device_number, terminal_name
from .bsd_files import FLAG_BITS, UF_EXCLOSE, VCHR, VDIR, BsdFiles, LooseFiles
from .bsd_maps import BsdMaps, root_of, tree
from .parts import Shared

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from ...datamodel import DataModel
    from ..world import WorldFile, WorldProcess
    from .bsd_maps import Piece

# DTYPE_*; an epoll is a kqueue to programs of Linux there (sys/compat/linux/linux_event.c).
_COW, _GROWS_DOWN = 0x4, 0x1000  # MAP_ENTRY_*
_CONSTRUCTED = 1  # VSTATE_*, of newer releases
_FILE_TYPES = {"socket": 2, "pipe": 3, "epoll": 5, "process": 12, "eventfd": 13, "timerfd": 14}


class FreebsdFiles(BsdFiles):
    """The part of a planting that is about files."""

    model: DataModel
    file_types = _FILE_TYPES
    fifo_type = 4
    flag_bits = FLAG_BITS

    def place_files(self) -> None:
        size = self.structs.size
        self.vnodes = Shared(self.heap, size("vnode"))
        self.cdev_size = size("cdev")
        # struct cdev_priv: the cdev, a list entry, then the number (fs/devfs/devfs_int.h).
        self.cdevs = Shared(self.heap, self.cdev_size + 2 * self.model.word + 16)

    def vnode_of(self, key: tuple[int, Any]) -> int:
        return self.vnodes.place(key)

    # Behind a filedesc stand, since 13, its pwddesc and the pwd, which have the directories.

    def _room(self, name: str) -> int:
        return -(-self.structs.size(name) // 16) * 16

    @property
    def table_size(self) -> int:
        more = ("pwddesc", "pwd") if self.structs.has("proc", "p_pd") else ()
        return sum(map(self._room, ("filedesc", *more)))

    def holders(self, table: int) -> dict[str, int]:
        return {
            "p_fd": table,
            **({"p_pd": table + self._room("filedesc")} if self.structs.has("proc", "p_pd") else {}),
        }

    def plant_table(self, table: int, process: WorldProcess, files: Sequence[WorldFile]) -> None:
        structs = self.structs
        count = files[-1].fd + 1 if files else 0
        entry, first = structs.size("filedescent"), structs.offset("fdescenttbl", "fdt_ofiles")
        where = self.heap.allocate(first + count * entry)
        self.heap.put(where, structs.build("fdescenttbl", {"fdt_nfiles": count})[:first])
        for file in files:
            values = {"fde_file": self.plant_file(file), "fde_flags": UF_EXCLOSE if file.close_on_exec else 0}
            self.heap.put(where + first + file.fd * entry, structs.build("filedescent", values))
        used = {file.fd for file in files}
        free = next(number for number in range(count + 1) if number not in used)
        folder = 0 if process.cwd is None else self.vnode_of((VDIR, process.cwd))
        older = {"fd_lastfile": count - 1, "fd_cdir": folder, "fd_cmask": process.umask or 0}
        values = {"fd_files": where, "fd_freefile": free, "fd_refcnt": 1, "fd_holdcnt": 1}
        self.fill(table, "filedesc", values, older)
        holder = self.holders(table).get("p_pd")
        if holder is not None:
            pwd = holder + self._room("pwddesc")
            values = {"pd_pwd.__ptr": pwd, "pd_refcount": 1, "pd_cmask": process.umask or 0}
            self.fill(holder, "pwddesc", values)
            self.fill(pwd, "pwd", {"pwd_refcount": 1, "pwd_cdir": folder})

    def cdev(self, device: tuple[int, int] | bytes) -> int:
        """Return the address of a device, by its numbers or a name; 0 for one that has no name."""
        name = device if isinstance(device, bytes) else terminal_name(device) or self.device_names.get(device)
        return self.cdevs.place((name, device)) if name else 0

    def plant_vnodes(self) -> None:
        for (kind, what), kva in self.vnodes.used():
            values: dict[str, Any] = {"v_type": kind, "v_usecount": self.vnodes.counts[kind, what]}
            if kind == VCHR:
                values["v_rdev"] = self.cdev(what)
            self.fill(kva, "vnode", values, {"v_state": _CONSTRUCTED})
        length = self.structs.layout("cdev")["si_name"].size - 1
        for (name, device), kva in self.cdevs.used():
            number = b""
            if not isinstance(device, bytes):
                inode = device_number(device) & 0xFFFF_FFFF
                number = bytes(2 * self.model.word) + struct.pack(self.model.order + "I", inode)
            values = {"si_name": name[:length], "si_refcount": self.cdevs.counts[name, device]}
            self.fill(kva, "cdev", values, None, ((self.cdev_size, number),))


class FreebsdMaps(FreebsdFiles, BsdMaps):
    """The part of a planting that is about address spaces: a list and a tree up to 12, since then a tree with threads."""

    fixed = ("first", "last", "root")

    def leads(self, table: int, count: int) -> dict[str, int]:
        places = self.fixed_places(table)
        listed = self.structs.has("vm_map_entry", "next")
        first, last = ("next", "prev") if listed else ("right", "left")
        return {
            f"vm_map.header.{first}": places["first"],
            f"vm_map.header.{last}": places["last"],
            "vm_map.root": places["root"],
            "vm_map.nentries": count,
        }

    def plant_map(self, vmspace: int, found: Sequence[Piece], table: int = 0) -> dict[str, Any]:
        """Plant the entries of a process's map; return the members of its vmspace that lead to them.

        One that is not known is a ring of its header alone: who walks it would not expect it to have no end.
        """
        structs = self.structs
        kvas = self.places_of(len(found), table)
        header = vmspace + structs.offset("vmspace", "vm_map") + structs.offset("vm_map", "header")
        listed = structs.has("vm_map_entry", "next")
        ring = [header, *kvas, header]
        for number, (piece, (left, right, _, _)) in enumerate(zip(found, tree(len(found)), strict=True)):
            before, after = ring[number], ring[number + 2]
            flags = _COW if piece.path is not None and not piece.shared and not piece.device else 0
            values = {
                **self.members_of(piece),
                "start": piece.start,
                "end": piece.end,
                "object.vm_object": self.object_of(piece),
                "offset": piece.offset,
                "eflags": flags | (_GROWS_DOWN if piece.stack else 0),
                "left": kvas[left] if left is not None else 0 if listed else before,
                "right": kvas[right] if right is not None else 0 if listed else after,
            }
            data = structs.build("vm_map_entry", values, {"prev": before, "next": after})
            self.heap.put(kvas[number], data)
        ends = {"next": ring[1], "prev": ring[-2]} if listed else {"right": ring[1], "left": ring[-2]}
        values = {
            "root": kvas[root_of(len(kvas))] if kvas else 0,
            "nentries": len(kvas),
            **{f"header.{name}": kva for name, kva in ends.items()},
        }
        return {f"vm_map.{name}": value for name, value in values.items()}


class FreebsdLooseFiles(LooseFiles, FreebsdFiles):
    """Tables of descriptors in memory of their own."""

    def place_files(self) -> None:
        FreebsdFiles.place_files(self)


class FreebsdLooseMaps(LooseFiles, FreebsdMaps):
    """Maps in memory of their own."""

    def place_files(self) -> None:
        FreebsdFiles.place_files(self)
        self.place_maps()
