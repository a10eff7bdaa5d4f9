"""Worlds as the memory of a DragonFly kernel (sys/proc.h, sys/thread.h, kern/kern_proc.c, kern/init_main.c of 5.9).

All that is planted is true of the world, or is part of every such kernel: process 0 (``swapper``), the kernel's own file,
the numbers that a kernel gives to the lwps of a process. What a world does not tell stays zero, and a symbol whose value is
not known is not in the table: so there is no tree of free swap space.
"""

from __future__ import annotations

import struct

from ..memory import Memory
from ..world import WorldProcess
from .bsd import SECOND, clamp, device_number, message_text
from .bsd_files import VCHR, VREG
from .bsd_planting import BsdPlanting, PlantedProcess
from .dragonfly_files import DragonflyMaps
from .dragonfly_kernels import CCPU, CPUTIME, FSCALE, HZ, KERNELS, clocks, clockwork, vmmeter, vmstats
from .dragonfly_map import plant_kernel_map
from .parts import Shared, as_ring, finish

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from typing import Any

    from ...datamodel import DataModel
    from ...layout import Layout
    from ..world import World, WorldCounters, WorldCpu
    from .bsd_planting import Tables

P_CONTROLT, P_SYSTEM, P_EXEC = 0x2, 0x200, 0x4000
SACTIVE, SSTOP, SZOMB = 2, 3, 4
LSRUN, LSSTOP, LSSLEEP = 1, 2, 3
LWP_SINTR = 0x8
TDF_RUNQ, TDF_SINTR = 0x2, 0x40
RTP_PRIO_NORMAL = 1
RED = 1
NGROUPS = 16
MAXCOMLEN = 16
ARG_MAX = 1 << 18
MSG_MAGIC = 0x063064
MSGBUF_SIZE = 131072
_LISTS = 256  # ALLPROC_HSIZE, of processes, groups and sessions alike
_MESSAGES, _TEXT = ".msgbuf", ".text"  # parts of the nucleus without a symbol

# lwp_stat, lwp_flags, td_flags
_STATES = {"R": (LSRUN, 0, TDF_RUNQ), "S": (LSSLEEP, LWP_SINTR, TDF_SINTR), "T": (LSSTOP, 0, 0)}
_STATS = {"T": SSTOP, "Z": SZOMB}


def plant(
    world: World,
    model: DataModel,
    layout: Callable[[str], Layout],
    *,
    version: str,
    heap: int = 0,
    before: Memory | None = None,
    stacks: bool = True,
) -> Memory:
    """Lay a world into the memory of a DragonFly kernel; return the memory with its symbols.

    ``layout`` gives the layout of a kernel struct by its name; ``version`` is what the kernel calls itself besides its
    release. ``heap`` (0 or 1) says which of the two heaps to use. With ``before``, an earlier result, all symbols keep the
    addresses they have there. Without ``stacks`` processes get no memory: whoever shows it makes it.

    The key of an address space is the physical address of its root page table. Raises ValueError where the world does not
    fit into the addresses of such a kernel.
    """
    return Planting(world, model, layout, version=version, heap=heap, before=before, stacks=stacks).memory


class Planting(DragonflyMaps, BsdPlanting):
    """One planting, from addresses to bytes: everything gets its place before anything is pointed at.

    Attributes:
        memory: what came of it.
        roots: (address, bytes) of what leads to processes.
        worlds: the processes by the keys of their address spaces.
    """

    in_place = True

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
        self.begin(world, model, layout, kernel, heap, before, "DragonFly", version, tables)
        swapper = WorldProcess(
            0, 0, b"swapper", 0, 0, 0, 0, 0, 0, 0, 0, (), start=0, system=True, executed=False
        )
        self.line_up(swapper, world.processes)
        self.place_nucleus()
        self.place_processes()
        self.place_shared()
        self.link_processes()
        self.memory = Memory(model, kernel.page_size, kernel.root_address(0), [])
        self.plant_cpus()
        self.plant_lists()
        self.plant_processes(stacks)
        self.plant_shared()
        self.fix()
        self.plant_swap()
        self.unfix()
        self.plant_objects()
        self.plant_vnodes()
        self.plant_modules()
        self.plant_messages()
        plant_kernel_map(kernel, self.structs, self.nucleus, self.heap)
        self.plant_numbers()
        self.finish(before)

    # Places

    def place_nucleus(self) -> None:
        nucleus, size, word = self.nucleus, self.structs.size, self.model.word
        # What a look at processes begins with comes first, side by side, and ends with the first of the lists: who goes
        # on to the others must find the same processes there.
        nucleus.reserve("nprocs", 4)
        nucleus.reserve("allproc_hsize", 4)
        lists = nucleus.reserve("procglob", _LISTS * size("procglob"), local=True)
        self.roots = self.kernel.data, lists + size("procglob") - self.kernel.data
        self.p0.proc = nucleus.reserve("proc0", size("proc"))
        self.p0.lwps = [nucleus.reserve("lwp0", size("lwp"))]
        self.p0.threads = [nucleus.reserve("thread0", size("thread"))]
        self.p0.vmspace = nucleus.reserve("vmspace0", size("vmspace"), local=True)
        for name in ("initproc", "panicstr", "dumpthread", "allprison"):
            nucleus.reserve(name, word)  # nothing has panicked, and nobody is in a jail
        nucleus.reserve("dumppcb", size("pcb"))
        for name in ("linker_files", "tty_list"):
            nucleus.reserve(name, 2 * word, local=True)
        for name in ("mountlist", "rootnch"):
            nucleus.reserve(name, 2 * word)
        nucleus.reserve("kernel_map", size("vm_map"))
        nucleus.reserve("swdevt", word)
        nucleus.reserve("nswdev", 4)
        known = max([self.world.max_cpus or 0, *(cpu.id + 1 for cpu in self.world.cpus)])
        self.slots = max(self.kernel.cpus, known)
        nucleus.reserve("CPU_prvspace", self.slots * word)
        if self.world.messages is not None:
            nucleus.reserve("msgbufp", word)
            nucleus.reserve(_MESSAGES, size("msgbuf"))
            nucleus.reserve(_TEXT, MSGBUF_SIZE - size("msgbuf"))

    def place_process(self, process: PlantedProcess) -> None:
        allocate, structs, world = self.heap.allocate, self.structs, process.world
        if process is not self.p0:
            process.proc = allocate(structs.size("proc"))
            count = max(len(world.threads), 1)  # a zombie keeps its last one
            process.lwps = [allocate(structs.size("lwp")) for _ in range(count)]
            process.threads = [allocate(structs.size("thread")) for _ in range(count)]
            # A zombie keeps its own, emptied, until its parent takes note (kern/kern_exit.c).
            process.vmspace = self.p0.vmspace if world.system else allocate(structs.size("vmspace"))
        if world.argv:
            text = b"\0".join(world.argv) + b"\0"
            if len(text) <= ARG_MAX:
                args_at = structs.offset("pargs", "ar_args")
                process.args = allocate(args_at + len(text))
                values = {"ar_ref": 1, "ar_length": len(text)}
                self.heap.put(process.args, structs.build("pargs", values)[:args_at] + text)
        # Without a directory only its mode mask may be known.
        if (self.tables is None and world.cwd is not None) or (world.cwd is None and world.umask is not None):
            process.name = allocate(structs.size("filedesc"))

    def place_shared(self) -> None:
        size = self.structs.size
        self.creds = Shared(self.heap, size("ucred"))
        self.groups = Shared(self.heap, size("pgrp"))
        self.sessions = Shared(self.heap, size("session"))
        self.ttys = Shared(self.heap, size("tty"))
        self.place_files()
        self.place_maps()
        self.worlds: dict[int, WorldProcess] = {}
        self.sids, self.tty_of = {}, {}
        self.actions = self.heap.allocate(size("sigacts"))

    def shared(self) -> tuple[Shared, ...]:
        return (
            self.creds,
            self.groups,
            self.sessions,
            self.ttys,
            self.devices,
            self.vnodes,
            self.names,
            self.objects,
        )

    # Processes

    def plant_process(self, process: PlantedProcess, stacks: bool) -> None:
        arena = self.nucleus.arena if process is self.p0 else self.heap
        cred = self.cred(process.world)
        tree = self.tree(process)
        for number, (lwp, thread) in enumerate(zip(process.lwps, process.threads, strict=True)):
            arena.put(lwp, self.lwp(process, number, tree[lwp]))
            arena.put(thread, self.thread(process, number, cred))
        if process is self.p0 or process.vmspace != self.p0.vmspace:
            self.plant_space(process, stacks)
        self.put_proc(process, self.proc(process, cred))

    def proc(self, process: PlantedProcess, cred: int) -> bytes:
        world = process.world
        values: dict[str, Any] = {
            "p_ucred": cred,
            "p_sigacts": self.actions,
            "p_pid": world.pid,
            "p_ppid": world.ppid,
            "p_vmspace": process.vmspace,
            "p_comm": world.comm[:MAXCOMLEN],
            "p_args": process.args,
            "p_nthreads": 0 if world.zombie else len(process.threads),
            "p_lasttid": len(process.threads),
            "p_rtprio.type": RTP_PRIO_NORMAL,
            "p_lwp_tree.rbh_root": self.root(process.lwps),
            **process.links,
            **self.moving_proc(world),
            **self.program(world),
            **self.folders(process),
        }
        if "p_pptr" not in process.links:
            values["p_oppid"] = world.ppid
        if world.pgid is not None:
            values["p_pgrp"] = self.group(world)
        if world.start is not None and self.world.boot_time is not None:
            seconds, rest = divmod(self.world.boot_time * SECOND + world.start, SECOND)
            values |= {"p_start.tv_sec": seconds, "p_start.tv_usec": rest // 1000}
        return self.structs.build("proc", values)

    def folders(self, process: PlantedProcess) -> dict[str, int]:
        """Return the members of a process that lead to its directory, mode mask and open files, as far as they are known."""
        if not process.name:
            return self.table_of(process.world)
        if process.world.files is not None:
            self.plant_table(process.name, process.world, process.world.files)
        else:
            self.fill(process.name, "filedesc", self.folder(process.world))
        return {"p_fd": process.name}

    def moving_proc(self, world: WorldProcess) -> dict[str, Any]:
        """Return what changes of a process while it runs one program."""
        flags = (P_EXEC if world.executed else 0) | (P_SYSTEM if world.system else 0)
        flags |= P_CONTROLT if world.tty is not None else 0
        # What threads that have ended have used; that of the others is in their lwps.
        user, system = world.ended_times
        spent = user // SECOND, user % SECOND // 1000, system // SECOND, system % SECOND // 1000
        return {
            "p_flags": flags,
            "p_stat": _STATS.get(world.state, SACTIVE),
            "p_nice": max(min(world.nice or 0, 20), -20),
            "p_ru": struct.pack(self.model.order + "4q", *spent),  # ru_utime and ru_stime
        }

    # The tree of a process's lwps, by number: each half of them below the one in the middle.

    @staticmethod
    def root(lwps: Sequence[int]) -> int:
        return lwps[(len(lwps) - 1) // 2]

    def tree(self, process: PlantedProcess) -> dict[int, tuple[int, int, int, int]]:
        """Return (left, right, parent, colour) of each lwp: of the lowest row all are red."""
        found: dict[int, tuple[int, int, int, int]] = {}
        lwps = process.lwps
        lowest = len(lwps).bit_length() - 1
        below = [(0, len(lwps), 0, 0)]
        while below:
            first, end, parent, depth = below.pop()
            middle = (first + end - 1) // 2
            left = lwps[(first + middle - 1) // 2] if first < middle else 0
            right = lwps[(middle + end) // 2] if middle + 1 < end else 0
            found[lwps[middle]] = left, right, parent, RED if depth == lowest and depth else 0
            if left:
                below.append((first, middle, lwps[middle], depth + 1))
            if right:
                below.append((middle + 1, end, lwps[middle], depth + 1))
        return found

    def lwp(self, process: PlantedProcess, number: int, links: tuple[int, int, int, int]) -> bytes:
        left, right, parent, colour = links
        values: dict[str, Any] = {
            "u.lwp_rbnode.rbe_left": left,
            "u.lwp_rbnode.rbe_right": right,
            "u.lwp_rbnode.rbe_parent": parent,
            "u.lwp_rbnode.rbe_color": colour,
            "lwp_proc": process.proc,
            "lwp_vmspace": process.vmspace,
            "lwp_tid": number + 1 if process is not self.p0 else 0,
            "lwp_rtprio.type": RTP_PRIO_NORMAL,
            "lwp_thread": process.threads[number],
            **self.moving_lwp(process.world, number),
        }
        return self.structs.build("lwp", values)

    @staticmethod
    def moving_lwp(world: WorldProcess, number: int) -> dict[str, int]:
        """Return what changes of an lwp."""
        stat, flags, _ = _STATES[world.threads[number]] if world.threads else (LSRUN, 0, 0)
        return {"lwp_stat": stat, "lwp_flags": flags}

    def thread(self, process: PlantedProcess, number: int, cred: int) -> bytes:
        world = process.world
        values: dict[str, Any] = {
            "td_lwp": process.lwps[number],
            "td_proc": process.proc,
            "td_ucred": cred,
            "td_comm": world.comm[:MAXCOMLEN] if number == 0 else b"",
            **self.moving_thread(world, number),
        }
        return self.structs.build("thread", values)

    def moving_thread(self, world: WorldProcess, number: int) -> dict[str, int]:
        """Return what changes of a thread."""
        _, _, flags = _STATES[world.threads[number]] if world.threads else (0, 0, 0)
        cpu = world.cpu if number == 0 and world.cpu is not None else -1
        times = world.times
        user, system = times[number] if times else (0, 0)
        return {
            "td_flags": flags,
            "td_gd": self.processors.get(cpu, 0),
            "td_uticks": user // 1000,
            "td_sticks": system // 1000,
        }

    def plant_space(self, process: PlantedProcess, stacks: bool) -> None:
        world, kernel = process.world, self.kernel
        number = 0 if process is self.p0 else self.first_root + process.number
        root_kva, root_pa = kernel.roots + number * kernel.page_size, kernel.root_address(number)
        pmap = process.vmspace + self.structs.offset("vmspace", "vm_pmap")
        if world.zombie:
            emptied = {"vm_map.pmap": pmap, "vm_refcnt": 1}
            self.heap.put(process.vmspace, self.structs.build("vmspace", emptied))
            return
        values: dict[str, Any] = {
            "vm_map.max_addr": kernel.tops[self.model.bits],
            "vm_map.pmap": pmap,
            "vm_pmap.pm_pml4": root_kva,
            "vm_refcnt": 1,
            **self.moving_space(world),
        }
        if world.text is not None:
            values["vm_tsize"] = world.text
        arena = self.nucleus.arena if process is self.p0 else self.heap
        segment = self.stack(world) if stacks and process is not self.p0 else None
        values |= self.live_map(world)
        found = self.map_of(world, kernel.tops[self.model.bits], self.bits(world), segment)
        if found is not None:
            values |= self.plant_map(process.vmspace, found)
        arena.put(process.vmspace, self.structs.build("vmspace", values))
        if process is self.p0:
            return
        self.memory.spaces[root_pa] = []
        self.worlds[root_pa] = world
        self.memory.owners[root_pa] = world.pid
        if segment is not None:
            self.memory.spaces[root_pa].append(segment)

    def moving_space(self, world: WorldProcess) -> dict[str, int]:
        """Return what changes of an address space."""
        values = {}
        if world.size is not None:
            values["vm_map.size"] = world.size
        if world.resident is not None:
            values["vm_pmap.pm_stats.resident_count"] = world.resident // self.kernel.page_size
        return values

    def cred(self, world: WorldProcess) -> int:
        ids = (world.uid, world.ruid, world.suid, world.gid, world.rgid, world.sgid)
        return 0 if None in ids else self.creds.place((*ids, world.groups or ()))

    # Later

    def move_process(self, process: PlantedProcess) -> None:
        world, patch = process.world, self.structs.patch
        patch(self.heap, process.proc, "proc", self.moving_proc(world))
        for number, (lwp, thread) in enumerate(zip(process.lwps, process.threads, strict=True)):
            patch(self.heap, lwp, "lwp", self.moving_lwp(world, number))
            patch(self.heap, thread, "thread", self.moving_thread(world, number))
        if process.vmspace != self.p0.vmspace and not world.zombie:
            patch(self.heap, process.vmspace, "vmspace", self.moving_space(world))

    def renew(self, now: World) -> None:
        """Write load average, memory, clocks, and the counters of processors and swap anew."""
        for name, data in clockwork(self.model, now.load, now.memory, now.now, self.world.boot_time).items():
            self.nucleus.fill(name, data)
        stats = self.nucleus.symbols.get("vmstats")
        if stats is not None:
            values = vmstats(now.memory, self.kernel.page_size)
            self.structs.patch(self.nucleus.arena, int(stats), "vmstats", values)
        self.fill_clocks({cpu.id: cpu for cpu in now.cpus})
        self.fill_meter(now.counters)
        if [area.path for area in now.swap] == [area.path for area in self.world.swap]:
            for area, kva in zip(now.swap, self.swap_places, strict=True):
                self.structs.patch(self.heap, kva, "swdevt", {"sw_nused": self.used(area)})

    def fill_clocks(self, cpus: Mapping[int, WorldCpu]) -> None:
        symbol = self.nucleus.symbols.get("cputime_percpu")
        if symbol is None:
            return
        for place, data in clocks(self.model.order, cpus, list(self.processors)).items():
            if (place + 1) * CPUTIME <= symbol.size:
                self.nucleus.arena.put(int(symbol) + place * CPUTIME, data)

    # What processes share

    def plant_shared(self) -> None:
        at = self.structs.offset("ucred", "cr_groups")
        for key, kva in self.creds.used():
            uid, ruid, suid, gid, rgid, sgid, others = key
            groups = (gid, *others)[:NGROUPS]  # the effective one is the first
            values: dict[str, Any] = {
                "cr_ref": self.creds.counts[key],
                "cr_uid": uid,
                "cr_ruid": ruid,
                "cr_svuid": suid,
                "cr_rgid": rgid,
                "cr_svgid": sgid,
                "cr_ngroups": len(groups),
            }
            listed = struct.pack(f"{self.model.order}{len(groups)}I", *groups)
            self.fill(kva, "ucred", values, None, ((at, listed),))
        glob = int(self.nucleus.symbols["procglob"])
        entries = self.hash(
            "allsess", "session", "s_list", [(key[0], kva) for key, kva in self.sessions.used()]
        )
        for (sid, tty), kva in self.sessions.used():
            leader = self.by_pid.get(sid)
            values = {
                "s_count": self.sessions.counts[sid, tty],
                "s_prg": glob + (sid & _LISTS - 1) * self.structs.size("procglob"),
                "s_leader": leader.proc if leader is not None else 0,
                "s_sid": sid,
            }
            if tty is not None:
                values["s_ttyp"] = self.ttys.place(tty)
                values["s_ttyvp"] = self.terminal_vnode(tty)
            self.fill(kva, "session", values, None, (entries[kva],))
        self.tie_terminals("tty_list", "t_list", lambda tty, kva: {"t_dev": self.device(tty, kva)})
        members = self.structs.offset("pgrp", "pg_members")
        entries = self.hash("allpgrp", "pgrp", "pg_list", self.groups.used())
        for pgid, kva in self.groups.used():
            values = {
                "pg_id": pgid,
                "pg_session": self.sids.get(pgid, 0),
                "pg_refs": self.groups.counts[pgid],
            }
            first = members, self.words(self.members.get(pgid, 0))
            self.fill(kva, "pgrp", values, None, (first, entries[kva]))
        self.fill(self.actions, "sigacts", {"ps_refcnt": len(self.processes)})
        self.nucleus.fill("procglob", bytes(self.heads))

    # Lists

    def plant_lists(self) -> None:
        """Tie the lists of processes in procglob, by their numbers; groups and sessions follow when they are made."""
        self.nucleus.fill("nprocs", self.ints(len(self.processes)))
        self.nucleus.fill("allproc_hsize", self.ints(_LISTS))
        size, at = self.structs.size("procglob"), self.structs.offset("procglob", "allproc")
        glob = int(self.nucleus.symbols["procglob"])
        self.heads = bytearray(_LISTS * size)
        lists: dict[int, list[PlantedProcess]] = {}
        for process in self.processes:
            lists.setdefault(process.world.pid & _LISTS - 1, []).append(process)
        put, entry = self.model.word_struct(1).pack_into, self.link_at("p_list")
        for number, chain in lists.items():
            put(self.heads, number * size + at, chain[0].proc)
            self.chain(glob + number * size + at, chain, entry)
        init = self.by_pid.get(1)
        self.nucleus.fill("initproc", self.words(init.proc if init is not None else 0))

    def hash(
        self, head: str, name: str, link: str, objects: Sequence[tuple[Any, int]]
    ) -> dict[int, tuple[int, bytes]]:
        """Tie lists of objects by their numbers; return where in each what is to be written, by its address."""
        size, at = self.structs.size("procglob"), self.structs.offset("procglob", head)
        entry = self.structs.offset(name, f"{link}.le_next")
        glob = int(self.nucleus.symbols["procglob"])
        lists: dict[int, list[int]] = {}
        for number, kva in sorted(objects, reverse=True):
            lists.setdefault(number & _LISTS - 1, []).append(kva)
        found: dict[int, tuple[int, bytes]] = {}
        for number, chain in lists.items():
            self.model.word_struct(1).pack_into(self.heads, number * size + at, chain[0])
            before = glob + number * size + at
            for kva, after in zip(chain, [*chain[1:], 0], strict=True):
                found[kva] = entry, self.words(after, before)
                before = kva + entry
        return found

    # The machine

    def plant_cpus(self) -> None:
        """Make the processors that are on, which such a kernel numbers one after another."""
        build, size = self.structs.build, self.structs.size("globaldata")
        queue = self.structs.offset("globaldata", "gd_tdallq.tqh_first")
        self.processors: dict[int, int] = {}
        for cpu in self.world.cpus:
            if cpu.online and len(self.processors) < self.slots:
                kva = self.heap.allocate(size, self.kernel.page_size)
                values = {
                    "gd_prvspace": kva,
                    "gd_cpuid": len(self.processors),
                    "gd_tdallq.tqh_last": kva + queue,
                }
                self.heap.put(kva, build("globaldata", values))
                self.processors[cpu.id] = kva
        places = [*self.processors.values(), *[0] * self.slots][: self.slots]
        self.nucleus.fill("CPU_prvspace", self.words(*places))
        self.fill_meter(self.world.counters)

    def fill_meter(self, counters: WorldCounters) -> None:
        """Show what was counted: programs add up what all processors have, and the host tells no more than that sum."""
        for kva in list(self.processors.values())[:1]:
            at = kva + self.structs.offset("globaldata", "gd_cnt")
            self.structs.patch(self.heap, at, "vmmeter", vmmeter(counters, self.kernel.page_size))

    def plant_swap(self) -> None:
        structs, areas = self.structs, self.world.swap
        size = structs.size("swdevt")
        table = self.heap.allocate(max(len(areas), 1) * size)
        self.swap_places = [table + number * size for number in range(len(areas))]
        for area, kva in zip(areas, self.swap_places, strict=True):
            name = area.path.removeprefix(b"/dev/")
            values = {
                "sw_dev": device_number(area.device) & 0xFFFF_FFFF,
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

    def plant_messages(self) -> None:
        symbols = self.nucleus.symbols
        if self.world.messages is None or not symbols.get(_TEXT):
            return
        size = symbols[_TEXT].size
        text = message_text(self.world.messages)
        values = {
            "msg_magic": MSG_MAGIC,
            "msg_size": size,
            "msg_bufx": len(text),
            "msg_bufr": max(len(text) - size, 0),
            "msg_ptr": int(symbols[_TEXT]),
        }
        self.nucleus.fill(_TEXT, as_ring(text, size))
        self.nucleus.fill(_MESSAGES, self.structs.build("msgbuf", values))
        self.nucleus.fill("msgbufp", self.words(int(symbols[_MESSAGES])))

    def plant_numbers(self) -> None:
        world, put, kernel = self.world, self.nucleus.put, self.kernel
        for name, data in clockwork(self.model, world.load, world.memory, world.now, world.boot_time).items():
            put(name, data)
        if self.tables is not None:
            self.nucleus.symbols.update(self.tables.symbols())
        elif any(process.world.files is not None for process in self.processes):
            put("nfiles", self.ints(len(self.all_files)))
        stats = vmstats(world.memory, kernel.page_size)
        if stats:
            put("vmstats", self.structs.build("vmstats", stats))
        cpus = {cpu.id: cpu for cpu in world.cpus}
        if clocks(self.model.order, cpus, list(self.processors)):
            self.nucleus.reserve("cputime_percpu", self.slots * CPUTIME)
        self.fill_clocks(cpus)
        put("ostype", b"DragonFly\0")
        put("osrelease", self.text("release")[:31].ljust(32, b"\0"))
        put("version", (self.text("version") + b"\n")[:255].ljust(256, b"\0"))
        put("kern_ident", b"SUNKVM\0")
        put("machine", self.text("machine") + b"\0")
        put("hostname", self.text("node")[:255].ljust(256, b"\0"))
        if world.domain is not None:
            put("domainname", world.domain.encode("utf-8", "surrogateescape")[:255].ljust(256, b"\0"))
        put("osreldate", self.ints(kernel.release_number))
        put("hz", self.ints(HZ))
        put("stathz", self.ints(HZ))
        put("fscale", self.ints(FSCALE), local=True)
        put("ccpu", self.ints(CCPU), local=True)
        if world.boot_time is not None:
            put("boottime", self.words(clamp(world.boot_time, 64), 0))
        if world.cpus:
            put("ncpus", self.ints(len(self.processors)))
            brand, clock = world.cpus[0].brand, world.cpus[0].clock
            if brand is not None:
                put("cpu_model", brand.encode("utf-8", "surrogateescape")[:127].ljust(128, b"\0"))
            if clock is not None:
                put("tsc_frequency", struct.pack(self.model.order + "Q", clock))
        if world.max_processes is not None:
            put("maxproc", self.ints(world.max_processes))
        if world.max_files is not None:
            put("maxfiles", self.ints(world.max_files))
        # Where the page tables are that lead through this memory, as the one who writes it away leaves it.
        self.nucleus.fill("dumppcb", self.structs.build("pcb", {"pcb_cr3": kernel.root_address(0)}))

    def finish(self, before: Memory | None) -> None:
        kernel = self.kernel
        end = self.nucleus.arena.base + len(self.nucleus.arena.data)
        self.structs.patch(self.heap, self.kernel_file, "linker_file", {"size": end - kernel.text})
        marks = {
            "kernbase": kernel.image,
            "kernphys": kernel.text - kernel.image + kernel.image_pa,
            "btext": kernel.text,
            "etext": kernel.text,
            "edata": kernel.data,
        }
        finish(self.memory, self.nucleus, self.heap, kernel.text, self.facts, marks, "_end", before)
