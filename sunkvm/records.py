"""Records: what personalities find out about a kernel, as plain frozen data. Unknown is None, never an invented value."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LoadAverage:
    """Numbers of runnable processes, averaged over 1, 5 and 15 minutes."""

    one: float
    five: float
    fifteen: float


@dataclass(frozen=True, slots=True)
class Process:
    """A process.

    Attributes:
        kva: address of the kernel's structure (Solaris ``proc_t``).
        pid, ppid, pgid, sid: process, parent, process group and session; None where the structure was not dumped.
        uid, gid: effective user and group; ruid, rgid: real ones.
        state: one letter as ps shows it (Solaris: S sleeping, R runnable, O on a processor, Z zombie, T stopped, W waiting).
        start_time: seconds since 1970, None for processes without one.
        comm: the program's name.
        psargs: the command line as the kernel keeps it, cut to its fixed length.
        argv, env: the full vectors from the process's own memory; None where they cannot be had, and then
            ``argv_missing`` says why (``system process``, ``zombie``, ``not dumped``).
        threads: how many; None if unknown.
        bits: 32 or 64, the width of the process's own data model.
        size: bytes of reserved address space; None if unknown.
        as_kva: address of the structure that describes its address space, 0 for none.
    """

    kva: int
    pid: int | None
    ppid: int | None
    pgid: int | None
    sid: int | None
    uid: int | None
    gid: int | None
    ruid: int | None
    rgid: int | None
    state: str | None
    start_time: float | None
    comm: str
    psargs: str
    argv: tuple[str, ...] | None
    env: tuple[str, ...] | None
    argv_missing: str | None
    threads: int | None
    bits: int | None
    size: int | None
    as_kva: int

    @property
    def command(self) -> str:
        """The best command line there is: the full one, else what the kernel keeps, else the name."""
        if self.argv:
            return " ".join(self.argv)
        return self.psargs or self.comm


@dataclass(frozen=True, slots=True)
class Memory:
    """Memory of the dumped machine in bytes; None where a symbol is missing."""

    physical: int | None
    free: int | None
    available: int | None


@dataclass(frozen=True, slots=True)
class Info:
    """What an image is, in one record: the files, the kernel and the crash.

    Times are seconds since 1970 (``uptime`` seconds); ``warnings`` holds one line each for what is odd about the image.
    """

    namelist: str | None
    corefile: str
    format: str
    why: str
    personality: str
    model: str
    bits: int
    byteorder: str
    page_size: int
    pages: int | None
    content: str | None
    complete: bool | None
    live: bool
    system: str | None
    node: str | None
    release: str | None
    version: str | None
    machine: str | None
    platform: str | None
    panic_string: str | None
    crash_time: int | None
    boot_time: int | None
    uptime: int | None
    uuid: str | None
    cpus: int | None
    cpus_online: int | None
    memory: Memory
    load_average: LoadAverage | None
    processes: int | None
    symbols: int
    warnings: tuple[str, ...]
