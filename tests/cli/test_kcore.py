"""The command line on a core of kernel addresses with a list of symbols, as on /proc/kcore and /proc/kallsyms."""

from __future__ import annotations

import json

import pytest

from sunkvm.corefiles.elf_virtual import VirtualCore

TEXT = 0xFFFF_FFFF_8100_0000
BANNER = b"Linux version 6.1.0-by-hand (nobody)\n\0"
NAMES = f"""\
{TEXT:016x} T _stext
{TEXT:016x} R linux_banner
{TEXT + 64:016x} D avenrun
{TEXT + 4096:016x} t ext4_read\t[ext4]
""".encode()


@pytest.fixture
def files(kcore, write):
    memory = BANNER.ljust(64, b"\0") + b"".join(n.to_bytes(8, "little") for n in (2048, 1024, 512))
    core = kcore.kcore(
        "amd64",
        [(TEXT, 1 << 20, memory.ljust(4096, b"\0"))],
        [kcore.vmcoreinfo(OSRELEASE="6.1.0-by-hand", CRASHTIME="1700000000")],
    )
    return write(NAMES, "kallsyms"), write(core, "kcore")


def test_info(sunkvm, files):
    namelist, core = files
    for words in (("-N", namelist, "-M", core, "info", "-v"), ("info", namelist, core, "-v")):
        result = sunkvm(*words)
        assert result.code == 0
        lines = dict(line.split("  ", 1) for line in result.out.splitlines())
        assert lines["namelist"].strip() == f"{namelist} (4 symbols)"
        assert lines["format"].strip() == "elf_virtual, 64-bit little-endian (amd64)"
        assert "VMCOREINFO" in lines["recognised by"]
        assert lines["kernel"].strip().startswith("Linux 6.1.0-by-hand")
        assert lines["dumped at"].strip() == "2023-11-14 22:13:20 UTC"
        assert lines["load average"].strip() == "1.00 0.50 0.25"
        assert lines["uptime"].strip() == "-"


def test_without_its_namelist(sunkvm, files, monkeypatch):
    _, core = files
    plain = sunkvm("-M", core, "info")
    assert (plain.code, plain.err) == (65, f"sunkvm: {core}: holds no symbols; name its namelist\n")
    monkeypatch.setattr(VirtualCore, "live", property(lambda _: True, lambda *_: None), raising=False)
    running = sunkvm("-M", core, "info")
    what = ': -N /proc/kallsyms, in Python sunkvm.open("/proc/kallsyms", "/proc/kcore")\n'
    assert running.err == plain.err.removesuffix("\n") + what


def test_symbols_and_memory(sunkvm, files):
    assert sunkvm("nm", *files, "-n").out.splitlines() == [
        "0xffffffff81000000 T _stext",
        "0xffffffff81000000 D linux_banner",
        "0xffffffff81000040 D avenrun",
        "0xffffffff81001000 t ext4_read  [ext4]",
    ]
    assert json.loads(sunkvm("nm", *files, "ext4_read", "--json").out)["module"] == "ext4"
    assert "module" not in json.loads(sunkvm("nm", *files, "_stext", "--json").out)
    assert "|Linux version 6.|" in sunkvm("read", *files, "linux_banner", "16").out
    result = sunkvm("read", *files, "ext4_read", "16")
    assert result.code == 1
    assert result.err.splitlines()[-1] == "sunkvm: kernel address 0xffffffff81001000 is not mapped"


def test_processes_without_types(sunkvm, files):
    result = sunkvm("top", *files)
    assert result.code == 0  # it has no init_task at all
    assert result.out.startswith("Linux 6.1.0-by-hand, 2023-11-14 22:13:20, load average: 1.00 0.50 0.25\n")
    namelist, core = files
    with open(namelist, "ab") as file:
        file.write(f"{TEXT + 128:016x} D init_task\n".encode())
    for command in ("ps", "top"):
        result = sunkvm(command, namelist, core)
        assert result.code == 1
        assert result.err == "sunkvm: the process list breaks off: no layout of struct task_struct\n"


def test_hidden_addresses(sunkvm, files, write):
    hidden = write(b"0" * 16 + b" T _stext\n", "hidden")
    result = sunkvm("-N", hidden, "-M", files[1], "info")
    assert result.code == 77
    assert "kernel.kptr_restrict" in result.err


def test_other_dialects_refuse_it(files):
    """The calls of Solaris find none of its symbols; those of FreeBSD, with a typed failure, none of its structs."""
    from sunkvm import kvm
    from sunkvm.compat import freebsd
    from sunkvm.datamodel import AMD64

    with pytest.raises(kvm.OpenFailed):
        kvm.open_descriptor(*files, 0, AMD64)
    errbuf = bytearray(2048)
    kd = freebsd.kvm_open2(*files, 0, errbuf)
    if kd is None:
        assert errbuf.strip(b"\0")
    else:
        assert freebsd.kvm_read2(kd, TEXT, 13) == b"Linux version"
        freebsd.kvm_close(kd)
