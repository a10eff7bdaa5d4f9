"""``sunkvm top``: plain where the output is no terminal, the full screen on one, of dumps and of the emulated kernel."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import time

import pytest

from sunkvm import datamodel
from sunkvm.emulate import personalities, snapshot

ENTER, LEAVE = b"\x1b[?1049h", b"\x1b[?1049l"
PROGRAM = [sys.executable, "-m", "sunkvm", "top"]


class Terminal:
    """A program on a terminal of its own."""

    def __init__(self, *words, rows=24, columns=80):
        self.master, self.slave = pty.openpty()
        self.resize(rows, columns, tell=False)
        self.before = termios.tcgetattr(self.slave)
        environment = {k: v for k, v in os.environ.items() if k not in ("LINES", "COLUMNS", "NO_COLOR")}
        environment["TERM"] = "xterm-256color"
        self.process = subprocess.Popen(
            [*PROGRAM, *map(str, words)], stdin=self.slave, stdout=self.slave, stderr=self.slave, env=environment
        )  # fmt: skip
        self.seen = b""

    def resize(self, rows, columns, tell=True):
        fcntl.ioctl(self.slave, termios.TIOCSWINSZ, struct.pack("4H", rows, columns, 0, 0))
        if tell:
            self.process.send_signal(signal.SIGWINCH)

    def read_until(self, wanted, seconds=30):
        """Return what was written up to where a pattern matches it."""
        end = time.monotonic() + seconds
        while not re.search(wanted, self.seen):
            left = end - time.monotonic()
            assert left > 0, (wanted, self.seen)
            if select.select([self.master], [], [], left)[0]:
                self.seen += os.read(self.master, 65536)
        found, self.seen = self.seen, b""
        return found

    def press(self, key):
        os.write(self.master, key)

    def ended(self, seconds=30):
        """Return the exit code and all that was written."""
        end = time.monotonic() + seconds
        while self.process.poll() is None or select.select([self.master], [], [], 0)[0]:
            assert time.monotonic() < end, self.seen
            if select.select([self.master], [], [], 0.1)[0]:
                self.seen += os.read(self.master, 65536)
        return self.process.returncode, self.seen

    def close(self):
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        os.close(self.master)
        os.close(self.slave)


@pytest.fixture
def terminal():
    made = []

    def start(*words, **size):
        made.append(Terminal(*words, **size))
        return made[-1]

    yield start
    for one in made:
        one.close()


def plain(data):
    """Return the text of a screen without what moves and colours."""
    return re.sub(rb"\x1b\[[0-9;?]*[a-zA-Z]|\r", b"", data).decode()


def test_dump_as_plain_text(sunkvm, images):
    shown = sunkvm("top", "amd64", "0")
    assert shown.code == 0
    assert shown.err == ""
    head, _, table = shown.out.partition("\n\n")
    ps = sunkvm("ps", "amd64", "0").out
    assert table == ps
    info = sunkvm("info", "amd64", "0").out
    load = re.search(r"load average +(.*)", info)[1]
    first, second, *_ = head.splitlines()
    assert first.endswith(f", load average: {load}")
    assert first.startswith(re.search(r"node +(\S+)", info)[1] + ", ")
    assert second.startswith(f"processes: {len(ps.splitlines()) - 1}: ")
    assert "\x1b" not in shown.out


@pytest.mark.parametrize("system", ["sparc", "i386"])
def test_columns(system, sunkvm, images):
    shown = sunkvm("top", system, "0", "--once", "-o", "pid,comm")
    assert shown.out.partition("\n\n")[2] == sunkvm("ps", system, "0", "-o", "pid,comm").out
    assert sunkvm("top", system, "0", "-o", "nonsense").code == 64
    assert sunkvm("top", system, "0", "-d", "0").code == 64


def test_freebsd(sunkvm, golden_freebsd):
    case = next(path.name for path in sorted(golden_freebsd.source.iterdir()) if path.is_dir())
    folder = golden_freebsd.folder(case)
    files = sorted(path for path in folder.iterdir() if path.suffix != ".json")
    kernel = next((path for path in files if path.name.startswith("kernel")), None)
    core = next((path for path in files if path.name.startswith("vmcore")), None)
    if kernel is None or core is None:
        pytest.skip(f"other names in {case}: {[path.name for path in files]}")
    shown = sunkvm("top", "-N", kernel, "-M", core)
    assert "processes: " in shown.out
    assert shown.out.partition("\n\n")[2] == sunkvm("ps", "-N", kernel, "-M", core).out


def test_broken_list(sunkvm, images):
    shown = sunkvm("top", "amd64-damaged", "0")
    ps = sunkvm("ps", "amd64-damaged", "0")
    assert (shown.code, shown.err) == (ps.code, ps.err)
    assert shown.out.partition("\n\n")[2] == ps.out


def test_full_screen(terminal, images):
    top = terminal("amd64", "0", "-d", "0.3")
    shown = top.read_until(rb"UID +PID[^\n]*\n[^\n]*\n")
    assert ENTER in shown
    assert "load average: " in plain(shown)
    top.press(b"x")  # no key of it
    time.sleep(0.5)
    assert top.process.poll() is None
    mode = termios.tcgetattr(top.slave)[3]
    assert not mode & (termios.ECHO | termios.ICANON)
    top.press(b"q")
    code, rest = top.ended()
    assert code == 0
    assert LEAVE in rest
    assert termios.tcgetattr(top.slave) == top.before


def test_ends_by_itself(terminal, images):
    top = terminal("sparcv9", "0", "-d", "0.2", "-n", "3")
    start = time.monotonic()
    code, shown = top.ended()
    assert code == 0
    assert shown.count(ENTER) == shown.count(LEAVE) == 1
    assert time.monotonic() - start >= 0.4


def test_interrupted(terminal, images):
    top = terminal("amd64", "0", "-d", "5")
    top.read_until(rb"UID +PID")
    top.process.send_signal(signal.SIGINT)
    code, rest = top.ended()
    assert code == 130
    assert LEAVE in rest
    assert b"Traceback" not in rest
    assert termios.tcgetattr(top.slave) == top.before


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_ended_by_others(number, terminal, images):
    """The terminal is as it was, also where somebody kills the program."""
    if signal.getsignal(number) == signal.SIG_IGN:
        pytest.skip("ignored here, so by the program too")
    top = terminal("amd64", "0", "-d", "5")
    top.read_until(rb"UID +PID")
    top.process.send_signal(number)
    code, rest = top.ended()
    assert code == 128 + number
    assert LEAVE in rest
    assert b"Traceback" not in rest
    assert termios.tcgetattr(top.slave) == top.before


def test_stopped_and_continued(terminal, images):
    """Who types the next command has the usual screen for it; then the list is there again."""
    if signal.getsignal(signal.SIGTSTP) == signal.SIG_IGN:
        pytest.skip("ignored here, so by the program too")
    top = terminal("amd64", "0", "-d", "60")
    top.read_until(rb"UID +PID")
    top.process.send_signal(signal.SIGTSTP)
    top.seen = top.read_until(re.escape(LEAVE)).rpartition(LEAVE)[2]
    deadline = time.monotonic() + 30
    # A group of processes that nobody waits for, as this one may be, is not stopped: then it goes on at once.
    while not (top.seen or select.select([top.master], [], [], 0.05)[0]):
        assert time.monotonic() < deadline
        with open(f"/proc/{top.process.pid}/stat") as file:
            if file.read().rpartition(")")[2].split()[0] == "T":
                assert termios.tcgetattr(top.slave) == top.before
                top.process.send_signal(signal.SIGCONT)
                break
    assert ENTER in top.read_until(rb"UID +PID")
    top.press(b"q")
    code, rest = top.ended()
    assert code == 0
    assert LEAVE in rest
    assert termios.tcgetattr(top.slave) == top.before


def test_fits_the_screen(terminal, images):
    top = terminal("amd64", "0", "-d", "60", rows=9, columns=50)
    shown = plain(top.read_until(rb"UID +PID[^\n]*\n[^\n]*\n"))
    time.sleep(0.5)
    while select.select([top.master], [], [], 0.1)[0]:
        shown += plain(os.read(top.master, 65536))
    lines = shown.split("\n")
    assert len(lines) <= 9
    assert max(map(len, lines)) <= 50
    top.resize(20, 120)
    larger = plain(top.read_until(rb"UID +PID"))
    time.sleep(0.5)
    while select.select([top.master], [], [], 0.1)[0]:
        larger += plain(os.read(top.master, 65536))
    assert max(map(len, larger.split("\n"))) > 50
    top.press(b"q")
    assert top.ended()[0] == 0


def test_live(terminal):
    """A process that starts while top runs is seen, and gone when it is gone."""
    top = terminal("-d", "0.5", "-o", "pid,args", rows=4000, columns=200)
    top.read_until(rb"PID +ARGS")
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)", "a-mark-of-the-test"])
    try:
        top.read_until(rf"{child.pid}  [^\n]*a-mark-of-the-test".encode())
    finally:
        child.kill()
        child.wait()
    top.press(b" ")
    time.sleep(1)
    top.read_until(rb"PID +ARGS")
    top.press(b"q")
    code, rest = top.ended()
    assert code == 0
    assert f"{child.pid}  ".encode() not in rest.split(b"PID")[-1]


def test_live_without_a_terminal(sunkvm):
    shown = sunkvm("top", "--once", "-o", "pid,comm")
    assert shown.code == 0
    rows = [line.split() for line in shown.out.partition("\n\n")[2].splitlines()]
    assert rows[0] == ["PID", "COMM"]
    assert str(os.getpid()) in {row[0] for row in rows}
    assert "load average: " in shown.out.splitlines()[0]


@pytest.mark.live
@pytest.mark.parametrize("system", [*personalities(), "sunos4"])
def test_live_of_each_system(system, terminal, sunkvm):
    """The same host, whichever system's kernel it seems to be; on a screen and without one."""
    before = os.getloadavg()
    shown = sunkvm("top", "--once", "--os", system, "-o", "pid,ppid,comm")
    assert (shown.code, shown.err) == (0, "")
    head, _, body = shown.out.partition("\n\n")
    load = [float(word) for word in head.splitlines()[0].rpartition(": ")[2].split()]
    for average, *ends in zip(load, before, os.getloadavg(), strict=True):
        assert min(ends) - 0.5 <= average <= max(ends) + 0.5
    shares = re.search(r"^processors: [0-9]+: (.*)$", head, re.MULTILINE)
    spent = dict(share.split("% ")[::-1] for share in shares[1].split(", "))
    assert {"user", "system", "idle"} <= spent.keys() <= {"user", "nice", "system", "interrupt", "idle"}
    assert abs(sum(map(float, spent.values())) - 100) < 0.5
    rows = [line.split(None, 2) for line in body.splitlines()[1:]]
    assert [str(os.getpid()), str(os.getppid())] in [row[:2] for row in rows]
    assert head.splitlines()[1].startswith(f"processes: {len(rows)}: ")
    top = terminal("--os", system, "-d", "0.3", "-o", "pid,ppid,comm", rows=4000, columns=120)
    screen = plain(top.read_until(rf"\n *{os.getpid()} ".encode()))
    assert "load average: " in screen
    top.read_until(rb"PID +PPID +COMM")  # drawn once more
    top.press(b"q")
    assert top.ended()[0] == 0


@pytest.mark.live
@pytest.mark.parametrize("system", personalities())
def test_snapshot_of_each_system(system, terminal, sunkvm, tmp_path):
    """A dump does not move: the same screen at the second look."""
    files = snapshot(tmp_path, system, datamodel.host())
    plainly = sunkvm("top", *files)
    assert (plainly.code, plainly.err) == (0, "")
    assert plainly.out.partition("\n\n")[2] == sunkvm("ps", *files).out
    top = terminal(*files, "-d", "0.2", "-n", "2", rows=20, columns=100)
    code, seen = top.ended()
    assert code == 0 and ENTER in seen and LEAVE in seen
    first = plainly.out.splitlines()[0]
    assert first[:60] in plain(seen)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--os", "plan9"], "no 'plan9' can be emulated; there are kernels of solaris, freebsd, "),
        (["--os", "solaris", "--model", "arm"], "no solaris kernel of the data model arm can be emulated"),
        (["-M", "/nonexistent"], "/nonexistent: No such file or directory"),
        (["-n", "0"], "0 is not in the range x>=1"),
        (["-d", "nan"], "nan is no number of seconds."),
        (["-d", "inf"], "inf is no number of seconds."),
        (["-o", "pid,nonsense"], "no column 'nonsense'; there are: "),
    ],
)
def test_refused(words, told, terminal, sunkvm):
    """With one line that says why, and the terminal as it was."""
    shown = sunkvm("top", *words)
    assert shown.code != 0 and shown.out == ""
    assert told.format(host=datamodel.host().name) in shown.err and shown.err.count("\n") == 1
    top = terminal(*words)
    code, seen = top.ended()
    assert code == shown.code and ENTER not in seen
    assert termios.tcgetattr(top.slave) == top.before
