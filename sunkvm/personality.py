"""Personalities: what an operating system keeps where in its kernel; the contract and the registry.

A personality gets an image and yields records; members and symbols decide what a release has, never its number.
"""

from __future__ import annotations

from . import plugins
from .errors import UnsupportedError
from .space import AddressSpace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any

    from .corefile import Space
    from .image import Image
    from .records import (
        Cpu,
        CpuTimes,
        Info,
        LoadAverage,
        MapEntry,
        Memory,
        Message,
        Module,
        NameCache,
        OpenFile,
        Panic,
        Process,
        Project,
        SwapDevice,
        SwapSpace,
        Thread,
        Zone,
    )

NOT_ASKED: tuple[tuple[str, ...] | None, tuple[str, ...] | None, str | None] = (None, None, "not asked for")
"""argv, env and argv_missing of a process whose command line nobody wants."""

_PERSONALITIES = {
    "dragonfly": ("dragonfly", "DragonflyPersonality"),
    "freebsd": ("freebsd", "FreebsdPersonality"),
    "netbsd": ("netbsd", "NetbsdPersonality"),
    "linux": ("linux", "LinuxPersonality"),
    "solaris": ("solaris", "SolarisPersonality"),
    "sunos4": ("sunos4", "Sunos4Personality"),
}

# What a personality finds out of `Info`, or else the corefile tells.
_TOLD = (
    "system", "node", "release", "version", "machine", "platform", "panic_string", "crash_time", "uuid",
)  # fmt: skip


class Personality:
    """Knowledge of one operating system, applied to one image.

    Questions that a system or an image has no answer to give None or nothing. Every walk over a list of the kernel is
    bounded and stops where the list runs into itself; a broken list ends with the `AddressError` that tells why, after
    what came before it.

    Attributes:
        name: as registered.
        image: what is read.
    """

    name = ""

    def __init__(self, image: Image) -> None:
        self.image = image

    def space_key(self, kva: int) -> Space:
        """Return how the corefile names the address space that the kernel object at ``kva`` describes.

        Raises `AddressError` or `UnsupportedError` where the object does not lead to one.
        """
        return kva

    def address_space(self, kva: int) -> AddressSpace:
        """Return the address space that the kernel object at ``kva`` describes. Raises as `space_key`."""
        return AddressSpace(self.image.corefile, self.space_key(kva), f"address space {kva:#x}")

    def processes(self, *, command: bool = True) -> Iterator[Process]:
        """Yield the processes in the order of the kernel's list; without ``command`` argv and env are `NOT_ASKED`."""
        return iter(())

    def threads(self, process: Process | None = None) -> Iterator[Thread]:
        """Yield the threads of a process, or all that the kernel has."""
        return iter(())

    def files(self, process: Process) -> Iterator[OpenFile]:
        """Yield what a process has open: its directories and program, then its descriptors, ascending."""
        return iter(())

    def map(self, process: Process | None = None) -> Iterator[MapEntry]:
        """Yield the mappings of a process, or of the kernel, by address."""
        return iter(())

    def messages(self) -> Iterator[Message]:
        """Yield the kernel's messages, oldest first."""
        return iter(())

    def cpus(self) -> Iterator[Cpu]:
        """Yield the processors in the order of the kernel's list."""
        return iter(())

    def cpu_times(self) -> CpuTimes | None:
        """Return what all processors together have done with their time, None where the image does not tell."""
        return None

    def name_cache(self) -> NameCache | None:
        """Return how well the cache of file names works, None where the image does not tell."""
        return None

    def swap(self) -> Iterator[SwapDevice]:
        """Yield the swap devices and files."""
        return iter(())

    def swap_space(self) -> SwapSpace | None:
        """Return how virtual swap is used, None where the image does not tell."""
        return None

    def modules(self) -> Iterator[Module]:
        """Yield the modules of the kernel in the order of its list."""
        return iter(())

    def zones(self) -> Iterator[Zone]:
        """Yield the zones, or jails."""
        return iter(())

    def projects(self) -> Iterator[Project]:
        """Yield the projects."""
        return iter(())

    def panic(self) -> Panic | None:
        """Return why and where the kernel stopped; None for one that did not."""
        return None

    def load_average(self) -> LoadAverage | None:
        """Return the load averages, None where the image does not have them."""
        return None

    def info(self) -> Info:
        """Return what the image is, in one record: without more knowledge, what the corefile says of itself."""
        return self.describe()

    def describe(
        self,
        *,
        boot_time: int | None = None,
        uptime: int | None = None,
        cpus: int | None = None,
        cpus_online: int | None = None,
        memory: Memory | None = None,
        processes: int | None = None,
        **told: Any,
    ) -> Info:
        """Return `Info` with what a personality has found out; of what ``told`` leaves open, what the corefile says."""
        from .records import Info, Memory

        image, core = self.image, self.image.corefile
        facts: Mapping[str, Any] = core.facts
        for name in _TOLD:
            told[name] = told.get(name) or facts.get(name) or None
        image.layouts.decide()  # those of another release make all the rest doubtful, so that is told at once
        return Info(
            namelist=image.namelist.path,
            corefile=core.path,
            format=core.format,
            why=image.match.why if image.match else "",
            personality=self.name,
            model=image.model.name,
            bits=image.model.bits,
            byteorder=image.model.byteorder,
            page_size=core.page_size,
            pages=facts.get("pages"),
            content=facts.get("content"),
            complete=facts.get("complete"),
            live=core.live,
            boot_time=boot_time,
            uptime=uptime,
            cpus=cpus,
            cpus_online=cpus_online,
            memory=Memory(None, None, None) if memory is None else memory,
            load_average=self.load_average(),
            processes=processes,
            symbols=len(image.symbols),
            warnings=(*image.warnings, *image.layouts.told()),
            **told,
        )


def names() -> list[str]:
    """Return the names of the personalities, in alphabetical order."""
    return sorted(_PERSONALITIES)


def load(name: str, image: Image) -> Personality:
    """Return the personality of a system for an image. Raises `UnsupportedError` for a system that is not known."""
    from importlib import import_module

    if name not in _PERSONALITIES:
        for found, foreign in plugins.load("sunkvm.personalities"):
            if found == name:
                made: Personality = foreign(image)
                return made
        raise UnsupportedError(f"no personality {name!r}; there are: {', '.join(names())}")
    module, cls = _PERSONALITIES[name]
    personality: Personality = getattr(import_module(f".personalities.{module}", __package__), cls)(image)
    return personality
