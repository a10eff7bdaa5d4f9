"""The steps that ``sunkvm xlate`` shows of page tables, in memory and beside it."""

import json

import pytest


@pytest.mark.parametrize(
    ("case", "address", "steps", "physical"),
    [
        ("sun4m", "0xf00c5ff6", ["pte       entry 5 at 0x14074: 0x401002"], "0x4010ff6"),
        ("sun3", "0xe06bff6", ["pte       entry 5 at 0x21e0: 0xa0000080"], "0x101ff6"),
    ],
)
def test_entries_of_page_tables(sunkvm, golden_netbsd, case, address, steps, physical):
    folder = golden_netbsd.folder(case)
    core = folder / "netbsd.core"
    result = sunkvm("xlate", folder / "kernel", core, address)
    assert result.code == 0
    lines = result.out.splitlines()
    assert [line for line in lines if " at 0x" in line] == steps
    assert f"physical  {physical}" in lines
    found = json.loads(sunkvm("xlate", folder / "kernel", core, address, "--json").out)
    assert found["physical"] == int(physical, 16)
    data = core.read_bytes()
    for step in found["steps"]:
        assert int.from_bytes(data[step["offset"] :][:4], "big") == step["link"]
    assert data[found["offset"] :][:10] == b"The quick "


def test_what_is_not_mapped(sunkvm, golden_netbsd):
    folder = golden_netbsd.folder("sun3")
    result = sunkvm("xlate", folder / "kernel", folder / "netbsd.core", "0xe070000")
    assert result.code == 1
    assert "is not mapped" in result.err
