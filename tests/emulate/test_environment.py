"""Processes whose arguments are known and whose environment is not: what each face of the library makes of them."""

from __future__ import annotations

import os
from dataclasses import replace

import pytest

import sunkvm
from sunkvm.emulate.live_solaris import LiveSolaris
from sunkvm.emulate.pack import solaris, solaris_vmdump
from sunkvm.emulate.world import WorldProcess
from sunkvm.kvm import kvm_close, kvm_getcmd, kvm_getproc, kvm_getu, kvm_open

ARGV = (b"secret", b"--key", b"")
IDS = dict.fromkeys(("uid", "gid", "ruid", "rgid", "suid", "sgid"), 7)


@pytest.fixture
def world(kit):
    """Processes of both widths: with an environment, without one, and with one that is not known."""
    processes = [WorldProcess(1, 0, b"init", 1, 1, argv=(b"/init",), env=None, **IDS)]
    for bits in (32, 64):
        for pid, env in ((100, (b"A=1",)), (200, ()), (300, None)):
            for more, program in ((0, None), (1, b"/bin/secret")):
                processes.append(
                    WorldProcess(
                        pid + bits + more,
                        1,
                        b"p",
                        1,
                        1,
                        argv=ARGV,
                        env=env,
                        bits=bits,
                        program=program,
                        **IDS,
                    )
                )
    return replace(kit.example(), processes=tuple(processes))


def check(image):
    found = {process.pid: process for process in image.processes()}
    expected = {100: ("A=1",), 200: (), 300: None}
    for pid, env in expected.items():
        for process in (found[pid + more] for more in (32, 33, 64, 65)):
            assert process.argv == ("secret", "--key", "")
            assert process.env == env
            assert process.argv_missing is None
    assert (found[1].argv, found[1].env, found[1].argv_missing) == (("/init",), None, None)
    assert image.model.bits == 32 or {found[332].bits, found[364].bits} == {32, 64}


def check_getcmd(kd):
    for pid, env in ((100, ["A=1"]), (200, []), (300, [])):
        for more in (32, 33, 64, 65):
            proc = kvm_getproc(kd, pid + more)
            user = kvm_getu(kd, proc)
            arguments = ["secret", "--key", ""]
            assert kvm_getcmd(kd, proc, user) == (arguments, env)
            assert kvm_getcmd(kd, proc, user, env=False) == (arguments, None)
            assert kvm_getcmd(kd, proc, user, arg=False) == (None, env)
    kvm_close(kd)


def test_crash_dump(kit, model, world, tmp_path):
    memory = kit.plant(model, world)
    unix, vmcore = solaris.pack(memory, tmp_path, 0, facts={})
    vmdump = solaris_vmdump.pack(memory, tmp_path, 0, facts={})
    for names in ((unix, vmcore), (None, vmdump)):
        with sunkvm.open(*names) as image:
            check(image)
        check_getcmd(kvm_open(*names, None, os.O_RDONLY, None, model=model))


def test_live_kernel(model, world, monkeypatch):
    monkeypatch.setattr(LiveSolaris.__init__, "__defaults__", (lambda: world,))
    with sunkvm.open(model=model) as image:
        check(image)
    check_getcmd(kvm_open(None, None, None, os.O_RDONLY, None, model=model))
