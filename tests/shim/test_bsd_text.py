"""Text as the BSDs' C libraries show it, in programs that link with the flavour alone."""

from __future__ import annotations

import grp
import pwd
import subprocess
from pathlib import Path

import pytest

from sunkvm._config import find

from .conftest import environment

pytestmark = pytest.mark.shim

# As vis(3) tells it, and as the originals' library has it.
SHOWN = [
    r"a b%tc%nd\134e\^?\^A\M-i\240\^G|1",
    r"a b%tc%nd\e^?^AM-i\240^G|1",
    r"a b%tc%nd\134e\177\001\351\240\007|1",
    r"a\sb\tc\nd\\e\^?\^A\M-i\240\a|1",
    r"a b%tc%nd\134e\^?\^A\M-i\240%a|1",
    r"a\0b\0007\0|1",
    r"a\000\052\077\042|1",
    r"0 \012 1 1",
    "4 fou 12 two 4 3",
]


@pytest.mark.parametrize("flavour", ["freebsd", "netbsd", "dragonfly"])
@pytest.mark.parametrize("bits", [64, 32])
def test_text(request, flavour, bits, tmp_path):
    if (flavour, bits) == ("dragonfly", 32):
        pytest.skip("DragonFly has 64-bit programs only")
    fixture = request.getfixturevalue("dragonfly_flavour" if flavour == "dragonfly" else flavour)
    fixture.flavour(bits)
    found = find(flavour, bits)
    program = tmp_path / "text"
    source = Path(__file__).parent / "bsd_text.c"
    command = ["cc", "-Wall", "-Werror", *found.cflags, str(source), *found.libs, "-o", str(program)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    done = subprocess.run([program], capture_output=True, text=True, env=environment())
    wanted = [line.replace("%t", "\t").replace("%n", "\n").replace("%a", "\a") for line in SHOWN]
    wanted.append(f"{pwd.getpwuid(0).pw_name} {grp.getgrgid(0).gr_name} {0x7FFFFFF0} {0x7FFFFFF1} 1")
    wanted.append("80000000000000000000000143817efb 2 0 128")
    wanted.append("Thu Mar  4  5PM 15 0 1")
    assert done.stdout == "\n".join(wanted) + "\n"


@pytest.mark.parametrize("bits", [64, 32])
def test_sizes(freebsd, bits):
    """Figures of the manual pages: getbsize(3), and humanize_number(3) with room for three digits and a letter."""
    program = freebsd.build("bsd_sizes.c", bits)

    def told(wanted, *words):
        variables = environment() if wanted is None else environment(BLOCKSIZE=wanted)
        done = subprocess.run(
            [program, *map(str, words)], capture_output=True, text=True, env=variables, timeout=60
        )
        assert (done.returncode, done.stderr) == (0, "")
        return done.stdout.splitlines()

    for wanted, header, size in (
        (None, "512-blocks", 512),
        ("1K", "1K-blocks", 1024),
        ("1m", "1M-blocks", 1 << 20),
        ("1G", "1G-blocks", 1 << 30),
        ("G", "1G-blocks", 1 << 30),
        ("4096", "4096-blocks", 4096),
        ("2G", "1G-blocks", 1 << 30),
        ("100", "512-blocks", 512),
        ("nonsense", "512-blocks", 512),
    ):
        assert told(wanted)[0] == f"{header} {len(header)} {size}"
    numbers = {
        0: "0B", 999: "999B", 1000: "1.0K", 1024: "1.0K", 1536: "1.5K", 10240: "10K", 1048576: "1.0M", 1023 * 1024: "1.0M",
        5 << 30: "5.0G", 9 << 40: "9.0T", 10 << 40: "10T", (1 << 63) - 1: "8.0E",
    }  # fmt: skip
    words = [word for number in numbers for word in (5, number)]
    rows = told(None, *words, 2, 1, 5, -5)
    assert rows[1:-4] == [f"{len(text)} {text}" for text in numbers.values()]
    assert rows[-4:] == ["-1 -", "3 -5B", "7 1500 kb", "6 3072 K"]
