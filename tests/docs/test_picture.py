"""The picture of the README shows what the commands print."""

from __future__ import annotations

import html
import importlib.util
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

DOCS = Path(__file__).parent.parent.parent / "docs"


@pytest.fixture(scope="module")
def picture():
    spec = importlib.util.spec_from_file_location("picture", DOCS / "picture.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_it_shows_what_is_printed(picture):
    """After a change: python docs/picture.py."""
    svg = (DOCS / "sunkvm.svg").read_text()
    ElementTree.fromstring(svg)
    lines: dict[str, str] = {}
    for y, text in re.findall(r'<text class="sunkvm-r\d+" [^>]*y="([\d.]+)"[^>]*>(.*?)</text>', svg):
        lines[y] = lines.get(y, "") + html.unescape(text).replace("\xa0", " ")
    shown = [line.strip() for line in lines.values() if line.strip()]
    wanted = []
    for command, printed in picture.output():
        wanted += [f"$ {command}", *printed.splitlines()]
    assert shown == [" ".join(line.split(" ")).strip() for line in wanted if line.strip()]


def test_it_is_small_and_whole():
    svg = (DOCS / "sunkvm.svg").read_text()
    assert len(svg) < 60_000
    assert "url(http" not in svg
