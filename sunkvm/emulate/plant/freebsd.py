"""Worlds as the memory of a FreeBSD kernel (sys/sys/proc.h, kern/kern_proc.c, kern/init_main.c of FreeBSD 12.1 and 15).

All that is planted is true of the world, or is part of every such kernel: process 0 (``kernel``), the jail of the system,
the kernel's own file. What a world does not tell stays zero, and a symbol whose value is not known is not in the table.
"""

from __future__ import annotations

import os
import struct

from ..memory import Memory
from ..world import WorldProcess
from .bsd import (
    NODEV,
    SECOND,
    clamp,
    device_number,
    message_text,
    ps_strings_size,
)
from .bsd_planting import PlantedProcess
from .freebsd_counters import FreebsdCounters
from .freebsd_files import FreebsdMaps
from .freebsd_ipc import plant_ipc
from .freebsd_kernels import CCPU, CP_TIMES, FSCALE, HZ, KERNELS, clockwork, timeval
from .parts import Shared, as_ring, finish

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from ...datamodel import DataModel
    from ...layout import Layout
    from ..world import World
    from .bsd_planting import Tables

P_CONTROLT, P_KPROC, P_HADTHREADS, P_SYSTEM, P_EXEC = 0x2, 0x4, 0x80, 0x200, 0x4000
P_STOPPED_SIG, P_INMEM = 0x20000, 0x10000000
PRS_NORMAL, PRS_ZOMBIE = 1, 2
TDS_INHIBITED, TDS_RUNQ = 1, 3
TDI_SUSPENDED, TDI_SLEEPING = 0x1, 0x2
TDF_SINTR = 0x8
SV_ABI_LINUX, SV_ILP32, SV_LP64 = 3, 0x100, 0x200
VREG, VCHR = 1, 4
PRISON_STATE_ALIVE = 1
MSG_MAGIC = 0x063062
MSGBUF_SIZE = 98304  # kern.msgbufsize
MAXCOMLEN = 19
ARG_MAX = 1 << 18
CPU_FREQUENCY = 1_000_000_000  # of the clock that processor time is counted in: nanoseconds
NOCPU = -1

_STATES = {
    "R": (TDS_RUNQ, 0, 0),
    "S": (TDS_INHIBITED, TDI_SLEEPING, TDF_SINTR),
    "T": (TDS_INHIBITED, TDI_SUSPENDED, 0),
}
_FIXED_STRUCTS = ("proc", "thread", "vmspace", "pstats")
_PCPU, _MESSAGES, _TEXT = ".pcpu", ".msgbuf", ".text"  # parts of the nucleus without a symbol


def plant(
    world: World,
    model: DataModel,
    layout: Callable[[str], Layout],
    *,
    version: str,
    heap: int = 0,
    before: Memory | None = None,
    stacks: bool = True,
    pae: bool = False,
) -> Memory:
    """Lay a world into the memory of a FreeBSD kernel; return the memory with its symbols.

    ``layout`` gives the layout of a kernel struct by its name; ``version`` is what the kernel calls itself besides its
    release. ``heap`` (0 or 1) says which of the two heaps to use. With ``before``, an earlier result, all symbols keep the
    addresses they have there. Without ``stacks`` processes get no memory: whoever shows it makes it. ``pae`` is for i386.

    The key of an address space is the physical address of its root page table. Raises ValueError where the world does not
    fit into the addresses of such a kernel.
    """
    return Planting(
        world, model, layout, version=version, heap=heap, before=before, stacks=stacks, pae=pae
    ).memory


class Planting(FreebsdMaps, FreebsdCounters):
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
        pae: bool = False,
        tables: Tables | None = None,
    ) -> None:
        kernel = KERNELS[model.name]
        self.begin(world, model, layout, kernel, heap, before, "FreeBSD", version, tables)
        self.pae = pae
        swapper = WorldProcess(
            0, 0, b"kernel", 0, 0, 0, 0, 0, 0, 0, 0, (), start=0, system=True, executed=False
        )
        self.line_up(swapper, world.processes)
        self.listed = kernel.release_number < 1300000  # zombies are on a list of their own
        self.place_nucleus()
        self.place_processes()
        self.place_shared()
        self.link_processes()
        self.memory = Memory(model, kernel.page_size, kernel.root_address(0), [])
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
        self.plant_numbers()
        self.plant_counters()
        plant_ipc(world, model, self.nucleus, self.heap)
        self.finish(before)

    # Places

    def place_nucleus(self) -> None:
        nucleus, size, word = self.nucleus, self.structs.size, self.model.word
        # What a look at processes begins with comes first, side by side. The other ways to them are not among it: who
        # goes along the list and then through the hash must find the same processes there.
        for name, bytes_ in (("nprocs", 4), ("allproc", word)):
            nucleus.reserve(name, bytes_)
        self.roots = self.kernel.data, int(nucleus.symbols["allproc"]) + word - self.kernel.data
        for name in ("pidhash", "pidhashtbl", *(["zombproc"] if self.listed else [])):
            nucleus.reserve(name, word)
        self.p0.proc = nucleus.reserve("proc0", size("proc"))
        self.p0.threads = [nucleus.reserve("thread0", size("thread"))]
        self.p0.vmspace = nucleus.reserve("vmspace0", size("vmspace"))
        self.prison0 = nucleus.reserve("prison0", size("prison"))
        for name in ("initproc", "panicstr"):
            nucleus.reserve(name, word)  # panicstr stays NULL, and dumptid 0: nothing has panicked
        nucleus.reserve("dumptid", 4)
        for name in ("allprison", "swtailq", "linker_files", "tty_list", "cpuhead"):
            nucleus.reserve(name, 2 * word, local=name in ("swtailq", "linker_files", "tty_list"))
        self.cpu_size = size("pcpu")
        # The arrays are longer than a real kernel's where the host has more processors than it was built for.
        known = max([self.world.max_cpus or 0, *(cpu.id + 1 for cpu in self.world.cpus)])
        self.slots = max(self.kernel.cpus, known)
        nucleus.reserve("cpuid_to_pcpu", self.slots * word)
        self.pcpus = nucleus.reserve(_PCPU, known * self.cpu_size)
        self.cpu_room = max(known, 1)
        self.place_counters()
        if self.world.messages is not None:
            nucleus.reserve("msgbufp", word)
            nucleus.reserve(_MESSAGES, size("msgbuf"))
            nucleus.reserve(_TEXT, MSGBUF_SIZE - size("msgbuf"))

    def place_process(self, process: PlantedProcess) -> None:
        allocate, structs = self.heap.allocate, self.structs
        world = process.world
        if process is not self.p0:
            process.proc = allocate(structs.size("proc"))
            count = max(len(world.threads), 1)  # a zombie keeps its last one
            process.threads = [allocate(structs.size("thread")) for _ in range(count)]
            shared = world.system or world.zombie
            process.vmspace = self.p0.vmspace if shared else allocate(structs.size("vmspace"))
        process.stats = allocate(structs.size("pstats"))
        if world.argv:
            text = b"\0".join(world.argv) + b"\0"
            if len(text) <= ARG_MAX:
                args_at = structs.offset("pargs", "ar_args")
                process.args = allocate(max(args_at + len(text), structs.size("pargs")))
                values = {"ar_ref": 1, "ar_length": len(text)}
                self.heap.put(process.args, structs.build("pargs", values)[:args_at] + text)
        if world.program is not None and structs.has("proc", "p_binname"):
            process.name = self.heap.string(os.path.basename(world.program))

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
        self.sysents: dict[int, int] = {}
        for bits in (0, *self.kernel.tops):  # 0: of the kernel's own processes
            kva = self.sysents[bits] = self.heap.allocate(size("sysentvec"))
            self.heap.put(kva, self.sysent(bits))
        self.hash: tuple[int, int] = 0, 0

    def shared(self) -> tuple[Shared, ...]:
        return self.creds, self.groups, self.sessions, self.ttys, self.vnodes, self.cdevs, self.objects

    # Processes

    def plant_process(self, process: PlantedProcess, stacks: bool) -> None:
        arena = self.nucleus.arena if process is self.p0 else self.heap
        world = process.world
        cred = self.cred(world)
        start = {}
        if world.start is not None:
            seconds, micro = timeval(world.start, self.model.bits)
            start = {"p_start.tv_sec": seconds, "p_start.tv_usec": micro}
        self.heap.put(process.stats, self.structs.build("pstats", start))
        for number, thread in enumerate(process.threads):
            arena.put(thread, self.thread(process, number, cred))
        if process is self.p0 or process.vmspace != self.p0.vmspace:
            self.plant_space(process, stacks)
        self.put_proc(process, self.proc(process, cred))

    def proc(self, process: PlantedProcess, cred: int) -> bytes:
        world, structs = process.world, self.structs
        threads = structs.offset("thread", "td_plist.tqe_next") + process.threads[-1]
        values: dict[str, Any] = {
            "p_threads.tqh_first": process.threads[0],
            "p_threads.tqh_last": threads,
            "p_ucred": cred,
            "p_stats": process.stats,
            "p_sigacts": self.actions,
            "p_state": PRS_ZOMBIE if world.zombie else PRS_NORMAL,
            "p_pid": world.pid,
            "p_oppid": world.ppid,
            "p_vmspace": 0 if world.zombie else process.vmspace,
            "p_comm": world.comm[:MAXCOMLEN],
            "p_sysent": self.sysents[0 if world.system else self.bits(world)],
            "p_args": process.args,
            "p_numthreads": len(process.threads),
            **process.links,
            **self.moving_proc(world),
            **self.table_of(world),
        }
        if world.pgid is not None:
            values["p_pgrp"] = self.group(world)
        if world.program is not None:
            values["p_textvp"] = self.vnodes.place((VREG, world.program))
            if process.name:
                values["p_binname"] = process.name
        if world.start is not None:
            values["p_swtick"] = world.start * HZ // SECOND & 0xFFFF_FFFF
        return structs.build("proc", values)

    def moving_proc(self, world: WorldProcess) -> dict[str, Any]:
        """Return what changes of a process while it runs one program."""
        flag = P_INMEM | (P_EXEC if world.executed else 0)
        flag |= P_SYSTEM | P_KPROC if world.system else 0
        flag |= P_CONTROLT if world.tty is not None else 0
        flag |= P_STOPPED_SIG if world.state == "T" else 0
        flag |= P_HADTHREADS if len(world.threads) > 1 else 0
        values: dict[str, Any] = {"p_flag": flag, "p_nice": max(min(world.nice or 0, 20), -20)}
        if world.user_time is not None and world.system_time is not None:
            values["p_rux"] = self.spent(world.user_time, world.system_time)
        return values

    def spent(self, user: int, system: int) -> bytes:
        """Return a ``struct rusage_ext``: nanoseconds, ticks of user, system and interrupts, and microseconds."""
        both = user + system
        ticks, system_ticks = user * HZ // SECOND, system * HZ // SECOND
        micro = user // 1000, system // 1000, both // 1000
        return struct.pack(self.model.order + "7Q", both, ticks, system_ticks, 0, *micro)

    def thread(self, process: PlantedProcess, number: int, cred: int) -> bytes:
        world, own = process.world, process.threads
        first = number == 0
        after = own[number + 1] if number + 1 < len(own) else 0
        values: dict[str, Any] = {
            "td_proc": process.proc,
            "td_plist.tqe_next": after,
            "td_ucred": cred,
            "td_name": world.comm[:MAXCOMLEN] if first else b"",
            "td_oncpu": NOCPU,
            **self.moving_thread(world, number),
        }
        return self.structs.build("thread", values)

    def moving_thread(self, world: WorldProcess, number: int) -> dict[str, Any]:
        """Return what changes of a thread."""
        state, inhibitors, flags = _STATES[world.threads[number]] if world.threads else (0, 0, 0)
        cpu = world.cpu if number == 0 and world.cpu is not None else NOCPU
        times = world.times
        return {
            "td_state": state,
            "td_inhibitors": inhibitors,
            "td_flags": flags,
            "td_lastcpu": cpu,
            "td_tid": world.thread_id(number) or 0,
            # What is in p_rux has all of these in it.
            "td_rux": self.spent(*times[number]) if times else bytes(56),
        }

    def plant_space(self, process: PlantedProcess, stacks: bool) -> None:
        world, kernel, structs = process.world, self.kernel, self.structs
        number = 0 if process is self.p0 else self.first_root + process.number
        root_kva, root_pa = kernel.roots + number * kernel.page_size, kernel.root_address(number)
        values: dict[str, Any] = {"vm_refcnt": 1}
        names: dict[str, int] = {
            "pm_pmltop": root_kva,
            "pm_cr3": root_pa,
            "pm_l0_paddr": root_pa,
            "pm_l0": root_kva,
        }
        if not self.pae:  # with PAE this is the address of directories, and nothing here tells of their table
            names["pm_pdir"] = root_kva
        maybe: dict[str, Any] = {f"vm_pmap.{name}": value for name, value in names.items()}
        values |= self.moving_space(world)
        bits = self.bits(world)
        if process is not self.p0:
            maybe["vm_stacktop"] = kernel.tops[bits]
        arena = self.nucleus.arena if process is self.p0 else self.heap
        segment = self.stack(world) if stacks and process is not self.p0 else None
        found = self.map_of(world, kernel.tops[bits], bits, segment)
        values |= self.plant_map(process.vmspace, found or []) | self.live_map(world)
        arena.put(process.vmspace, structs.build("vmspace", values, maybe))
        if process is self.p0:
            return
        self.memory.spaces[root_pa] = []
        self.worlds[root_pa] = world
        self.memory.owners[root_pa] = world.pid
        if segment is not None:
            self.memory.spaces[root_pa].append(segment)

    def moving_space(self, world: WorldProcess) -> dict[str, int]:
        """Return what changes of an address space."""
        values, page = {}, self.kernel.page_size
        if world.size is not None:
            values["vm_map.size"] = min(world.size, self.model.mask & -page)
        if world.resident is not None:
            pages = clamp(world.resident // page, self.model.bits)
            values["vm_pmap.pm_stats.resident_count"] = values["vm_swrss"] = pages
        if world.text is not None:
            values["vm_tsize"] = clamp(-(-world.text // page), self.model.bits)
        return values

    def cred(self, world: WorldProcess) -> int:
        ids = (world.uid, world.ruid, world.suid, world.gid, world.rgid, world.sgid)
        if None in ids:
            return 0
        groups = world.groups or ()
        if not self.structs.has("ucred", "cr_gid"):  # up to 14 the effective group is the first of the list
            groups = (world.gid or 0, *groups)
        more = 4 * len(groups) if len(groups) > 16 else 0
        return self.creds.place((*ids, groups), more)

    # Later

    def move_process(self, process: PlantedProcess) -> None:
        world, patch = process.world, self.structs.patch
        patch(self.heap, process.proc, "proc", self.moving_proc(world))
        for number, thread in enumerate(process.threads):
            patch(self.heap, thread, "thread", self.moving_thread(world, number))
        if process.vmspace != self.p0.vmspace:
            patch(self.heap, process.vmspace, "vmspace", self.moving_space(world))

    def link_processes(self) -> None:
        super().link_processes()
        # Who has no parent left goes to init, as long as nobody else has asked for it.
        reaper = self.by_pid.get(1, self.p0).proc
        for process in self.processes:
            if process is not self.p0:
                process.links["p_reaper"] = reaper

    def renew(self, now: World) -> None:
        """Write load average, memory, clocks, counters, and how much swap is in use anew."""
        self.renew_counters(now)
        cpus = {cpu.id: cpu for cpu in now.cpus}
        numbers = clockwork(self.model, now.load, now.memory, now.now, self.world.boot_time, cpus)
        times = numbers.pop(CP_TIMES, b"")
        for name, data in numbers.items():
            self.nucleus.fill(name, data)
        five, at = 5 * self.model.word, self.structs.offset("pcpu", "pc_cp_time")
        for number, kva in self.cpu_places.items():
            clocks = times[number * five : number * five + five]
            self.nucleus.arena.put(kva + at, clocks)
        if now.open_files is not None:
            self.nucleus.fill("openfiles", self.ints(now.open_files))
        if [area.path for area in now.swap] == [area.path for area in self.world.swap]:
            for area, kva in zip(now.swap, self.swap_places, strict=True):
                self.structs.patch(self.heap, kva, "swdevt", {"sw_used": self.used(area)})
            free = sum(self.pages(area) - self.used(area) for area in now.swap)
            self.nucleus.fill("swap_pager_avail", self.ints(free))

    # What processes share

    def plant_shared(self) -> None:
        order = self.model.order
        inline, cred_size = self.structs.offset("ucred", "cr_smallgroups"), self.structs.size("ucred")
        for (uid, ruid, suid, gid, rgid, sgid, groups), kva in self.creds.used():
            many = len(groups) > 16
            values: dict[str, Any] = {
                "cr_ref": self.creds.counts[uid, ruid, suid, gid, rgid, sgid, groups],
                "cr_uid": uid,
                "cr_ruid": ruid,
                "cr_svuid": suid,
                "cr_rgid": rgid,
                "cr_svgid": sgid,
                "cr_ngroups": len(groups),
                "cr_agroups": max(len(groups), 16),
                "cr_groups": kva + (cred_size if many else inline),
                "cr_prison": self.prison0,
            }
            listed = struct.pack(f"{order}{len(groups)}I", *groups)
            self.fill(kva, "ucred", values, {"cr_gid": gid}, ((cred_size if many else inline, listed),))
        for (sid, tty), kva in self.sessions.used():
            leader = self.by_pid.get(sid)
            values = {
                "s_count": self.sessions.counts[sid, tty],
                "s_leader": leader.proc if leader is not None else 0,
                "s_sid": sid,
            }
            if tty is not None:
                values["s_ttyp"] = self.ttys.place(tty)
                values["s_ttyvp"] = self.vnodes.place((VCHR, tty))
            self.fill(kva, "session", values)
        self.tie_terminals("tty_list", "t_list", lambda tty, _: {"t_sessioncnt": 1, "t_dev": self.cdev(tty)})
        for pgid, kva in self.groups.used():
            values = {
                "pg_id": pgid,
                "pg_session": self.sids.get(pgid, 0),
                "pg_members.lh_first": self.members.get(pgid, 0),
            }
            self.fill(kva, "pgrp", values)
        self.fill(self.actions, "sigacts", {"ps_refcnt": len(self.processes)})

    def sysent(self, bits: int) -> bytes:
        """Return what runs the programs of a width: those of Linux, or none at all."""
        if not bits:
            return self.structs.build("sysentvec", {"sv_name": self.heap.string(b"null")})
        size, top = ps_strings_size(bits), self.kernel.tops[bits]
        values = {
            "sv_name": self.heap.string(self.kernel.abi[bits]),
            "sv_flags": SV_ABI_LINUX | (SV_LP64 if bits == 64 else SV_ILP32),
            "sv_maxuser": top,
            "sv_usrstack": top,
            "sv_psstrings": top - size,
        }
        return self.structs.build("sysentvec", values, {"sv_psstringssz": size})

    # Lists

    def plant_lists(self) -> None:
        """Tie allproc, the zombies, and the hash of all process numbers."""
        arena, words = self.heap, self.words
        living: list[PlantedProcess] = []
        dead: list[PlantedProcess] = []
        for process in self.processes:
            (dead if process.world.zombie else living).append(process)
        self.nucleus.fill("nprocs", self.ints(len(self.processes)))
        for name, chain in (("allproc", living), ("zombproc", dead if self.listed else [])):
            self.tie(name, chain, "p_list")
        count = 16
        while count < len(self.processes):
            count *= 2
        if self.hash[1] != count:
            if self.hash[1]:
                self.bury([(self.hash[0], self.hash[1] * self.model.word)])
            self.hash = arena.allocate(count * self.model.word), count
        table = self.hash[0]
        heads = [0] * count
        buckets: dict[int, list[PlantedProcess]] = {}
        for process in self.processes:
            buckets.setdefault(process.world.pid & count - 1, []).append(process)
        entry = self.link_at("p_hash")
        for bucket, chain in buckets.items():
            heads[bucket] = chain[0].proc
            self.chain(table + bucket * self.model.word, chain, entry)
        arena.put(table, words(*heads))
        self.nucleus.fill("pidhashtbl", words(table))
        self.nucleus.fill("pidhash", words(count - 1))
        init = self.by_pid.get(1)
        self.nucleus.fill("initproc", words(init.proc if init is not None else 0))

    # The machine

    def plant_cpus(self, times: bytes) -> None:
        nucleus, build = self.nucleus, self.structs.build
        five = 5 * self.model.word
        self.cpu_places: dict[int, int] = {}
        online = [cpu for cpu in self.world.cpus if cpu.online]
        places = [self.pcpus + cpu.id * self.cpu_size for cpu in online]
        slots = [0] * (nucleus.symbols["cpuid_to_pcpu"].size // self.model.word)
        link = self.structs.offset("pcpu", "pc_allcpu.stqe_next")
        for cpu, kva, after in zip(online, places, [*places, 0][1:], strict=True):
            values = {"pc_cpuid": cpu.id, "pc_allcpu.stqe_next": after}
            data = bytearray(build("pcpu", values, {"pc_prvspace": kva}))
            clocks = times[cpu.id * five : cpu.id * five + five]
            at = self.structs.offset("pcpu", "pc_cp_time")
            data[at : at + len(clocks)] = clocks
            if cpu.id < len(slots) and cpu.id * self.cpu_size + len(data) <= nucleus.symbols[_PCPU].size:
                nucleus.arena.put(kva, bytes(data))
                slots[cpu.id] = self.cpu_places[cpu.id] = kva
        nucleus.fill("cpuid_to_pcpu", self.words(*slots))
        if self.model.name == "amd64":
            nucleus.put("__pcpu", self.words(self.pcpus))  # what addresses of counters are relative to
        last = places[-1] + link if places else int(nucleus.symbols["cpuhead"])
        nucleus.fill("cpuhead", self.words(places[0] if places else 0, last))

    def plant_swap(self) -> None:
        structs = self.structs
        places = self.swap_places = [self.heap.allocate(structs.size("swdevt")) for _ in self.world.swap]
        previous, block = int(self.nucleus.symbols["swtailq"]), 0
        link = structs.offset("swdevt", "sw_list.tqe_next")
        for area, kva, after in zip(self.world.swap, places, [*places, 0][1:], strict=True):
            pages = self.pages(area)
            device = area.path.removeprefix(b"/dev/")
            vnode = (VREG, area.path) if device == area.path else (VCHR, device)
            values = {
                "sw_nblks": pages,
                "sw_used": self.used(area),
                "sw_dev": device_number(area.device),
                "sw_vp": self.vnodes.place(vnode),
                "sw_first": block,
                "sw_end": block + pages,
                "sw_list.tqe_next": after,
                "sw_list.tqe_prev": previous,
            }
            block += pages + 1
            previous = kva + link
            self.heap.put(kva, structs.build("swdevt", values))
        self.nucleus.fill("swtailq", self.words(places[0] if places else 0, previous))
        total = sum(map(self.pages, self.world.swap))
        used = sum(map(self.used, self.world.swap))
        self.nucleus.put("nswdev", self.ints(len(places)), local=True)
        self.nucleus.put(
            "swap_total", struct.pack(self.model.order + "Q", total * self.kernel.page_size), local=True
        )
        self.nucleus.put("swap_pager_avail", self.ints(total - used), local=self.model.bits == 64)

    def plant_modules(self) -> None:
        kva = self.kernel_file = self.heap.allocate(self.structs.size("linker_file"))
        head = int(self.nucleus.symbols["linker_files"])
        values = {
            "refs": 1,
            "link.tqe_prev": head,
            "filename": self.heap.string(b"kernel"),
            "pathname": self.heap.string(b"/boot/kernel/kernel"),
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
        sequence = len(text) % (16 * size)
        text = as_ring(text, size)
        values = {
            "msg_ptr": int(symbols[_TEXT]),
            "msg_magic": MSG_MAGIC,
            "msg_size": size,
            "msg_wseq": sequence,
            "msg_rseq": sequence,
            "msg_cksum": sum(text) & 0xFFFF_FFFF,
            "msg_seqmod": 16 * size,
            "msg_lastpri": NODEV,
        }
        self.nucleus.fill(_TEXT, text)
        self.nucleus.fill(_MESSAGES, self.structs.build("msgbuf", values))
        self.nucleus.fill("msgbufp", self.words(int(symbols[_MESSAGES])))

    def plant_numbers(self) -> None:
        world, put, kernel = self.world, self.nucleus.put, self.kernel
        cpus = {cpu.id: cpu for cpu in world.cpus}
        numbers = clockwork(self.model, world.load, world.memory, world.now, world.boot_time, cpus)
        self.plant_cpus(numbers.pop(CP_TIMES, b""))
        ticks = numbers.pop("ticks", None)
        if self.listed:
            numbers.pop("ticksl", None)
            if ticks is not None:
                put("ticks", ticks)
        for name, data in numbers.items():
            put(name, data)
        if "ticksl" in numbers:
            self.nucleus.alias("ticks", "ticksl", 4)  # the low half, on these machines the first
        self.plant_prison()
        put("ostype", b"FreeBSD\0")
        put("osrelease", self.text("release")[:31].ljust(32, b"\0"))
        put("version", (self.text("version") + b"\n")[:255].ljust(256, b"\0"))
        put("kern_ident", b"SUNKVM\0")
        put("machine", self.text("machine") + b"\0")
        put("osreldate", self.ints(kernel.release_number))
        put("hz", self.ints(HZ))
        put("stathz", self.ints(HZ))
        put("fscale", self.ints(FSCALE))
        put("ccpu", self.ints(CCPU), local=True)
        put("cpu_tick_frequency", struct.pack(self.model.order + "Q", CPU_FREQUENCY), local=True)
        if world.boot_time is not None:
            put("boottime", self.words(clamp(world.boot_time, self.model.bits), 0))
        if world.cpus:
            online = [cpu.id for cpu in world.cpus if cpu.online]
            put("mp_maxcpus", self.ints(self.slots))
            put("mp_ncpus", self.ints(len(online)))
            put("mp_maxid", self.ints(max(online, default=0)))
            put("smp_cpus", self.ints(len(online)))
            brand, clock = world.cpus[0].brand, world.cpus[0].clock
            if brand is not None and self.model.name != "aarch64":
                put("cpu_model", brand.encode("utf-8", "surrogateescape")[:127].ljust(128, b"\0"))
            if clock is not None and self.model.name != "aarch64":
                put("tsc_freq", struct.pack(self.model.order + "Q", clock))
        if world.max_processes is not None:
            put("maxproc", self.ints(world.max_processes))
        if world.max_files is not None:
            put("maxfiles", self.ints(world.max_files))
        if world.open_files is not None:
            put("openfiles", self.ints(world.open_files))
        put("constty", self.words(0))  # messages of the kernel go to no terminal but the console
        root = self.words(kernel.root_address(0))
        if self.model.name == "amd64":
            put("KPML4phys", root)
        elif self.model.name == "i386":
            put("IdlePDPT" if self.pae else "IdlePTD", root)

    def plant_prison(self) -> None:
        values: dict[str, Any] = {
            "pr_ref": 1,
            "pr_uref": 1,
            "pr_name": b"0",
            "pr_path": b"/",
            "pr_hostname": self.text("node")[:255],
        }
        if self.world.domain is not None:
            values["pr_domainname"] = self.world.domain.encode("utf-8", "surrogateescape")[:255]
        head = int(self.nucleus.symbols["allprison"])
        values["pr_list.tqe_prev"] = head
        link = self.prison0 + self.structs.offset("prison", "pr_list.tqe_next")
        maybe: dict[str, Any] = {"pr_state": PRISON_STATE_ALIVE, "pr_osreldate": self.kernel.release_number}
        maybe["pr_osrelease"] = self.text("release")[:31]
        self.nucleus.fill("prison0", self.structs.build("prison", values, maybe))
        self.nucleus.fill("allprison", self.words(self.prison0, link))

    def finish(self, before: Memory | None) -> None:
        kernel = self.kernel
        end = self.nucleus.arena.base + len(self.nucleus.arena.data)
        self.structs.patch(self.heap, self.kernel_file, "linker_file", {"size": end - kernel.text})
        marks = {
            "kernbase": kernel.image,
            "btext": kernel.text,
            "etext": kernel.text,
            "edata": kernel.data,
        }
        if self.model.name == "amd64":
            marks["kernload"] = 0x200000
        finish(self.memory, self.nucleus, self.heap, kernel.text, self.facts, marks, "_end", before)
