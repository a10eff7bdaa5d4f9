"""Make the tables at the head of support-matrix.md from what the code answers: ``python docs/make_matrix.py``.

They are made from the registries (formats, machines, personalities, tables of layouts), from opening every image of
tests/golden, and from emulating every system in every data model on this host.
"""

from __future__ import annotations

import lzma
import re
import sys
import tempfile
from importlib import import_module
from pathlib import Path

import sunkvm
from sunkvm import corefile, datamodel, emulate, personality
from sunkvm.corefiles.freebsd_machines import MACHINES
from sunkvm.corefiles.netbsd_machines import PORTS
from sunkvm.errors import LayoutError, OpenError, UnsupportedError
from sunkvm.layouts import builtin, releases

PAGE = Path(__file__).parent / "support-matrix.md"
GOLDEN = Path(__file__).parent.parent / "tests" / "golden"
START, END = "<!-- {}: made by docs/make_matrix.py -->\n", "<!-- end -->\n"

SYSTEMS = {
    "solaris": "Solaris, illumos",
    "freebsd": "FreeBSD",
    "netbsd": "NetBSD",
    "dragonfly": "DragonFly",
    "linux": "Linux",
    "sunos4": "SunOS 4",
}
QUESTIONS = {
    "processes": "processes",
    "threads": "threads",
    "files": "open files",
    "map": "mappings",
    "messages": "messages",
    "cpus": "processors",
    "cpu_times": "times of processors",
    "load_average": "load average",
    "swap": "swap devices",
    "swap_space": "virtual swap",
    "modules": "modules",
    "zones": "zones, jails",
    "projects": "projects",
    "name_cache": "cache of names",
    "panic": "panic",
}
_OF_HEADERS = {"illumos": "solaris", "freebsd": "freebsd", "netbsd": "netbsd"}
# What tables of layouts are called that are not called by their data model.
_MODEL_OF = {"i386pae": "i386", "sparc64": "sparcv9"}


def tables() -> dict[str, str]:
    """Return the three tables by their names."""
    images = golden()
    return {"machines": machines(images), "formats": formats(images), "questions": questions()}


def table(header: list[str], rows: list[list[str]]) -> str:
    """Return a table of Markdown."""
    lines = [header, ["---"] * len(header), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def machines(images: list[tuple[str, str, str, str]]) -> str:
    """Return data models × systems."""
    rows = []
    for model in datamodel.MODELS:
        cells = []
        for system in SYSTEMS:
            checked = any((of, machine) == (system, model) for of, _, machine, _ in images)
            has = [
                ("dumps", checked),
                ("dumps (by hand)", not checked and model in known(system)),
                ("layouts", model in with_layouts(system)),
                ("live", is_live(system, model)),
                ("snapshot", is_written(system, model)),
            ]
            cells.append(", ".join(word for word, true in has if true) or "–")
        rows.append([model, *cells])
    return table(["", *SYSTEMS.values()], rows)


def formats(images: list[tuple[str, str, str, str]]) -> str:
    """Return formats × what they were checked with."""
    rows = []
    for name in [*corefile.formats(), "raw"]:
        cells = [f"`{name}`"]
        for kind in ("original", "header"):
            found = {
                (system, model)
                for system, form, model, evidence in images
                if (form, evidence) == (name, kind)
            }
            by_system = {system: [m for m in datamodel.MODELS if (system, m) in found] for system in SYSTEMS}
            told = [
                f"{SYSTEMS[system]}: {', '.join(models)}" for system, models in by_system.items() if models
            ]
            cells.append("; ".join(told) or "–")
        rows.append(cells)
    return table(["format", "images with the answers of the original", "headers of real machines"], rows)


def questions() -> str:
    """Return questions × systems."""
    rows = []
    for name, text in QUESTIONS.items():
        rows.append([text, *("yes" if answers(system, name) else "–" for system in SYSTEMS)])
    return table(["", *SYSTEMS.values()], rows)


def answers(system: str, question: str) -> bool:
    """Tell whether a personality has an answer of its own."""
    module, cls = personality._PERSONALITIES[system]
    found = getattr(import_module(f"sunkvm.personalities.{module}"), cls)
    return getattr(found, question) is not getattr(personality.Personality, question)


def known(system: str) -> set[str]:
    """Return the data models whose dumps the formats of a system know."""
    if system == "solaris":
        return {datamodel.find(bits, order).name for bits in (32, 64) for order in ("little", "big")}
    if system == "freebsd":
        return {model.name for machine in MACHINES.values() for model in machine.models}
    if system == "netbsd":
        return {model.name for port in PORTS.values() for model in port.models}
    if system == "dragonfly":
        return {"amd64", "i386"}  # those of i386 have FreeBSD's forms
    if system == "linux":  # a core of any machine that ELF knows; these are tested
        params = re.search(
            r"params=\[(.*?)\]", (GOLDEN.parent / "corefiles" / "test_elf_virtual.py").read_text()
        )
        return set(re.findall(r'"(\w+)"', params[1] if params else ""))
    return set()


def with_layouts(system: str) -> set[str]:
    """Return the data models that there are tables of layouts of."""
    named = {model for name, model in builtin._TABLES if name == system}
    for *_, module in releases._RELEASES.get(system, ()):
        named |= set(releases._MODELS[module])
    return {_MODEL_OF.get(model, model) for model in named}


def is_live(system: str, model: str) -> bool:
    """Tell whether the emulated kernel of a system has processes."""
    if system == "linux":
        return False
    try:
        with sunkvm.open(os=system, model=model) as image:
            return next(iter(image.processes()), None) is not None
    except (UnsupportedError, LayoutError):
        return False


def is_written(system: str, model: str) -> bool:
    """Tell whether a snapshot of this host as a system opens again and has processes."""
    if system not in emulate.personalities():
        return False
    with tempfile.TemporaryDirectory() as folder:
        try:
            files = emulate.snapshot(folder, system, datamodel.MODELS[model])
            with sunkvm.open(*files) as image:
                return next(iter(image.processes()), None) is not None
        except (UnsupportedError, LayoutError):
            return False


def golden() -> list[tuple[str, str, str, str]]:
    """Return (system, format, data model, ``original`` or ``header``) of each golden file that opens as a corefile."""
    found = set()
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "vmcore"
        for path in sorted(GOLDEN.rglob("*")):
            if path.suffix == ".hex":
                system, kind = _OF_HEADERS[path.name.partition("-")[0]], "header"
                write_header(path, target)
            elif path.suffix == ".xz" and "damaged" not in path.parent.name:
                system, kind = path.parent.parent.name, "original"
                write(target, lzma.decompress(path.read_bytes()))
            else:
                continue
            try:
                core = corefile.open_corefile(str(target))
            except OpenError:
                continue  # recorded bytes of other things, and headers whose memory is not there
            found.add((system, core.format, core.model.name, kind))
            core.close()
    return sorted(found)


def write(path: Path, data: bytes) -> None:
    """Write a file with holes for its zeros."""
    block = 1 << 16
    with path.open("wb") as file:
        for start in range(0, len(data), block):
            part = data[start : start + block]
            if part.count(0) != len(part):
                file.seek(start)
                file.write(part)
        file.truncate(len(data))


def write_header(path: Path, target: Path) -> None:
    """Write a file of the size that a header's file tells, which begins with its first block."""
    head, size = bytearray(), 0
    for line in path.read_text().splitlines():
        if line.startswith("#"):
            if head:
                break
            told = re.search(r"file size (\d+)", line)
            size = int(told[1]) if told else size
        elif line and line != "*":
            at, *numbers = line.split()
            head = head.ljust(int(at, 16), b"\0") + bytes(int(number, 16) for number in numbers)
    with target.open("wb") as file:
        file.write(head)
        file.truncate(max(size, len(head)))


def page() -> str:
    """Return the text of the page with new tables."""
    text = PAGE.read_text()
    for name, made in tables().items():
        start, end = START.format(name), END
        before, found, rest = text.partition(start)
        if not found:
            raise ValueError(f"{PAGE}: no {start!r}")
        text = f"{before}{start}\n{made}\n{end}{rest.partition(end)[2]}"
    return text


if __name__ == "__main__":
    PAGE.write_text(page())
    sys.stdout.write(f"{PAGE}\n")
