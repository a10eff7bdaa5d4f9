"""docs/support-matrix.md: its tables are what the code answers now, and its sections are of the systems that there are."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

import pytest

from sunkvm import datamodel, emulate, personality
from sunkvm.layouts import releases

ROOT = Path(__file__).parent.parent.parent
PAGE = ROOT / "docs" / "support-matrix.md"


@pytest.fixture(scope="module")
def matrix():
    spec = importlib.util.spec_from_file_location("make_matrix", ROOT / "docs" / "make_matrix.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(autouse=True)
def no_names(monkeypatch):
    for name in ("NAMELIST", "COREFILE", "SWAPFILE", "EMULATE"):
        monkeypatch.delenv(f"SUNKVM_{name}", raising=False)


@pytest.mark.live
def test_tables_are_what_the_code_answers(matrix):
    fresh = PAGE.read_text() == matrix.page()
    assert fresh, "what is supported has changed: run make matrix, and commit docs/support-matrix.md"


def test_all_systems_have_a_column_and_a_section(matrix):
    assert set(matrix.SYSTEMS) == set(personality.names())
    assert set(emulate.personalities()) <= set(matrix.SYSTEMS)
    sections = re.findall(r"^## (.*)$", PAGE.read_text(), re.M)
    for system, label in matrix.SYSTEMS.items():
        if system != "sunos4":  # which stands in the table of Solaris
            assert label.replace(", ", " and ") in sections


def test_all_questions_are_asked(matrix):
    """A question that personalities get anew is missing in the table."""
    asked = {
        name
        for name, value in vars(personality.Personality).items()
        if callable(value) and not name.startswith("_")
    }
    assert asked - {"space_key", "address_space", "info", "describe"} == set(matrix.QUESTIONS)


def rows_of(section):
    """Return (label, {column: cell}) of the tables of a section."""
    text = re.split(r"^## ", PAGE.read_text(), flags=re.M)
    (part,) = [each for each in text if each.startswith(f"{section}\n")]
    found, header = [], []
    for line in part.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split(" | ")] if line.startswith("|") else None
        if cells is None:
            header = []
        elif not header:
            header = cells
        elif set(line) > set("|-"):
            found.append((cells[0], dict(zip(header[1:], cells[1:], strict=False))))
    return found


LABELS = {
    "freebsd11": "11.0",
    "freebsd12": "12.1",
    "freebsd15": "15",
    "netbsd6": "6.99.16",
    "netbsd10": "10.99.12",
    "dragonfly5": "5.9",
}


@pytest.mark.parametrize("system", ["FreeBSD", "NetBSD", "DragonFly"])
def test_tables_of_layouts_are_as_claimed(system):
    """Below each machine stand the releases that there are tables of, and no others."""
    (row,) = [cells for label, cells in rows_of(system) if label == "built-in layouts"]
    for column, cell in row.items():
        machine = re.split(r"[ ,]", column)[0]
        models = {machine, "i386pae"} if "PAE" in column else {machine}
        there = [
            LABELS[module]
            for *_, module in releases._RELEASES[system.lower()]
            if models <= set(releases._MODELS[module])
        ]
        assert cell == (", ".join(there) or "–"), column


@pytest.mark.live
@pytest.mark.parametrize("system", ["FreeBSD", "NetBSD", "DragonFly"])
def test_emulated_kernels_are_as_claimed(matrix, system):
    """Where a section speaks of live kernels or snapshots, it names the machines that there are."""
    for label, row in rows_of(system):
        if "live kernel" not in label and "snapshot" not in label:
            continue
        for column, cell in row.items():
            machine = {"sparc64": "sparcv9"}.get(re.split(r"[ ,]", column)[0], re.split(r"[ ,]", column)[0])
            if machine in datamodel.MODELS and machine != "m68k":
                claimed = cell not in ("–", "no")
                told = matrix.is_live(system.lower(), machine)
                assert not claimed or told, f"{label}: {column}"
                if "live kernel" in label:
                    assert claimed == told, f"{label}: {column}"
