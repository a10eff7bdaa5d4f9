"""Whole programs in C: kvm_open, kvm_nlist of four symbols, kvm_close, for kernels of 15,000 and 80,000 symbols."""

from __future__ import annotations

import os
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
import common

REPEATS = common.size(31, 1)
SETTLED = common.size(2.5, 0)  # seconds until nothing can change without a change of its times
SYMBOLS = ((15_000, 25), (80_000, 40))

NOTHING = "int main(void) { return 0; }\n"
LINKED = """#include <kvm.h>
int main(int argc, char **argv) { return argc > 99 ? kvm_open(0, 0, 0, 0, *argv) != 0 : 0; }
"""
OPENS = """#include <kvm.h>
#include <fcntl.h>
int main(int argc, char **argv)
{
	struct nlist nl[] = {
		{"kernel_symbol_number_0"}, {"kernel_symbol_number_99"},
		{"kernel_symbol_number_7000"}, {"kernel_symbol_number_14000"}, {0},
	};
	kvm_t *kd = kvm_open(argv[1], argv[2], 0, O_RDONLY, argv[0]);

	return argc < 3 || !kd || kvm_nlist(kd, nl) || !nl[3].n_value || kvm_close(kd);
}
"""


def program(folder: Path, name: str, text: str, *options: object) -> Path:
    """Compile the text of a program."""
    source = folder / f"{name}.c"
    source.write_text(text)
    return common.compile_c(folder / name, source, *options)


def kernels(flavour: str, folder: Path, count: int):
    """Return namelist and corefile with so many symbols; the dump is small."""
    if flavour == "solaris":
        image = common.load("image")
        image.make(folder, 1 << 12, 100, 100, count)
        return folder / "unix.0", folder / "vmcore.0"
    image = common.load("bsd_image")
    kernel, corefile, _ = image.make(folder, flavour, image.FORMATS[flavour][0], 1 << 12, count)
    return kernel, corefile


def measure():
    """Yield (what, value, unit, target)."""
    with (
        tempfile.TemporaryDirectory(prefix="sunkvm-bench-") as name,
        tempfile.TemporaryDirectory(prefix="sunkvm-bench-") as other,
    ):
        folder, caches = Path(name), Path(other)
        nothing = program(folder, "nothing", NOTHING)
        python = [sys.executable, "-I", "-S", "-c", "pass"]
        idle, bare = common.in_turns([lambda: common.run([nothing]), lambda: common.run(python)], REPEATS)
        yield "a program that does nothing", common.median(idle) * 1e3, "ms", ""
        yield "a Python that does nothing (-I -S)", common.median(bare) * 1e3, "ms", ""
        for flavour in common.flavours("solaris", "freebsd", "netbsd", "dragonfly"):
            linked, opens = (
                program(folder, f"{flavour.name}-{kind}", text, *flavour.cflags, *flavour.libs)
                for kind, text in (("linked", LINKED), ("opens", OPENS))
            )
            for count, target in SYMBOLS:
                files = kernels(flavour.name, folder, count)
                cache = str(caches / f"{flavour.name}-{count}")
                command = [opens, *files]
                time.sleep(SETTLED)
                common.run(command, SUNKVM_CACHE=cache)  # fills the cache
                turns = [
                    lambda: common.run([nothing]),
                    lambda linked=linked: common.run([linked]),
                    lambda command=command: common.run(command, SUNKVM_CACHE=""),
                    lambda command=command, cache=cache: common.run(command, SUNKVM_CACHE=cache),
                ]
                found = common.in_turns(turns, REPEATS)
                idle_ms, linked_ms, first_ms, second_ms = (common.median(each) * 1e3 for each in found)
                what = f"{flavour.name}, {count:,} symbols"
                if count == SYMBOLS[0][0]:
                    yield (
                        f"{flavour.name}: what linking with libkvm adds",
                        linked_ms - idle_ms,
                        "ms",
                        "<= 0.3",
                    )
                yield (
                    f"{what}: first open (fastest {min(found[2]) * 1e3:.1f})",
                    first_ms,
                    "ms",
                    f"<= {target}",
                )
                yield f"{what}: once more (fastest {min(found[3]) * 1e3:.1f})", second_ms, "ms", "<= 15"
                os.unlink(files[1])
