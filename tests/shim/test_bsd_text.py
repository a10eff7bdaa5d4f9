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
    assert done.stdout == "\n".join(wanted) + "\n"
