"""What Solaris kernels tell: threads, files, maps and the rest, from kernels that were laid by hand."""

from __future__ import annotations

import pytest

from sunkvm import errors
from sunkvm.records import CpuTimes


def shell(image):
    return next(process for process in image.processes() if process.pid == 1234)


def until_broken(records):
    """Return the records before the error, and the error."""
    found = []
    with pytest.raises(errors.SunkvmError) as caught:
        for record in records:
            found.append(record)
    return found, caught.value


# Processes


def test_processes(planted, opened):
    image = opened(planted.kernel)
    ksh, sched = image.processes()
    assert (ksh.pid, ksh.comm, ksh.psargs, ksh.sid, ksh.tty) == (1234, "ksh", "ksh -x", 1200, (24, 9))
    assert (ksh.zone, ksh.zone_id, ksh.project, ksh.task) == ("global", 0, 100, 77)
    assert (ksh.state, ksh.threads) == ("O", 2)
    assert (sched.pid, sched.tty, sched.project, sched.task) == (0, None, None, None)
    assert sched.argv_missing == "system process"


def test_process_without_zone_and_session(planted, opened):
    k = planted.kernel
    k.set("proc", planted.shell, p_zone=0, p_task=0, p_sessp=0)
    ksh = shell(opened(k))
    assert (ksh.zone, ksh.zone_id, ksh.project, ksh.task, ksh.sid, ksh.tty) == (None,) * 6


def test_process_list_runs_into_itself(planted, opened):
    planted.kernel.set("proc", planted.sched, p_next=planted.shell)
    found, error = until_broken(opened(planted.kernel).processes())
    assert [process.pid for process in found] == [1234, 0]
    assert isinstance(error, errors.BrokenListError)
    assert error.address == planted.shell


@pytest.mark.parametrize("lost", ["nothing", "middle", "strings", "vectors"])
def test_stack_with_a_missing_page(planted, opened, lost):
    """Strings on pages that are there are found one by one; kvm_getcmd would refuse them all."""
    k = planted.kernel
    page, word = k.page_size, k.bits // 8
    top = (0x08047000 if k.bits == 32 else 0x7FFFFE00000) & -page
    space = k.make("as")
    argv, strings = top - 3 * page, top - page
    for each in (argv, argv + page, strings):
        k.write(each, bytes(page), space)
    k.write(argv, k.words(strings, strings + 4, 0, strings + 7, 0), space)
    k.write(strings, b"ksh\0-x\0A=1\0", space)
    k.set("proc", planted.shell, p_as=space, p_usrstack=top)
    k.user(planted.shell, u_argc=2, u_argv=argv, u_envp=argv + 3 * word)
    if lost != "nothing":
        k.lose({"middle": argv + page, "strings": strings, "vectors": argv}[lost], space)
    ksh = shell(opened(k))
    if lost in ("nothing", "middle"):
        assert (ksh.argv, ksh.env, ksh.argv_missing) == (("ksh", "-x"), ("A=1",), None)
    else:
        assert (ksh.argv, ksh.env) == (None, None) and ksh.argv_missing.startswith("not dumped")


def test_empty_environment_of_a_real_kernel(planted, opened):
    """Only the mark of an emulated kernel makes it unknown, and only at its place."""
    k = planted.kernel
    page, word = k.page_size, k.bits // 8
    top = (0x08047000 if k.bits == 32 else 0x7FFFFE00000) & -page
    space, argv = k.make("as"), top - page
    k.write(argv, bytes(page), space)
    k.write(argv, k.words(argv + 64, 0, 0) + bytes(64 - 3 * word) + b"ksh\0", space)

    def vector(*types):
        return b"".join([k.integer(type, 4) + bytes(2 * word - 4) for type in types])

    k.set("proc", planted.shell, p_as=space, p_usrstack=top)
    for auxv, env in (
        (b"", ()),
        (vector(6, 9, 0), ()),
        (vector(6, 0, 0x534B564D), ()),
        (vector(*[6] * 19), ()),
        (vector(6, 0x534B564D, 0), None),
        (vector(0x534B564D), None),
    ):
        k.user(
            planted.shell,
            u_argc=1,
            u_argv=argv,
            u_envp=argv + 2 * word,
            u_auxv=auxv.ljust(19 * 2 * word, b"\0"),
        )
        ksh = shell(opened(k))
        assert (ksh.argv, ksh.env, ksh.argv_missing) == (("ksh",), env, None)


# Threads and processors


def test_threads(planted, opened):
    image = opened(planted.kernel)
    clock, idle, main, worker = image.threads()
    assert [thread.kva for thread in (clock, idle, main, worker)] == [
        planted.clock,
        planted.idle,
        planted.main,
        planted.worker,
    ]
    assert (clock.pid, clock.tid, clock.comm, clock.state, clock.priority) == (0, 0, "sched", "S", 97)
    assert (clock.start, clock.lwp, clock.wait_channel, clock.name) == (planted.wait, 0, None, None)
    assert (idle.priority, idle.cpu) == (-1, 1)
    assert (main.pid, main.tid, main.state, main.cpu, main.process) == (1234, 1, "O", 0, planted.shell)
    assert (worker.wait_channel, worker.wait_reason, worker.start) == (planted.wait, "cv", None)
    assert worker.lwp


def test_threads_of_a_process(planted, opened):
    image = opened(planted.kernel)
    assert [thread.tid for thread in image.threads(shell(image))] == [1, 2]


def test_threads_without_a_list_of_all(planted, opened):
    k = planted.kernel
    k.symbols = [symbol for symbol in k.symbols if symbol[0] != "allthreads"]
    assert [thread.kva for thread in opened(k).threads()] == [
        planted.main,
        planted.worker,
        planted.clock,
        planted.idle,
    ]


def test_threads_run_into_themselves(planted, opened):
    planted.kernel.set("_kthread", planted.worker, t_next=planted.idle)  # not back to the first
    found, error = until_broken(opened(planted.kernel).threads())
    assert len(found) == 4
    assert isinstance(error, errors.BrokenListError)
    assert error.address == planted.idle


def test_threads_end_in_null(planted, opened):
    planted.kernel.set("_kthread", planted.main, t_next=0)
    found, error = until_broken(opened(planted.kernel).threads())
    assert len(found) == 3
    assert isinstance(error, errors.BrokenListError)


def test_threads_lead_astray(planted, opened):
    nowhere = planted.kernel.next + 0x10000000
    planted.kernel.set("_kthread", planted.idle, t_next=nowhere)
    found, error = until_broken(opened(planted.kernel).threads())
    assert len(found) == 2
    assert isinstance(error, errors.NotMappedError)


def test_thread_of_a_process_that_was_not_dumped(planted, opened):
    planted.kernel.set(
        "_kthread", planted.main, t_procp=planted.kernel.next + 0x10000000, t_cpu=0, t_state=0x55
    )
    main = list(opened(planted.kernel).threads())[2]
    assert (main.pid, main.comm, main.cpu, main.state) == (None, None, None, None)


def test_processors(planted, opened):
    first, second = opened(planted.kernel).cpus()
    assert (first.id, first.state, first.queued, first.thread, first.idle) == (
        0,
        "on-line",
        4,
        planted.main,
        False,
    )
    assert (first.brand, first.clock, first.flags) == ("Handmade", 2_400_000_000, 0x1B)
    assert (second.id, second.state, second.queued, second.idle, second.brand) == (
        1,
        "off-line",
        0,
        True,
        None,
    )


@pytest.mark.parametrize(
    ("flags", "state"),
    [
        (0x1B, "on-line"),
        (0x0B, "no-intr"),
        (0x2F, "off-line"),
        (0x19, "off-line"),  # not ready
        (0x6C, "powered-off"),
        (0x12F, "spare"),
        (0x22F, "faulted"),
    ],
)
def test_processor_state(flags, state):
    from sunkvm.personalities.solaris_threads import cpu_state

    assert cpu_state(flags) == state


def test_processor_times(planted, opened):
    """cpu_acct of all processors together, in units that a dump does not tell; none where one processor is missing."""
    kernel = planted.kernel
    assert opened(kernel).cpu_times() is None  # nothing was ever counted
    order = "big" if kernel.order == ">" else "little"
    for kva, times in ((planted.cpu0, (5, 7, 1 << 40)), (planted.cpu1, (10, 20, 30))):
        kernel.set("cpu", kva, cpu_acct=b"".join(time.to_bytes(8, order) for time in times))
    assert opened(kernel).cpu_times() == CpuTimes(15, None, 27, None, (1 << 40) + 30, None)
    kernel.set("cpu", planted.cpu1, cpu_next=planted.cpu1)
    assert opened(kernel).cpu_times() is None


def test_processors_run_into_themselves(planted, opened):
    planted.kernel.set("cpu", planted.cpu1, cpu_next=planted.cpu1)
    found, error = until_broken(opened(planted.kernel).cpus())
    assert [cpu.id for cpu in found] == [0, 1]
    assert isinstance(error, errors.BrokenListError)


# Files


def test_files(planted, opened):
    image = opened(planted.kernel)
    cwd, text, terminal, log, pipe, lost = image.files(shell(image))
    assert (cwd.use, cwd.fd, cwd.type, cwd.path) == ("cwd", None, "directory", "/export/home/hand")
    assert (text.use, text.type, text.path, text.vnode) == (
        "text",
        "regular",
        "/usr/bin/ksh",
        planted.program,
    )
    assert (terminal.fd, terminal.type, terminal.access, terminal.offset) == (
        0,
        "character device",
        "rw",
        1 << 33,
    )
    assert (terminal.path, terminal.device) == ("/devices/pseudo/pts@0:9", (24, 9))
    assert (log.fd, log.access, log.flags, log.offset) == (3, "w", ("append", "largefile"), 512)
    assert (log.close_on_exec, terminal.close_on_exec, log.device) == (True, False, None)
    assert (pipe.fd, pipe.type, pipe.path) == (4, "fifo", None)
    assert (lost.fd, lost.kva, lost.type, lost.path, lost.access) == (5, planted.nowhere, None, None, "r")


def test_files_of_a_process_without_any(planted, opened):
    image = opened(planted.kernel)
    sched = next(process for process in image.processes() if process.pid == 0)
    assert list(image.files(sched)) == []


def test_file_that_was_not_dumped(planted, opened):
    k = planted.kernel
    k.set("uf_entry", planted.table + k.structs["uf_entry"][""], uf_file=k.next + 0x20000000)
    image = opened(k)
    lost = next(file for file in image.files(shell(image)) if file.fd == 1)
    assert (lost.type, lost.path, lost.access, lost.offset, lost.vnode) == (None, None, None, None, 0)


def test_files_break_off_where_the_table_does(planted, opened):
    k = planted.kernel
    page = k.new_page()
    size = k.structs["uf_entry"][""]
    count = k.page_size // size
    table = k.take(k.page_size)
    assert table == page
    k.set("uf_entry", table, uf_file=planted.log)
    finfo = planted.shell + k.offset("proc", "p_user") + k.offset("user", "u_finfo")
    k.set("uf_info", finfo, fi_nfiles=1 << 30, fi_list=table)
    image = opened(k)
    found, error = until_broken(image.files(shell(image)))
    assert [file.fd for file in found if file.use == "open"] == [0]
    assert isinstance(error, errors.NotMappedError)
    assert error.address == table + count * size


# Maps


def test_map(planted, opened):
    image = opened(planted.kernel)
    text, data, heap, shared, stack = image.map(shell(image))
    assert (text.start, text.size, text.kind, text.protection) == (0x400000, 0x3000, "file", "r-x")
    assert (text.path, text.offset, text.shared, text.driver) == ("/usr/bin/ksh", 0, False, "segvn")
    assert (data.protection, data.offset) == ("rw-", 0x2000)
    assert (heap.kind, heap.path, heap.offset) == ("heap", None, None)
    assert (shared.kind, shared.shared, shared.protection) == ("anonymous", True, "r--")
    assert stack.kind == "stack"
    assert [entry.kva for entry in (text, data, heap, shared, stack)] == planted.segments


def test_map_of_the_kernel(planted, opened):
    (entry,) = opened(planted.kernel).map()
    assert (entry.kind, entry.driver, entry.protection, entry.path) == ("segkmem", "segkmem", None, None)


def test_map_with_a_driver_of_no_name(planted, opened):
    k = planted.kernel
    k.set("seg", planted.segments[0], s_ops=k.take(16) + 8)
    image = opened(k)
    assert next(image.map(shell(image))).driver is None


def test_map_runs_into_itself(planted, opened):
    k = planted.kernel
    back = k.offset("seg", "s_tree")
    # The right child of the last one is the first of all.
    k.set(
        "avl_node",
        planted.segments[-1] + back,
        avl_child=k.words(planted.segments[-2] + back, planted.segments[0] + back),
    )
    image = opened(k)
    found, error = until_broken(image.map(shell(image)))
    assert [entry.kva for entry in found] == planted.segments
    assert isinstance(error, errors.BrokenListError)


def test_map_leads_astray(planted, opened):
    k = planted.kernel
    back = k.offset("seg", "s_tree")
    k.set(
        "avl_node",
        planted.segments[2] + back,
        avl_child=k.words(planted.segments[1] + back, k.next + 0x10000000),
    )
    image = opened(k)
    found, error = until_broken(image.map(shell(image)))
    assert [entry.kva for entry in found] == planted.segments[:3]
    assert isinstance(error, errors.NotMappedError)


def test_map_of_a_chain_without_end(planted, opened):
    """Nodes that each have a left child, deeper than any AVL tree."""
    k = planted.kernel
    child = 0
    for _ in range(100):
        child = k.make("avl_node", avl_child=k.words(child, 0))
    k.set("avl_tree", planted.shell_as + k.offset("as", "a_segtree"), avl_root=child)
    image = opened(k)
    found, error = until_broken(image.map(shell(image)))
    assert found == []
    assert isinstance(error, errors.BrokenListError)


# Messages, swap, modules, zones, projects


def test_messages(planted, opened):
    found = list(opened(planted.kernel).messages())
    assert [message.text for message in found] == ["hand-laid kernel", "NOTICE: two\nlines", "last"]
    assert [(message.time, message.sequence, message.priority) for message in found] == [
        (1_399_999_000, 1, 5),
        (1_399_999_001, 2, 5),
        (1_399_999_002, 3, 5),
    ]


def test_messages_run_into_themselves(planted, opened):
    planted.kernel.set("msgb", planted.blocks[1], b_next=planted.blocks[0])
    found, error = until_broken(opened(planted.kernel).messages())
    assert len(found) == 2
    assert isinstance(error, errors.BrokenListError)


def test_messages_lead_astray(planted, opened):
    planted.kernel.set("msgb", planted.blocks[0], b_next=3)
    found, error = until_broken(opened(planted.kernel).messages())
    assert len(found) == 1
    assert isinstance(error, errors.NotMappedError)


def test_message_without_control_block(planted, opened):
    planted.kernel.set("msgb", planted.blocks[0], b_rptr=0)
    message = next(opened(planted.kernel).messages())
    assert (message.text, message.time, message.priority) == ("hand-laid kernel", None, None)


def test_swap(planted, opened):
    k = planted.kernel
    image = opened(k)
    first, second = image.swap()
    assert (first.path, first.size, first.free) == (
        "/dev/zvol/dsk/rpool/swap",
        1000 * k.page_size,
        250 * k.page_size,
    )
    assert (second.path, second.start) == ("/swapfile", k.page_size)
    space = image.swap_space()
    # max = 1100 + 50 + (2000 - 500), free = 300 + 1500, claimed = 900 + 50
    assert (space.total, space.allocated, space.reserved, space.available) == tuple(
        pages * k.page_size for pages in (2650, 850, 100, 1700)
    )


def test_swap_runs_into_itself(planted, opened):
    planted.kernel.set("swapinfo", planted.swaps[1], si_next=planted.swaps[0])
    found, error = until_broken(opened(planted.kernel).swap())
    assert len(found) == 2
    assert isinstance(error, errors.BrokenListError)


def test_modules(planted, opened):
    unix, genunix, zfs = opened(planted.kernel).modules()
    assert (unix.id, unix.name, unix.path, unix.loaded, unix.references) == (
        0,
        "unix",
        "/kernel/unix",
        True,
        0,
    )
    assert (unix.address, unix.size, unix.data_address, unix.data_size) == (0x1000, 0x2000, 0x8000, 0x100)
    assert (genunix.address, genunix.size) == (None, None)
    assert (zfs.name, zfs.loaded) == ("zfs", False)


def test_modules_run_into_themselves(planted, opened):
    planted.kernel.set("modctl", planted.modules[2], mod_next=planted.modules[1])
    found, error = until_broken(opened(planted.kernel).modules())
    assert [module.name for module in found] == ["unix", "genunix", "zfs"]
    assert isinstance(error, errors.BrokenListError)


def test_zones(planted, opened):
    first, second = opened(planted.kernel).zones()
    assert (first.id, first.name, first.node, first.root, first.state, first.processes) == (
        0, "global", "hand", "/", "running", 2,
    )  # fmt: skip
    assert (second.id, second.name, second.state) == (3, "web", "shutting down")


def test_zones_of_an_empty_list(planted, opened):
    k = planted.kernel
    k.set("list_node", planted.zone_head, list_next=planted.zone_head)
    assert list(opened(k).zones()) == []


def test_zones_lead_astray(planted, opened):
    k = planted.kernel
    k.set("list_node", planted.global_zone + k.offset("zone", "zone_linkage"), list_next=0)
    found, error = until_broken(opened(k).zones())
    assert [zone.id for zone in found] == [0]
    assert isinstance(error, errors.BrokenListError)


def test_projects(planted, opened):
    assert [(each.id, each.zone_id, each.processes) for each in opened(planted.kernel).projects()] == [
        (100, 0, 1),
        (3, 0, 0),
    ]


# Load and panic


def test_load_average(planted, opened):
    load = opened(planted.kernel).load_average()
    assert (load.one, load.five, load.fifteen) == (0.5, 1.0, 1.5)


def test_load_average_of_high_precision(planted, opened):
    k = planted.kernel
    k.symbols = [symbol for symbol in k.symbols if symbol[0] != "avenrun"]
    k.variable("hp_avenrun", b"".join(k.integer(value, 8) for value in (1, 65536, 3 << 15)), binding=0)
    load = opened(k).load_average()
    assert (load.one, load.five, load.fifteen) == (1 / 65536, 1.0, 1.5)


def test_no_panic(planted, opened):
    assert opened(planted.kernel).panic() is None


def test_panic(planted, opened):
    planted.panic()
    found = opened(planted.kernel).panic()
    assert (found.message, found.thread, found.cpu) == ("BAD TRAP: by hand", planted.main, 0)
    assert found.registers == (("r0", 7), ("pc", 1 << 63))
    assert found.uuid == "0b9c2e0f-9f3b-4a6e-8f55-0123456789ab"


def test_panic_of_the_dump_header(planted, opened):
    planted.panic()
    assert opened(planted.kernel, panic="from the header").panic().message == "from the header"


@pytest.mark.parametrize("message_at", [0, 47, 8192, 0xFFFFFFFF])
def test_panicbuf_that_makes_no_sense(planted, opened, message_at):
    k = planted.kernel
    k.variable("panicbuf", k.integer(2, 4) + k.integer(message_at, 4) + bytes(8192))
    assert opened(k).panic() is None


# Kernels that have nothing of all this


def test_nothing(solaris_kernel, opened):
    k = solaris_kernel("amd64")
    k.pointer("practive", k.process(0, "sched", system=True))
    image = opened(k)
    for records in (
        image.threads(),
        image.cpus(),
        image.messages(),
        image.swap(),
        image.modules(),
        image.zones(),
        image.projects(),
        image.map(),
    ):
        assert list(records) == []
    assert image.swap_space() is image.panic() is image.load_average() is None


def test_members_that_the_layout_does_not_have(planted, opened):
    """A release without zones, tasks, start addresses: unknown, and no error."""
    from sunkvm.layout import Layout
    from sunkvm.layouts import LayoutSource

    image = opened(planted.kernel)
    without = {"proc": ("p_zone", "p_task"), "_kthread": ("t_startpc", "t_sobj_ops"), "vnode": ("v_path",)}

    class Older(LayoutSource):
        name = "older"

        def layout(self, name):
            if name not in without:
                return None
            whole = tables.layout(name)
            fields = [field for field in whole if field.name not in without[name]]
            return Layout(name, whole.model, whole.size, fields)

    tables = image.layouts.sources[-1]
    image.layouts.prepend(Older())
    ksh = shell(image)
    assert (ksh.zone, ksh.project) == (None, None)
    assert [thread.wait_reason for thread in image.threads()] == [None] * 4
    assert {file.path for file in image.files(ksh)} == {None}


def test_messages_that_the_dump_device_keeps(solaris_kernel, opened):
    """A kernel whose queue is not there, in a corefile with messages of its own."""
    k = solaris_kernel("amd64")
    image = opened(k)
    image.corefile.messages = lambda: [(1_400_000_000, "panic[cpu0]: by hand")]
    (message,) = image.messages()
    assert (message.text, message.time, message.priority) == ("panic[cpu0]: by hand", 1_400_000_000, None)
