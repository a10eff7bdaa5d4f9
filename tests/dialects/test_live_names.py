"""Names of the running kernel in the façades of the BSDs: all lead to the emulated kernel, or where the environment says."""

from __future__ import annotations

import os
from importlib import import_module

import pytest

pytestmark = pytest.mark.live
SYSTEMS = ("freebsd", "netbsd", "dragonfly")


@pytest.mark.parametrize("system", SYSTEMS)
@pytest.mark.parametrize(
    "core", [None, "/dev/mem", "/dev/kmem", "/dev/ksyms", "/dev/drum", "/boot/kernel/kernel"]
)
def test_memory(system, core):
    kvm = import_module(f"sunkvm.compat.{system}")
    errbuf = bytearray(2048)
    kd = kvm.kvm_openfiles("/boot/kernel/kernel", core, "/dev/drum", os.O_RDONLY, errbuf)
    assert kd is not None, bytes(errbuf).split(b"\0")[0]
    before = os.getloadavg()[0]
    load = kvm.kvm_getloadavg(kd, 3)
    low, high = sorted((before, os.getloadavg()[0]))
    assert load is not None and low - 0.5 <= load[0] <= high + 0.5
    assert kvm.kvm_close(kd) == 0


@pytest.mark.parametrize("system", SYSTEMS)
def test_where_the_environment_says(system, monkeypatch, tmp_path):
    kvm = import_module(f"sunkvm.compat.{system}")
    monkeypatch.setenv("SUNKVM_COREFILE", str(tmp_path / "elsewhere"))
    for core in (None, "/dev/kmem"):
        errbuf = bytearray(2048)
        assert kvm.kvm_openfiles(None, core, None, os.O_RDONLY, errbuf) is None
        assert b"elsewhere" in errbuf
