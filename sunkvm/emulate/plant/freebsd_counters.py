"""What planted FreeBSD kernels count: ``vm_cnt`` with its counter(9)s, interrupts by their names, and disks.

A counter is a place of 8 bytes for each processor, a page apart; its address is relative to the first ``struct pcpu`` on
amd64 (``__pcpu``), and absolute elsewhere. The host tells one number for all processors: it stands in the first place.

Facts: sys/sys/vmmeter.h, vm/vm_meter.c, sys/sys/counter.h, sys/amd64/include/counter.h, x86/x86/intr_machdep.c,
kern/subr_intr.c, kern/subr_devstat.c and sys/sys/devicestat.h of FreeBSD 12.1 and 15; vm/vm_pagequeue.h of 12.1.
"""

from __future__ import annotations

import struct

from ...schema import flat
from ...schema.kernels import freebsd_counters as schema
from .bsd import SECOND, clamp
from .bsd_planting import BsdPlanting
from .parts import moving_place, put_moving

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..world import World, WorldCounters, WorldDisk, WorldInterrupt, WorldMemory

UMA_PCPU_ALLOC_SIZE = 4096
MAXCPU = 1024
INTRNAME_LEN = 20  # MAXCOMLEN + 1
DEVSTAT_VERSION = 6
PQ_INACTIVE, PQ_ACTIVE = 0, 1
_RELEASE_OF_LISTS = 12  # the one whose struct vm_domain is known
NO_ORDERED_TAGS, BS_UNAVAILABLE = 0x02, 0x04
TYPE_CDROM, TYPE_FLOPPY = 0x005, 0x00E
IF_SCSI, IF_IDE, IF_OTHER, IF_NVME = 0x010, 0x020, 0x030, 0x040
PRIORITY_FD, PRIORITY_CD, PRIORITY_DISK = 0x040, 0x090, 0x110
_COUNTERS, _INTERRUPTS, _DISKS = ".counters", ".intrcnt", ".disks"  # parts of the nucleus without a symbol

# What a disk is by the beginning of its name on Linux: its type and where it stands in the list.
_KINDS = {
    b"sr": (TYPE_CDROM | IF_SCSI, PRIORITY_CD),
    b"fd": (TYPE_FLOPPY | IF_OTHER, PRIORITY_FD),
    b"sd": (IF_SCSI, PRIORITY_DISK),
    b"hd": (IF_IDE, PRIORITY_DISK),
    b"nv": (IF_NVME, PRIORITY_DISK),
}


def meter(counters: WorldCounters, memory: WorldMemory, page: int) -> dict[str, int]:
    """Return the counters of ``struct vmmeter`` that are known."""
    amounts = {
        "v_swtch": counters.switches,
        "v_intr": counters.interrupts,
        "v_soft": counters.soft_interrupts,
        "v_vm_faults": counters.faults,
        "v_io_faults": counters.major_faults,
        "v_swappgsin": None if counters.swapped_in is None else counters.swapped_in // page,
        "v_swappgsout": None if counters.swapped_out is None else counters.swapped_out // page,
        "v_forks": counters.forks,
        "v_wire_count": None if memory.locked is None else memory.locked // page,
    }
    return {name: amount for name, amount in amounts.items() if amount is not None}


def split_name(name: bytes) -> tuple[bytes, int]:
    """Return a disk's name and unit as FreeBSD has them: the digits at its end, 0 where there are none.

    So ``nvme0n1`` is shown as it is called, and ``sda`` as ``sda0``.
    """
    head = name.rstrip(b"0123456789")
    unit = int(name[len(head) :] or b"0")
    return (head, unit) if head and unit < 1 << 31 else (name, 0)


class FreebsdCounters(BsdPlanting):
    """The part of a planting that counts.

    Attributes:
        cpu_room: how many processors there could ever be; ``pcpus``: the address of the first ``struct pcpu``.
        interrupts: the numbers of those that are shown, and where their counts lie.
        disk_places: by a disk's name its number, its address, and that of the next one.
    """

    cpu_room: int
    pcpus: int
    interrupts: tuple[Sequence[int], int]
    disk_places: dict[bytes, tuple[int, int, int]]

    @property
    def release(self) -> int:
        """The major release."""
        return self.kernel.release_number // 100000

    # All together

    def place_counters(self) -> None:
        """Reserve the places of all counters; a host with more processors than such a kernel can have gets none."""
        self.interrupts, self.disk_places = ((), 0), {}
        if self.cpu_room > MAXCPU:
            return
        size = 8 * len(schema.counters(self.release))
        self.nucleus.reserve(_COUNTERS, (self.cpu_room - 1) * UMA_PCPU_ALLOC_SIZE + size)

    def plant_counters(self) -> None:
        """Plant ``vm_cnt``, interrupts and disks, as far as the world tells of them."""
        world, page = self.world, self.kernel.page_size
        known = meter(world.counters, world.memory, page)
        if known and _COUNTERS in self.nucleus.symbols:
            first = int(self.nucleus.symbols[_COUNTERS])
            base = first - (self.pcpus if self.model.name == "amd64" else 0)
            names = schema.counters(self.release)
            values = {name: base + 8 * number & self.model.mask for number, name in enumerate(names)}
            values["v_page_size"] = page
            if world.memory.physical is not None:
                values["v_page_count"] = min(world.memory.physical // page, 0xFFFF_FFFF)
            self.nucleus.put("vm_cnt", flat.pack(schema.vmmeter(self.model, self.release), values))
            self.fill_counters(world)
        # Since 12 the cache of names counts elsewhere. What still counts here are drivers of FreeBSD that read through a
        # directory in two passes, as that of UFS does: on a host of Linux none of them ever runs, so these zeros are true.
        self.nucleus.put("nchstats", bytes(schema.nchstats(self.model).size))
        lists = self.lists(world.memory)
        if lists is not None:
            self.nucleus.put("vm_dom", lists)
            self.nucleus.put("vm_ndomains", self.ints(1))
        if world.interrupts is not None:
            self.plant_interrupts(world.interrupts)
        if world.disks is not None:
            self.plant_disks(world.disks)

    def renew_counters(self, now: World) -> None:
        """Show what has been counted since."""
        self.fill_counters(now)
        lists = self.lists(now.memory)
        if lists is not None:
            self.nucleus.fill("vm_dom", lists)
        if now.interrupts is not None and [each.number for each in now.interrupts] == self.interrupts[0]:
            self.fill_interrupts(now.interrupts)
        for disk in now.disks or ():
            self.fill_disk(disk, now)

    # The system

    def fill_counters(self, now: World) -> None:
        """Write the counters; what nobody knows stays 0, as a pointer has to lead somewhere."""
        known = meter(now.counters, now.memory, self.kernel.page_size)
        values = [known.get(name, 0) & (1 << 64) - 1 for name in schema.counters(self.release)]
        self.nucleus.fill(_COUNTERS, struct.pack(f"{self.model.order}{len(values)}Q", *values))

    def lists(self, memory: WorldMemory) -> bytes | None:
        """Return ``vm_dom`` with its one domain: how many pages are free, active and inactive.

        None where the host does not tell, and of releases whose layout nobody has given: only that of 12 is known. The
        lists of what is to be written and of what cannot be swapped are empty, as Linux has none.
        """
        if memory.free is None or memory.physical is None or self.release != _RELEASE_OF_LISTS:
            return None
        structs, page = self.structs, self.kernel.page_size
        pages = {"vmd_page_count": memory.physical // page, "vmd_free_count": memory.free // page}
        values = {name: min(count, 0xFFFF_FFFF) for name, count in pages.items()}
        domain = bytearray(structs.build("vm_domain", values))
        queues, each = structs.offset("vm_domain", "vmd_pagequeues"), structs.size("vm_pagequeue")
        at = queues + structs.offset("vm_pagequeue", "pq_cnt")
        for number, amount in ((PQ_INACTIVE, memory.inactive), (PQ_ACTIVE, memory.active)):
            if amount is not None:
                start = at + number * each
                domain[start : start + 4] = self.ints(amount // page)
        return bytes(domain)

    # Interrupts

    def plant_interrupts(self, interrupts: Sequence[WorldInterrupt]) -> None:
        """Plant the arrays of counts and of names, which are all of one length with blanks at their ends."""
        names = b""
        for each in interrupts:
            name = b"irq%d: %s" % (each.number, each.name)
            names += name[: INTRNAME_LEN - 1].ljust(INTRNAME_LEN - 1) + b"\0"
        size = len(interrupts) * self.model.word
        room = 2 * size + 64 * self.model.word
        counts = moving_place(self.nucleus, self.heap, _INTERRUPTS, size, room)
        self.interrupts = [each.number for each in interrupts], counts
        where = self.heap.allocate(max(len(names), 1))
        self.heap.put(where, names)
        self.fill_interrupts(interrupts)
        put, words = self.nucleus.put, self.words
        put("intrcnt", words(counts))
        put("intrnames", words(where))
        put("sintrcnt", words(size))
        put("sintrnames", words(len(names)))
        put("nintrcnt", self.ints(len(interrupts)))

    def fill_interrupts(self, interrupts: Sequence[WorldInterrupt]) -> None:
        counts = self.words(*(each.count for each in interrupts))
        put_moving(self.nucleus, self.heap, self.interrupts[1], counts)

    # Disks

    def plant_disks(self, disks: Sequence[WorldDisk]) -> None:
        """Plant the list of disks, by their priority."""
        nucleus, layout = self.nucleus, schema.devstat(self.model)
        link = layout["dev_links"].offset
        order = sorted(disks, key=lambda disk: -self.kind_of(disk)[1])
        size = layout.size * len(order)
        start = moving_place(nucleus, self.heap, _DISKS, size, 2 * size + 8 * layout.size)
        places = [start + layout.size * number for number in range(len(order))]
        self.disk_places = {
            disk.name: (number, kva, after)
            for number, (disk, kva, after) in enumerate(zip(order, places, [*places, 0][1:], strict=True))
        }
        for disk in disks:
            self.fill_disk(disk, self.world)
        head = nucleus.reserve("device_statq", 2 * self.model.word, local=True)
        nucleus.fill(
            "device_statq", self.words(places[0], places[-1] + link) if places else self.words(0, head)
        )
        nucleus.put("devstat_num_devs", self.ints(len(disks)), local=True)
        # It has to grow whenever the list changes, and then all is planted anew.
        moment = clamp(int(10 * self.since_boot(self.world)) + 1, self.model.bits)
        nucleus.put("devstat_generation", self.words(moment), local=True)
        nucleus.put("devstat_version", self.ints(DEVSTAT_VERSION), local=True)

    @staticmethod
    def kind_of(disk: WorldDisk) -> tuple[int, int]:
        """Return a disk's type and its priority."""
        return _KINDS.get(disk.name[:2], (IF_OTHER, PRIORITY_DISK))

    @staticmethod
    def since_boot(now: World) -> float:
        """Return the seconds since boot, 0 where they are not known."""
        if now.uptime is not None:
            return now.uptime
        return max(now.now - now.boot_time, 0.0) if now.boot_time is not None else 0.0

    def fill_disk(self, disk: WorldDisk, now: World) -> None:
        """Write a disk that is in the list."""
        place = self.disk_places.get(disk.name)
        if place is None:
            return
        number, kva, after = place
        name, unit = split_name(disk.name)
        kind, priority = self.kind_of(disk)
        done = (disk.flushes, disk.reads, disk.writes, disk.discards)
        times = {
            # All that it was busy up to now is in busy_time.
            "busy_from": int(self.since_boot(now) * SECOND),
            "busy_time": disk.busy_time,
            "duration0": disk.flush_time,
            "duration1": disk.read_time,
            "duration2": disk.write_time,
            "duration3": disk.discard_time,
        }
        values: dict[str, object] = {
            "allocated": 1,
            "start_count": sum(done) + disk.under_way & 0xFFFF_FFFF,
            "end_count": sum(done) & 0xFFFF_FFFF,
            "dev_links": after,
            "device_number": number,
            "device_name": name[:15],
            "unit_number": unit,
            "bytes": (0, disk.read_bytes, disk.written_bytes, disk.discarded_bytes),
            "operations": done,
            "block_size": disk.block_size or 0,
            "flags": NO_ORDERED_TAGS | (BS_UNAVAILABLE if disk.block_size is None else 0),
            "device_type": kind,
            "priority": priority,
        }
        for each, spent in times.items():
            seconds, rest = divmod(spent, SECOND)
            values[f"{each}.sec"] = clamp(seconds, self.model.bits)
            values[f"{each}.frac"] = (rest << 64) // SECOND
        put_moving(self.nucleus, self.heap, kva, flat.pack(schema.devstat(self.model), values))
