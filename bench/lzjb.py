"""The lzjb decoder of shim/core: output on one core, for the pages of a program."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

CORE = Path(__file__).parent.parent / "shim" / "core"

HARNESS = r"""
#include "lzjb.h"
#include <stdio.h>
#include <string.h>
#include <time.h>

static unsigned char text[1 << 22], packed[1 << 22], page[4096];
static size_t sizes[1 << 10];

static double
now(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec + t.tv_nsec / 1e9;
}

int
main(void)
{
	size_t pages = fread(text, 4096, 1 << 10, stdin), made = 0;
	for (size_t i = 0; i < pages; i++)
		sizes[i] = lzjb_compress(text + i * 4096, packed + i * 4096, 4096);
	double start = now(), took;
	do {
		for (size_t i = 0; i < pages; i++)
			made += lzjb_decompress(packed + i * 4096, sizes[i], page, 4096);
	} while ((took = now() - start) < 0.5);
	printf("%f\n", made / took / 1e6);
}
"""


def measure():
    """Yield (what, value, unit, target)."""
    with tempfile.TemporaryDirectory(prefix="sunkvm-bench-") as scratch:
        source, program = Path(scratch, "speed.c"), Path(scratch, "speed")
        source.write_text(HARNESS)
        command = ["gcc", "-std=gnu11", "-O2", f"-I{CORE}", "-o", program, source, CORE / "lzjb.c"]
        subprocess.run(command, check=True)
        text = Path(os.path.realpath(sys.executable)).read_bytes()[: 4 << 20]
        runs = [
            float(subprocess.run([program], input=text, capture_output=True, check=True).stdout)
            for _ in range(5)
        ]
    yield "lzjb, decoded in C", max(runs), "MB/s", ">= 300"
