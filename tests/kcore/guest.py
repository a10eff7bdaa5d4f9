"""What runs inside the machine that ``boot.py`` starts: its first process, which compares sunkvm with ``/proc``.

It prints one line a check, "ok NAME" or "FAILED NAME: why", then the number of each as "N passed, N failed", and switches
the machine off. Not a module of the tests: it needs a kernel of its own.
"""

import contextlib
import ctypes
import io
import os
import re
import subprocess
import sys
import time
import traceback

libc = ctypes.CDLL(None, use_errno=True)
KCORE, KALLSYMS = "/proc/kcore", "/proc/kallsyms"


def mount(kind, where):
    os.makedirs(where, exist_ok=True)
    if libc.mount(kind.encode(), where.encode(), kind.encode(), 0, None):
        raise OSError(ctypes.get_errno(), f"mount {where}")


def text(path):
    with open(path, errors="surrogateescape") as file:
        return file.read()


def sunkvm_command(*words):
    """Run the command line in this process; return exit code and output."""
    from sunkvm.cli import main

    sys.argv = ["sunkvm", *words]
    out = io.StringIO()
    code = 0
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
        try:
            main()
        except SystemExit as ended:
            code = ended.code or 0
    return code, out.getvalue()


def opened(namelist=KALLSYMS, **how):
    import sunkvm

    return sunkvm.open(namelist, KCORE, **how)


def check_format():
    with opened() as image:
        assert image.corefile.format == "elf_virtual", image.corefile.format
        assert image.corefile.live
        assert image.corefile.personality == "linux"
        assert image.corefile.symbol_distance == 0


def check_banner():
    with opened() as image:
        assert image.read_string(image.symbols["linux_banner"]) == text("/proc/version")


def check_init_uts_ns():
    with opened() as image:
        found, uname = image.personality.names(), os.uname()
        assert tuple(found.values()) == tuple(uname), (found, uname)
        libc.sethostname(b"another-name", 12)
        assert image.info.node == "another-name"


def check_btf():
    from sunkvm.layouts.btf import BtfSource

    with opened() as image, open("/sys/kernel/btf/vmlinux", "rb") as file:
        given = BtfSource(file.read(), image.model, path="btf")
        mine = image.layout("task_struct")
        assert mine.source == "BTF of kernel"
        assert [(f.name, f.offset, f.size) for f in mine] == [
            (f.name, f.offset, f.size) for f in given.layout("task_struct")
        ]


def stat_of(pid):
    line = text(f"/proc/{pid}/stat")
    comm = line[line.index("(") + 1 : line.rindex(")")]
    return comm, line[line.rindex(")") + 2 :].split()


def check_processes():
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)", "an argument", ""])
    time.sleep(3)
    with opened() as image:
        found = {process.pid: process for process in image.processes()}
    pids = {int(name) for name in os.listdir("/proc") if name.isdigit()}
    assert child.pid in found
    assert found[0].comm == "swapper/0"
    common = pids & found.keys()
    assert len(common) > 20, (sorted(pids), sorted(found))
    assert len(pids ^ found.keys() - {0}) <= 5, (sorted(pids), sorted(found))
    ticks = os.sysconf("SC_CLK_TCK")
    boot = int(re.search(r"^btime (\d+)", text("/proc/stat"), re.MULTILINE)[1])
    for pid in common:
        process = found[pid]
        try:
            comm, fields = stat_of(pid)
            status = text(f"/proc/{pid}/status")
            with open(f"/proc/{pid}/cmdline", "rb") as file:
                line = file.read()
        except OSError:
            continue
        if not comm.startswith("kworker"):
            # /proc shows what those work on, and the full names of other threads of the kernel.
            assert process.comm == comm[:15], (process, comm)
        assert process.ppid == int(fields[1]), (process, fields)
        assert (process.pgid, process.sid) == (int(fields[2]), int(fields[3])), (process, fields)
        assert process.threads == int(fields[17]), (process, fields)
        assert abs(process.start_time - (boot + int(fields[19]) / ticks)) < 1.5, (process, fields)
        assert process.uid == int(re.search(r"^Uid:\t\d+\t(\d+)", status, re.MULTILINE)[1])
        if line:
            assert process.argv == tuple(line.decode().removesuffix("\0").split("\0")), (process, line)
        else:
            assert process.argv is None and process.argv_missing == "system process", process
    assert found[child.pid].argv == (
        sys.executable, "-c", "import time; time.sleep(600)", "an argument", "",
    )  # fmt: skip
    assert found[child.pid].state == "S"
    assert found[child.pid].bits == 64
    assert found[child.pid].size == int(stat_of(child.pid)[1][20])
    child.kill()
    time.sleep(1)
    with opened() as image:  # it was killed, and nobody has waited for it
        assert {process.pid: process.state for process in image.processes()}[child.pid] == "Z"
        child.wait()
        assert child.pid not in {process.pid for process in image.processes()}


def check_threads():
    import threading

    done = threading.Event()
    thread = threading.Thread(target=done.wait)
    thread.start()
    with opened() as image:
        me = next(process for process in image.processes() if process.pid == os.getpid())
        assert sorted(t.tid for t in image.threads(me)) == sorted(map(int, os.listdir("/proc/self/task")))
    done.set()
    thread.join()


def check_load_and_clock():
    with opened() as image:
        for _ in range(3):  # it may change between the two
            told = [float(word) for word in text("/proc/loadavg").split()[:3]]
            load = image.load_average()
            if all(
                abs(a - b) < 0.011 for a, b in zip(told, (load.one, load.five, load.fifteen), strict=True)
            ):
                break
        else:
            raise AssertionError((told, load))
        info = image.info
        boot = int(re.search(r"^btime (\d+)", text("/proc/stat"), re.MULTILINE)[1])
        assert abs(info.boot_time - boot) <= 1, (info.boot_time, boot)
        assert abs(info.uptime - float(text("/proc/uptime").split()[0])) < 30
        assert (info.cpus, info.cpus_online) == (2, 2), info
        assert [cpu.id for cpu in image.cpus()] == [0, 1]
        assert all(cpu.state == "on-line" for cpu in image.cpus())


def check_memory():
    with opened() as image:
        memory = image.info.memory
        told = dict(re.findall(r"^(\w+): +(\d+) kB", text("/proc/meminfo"), re.MULTILINE))
        assert memory.physical == int(told["MemTotal"]) * 1024
        assert abs(memory.free - int(told["MemFree"]) * 1024) < 16 << 20


def check_cpu_times():
    ticks = os.sysconf("SC_CLK_TCK")
    with opened() as image:
        times = image.cpu_times()
        told = [int(word) / ticks for word in text("/proc/stat").split("\n", 1)[0].split()[1:8]]
    assert abs(times.user / times.hz - told[0]) < 1.5, (times, told)
    assert abs(times.system / times.hz - told[2]) < 1.5, (times, told)
    assert abs(times.idle / times.hz - told[3] - told[4]) < 5, (times, told)


def check_messages():
    with open("/dev/kmsg", "w") as file:
        file.write("<5>written by the test\n")
    lines = []
    kmsg = os.open("/dev/kmsg", os.O_RDONLY | os.O_NONBLOCK)
    with contextlib.suppress(BlockingIOError):
        while True:
            record = os.read(kmsg, 8192).split(b"\n", 1)[0].decode()
            head, _, line = record.partition(";")
            lines.append((int(head.split(",")[0]), int(head.split(",")[1]), line))
    with opened() as image:
        found = [(m.priority, m.sequence, m.text) for m in image.messages()]
    known = {sequence: (priority, line) for priority, sequence, line in lines}
    assert len(found) > 100
    for priority, sequence, line in found:
        if sequence in known:
            assert known[sequence][0] == priority
            assert known[sequence][1] == line or "\\x" in known[sequence][1] or "\n" in line
    assert any(line == "written by the test" for _, _, line in found)


def check_kaslr():
    """A System.map tells where the kernel would be had it not been moved."""
    with opened() as image:
        offset = int(image.corefile.vmcoreinfo["KERNELOFFSET"], 16)
        first = int(image.symbols["_stext"])
        banner = int(image.symbols["linux_banner"])
    assert offset, "the kernel was not moved"
    with open("/System.map", "w") as file:
        for line in text(KALLSYMS).splitlines():
            address, letter, *rest = line.split()
            if len(rest) == 1:  # not of a module
                value = int(address, 16)
                file.write(f"{value - offset if value >> 63 else value:016x} {letter} {rest[0]}\n")
    with opened("/System.map") as image:
        assert image.corefile.symbol_distance == offset
        assert (int(image.symbols["_stext"]), int(image.symbols["linux_banner"])) == (first, banner)
        assert image.read_string(image.symbols["linux_banner"]) == text("/proc/version")
        assert image.symbols.at(first + 1) is not None
        assert os.getpid() in {process.pid for process in image.processes()}


def check_faults():
    with opened() as image:
        data, fault = image.read_some(0xFFFF_8000_0000_0000 - 16, 16)
        assert data == b"" and fault is not None
        end = max(start + size for start, size in image.ranges())
        data, fault = image.read_some(end - 8, 64)
        assert len(data) == 8 and fault.address == end
        start, _ = next(image.ranges(image.physical))
        assert len(image.physical.read(start, 64)) == 64


def check_kptr_restrict():
    with open("/proc/sys/kernel/kptr_restrict", "w") as file:
        file.write("2")
    from sunkvm.errors import NamelistError

    try:
        opened()
    except NamelistError as error:
        assert "kernel.kptr_restrict" in str(error)
    else:
        raise AssertionError("opened")
    code, out = sunkvm_command("-M", KCORE, "-N", KALLSYMS, "info")
    assert code == 77, (code, out)
    with open("/proc/sys/kernel/kptr_restrict", "w") as file:
        file.write("0")


def check_commands():
    image = ("-M", KCORE, "-N", KALLSYMS)
    code, out = sunkvm_command(*image, "info", "-v")
    assert code == 0, out
    assert "elf_virtual" in out and os.uname().release in out, out
    print(out)
    code, out = sunkvm_command(*image, "ps")
    assert code == 0, out
    assert "[kthreadd]" in out, out
    code, out = sunkvm_command(*image, "nm", "linux_banner")
    assert code == 0, out
    assert re.fullmatch(r"0xf[0-9a-f]{15} D linux_banner\n", out), out
    code, out = sunkvm_command("read", KALLSYMS, KCORE, "linux_banner", "16")
    assert code == 0, out
    assert "|Linux version 6|" in out or "|Linux version " in out, out
    code, out = sunkvm_command(*image, "top", "--once")
    assert code == 0, out
    assert "load" in out and "kthreadd" in out, out
    code, out = sunkvm_command(*image, "dmesg")
    assert code == 0, out


def main():
    os.environ.update(PATH="/usr/bin", HOME="/", SUNKVM_CACHE="")
    mount("proc", "/proc")
    mount("sysfs", "/sys")
    mount("devtmpfs", "/dev")
    console = os.open("/dev/ttyS0", os.O_RDWR)
    for number in range(3):
        os.dup2(console, number)
    results = []
    for name, check in [(n, c) for n, c in globals().items() if n.startswith("check_")]:
        start = time.monotonic()
        try:
            check()
        except BaseException:
            traceback.print_exc()
            results.append(False)
            print(f"FAILED {name}", flush=True)
        else:
            results.append(True)
            print(f"ok {name} ({time.monotonic() - start:.1f} s)", flush=True)
    print(f"{results.count(True)} passed, {results.count(False)} failed", flush=True)


if __name__ == "__main__":
    try:
        main()
    finally:
        sys.stdout.flush()
        os.sync()
        libc.reboot(0x4321FEDC)
