"""What the live kernels of all systems do alike."""

from __future__ import annotations

import mmap
import os
import subprocess
import sys
import traceback
from contextlib import contextmanager

import pytest

import sunkvm
from sunkvm import datamodel
from sunkvm.emulate import host, personalities
from sunkvm.emulate.watch import Watch
from sunkvm.emulate.world import WorldProcess

SYSTEMS = [*personalities(), "sunos4"]
pytestmark = pytest.mark.live


@pytest.fixture(params=SYSTEMS)
def image(request):
    """The running host as a kernel of each system."""
    with sunkvm.open(os=request.param, model=datamodel.host()) as image:
        yield image


@contextmanager
def sleepers(count, argument="60"):
    children = [subprocess.Popen(["sleep", argument]) for _ in range(count)]
    try:
        yield [child.pid for child in children]
    finally:
        for child in children:
            child.kill()
        for child in children:
            child.wait()


def look(image):
    """Return the processes now, however old what is shown is."""
    core = image.corefile
    core.processes_age = 0.0
    core.refresh()
    core.processes_age = 1e9
    return list(image.processes())


def pids(image):
    return {process.pid for process in look(image)}


class Forked:
    """A child of this process that runs a function with what it is told by `tell`; `told` is what went wrong there."""

    def __init__(self, function) -> None:
        orders, self._orders = os.pipe()
        self._result, result = os.pipe()
        self.pid = os.fork()
        if not self.pid:
            failure = b""
            try:
                os.close(self._orders)
                with open(orders, "rb") as file:
                    function([int(word) for word in file.read().split()], result)
            except BaseException:
                failure = traceback.format_exc().encode()
            os.write(result, failure[-60000:])
            os._exit(0)
        os.close(orders)
        os.close(result)

    def tell(self, numbers) -> str:
        os.write(self._orders, b" ".join(b"%d" % number for number in numbers))
        os.close(self._orders)
        with open(self._result, "rb") as file:
            told = file.read().decode()
        os.waitpid(self.pid, 0)
        return told


def shown(image):
    return {each.pid: (each.ppid, each.pgid, each.command, each.uid) for each in look(image)}


def test_a_child_goes_on_with_memory_of_its_own(image):
    """After a fork neither process writes what the other one's callers read, nor believes what the other has written."""
    core, page = image.corefile, mmap.PAGESIZE
    share = core.share()
    assert os.stat(share.path).st_ino == share.identity[1]

    def child(fresh, _):
        # The parent has written a lot since the fork.
        mine = pids(image)
        assert {os.getpid(), os.getppid(), *fresh} <= mine and not set(gone) & mine
        own = core.share()
        assert own.identity[1] != share.identity[1] and os.stat(own.path).st_ino == own.identity[1]
        assert own.sequence == share.sequence
        with sunkvm.open(os=image.info.personality, model=core.model) as other:
            told = shown(other)
        now = shown(image)
        stay = {1, os.getpid(), os.getppid(), *fresh}
        assert {pid: now[pid] for pid in stay} == {pid: told[pid] for pid in stay}
        assert image.load_average() is not None

    with sleepers(40) as gone:
        assert {os.getpid(), *gone} <= pids(image)
        forked = Forked(child)
    assert not set(gone) & pids(image)
    with sleepers(60) as fresh:
        for _ in range(3):
            assert set(fresh) <= pids(image)
        with open(share.path, "rb") as file:
            before = os.pread(file.fileno(), 4, share.sequence)
            assert forked.tell(fresh) == ""
            assert (
                os.pread(file.fileno(), 4, share.sequence) == before
            )  # it is the parent's, who has done nothing
        assert set(fresh) <= pids(image)
    assert os.stat(share.path).st_ino == share.identity[1] and share.sequence % page == 0


DAEMON = """
import os, sys
import sunkvm
with sunkvm.open(os=sys.argv[1]) as image:
    core = image.corefile
    core.processes_age = 0.0
    assert os.getpid() in {process.pid for process in image.processes()}
    if pid := os.fork():
        sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
    os.closerange(3, 1024)
    others = [os.open("/dev/null", os.O_RDONLY) for _ in range(100)]
    assert os.getpid() in {process.pid for process in image.processes()}
    assert core.share() is not None
    null = os.stat("/dev/null").st_rdev
    assert all(os.fstat(other).st_rdev == null for other in others)
assert all(os.fstat(other).st_rdev == null for other in others)
"""


@pytest.mark.parametrize("system", SYSTEMS)
def test_a_child_that_has_closed_all_files(system):
    """As daemons do; the numbers of our files belong to others then. In a program that has no other files."""
    command = [sys.executable, "-B", "-c", DAEMON, system]
    done = subprocess.run(
        command, env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}, capture_output=True
    )
    assert (done.returncode, done.stderr) == (0, b"")


def test_many_reads_are_as_new_as_one(image, monkeypatch):
    """Variables are brought up to date as well where they are read in one go."""
    name = {
        "solaris": "avenrun",
        "freebsd": "averunnable",
        "netbsd": "averunnable",
        "dragonfly": "averunnable",
    }
    kva = image.symbols[name.get(image.info.personality, "_avenrun")]
    before = image.kernel.read(kva, 8)
    monkeypatch.setattr(host, "load_average", lambda: (77.0, 1.0, 1.0))
    image.corefile.numbers_age = 0.0
    many, missing = image.kernel.read_many([kva] * 100, 8)
    assert missing == [] and many == image.kernel.read(kva, 8) * 100 != before * 100


@pytest.mark.parametrize("system", SYSTEMS)
@pytest.mark.parametrize("model", ["amd64", "i386", "sparc"])
def test_processes_with_large_numbers(system, model, monkeypatch):
    """Numbers of processes and users, sizes and times as large as Linux lets them be."""
    most, user = (1 << 22) - 1, (1 << 32) - 2
    large = WorldProcess(
        most, 1, b"large", most, most, user, user, user, user, user, user, (user,) * 40, (b"large",), (), 10**15,
        bits=64, tty=(136, 1048575), tty_group=most, nice=19, cpu=8191, size=1 << 47, resident=1 << 45,
        user_time=10**17, system_time=10**17, text=1 << 46,
    )  # fmt: skip
    init = WorldProcess(1, 0, b"init", 1, 1, 0, 0, 0, 0, 0, 0, (), (b"init",), (), 10**9, bits=64)
    monkeypatch.setattr(Watch, "processes", lambda self: [init, large])
    try:
        image = sunkvm.open(os=system, model=datamodel.MODELS[model])
    except sunkvm.UnsupportedError as error:
        pytest.skip(str(error))
    with image:
        shown = {process.pid: process for process in look(image)}[most]
        assert (shown.ppid, shown.pgid, shown.comm) == (1, most, "large")
        assert shown.ruid in (user, None)
        if system != "sunos4":  # whose numbers of users have a sign
            assert shown.uid == user


def test_a_child_sees_itself_at_once(image):
    """However young the list of processes is that the parent has shown."""
    assert os.getpid() in pids(image)

    def child(_, __):
        image.corefile.refresh()
        assert os.getpid() in {process.pid for process in image.processes()}

    assert Forked(child).tell([]) == ""
