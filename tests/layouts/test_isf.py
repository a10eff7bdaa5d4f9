"""ISF: what is exported is what volatility reads, and reads back as the same layouts."""

from __future__ import annotations

import json

import pytest

import sunkvm
from sunkvm.datamodel import SOLARIS_MODELS
from sunkvm.errors import FormatError, OpenError
from sunkvm.export.isf import isf
from sunkvm.layouts.isf import open_isf


@pytest.fixture(params=SOLARIS_MODELS, ids=lambda model: model.name)
def exported(request, golden_solaris, tmp_path):
    folder = golden_solaris.folder(request.param.name)
    with sunkvm.open(folder / "unix.0", folder / "vmcore.0") as image:
        data = isf(image)
        layouts = {name: image.layout(name) for name in ("proc", "user", "pid", "as", "cred", "_kthread")}
        symbols = {name: int(symbol) for name, symbol in image.symbols.items()}
    path = tmp_path / "kernel.json"
    path.write_text(json.dumps(data))
    return request.param, data, layouts, symbols, path


def test_members_lie_where_the_image_has_them(exported):
    model, data, layouts, symbols, _ = exported
    assert set(data) >= {"metadata", "base_types", "user_types", "enums", "symbols"}
    assert data["base_types"]["pointer"]["size"] == model.word
    assert data["base_types"]["pointer"]["endian"] == model.byteorder
    assert {name: entry["address"] for name, entry in data["symbols"].items()} == symbols
    for name, layout in layouts.items():
        entry = data["user_types"][name]
        assert entry["size"] == layout.size
        for field in layout:
            if "." not in field.name and not field.bits:
                assert entry["fields"][field.name]["offset"] == field.offset


def test_it_reads_back_as_the_same_layouts(exported):
    model, _, layouts, _, path = exported
    source = open_isf(path, model)
    for name, layout in layouts.items():
        again = source.layout(name)
        assert again.size == layout.size
        for field in layout:
            found = again.get(field.name)
            if found is not None:
                assert (found.offset, found.bits, found.shift) == (field.offset, field.bits, field.shift), (
                    field.name
                )
    assert source.layout("nosuch") is None


def test_a_given_file_comes_before_the_tables(exported, golden_solaris, tmp_path):
    model, data, _, _, _ = exported
    moved = json.loads(json.dumps(data))
    moved["user_types"]["pid"]["fields"]["pid_id"]["offset"] = 8
    path = tmp_path / "moved.json"
    path.write_text(json.dumps(moved))
    folder = golden_solaris.folder(model.name)
    with sunkvm.open(folder / "unix.0", folder / "vmcore.0", layouts=path) as image:
        assert image.layout("pid").offset("pid_id") == 8
        assert str(path) in image.layout("pid").source or "ISF" in image.layout("pid").source


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "{}", '{"user_types": 5}', '{"user_types": {"a": {"size": -1, "fields": {}}}}']
)
def test_what_is_no_isf(text, tmp_path):
    path = tmp_path / "x.json"
    path.write_text(text)
    with pytest.raises((FormatError, OpenError)) as caught:
        source = open_isf(path, SOLARIS_MODELS[0])
        source.layout("a")
        raise OpenError(str(path), "was read as if it held nothing")
    assert str(path) in str(caught.value)
