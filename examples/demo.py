"""The main job, on this very host: take a snapshot as a Solaris crash dump, and read it in every way there is.

Run by ``make demo``. Each step shows the command or the code, then what it prints.
"""

from __future__ import annotations

import os
import struct
import subprocess
import sys
import tempfile
from pathlib import Path

import sunkvm
from sunkvm import kvm

LINES = 6
SUNKVM = [sys.executable, "-m", "sunkvm"]


def title(text: str) -> None:
    """Print a headline."""
    bold = ("\x1b[1m", "\x1b[0m") if sys.stdout.isatty() and "NO_COLOR" not in os.environ else ("", "")
    print(f"\n{bold[0]}== {text}{bold[1]}", flush=True)


def run(*words: str, lines: int = 0, users: bool = False) -> None:
    """Run a sunkvm command and show it with its output; stop where it fails.

    Of long lists it shows the first ``lines``, cut to the terminal; with ``users`` all processes that have a command line,
    in full.
    """
    print(f"$ sunkvm {' '.join(words)}", flush=True)
    done = subprocess.run([*SUNKVM, *words], capture_output=True, text=True)
    sys.stderr.write(done.stderr)
    if done.returncode:
        sys.exit(done.returncode)
    output = done.stdout.splitlines()
    shown = (
        [line for line in output if not line.endswith("]")] if users else output[:lines] if lines else output
    )
    width = os.get_terminal_size().columns if sys.stdout.isatty() else 120
    for line in shown:
        print(line if users or len(line) <= width else line[: width - 1] + "…")
    if len(output) > len(shown):
        print(f"  ... and {len(output) - len(shown)} {'system processes' if users else 'more'}")
    sys.stdout.flush()


def solaris_style(namelist: str | None, corefile: str | None) -> None:
    """Do what a Solaris program does: open, nlist, kread utsname and avenrun, walk the processes."""
    kd = kvm.kvm_open(namelist, corefile, None, os.O_RDONLY, "demo")
    if kd is None:
        sys.exit(1)
    nl = [kvm.Nlist("utsname"), kvm.Nlist("avenrun")]
    kvm.kvm_nlist(kd, nl)
    raw = kvm.kvm_kread(kd, nl[0].n_value, 5 * 257)
    names = [part.split(b"\0")[0].decode() for part in struct.unpack("257s" * 5, raw)]
    load = [number / 256 for number in struct.unpack("3i", kvm.kvm_kread(kd, nl[1].n_value, 12))]
    print(f"kvm_nlist: utsname = {nl[0].n_value:#x}, avenrun = {nl[1].n_value:#x}")
    print(f"kvm_kread: utsname = {' '.join(names)}")
    print(f"kvm_kread: avenrun = {load[0]:.2f} {load[1]:.2f} {load[2]:.2f}")
    count = with_args = 0
    while (proc := kvm.kvm_nextproc(kd)) is not None:
        count += 1
        user = kvm.kvm_getu(kd, proc)
        command = kvm.kvm_getcmd(kd, proc, user)
        if command != -1:
            with_args += 1
        if kd.pid == os.getpid():
            print(f"this very process: pid {kd.pid}, kvm_getcmd gives {command[0]}")
    print(f"kvm_nextproc: {count} processes, {with_args} of them with their full command line")
    kvm.kvm_close(kd)


def in_c() -> None:
    """Compile kps.c, a program in the style of its time, and run it on the dumps and on this host."""
    from sunkvm._config import find

    source = Path(__file__).resolve().parent / "kps.c"
    built = {}
    for bits in (64, 32):
        try:
            flavour = find("solaris", bits)
        except sunkvm.UnsupportedError as error:
            print(f"left out: {error}")
            continue
        built[bits] = f"./kps{bits}"
        wide = "" if bits == 64 else " --32"
        print(f"$ cc kps.c $(sunkvm config --cflags --libs{wide}) -o kps{bits}", flush=True)
        subprocess.run(["cc", str(source), *flavour.cflags, *flavour.libs, "-o", built[bits]], check=True)
    runs = [
        (64, "", ("unix.0", "vmcore.0"), True),
        (64, "", (), True),
        (32, "", ("i386/unix.0", "i386/vmcore.0"), True),
        (64, "", ("i386/unix.0", "i386/vmcore.0"), False),
        (64, "SUNKVM_TRANSCODE=1", ("i386/unix.0", "i386/vmcore.0"), True),
    ]
    for bits, setting, files, works in runs:
        if bits not in built:
            continue
        print(" ".join(filter(None, ("$", setting, built[bits], *files))), flush=True)
        extra = dict([setting.split("=")]) if setting else {}
        done = subprocess.run(
            [built[bits], *files],
            capture_output=True,
            text=True,
            errors="replace",
            env={**os.environ, **extra},
        )
        sys.stdout.write("".join(f"{line[:120]}\n" for line in done.stdout.splitlines()[:5]))
        sys.stdout.write("".join(f"{line}\n" for line in done.stdout.splitlines()[5:][-1:]) + done.stderr)
        if (done.returncode == 0) != works:
            sys.exit(f"kps ended with {done.returncode}")


def main() -> None:
    """Show everything, in a folder that is removed at the end."""
    with tempfile.TemporaryDirectory(prefix="sunkvm-demo-") as scratch:
        os.chdir(scratch)

        title("A snapshot of this Linux host, as the crash dump of a 64-bit Solaris kernel")
        run("snapshot", "-o", ".", "--model", "amd64")
        for name in ("unix.0", "vmcore.0"):
            print(f"{name}: {Path(name).stat().st_size} bytes")
        run("info", "unix.0", "vmcore.0")
        run("ps", "unix.0", "vmcore.0", users=True)

        title("The same through the Solaris calls, in Python")
        solaris_style("unix.0", "vmcore.0")

        title("The live emulated kernel: no corefile named")
        run("info")
        run("ps", lines=LINES)
        solaris_style(None, None)

        for model, what in (("i386", "32-bit (ILP32)"), ("sparcv9", "big-endian 64-bit")):
            title(f"A {what} snapshot of the same host, read by the same code")
            run("snapshot", "-o", model, "--model", model)
            run("info", f"{model}/unix.0", f"{model}/vmcore.0")
            run("ps", f"{model}/unix.0", f"{model}/vmcore.0", lines=LINES)
            with sunkvm.open(f"{model}/unix.0", f"{model}/vmcore.0") as image:
                where = image.symbols["utsname"]
                print(f"image.read(utsname = {where:#x}): {image.read(where, 5)!r}")
                print(f"image.layout('proc'): {image.layout('proc').size} bytes")

        title("What a 64-bit caller of kvm_open must hear of the 32-bit dump")
        sys.stdout.flush()
        kd = kvm.kvm_open("i386/unix.0", "i386/vmcore.0", None, os.O_RDONLY, "demo")
        sys.stderr.flush()
        print(f"kvm_open returned {kd}")
        if kd is not None:
            sys.exit("it should have been refused")

        title("The same in C: an unchanged program of its time, relinked")
        in_c()
        os.chdir("/")


if __name__ == "__main__":
    main()
