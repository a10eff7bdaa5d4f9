"""Compressed Solaris dumps of 1 GiB: from opening the file to the first process list, with and without the index."""

from __future__ import annotations

import bz2
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import sunkvm
from sunkvm.corefile import open_corefile
from sunkvm.corefiles import lzjb
from sunkvm.emulate.pack.solaris import pack
from sunkvm.emulate.plant.solaris import plant
from sunkvm.emulate.world import World, WorldCpu, WorldMemory, WorldProcess
from sunkvm.layouts.builtin import BuiltinTables
from sunkvm.schema import build
from sunkvm.schema.formats import solaris_dump as dump

SMALL = os.environ.get("SUNKVM_BENCH_SMALL") == "1"
SIZE = int(os.environ.get("SUNKVM_BENCH_VMDUMP", 4 << 20 if SMALL else 1 << 30))
PROCESSES = 20 if SMALL else 300
POOL = 16 if SMALL else 256
STREAMS = 3
RANGE = 1024
PAGE = 4096


def world():
    """Return a world of some hundred processes with arguments."""
    processes = [
        WorldProcess(
            pid=number,
            ppid=1 if number > 1 else 0,
            comm=b"worker",
            pgid=number,
            sid=1,
            uid=0,
            gid=0,
            ruid=0,
            rgid=0,
            argv=(b"/usr/bin/worker", b"--id", b"%d" % number),
            env=(b"PATH=/usr/bin:/bin",),
            start=1_700_000_000 + number,
        )
        for number in range(1, PROCESSES + 1)
    ]
    return World(
        node="bench",
        now=1_700_001_000,
        boot_time=1_690_000_000,
        load=(0.5, 1.0, 2.0),
        cpus=(WorldCpu(0, True),),
        memory=WorldMemory(1 << 34, 1 << 34, 1 << 30, 1 << 32),
        processes=tuple(processes),
    )


def filler():
    """Return pages such as kernels have: pointers and small numbers, text, zeros, and some that do not compress."""
    rng = random.Random("filler")
    pages = [bytes(PAGE)]
    for number in range(POOL - 1):
        kind = number % 8
        if kind < 4:
            words = [
                (
                    0xFFFFFF0000000000 + rng.randrange(1 << 22) * 64
                    if rng.random() < 0.5
                    else rng.randrange(256)
                )
                for _ in range(PAGE // 8)
            ]
            pages.append(b"".join(word.to_bytes(8, "little") for word in words))
        elif kind < 7:
            words = [
                rng.choice(
                    (b"vnode", b"inode ", b"cache\0", b"thread", b"_lock ", b"%d " % rng.randrange(99))
                )
                for _ in range(PAGE // 3)
            ]
            pages.append(b"".join(words)[:PAGE])
        else:
            pages.append(rng.randbytes(PAGE))
    return pages


class Plan:
    """The pages of a dump: those of a small one, spread evenly over as many others as make the wanted size."""

    def __init__(self, vmcore, pool, count):
        self.core = core = open_corefile(vmcore)
        self.mine = core.header["dump_npages"]
        self.count = count = max(count, self.mine * 2)
        self.step = count // self.mine
        data = core.header["dump_data"]
        self.true = [
            core.source.read(data + number * PAGE, PAGE).ljust(PAGE, b"\0") for number in range(self.mine)
        ]
        self.pool = pool
        self.translations = [
            (space, va, (where - data) // PAGE * self.step) for space, va, where in core.records()
        ]

    def page(self, number):
        """Return what page ``number`` is: an index into the true pages or, negative, into the pool."""
        true, rest = divmod(number, self.step)
        return true if not rest and true < self.mine else -1 - number * 7 % len(self.pool)

    def vtop(self):
        """Yield the raw translations: those of the small dump, and one for each filling page."""
        words = self.core.model.word_struct(3)
        for row in self.translations:
            yield words.pack(*row)
        kas = self.translations[0][0]
        for number in range(self.count):
            if self.page(number) < 0:
                yield words.pack(kas, 0xFFFFFE0000000000 + number * PAGE, number)


def serial(plan):
    """Yield the records of a serial dump."""
    true, pool = ([_record(lzjb.compress(page)) for page in pages] for pages in (plan.true, plan.pool))
    for number in range(plan.count):
        page = plan.page(number)
        yield true[page] if page >= 0 else pool[-1 - page]


def _record(data, tag=0):
    return (tag << 20 | len(data)).to_bytes(4, "little") + data


def _header(plan, first, count):
    values = {"stream_magic": b"StrmHdr", "stream_pagenum": first, "stream_npages": count}
    return build(dump.dumpstreamhdr(plan.core.model), values)


def parallel(plan):
    """Yield the blocks of interleaved lzjb streams."""
    true, pool = ([_record(lzjb.compress(page)) for page in pages] for pages in (plan.true, plan.pool))
    blocks = [bytearray() for _ in range(STREAMS)]
    for turn, first in enumerate(range(0, plan.count, RANGE)):
        block, tag = blocks[turn % STREAMS], turn % STREAMS + 1
        count = min(RANGE, plan.count - first)
        objects = [_header(plan, first, count)]
        for number in range(first, first + count):
            page = plan.page(number)
            objects.append(true[page] if page >= 0 else pool[-1 - page])
        for each in objects:
            if len(block) + len(each) > 131068:
                yield _record(bytes(block), tag)
                block.clear()
            block += each
    for tag, block in enumerate(blocks, 1):
        yield _record(bytes(block), tag)


def bzip2(plan):
    """Yield the blocks of interleaved bzip2 streams. Runs without a true page are compressed once."""
    runs = {}
    rest = [b""] * STREAMS
    for turn, first in enumerate(range(0, plan.count, RANGE)):
        count = min(RANGE, plan.count - first)
        pages = tuple(plan.page(number) for number in range(first, first + count))
        parts = [bz2.compress(_header(plan, first, count), 1)]
        for at in range(0, count, 64):
            piece = pages[at : at + 64]
            if piece not in runs or any(page >= 0 for page in piece):
                text = b"".join(plan.true[page] if page >= 0 else plan.pool[-1 - page] for page in piece)
                runs[piece] = bz2.compress(text, 1)
            parts.append(runs[piece])
        data = rest[turn % STREAMS] + b"".join(parts)
        while len(data) >= 131068:
            yield _record(data[:131068], turn % STREAMS + 1)
            data = data[131068:]
        rest[turn % STREAMS] = data
    for tag, data in enumerate(rest, 1):
        if data:
            yield _record(data, tag)


def make(plan, path, level, symbols):
    """Write a vmdump."""
    core = plan.core
    model = core.model

    def up(size, to=PAGE):
        return -(-size // to) * to

    ksyms = PAGE
    pfns = ksyms + up(len(symbols))
    nvtop = len(plan.translations) + sum(plan.page(number) < 0 for number in range(plan.count))
    vtop = pfns + up(plan.count * model.word)
    data = vtop + up(nvtop * dump.mem_vtop(model).size)
    layout = dump.dumphdr(model)
    values = {
        **{name: core.header[name] for name in layout.fields if "." not in name},
        "dump_flags": core.header["dump_flags"] | dump.DF_VALID | dump.DF_COMPRESSED,
        "dump_ksyms": ksyms,
        "dump_pfn": pfns,
        "dump_map": vtop,
        "dump_data": data,
        "dump_nvtop": nvtop,
        "dump_npages": plan.count,
        "dump_ksyms_size": len(symbols),
        "dump_ksyms_csize": len(symbols),
    }
    header = build(layout, values)
    with open(path, "wb") as file:
        file.write(header)
        file.seek(ksyms)
        file.write(symbols)
        file.seek(pfns)
        file.write(b"".join(number.to_bytes(model.word, "little") for number in range(plan.count)))
        file.seek(vtop)
        file.writelines(plan.vtop())
        file.seek(data)
        file.writelines((serial, parallel, bzip2)[level](plan))
        file.write(bytes(4))
        end = up(file.tell(), 65536)
        file.seek(end)
        file.write(header)
        values = {
            "dump_datahdr_magic": dump.DATA_HEADER_MAGIC,
            "dump_datahdr_version": 1,
            "dump_data_csize": end - data,
            "dump_maxcsize": 131072,
            "dump_maxrange": RANGE,
            "dump_nstreams": STREAMS if level else 0,
            "dump_clevel": level,
        }
        file.write(build(dump.dumpdatahdr(model), values))
        file.truncate(end + 65536)


LIST = """
import sys, time
started = time.perf_counter()
import sunkvm
with sunkvm.open(corefile=sys.argv[1]) as image:
    names = [process.comm for process in image.processes()]
    took = time.perf_counter() - started
    assert names.count('worker') + names.count(b'worker') == int(sys.argv[2]), names[:5]
    # Not the file's own pages, which the mapping shows in the resident size as well.
    own = open('/proc/self/status').read().split('RssAnon:')[1].split()[0]
print(took, int(own) * 1024)
"""


def listing(path, cache):
    """Return (seconds, bytes of memory of its own) of a fresh process that opens a dump and lists its processes."""
    environment = {**os.environ, "SUNKVM_CACHE": str(cache)}
    done = subprocess.run(
        [sys.executable, "-c", LIST, path, str(PROCESSES)],
        check=True,
        capture_output=True,
        text=True,
        env=environment,
    )
    seconds, own = done.stdout.split()
    return float(seconds), int(own)


def alone(path):
    """Return the seconds that Python's bz2 needs for the streams of a dump, as they follow one another in memory."""
    core, streams = open_corefile(str(path)), {}
    data, buffer = core.header["dump_data"], core.buffer
    while word := int.from_bytes(buffer[data : data + 4], "little"):
        streams.setdefault(word >> 20, []).append(buffer[data + 4 : data + 4 + (word & 0xFFFFF)])
        data += 4 + (word & 0xFFFFF)
    core.close()
    took = 0.0
    for pieces in streams.values():
        packed, at = memoryview(b"".join(pieces)), 0
        before = time.perf_counter()
        decoder = bz2.BZ2Decompressor()
        while at < len(packed):
            piece = packed[at : at + (1 << 16)]
            decoder.decompress(piece)
            at += len(piece)
            if decoder.eof:
                at -= len(decoder.unused_data)
                decoder = bz2.BZ2Decompressor()
        took += time.perf_counter() - before
    return took


def measure():
    """Yield (what, value, unit, target) of each measurement."""
    folder = Path(tempfile.mkdtemp(prefix="sunkvm-bench-"))
    try:
        layout = BuiltinTables("solaris", sunkvm.AMD64).layout
        memory = plant(world(), sunkvm.AMD64, layout, version="bench")
        unix, vmcore = pack(memory, folder, 0, facts={"crash_time": 1_700_000_000})
        symbols = Path(unix).read_bytes()
        pool = filler()
        for level, name in enumerate(dump.COMPRESSIONS):
            if level < 2:
                mean = sum(len(lzjb.compress(page)) + 4 for page in pool) / len(pool)
            else:
                mean = len(bz2.compress(b"".join(pool), 1)) / len(pool)
            plan = Plan(vmcore, pool, int(SIZE / (mean + 32)))  # 32 bytes for the tables
            path = folder / "vmdump.0"
            make(plan, path, level, symbols)
            plan.core.close()
            size = path.stat().st_size
            text = f"{name}, {size / (1 << 30):.2f} GiB, {plan.count * PAGE / (1 << 30):.1f} GiB of pages"
            cache = folder / f"cache{level}"
            best = most = 0.0
            for _ in range(3 if level < 2 and not SMALL else 1):
                shutil.rmtree(cache, ignore_errors=True)
                seconds, used = listing(str(path), cache)
                best, most = min(best or seconds, seconds), max(most, used)
            yield f"{text}: cold", best, "s", "<= 3" if level < 2 else ""
            yield "  memory of the process then", most / 1e6, "MB", ""
            if level == 2:
                yield (
                    "  bz2 alone on the same streams, one after another / cold",
                    alone(path) / best,
                    "x",
                    ">= 0.9",
                )
            runs = [listing(str(path), cache) for _ in range(1 if SMALL else 5)]
            yield "  with the index", min(seconds for seconds, _ in runs), "s", "<= 0.3"
            yield "  memory of the process then", max(used for _, used in runs) / 1e6, "MB", ""
            yield "  size of the index", sum(file.stat().st_size for file in cache.glob("*")) / 1e6, "MB", ""
            path.unlink()
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    for what, value, unit, target in measure():
        print(f"{what:<75} {value:10.3f} {unit:<3} {target and f'(target {target})'}", flush=True)
