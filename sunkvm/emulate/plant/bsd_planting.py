"""What the plantings of BSD kernels do in the same way: process lists, families, groups, stacks."""

from __future__ import annotations

import struct

from ..memory import Arena
from .bsd import build_stack, clamp, structs_of
from .parts import Nucleus

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

    from ...datamodel import DataModel
    from ...layout import Layout
    from ..memory import Memory, Segment
    from ..world import World, WorldProcess, WorldSwap
    from .bsd import BsdKernel, Structs
    from .parts import Shared


class PlantedProcess:
    """A process of the world, with the addresses of its parts; ``links`` are members that point at other processes."""

    __slots__ = ("args", "links", "number", "proc", "stats", "threads", "vmspace", "world")

    def __init__(self, world: WorldProcess, number: int) -> None:
        self.world = world
        self.number = number
        self.proc = self.vmspace = self.stats = self.args = 0
        self.threads: list[int] = []
        self.links: dict[str, int] = {}


class BsdPlanting:
    """One planting, from addresses to bytes: everything gets its place before anything is pointed at.

    Attributes:
        processes: newest first, as fork puts them into the list; process 0 is the last one.
        first_root: the number of the root page table in front of those that this planting uses.
        members: the first process of each group, by the group's number.
        sids: the address of each group's session, by the group's number.
        terminals: the terminal of each session that has one, by the session's number.
        tty_of: (session, foreground group) of each terminal.
    """

    world: World
    model: DataModel
    structs: Structs
    kernel: BsdKernel
    nucleus: Nucleus
    heap: Arena
    facts: dict[str, str]
    first_root: int
    processes: list[PlantedProcess]
    p0: PlantedProcess
    by_pid: dict[int, PlantedProcess]
    groups: Shared
    sessions: Shared
    ttys: Shared
    members: dict[int | None, int]
    sids: dict[int | None, int]
    terminals: dict[int | None, tuple[int, int]]
    tty_of: dict[tuple[int, int], tuple[int, int | None]]

    def begin(
        self,
        world: World,
        model: DataModel,
        layout: Callable[[str], Layout],
        kernel: BsdKernel,
        heap: int,
        before: Memory | None,
        system: str,
        version: str,
    ) -> None:
        """Set what a planting works with; ``version`` is what the kernel calls itself besides its system and release."""
        self.world = world
        self.model = model
        self.structs = structs_of(layout)
        self.kernel = kernel
        self.nucleus = Nucleus(kernel.data, kernel.data_end, before)
        self.heap = Arena(*kernel.heaps[heap])
        self.first_root = heap * kernel.roots_each
        self.facts = {
            "system": system,
            "node": world.node,
            "release": kernel.release,
            "version": f"{system} {kernel.release} {version}",
            "machine": kernel.machine,
            "platform": kernel.processor,
        }

    # Small things

    def words(self, *values: int) -> bytes:
        return self.model.word_struct(len(values)).pack(*(value & self.model.mask for value in values))

    def ints(self, *values: int) -> bytes:
        return struct.pack(f"{self.model.order}{len(values)}i", *(clamp(value, 32) for value in values))

    def bits(self, process: WorldProcess) -> int:
        """Return the width of a process here, the kernel's own if it is not known."""
        bits = process.bits or self.model.bits
        return bits if bits in self.kernel.tops else self.model.bits

    def text(self, fact: str) -> bytes:
        return self.facts[fact].encode("utf-8", "surrogateescape")

    def pages(self, area: WorldSwap) -> int:
        """Return the pages of a swap device."""
        return clamp(area.size // self.kernel.page_size, 32)

    def used(self, area: WorldSwap) -> int:
        """Return the pages of a swap device that are in use."""
        return max(self.pages(area) - area.free // self.kernel.page_size, 0)

    # Processes

    def line_up(self, zero: WorldProcess, processes: Sequence[WorldProcess]) -> None:
        """Set ``processes``, ``p0``, ``by_pid`` and ``terminals``."""
        order = sorted(processes, key=lambda process: (process.start or 0, process.pid), reverse=True)
        if len(order) + 1 > self.kernel.roots_each:
            raise ValueError(f"{len(order)} processes are more than there are page tables for")
        self.processes = [PlantedProcess(each, number) for number, each in enumerate((*order, zero), 1)]
        self.p0 = self.processes[-1]
        self.by_pid = {process.world.pid: process for process in self.processes}
        self.terminals = {}
        for each in order:  # one that has given its terminal up still belongs to the session
            if each.tty is not None and each.pgid is not None and each.sid is not None:
                self.terminals.setdefault(each.sid, each.tty)

    def link_processes(self) -> None:
        """Tie parents, children, siblings and groups; the newest child comes first."""
        last_child: dict[int, PlantedProcess] = {}
        last_member: dict[int, PlantedProcess] = {}
        self.members = {}
        for process in self.processes:
            world = process.world
            parent = self.by_pid.get(world.ppid)
            if parent is not None and process is not self.p0:
                process.links["p_pptr"] = parent.proc
                elder = last_child.get(world.ppid)
                if elder is None:
                    parent.links["p_children.lh_first"] = process.proc
                else:
                    elder.links["p_sibling.le_next"] = process.proc
                last_child[world.ppid] = process
            if world.pgid is not None:
                member = last_member.get(world.pgid)
                if member is None:
                    self.members[world.pgid] = process.proc
                else:
                    member.links["p_pglist.le_next"] = process.proc
                last_member[world.pgid] = process

    def group(self, world: WorldProcess) -> int:
        """Return the address of a process's group, which leads to its session and that to its terminal."""
        kva = self.groups.place(world.pgid)
        if world.sid is not None and world.pgid not in self.sids:
            self.sids[world.pgid] = self.sessions.place((world.sid, self.terminals.get(world.sid)))
        if world.tty is not None and world.sid is not None and self.terminals.get(world.sid) == world.tty:
            self.ttys.place(world.tty)
            self.tty_of.setdefault(world.tty, (world.sid, world.tty_group))
        return kva

    def stack(self, world: WorldProcess) -> Segment | None:
        """Return the stack of a process whose arguments are known."""
        if world.argv is None:
            return None
        bits, page = self.bits(world), self.kernel.page_size
        return build_stack(self.model, bits, page, self.kernel.tops[bits], world.argv, world.env)

    def tie_terminals(
        self, head: str, link: str, more: Callable[[tuple[int, int], int], dict[str, int]]
    ) -> None:
        """Build the terminals and their list behind a symbol; ``more`` gives members by a terminal's numbers and address."""
        entry = self.structs.offset("tty", f"{link}.tqe_next")
        previous = int(self.nucleus.symbols[head])
        places = self.ttys.places
        chain = [*places.values(), 0]
        for (tty, kva), after in zip(places.items(), chain[1:], strict=True):
            sid, foreground = self.tty_of[tty]
            values = {
                f"{link}.tqe_next": after,
                f"{link}.tqe_prev": previous,
                "t_session": self.sessions.places[sid, tty],
                **more(tty, kva),
            }
            if foreground is not None and foreground in self.groups.places:
                values["t_pgrp"] = self.groups.places[foreground]
            self.heap.put(kva, self.structs.build("tty", values))
            previous = kva + entry
        self.nucleus.fill(head, self.words(chain[0], previous))

    # Lists

    def tie(self, head: str, chain: Sequence[PlantedProcess], link: str) -> None:
        """Make a list of processes behind a symbol."""
        if head not in self.nucleus.symbols:
            return
        self.nucleus.fill(head, self.words(chain[0].proc if chain else 0))
        self.chain(int(self.nucleus.symbols[head]), chain, link)

    def chain(self, head: int, chain: Sequence[PlantedProcess], link: str) -> None:
        """Write the entries of a list: the next one, and where the one before points at this one."""
        at = self.structs.offset("proc", f"{link}.le_next")
        places = [*(process.proc for process in chain), 0]
        for process, after in zip(chain, places[1:], strict=True):
            arena: Any = self.nucleus.arena if process is self.p0 else self.heap
            arena.put(process.proc + at, self.words(after, head))
            head = process.proc + at
