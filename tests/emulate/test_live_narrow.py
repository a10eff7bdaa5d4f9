"""32-bit processes of this host: shown as they are wherever such a kernel runs them."""

from __future__ import annotations

import contextlib
import os
import re
import struct
import subprocess

import pytest

import sunkvm
from sunkvm import datamodel
from sunkvm.emulate import host, process_memory
from sunkvm.kvm import kvm_close, kvm_getcmd, kvm_getproc, kvm_getu, kvm_open, kvm_uread

pytestmark = [
    pytest.mark.live,
    pytest.mark.skipif(
        datamodel.host() is not datamodel.AMD64, reason="of 32-bit processes on an amd64 host"
    ),
]

PROGRAM = r"""
#include <stdio.h>
#include <string.h>
#include <unistd.h>

char text[64] = "first";

int main(int argc, char **argv)
{
    char line[64];

    if (argc > 1 && strcmp(argv[1], "end") == 0)
        argv[argc] = argv[0]; /* the vector has no end any more */
    printf("%p\n", (void *)text);
    fflush(stdout);
    while (fgets(line, sizeof line, stdin) != NULL) {
        strcpy(text, line);
        puts("done");
        fflush(stdout);
    }
    return 0;
}
"""


@pytest.fixture(scope="module")
def narrow(tmp_path_factory):
    folder = tmp_path_factory.mktemp("narrow")
    source, program = folder / "narrow.c", folder / "narrow"
    source.write_text(PROGRAM)
    try:
        built = subprocess.run(
            ["gcc", "-m32", "-static", "-o", program, source], capture_output=True, text=True
        )
    except FileNotFoundError:
        pytest.skip("needs gcc")
    if built.returncode or subprocess.run([program], stdin=subprocess.DEVNULL).returncode:
        pytest.skip("needs gcc -m32 -static and a system that runs what it makes")
    return program


@contextlib.contextmanager
def started(*words, **more):
    """Run a program; give the process and where its text is."""
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, **more) as process:
        try:
            yield process, int(process.stdout.readline(), 16)
        finally:
            process.kill()


def told(process, line):
    process.stdin.write(line)
    process.stdin.flush()
    assert process.stdout.readline() == b"done\n"


WORDS = ("", "a b", "x" * 9000)
ENVIRONMENT = {"A": "1", "EMPTY": "", "LONG": "y" * 5000}


@pytest.mark.parametrize("model", [datamodel.AMD64, datamodel.I386], ids=lambda model: model.name)
def test_memory_of_a_32_bit_process(narrow, model):
    with started(narrow, *WORDS, env=ENVIRONMENT) as (process, address):
        assert host.read_process(process.pid).bits == 32
        kd = kvm_open(None, None, None, os.O_RDONLY, None, model=model)
        proc = kvm_getproc(kd, process.pid)
        user = kvm_getu(kd, proc)
        assert proc.p_model == 0x100000 and address >> 32 == 0
        assert kvm_uread(kd, address, 6) == b"first\0"
        told(process, b"other\n")
        assert kvm_uread(kd, address, 7) == b"other\n\0"  # it is the process, not what was planted of it
        assert user.u_argc == 4 and proc.p_usrstack >> 32 == 0
        (first,) = struct.unpack("<I", kvm_uread(kd, user.u_argv, 4))
        assert kvm_uread(kd, first, len(str(narrow)) + 1) == os.fsencode(narrow) + b"\0"
        arguments, environment = kvm_getcmd(kd, proc, user)
        assert arguments == [str(narrow), *WORDS]
        assert environment == [f"{name}={value}" for name, value in ENVIRONMENT.items()]
        assert kvm_uread(kd, 0x10, 4) == -1
        process.kill()
        process.wait()
        assert kvm_uread(kd, address, 6) == -1
        kvm_close(kd)


def test_records_of_a_32_bit_process(narrow, model):
    with started(narrow, *WORDS, env=ENVIRONMENT) as (process, address), sunkvm.open(model=model) as image:
        found = next(each for each in image.processes() if each.pid == process.pid)
        assert found.argv == (str(narrow), *WORDS) and len(found.env) == 3 and found.bits == 32
        data, fault = image.user(found).read_some(address, 5)
        if model.byteorder == "little":
            assert (data, fault) == (b"first", None)
            assert any(start <= address < start + size for start, size in image.ranges(found))
        else:
            assert data == b"" and "only a stack" in fault.detail


@pytest.mark.parametrize("model", [datamodel.AMD64, datamodel.I386], ids=lambda model: model.name)
def test_a_stack_that_does_not_add_up_is_planted(narrow, model):
    with started(narrow, "end", "x") as (process, address), sunkvm.open(model=model) as image:
        assert process_memory.read_stack(host.read_process(process.pid)) is None
        found = next(each for each in image.processes() if each.pid == process.pid)
        assert found.argv == (str(narrow), "end", "x") and found.env and found.bits == 32
        data, fault = image.user(found).read_some(address, 5)
        assert data == b"" and "only a stack" in fault.detail


def test_64_bit_processes_of_a_32_bit_kernel_are_planted():
    with sunkvm.open(model="i386") as image:
        me = next(each for each in image.processes() if each.pid == os.getpid())
        assert me.bits == 32 and me.argv
        (segment,) = image.ranges(me)
        assert sum(segment) == 0x8048000


def test_end_of_the_stack(narrow):
    with started(narrow) as (process, _):
        found = host.read_process(process.pid)
        argc, argv, envp, top = process_memory.read_stack(found)
        assert (argc, envp) == (1, argv + 8) and top <= 1 << 32
        with open(f"/proc/{process.pid}/maps") as file:
            line = next(line for line in file if "[stack]" in line)
        assert int(re.split("[- ]", line)[1], 16) == top
