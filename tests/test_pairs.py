"""Which files belong together by their names."""

from __future__ import annotations

import pytest

from sunkvm.pairs import CORE, NAMELIST, cores_in, kind_of, partner_of


@pytest.mark.parametrize(
    ("namelist", "core"),
    [
        ("unix.0", "vmcore.0"),
        ("unix.12", "vmdump.12"),
        ("kernel.3", "vmcore.3"),
        ("kernel.3", "vmcore.3.gz"),
        ("kernel.3", "vmcore.3.zst"),
        ("kern.1", "vmcore.1"),
        ("netbsd.0", "netbsd.0.core"),
        ("netbsd.0.gz", "netbsd.0.core.gz"),
        ("kernel", "vmcore"),
    ],
)
def test_partners(tmp_path, namelist, core):
    one, other = tmp_path / namelist, tmp_path / core
    one.touch()
    assert partner_of(str(one)) is None
    other.touch()
    assert partner_of(str(one)) == str(other)
    assert partner_of(str(other)) == str(one)


def test_an_expanded_dump_comes_first(tmp_path):
    for name in ("unix.0", "vmdump.0", "vmcore.0", "bounds", "vmcore.1.gz", "vmcore.x"):
        (tmp_path / name).touch()
    assert partner_of(str(tmp_path / "unix.0")) == str(tmp_path / "vmcore.0")
    found = {
        number: [path.rpartition("/")[2] for path in paths]
        for number, paths in cores_in(str(tmp_path)).items()
    }
    assert found == {0: ["vmcore.0", "vmdump.0"], 1: ["vmcore.1.gz"]}


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("/a/vmcore.7", (CORE, 7)),
        ("netbsd.2.core", (CORE, 2)),
        ("netbsd.2", (NAMELIST, 2)),
        ("kernel", None),
        ("vmcore", None),
        ("avenrun", None),
        ("info.0", None),
        ("vmcore.last", None),
    ],
)
def test_kinds(name, kind):
    assert kind_of(name) == kind
