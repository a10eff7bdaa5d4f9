"""Files and devices of planted DragonFly kernels (sys/namecache.h, sys/filedesc.h, sys/file.h of 5.9).

A name lies in the cache of names as path components, all below one mount: which file systems the host's paths go through
is not told.
"""

from __future__ import annotations

from .bsd import terminal_name
from .bsd_files import FLAG_BITS, UF_EXCLOSE, VBLK, VCHR, VDIR, VREG, BsdFiles, LooseFiles
from .bsd_maps import RED, BsdMaps, root_of, tree
from .parts import Shared

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from ..world import WorldFile, WorldProcess
    from .bsd_maps import Piece
    from .parts import Nucleus

_MAX_NAME = 255
_MASK32 = 0xFFFF_FFFF
NCF_UNRESOLVED = 0x4
VS_ACTIVE = 1

_STACK, _COW = 0x2, 0x4  # MAP_ENTRY_*
_MAPTYPE_NORMAL = 1
# DTYPE_*
_FILE_TYPES = {"socket": 2, "pipe": 3, "epoll": 5}


class DragonflyFiles(BsdFiles):
    """The part of a planting that is about files."""

    fixed_keys: list[tuple[Shared, Any]]
    nucleus: Nucleus
    fifo_type = 4
    file_types = _FILE_TYPES
    flag_bits = FLAG_BITS

    def place_files(self) -> None:
        size = self.structs.size
        self.vnodes = Shared(self.heap, size("vnode"))
        self.devices = Shared(self.heap, size("cdev"))
        self.mount = self.heap.allocate(size("mount"))
        self.names = Shared(self.heap, size("namecache"))
        self.names.place(b"")
        self.fixed_keys.append((self.names, b""))

    def vnode_of(self, key: tuple[int, Any]) -> int:
        if key[0] in (VCHR, VBLK) and isinstance(key[1], tuple):
            self.device(key[1])
        return self.vnodes.place(key)

    def program(self, world: WorldProcess) -> dict[str, int]:
        """Return the members of a process that lead to its program."""
        values: dict[str, int] = {}
        if world.program is not None:
            values["p_textvp"] = self.vnodes.place((VREG, world.program))
            name = self.name(world.program)
            if name:
                values |= {"p_textnch.ncp": name, "p_textnch.mount": self.mount}
        return values

    def folder(self, process: WorldProcess) -> dict[str, Any]:
        """Return the members of a filedesc that tell a process's directory and its mode mask."""
        table: dict[str, Any] = {"fd_refcnt": 1, "fd_cmask": process.umask or 0}
        if process.cwd is not None:
            table["fd_cdir"] = self.vnodes.place((VDIR, process.cwd))
            name = self.name(process.cwd)
            if name:
                table |= {"fd_ncdir.ncp": name, "fd_ncdir.mount": self.mount}
        return table

    def plant_table(self, table: int, process: WorldProcess, files: Sequence[WorldFile]) -> None:
        structs = self.structs
        size = structs.size("fdnode")
        count = files[-1].fd + 1 if files else 0
        where = self.heap.allocate(max(count, 1) * size)
        for file in files:
            values = {
                "fp": self.plant_file(file),
                "fileflags": UF_EXCLOSE if file.close_on_exec else 0,
                "isfull": 1,
                "allocated": 1,  # how many are in use here and below in the tree that finds free ones
            }
            self.heap.put(where + file.fd * size, structs.build("fdnode", values))
        used = {file.fd for file in files}
        free = next(number for number in range(count + 1) if number not in used)
        values = {"fd_files": where, "fd_nfiles": count, "fd_lastfile": count - 1, "fd_freefile": free}
        self.fill(table, "filedesc", {**self.folder(process), **values})

    def led_to(self, file: WorldFile, kind: int) -> dict[str, Any]:
        values: dict[str, Any] = {"f_data": self.vnode_of(self.vnode_key(file, kind))}
        name = 0 if file.path is None else self.name(file.path)
        if name:
            values |= {"f_nchandle.ncp": name, "f_nchandle.mount": self.mount}
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
        name = what if isinstance(what, bytes) else terminal_name(what) or self.device_names.get(what)
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
        """Build the vnodes that were placed and the names of files, and tie both to the mount."""
        files: dict[int, int] = {}
        named: dict[tuple[bytes, int], tuple[int, dict[str, Any]]] = {}
        rows: list[tuple[int, dict[str, Any]]] = []
        for (kind, what), kva in self.vnodes.used():
            values: dict[str, Any] = {
                "v_type": kind, "v_state": VS_ACTIVE, "v_refcnt": self.vnodes.counts[kind, what],
            }  # fmt: skip
            if kind == VCHR or (kind == VBLK and isinstance(what, tuple)):
                values["v_un.vu_cdev.vu_cdevinfo"] = self.devices.places[what]
            else:
                name = self.name(what)
                if name:
                    values |= {"v_mount": self.mount, "v_namecache.tqh_first": name}
                    files[name] = kva
                    named[what, kind] = kva, values
            rows.append((kva, values))
        there = [named[key] for key in sorted(named)]  # in whatever order they came up
        ends = self.queue(self.mount, "mount", "mnt_nvnodelist", "vnode", "v_nmntvnodes", there)
        for kva, values in rows:
            self.fill(kva, "vnode", values)
        self.plant_names(files)
        mount = {
            "mnt_list.tqe_prev": self.head_mounts(),
            "mnt_stat.f_mntonname": b"/",
            "mnt_nvnodelistsize": len(there),
            "mnt_ncmountpt.ncp": self.names.places[b""],
            "mnt_ncmountpt.mount": self.mount,
            **ends,
        }
        self.fill(self.mount, "mount", mount)

    def head_mounts(self) -> int:
        """Let the variables that lead to the mount do so; return the address of the first pointer to it."""
        link = self.mount + self.structs.offset("mount", "mnt_list.tqe_next")
        self.nucleus.fill("mountlist", self.words(self.mount, link))
        self.nucleus.fill("rootnch", self.words(self.names.places[b""], self.mount))
        return int(self.nucleus.symbols.get("mountlist", 0))

    def plant_names(self, files: Mapping[int, int]) -> None:
        """Build the names of files; ``files`` are the vnodes that some of them belong to."""
        size, places = self.structs.size("namecache"), self.names.places
        rows: dict[int, dict[str, Any]] = {}
        below: dict[int, list[tuple[int, dict[str, Any]]]] = {}
        texts: dict[int, bytes] = {}
        for path, kva in sorted(self.names.used()):
            vnode = files.get(kva, 0)
            # Of a name without a vnode nobody knows here whether there is such a file: that is no negative entry.
            rows[kva] = values = {"nc_vp": vnode, "nc_flag": 0 if vnode else NCF_UNRESOLVED}
            if path:
                above, _, part = path.rpartition(b"/")
                values |= {
                    "nc_parent": places[above], "nc_name": kva + size, "nc_nlen": len(part), "nc_refs": 1,
                }  # fmt: skip
                texts[kva] = part + b"\0"
                below.setdefault(places[above], []).append((kva, values))
        for kva in rows:
            chain = below.get(kva, [])
            rows[kva] |= self.queue(kva, "namecache", "nc_list", "namecache", "nc_entry", chain)
        for kva, values in rows.items():
            self.fill(kva, "namecache", values, None, ((size, texts.get(kva, b"")),))

    def queue(
        self,
        owner: int,
        name: str,
        head: str,
        of: str,
        link: str,
        chain: Sequence[tuple[int, dict[str, Any]]],
    ) -> dict[str, int]:
        """Set the links of a tail queue in the values of what hangs on it; return the members of its head."""
        after = self.structs.offset(of, f"{link}.tqe_next")
        before = owner + self.structs.offset(name, f"{head}.tqh_first")
        for number, (kva, values) in enumerate(chain, 1):
            following = chain[number][0] if number < len(chain) else 0
            values |= {f"{link}.tqe_next": following, f"{link}.tqe_prev": before}
            before = kva + after
        return {f"{head}.tqh_first": chain[0][0] if chain else 0, f"{head}.tqh_last": before}


class DragonflyMaps(DragonflyFiles, BsdMaps):
    """The part of a planting that is about address spaces."""

    fixed = ("root",)

    def leads(self, table: int, count: int) -> dict[str, int]:
        return {"vm_map.rb_root.rbh_root": table, "vm_map.nentries": count}

    def plant_map(self, vmspace: int, found: Sequence[Piece], table: int = 0) -> dict[str, Any]:
        """Plant the entries of a process's map; return the members of its vmspace that lead to them."""
        structs = self.structs
        kvas = self.places_of(len(found), table)
        for kva, piece, (left, right, parent, lowest) in zip(kvas, found, tree(len(found)), strict=True):
            flags = _COW if piece.path is not None and not piece.shared and not piece.device else 0
            values = {
                **self.members_of(piece),
                "rb_entry.rbe_left": 0 if left is None else kvas[left],
                "rb_entry.rbe_right": 0 if right is None else kvas[right],
                "rb_entry.rbe_parent": 0 if parent is None else kvas[parent],
                "rb_entry.rbe_color": RED if lowest and parent is not None else 0,
                "ba.start": piece.start,
                "ba.end": piece.end,
                "ba.object": self.object_of(piece),
                "ba.offset": piece.offset,
                "eflags": flags | (_STACK if piece.stack else 0),
                "maptype": _MAPTYPE_NORMAL,
            }
            self.heap.put(kva, structs.build("vm_map_entry", values))
        root = kvas[root_of(len(kvas))] if kvas else 0
        return {"vm_map.rb_root.rbh_root": root, "vm_map.nentries": len(kvas)}


class DragonflyLooseFiles(LooseFiles, DragonflyFiles):
    """Tables of descriptors in memory of their own."""

    def place_files(self) -> None:
        DragonflyFiles.place_files(self)

    def head_mounts(self) -> int:
        return 0  # the mount that the kernel's variables lead to is the planting's


class DragonflyLooseMaps(DragonflyLooseFiles, DragonflyMaps):
    """Maps in memory of their own."""

    def place_files(self) -> None:
        DragonflyFiles.place_files(self)
        self.place_maps()
