"""Open files of planted BSD processes: what the systems have in common; and tables of descriptors apart from a planting."""

from __future__ import annotations

from .parts import Shared

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from ...datamodel import DataModel
    from ..memory import Arena
    from ..world import WorldFile, WorldProcess
    from .bsd import Structs

VREG, VDIR, VBLK, VCHR, VLNK, VSOCK, VFIFO = range(1, 8)
DTYPE_VNODE = 1
VNODE_TYPES = {
    "regular": VREG,
    "directory": VDIR,
    "block device": VBLK,
    "character device": VCHR,
    "link": VLNK,
    "fifo": VFIFO,
}
FREAD, FWRITE = 1, 2
_ACCESS = {"r": FREAD, "w": FWRITE, "rw": FREAD | FWRITE}
UF_EXCLOSE = 1
FLAG_BITS = {
    "nonblock": 0x4,
    "append": 0x8,
    "async": 0x40,
    "sync": 0x80,
    "direct": 0x10000,
}  # of FreeBSD, DragonFly


class BsdFiles:
    """The part of a planting that is about files; a system adds its own structs.

    A file that several descriptors share is planted once for each of them: the host does not tell which do, but for a
    system call for each pair.

    Attributes:
        structs, heap: what is planted, and where.
        device_names: the names in /dev of devices that have no fixed one, by their numbers.
        file_types: ``f_type`` of what is no vnode, by a world's words; what a system has not got stays 0.
        fifo_type: ``f_type`` of a fifo with a name.
        flag_bits: ``f_flag`` of a world's words.
        all_files: the addresses of the files planted so far.
    """

    structs: Structs
    heap: Arena
    device_names: dict[tuple[int, int], bytes]
    file_types: Mapping[str, int] = {}
    fifo_type = DTYPE_VNODE
    flag_bits: Mapping[str, int] = {}
    all_files: list[int]

    if TYPE_CHECKING:

        def words(self, *values: int) -> bytes: ...
        def fill(
            self,
            kva: int,
            name: str,
            values: Mapping[str, Any],
            maybe: Mapping[str, Any] | None = None,
            more: tuple[tuple[int, bytes], ...] = (),
        ) -> None: ...

    @property
    def table_size(self) -> int:
        """How many bytes a table of descriptors has, without what it points at."""
        return self.structs.size("filedesc")

    def holders(self, table: int) -> dict[str, int]:
        """Return the members of a ``struct proc`` that lead to its table of descriptors at an address."""
        return {"p_fd": table}

    def plant_table(self, table: int, process: WorldProcess, files: Sequence[WorldFile]) -> None:
        """Write a process's table of descriptors at an address, with all that it points at."""
        raise NotImplementedError

    def vnode_of(self, key: tuple[int, Any]) -> int:
        """Return the address of the vnode of a key (type, path or device); `plant_vnodes` builds it."""
        raise NotImplementedError

    def plant_vnodes(self) -> None:
        """Build the vnodes that were placed."""
        raise NotImplementedError

    def plant_file(self, file: WorldFile, name: str = "f_vnode") -> int:
        """Plant a ``struct file``; return its address. ``name`` is the member that leads to its vnode."""
        kind = VNODE_TYPES.get(file.kind)
        flags = sum(self.flag_bits.get(each, 0) for each in file.flags) | _ACCESS.get(file.access or "", 0)
        values: dict[str, Any] = {"f_flag": flags, "f_count": 1, "f_offset": file.position or 0}
        if kind is None:
            values["f_type"] = self.file_types.get(file.kind, 0)
        else:
            values |= {"f_type": self.fifo_type if kind == VFIFO else DTYPE_VNODE, **self.led_to(file, kind)}
        kva = self.heap.allocate(self.structs.size("file"))
        self.heap.put(kva, self.structs.build("file", values))
        self.all_files.append(kva)
        return kva

    def led_to(self, file: WorldFile, kind: int) -> dict[str, Any]:
        """Return the members of a ``struct file`` that lead to its vnode of a type."""
        return {"f_vnode": self.vnode_of(self.vnode_key(file, kind))}

    def vnode_key(self, file: WorldFile, kind: int) -> tuple[int, Any]:
        """Return what a file's vnode goes by: its type with its path, or with the numbers of a device."""
        if file.device is None:
            return kind, file.path or b""
        if file.path is not None and file.path.startswith(b"/dev/"):
            self.device_names.setdefault(file.device, file.path.removeprefix(b"/dev/"))
        return kind, file.device


class LooseFiles:
    """Tables of descriptors in memory of their own, for a kernel whose processes lie elsewhere.

    It stands in front of a system's `BsdFiles` and gives it what a planting would.
    """

    model: DataModel

    def __init__(self, model: DataModel, structs: Structs, heap: Arena) -> None:
        self.model = model
        self.structs = structs
        self.heap = heap
        self.device_names: dict[tuple[int, int], bytes] = {}
        self.all_files: list[int] = []
        self.fixed_keys: list[tuple[Shared, Any]] = []
        self.place_files()

    def place_files(self) -> None:
        """Make ready what files share."""

    def words(self, *values: int) -> bytes:
        return self.model.word_struct(len(values)).pack(*(value & self.model.mask for value in values))

    def fill(
        self,
        kva: int,
        name: str,
        values: Mapping[str, Any],
        maybe: Mapping[str, Any] | None = None,
        more: tuple[tuple[int, bytes], ...] = (),
    ) -> None:
        data = bytearray(self.structs.build(name, values, maybe))
        for at, each in more:
            data[at : at + len(each)] = each
        self.heap.put(kva, bytes(data))
