"""The C libraries: reads of 1 GiB, against a map with a hash or page walk and memcpy, and against pread."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
import common

PAGES = common.size(1 << 18, 1 << 12)
REPEATS = common.size(15, 1)

# test, what it is, unit, ns a unit, most of libkvm / map, least of pread / libkvm
TESTS = (
    ("hot", "8 bytes of one page", "ns", 1, 0.85, None),
    ("random", "8 bytes anywhere", "ns", 1, 0.85, 8),
    ("chase", "nodes of a list", "ns", 1, None, None),
    ("sequential", "1 MiB at a time", "us", 1000, None, None),
    ("first", "each page for the first time", "ns", 1, None, None),
    ("misses", "where nothing is", "ns", 1, None, None),
)


def images(flavour: str, folder: Path):
    """Yield (form of dump, namelist, corefile, first address, kernel's address space, first node of a list)."""
    if flavour == "solaris":
        image = common.load("image")
        image.make(folder, PAGES, *((100, 100) if common.SMALL else ()))
        yield (
            "vmcore", folder / "unix.0", folder / "vmcore.0", image.BASE, image.BASE + 64,
            int((folder / "chase").read_text(), 0),
        )  # fmt: skip
        return
    image = common.load("bsd_image")
    for form in image.FORMATS[flavour]:
        kernel, corefile, chase = image.make(folder, flavour, form, PAGES)
        yield form, kernel, corefile, image.BASE, 0, chase


def measure():
    """Yield (what, value, unit, target)."""
    for flavour in common.flavours("solaris", "freebsd", "netbsd", "dragonfly"):
        with tempfile.TemporaryDirectory(prefix="sunkvm-bench-") as name:
            scratch = Path(name)
            # The readers to compare with are a library too, so that a call costs the same.
            common.compile_c(
                scratch / "libbaseline.so", "-march=native", "-shared", "-fPIC", common.C / "baseline.c"
            )
            link = [f"-L{scratch}", f"-Wl,-rpath,{scratch}", "-lbaseline", *flavour.libs, "-lpthread"]
            macro = ["-DSOLARIS"] if flavour.name == "solaris" else []
            program = common.compile_c(
                scratch / "bench", *macro, common.C / "bench.c", *flavour.cflags, *link
            )
            for form, namelist, corefile, base, kas, chase in images(flavour.name, scratch):
                words = [program, namelist, corefile, hex(base), PAGES * 4096, hex(kas), hex(chase), REPEATS]
                done = subprocess.run(list(map(str, words)), check=True, capture_output=True, text=True)
                found = {tuple(line.split()[:2]): float(line.split()[2]) for line in done.stdout.splitlines()}
                yield from table(f"{flavour.name} {form}", found)
                corefile.unlink()


def table(image: str, found):
    """Yield the rows of one image."""
    for test, what, unit, scale, over_map, under_pread in TESTS:
        readers = [reader for reader in ("map", "pread", "memcpy") if (test, reader) in found]
        beside = ", ".join(f"{reader} {found[test, reader] / scale:.4g}" for reader in readers)
        yield f"{image}: {what} ({beside})", found[test, "libkvm"] / scale, unit, ""
        if (test, "libkvm/map") in found:
            yield "  libkvm / map", found[test, "libkvm/map"], "x", f"<= {over_map}" if over_map else ""
        if (test, "libkvm/pread") in found:
            least = f">= {under_pread}" if under_pread else ""
            yield "  pread / libkvm", 1 / found[test, "libkvm/pread"], "x", least
        if (test, "libkvm/memcpy") in found:
            yield "  libkvm / memcpy of the same pages", found[test, "libkvm/memcpy"], "x", "<= 1.05"
    yield "  two threads / one", found["threads", "libkvm"], "x", ">= 1.9"
    yield "    the best turn", found["threads", "libkvm-best"], "x", ""
    yield "    the reader of the map", found["threads", "map"], "x", ""
