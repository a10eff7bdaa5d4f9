"""The host as a world: processes that the tests start must appear exactly as they are, whoever looks."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
import warnings

import pytest

from sunkvm import datamodel
from sunkvm.emulate import host, process_memory
from sunkvm.emulate.watch import Watch

pytestmark = pytest.mark.live

SLEEP = "import time; print(flush=True); time.sleep(600)"


@contextlib.contextmanager
def child(arguments, **more):
    """A process that has said that it runs."""
    process = subprocess.Popen(arguments, stdout=subprocess.PIPE, **more)
    try:
        process.stdout.readline()
        yield process
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


def settled(pid, wanted):
    """Look until a process is as wanted: after its last word it still has to fall asleep."""
    for _ in range(500):
        if wanted(found := look(pid)):
            break
        time.sleep(0.01)
    return found


def look(pid):
    found = host.read_process(pid)
    assert found is not None
    return found


def test_arguments_and_environment_are_exact():
    arguments = [sys.executable, "-c", SLEEP, "", "a b", b"\xff\xfe", "tail", "", ""]
    with child(arguments, env={"A": "1", "EMPTY": "", "RAW": b"\xff"}) as process:
        found = look(process.pid)
    assert found.argv == tuple(os.fsencode(argument) for argument in arguments)
    assert {b"A=1", b"EMPTY=", b"RAW=\xff"} <= set(found.env)
    assert found.ppid == os.getpid()
    assert found.bits == datamodel.host().bits
    assert not found.zombie and not found.system and found.executed


def test_ids_and_the_rest():
    me = look(os.getpid())
    assert (me.ruid, me.uid, me.suid) == os.getresuid()
    assert (me.rgid, me.gid, me.sgid) == os.getresgid()
    assert (me.pgid, me.sid, me.ppid) == (os.getpgrp(), os.getsid(0), os.getppid())
    assert set(me.groups) == set(os.getgroups())
    assert me.cwd == os.fsencode(os.getcwd())
    assert me.program == os.fsencode(os.path.realpath("/proc/self/exe"))
    assert me.size > me.resident > 0
    mask = os.umask(0o22)
    os.umask(mask)
    assert me.umask == mask
    assert me.user_time > 0
    world = host.read_world()
    assert abs(world.boot_time + me.start / 1e9 - time.time()) < 24 * 3600
    assert world.boot_time + me.start / 1e9 <= time.time() + 1


@pytest.mark.parametrize("name", ["a) R 1 (b", "a b", "tab\there", "\\x"])
def test_odd_names(name):
    script = f"import ctypes; ctypes.CDLL(None).prctl(15, {name.encode()!r}); {SLEEP}"
    with child([sys.executable, "-c", script]) as process:
        found = settled(process.pid, lambda p: p.state == "S")
    assert found.comm == name.encode()
    assert found.ppid == os.getpid() and found.state == "S"


def test_states():
    with child([sys.executable, "-c", SLEEP]) as process:
        assert settled(process.pid, lambda p: p.state == "S").state == "S"
        os.kill(process.pid, signal.SIGSTOP)
        os.waitpid(process.pid, os.WUNTRACED)
        assert look(process.pid).state == "T"
        os.kill(process.pid, signal.SIGCONT)
        process.kill()
        os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)
        dead = look(process.pid)
        assert dead.zombie and dead.threads == "" and dead.argv is None and dead.env is None
    with child([sys.executable, "-c", "print(flush=True)\nwhile True: pass"]) as process:
        assert look(process.pid).state == "R"


def test_threads():
    script = (
        "import threading, time\n"
        "for _ in range(4): threading.Thread(target=time.sleep, args=(600,), daemon=True).start()\n"
    )
    with child([sys.executable, "-c", script + SLEEP]) as process:
        assert settled(process.pid, lambda p: p.threads == "SSSSS").threads == "SSSSS"


def test_process_whose_first_thread_has_ended():
    script = (
        "import threading, time, ctypes\n"
        "threading.Thread(target=lambda: (time.sleep(.2), print(flush=True), time.sleep(600))).start()\n"
        "ctypes.CDLL(None).pthread_exit(None)"
    )
    with child([sys.executable, "-c", script]) as process:
        found = settled(process.pid, lambda p: p.threads == "S")
    assert not found.zombie and found.state == "S" and found.threads == "S"


def test_process_whose_first_thread_has_ended_looked_at_again():
    script = (
        "import threading, time, ctypes\n"
        "def work():\n"
        "    time.sleep(.2)\n"
        "    print(flush=True)\n"
        "    while True: pass\n"
        "threading.Thread(target=work).start()\n"
        "ctypes.CDLL(None).pthread_exit(None)"
    )
    watch = Watch()
    with child([sys.executable, "-c", script]) as process:
        for _ in range(
            3
        ):  # what is looked at again has spent time since: only what has changed of it is read
            seen = next(each for each in watch.processes() if each.pid == process.pid)
            assert not seen.zombie and seen.state == seen.threads == "R"
            time.sleep(0.1)


def test_kernel_threads_are_part_of_the_system():
    kernel = [process for process in host.read_processes() if process.system]
    if not kernel:
        pytest.skip("this host shows no kernel threads")
    assert all(process.argv is None and process.env is None for process in kernel)
    assert b"kthreadd" in {process.comm for process in kernel}


OVERWRITE = """
import ctypes, sys, time
fields = open("/proc/self/stat").read().rpartition(")")[2].split()
start, end = int(fields[45]), int(fields[46])
title = sys.argv[1].encode()
{how}
print(flush=True)
time.sleep(600)
"""


@pytest.mark.parametrize(
    ("how", "expected"),
    [
        ("ctypes.memset(start, 0, end - start); ctypes.memmove(start, title, len(title))", b"server: idle"),
        (
            "ctypes.memset(start, 32, end - start - 1); ctypes.memmove(start, title, len(title))",
            b"server: idle",
        ),
    ],
    ids=["cleared", "blanks"],
)
def test_title_over_the_arguments(how, expected):
    script = OVERWRITE.format(how=how)
    with child([sys.executable, "-c", script, "server: idle", "b", "c", "d"]) as process:
        found = look(process.pid)
        assert len(found.argv) == 1
        assert found.argv[0].rstrip() == expected


@pytest.mark.parametrize(
    ("raw", "strings"),
    [
        (b"", ()),
        (b"a\0", (b"a",)),
        (b"\0", (b"",)),
        (b"a\0\0", (b"a", b"")),
        (b"a\0b", (b"a", b"b")),
        (b"one string", (b"one string",)),
    ],
)
def test_split(raw, strings):
    assert host.split_arguments(raw) == strings
    assert host._arguments(0, raw, 0) == strings


@pytest.mark.parametrize(
    ("raw", "strings"),
    [
        (b"nginx: master process\0\0\0", (b"nginx: master process",)),
        (b"title" + bytes(40), (b"title",)),
        (b"prog\0\0\0", (b"prog", b"", b"")),
        (b"prog\0x\0\0\0", (b"prog", b"x", b"", b"")),
    ],
)
def test_title_of_a_process_that_cannot_be_looked_into(raw, strings):
    assert host._arguments(0, raw, 0) == strings


# Processes that come and go


def test_no_such_process():
    assert host.read_process(0) is None
    assert host.read_process(2**22 + 1) is None
    assert process_memory.read_memory(2**22 + 1, 0x1000, 10) == b""


@pytest.mark.parametrize("file", ["stat", "status", "cmdline", "environ", "task"])
@pytest.mark.parametrize("reaped", [True, False], ids=["reaped", "zombie"])
def test_process_that_ends_while_it_is_read(file, reaped, monkeypatch):
    real_file, real_open = host.read_file, os.open
    script = "import threading, time\nthreading.Thread(target=time.sleep, args=(600,), daemon=True).start()\n"
    with child([sys.executable, "-c", script + SLEEP]) as process:
        ended = []

        def end():
            if not ended:
                ended.append(True)
                os.kill(process.pid, signal.SIGKILL)
                os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)
                if reaped:
                    process.wait()

        def ending_file(path, directory=None):
            if path == file:
                end()
            return real_file(path, directory)

        def ending_open(path, *args, **more):
            if path == file == "task":
                end()
            return real_open(path, *args, **more)

        monkeypatch.setattr(host, "read_file", ending_file)
        monkeypatch.setattr(os, "open", ending_open)
        found = host.read_process(process.pid)
        monkeypatch.undo()
        assert found is None or found.pid == process.pid


@pytest.mark.parametrize("status", [None, b""])
def test_process_whose_status_is_gone_is_left_out(status, monkeypatch):
    """Its owner could not be told: a process without credentials is none."""
    real = host.read_file
    with child([sys.executable, "-c", SLEEP]) as process:
        monkeypatch.setattr(
            host,
            "read_file",
            lambda path, directory=None: status if path == "status" else real(path, directory),
        )
        assert host.read_process(process.pid) is None
        assert process.pid not in {each.pid for each in host.read_processes()}
        monkeypatch.undo()
        assert look(process.pid).uid == os.geteuid()


def test_child_of_a_parent_that_has_ended_gets_its_new_parent(monkeypatch):
    """The parent disappears between the reading of the child and that of the parent."""
    script = f"import subprocess, sys; subprocess.Popen([sys.executable, '-c', {SLEEP!r}]); import time; time.sleep(600)"
    with child([sys.executable, "-c", script]) as parent:
        pid = next(p.pid for p in host.read_processes() if p.ppid == parent.pid)
        names = ["1", str(pid)]
        real = os.listdir
        monkeypatch.setattr(os, "listdir", lambda path: names if path == "/proc" else real(path))
        reading = host.read_process

        def read(number):
            found = reading(number)
            if number == pid and parent.returncode is None:
                parent.kill()
                parent.wait()
            return found

        monkeypatch.setattr(host, "read_process", read)
        found = {process.pid: process for process in host.read_processes()}
        monkeypatch.undo()
        try:
            assert found[pid].ppid != parent.pid
        finally:
            os.kill(pid, signal.SIGKILL)


def test_churn():
    """Nothing that comes or goes disturbs."""
    script = "for i in range(400):\n import subprocess; subprocess.Popen(['true']).wait()"
    processes = [subprocess.Popen([sys.executable, "-c", script]) for _ in range(2)]
    try:
        for _ in range(40):
            pids = [process.pid for process in host.read_processes()]
            assert len(pids) == len(set(pids)) and os.getpid() in pids
    finally:
        for process in processes:
            process.kill()
            process.wait()


def test_no_descriptor_is_left_open():
    before = len(os.listdir("/proc/self/fd"))
    host.read_world()
    process_memory.read_memory(os.getpid(), 0, 16)
    process_memory.read_stack(look(os.getpid()))
    process_memory.mapped_ranges(os.getpid())
    assert len(os.listdir("/proc/self/fd")) == before


def as_nobody(work):
    """Run something as an unprivileged user in a process of its own; return what it printed."""
    if os.geteuid() != 0:
        pytest.skip("needs root to become somebody else")
    reading, writing = os.pipe()
    with warnings.catch_warnings():
        warnings.simplefilter(
            "ignore", DeprecationWarning
        )  # the test runner's threads do not matter to the child
        pid = os.fork()
    if pid == 0:
        try:
            os.close(reading)
            os.setgroups([])
            os.setresgid(65534, 65534, 65534)
            os.setresuid(65534, 65534, 65534)
            os.write(writing, repr(work()).encode())
            os._exit(0)
        except BaseException as error:
            os.write(writing, f"!{error!r}".encode())
            os._exit(1)
    os.close(writing)
    with os.fdopen(reading) as file:
        text = file.read()
    assert os.waitpid(pid, 0)[1] == 0, text
    return text


def test_unprivileged_view():
    with child([sys.executable, "-c", SLEEP, "visible", ""]) as process:

        def work():
            world = host.read_world()
            found = {each.pid: each for each in world.processes}
            other = found[process.pid]
            return (
                other.argv[2:],
                other.env,
                other.program,
                other.bits,
                other.uid,
                process_memory.read_memory(process.pid, 0x1000, 1),
                process_memory.read_stack(other),
                world.load is not None and world.memory.free > 0 and world.cpus != (),
                len(found) > 2,
            )

        text = as_nobody(work)
    expected = ((SLEEP.encode(), b"visible", b""), None, None, None, 0, b"", None, True, True)
    assert text == repr(expected)


def test_unprivileged_world_can_be_planted_and_shown():
    from sunkvm.emulate import live
    from sunkvm.emulate.live_solaris import LiveSolaris  # what the child cannot load any more
    from sunkvm.space import AddressSpace

    assert LiveSolaris
    models = [(model, live("solaris", model)) for model in datamodel.SOLARIS_MODELS]

    def work():
        count = 0
        for model, core in models:
            core.refresh()
            symbols = {symbol.name: int(symbol) for symbol in core._planting.memory.symbols}
            kernel = AddressSpace(core, symbols["kas"])
            assert kernel.read_int(symbols["nproc"], 4) > 2, model
            count += 1
            core.close()
        return count

    assert as_nobody(work) == "4"
    for _, core in models:
        core.close()


# Memory of processes


def test_memory():
    secret = ctypes.create_string_buffer(b"the quick brown fox", 64)
    address = ctypes.addressof(secret)
    assert process_memory.read_memory(os.getpid(), address, 19) == b"the quick brown fox"
    assert process_memory.read_memory(os.getpid(), address, 0) == b""
    assert process_memory.read_memory(os.getpid(), 0, 16) == b""
    assert process_memory.read_memory(os.getpid(), 1 << 63, 16) == b""
    assert process_memory.read_memory(os.getpid(), -5, 16) == b""
    start = look(os.getpid()).start
    assert process_memory.read_memory(os.getpid(), address, 3, start) == b"the"
    assert process_memory.read_memory(os.getpid(), address, 3, start + 10_000_000) == b""


def test_partial_read_at_the_end_of_a_mapping():
    import mmap

    with mmap.mmap(-1, 4 * mmap.PAGESIZE) as area:
        area[:] = b"m" * len(area)
        view = (ctypes.c_char * len(area)).from_buffer(area)
        address = ctypes.addressof(view)
        libc = ctypes.CDLL(None, use_errno=True)
        tail = address + 2 * mmap.PAGESIZE
        assert libc.munmap(ctypes.c_void_p(tail), ctypes.c_size_t(mmap.PAGESIZE)) == 0
        try:
            data = process_memory.read_memory(os.getpid(), address, 4 * mmap.PAGESIZE)
            assert data == b"m" * 2 * mmap.PAGESIZE
        finally:
            flags = mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS | 0x10
            libc.mmap.restype = ctypes.c_void_p
            libc.mmap(ctypes.c_void_p(tail), ctypes.c_size_t(mmap.PAGESIZE), 3, flags, -1, ctypes.c_long(0))
        del view


def test_stack():
    if datamodel.host().bits != 64:
        pytest.skip("of 64-bit processes")
    with child([sys.executable, "-c", SLEEP, "x" * 5000, ""], env={"A": "y" * 9000}) as process:
        found = look(process.pid)
        argc, argv, envp, top = process_memory.read_stack(found)
        assert argc == 5 and envp == argv + 8 * 6
        ranges = process_memory.mapped_ranges(process.pid, found.start)
        assert any(first + count == top for first, count in ranges)
        data = process_memory.read_memory(process.pid, argv, top - argv, found.start)
        assert len(data) == top - argv
        first = int.from_bytes(data[:8], sys.byteorder)
        assert data[first - argv :].startswith(os.fsencode(sys.executable) + b"\0")
    assert process_memory.read_stack(found) is None
    assert process_memory.mapped_ranges(process.pid) == []


def test_host_without_the_usual_files(monkeypatch):
    """A sandbox may have next to nothing in /proc."""
    real_open, real_list = os.open, os.listdir

    def refuse_open(path, *args, **more):
        if str(path).startswith(("/proc", "/sys")):
            raise FileNotFoundError(2, "nothing here", path)
        return real_open(path, *args, **more)

    def refuse_list(path="."):
        if str(path).startswith(("/proc", "/sys")):
            raise FileNotFoundError(2, "nothing here", path)
        return real_list(path)

    def broken():
        raise RuntimeError("nothing here")

    monkeypatch.setattr(os, "open", refuse_open)
    monkeypatch.setattr(os, "listdir", refuse_list)
    monkeypatch.setattr(host.psutil, "virtual_memory", broken)
    monkeypatch.setattr(host.psutil, "boot_time", broken)
    world = host.read_world()
    monkeypatch.undo()
    assert world.processes == () and world.cpus == () and world.swap == ()
    unknown = (world.boot_time, world.boot_id, world.max_cpus, world.memory.physical, world.max_processes)
    assert unknown == (None,) * 5


def test_numbers():
    world = host.read_world()
    assert world.node == os.uname().nodename
    assert len(world.cpus) >= 1 and sum(cpu.online for cpu in world.cpus) == os.sysconf("SC_NPROCESSORS_ONLN")
    assert world.max_cpus >= len(world.cpus)
    pages = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    assert abs(world.memory.physical - pages) < 1 << 20
    assert world.memory.installed is None or world.memory.installed >= world.memory.physical
    assert 0 < world.memory.free <= world.memory.physical
    assert all(cpu.idle > 0 for cpu in world.cpus if cpu.online)
    assert abs(world.now - time.time()) < 5


def shared_objects(tmp_path):
    """Make a queue with a message of five bytes, a set of three semaphores and two pages of memory that are attached once.

    By a program of the C library, which removes them when it ends; returns the numbers that it was given.
    """
    source = tmp_path / "objects.c"
    source.write_text(
        """
        #define _GNU_SOURCE
        #include <stdio.h>
        #include <sys/msg.h>
        #include <sys/sem.h>
        #include <sys/shm.h>
        int main(void)
        {
            struct { long type; char text[5]; } message = {1, "abcd"};
            int queue = msgget(IPC_PRIVATE, 0640), set = semget(IPC_PRIVATE, 3, 0600);
            int piece = shmget(IPC_PRIVATE, 8192, 0606);
            if (queue < 0 || set < 0 || piece < 0 || msgsnd(queue, &message, 5, 0) || shmat(piece, 0, 0) == (void *)-1)
                puts("- - -");
            else
                printf("%d %d %d\\n", queue, set, piece);
            fflush(stdout);
            getchar();
            msgctl(queue, IPC_RMID, 0);
            semctl(set, 0, IPC_RMID);
            shmctl(piece, IPC_RMID, 0);
            return 0;
        }
        """
    )
    program = tmp_path / "objects"
    if subprocess.run(["cc", "-w", str(source), "-o", str(program)], capture_output=True).returncode:
        pytest.skip("no C compiler")
    return subprocess.Popen([str(program)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def test_what_system_v_calls_share(tmp_path):
    maker = shared_objects(tmp_path)
    try:
        numbers = maker.stdout.readline().split()
        if "-" in numbers:
            pytest.skip("this host has no System V calls for us")
        queue, group, piece = map(int, numbers)
        world = host.read_world()
    finally:
        maker.communicate("\n")
    found = {(each.kind, each.id): each for each in world.ipc}
    user, group_id = os.geteuid(), os.getegid()
    one = found["msg", queue]
    assert (one.size, one.count, one.pids, one.mode) == (5, 1, (maker.pid, 0), 0o640)
    assert one.times[1] == 0 and one.times[0] >= one.times[2] > 1_600_000_000
    one = found["sem", group]
    assert (one.size, one.mode, one.times[0]) == (3, 0o600, 0)
    one = found["shm", piece]
    assert (one.size, one.count, one.pids, one.mode) == (8192, 1, (maker.pid, maker.pid), 0o606)
    for each in (found["msg", queue], found["sem", group], found["shm", piece]):
        assert (each.key, each.uid, each.gid, each.cuid, each.cgid) == (0, user, group_id, user, group_id)
    limits = world.ipc_limits
    with open("/proc/sys/kernel/msgmnb") as file:
        assert limits.queue_bytes == int(file.read())
    assert limits.semaphores and limits.shared_bytes
    with open("/proc/sys/fs/file-max") as file:
        assert world.max_files == int(file.read())
    assert 0 < world.open_files <= world.max_files
