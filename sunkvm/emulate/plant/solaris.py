"""Worlds as the memory of a Solaris kernel of 2013 (illumos uts/common: sys/proc.h, sys/user.h, os/main.c, os/fork.c).

All that is planted is true of the world, or is part of every such kernel: p0 (``sched``), kas, the global zone, task 0
and project 0. What a world does not tell stays zero, and a symbol whose value is not known is not in the table.
"""

from __future__ import annotations

import struct

from ...schema import flat
from ...schema.formats.solaris_dump import SYS_NMLN, utsname
from ..memory import Arena, Memory
from ..world import WorldProcess
from .parts import Nucleus, Shared, finish
from .solaris_files import VDIR, VREG, SolarisFiles
from .solaris_kernels import HZ, KERNELS, NANOSECOND, RELEASE, clockwork
from .stack import AT_NULL, Stack, build_stack

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from typing import Any

    from ...datamodel import DataModel
    from ...layout import Layout
    from ..world import World, WorldCpu, WorldSwap

SSYS, SEXECED = 0x1, 0x4000
SRUN, SZOMB = 2, 3
MODEL_ILP32, MODEL_LP64 = 0x100000, 0x200000
CPU_RUNNING, CPU_READY, CPU_EXISTS, CPU_ENABLE, CPU_OFFLINE = 0x1, 0x2, 0x8, 0x10, 0x20
P_OFFLINE, P_ONLINE = 1, 2

_THREAD_STATES = {"R": 2, "S": 1, "T": 0x10}  # TS_RUN, TS_SLEEP, TS_STOPPED
_COMM, _PSARGS = 16, 79  # characters, without the NUL (MAXCOMLEN, PSARGSZ)
_HEAP_STRUCTS = (
    "as",
    "proc",
    "_kthread",
    "task",
    "kproject",
    "pid",
    "sess",
    "cred",
    "credgrp",
    "vnode",
    "refstr",
)

_ZONE_IS_RUNNING = 4  # sys/zone.h, zone_status_t


def plant(
    world: World,
    model: DataModel,
    layout: Callable[[str], Layout],
    *,
    version: str,
    heap: int = 0,
    before: Memory | None = None,
    stacks: Mapping[int, Stack] | None = None,
) -> Memory:
    """Lay a world into the memory of a Solaris kernel; return the memory with its symbols.

    ``layout`` gives the layout of a kernel struct by its name; ``version`` is what uname -v tells. ``heap`` (0 or 1) says
    which of the two heaps to use. With ``before``, an earlier result, all symbols keep the addresses they have there.
    ``stacks`` are stacks, by pid, whose pages are found elsewhere: they are pointed at and not planted.

    The environment of a process that does not show it is planted as an empty one with a mark in the auxiliary vector
    (see `build_stack`). Raises ValueError where the world does not fit into the addresses of such a kernel.
    """
    return Planting(world, model, layout, version, heap, before, stacks or {}).memory


class PlantedProcess:
    """A process of the world, with the addresses of its parts.

    ``links`` are the members of its proc_t that point at other ones, ``rings`` those of its threads.
    """

    __slots__ = ("as_", "links", "proc", "rings", "stack", "threads", "world")

    def __init__(self, world: WorldProcess) -> None:
        self.world = world
        self.proc = self.as_ = 0
        self.links: dict[str, int] = {}
        self.threads: list[int] = []
        self.rings: list[dict[str, int]] = []
        self.stack: Stack | None = None


class Planting(SolarisFiles):
    """One planting, from addresses to bytes: everything gets its place before anything is pointed at."""

    def __init__(
        self,
        world: World,
        model: DataModel,
        layout: Callable[[str], Layout],
        version: str,
        heap: int,
        before: Memory | None,
        stacks: Mapping[int, Stack],
    ) -> None:
        self.world = world
        self.zone_name = 0
        self.model = model
        self.layout = layout
        self.kernel = kernel = KERNELS[model.name]
        self.nucleus = Nucleus(kernel.data, kernel.data_end, before)
        self.heap = Arena(*kernel.heaps[heap])
        self.use_arenas()
        self.facts = {
            "system": "SunOS",
            "node": world.node,
            "release": RELEASE,
            "version": version,
            "machine": kernel.machine,
            "platform": kernel.platform,
        }
        sched = WorldProcess(0, 0, b"sched", 0, 0, 0, 0, 0, 0, 0, 0, (), start=0, system=True, executed=False)
        # Newest first, as fork puts them into the list; p0 was there before all.
        order = sorted(world.processes, key=lambda process: (process.start or 0, process.pid), reverse=True)
        self.p0 = self.make_process(sched)
        self.processes = [*(self.make_process(process) for process in order), self.p0]
        self.by_pid = {process.world.pid: process for process in self.processes}
        self.place_nucleus()
        self.place_processes(stacks)
        self.link_processes()
        self.memory = Memory(model, kernel.page_size, self.kas, [])
        self.plant_processes()
        self.plant_shared()
        self.plant_zone()
        self.plant_cpus()
        self.plant_swap()
        self.plant_numbers()
        self.finish(before)

    def use_arenas(self) -> None:
        """Take other arenas than those that were made; the nucleus and the heap are still empty."""

    def make_process(self, world: WorldProcess) -> PlantedProcess:
        return PlantedProcess(world)

    # Small things

    def words(self, *values: int) -> bytes:
        return self.model.word_struct(len(values)).pack(*(value & self.model.mask for value in values))

    def ints(self, *values: int) -> bytes:
        return struct.pack(f"{self.model.order}{len(values)}i", *(min(value, 0x7FFFFFFF) for value in values))

    def long(self, value: int) -> int:
        """Keep a number within a signed machine word: more has no room in such a kernel."""
        most = self.model.mask >> 1
        return max(min(value, most), -most - 1)

    def time(self, nanoseconds: int) -> bytes:
        seconds, rest = divmod(nanoseconds, NANOSECOND)
        return self.build("timestruc", {"tv_sec": self.long(seconds), "tv_nsec": rest})

    def bits(self, process: WorldProcess) -> int:
        """Return the width of a process here, the kernel's own if it is not known: no 64-bit one runs on a 32-bit kernel."""
        bits = process.bits or self.model.bits
        return bits if bits in self.kernel.tops else self.model.bits

    # Places

    def place_nucleus(self) -> None:
        nucleus, word = self.nucleus, self.model.word
        self.kas = nucleus.reserve("kas", self.layout("as").size)
        self.p0.proc = nucleus.reserve("p0", self.layout("proc").size)
        self.t0 = nucleus.reserve("t0", self.layout("_kthread").size)
        self.zone0 = nucleus.reserve("zone0", self.layout("zone").size)
        self.utsname = nucleus.reserve("utsname", 5 * SYS_NMLN)
        self.zone_active = nucleus.reserve("zone_active", self.layout("list").size, local=True)
        for name in ("practive", "proc_sched", "proc_init", "allthreads", "global_zone", "task0p", "proj0p"):
            nucleus.reserve(name, word)
        for name in ("cpu_list", "swapinfo", "panicstr"):  # panicstr stays NULL: nothing has panicked
            nucleus.reserve(name, word)
        # The array is longer than a real kernel's where the host has more processors than such a kernel could use.
        slots = max([self.kernel.cpus, self.world.max_cpus or 0, *(cpu.id + 1 for cpu in self.world.cpus)])
        nucleus.reserve("cpu", slots * word)
        nucleus.reserve("nproc", 4)
        # All that leads to processes or counts them: (address, bytes).
        self.roots = self.kernel.data, int(nucleus.symbols["nproc"]) + 4 - self.kernel.data

    def place_processes(self, stacks: Mapping[int, Stack]) -> None:
        self.size = {name: self.layout(name).size for name in _HEAP_STRUCTS}
        self.place_shared(Shared)
        self.p0.as_, self.p0.threads = self.kas, [self.t0]
        for process in self.processes:
            if process is not self.p0:
                self.place_process(process, stacks.get(process.world.pid))

    def place_shared(self, kind: type[Shared]) -> None:
        heap, size = self.heap, self.size
        self.task, self.project = heap.allocate(size["task"]), heap.allocate(size["kproject"])
        self.pids, self.sessions = kind(heap, size["pid"]), kind(heap, size["sess"])
        self.creds, self.credgrps = kind(heap, size["cred"]), kind(heap, size["credgrp"])
        self.vnodes, self.refstrs = kind(heap, size["vnode"]), kind(heap, size["refstr"])

    def place_process(self, process: PlantedProcess, stack: Stack | None) -> None:
        allocate, size = self.heap.allocate, self.size
        shared = process.world.system or process.world.zombie
        process.as_ = self.kas if shared else allocate(size["as"])
        process.proc = allocate(size["proc"])
        process.threads = [allocate(size["_kthread"]) for _ in process.world.threads]
        if not shared:
            process.stack = stack or self.make_stack(process.world)

    def make_stack(self, process: WorldProcess) -> Stack | None:
        if process.argv is None:
            return None
        bits = self.bits(process)
        top, page = self.kernel.tops[bits], self.kernel.page_size
        return build_stack(self.model.order, bits, page, top, process.argv, process.env, process.program)

    def link_processes(self) -> None:
        """Tie parents, children, siblings, groups and the list of all; the newest child comes first."""
        last_child: dict[int, PlantedProcess] = {}
        self.groups: dict[int, tuple[int, int]] = {}
        last_member: dict[int, PlantedProcess] = {}
        previous: PlantedProcess | None = None
        for process in self.processes:
            world, links = process.world, process.links
            if previous is not None:
                previous.links["p_next"] = process.proc
                links["p_prev"] = previous.proc
            previous = process
            parent = self.by_pid.get(world.ppid)
            if parent is not None and process is not self.p0:
                links["p_parent"] = parent.proc
                elder = last_child.get(world.ppid)
                if elder is None:
                    parent.links["p_child"] = process.proc
                else:
                    elder.links["p_sibling"] = process.proc
                    links["p_psibling"] = elder.proc
                last_child[world.ppid] = process
            if world.pgid is not None:
                member = last_member.get(world.pgid)
                if member is None:
                    self.groups[world.pgid] = process.proc, process.proc
                else:
                    member.links["p_pglink"] = process.proc
                    links["p_ppglink"] = member.proc
                    self.groups[world.pgid] = self.groups[world.pgid][0], process.proc
                last_member[world.pgid] = process

    # Processes

    def plant_processes(self) -> None:
        self.ring_threads()
        for process in self.processes:
            self.plant_process(process)
        self.plant_heads()

    def ring_threads(self) -> None:
        """Tie the threads of a process, and all threads, to rings."""
        threads = [thread for process in reversed(self.processes) for thread in process.threads]
        after = [*threads[1:], *threads[:1]]
        first = len(threads)
        for process in self.processes:
            own = process.threads
            first -= len(own)
            process.rings = [
                {
                    "t_forw": own[(number + 1) % len(own)],
                    "t_back": own[number - 1],
                    "t_next": after[first + number],
                    "t_prev": threads[first + number - 1],
                }
                for number in range(len(own))
            ]
            if process.as_ != self.kas:
                self.memory.spaces[process.as_] = process.stack.segments if process.stack is not None else []
                self.memory.owners[process.as_] = process.world.pid

    def plant_heads(self) -> None:
        """Fill the variables that lead to processes."""
        init = self.by_pid.get(1)
        self.nucleus.fill("practive", self.words(self.processes[0].proc))
        self.nucleus.fill("proc_sched", self.words(self.p0.proc))
        self.nucleus.fill("proc_init", self.words(init.proc if init is not None else 0))
        self.nucleus.fill("allthreads", self.words(self.t0))
        self.nucleus.fill("nproc", self.ints(len(self.processes)))

    def plant_process(self, process: PlantedProcess) -> None:
        """Put the structs of a process where they belong."""
        arena = self.nucleus.arena if process is self.p0 else self.heap
        cred = self.cred(process.world)
        arena.put(process.proc, self.proc(process, cred))
        for number, (thread, ring) in enumerate(zip(process.threads, process.rings, strict=True)):
            arena.put(thread, self.thread(process, number, cred, ring))
        if process.as_ != self.kas:
            self.plant_space(process)

    def proc(self, process: PlantedProcess, cred: int) -> bytes:
        world, lwps, stack = process.world, len(process.threads), process.stack
        values: dict[str, Any] = {
            "p_as": process.as_,
            "p_cred": cred,
            "p_stat": SZOMB if world.zombie else SRUN,
            "p_ppid": world.ppid,
            "p_pidp": self.pids.place(world.pid),
            "p_flag": (SSYS if world.system else 0) | (SEXECED if world.executed else 0),
            "p_lwpcnt": lwps,
            "p_lwprcnt": len(world.threads.replace("T", "")),
            "p_model": MODEL_LP64 if self.bits(world) == 64 else MODEL_ILP32,
            "p_task": self.task,
            "p_zone": self.zone0,
            "p_user": self.user(world, stack),
            **process.links,
        }
        if lwps:
            values["p_tlist"] = process.threads[0]
            values["p_lwpid"] = lwps
        if world.pgid is not None:
            values["p_pgidp"] = self.pids.place(world.pgid)
        if world.sid is not None:
            values["p_sessp"] = self.sessions.place((world.sid, world.tty))
        if stack is not None:
            values["p_usrstack"] = stack.top
            values["p_stksize"] = stack.top - stack.base if stack.base else 0
        if world.program is not None:
            values["p_exec"] = self.vnode(VREG, world.program)
        if world.start is not None:
            values["p_mstart"] = world.start
        if world.user_time is not None and world.system_time is not None:
            spent = world.user_time, world.system_time
            values["p_utime"], values["p_stime"] = (self.long(time * HZ // NANOSECOND) for time in spent)
            # Microstates of lwps that have ended; the sum over these and the living ones is what ps shows.
            values["p_acct"] = [*spent, *[0] * (self.layout("proc")["p_acct"].count - 2)]
        return self.build("proc", values)

    def user(self, world: WorldProcess, stack: Stack | None) -> bytes:
        name = world.comm[:_COMM]
        values: dict[str, Any] = {
            "u_comm": name,
            # exec puts the arguments there with blanks between them, newproc the name of a system process.
            "u_psargs": (name if world.system else b" ".join(world.argv or ()))[:_PSARGS],
        }
        if world.start is not None:
            values["u_ticks"] = self.long(world.start * HZ // NANOSECOND)
            if self.world.boot_time is not None:
                values["u_start"] = self.time(self.world.boot_time * NANOSECOND + world.start)
        if world.umask is not None:
            values["u_cmask"] = world.umask
        if world.cwd is not None:
            values["u_cdir"] = self.vnode(VDIR, world.cwd)
            values["u_cwd"] = self.refstrs.place(world.cwd, len(world.cwd))
        table = self.table_of(world)
        if table is not None:
            values["u_finfo"] = self.build(
                "uf_info", {"fi_nfiles": table[1], "fi_list": table[0] if table[1] else 0}
            )
        if stack is not None:
            values["u_argc"] = min(stack.argc, 0x7FFFFFFF)
            values["u_argv"], values["u_envp"] = stack.argv, stack.envp
            if stack.auxv:
                size = self.layout("user")["u_auxv"].size
                values["u_auxv"] = b"".join([self.auxv(*pair) for pair in (*stack.auxv, (AT_NULL, 0))]).ljust(
                    size, b"\0"
                )
        return self.build("user", values)

    def table_of(self, world: WorldProcess) -> tuple[int, int] | None:
        """Return where the list of a process's descriptors lies, and its length; None where these are not known."""
        if world.files is None:
            return None
        room = world.files[-1].fd + 1 if world.files else 0
        table = self.heap.allocate(max(room * self.entry_size(), 1))
        self.plant_table(table, world, world.files, room)
        return table, room

    def auxv(self, kind: int, value: int) -> bytes:
        return self.build("auxv_t", {"a_type": kind, "a_un.a_ptr": value})

    def thread(self, process: PlantedProcess, number: int, cred: int, ring: dict[str, int]) -> bytes:
        world = process.world
        values: dict[str, Any] = {
            "t_state": _THREAD_STATES[world.threads[number]],
            "t_tid": 0 if world.system else number + 1,
            # t_pri stays 0: what Linux has (nice, rtprio) are other scales than the dispatcher's.
            "t_procp": process.proc,
            "t_cred": cred,
            "t_proj": self.project,
            **ring,
        }
        if number == 0 and world.start is not None and self.world.boot_time is not None:
            values["t_start"] = self.long(self.world.boot_time + world.start // NANOSECOND)
        return self.build("_kthread", values)

    def plant_space(self, process: PlantedProcess) -> None:
        world, stack = process.world, process.stack
        # A stack that is found elsewhere may end above those that are planted.
        limit = max(self.kernel.tops[self.bits(world)], stack.top if stack is not None else 0)
        values = {"a_proc": process.proc, "a_userlimit": limit}
        if world.size is not None:
            values["a_size"] = values["a_resvsize"] = min(
                world.size, self.model.mask & -self.kernel.page_size
            )
        self.heap.put(process.as_, self.build("as", values))

    def cred(self, world: WorldProcess) -> int:
        ids = (world.uid, world.gid, world.ruid, world.rgid, world.suid, world.sgid)
        return self.creds.place((*ids, world.groups)) if None not in ids else 0

    # What processes share

    def plant_shared(self) -> None:
        # Each kind may point at those behind it, so these are counted when their turn comes.
        for shared, fill in self.kinds():
            for number, (key, kva) in enumerate(shared.places.items()):
                fill(key, kva, number)

    def kinds(self) -> list[tuple[Shared, Callable[[Any, int, int], None]]]:
        """Return what processes share, with what fills an object of (key, address, number)."""
        return [
            (self.creds, self.fill_cred),
            (self.credgrps, self.fill_groups),
            (self.sessions, self.fill_session),
            (self.pids, self.fill_pid),
            (self.vnodes, self.fill_vnode),
            (self.refstrs, self.fill_refstr),
        ]

    def fill_cred(self, key: Any, kva: int, number: int) -> None:
        members = ("cr_uid", "cr_gid", "cr_ruid", "cr_rgid", "cr_suid", "cr_sgid")
        values = dict(zip(members, key, strict=False))
        values.update(cr_ref=self.creds.counts[key], cr_zone=self.zone0)
        if key[6]:
            values["cr_grps"] = self.credgrps.place(key[6], 4 * (len(key[6]) - 1))
        self.heap.put(kva, self.build("cred", values))

    def fill_groups(self, groups: Any, kva: int, number: int) -> None:
        first = self.layout("credgrp").offset("crg_groups")
        values = {"crg_ref": self.credgrps.counts[groups], "crg_ngroups": len(groups)}
        numbers = struct.pack(f"{self.model.order}{len(groups)}I", *groups)
        self.heap.put(kva, self.build("credgrp", values)[:first] + numbers)

    def fill_session(self, key: Any, kva: int, number: int) -> None:
        sid, tty = key
        values = {
            "s_sidp": self.pids.place(sid),
            "s_ref": self.sessions.counts[key],
            "s_dev": self.device(tty),
        }
        self.heap.put(kva, self.build("sess", values))

    def fill_pid(self, pid: Any, kva: int, number: int) -> None:
        first_member, last_member = self.groups.get(pid, (0, 0))
        values = {
            "pid_id": pid,
            "pid_pglink": first_member,
            "pid_pgtail": last_member,
            "pid_ref": self.pids.counts[pid],
            # A number outlives its process as long as a group or session is named by it.
            **({"pid_prslot": number} if pid in self.by_pid else {"pid_prinactive": 1}),
        }
        self.heap.put(kva, self.build("pid", values))

    def fill_refstr(self, path: Any, kva: int, number: int) -> None:
        first = self.layout("refstr").offset("rs_string")
        values = {"rs_size": first + len(path) + 1, "rs_refcnt": self.refstrs.counts[path]}
        self.heap.put(kva, self.build("refstr", values)[:first] + path)

    def plant_zone(self) -> None:
        nucleus, count = self.nucleus, len(self.processes)
        self.zone_name = self.zone_name or self.heap.string(b"global")
        linkage = self.layout("zone").offset("zone_linkage")
        head = self.zone_active + self.layout("list").offset("list_head")
        init = self.by_pid.get(1)
        values: dict[str, Any] = {
            "zone_name": self.zone_name,
            "zone_nodename": self.utsname + SYS_NMLN,
            "zone_linkage": self.build("list_node", {"list_next": head, "list_prev": head}),
            "zone_status": _ZONE_IS_RUNNING,
            "zone_ntasks": 1,
            "zone_nlwps": sum(len(process.threads) for process in self.processes),
            "zone_zsched": self.p0.proc,
            "zone_proc_initpid": init.world.pid if init is not None else 0,
            "zone_nprocs": count,
            "zone_ncpus": len(self.world.cpus),
            "zone_ncpus_online": sum(cpu.online for cpu in self.world.cpus),
        }
        nucleus.fill("zone0", self.build("zone", values))
        nucleus.fill("global_zone", self.words(self.zone0))
        node = self.build("list_node", {"list_next": self.zone0 + linkage, "list_prev": self.zone0 + linkage})
        zones = {"list_size": self.layout("zone").size, "list_offset": linkage, "list_head": node}
        nucleus.fill("zone_active", self.build("list", zones))
        task = {"tk_tkid": 0, "tk_proj": self.project, "tk_hold_count": count, "tk_zone": self.zone0}
        self.heap.put(
            self.task, self.build("task", {**task, "tk_nprocs": count, "tk_nlwps": values["zone_nlwps"]})
        )
        # The only project of its list, which is a ring.
        ring = {"kpj_next": self.project, "kpj_prev": self.project}
        project = {"kpj_id": 0, "kpj_zone": self.zone0, "kpj_count": 1, "kpj_ntasks": 1, **ring}
        project |= {"kpj_nlwps": values["zone_nlwps"], "kpj_nprocs": count}
        self.heap.put(self.project, self.build("kproject", project))
        nucleus.fill("task0p", self.words(self.task))
        nucleus.fill("proj0p", self.words(self.project))

    # The machine

    def plant_cpus(self) -> None:
        cpus = self.world.cpus
        size = self.layout("cpu").size
        places = [self.heap.allocate(size, 64) for _ in cpus]
        self.cpu_places = {cpu.id: kva for cpu, kva in zip(cpus, places, strict=True)}
        online = [kva for cpu, kva in zip(cpus, places, strict=True) if cpu.online]
        slots = [0] * (self.nucleus.symbols["cpu"].size // self.model.word)
        for number, (cpu, kva) in enumerate(zip(cpus, places, strict=True)):
            values = self.cpu(cpu, kva, number)
            values["cpu_next"] = places[(number + 1) % len(places)]
            values["cpu_prev"] = places[number - 1]
            if cpu.online:
                at = online.index(kva)
                values["cpu_next_onln"] = online[(at + 1) % len(online)]
                values["cpu_prev_onln"] = online[at - 1]
            self.heap.put(kva, self.build("cpu", values))
            if cpu.id < len(slots):
                slots[cpu.id] = kva
        self.nucleus.fill("cpu", self.words(*slots))
        self.nucleus.fill("cpu_list", self.words(places[0] if places else 0))

    def cpu(self, cpu: WorldCpu, kva: int, number: int) -> dict[str, Any]:
        running = CPU_RUNNING | CPU_READY | CPU_ENABLE if cpu.online else CPU_OFFLINE
        about: dict[str, Any] = {"pi_state": P_ONLINE if cpu.online else P_OFFLINE}
        values: dict[str, Any] = {
            "cpu_id": cpu.id,
            "cpu_seqid": number,
            "cpu_self": kva,
            "cpu_flags": CPU_EXISTS | running,
        }
        if cpu.brand is not None:
            values["cpu_brandstr"] = self.heap.string(cpu.brand.encode("utf-8", "surrogateescape"))
        if cpu.clock is not None:
            values["cpu_curr_clock"] = cpu.clock
            about["pi_clock"] = min(cpu.clock // 1_000_000, 0x7FFFFFFF)
        values["cpu_type_info"] = self.build("processor_info_t", about)
        spent = self.cpu_ticks(cpu)
        if spent is not None:
            ticks, values["cpu_acct"] = spent
            values["cpu_stats"] = self.build("cpu_stats", {"sys": self.build("cpu_sys_stats", ticks)})
        return values

    def cpu_ticks(self, cpu: WorldCpu) -> tuple[dict[str, int], list[int]] | None:
        """Return the members of cpu_sys_stats that tell its times in ticks, and cpu_acct in nanoseconds."""
        if cpu.user is None or cpu.system is None or cpu.idle is None:
            return None
        spent = {"user": cpu.user, "kernel": cpu.system, "idle": cpu.idle, "wait": cpu.wait or 0}
        ticks = {f"cpu_ticks_{name}": time * HZ // NANOSECOND for name, time in spent.items()}
        # CMS_USER, CMS_SYSTEM, CMS_IDLE: to a Solaris kernel waiting for a disk is being idle.
        return ticks, [cpu.user, cpu.system, cpu.idle + (cpu.wait or 0)]

    def plant_swap(self) -> None:
        page = self.kernel.page_size
        places = [self.heap.allocate(self.layout("swapinfo").size) for _ in self.world.swap]
        for area, kva, follows in zip(self.world.swap, places, [*places, 0][1:], strict=True):
            pages = area.size // page
            values = {
                "si_soff": page,  # the first page of an area is never used
                "si_eoff": min(page + pages * page, self.model.mask),
                "si_next": follows,
                "si_npgs": pages,
                "si_nfpgs": min(area.free // page, pages),
                "si_pname": self.heap.string(area.path),
                "si_pnamelen": len(area.path) + 1,
            }
            self.heap.put(kva, self.build("swapinfo", values))
        self.nucleus.fill("swapinfo", self.words(places[0] if places else 0))
        self.swap_places = places
        self.nucleus.put("k_anoninfo", self.anoninfo(self.world.swap))

    def anoninfo(self, swap: Sequence[WorldSwap]) -> bytes:
        """Return the struct k_anoninfo."""
        page = self.kernel.page_size
        total = sum(area.size // page for area in swap)
        free = sum(min(area.free, area.size) // page for area in swap)
        # Swap space that is in use counts as reserved; Linux does not tell what is reserved beyond.
        return self.build("k_anoninfo", {"ani_max": total, "ani_free": free, "ani_phys_resv": total - free})

    def plant_numbers(self) -> None:
        world, put = self.world, self.nucleus.put
        names = ("sysname", "nodename", "release", "version", "machine")
        texts = (self.facts[fact] for fact in ("system", "node", "release", "version", "machine"))
        members = {
            name: text.encode("utf-8", "surrogateescape")[: SYS_NMLN - 1]
            for name, text in zip(names, texts, strict=True)
        }
        self.nucleus.fill("utsname", flat.pack(utsname(self.model), members))
        for name, data in clockwork(
            self.model, world.load, world.memory, world.now, world.uptime, world.swap
        ).items():
            put(name, data, local=name == "hp_avenrun")
        if world.cpus:
            put("ncpus", self.ints(len(world.cpus)))
            put("ncpus_online", self.ints(sum(cpu.online for cpu in world.cpus)))
        if world.max_cpus is not None:
            put("max_ncpus", self.ints(world.max_cpus))
        put("hz", self.ints(HZ))
        for name, unit in (
            ("msec_per_tick", 1_000),
            ("usec_per_tick", 1_000_000),
            ("nsec_per_tick", NANOSECOND),
        ):
            put(name, self.ints(unit // HZ))
        if world.boot_time is not None:
            put("boot_time", self.words(self.long(world.boot_time)))
        if world.max_processes is not None:
            put("v", self.build("var", {"v_proc": min(world.max_processes, 0x7FFFFFFF)}))
            put("max_nprocs", self.ints(world.max_processes))
        if world.domain is not None:
            put(
                "srpc_domain",
                world.domain.encode("utf-8", "surrogateescape")[: SYS_NMLN - 1].ljust(SYS_NMLN, b"\0"),
            )
        if self.kernel.platform:
            put("platform", self.kernel.platform.encode("ascii").ljust(SYS_NMLN, b"\0"))
        for name, text in zip(("architecture", "architecture_32"), self.kernel.architectures, strict=True):
            put(name, text.encode("ascii") + b"\0")

    def finish(self, before: Memory | None) -> None:
        kernel = self.kernel
        marks = {
            "s_text": kernel.text,
            "e_text": kernel.text,
            "s_data": kernel.data,
        }
        finish(self.memory, self.nucleus, self.heap, kernel.text, self.facts, marks, "e_data", before)
