"""The host's disks and its interrupts, as far as they are counted.

Facts: Documentation/admin-guide/iostats.rst and Documentation/filesystems/proc.rst of Linux.
"""

from __future__ import annotations

import time
from functools import lru_cache

from .procfs import read_file
from .world import WorldDisk, WorldInterrupt

_SECTOR = 512  # in /proc/diskstats, whatever the disk has
_MILLISECOND = 1_000_000
_AGE = 10  # seconds for which names of interrupts are kept, and what a device is


def read_disks() -> tuple[WorldDisk, ...] | None:
    """Return the disks with what they have done: devices of hardware first, then others that were ever used.

    Partitions are left out, as what they do is counted with their disk. None where the host does not tell.
    """
    text = read_file("/proc/diskstats")
    if text is None:
        return None
    moment = int(time.monotonic() // _AGE)
    hard: list[WorldDisk] = []
    soft: list[WorldDisk] = []
    for line in text.splitlines():
        words = line.split()
        if len(words) < 14:
            continue
        try:
            numbers = [int(word) for word in words[3:]]
            device = int(words[0]), int(words[1])
        except ValueError:
            continue
        kind, block_size = _about(words[2], moment)
        if kind == "part" or (kind == "soft" and not numbers[0] and not numbers[4]):
            continue
        numbers += [0] * (17 - len(numbers))
        disk = WorldDisk(
            words[2],
            device,
            block_size,
            reads=numbers[0],
            writes=numbers[4],
            discards=numbers[11],
            flushes=numbers[15],
            read_bytes=numbers[2] * _SECTOR,
            written_bytes=numbers[6] * _SECTOR,
            discarded_bytes=numbers[13] * _SECTOR,
            read_time=numbers[3] * _MILLISECOND,
            write_time=numbers[7] * _MILLISECOND,
            discard_time=numbers[14] * _MILLISECOND,
            flush_time=numbers[16] * _MILLISECOND,
            busy_time=numbers[9] * _MILLISECOND,
            queue_time=numbers[10] * _MILLISECOND,
            under_way=numbers[8],
        )
        (hard if kind == "hard" else soft).append(disk)
    return (*hard, *soft)


@lru_cache(maxsize=1024)
def _about(name: bytes, moment: int) -> tuple[str, int | None]:
    """Return what a block device is (``hard``, ``soft``, ``part``), and the bytes of its blocks."""
    folder = f"/sys/block/{name.decode('ascii', 'replace').replace('/', '!')}"
    # The number of a whole disk stands there; that of a partition stands in its disk's folder.
    if read_file(f"{folder}/dev") is None:
        return "part", None
    size = (read_file(f"{folder}/queue/logical_block_size") or b"").strip()
    hard = read_file(f"{folder}/device/uevent") is not None
    return "hard" if hard else "soft", int(size) if size.isdigit() else None


def read_interrupts(stat: bytes) -> tuple[WorldInterrupt, ...] | None:
    """Return the numbered interrupts that have a name, ascending; ``stat`` is /proc/stat. None where it does not tell."""
    names = _names(int(time.monotonic() // _AGE))
    start = stat.find(b"\nintr ")
    if names is None or start < 0:
        return None
    counts = stat[start + 6 : stat.find(b"\n", start + 6)].split()  # all together first
    return tuple(
        [
            WorldInterrupt(number, name, int(counts[number + 1]))
            for number, name in names.items()
            if number + 1 < len(counts)
        ]
    )


@lru_cache(maxsize=1)
def _names(moment: int) -> dict[int, bytes] | None:
    return parse_names(read_file("/proc/interrupts") or b"")


def parse_names(text: bytes) -> dict[int, bytes] | None:
    """Return who asked for which interrupt, of those with numbers; ``text`` is /proc/interrupts.

    A line has a count for each processor, a chip, the number of its line, how that tells of an interrupt (``0-edge``, or on
    other machines ``27 Level``), and then the names.
    """
    lines = text.splitlines()
    if not lines:
        return None
    columns = len(lines[0].split())
    found = {}
    for line in lines[1:]:
        label, _, rest = line.partition(b":")
        words = rest.split()[columns:]
        if not label.strip().isdigit():
            continue
        for number, word in enumerate(words):
            if word in (b"Level", b"Edge") or (word[:1].isdigit() and word.partition(b"-")[2].isalpha()):
                if words[number + 1 :]:
                    found[int(label)] = b" ".join(words[number + 1 :])
                break
    return dict(sorted(found.items()))
