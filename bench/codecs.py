"""Compressed pages and files: lzjb in C on one core and two; gzip, zstd and bzip2 against their libraries.

All by processor time, but for what two cores do together. SUNKVM_BENCH_CODECS is how many bytes of content there are in the
compressed files.
"""

from __future__ import annotations

import bz2
import os
import shutil
import subprocess
import sys
import tempfile
import time
import zlib
from array import array
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
import common

CORE = Path(__file__).parent.parent / "shim" / "core"
SIZE = common.size(128 << 20, 8 << 20)
TOTAL = int(os.environ.get("SUNKVM_BENCH_CODECS", SIZE))
REPEATS = common.size(5, 1)

HARNESS = r"""
#include "lzjb.h"
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static unsigned char text[1 << 22], packed[1 << 22];
static size_t sizes[1 << 10], pages;
static double seconds;

static double
now(void)
{
	struct timespec t;
	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
	return t.tv_sec + t.tv_nsec / 1e9;
}

static void *
decode(void *speed)
{
	unsigned char page[4096];
	size_t made = 0;
	double start = now(), took;
	do {
		for (size_t i = 0; i < pages; i++)
			made += lzjb_decompress(packed + i * 4096, sizes[i], page, 4096);
	} while ((took = now() - start) < seconds);
	*(double *)speed = made / took / 1e6;
	return NULL;
}

int
main(int argc, char **argv)
{
	double one, two[2];
	pthread_t threads[2];

	seconds = argc > 1 ? atof(argv[1]) : 0.5;
	pages = fread(text, 4096, 1 << 10, stdin);
	for (size_t i = 0; i < pages; i++)
		sizes[i] = lzjb_compress(text + i * 4096, packed + i * 4096, 4096);
	decode(&one);
	for (int i = 0; i < 2; i++)
		pthread_create(&threads[i], NULL, decode, &two[i]);
	for (int i = 0; i < 2; i++)
		pthread_join(threads[i], NULL);
	printf("%f %f\n", one, two[0] + two[1]);
}
"""


def lzjb():
    """Yield the speed of the decoder, for the pages of a program."""
    with tempfile.TemporaryDirectory(prefix="sunkvm-bench-") as scratch:
        source, program = Path(scratch, "speed.c"), Path(scratch, "speed")
        source.write_text(HARNESS)
        common.compile_c(program, "-std=gnu11", f"-I{CORE}", source, CORE / "lzjb.c", "-lpthread")
        text = Path(os.path.realpath(sys.executable)).read_bytes()[: 4 << 20]
        command = [program, "0.5" if not common.SMALL else "0.01"]
        runs = []
        for _ in range(REPEATS):
            done = subprocess.run(command, input=text, capture_output=True, check=True)
            runs.append([float(word) for word in done.stdout.split()])
    yield "lzjb, decoded in C on one core", max(run[0] for run in runs), "MB/s", ">= 400"
    yield "  two threads / one", max(run[1] / run[0] for run in runs), "x", ">= 1.9"


def content(size: int) -> bytes:
    """Return bytes such as memory has: pointers, text, zeros, and some that do not compress."""
    import random

    chance = random.Random(2)
    # More different pages than the window of the compressors holds, in a new order each time.
    pages = [bytes(4096)] * 256 + [chance.randbytes(4096) for _ in range(128)]
    for _ in range(1408):
        words = array("Q", (0xFFFFFF0000000000 + chance.randrange(1 << 22) * 64 for _ in range(512)))
        pages.append(words.tobytes())
    names = (b"vnode ", b"inode ", b"cache ", b"zone ")
    pages += [b"".join(chance.choices(names, k=900))[:4096] for _ in range(256)]
    parts = []
    for _ in range(max(1, size // 4096 // len(pages))):
        chance.shuffle(pages)
        parts += pages
    return b"".join(parts)


def unzip(path: Path) -> int:
    """Unpack a .gz with zlib alone; return the bytes."""
    engine, total = zlib.decompressobj(31), 0
    with path.open("rb") as file:
        while piece := file.read(1 << 18):
            total += len(engine.decompress(piece))
    return total


def unzstd(path: Path) -> int:
    """Unpack a .zst with the library alone; return the bytes."""
    try:
        from compression import zstd

        make = zstd.ZstdDecompressor
    except ImportError:
        import zstandard

        make = zstandard.ZstdDecompressor().decompressobj
    engine, total = make(), 0
    with path.open("rb") as file:
        while piece := file.read(1 << 18):
            total += len(engine.decompress(piece))
    return total


def files():
    """Yield what it costs to find one's way through a compressed file, and to use the index of it again."""
    from sunkvm.emulate.pack.compress import compressor
    from sunkvm.errors import UnsupportedError
    from sunkvm.source import open_source

    data = content(SIZE)
    for name, suffix, plain in (("gzip", ".gz", unzip), ("zstd", ".zst", unzstd)):
        with tempfile.TemporaryDirectory(prefix="sunkvm-bench-") as scratch:
            path, cache = Path(scratch, f"dump{suffix}"), Path(scratch, "cache")
            try:
                write = compressor(name)
            except UnsupportedError as error:
                yield f"{name}: left out: {error}", 0.0, "", ""
                continue
            with path.open("wb", buffering=0) as file:
                write(file.fileno(), pieces(data))
            os.environ["SUNKVM_CACHE"] = str(cache)

            def through(path=path, cache=cache) -> None:
                """Index all of the file, as a reader does that wants its end."""
                shutil.rmtree(cache, ignore_errors=True)
                with open_source(str(path)) as source:
                    assert source.size == TOTAL

            def again(path=path) -> None:
                with open_source(str(path)) as source:
                    assert source.read(TOTAL - 4096, 4096) == data[-4096:]

            assert plain(path) == TOTAL
            library, ours = common.in_turns(
                [lambda: common.worked(lambda: plain(path)), lambda: common.worked(through)],  # noqa: B023
                REPEATS if TOTAL < 1 << 30 else 2,
            )
            ratio = common.median([one / other for one, other in zip(library, ours, strict=True)])
            speed = TOTAL / common.median(ours) / 1e6
            yield f"{name}: the whole of {TOTAL >> 20} MiB unpacked and indexed", speed, "MB/s", ""
            yield "  library's time / ours", ratio, "x", ">= 0.9"
            yield "  size of the index", sum(file.stat().st_size for file in cache.glob("*")) / 1e6, "MB", ""
            yield "  the last page, with the index of before", common.least_work(again) * 1e3, "ms", ""
            del os.environ["SUNKVM_CACHE"]


def pieces(data: bytes):
    """Yield content of the wanted size: the given one over and over, each time from elsewhere, the last time as it is."""
    left = TOTAL - len(data)
    while left > 0:
        shift = left * 7919 % len(data) & -4096
        for at in range(0, min(left, len(data)), 1 << 20):
            start = (shift + at) % len(data)
            piece = data[start : start + min(left - at, 1 << 20)]
            yield piece + data[: min(left - at, 1 << 20) - len(piece)]
        left -= min(left, len(data))
    for at in range(0, len(data), 1 << 20):
        yield data[at : at + (1 << 20)]


def blocks():
    """Yield the speed of bzip2 streams as Solaris's savecore writes them."""
    import mmap

    from sunkvm.corefiles.bzip2 import Bzip2Stream

    data = content(SIZE // 8)
    packed = bz2.compress(data, 1)
    with tempfile.TemporaryFile() as file:
        file.write(packed)
        file.flush()
        with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as buffer:

            def ours() -> None:
                stream = Bzip2Stream(buffer)
                stream.add(0, len(packed))
                assert sum(len(text) for _, text in stream.decode_all()) == len(data)

            def library() -> None:
                assert len(bz2.decompress(packed)) == len(data)

            both = common.in_turns([lambda: took(library), lambda: took(ours)], REPEATS)
    (one, other), (one_work, other_work) = ([[run[at] for run in runs] for runs in both] for at in (0, 1))
    yield "bzip2: blocks found and decoded", len(data) / common.median(other_work) / 1e6, "MB/s", ""
    ratio = common.median([a / b for a, b in zip(one_work, other_work, strict=True)])
    yield "  library's processor time / ours", ratio, "x", ""
    ratio = common.median([a / b for a, b in zip(one, other, strict=True)])
    yield "  library's time / ours (as many cores as there are)", ratio, "x", ">= 0.9"


def took(function) -> tuple[float, float]:
    """Return the seconds and the seconds of processor time that a call takes."""
    before = time.perf_counter(), time.process_time()
    function()
    return time.perf_counter() - before[0], time.process_time() - before[1]


def measure():
    """Yield (what, value, unit, target)."""
    yield from lzjb()
    yield from files()
    yield from blocks()
