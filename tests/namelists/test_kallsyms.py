"""Lists of symbols as Linux shows them: letters, modules, names that occur more than once, damage, hidden addresses."""

from __future__ import annotations

import time

import pytest

from sunkvm.errors import NamelistError, SymbolNotFoundError
from sunkvm.namelist import open_namelist
from sunkvm.namelists.kallsyms import Kallsyms, is_kallsyms

TEXT = b"""\
0000000000000000 A fixed_percpu_data
0000000000000000 A __per_cpu_start
00000000000001f0 A cpu_number
ffffffff81000000 T _stext
ffffffff81000000 T _text
ffffffff81000040 t helper
ffffffff81000100 T vfs_read
ffffffff81000200 W weak_one
ffffffff81000300 t helper
ffffffff82000000 D linux_banner
ffffffff82000100 b hidden
ffffffff82000200 V weak_data
ffffffffc0000000 t helper\t[ext4]
ffffffffc0000100 T ext4_read\t[ext4]
ffffffffc0000200 T vfs_read\t[strange]
ffffffffc0000300 t caf\xc3\xa9.cold\t[__builtin__ftrace]
"""


@pytest.fixture
def namelist(write):
    return open_namelist(write(TEXT, "kallsyms"))


def test_symbols(namelist):
    assert isinstance(namelist, Kallsyms)
    assert (namelist.bits, namelist.byteorder, namelist.machine) == (64, "", 0)
    assert len(namelist) == 13
    symbol = namelist["vfs_read"]  # the kernel's own, not the module's
    assert (int(symbol), symbol.name, symbol.type, symbol.binding, symbol.module) == (
        0xFFFFFFFF81000100, "vfs_read", 2, 1, "",
    )  # fmt: skip
    assert (namelist["linux_banner"].type, namelist["linux_banner"].binding) == (1, 1)
    assert (namelist["hidden"].type, namelist["hidden"].binding) == (1, 0)
    assert (namelist["weak_one"].type, namelist["weak_one"].binding) == (0, 2)
    assert (namelist["weak_data"].type, namelist["weak_data"].binding) == (1, 2)
    assert namelist["ext4_read"].module == "ext4"
    assert namelist["café.cold"].module == "__builtin__ftrace"
    assert int(namelist["helper"]) == 0xFFFFFFFF81000300  # the last of the kernel's own
    assert namelist.get("nothing") is None
    with pytest.raises(SymbolNotFoundError):
        namelist["nothing"]


def test_few_names_are_found_as_by_the_index(namelist, write):
    every = {name: (int(symbol), symbol.module, symbol.type) for name, symbol in namelist.items()}
    for name, wanted in every.items():
        fresh = Kallsyms("kallsyms", TEXT)
        found = fresh.find((name, "nothing", "", "ext4", "[ext4]", "T", "t helper"))
        assert fresh._index is None
        assert {key: (int(one), one.module, one.type) for key, one in found.items()} == {name: wanted}


@pytest.mark.parametrize(
    ("address", "name", "distance"),
    [
        (0xFFFFFFFF81000000, "_stext", 0),
        (0xFFFFFFFF81000045, "helper", 5),
        (0xFFFFFFFF810001FF, "vfs_read", 0xFF),
        (0xFFFFFFFFFFFFFFFF, "café.cold", 0x3FFFFCFF),
    ],
)
def test_at(namelist, address, name, distance):
    symbol, found = namelist.at(address)
    assert symbol.name == name or {symbol.name, name} == {"_stext", "_text"}
    assert found == distance


def test_plain_numbers_are_no_addresses(namelist):
    assert namelist.at(0x1F4) is None


def test_32_bits(write):
    namelist = open_namelist(
        write(b"c0008000 T _stext\nc0008100 D jiffies")
    )  # without an end of the last line
    assert namelist.bits == 32
    assert {name: int(symbol) for name, symbol in namelist.items()} == {
        "_stext": 0xC0008000,
        "jiffies": 0xC0008100,
    }
    assert int(Kallsyms("x", b"c0008000 T _stext").find(("_stext",))["_stext"]) == 0xC0008000


@pytest.mark.parametrize(
    "text", [b"", b"\n", b"ffffffff81000000", b"ffffffff8100000 T x\n", b"hello world\n", b"\0" * 64, b"c0008000 T "]
)  # fmt: skip
def test_what_is_no_list(text, write):
    assert not is_kallsyms(text[:32])
    with pytest.raises(NamelistError, match=r"neither an ELF file nor an a\.out file nor a list of symbols"):
        open_namelist(write(text))


@pytest.mark.parametrize(
    "line",
    [b"garbage", b"", b"fffffffff T", b"ffffffff81000000 T a b c", b"xfffffff81000000 T a", b"\0" * 40],
)
def test_damage_is_told_with_its_place(line, write):
    namelist = open_namelist(write(TEXT[:200] + TEXT[200:].replace(b"\n", b"\n" + line + b"\n", 1)))
    at = TEXT.index(b"\n", 200) + 1
    with pytest.raises(NamelistError, match="is no symbol") as caught:
        len(namelist)
    assert caught.value.offset == at


def test_debian_system_map(write):
    """Debian ships a System.map that only says where the real one is."""
    path = write(b"ffffffffffffffff B The real System.map is in the linux-image-<version>-dbg package\n")
    with pytest.raises(NamelistError, match=r"The real System\.map is in"):
        open_namelist(path)["_stext"]


def test_hidden_addresses(write):
    lines = b"".join(b"0" * 16 + line[16:] for line in TEXT.splitlines(keepends=True))
    with pytest.raises(NamelistError, match=r"hides the addresses.*kernel\.kptr_restrict") as caught:
        open_namelist(write(lines))
    assert caught.value.errno == 1  # EPERM, for which the command line has an exit code of its own


def test_own_kernel():
    """The list of the kernel that runs the tests: it has no size, and is there for everybody to read."""
    with open("/proc/kallsyms", "rb") as file:
        lines = file.read().splitlines()
    try:
        namelist = open_namelist("/proc/kallsyms")
    except NamelistError as error:
        assert not lines or all(line.startswith(b"00000000") for line in lines), error
        return
    assert abs(len(list(namelist)) - len({line.split()[2] for line in lines})) < 100  # modules come and go


def test_speed(write):
    rows = [f"{0xFFFFFFFF81000000 + 16 * at:016x} t symbol_number_{at}\n" for at in range(200_000)]
    path = write("".join(rows).encode())
    best = 9.0
    for _ in range(3):
        start = time.process_time()
        namelist = open_namelist(path)
        assert int(namelist["symbol_number_777"]) == 0xFFFFFFFF81000000 + 16 * 777
        assert len(namelist) == 200_000
        best = min(best, time.process_time() - start)
    assert best < 1.0  # 0.3 on a machine that does nothing else
