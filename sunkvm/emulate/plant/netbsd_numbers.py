"""What of a NetBSD kernel needs no layout of a struct: its texts and numbers, and the message buffer.

Facts: sys/sys/msgbuf.h, sys/sys/resource.h, kern/init_sysctl.c, kern/kern_tc.c of NetBSD 6.99.16 and 10.99.12.
"""

from __future__ import annotations

import struct

from ..memory import Memory
from .bsd import message_text
from .bsd_planting import BsdPlanting
from .netbsd_disks import Disks
from .netbsd_ipc import plant_ipc
from .netbsd_kernels import CCPU, CP_TIMES, FSCALE, HZ, KERNELS, NetbsdKernel, clockwork, usage
from .parts import as_ring, finish

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ...datamodel import DataModel
    from ...layout import Layout
    from ..memory import Segment
    from ..world import World, WorldCounters, WorldMemory, WorldProcess, WorldSwap
    from .bsd_planting import Tables

MSG_MAGIC = 0x063061
MSGBUF_SIZE = 65536
DUMPMAG = 0x8FCA0101
_MESSAGES = ".msgbuf"  # a part of the nucleus without a symbol


class Numbers(BsdPlanting):
    """One planting of a kernel without processes, and what `Planting` begins with.

    Attributes:
        memory: what came of it.
        roots: (address, bytes) of what leads to processes.
        worlds: the processes by the keys of their address spaces.
        spaces: the keys of address spaces by the address of their ``struct vmspace``.
    """

    kernel: NetbsdKernel

    def __init__(
        self,
        world: World,
        model: DataModel,
        layout: Callable[[str], Layout],
        *,
        version: str,
        heap: int = 0,
        before: Memory | None = None,
        stacks: bool = True,
        tables: Tables | None = None,
    ) -> None:
        kernel = KERNELS[model.name]
        self.begin(world, model, layout, kernel, heap, before, "NetBSD", f"(SUNKVM) {version}", tables)
        self.stacks = stacks
        self.spaces: dict[int, int] = {}
        self.worlds: dict[int, WorldProcess] = {}
        self.memory = Memory(model, kernel.page_size, kernel.root_address(0), [])
        self.roots = kernel.data, 4
        self.nucleus.reserve("nprocs", 4)
        self.plant()
        self.plant_messages()
        self.plant_numbers()
        self.disks: Disks | None = None
        if not kernel.bare:  # its tables lie among the processes
            plant_ipc(world, model, self.nucleus, self.heap)
            if world.disks is not None:
                self.disks = Disks(model, self.heap, self.nucleus, world.disks)
        self.finish(before)

    def plant(self) -> None:
        """Plant all that needs layouts."""
        self.nucleus.fill("nprocs", self.ints(len(self.world.processes) + 1))

    # The machine

    def clocks(self, numbers: dict[str, bytes]) -> None:
        """Show what each processor has done, by `CP_TIMES` of the numbers."""

    def uvmexp(
        self, memory: WorldMemory, counters: WorldCounters, swap: Sequence[WorldSwap]
    ) -> dict[str, int]:
        return usage(
            memory,
            counters,
            [(self.pages(area), self.used(area)) for area in swap],
            self.kernel.page_size,
        )

    def plant_numbers(self) -> None:
        world, put = self.world, self.nucleus.put
        cpus = {cpu.id: cpu for cpu in world.cpus}
        numbers = clockwork(self.model, world.load, world.memory, world.now, world.boot_time, cpus)
        self.clocks(numbers)
        numbers.pop(CP_TIMES, None)
        for name, data in numbers.items():
            put(name, data)
        order = self.model.order
        put("ostype", b"NetBSD\0")
        put("osrelease", self.text("release") + b"\0")
        put("version", self.text("version") + b"\n\0")
        put("hostname", self.text("node")[:255].ljust(256, b"\0"))
        if world.domain is not None:
            put("domainname", world.domain.encode("utf-8", "surrogateescape")[:255].ljust(256, b"\0"))
        put("machine", self.text("machine") + b"\0")
        put("machine_arch", self.text("platform") + b"\0")
        put("hz", self.ints(HZ))
        put("stathz", self.ints(HZ))
        put("tick", self.ints(1_000_000 // HZ))
        put("fscale", self.ints(FSCALE))
        put("ccpu", self.ints(CCPU))
        put("maxslp", self.ints(20))
        put("dumpmag", struct.pack(order + "I", DUMPMAG))
        for name in ("panicstr", "panicstart", "panicend"):  # nothing has panicked
            put(name, self.words(0))
        if self.kernel.machine in ("amd64", "i386"):
            put("sparse_dump", self.ints(0))
        if world.boot_time is not None:
            # struct timespec: a time_t has 64 bits, a long as many as the machine; nothing stands behind it.
            nano = "q" if self.model.bits == 64 else "i"
            put("boottime", struct.pack(order + "q" + nano, world.boot_time, 0))
            put("timebasebin", struct.pack(order + "qQ", world.boot_time, 0))
        if world.cpus:
            put("ncpu", self.ints(len(world.cpus)))
            put("ncpuonline", self.ints(sum(cpu.online for cpu in world.cpus)))
            brand = world.cpus[0].brand
            if brand is not None:
                put("cpu_model", brand.encode("utf-8", "surrogateescape")[:127].ljust(128, b"\0"))
        if world.max_processes is not None:
            put("maxproc", self.ints(world.max_processes))
        if world.max_files is not None:
            put("maxfiles", self.ints(world.max_files))

    def plant_messages(self) -> None:
        """Plant the ring: magic, where to write and to read, its size, and at once the bytes."""
        nucleus, head = self.nucleus, 4 * self.model.word
        if self.world.messages is None:
            return
        nucleus.reserve("msgbufp", self.model.word)
        kva = nucleus.reserve(_MESSAGES, head + MSGBUF_SIZE)
        if not kva:
            return
        text = message_text(self.world.messages)
        at = len(text) % MSGBUF_SIZE  # more overwrites the oldest: the place to write at goes round
        nucleus.fill(_MESSAGES, self.words(MSG_MAGIC, at, at, MSGBUF_SIZE) + as_ring(text, MSGBUF_SIZE))
        nucleus.fill("msgbufp", self.words(kva))

    def finish(self, before: Memory | None) -> None:
        kernel = self.kernel
        marks = {
            "kernel_text": kernel.text,
            "etext": kernel.text,
            "__data_start": kernel.data,
            "edata": kernel.data,
        }
        finish(self.memory, self.nucleus, self.heap, kernel.text, self.facts, marks, "end", before)

    # Later

    def stack(self, world: WorldProcess) -> Segment | None:
        return None

    def update(self, processes: Sequence[WorldProcess]) -> bool:
        """Show how many processes there are; there is no more of them."""
        self.nucleus.fill("nprocs", self.ints(len(processes) + 1))
        return True

    def renew(self, now: World) -> None:
        """Write load average, memory, clocks, counters, and how much swap is in use anew."""
        cpus = {cpu.id: cpu for cpu in now.cpus}
        numbers = clockwork(self.model, now.load, now.memory, now.now, self.world.boot_time, cpus)
        self.clocks(numbers)
        numbers.pop(CP_TIMES, None)
        for name, data in numbers.items():
            self.nucleus.fill(name, data)
        if self.disks is not None:
            self.disks.fill(now.disks or ())
