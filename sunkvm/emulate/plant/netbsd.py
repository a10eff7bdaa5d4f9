"""Worlds as the memory of a NetBSD kernel (sys/sys/proc.h, sys/sys/lwp.h, kern/kern_proc.c, uvm/uvm_map.h of 10.99.12).

All that is planted is true of the world, or is part of every such kernel: process 0 (``system``). What a world does not
tell stays zero, and a symbol whose value is not known is not in the table.
"""

from __future__ import annotations

import struct

from ..memory import Memory
from ..world import WorldProcess
from .bsd import SECOND, build_stack, clamp, device_number, ps_strings_size
from .bsd_files import VCHR, VDIR, VREG
from .bsd_maps import pieces
from .bsd_planting import BsdPlanting
from .netbsd_kernels import CP_TIMES, HZ, KERNELS
from .netbsd_numbers import Numbers
from .netbsd_spaces import NetbsdSpaces, plant_stack
from .parts import Shared

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

    from ...datamodel import DataModel
    from ...layout import Layout
    from ..memory import Segment
    from ..world import World
    from .bsd_planting import PlantedProcess

PK_SYSTEM, PK_EXEC, PK_32 = 0x2, 0x4000, 0x40000
PL_CONTROLT = 0x1
SACTIVE, SSTOP, SZOMB = 2, 4, 5
LSRUN, LSSLEEP, LSSTOP, LSZOMB = 2, 3, 4, 5
LW_SINTR, LW_SYSTEM = 0x80, 0x200
NZERO = 20
NGROUPS = 16
MAXCOMLEN = 16
NOBODY = 0xFFFF_FFFF  # for an id that is not known: no user and no group has it
NO_PGID = -1
_STATES = {"R": (LSRUN, 0), "S": (LSSLEEP, LW_SINTR), "T": (LSSTOP, 0)}
_CPUS = ".cpus"  # a part of the nucleus without a symbol


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
    """Lay a world into the memory of a NetBSD kernel; return the memory with its symbols.

    ``layout`` gives the layout of a kernel struct by its name; ``version`` is what the kernel calls itself besides its
    release. ``heap`` (0 or 1) says which of the two heaps to use. With ``before``, an earlier result, all symbols keep the
    addresses they have there. Without ``stacks`` processes get no memory: whoever shows it makes it.

    The key of an address space is the physical address of the first page of its segment, whose pages lie side by side; its
    map leads there. Raises ValueError where the world does not fit into the addresses of such a kernel.
    """
    return planting(world, model, layout, version=version, heap=heap, before=before, stacks=stacks).memory


def planting(world: World, model: DataModel, layout: Callable[[str], Layout], **more: Any) -> Numbers:
    """Return the planting of a world: with processes, or without where nobody knows the layouts of such a kernel."""
    kind = Numbers if KERNELS[model.name].bare else Planting
    return kind(world, model, layout, **more)


class Planting(NetbsdSpaces, Numbers):
    """One planting, from addresses to bytes: everything gets its place before anything is pointed at."""

    in_place = True

    def plant(self) -> None:
        self.line_up(
            WorldProcess(
                0, 0, b"system", 0, 0, 0, 0, 0, 0, 0, 0, (), start=0, system=True, executed=False, nice=0
            ),
            self.world.processes,
        )
        self.place_nucleus()
        self.place_processes()
        self.place_shared()
        self.link_processes()
        self.plant_lists()
        self.plant_processes()
        self.plant_shared()
        self.plant_cpus()
        self.plant_vnodes()
        self.plant_all_files()

    # Places

    def place_nucleus(self) -> None:
        nucleus, size, word = self.nucleus, self.structs.size, self.model.word
        # What a look at processes begins with comes first, side by side; see FreeBSD's.
        nucleus.reserve("allproc", word)
        self.roots = self.kernel.data, int(nucleus.symbols["allproc"]) + word - self.kernel.data
        for name in ("zombproc", "alllwp", "initproc"):
            nucleus.reserve(name, word)
        self.p0.proc = nucleus.reserve("proc0", size("proc"))
        self.p0.threads = [nucleus.reserve("lwp0", size("lwp"))]
        self.p0.vmspace = nucleus.reserve("vmspace0", size("vmspace"), local=True)
        nucleus.reserve("ttylist", 2 * word)
        nucleus.reserve("tty_count", 4)
        nucleus.reserve("uvmexp", size("uvmexp"))
        self.cpu_size = -(-size("cpu_info") // 64) * 64
        known = max([self.world.max_cpus or 0, *(cpu.id + 1 for cpu in self.world.cpus)])
        nucleus.reserve("cpu_infos", word)
        self.table = nucleus.reserve(".cpu_infos", (known + 1) * word)
        self.cpus_at = nucleus.reserve(_CPUS, known * self.cpu_size)
        # Where processors are on a list of their own, its name is the machine's.
        self.cpu_list = {"sparc64": "cpus", "amd64": "cpu_info_list", "i386": "cpu_info_list"}.get(
            self.kernel.machine
        )
        if self.cpu_list is not None:
            nucleus.reserve(self.cpu_list, word)
        online = [cpu.id for cpu in self.world.cpus if cpu.online and cpu.id < known]
        room = nucleus.symbols[_CPUS].size // self.cpu_size
        self.cpu_places = {
            each: self.cpus_at + number * self.cpu_size for number, each in enumerate(online[:room])
        }

    def place_process(self, process: PlantedProcess) -> None:
        allocate, size, world = self.heap.allocate, self.structs.size, process.world
        if process is not self.p0:
            process.proc = allocate(size("proc"))
            count = max(len(world.threads), 1)  # a zombie keeps its last one
            process.threads = [allocate(size("lwp")) for _ in range(count)]
            shared = world.system or world.zombie
            process.vmspace = self.p0.vmspace if shared else allocate(size("vmspace"))
        process.stats = allocate(size("pstats"))
        if world.program is not None:
            process.name = self.heap.string(world.program)

    def place_shared(self) -> None:
        allocate, size = self.heap.allocate, self.structs.size
        self.creds = Shared(self.heap, size("kauth_cred"))
        self.groups = Shared(self.heap, size("pgrp"))
        self.sessions = Shared(self.heap, size("session"))
        self.ttys = Shared(self.heap, size("tty"))
        self.place_files()
        self.folders = Shared(self.heap, size("cwdinfo"))
        self.swapper = self.heap.string(b"swapper")
        self.sids, self.tty_of = {}, {}
        self.next_page = self.kernel.users_pa
        self.emuls: dict[int, int] = {}
        for bits in (0, *self.kernel.tops):  # 0: of the kernel's own processes
            name = self.heap.string(self.kernel.abi[bits] if bits else b"netbsd")
            self.emuls[bits] = allocate(size("emul"))
            self.heap.put(self.emuls[bits], self.structs.build("emul", {"e_name": name}))

    def shared(self) -> tuple[Shared, ...]:
        return self.creds, self.groups, self.sessions, self.ttys, self.vnodes, self.devices, self.folders

    def forget(self, places: Sequence[tuple[int, int]]) -> None:
        super().forget(places)
        for kva, _ in places:
            self.spaces.pop(kva, None)

    # Processes

    def plant_process(self, process: PlantedProcess, stacks: bool) -> None:
        arena: Any = self.nucleus.arena if process is self.p0 else self.heap
        link = self.structs.offset("lwp", "l_list.le_next")
        cred = self.cred(process.world)
        self.heap.put(process.stats, self.structs.build("pstats", self.stats(process.world)))
        newest_first = process.threads[::-1]
        behind, previous = process.beside
        for number, thread in enumerate(newest_first):
            following = newest_first[number + 1] if number + 1 < len(newest_first) else 0
            values = {
                "l_list.le_next": following or behind,
                "l_list.le_prev": previous,
                "l_sibling.le_next": following,
            }
            previous = thread + link
            at = len(newest_first) - 1 - number
            arena.put(thread, self.lwp(process, at, cred, values))
        if process is self.p0 or process.vmspace != self.p0.vmspace:
            self.plant_space(process)
        self.put_proc(process, self.proc(process, cred))

    def proc(self, process: PlantedProcess, cred: int) -> bytes:
        world, structs = process.world, self.structs
        user = process.vmspace != self.p0.vmspace
        values: dict[str, Any] = {
            "p_lwps.lh_first": process.threads[-1],
            "p_cred": cred,
            "p_stats": process.stats,
            "p_vmspace": process.vmspace,
            "p_pid": world.pid,
            "p_ppid": world.ppid,
            "p_comm": world.comm[:MAXCOMLEN],
            "p_emul": self.emuls[0 if world.system else self.bits(world)],
            "p_nlwps": len(process.threads),
            "p_pgrp": self.group(world),
            "p_psstrp": self.top(world) - ps_strings_size(self.bits(world)) if user else 0,
            **process.links,
            **self.moving_proc(world),
            **self.table_of(world),
        }
        if world.cwd is not None or world.umask is not None:
            values["p_cwdi"] = self.folders.place((world.cwd, world.umask))
            if world.cwd is not None:
                self.vnodes.place((VDIR, world.cwd))
        if world.program is not None:
            values["p_textvp"] = self.vnodes.place((VREG, world.program))
            values["p_path"] = process.name
        return structs.build("proc", values)

    def top(self, world: WorldProcess) -> int:
        """Return where a process's memory ends: on the host, or as such a kernel has it."""
        bits = self.bits(world)
        tops = self.kernel.live_tops
        return self.kernel.tops[bits] if self.stacks or tops is None else tops[bits]

    def moving_proc(self, world: WorldProcess) -> dict[str, Any]:
        """Return what changes of a process while it runs one program."""
        flag = (PK_EXEC if world.executed else 0) | (PK_SYSTEM if world.system else 0)
        flag |= PK_32 if self.model.bits == 64 and self.bits(world) == 32 else 0
        stopped = world.state == "T"
        values: dict[str, Any] = {
            "p_flag": flag,
            "p_lflag": PL_CONTROLT if world.tty is not None else 0,
            "p_stat": SZOMB if world.zombie else SSTOP if stopped else SACTIVE,
            "p_nice": max(min((world.nice or 0) + NZERO, 2 * NZERO), 0),
            "p_nrlwps": sum(state != "T" for state in world.threads),
        }
        if world.user_time is not None and world.system_time is not None:
            user, system = world.user_time, world.system_time
            values |= {
                # A running kernel is asked for the sum over this and all lwps, of a snapshot for nothing but this.
                "p_rtime": self.bintime(user + system if self.tables is None else sum(world.ended_times)),
                "p_uticks": user * HZ // SECOND,
                "p_sticks": system * HZ // SECOND,
            }
        return values

    def stats(self, world: WorldProcess) -> dict[str, int]:
        """Return the members of ``struct pstats``: when the process began, and what it has used."""
        values = self.moving_stats(world)
        if world.start is not None and self.world.boot_time is not None:
            seconds, rest = divmod(self.world.boot_time * SECOND + world.start, SECOND)
            values |= {"p_start.tv_sec": seconds, "p_start.tv_usec": rest // 1000}
        return values

    @staticmethod
    def moving_stats(world: WorldProcess) -> dict[str, int]:
        """Return what changes of the statistics."""
        values: dict[str, int] = {}
        for name, time in (("ru_utime", world.user_time), ("ru_stime", world.system_time)):
            if time is not None:
                seconds, rest = divmod(time, SECOND)
                values |= {f"p_ru.{name}.tv_sec": seconds, f"p_ru.{name}.tv_usec": rest // 1000}
        return values

    def lwp(self, process: PlantedProcess, number: int, cred: int, links: dict[str, int]) -> bytes:
        world, thread = process.world, process.threads[number]
        values: dict[str, Any] = {
            **links,
            "l_proc": process.proc,
            "l_cred": cred,
            "l_name": self.swapper if process is self.p0 else 0,
            # On no queue, and yet readable: the original follows this pointer of every lwp.
            "l_runq.tqe_prev": thread + self.structs.offset("lwp", "l_runq.tqe_next"),
            **self.moving_lwp(world, number),
        }
        link = self.structs.offset("lwp", "l_sibling.le_next")
        newer = process.threads[number + 1] + link if number + 1 < len(process.threads) else 0
        values["l_sibling.le_prev"] = newer or process.proc + self.structs.offset("proc", "p_lwps.lh_first")
        return self.structs.build("lwp", values)

    def moving_lwp(self, world: WorldProcess, number: int) -> dict[str, Any]:
        """Return what changes of an lwp."""
        state, flag = _STATES[world.threads[number]] if world.threads else (LSZOMB, 0)
        flag |= LW_SYSTEM if world.system else 0
        cpu = self.cpu_places.get(world.cpu, 0) if number == 0 and world.cpu is not None else 0
        times = world.times
        spent = self.bintime(sum(times[number]) if times else 0)
        lid = world.thread_id(number) or 0
        return {"l_stat": state, "l_flag": flag, "l_cpu": cpu, "l_rtime": spent, "l_lid": lid}

    def bintime(self, time: int) -> bytes:
        """Return nanoseconds as a ``struct bintime``: seconds, and 2^-64 parts of one."""
        seconds, rest = divmod(time, SECOND)
        return struct.pack(self.model.order + "qQ", seconds, (rest << 64) // SECOND)

    def cred(self, world: WorldProcess) -> int:
        ids = (world.uid, world.ruid, world.suid, world.gid, world.rgid, world.sgid)
        return self.creds.place((*ids, (world.groups or ())[:NGROUPS]))

    def plant_all_files(self) -> None:
        """Plant the list of all files, if any process's are known."""
        if self.tables is not None:
            self.object_operations()
            self.nucleus.symbols.update(self.tables.symbols())
        elif any(process.world.files is not None for process in self.processes):
            head = self.nucleus.reserve("filehead", self.model.word)
            self.nucleus.fill("filehead", self.words(self.chain_files(head)))
            self.nucleus.put("nfiles", self.ints(len(self.all_files)), local=True)

    # Memory of processes

    def plant_space(self, process: PlantedProcess) -> None:
        world, structs, vmspace, kernel = process.world, self.structs, process.vmspace, self.kernel
        arena: Any = self.nucleus.arena if process is self.p0 else self.heap
        header = vmspace + structs.offset("vmspace", "vm_map.header")
        values: dict[str, Any] = {
            "vm_refcnt": 1,
            "vm_map.header.next": header,
            "vm_map.header.prev": header,
            **self.moving_space(world),
        }
        if process is self.p0:
            arena.put(vmspace, structs.build("vmspace", values))
            return
        segment = self.stack(world) if self.stacks else None
        key = self.kernel.root_address(self.first_root + process.number)
        entry = 0
        if segment is not None:
            key = self.next_page
            self.next_page += len(segment.data)
            entry = plant_stack(self.heap, structs, segment, key, header, self.kernel.page_size)
            values |= {
                "vm_map.header.next": entry,
                "vm_map.header.prev": entry,
                "vm_map.nentries": 1,
                "vm_maxsaddr": segment.base,
                "vm_minsaddr": segment.end,
            }
        bits = self.bits(world)
        found = None
        if world.bits == bits:  # which can lie where there is nothing in a NetBSD of its own
            tops = kernel.live_tops or kernel.tops
            found = pieces(world.mappings, tops[bits], segment)
        if found is not None:
            values |= self.plant_map(vmspace, found, stack=entry)
        values |= self.live_map(world)
        self.memory.spaces[key] = [] if segment is None else [segment]
        self.memory.owners[key] = world.pid
        self.worlds[key] = world
        self.spaces[vmspace] = key
        arena.put(vmspace, structs.build("vmspace", values))

    def stack(self, world: WorldProcess) -> Segment | None:
        """Return the stack of a process whose arguments are known."""
        if world.argv is None:
            return None
        page = self.kernel.page_size
        return build_stack(self.model, self.bits(world), page, self.top(world), world.argv, world.env)

    def moving_space(self, world: WorldProcess) -> dict[str, int]:
        """Return what changes of an address space."""
        values: dict[str, int] = {}
        page = self.kernel.page_size
        if world.size is not None:
            values["vm_map.size"] = min(world.size, self.model.mask) & -page
        if world.resident is not None:
            values["vm_rssize"] = clamp(world.resident // page, 32)
        if world.text is not None:
            values["vm_tsize"] = clamp(world.text // page, 32)
        return values

    # Later

    def update(self, processes: Sequence[WorldProcess]) -> bool:
        return BsdPlanting.update(self, processes)

    def move_process(self, process: PlantedProcess) -> None:
        world, patch = process.world, self.structs.patch
        patch(self.heap, process.proc, "proc", self.moving_proc(world))
        patch(self.heap, process.stats, "pstats", self.moving_stats(world))
        for number, thread in enumerate(process.threads):
            patch(self.heap, thread, "lwp", self.moving_lwp(world, number))
        if process.vmspace != self.p0.vmspace:
            patch(self.heap, process.vmspace, "vmspace", self.moving_space(world))

    def renew(self, now: World) -> None:
        super().renew(now)
        values = self.uvmexp(now.memory, now.counters, now.swap)
        kva = int(self.nucleus.symbols["uvmexp"])
        self.structs.patch(self.nucleus.arena, kva, "uvmexp", values)

    # What processes share

    def plant_shared(self) -> None:
        for key, kva in self.creds.used():
            *ids, groups = key
            uid, ruid, suid, gid, rgid, sgid = (NOBODY if each is None else each for each in ids)
            values: dict[str, Any] = {
                "cr_refcnt": self.creds.counts[key],
                "cr_uid": ruid,
                "cr_euid": uid,
                "cr_svuid": suid,
                "cr_gid": rgid,
                "cr_egid": gid,
                "cr_svgid": sgid,
                "cr_ngroups": len(groups),
                "cr_groups": (*groups, *([0] * (NGROUPS - len(groups)))),
            }
            self.fill(kva, "kauth_cred", values)
        for key, kva in self.sessions.used():
            sid, tty = key
            leader = self.by_pid.get(sid)
            values = {
                "s_count": self.sessions.counts[key],
                "s_leader": leader.proc if leader is not None else 0,
                "s_sid": NO_PGID if sid is None else sid,
            }
            if tty is not None:
                values["s_ttyp"] = self.ttys.place(tty)
                values["s_ttyvp"] = self.vnodes.place((VCHR, tty))
            self.fill(kva, "session", values)
        self.tie_terminals("ttylist", "tty_link", lambda tty, _: {"t_dev": device_number(tty)})
        self.nucleus.fill("tty_count", self.ints(len(self.ttys.used())))
        for pgid, kva in self.groups.used():
            values = {
                "pg_id": NO_PGID if pgid is None else pgid,
                "pg_session": self.sids[pgid],
                "pg_members.lh_first": self.members.get(pgid, 0),
            }
            self.fill(kva, "pgrp", values)
        for (cwd, umask), kva in self.folders.used():
            values = {
                "cwdi_cdir": 0 if cwd is None else self.vnodes.places[VDIR, cwd],
                "cwdi_cmask": umask or 0,
                "cwdi_refcnt": self.folders.counts[cwd, umask],
            }
            self.fill(kva, "cwdinfo", values)

    def group(self, world: WorldProcess) -> int:
        kva = super().group(world)
        if world.pgid not in self.sids:  # everybody here has a session: the original cannot do without
            self.sids[world.pgid] = self.sessions.place((world.sid, None))
        return kva

    def plant_lists(self) -> None:
        """Tie allproc, the zombies, and the list of all lwps, in the order of their processes."""
        self.nucleus.fill("nprocs", self.ints(len(self.processes)))
        link = self.structs.offset("lwp", "l_list.le_next")
        previous, firsts = int(self.nucleus.symbols["alllwp"]), [each.threads[-1] for each in self.processes]
        self.nucleus.fill("alllwp", self.words(firsts[0]))
        for process, behind in zip(self.processes, [*firsts[1:], 0], strict=True):
            process.beside = behind, previous
            previous = process.threads[0] + link
        living: list[PlantedProcess] = []
        dead: list[PlantedProcess] = []
        for process in self.processes:
            (dead if process.world.zombie else living).append(process)
        self.tie("allproc", living, "p_list")
        self.tie("zombproc", dead, "p_list")
        init = self.by_pid.get(1)
        self.nucleus.fill("initproc", self.words(init.proc if init is not None else 0))

    # The machine

    def plant_cpus(self) -> None:
        nucleus = self.nucleus
        places = list(self.cpu_places.values())
        for number, ((each, kva), after) in enumerate(
            zip(self.cpu_places.items(), [*places, 0][1:], strict=True)
        ):
            values = {"ci_data.cpu_index": number}
            maybe = {"ci_self": kva, "ci_cpuid": each, "ci_next": after}
            nucleus.arena.put(kva, self.structs.build("cpu_info", values, maybe))
        nucleus.fill(".cpu_infos", self.words(*places, 0))
        nucleus.fill("cpu_infos", self.words(self.table))
        if self.cpu_list is not None:
            nucleus.fill(self.cpu_list, self.words(places[0] if places else 0))
        page = self.kernel.page_size
        values = {"pagesize": page, "pagemask": page - 1, "pageshift": page.bit_length() - 1}
        values |= self.uvmexp(self.world.memory, self.world.counters, self.world.swap)
        nucleus.fill("uvmexp", self.structs.build("uvmexp", values))

    def clocks(self, numbers: dict[str, bytes]) -> None:
        times, five = numbers.get(CP_TIMES, b""), 40
        at = self.structs.offset("cpu_info", "ci_data.cpu_schedstate.spc_cp_time")
        for each, kva in self.cpu_places.items():
            self.nucleus.arena.put(kva + at, times[each * five : each * five + five])
