"""Ask an opened image everything, by the Python API and by the calls of each façade; collect the answers."""

from __future__ import annotations

import random
import zlib
from hashlib import blake2b
from itertools import islice

from sunkvm.corefile import KVA, LEAF_PAGES, PHYS
from sunkvm.errors import SunkvmError
from sunkvm.namelist import Namelist
from sunkvm.space import AddressSpace

_MANY = 200_000  # records of one question
_SHOWN = 16  # ranges that are looked into


class Answers:
    """A digest of what was answered, to be compared with that of another time."""

    def __init__(self) -> None:
        self._hash = blake2b(digest_size=8)
        self.count = 0

    def add(self, answer: object) -> None:
        self.count += 1
        self._hash.update(answer if isinstance(answer, bytes) else repr(answer).encode("utf-8", "replace"))

    def ask(self, question, *arguments):
        """Return the answer to a question; None where there is an error of ours."""
        try:
            answer = question(*arguments)
        except SunkvmError as error:
            self.add(str(error))
            return None
        self.add(answer)
        return answer

    def all(self, question, *arguments, most: int = _MANY) -> list:
        """Return the records of a list, as far as it goes."""
        found: list = []
        try:
            for record in islice(question(*arguments), most):
                found.append(record)
        except SunkvmError as error:
            self.add(str(error))
        for record in found[:1000]:
            self.add(record)
        self.add(len(found))
        return found

    def digest(self) -> str:
        return self._hash.hexdigest()


def chance_of(*data: bytes) -> random.Random:
    """Return a source of chance that is the same for the same files."""
    return random.Random(zlib.crc32(b"".join(each[:4096] for each in data)))


def ask_corefile(core, answers: Answers, chance: random.Random) -> None:
    """Look into the spaces of a corefile."""
    answers.add((core.format, core.model.name, core.page_size, core.warnings))
    answers.ask(lambda: sorted(core.facts.items(), key=repr))
    answers.ask(core.namelist)
    ask_space(core, PHYS, answers, chance)
    if "kernel" in core.serves:
        ask_space(core, KVA, answers, chance)
    spaces = [chance.getrandbits(core.model.bits) & -4096]
    found = getattr(core, "translated_spaces", None)
    if found is not None:
        spaces += sorted(answers.ask(found) or ())[:2]
    if "as" in core.serves:
        for space in spaces:
            ask_space(core, space, answers, chance)


def ask_space(core, key, answers: Answers, chance: random.Random) -> None:
    """Read, translate and list an address space."""
    space = AddressSpace(core, key)
    bits = 64 if key == PHYS else core.model.bits
    ranges = answers.all(core.ranges, key, most=20_000)
    last = -1
    for start, count in ranges:
        assert start > last, f"range {start:#x} behind {last:#x}"
        assert count > 0
        last = start + count - 1
    shown = ranges if len(ranges) <= _SHOWN else chance.sample(ranges, _SHOWN)
    places = [start + chance.randrange(count) for start, count in shown]
    places[4:] = [chance.getrandbits(bits), (0, (1 << bits) - 1, -1)[chance.randrange(3)]]
    for address in places[:6]:
        data, fault = space.read_some(address, 3000)
        answers.add(data)
        if fault is not None:
            answers.add(str(fault.error()))
        if address >= 0:
            answers.ask(space.kvatop, address)
    for address in places[:1]:
        if address >= 0:
            answers.ask(core.translate, key, address)
            leaf = core.leaf(key, address // core.page_size // LEAF_PAGES)
            assert len(leaf) == LEAF_PAGES
            answers.add(leaf.tobytes())


def ask_namelist(namelist, answers: Answers, chance: random.Random) -> None:
    """Look symbols up by name and by address."""
    answers.ask(namelist.find, ("kas", "practive", "main", "nosuchsymbol", "allproc"))
    names = answers.all(lambda: iter(namelist), most=2000)
    answers.ask(len, namelist)
    for name in names[:20]:
        symbol = answers.ask(namelist.__getitem__, name)
        if symbol is not None and type(namelist).at is not Namelist.at:
            answers.ask(namelist.at, int(symbol))
    if type(namelist).at is not Namelist.at:
        answers.ask(namelist.at, chance.getrandbits(64))
    answers.ask(lambda: sorted(namelist.sections.items()))
    for name in list(namelist.sections)[:20]:
        answers.ask(namelist.section, name)


def ask_layouts(source, answers: Answers) -> None:
    """Ask for the layouts of structs that are there, and of some that are not."""
    names = answers.all(source.names, most=2000) if hasattr(source, "names") else []
    for name in [*names[:40], "proc", "struct proc", "proc_t", "user_t", "nosuch"]:
        layout = answers.ask(source.layout, name)
        if layout is not None:
            for field in (
                list(layout.fields.values())[:64] if hasattr(layout.fields, "values") else layout.fields
            ):
                answers.add(field)


def ask_image(image, answers: Answers, chance: random.Random) -> None:
    """Ask everything that `sunkvm` commands ask."""
    answers.ask(lambda: image.info)
    ask_namelist(image.namelist, answers, chance)
    processes = answers.all(image.processes)
    for question in (
        image.threads,
        image.cpus,
        image.messages,
        image.swap,
        image.modules,
        image.zones,
        image.projects,
        image.map,
    ):
        answers.all(question)
    for process in processes[:6]:
        for question in (image.threads, image.files, image.map):
            answers.all(question, process)
        if image.corefile.format != "test":
            answers.all(image.ranges, process, most=1000)
        for name in ("args", "argv", "env"):
            answers.ask(lambda name=name, process=process: getattr(process, name, None))
        command = getattr(image.personality, "command", None)
        if command is not None:
            answers.ask(command, process)
    for question in (
        image.swap_space,
        image.panic,
        image.load_average,
        image.cpu_times,
        image.name_cache,
    ):
        answers.ask(question)
    key = image.kernel.key
    if image.corefile.format != "test":
        ask_space(image.corefile, key, answers, chance)
    symbols = list(islice(image.namelist, 50))
    for name in symbols[:: max(1, len(symbols) // 8)]:
        symbol = answers.ask(image.namelist.__getitem__, name)
        if symbol is not None:
            answers.ask(image.read_some, int(symbol), 64)
            answers.ask(image.translate, int(symbol))


# Façades: nothing is raised at all


def ask_solaris(namelist, corefile, answers: Answers) -> None:
    """Make the calls of the Solaris library."""
    from sunkvm import datamodel, kvm

    kd = None
    for model in datamodel.SOLARIS_MODELS:
        kd = kvm.kvm_open(namelist, corefile, None, 0, None, model=model)
        if kd is not None:
            break
    answers.add(kd is None)
    if kd is None:
        return
    names = [kvm.Nlist("kas"), kvm.Nlist("practive"), kvm.Nlist("nosuch")]
    answers.add(kvm.kvm_nlist(kd, names))
    for name in names:
        for call in (kvm.kvm_kread, kvm.kvm_pread, kvm.kvm_uread):
            answers.add(call(kd, name.n_value, 3000))
        answers.add(kvm.kvm_aread(kd, name.n_value, 100, name.n_value))
        answers.add(kvm.kvm_physaddr(kd, names[0].n_value, name.n_value))
    count = 0
    while (proc := kvm.kvm_nextproc(kd)) is not None:
        count += 1
        assert count < _MANY, "processes without end"
        if count < 8:
            answers.add(bytes(proc))
            answers.add(kvm.kvm_getcmd(kd, proc, kvm.kvm_getu(kd, proc)))
            answers.add(kvm.kvm_uread(kd, 0x8047F00, 64))
    answers.add(kvm.kvm_setproc(kd))
    answers.add(kvm.kvm_getproc(kd, 1) is None)
    kvm.kvm_namelist(kd)
    answers.add(kvm.kvm_close(kd))


def ask_sunos4(namelist, corefile, answers: Answers) -> None:
    """Make the calls of the SunOS 4 library."""
    from sunkvm import kvm

    kd = kvm.kvm_open(namelist, corefile, None, 0, None)
    answers.add(kd is None)
    if kd is None:
        return
    names = [kvm.Nlist("_proc"), kvm.Nlist("avenrun"), kvm.Nlist("nosuch")]
    answers.add(kvm.kvm_nlist(kd, names))
    for name in names:
        for call in (kvm.kvm_read, kvm.kvm_pread, kvm.kvm_uread):
            answers.add(call(kd, name.n_value, 300))
    count = 0
    while (proc := kvm.kvm_nextproc(kd)) is not None:
        count += 1
        assert count < _MANY, "processes without end"
        if count < 8:
            user = kvm.kvm_getu(kd, proc)
            answers.add(bytes(proc))
            answers.add(kvm.kvm_getcmd(kd, proc, user))
            answers.add(kvm.kvm_read(kd, 0x2000, 64))
    answers.add(kvm.kvm_setproc(kd))
    answers.add(kvm.kvm_getproc(kd, 1) is None)
    answers.add(kvm.kvm_close(kd))


def ask_freebsd(namelist, corefile, answers: Answers) -> None:
    """Make the calls of FreeBSD's library."""
    from sunkvm.compat import freebsd as lib
    from sunkvm.compat.bsd import Errbuf, Nlist

    errbuf = Errbuf()
    kd = lib.kvm_openfiles(namelist, corefile, None, 0, errbuf)
    answers.add(str(errbuf))
    if kd is None:
        return
    names = [Nlist("kernbase"), Nlist("_allproc"), Nlist("nosuch")]
    answers.add(lib.kvm_nlist(kd, names))
    for name in names:
        answers.add(lib.kvm_read(kd, name.n_value, 3000))
    for number, _ in enumerate(iter(lib.walk(kd) or ())):
        if number > 2000:
            break
    for op in (0, 8, 1):
        procs = lib.kvm_getprocs(kd, op, 1)
        answers.add(None if procs is None else bytes(procs))
        for proc in list(procs or ())[:6]:
            answers.add(lib.kvm_getargv(kd, proc))
            answers.add(lib.kvm_getenvv(kd, proc, 100))
            answers.add(lib.kvm_uread(kd, proc, 0x400000, 100))
    for call in (lib.kvm_getcptime, lib.kvm_getmaxcpu, lib.kvm_getncpus, lib.kvm_kerndisp, lib.kvm_native):
        answers.add(call(kd))
    answers.add(lib.kvm_getloadavg(kd, 3))
    answers.add(repr(lib.kvm_getswapinfo(kd, 8, 0)))
    answers.add(repr(lib.kvm_getpcpu(kd, 0)))
    answers.add(lib.kvm_counter_u64_fetch(kd, names[0].n_value))
    answers.add(lib.kvm_dpcpu_setcpu(kd, 1))
    answers.add(lib.kvm_read_zpcpu(kd, names[0].n_value, 16, 1))
    answers.add(lib.kvm_geterr(kd))
    answers.add(lib.kvm_close(kd))


def ask_netbsd(namelist, corefile, answers: Answers) -> None:
    """Make the calls of NetBSD's library."""
    from sunkvm.compat import netbsd as lib
    from sunkvm.compat.bsd import Errbuf, Nlist

    errbuf = Errbuf()
    kd = lib.kvm_openfiles(namelist, corefile, None, 0, errbuf)
    answers.add(str(errbuf))
    if kd is None:
        return
    names = [Nlist("kernbase"), Nlist("_allproc"), Nlist("nosuch")]
    answers.add(lib.kvm_nlist(kd, names))
    for name in names:
        answers.add(lib.kvm_read(kd, name.n_value, 3000))
    for call in (lib.kvm_getprocs, lib.kvm_getproc2):
        procs = call(kd, 0, 0)
        answers.add(None if procs is None else bytes(procs))
        for proc in list(procs or ())[:6]:
            for question in (
                (lib.kvm_getargv, lib.kvm_getenvv)
                if call is lib.kvm_getprocs
                else (lib.kvm_getargv2, lib.kvm_getenvv2)
            ):
                answers.add(question(kd, proc))
            if call is lib.kvm_getprocs:
                answers.add(lib.kvm_uread(kd, proc, 0x400000, 100))
    answers.add(repr(lib.kvm_getlwps(kd, 1, 0)))
    answers.add(repr(lib.kvm_getfiles(kd)))
    answers.add(lib.kvm_getloadavg(kd, 3))
    answers.add(lib.kvm_geterr(kd))
    answers.add(lib.kvm_close(kd))


def ask_dragonfly(namelist, corefile, answers: Answers) -> None:
    """Make the calls of DragonFly's library."""
    from sunkvm.compat import dragonfly as lib
    from sunkvm.compat.bsd import Errbuf, Nlist

    errbuf = Errbuf()
    kd = lib.kvm_openfiles(namelist, corefile, None, 0, errbuf)
    answers.add(str(errbuf))
    if kd is None:
        return
    names = [Nlist("kernbase"), Nlist("_allproc"), Nlist("nosuch")]
    answers.add(lib.kvm_nlist(kd, names))
    for name in names:
        answers.add(lib.kvm_read(kd, name.n_value, 3000))
        answers.add(lib.kvm_readstr(kd, name.n_value))
    procs = lib.kvm_getprocs(kd, 0)
    answers.add(None if procs is None else bytes(procs))
    for proc in list(procs or ())[:6]:
        answers.add(lib.kvm_getargv(kd, proc))
        answers.add(lib.kvm_getenvv(kd, proc))
    answers.add(lib.kvm_uread(kd, 1, 0x400000, 100))
    answers.add(repr(lib.kvm_getfiles(kd)))
    answers.add(lib.kvm_getloadavg(kd, 3))
    answers.add(repr(lib.kvm_getswapinfo(kd, 8, 0)))
    answers.add(lib.kvm_geterr(kd))
    answers.add(lib.kvm_close(kd))


FACADES = {
    "solaris": ask_solaris,
    "sunos4": ask_sunos4,
    "freebsd": ask_freebsd,
    "netbsd": ask_netbsd,
    "dragonfly": ask_dragonfly,
}
