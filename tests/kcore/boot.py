"""Boot Debian's own kernel in qemu, without hardware's help, and compare sunkvm inside it with its ``/proc``.

    python tests/kcore/boot.py [--kernel VMLINUZ] [--keep FOLDER]

What it needs is qemu-system-x86_64 and a kernel: with apt-get both can be had on Debian, for the kernel no root is needed.
The machine's file system is an initramfs: the Python that runs this, its libraries, the package and what it imports, and
``guest.py`` as the first process. Exits with 0 if every check passed, with 1 if not, and with 69 where something is missing.
"""

from __future__ import annotations

import argparse
import gzip
import importlib.util
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tempfile
import time
from pathlib import Path

KERNEL = "linux-image-cloud-amd64"
PACKAGES = (
    "sunkvm", "click", "rich", "pygments", "markdown_it", "mdurl", "construct", "elftools", "zstandard", "psutil",
)  # fmt: skip
SECONDS = 900
EX_UNAVAILABLE = 69


def missing(what: str) -> SystemExit:
    print(f"boot.py: {what}", file=sys.stderr)
    return SystemExit(EX_UNAVAILABLE)


def run(*words: str, cwd: str | Path | None = None) -> str:
    done = subprocess.run(words, capture_output=True, text=True, cwd=cwd, stdin=subprocess.DEVNULL)
    if done.returncode:
        raise missing(f"{' '.join(words)}: {done.stderr.strip() or done.returncode}")
    return done.stdout


def fetch_kernel(folder: Path) -> Path:
    """Return Debian's kernel, unpacked from its package, which is not installed."""
    if shutil.which("apt-get") is None or shutil.which("dpkg-deb") is None:
        raise missing("no apt-get here: name a kernel with --kernel")
    depends = run("apt-cache", "depends", KERNEL)
    found = re.search(r"Depends: (linux-image-\S+)", depends)
    if found is None:
        raise missing(f"apt knows no package {KERNEL} (apt-get update?)")
    run("apt-get", "download", found[1], cwd=folder)
    (package,) = folder.glob("linux-image-*.deb")
    run("dpkg-deb", "-x", str(package), str(folder / "kernel"))
    (kernel,) = (folder / "kernel" / "boot").glob("vmlinuz-*")
    return kernel


class Archive:
    """A cpio archive in the format "newc" (Linux Documentation/driver-api/early-userspace/buffer-format.rst)."""

    def __init__(self) -> None:
        self.parts: list[bytes] = []
        self.names: set[str] = set()

    def _entry(self, name: str, mode: int, data: bytes, device: tuple[int, int] = (0, 0)) -> None:
        text = name.encode() + b"\0"
        numbers = (len(self.names) + 1, mode, 0, 0, 1, 0, len(data), 0, 0, *device, len(text), 0)
        head = b"070701" + b"".join(b"%08X" % number for number in numbers) + text
        self.parts += [head, bytes(-len(head) % 4), data, bytes(-len(data) % 4)]
        self.names.add(name)

    def folders(self, name: str) -> None:
        for parent in reversed(Path(name).parents):
            if str(parent) not in (".", "/") and str(parent) not in self.names:
                self._entry(str(parent), 0o040755, b"")

    def add(self, name: str, data: bytes, mode: int = 0o100755) -> None:
        name = name.lstrip("/")
        if name not in self.names:
            self.folders(name)
            self._entry(name, mode, data)

    def file(self, path: str | Path, name: str | None = None) -> None:
        self.add(name or str(path), Path(path).read_bytes())

    def tree(self, top: Path, name: str, skip: tuple[str, ...] = ()) -> None:
        for path in sorted(top.rglob("*")):
            inside = path.relative_to(top)
            if path.is_file() and not ({"__pycache__", "test", "tests", *skip} & set(inside.parts)):
                self.file(path, f"{name}/{inside}")

    def device(self, name: str, major: int, minor: int) -> None:
        self.folders(name)
        self._entry(name, 0o020600, b"", (major, minor))

    def close(self) -> bytes:
        self._entry("TRAILER!!!", 0, b"")
        return b"".join(self.parts)


def libraries(path: str | Path) -> set[str]:
    """Return the shared libraries that an executable or module needs."""
    done = subprocess.run(["ldd", str(path)], capture_output=True, text=True)
    return set(re.findall(r"(/\S+) \(0x", done.stdout))


def initramfs() -> bytes:
    """Return the machine's file system."""
    archive = Archive()
    python = os.path.realpath(sys.executable)
    library = Path(sysconfig.get_path("stdlib"))
    archive.device("dev/console", 5, 1)
    archive.file(python, "/usr/bin/python3")
    archive.tree(library, str(library), ("dist-packages", "site-packages", "idlelib", "ensurepip", "lib2to3"))
    needed = libraries(python)
    for module in library.glob("lib-dynload/*.so"):
        needed |= libraries(module)
    for name in PACKAGES:
        spec = importlib.util.find_spec(name)
        if spec is None or spec.origin is None:
            if name in ("sunkvm", "click", "rich", "construct", "elftools"):
                raise missing(f"this Python cannot import {name}")
            continue
        top = Path(spec.origin).parent
        archive.tree(top, f"/site/{name}")
        for module in top.rglob("*.so"):
            needed |= libraries(module)
    compat = importlib.util.find_spec("sunkvm.compat")
    if compat is not None and compat.origin is not None:  # in the source tree it is a link
        archive.tree(Path(compat.origin).parent, "/site/sunkvm/compat")
    for path in sorted(needed):
        archive.file(path)
    archive.add(
        "init",
        f"#!/usr/bin/python3 -B\nimport sys\nsys.path.insert(0, '/site')\nsys.prefix = {sys.base_prefix!r}\n".encode()
        + Path(__file__).with_name("guest.py").read_bytes(),
    )
    return archive.close()


def check_here() -> bool:
    """Compare the banner of this machine's own kernel, where it shows its memory; return whether nothing is wrong."""
    import sunkvm
    from sunkvm.errors import SunkvmError

    try:
        image = sunkvm.open("/proc/kallsyms", "/proc/kcore")
    except SunkvmError as error:
        print(f"boot.py: not on this machine's own kernel: {error}")
        return True
    with image:
        banner = image.symbols.get("linux_banner")
        if banner is None:
            print("boot.py: not on this machine's own kernel: /proc/kallsyms has functions only")
            return True
        right = image.read_string(banner) == Path("/proc/version").read_text()
    print(f"boot.py: linux_banner of this machine's own kernel is {'right' if right else 'WRONG'}")
    return right


def main() -> int:
    parser = argparse.ArgumentParser(description="Compare sunkvm with /proc inside a booted Debian kernel.")
    parser.add_argument("--kernel", type=Path, help="a vmlinuz; without it Debian's is fetched with apt-get")
    parser.add_argument("--keep", type=Path, help="a folder for what is made, kept for the next time")
    options = parser.parse_args()
    here = check_here()
    qemu = shutil.which("qemu-system-x86_64")
    if qemu is None:
        raise missing(
            "no qemu-system-x86_64 here; on Debian: apt-get install --no-install-recommends qemu-system-x86"
        )
    with tempfile.TemporaryDirectory() as scratch:
        folder = options.keep or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        kept = sorted(folder.glob("kernel/boot/vmlinuz-*"))
        kernel = options.kernel or (kept[0] if kept else fetch_kernel(folder))
        root = folder / "initramfs.gz"
        root.write_bytes(gzip.compress(initramfs(), 1))
        words = [
            qemu, "-accel", "tcg", "-cpu", "max", "-m", "1024", "-smp", "2", "-nographic", "-no-reboot", "-nic", "none",
            "-kernel", str(kernel), "-initrd", str(root),
            "-append", "console=ttyS0 rdinit=/init quiet panic=-1",
        ]  # fmt: skip
        start = time.monotonic()
        print(f"boot.py: {kernel.name} in {qemu}, initramfs of {root.stat().st_size >> 20} MiB", flush=True)
        try:
            done = subprocess.run(
                words, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True, errors="replace", timeout=SECONDS
            )  # fmt: skip
            out = done.stdout
        except subprocess.TimeoutExpired as late:
            out = (late.stdout or b"").decode(errors="replace") if isinstance(late.stdout, bytes) else ""
            out += f"\nboot.py: the machine did not end in {SECONDS} seconds"
        print(out.replace("\r", ""))
        print(f"boot.py: {time.monotonic() - start:.0f} seconds")
        found = re.search(r"^(\d+) passed, (\d+) failed\r?$", out, re.MULTILINE)
        return 0 if here and found and int(found[1]) and not int(found[2]) else 1


if __name__ == "__main__":
    sys.exit(main())
