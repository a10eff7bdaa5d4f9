"""A large amd64 dump for the benchmarks: 1 GiB of kernel memory in runs of 64 pages, 10,000 processes, 15,000 symbols."""

from __future__ import annotations

import random
import struct
import sys
from array import array
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from kernel_file import namelist

from sunkvm import datamodel
from sunkvm.layouts.builtin import BuiltinTables
from sunkvm.schema import base
from sunkvm.schema.formats import solaris_dump as dump

BASE = 0xFFFFFF0000000000
PAGE = 4096
RUN = 64
NODES = 10000
PROCS = 10000
SYMBOLS = 15000


def make(
    folder: Path,
    pages: int = 1 << 18,
    processes: int = PROCS,
    nodes_wanted: int = NODES,
    symbols: int = SYMBOLS,
) -> None:
    """Write ``unix.0`` and ``vmcore.0`` into a folder, and ``chase`` with the address of the first node."""
    chance = random.Random(1)
    model = datamodel.AMD64
    tables = BuiltinTables("solaris", model)
    proc, pid = tables.layout("proc"), tables.layout("pid")
    kas, practive = BASE + 64, BASE + 512
    runs = list(range(pages // RUN))
    chance.shuffle(runs)  # run number in the address space -> place in the file
    header_layout, record = dump.dumphdr(model), dump.dump_map(model)
    mask = pages - 1
    pfn_at = PAGE
    map_at = pfn_at + pages * 8
    data_at = -(-(map_at + pages * record.size) // PAGE) * PAGE

    def place(va: int) -> int:
        page, inside = divmod(va - BASE, PAGE)
        return data_at + (runs[page // RUN] * RUN + page % RUN) * PAGE + inside

    with open(folder / "vmcore.0", "wb") as file:
        header = {
            "dump_magic": dump.DUMP_MAGIC, "dump_version": 10, "dump_wordsize": 64, "dump_pagesize": PAGE,
            "dump_pageshift": 12, "dump_flags": dump.DF_COMPLETE | dump.DF_KERNEL, "dump_pfn": pfn_at, "dump_map": map_at,
            "dump_data": data_at, "dump_npages": pages, "dump_nvtop": pages, "dump_hashmask": mask,
        }  # fmt: skip
        file.write(base.build(header_layout, header))
        file.seek(pfn_at)
        array("Q", range(0x1000, 0x1000 + pages)).tofile(file)
        first, following = [0] * pages, [0] * pages
        for page in range(pages):
            bucket = ((kas >> 3) + (BASE // PAGE) + page) & mask
            following[page], first[bucket] = first[bucket], map_at + page * record.size
        file.seek(map_at)
        pack = struct.Struct("<3q2Q").pack
        file.write(
            b"".join(
                pack(first[page], following[page], place(BASE + page * PAGE), kas, BASE + page * PAGE)
                for page in range(pages)
            )
        )
        file.truncate(data_at + pages * PAGE)

        def write(va: int, data: bytes) -> None:
            while data:
                piece = data[: PAGE - va % PAGE]
                file.seek(place(va))
                file.write(piece)
                va, data = va + len(piece), data[len(piece) :]

        # Processes from 1 MiB on, in an order that has nothing to do with their addresses.
        stride, pids_at = -(-proc.size // 64) * 64, BASE + (1 << 20) + processes * 4096
        order = list(range(processes))
        chance.shuffle(order)
        where = [BASE + (1 << 20) + slot * stride for slot in order]
        write(practive, where[0].to_bytes(8, "little"))
        for number, va in enumerate(where):
            image = bytearray(proc.size)
            struct.pack_into(
                "<Q", image, proc.offset("p_next"), where[number + 1] if number + 1 < processes else 0
            )
            struct.pack_into("<Q", image, proc.offset("p_pidp"), pids_at + number * 64)
            write(va, bytes(image))
            write(pids_at + number * 64, struct.pack("<i", number).rjust(pid.offset("pid_id") + 4, b"\0"))
        # A list through random pages of the upper half.
        nodes = [
            BASE + page * PAGE + 8 * chance.randrange(512)
            for page in chance.sample(range(pages // 2, pages), nodes_wanted)
        ]
        for node, after in zip(nodes, [*nodes[1:], 0], strict=True):
            write(node, after.to_bytes(8, "little"))
    (folder / "chase").write_text(f"{nodes[0]:#x}")
    (folder / "unix.0").write_bytes(namelist({"kas": kas, "practive": practive}, symbols, BASE))
