"""The resolver: which files the names of old devices and kernels stand for."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from sunkvm import kvm, names
from sunkvm.errors import OpenError
from sunkvm.names import is_live, resolve

VARIABLES = ("SUNKVM_NAMELIST", "SUNKVM_COREFILE", "SUNKVM_SWAPFILE", "SUNKVM_EMULATE")


@pytest.fixture(autouse=True)
def plain(monkeypatch):
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)


def told(*arguments):
    named = resolve(*arguments)
    return named.system, named.namelist, named.corefile, named.swapfile


@pytest.mark.parametrize("system", ["solaris", "sunos4", "freebsd", "netbsd", "dragonfly"])
@pytest.mark.parametrize(
    "namelist",
    [
        None,
        "/dev/ksyms",
        "/unix",
        "/netbsd",
        "/boot/kernel/kernel",
        "/kernel/unix",
        "/platform/i86pc/kernel/unix",
    ],
)
@pytest.mark.parametrize("corefile", [None, "/dev/mem", "/dev/kmem"])
def test_the_running_host(system, namelist, corefile):
    assert told(system, namelist, corefile, None) == (system, None, None, None)


def test_environment(monkeypatch):
    for name, value in zip(VARIABLES, ("n", "c", "s"), strict=False):
        monkeypatch.setenv(name, value)
    assert told("freebsd", None, None, None) == ("freebsd", "n", "c", "s")
    assert told("netbsd", "/netbsd", "/dev/mem", "/dev/drum") == ("netbsd", "n", "c", "s")
    assert told("solaris", "mine", None, None) == ("solaris", "mine", "c", "s")
    # What is named and there is never replaced; a Solaris dump brings its own symbols.
    assert told("solaris", None, "vmcore.0", None) == ("solaris", None, "vmcore.0", None)
    assert told("freebsd", None, "vmcore.0", None) == ("freebsd", "n", "vmcore.0", None)
    assert told("freebsd", "k", "vmcore.0", "swap") == ("freebsd", "k", "vmcore.0", "swap")
    monkeypatch.delenv("SUNKVM_COREFILE")  # symbols alone say nothing of an emulated kernel
    assert told("solaris", None, None, None) == ("solaris", None, None, None)


def test_which_system(monkeypatch):
    assert told(None, None, None, None)[0] == "solaris"
    assert told("solaris", "/vmunix", None, None)[0] == "sunos4"
    assert told("solaris", None, None, "/dev/drum")[0] == "sunos4"
    assert told(None, "/vmunix", "/dev/mem", None)[0] == "sunos4"
    assert told("netbsd", "/vmunix", None, None)[0] == "netbsd"
    monkeypatch.setenv("SUNKVM_EMULATE", "solaris")
    assert told("sunos4", "/vmunix", None, None)[0] == "solaris"
    assert told("freebsd", None, None, None)[0] == "freebsd"
    monkeypatch.setenv("SUNKVM_EMULATE", "sunos4")
    assert told("solaris", None, None, None)[0] == told(None, None, None, None)[0] == "sunos4"
    monkeypatch.setenv("SUNKVM_EMULATE", "freebsd")
    assert (told("solaris", None, None, None)[0], told(None, None, None, None)[0]) == ("solaris", "freebsd")


def test_a_kernel_that_is_there(monkeypatch, tmp_path):
    kernel = tmp_path / "unix"
    monkeypatch.setattr(names, "_KERNELS", frozenset({str(kernel)}))
    assert is_live(str(kernel))
    for start, real in (
        (b"\x7fELF\2", True),
        (b"\0\x03\x01\x0b", True),  # a ZMAGIC of SPARC
        (b"\x07\x01\0\0", True),
        (b"#!/bin/sh\n", False),
        (b"", False),
    ):
        kernel.write_bytes(start)
        assert is_live(str(kernel)) is not real
    kernel.unlink()
    kernel.mkdir()
    assert is_live(str(kernel))
    assert not is_live(str(tmp_path / "vmcore.0"))


def test_the_swap_device(monkeypatch, tmp_path):
    """Linux has no /dev/swap; what somebody has made of that name is his."""
    swap = tmp_path / "swap"
    monkeypatch.setattr(names, "_SWAP", str(swap))
    assert is_live(str(swap))
    assert told("netbsd", None, None, str(swap)) == ("netbsd", None, None, None)
    swap.symlink_to("nowhere")
    assert not is_live(str(swap))


def test_nothing_is_read_with_raised_privileges(monkeypatch):
    for name, value in zip(VARIABLES, ("n", "c", "s", "sunos4"), strict=True):
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(names, "privileged", lambda: True)
    assert told("solaris", None, None, None) == ("solaris", None, None, None)


def test_every_face_asks_it(golden_solaris, monkeypatch):
    import sunkvm

    folder = golden_solaris.folder("amd64")
    monkeypatch.setenv("SUNKVM_COREFILE", str(folder / "vmcore.0"))
    monkeypatch.setenv("SUNKVM_NAMELIST", str(folder / "unix.0"))
    for arguments in ((None, None), ("/dev/ksyms", "/dev/mem"), ("/unix", "/dev/kmem")):
        with sunkvm.open(*arguments) as image:
            assert image.corefile.path == str(folder / "vmcore.0") and not image.info.live
        kd = kvm.kvm_open(*arguments, None, os.O_RDONLY, "test")
        assert kd.corefile.path == str(folder / "vmcore.0")
        assert kvm.kvm_namelist(kd) == str(folder / "unix.0")
        kvm.kvm_close(kd)
    done = subprocess.run(
        [sys.executable, "-m", "sunkvm", "ps"], capture_output=True, text=True, env={**os.environ}
    )
    assert "ilp32prog" in done.stdout
    with pytest.raises(OpenError, match="is of a solaris kernel, and sunos4 was asked for"):
        sunkvm.open(os="sunos4")
    with pytest.raises(OpenError):
        sunkvm.open("no-such-namelist")


@pytest.mark.parametrize("asked", ["solaris", "sunos4"])
def test_the_chosen_one_of_a_family_is_what_was_asked_for(asked, monkeypatch):
    """Names and environment choose between Solaris and SunOS 4, also where one of them was asked for by name."""
    import sunkvm

    def opened(*arguments):
        with sunkvm.open(*arguments, os=asked) as image:
            return image.info.personality, "_avenrun" in image.symbols

    assert opened() == (asked, asked == "sunos4")
    for arguments in (("/vmunix",), (None, None, "/dev/drum")):
        assert opened(*arguments) == ("sunos4", True)
    for chosen in ("sunos4", "solaris"):
        monkeypatch.setenv("SUNKVM_EMULATE", chosen)
        assert opened() == opened("/vmunix") == (chosen, chosen == "sunos4")


@pytest.mark.parametrize("overlay", [False, True])
def test_spelling_of_names_of_sunos4(overlay):
    """Its compilers put a _ in front of each name; who asks for one may leave it out, but not put it before another's."""
    import sunkvm

    with sunkvm.open(os="sunos4", overlay=overlay) as image:
        assert int(image.symbols["avenrun"]) == int(image.symbols["_avenrun"])
        assert image.symbols["avenrun"].name == "_avenrun"
        assert set(image.symbols.find(("avenrun", "_avenrun", "__avenrun"))) == {"avenrun", "_avenrun"}
        assert all(name.startswith("_") for name in image.symbols)
    with sunkvm.open(os="solaris", overlay=overlay) as image:
        assert "avenrun" in image.symbols and "_avenrun" not in image.symbols


def test_a_system_that_there_is_not(monkeypatch):
    import sunkvm
    from sunkvm.errors import UnsupportedError

    monkeypatch.setenv("SUNKVM_EMULATE", "plan9")
    with pytest.raises(UnsupportedError) as caught:
        sunkvm.open()
    assert str(caught.value) == (
        "no 'plan9' can be emulated; there are kernels of solaris, freebsd, netbsd, dragonfly, sunos4"
    )


def test_old_names_open_the_host():
    import sunkvm

    for arguments, system in (
        (("/vmunix", None), "sunos4"),
        (("/vmunix", "/dev/mem"), "sunos4"),
        (("/unix", "/dev/kmem"), "solaris"),
    ):
        with sunkvm.open(*arguments) as image:
            assert (image.info.live, image.info.personality) == (True, system)
