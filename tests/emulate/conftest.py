"""What the tests of the emulation layer share: worlds, plantings, and readers that know nothing of the product.

The readers are slow and obvious. Their offsets come from the fact sheet of the dump format (sys/dumphdr.h) as literals, and
from compiler output for the kernel structs (tests/data/illumos_structs).
"""

from __future__ import annotations

import json
import struct
from pathlib import Path
from types import SimpleNamespace

import pytest

from sunkvm import datamodel
from sunkvm.emulate.plant.solaris import plant
from sunkvm.emulate.world import World, WorldCpu, WorldMemory, WorldProcess, WorldSwap
from sunkvm.layouts.builtin import BuiltinTables

STRUCTS = Path(__file__).parent.parent / "data" / "illumos_structs"
MODELS = datamodel.SOLARIS_MODELS

# model -> byte order, word, then offsets of dump_crashtime and all members behind it (dumphdr version 10)
TAIL = ("crashtime", "pageshift", "pagesize", "hashmask", "nvtop", "npages", "ksyms_size", "ksyms_csize")
NARROW = (1800, 1804, 1808, 1812, 1816, 1820, 1824, 1828)
WIDE = (1800, 1808, 1816, 1824, 1832, 1840, 1848, 1856)
SHAPES = {
    "i386": ("<", 4, NARROW, 1832, 1836, 1876),
    "sparc": (">", 4, NARROW, 1832, 1836, 1880),
    "amd64": ("<", 8, WIDE, 1864, 1868, 1912),
    "sparcv9": (">", 8, WIDE, 1864, 1868, 1912),
}

# Members of structs that the data files do not hold in full, from the same compiler.
_CPU = {
    "i386": {"cpu_next": 48, "cpu_acct": 1092, "cpu_brandstr": 1256, "cpu_curr_clock": 1272},
    "amd64": {"cpu_next": 88, "cpu_acct": 1296, "cpu_brandstr": 1464, "cpu_curr_clock": 1496},
    "sparc": {"cpu_next": 48, "cpu_acct": 1096, "cpu_brandstr": 1260, "cpu_curr_clock": 1280},
    "sparcv9": {"cpu_next": 88, "cpu_acct": 1296, "cpu_brandstr": 1464, "cpu_curr_clock": 1496},
}


def more_structs(model: str) -> dict:
    word = SHAPES[model][1]
    cpu = _CPU[model]
    return {
        "zone": {
            "zone_name": [0, word, "pointer", ""],
            "zone_nodename": [word, word, "pointer", ""],
            "zone_id": [56 if word == 8 else 32, 4, "int", ""],
        },
        "cpu": {
            "cpu_id": [0, 4, "int", ""],
            "cpu_flags": [8, 2, "uint", ""],
            "cpu_next": [cpu["cpu_next"], word, "pointer", ""],
            "cpu_acct": [cpu["cpu_acct"], 24, "array", ""],
            "cpu_brandstr": [cpu["cpu_brandstr"], word, "pointer", ""],
            "cpu_curr_clock": [cpu["cpu_curr_clock"], 8, "uint", ""],
        },
    }


class SlowDump:
    """A vmcore, read as its description says, one step at a time."""

    def __init__(self, path, model: str) -> None:
        self.data = data = Path(path).read_bytes()
        self.order, self.word, tail, fm_panic, uuid, self.header_size = SHAPES[model]
        four = struct.unpack_from(self.order + "4I", data, 0)
        self.magic, self.version, self.flags, self.wordsize = four
        self.start, self.ksyms, self.pfn, self.map, self.pages_at = struct.unpack_from(
            self.order + "5q", data, 16
        )
        texts = [data[at : at + 257].split(b"\0")[0].decode() for at in range(56, 1341, 257)]
        self.sysname, self.nodename, self.release, self.machine_version, self.machine = texts
        self.platform = data[1341:1598].split(b"\0")[0].decode()
        self.panicstring = data[1598:1798].split(b"\0")[0].decode()
        for name, at in zip(TAIL, tail, strict=True):
            setattr(self, name, self.unpack_word(at))
        (self.fm_panic,) = struct.unpack_from(self.order + "I", data, fm_panic)
        self.uuid = data[uuid : uuid + 37].split(b"\0")[0].decode()

    def unpack_word(self, at: int) -> int:
        return int.from_bytes(self.data[at : at + self.word], "little" if self.order == "<" else "big")

    def pfns(self) -> list[int]:
        return [self.unpack_word(self.pfn + index * self.word) for index in range(self.npages)]

    def entry(self, number: int) -> tuple[int, int, int, int, int]:
        """dm_first, dm_next, dm_data, dm_as, dm_va"""
        size = 40 if self.word == 8 else 32
        assert 0 <= number <= self.hashmask
        return struct.unpack_from(
            self.order + ("3q2Q" if self.word == 8 else "3q2I"), self.data, self.map + number * size
        )

    def page(self, space: int, va: int) -> int | None:
        """The file offset of a page, by the hash."""
        size = 40 if self.word == 8 else 32
        link = self.entry(((space >> 3) + (va >> self.pageshift)) & self.hashmask)[0]
        for _ in range(self.nvtop + 1):
            if not link:
                return None
            assert (link - self.map) % size == 0
            _, following, data, dm_as, dm_va = self.entry((link - self.map) // size)
            if dm_as == space and dm_va == va & -self.pagesize:
                return data
            link = following
        raise AssertionError("a chain without end")

    def read(self, space: int, va: int, count: int) -> bytes | None:
        parts = []
        while count:
            inside = va % self.pagesize
            length = min(count, self.pagesize - inside)
            page = self.page(space, va)
            if page is None:
                return None
            assert page + self.pagesize <= len(self.data)
            parts.append(self.data[page + inside : page + inside + length])
            va += length
            count -= length
        return b"".join(parts)

    def read_physical(self, pa: int, count: int) -> bytes | None:
        pfns = self.pfns()
        if pa >> self.pageshift not in pfns:
            return None
        at = self.pages_at + pfns.index(pa >> self.pageshift) * self.pagesize + pa % self.pagesize
        return self.data[at : at + count]


class Direct:
    """Planted memory, read without any file."""

    def __init__(self, memory) -> None:
        self.memory = memory

    def read(self, space: int, va: int, count: int) -> bytes | None:
        parts = []
        while count:
            for segment in self.memory.spaces.get(space, ()):
                if segment.base <= va < segment.base + len(segment.data):
                    at = va - segment.base
                    parts.append(bytes(segment.data[at : at + count]))
                    break
            else:
                return None
            va += len(parts[-1])
            count -= len(parts[-1])
        return b"".join(parts)


class Kernel:
    """A kernel's structs, read with the offsets that a compiler gave, through either reader."""

    def __init__(self, model: str, reader, kas: int, symbols: dict[str, int]) -> None:
        self.order, self.word = SHAPES[model][:2]
        self.byteorder = "little" if self.order == "<" else "big"
        self.reader, self.kas, self.symbols = reader, kas, symbols
        self.structs = {
            name: {field[0]: field[1:] for field in fields}
            for name, (_, _, fields) in json.loads((STRUCTS / f"{model}.json").read_text())["structs"].items()
        } | more_structs(model)

    def bytes(self, kva: int, count: int) -> bytes:
        data = self.reader.read(self.kas, kva, count)
        assert data is not None, hex(kva)
        return data

    def number(self, kva: int, size: int, signed: bool = False) -> int:
        return int.from_bytes(self.bytes(kva, size), self.byteorder, signed=signed)

    def string(self, kva: int) -> bytes:
        text = b""
        while not text.endswith(b"\0"):
            text += self.bytes(kva + len(text), 1)
        return text[:-1]

    def member(self, struct_name: str, kva: int, path: str):
        """A number, or bytes; "p_user.u_comm" goes into the struct user inside."""
        name, _, rest = path.partition(".")
        offset, size, kind, type_name = self.structs[struct_name][name][:4]
        if rest:
            return self.member(type_name.removeprefix("struct "), kva + offset, rest)
        if kind in ("int", "uint", "pointer"):
            return self.number(kva + offset, size, kind == "int")
        return self.bytes(kva + offset, size)

    def proc(self, kva: int, path: str):
        return self.member("proc", kva, path)

    def user(self, kva: int, path: str):
        return self.member("proc", kva, "p_user." + path)

    def pid(self, kva: int) -> int:
        return self.member("pid", kva, "pid_id")

    def practive(self) -> list[int]:
        found, kva = [], self.number(self.symbols["practive"], self.word)
        while kva:
            assert kva not in found
            found.append(kva)
            kva = self.proc(kva, "p_next")
        return found

    def threads(self, kva: int) -> list[int]:
        first = thread = self.proc(kva, "p_tlist")
        found = []
        while thread:
            found.append(thread)
            assert self.member("_kthread", thread, "t_procp") == kva
            assert self.member("_kthread", self.member("_kthread", thread, "t_forw"), "t_back") == thread
            thread = self.member("_kthread", thread, "t_forw")
            if thread == first:
                break
        return found

    def command(self, kva: int) -> tuple[list[bytes], list[bytes]] | None:
        """argv and env as kvm_getcmd finds them: from the whole stack, down from p_usrstack."""
        top, argv, envp = self.proc(kva, "p_usrstack"), self.user(kva, "u_argv"), self.user(kva, "u_envp")
        space = self.proc(kva, "p_as")
        if not argv or not envp:
            return None
        stack = self.reader.read(space, argv, top - argv)
        if stack is None:
            return None
        word = {0x100000: 4, 0x200000: 8}[self.proc(kva, "p_model")]

        def vector(uva: int) -> list[bytes]:
            strings = []
            while True:
                at = uva - argv
                pointer = int.from_bytes(stack[at : at + word], self.byteorder)
                if not pointer:
                    return strings
                assert argv <= pointer < top
                strings.append(stack[pointer - argv : stack.index(b"\0", pointer - argv)])
                uva += word

        arguments = vector(argv)
        assert len(arguments) == self.user(kva, "u_argc")
        assert envp == argv + word * (len(arguments) + 1)
        argc = self.reader.read(space, argv - word, word)
        assert int.from_bytes(argc, self.byteorder) == len(arguments)
        assert not any(stack[-word:])
        return arguments, vector(envp)

    def auxiliary(self, kva: int) -> list[tuple[int, int]]:
        """The auxiliary vector on the stack, behind the environment."""
        word = {0x100000: 4, 0x200000: 8}[self.proc(kva, "p_model")]
        space, at = self.proc(kva, "p_as"), self.user(kva, "u_envp")
        while any(self.reader.read(space, at, word)):
            at += word
        pairs: list[tuple[int, int]] = []
        while not pairs or pairs[-1][0]:
            at += word if not pairs else 2 * word
            raw = self.reader.read(space, at, 2 * word)
            pairs.append(struct.unpack(self.order + ("2Q" if word == 8 else "2I"), raw))
        return pairs


def example() -> World:
    """A small host with one of everything."""
    common = {
        "uid": 1000,
        "gid": 100,
        "ruid": 1000,
        "rgid": 100,
        "suid": 1000,
        "sgid": 100,
        "groups": (100, 24),
    }
    root = dict.fromkeys(("uid", "gid", "ruid", "rgid", "suid", "sgid"), 0) | {"groups": ()}
    second = 1_000_000_000
    processes = (
        WorldProcess(
            1, 0, b"init", 1, 1, argv=(b"/sbin/init", b"splash"), env=(b"HOME=/", b"TERM=linux"), start=second,
            executed=True, bits=64, size=10 << 20, umask=0o22, cwd=b"/", program=b"/usr/lib/systemd/systemd",
            user_time=1500_000_000, system_time=20_000_000, **root,
        ),
        WorldProcess(2, 0, b"kthreadd", 0, 0, start=second, system=True, executed=False, size=0, **root),
        WorldProcess(33, 2, b"kworker/0:1-events_unbound", 0, 0, start=2 * second, system=True, size=0, **root),
        WorldProcess(
            1000, 1, b"sh", 1000, 1000, argv=(b"-sh",), env=(b"A=1", b"B=", b"C=x y", b"D=\xff\xfe"), start=50 * second,
            executed=True, bits=64, tty=(136, 3), size=5 << 20, cwd=b"/home/u", program=b"/bin/dash", **common,
        ),
        WorldProcess(
            31234, 1000, b"prog", 31234, 1000, argv=(b"prog", b"", b"a b", b"\xff"), env=(), start=61 * second + 250_000_000,
            threads="SRT", executed=True, bits=32, tty=(136, 3), size=3 << 20, **common,
        ),
        WorldProcess(31235, 31234, b"gone", 31234, 1000, start=62 * second, state="Z", threads="", **common),
        WorldProcess(
            31236, 31234, b"secret", 31234, 1000, argv=(b"secret", b"--key", b"x" * 200), env=None, start=62 * second,
            executed=False, **common,
        ),
        WorldProcess(4194303, 777, b"lost child", 5, 5, argv=None, env=None, start=70 * second, **common),
        WorldProcess(31300, 1000, b"noargs", 31234, 1000, argv=(), env=(b"X=1",), start=63 * second, state="T", threads="T",
                     bits=64, **common),
        WorldProcess(31301, 1000, b"big", 31234, 1000, argv=(b"big", b"y" * 50000), env=(b"Z=" + b"z" * 30000,),
                     start=64 * second, bits=64, program=b"/bin/dash", **common),
    )  # fmt: skip
    return World(
        node="testhost",
        now=1_700_000_123.25,
        boot_time=1_700_000_000,
        domain="example.org",
        boot_id="01234567-89ab-cdef-0123-456789abcdef",
        load=(1.5, 0.25, 3.0078125),
        cpus=(
            WorldCpu(0, True, "Wonder 3000", 2_400_000_000, 10 * second, 4 * second, 100 * second, second),
            WorldCpu(1, False),
            WorldCpu(2, True, "Wonder 3000", 2_400_000_000, 5 * second, second, 120 * second, 0),
        ),
        max_cpus=4,
        memory=WorldMemory(8 << 30, 9 << 30, 1 << 30, 3 << 30),
        swap=(WorldSwap(b"/dev/sda2", 2 << 30, 1 << 30), WorldSwap(b"/swap file", 16 << 20, 16 << 20)),
        max_processes=32768,
        processes=processes,
    )


def plant_example(model, world=None, **more):
    return plant(
        world or example(), model, BuiltinTables("solaris", model).layout, version="sunkvm-test", **more
    )


@pytest.fixture(params=MODELS, ids=lambda model: model.name)
def model(request):
    return request.param


@pytest.fixture
def kit():
    """Everything above, for tests that make their own."""
    return SimpleNamespace(
        SlowDump=SlowDump, Direct=Direct, Kernel=Kernel, example=example, plant=plant_example, SHAPES=SHAPES
    )


@pytest.fixture
def planted(model):
    """The example in memory, and its reader."""
    memory = plant_example(model)
    symbols = {symbol.name: int(symbol) for symbol in memory.symbols}
    return memory, Kernel(model.name, Direct(memory), symbols["kas"], symbols)
