"""Views of structs: members as C programs know them, over a buffer that others may overwrite."""

import copy
import mmap
import struct

import pytest

from sunkvm.datamodel import AMD64, SOLARIS_MODELS, SPARCV9
from sunkvm.errors import LayoutError
from sunkvm.layout import Field, Layout
from sunkvm.layouts.builtin import BuiltinTables
from sunkvm.layouts.view import StructView, layout_of
from sunkvm.schema import build
from sunkvm.schema.kernels import solaris

every_model = pytest.mark.parametrize("model", SOLARIS_MODELS, ids=lambda model: model.name)


def proc(model):
    """A proc_t of this model, planted at offset 24 of a buffer: view, buffer, tables."""
    tables = BuiltinTables("solaris", model)
    layout, user = tables.layout("proc"), tables.layout("user")
    auxv = solaris.auxv(model)
    aux = build(auxv, {"a_type": 2008, "a_un.a_val": -4}) + build(auxv, {"a_type": 6, "a_un.a_ptr": 4096})
    signals = [0] * 72
    signals[3] = 0x1234
    u = build(
        user,
        {
            "u_comm": b"init\0garbage",
            "u_psargs": b"/sbin/init -s",
            "u_argc": 2,
            "u_auxv": aux,
            "u_signal": signals,
            "u_start": build(solaris.timespec(model), {"tv_sec": 1381276800}),
        },
    )
    p = build(
        layout,
        {"p_as": 0x8000, "p_stat": 2, "p_ppid": -1, "p_flag": 0x4000, "p_user": u, "p_cv": b"\x12\x34"},
    )
    buffer = bytearray(b"\xaa" * 24 + p + b"\xbb" * 8)
    return StructView(layout, buffer, 24, tables.resolve), buffer, tables


@every_model
def test_members_are_attributes_and_items(model):
    view, _, _ = proc(model)
    assert (view.p_as, view.p_stat, view.p_ppid, view.p_flag) == (0x8000, 2, -1, 0x4000)
    assert view["p_flag"] == view.p_flag
    assert (view.p_exec, view.p_next) == (0, 0)


@every_model
def test_nested_structs_share_the_buffer(model):
    view, buffer, tables = proc(model)
    user = view.p_user
    assert isinstance(user, StructView)
    assert layout_of(user) is tables.layout("user")
    assert user.u_argc == view["p_user.u_argc"] == 2
    assert user.u_start.tv_sec == 1381276800
    at = 24 + tables.layout("proc").offset("p_user") + tables.layout("user").offset("u_argc")
    struct.pack_into(model.order + "i", buffer, at, 5)
    assert (user.u_argc, view.p_user.u_argc) == (5, 5)


@every_model
def test_character_arrays_are_raw(model):
    user = proc(model)[0].p_user
    assert user.u_comm == b"init\0garbage".ljust(17, b"\0")
    assert user.u_psargs == b"/sbin/init -s".ljust(80, b"\0")


@every_model
def test_arrays(model):
    user = proc(model)[0].p_user
    assert user.u_signal[:5] == (0, 0, 0, 0x1234, 0)
    assert len(user.u_signal) == 72
    entries = user.u_auxv
    assert isinstance(entries, list)
    assert [entry.a_type for entry in entries] == [2008, 6] + [0] * (
        20 if model.byteorder == "little" else 18
    )
    # A union without a tag.
    assert (entries[0].a_un.a_val, entries[0].a_un.a_ptr) == (-4, model.mask - 3)
    assert entries[1]["a_un.a_ptr"] == 4096
    assert isinstance(proc(model)[0].p_crlock._opaque, tuple)


@every_model
def test_bit_fields(model):
    tables = BuiltinTables("solaris", model)
    layout = tables.layout("pid")
    view = StructView(layout, build(layout, {"pid_prslot": 0xABCDEF, "pid_pgorphaned": 1, "pid_id": 77}))
    assert (view.pid_prslot, view.pid_pgorphaned, view.pid_prinactive, view.pid_padding) == (
        0xABCDEF,
        1,
        0,
        0,
    )
    assert view.pid_id == 77
    (word,) = struct.unpack_from(model.order + "I", bytes(view))
    assert word == (0xABCDEF << 8 | 2 if model.byteorder == "little" else 0xABCDEF | 0x40000000)


def test_a_view_follows_its_buffer_and_a_copy_does_not():
    view, buffer, _ = proc(AMD64)
    kept = view.copy()
    old = bytes(view)
    buffer[24:] = bytes(len(buffer) - 24)
    assert (view.p_stat, view.p_user.u_argc) == (0, 0)
    assert (kept.p_stat, kept.p_user.u_argc, kept.p_user.u_auxv[0].a_type) == (2, 2, 2008)
    assert bytes(kept) == old == bytes(kept.copy())
    # A copy of a part is a copy of that part.
    part = kept.p_user.copy()
    assert bytes(part) == bytes(kept.p_user)


def test_the_buffer_is_not_locked():
    view, buffer, _ = proc(AMD64)
    assert bytes(view)[44] == 2
    buffer.append(0)
    assert bytes(view.p_user)


def test_size_and_bytes():
    view, buffer, tables = proc(SPARCV9)
    assert len(view) == 3824
    assert bytes(view) == buffer[24 : 24 + 3824]
    assert len(view.p_user) == tables.layout("user").size


@pytest.mark.parametrize("kind", [bytes, bytearray, memoryview])
def test_buffers(kind):
    layout = solaris.log_ctl(AMD64)
    data = build(layout, {"level": 3, "pri": -9})
    view = StructView(layout, kind(data))
    assert (view.level, view.pri) == (3, -9)


def test_mapped_buffers():
    layout = solaris.log_ctl(AMD64)
    with mmap.mmap(-1, 4096) as map:
        map[16:40] = build(layout, {"seq_no": 12})
        view = StructView(layout, map, 16)
        assert (view.seq_no, bytes(view)[16]) == (12, 12)


def test_missing_members():
    view, _, _ = proc(AMD64)
    with pytest.raises(AttributeError, match="struct proc has no member p_nothing") as caught:
        _ = view.p_nothing
    assert (caught.value.name, caught.value.obj) == ("p_nothing", view)
    assert isinstance(caught.value.__cause__, LayoutError)
    assert getattr(view, "p_nothing", None) is None
    assert not hasattr(view, "p_nothing")
    for name in ("p_nothing", "p_user.u_nothing", "p_stat.x", "p_nothing.x", "", "."):
        with pytest.raises(LayoutError):
            view[name]


def test_nothing_but_copy_hides_a_member():
    names = {name for name in dir(StructView) if not name.startswith("_")}
    assert names == {"copy"}
    fields = [Field(name, 4 * index, 4, "int") for index, name in enumerate(("layout", "base", "copy", "_x"))]
    view = StructView(Layout("hidden", AMD64, 16, fields), struct.pack("<4i", 1, 2, 3, 4))
    assert (view.layout, view.base, view["copy"], view._x) == (1, 2, 3, 4)
    for name in {name for model in SOLARIS_MODELS for name in BuiltinTables("solaris", model).names()}:
        layout = BuiltinTables("solaris", AMD64).layout(name)
        assert layout is None or not set(layout.fields) & set(dir(StructView)), name


def test_views_cannot_be_written_to():
    view, _, _ = proc(AMD64)
    with pytest.raises(AttributeError):
        view.p_stat = 3
    with pytest.raises(TypeError):
        view["p_stat"] = 3
    assert view.p_stat == 2


def test_dir_and_iteration_name_the_members():
    view, _, tables = proc(AMD64)
    assert list(view) == [field.name for field in tables.layout("proc")]
    assert {"p_stat", "p_user", "copy"} <= set(dir(view))
    entry = view.p_user.u_auxv[0]
    assert list(entry) == ["a_type", "a_un"]
    assert "a_un" in entry and "a_val" not in entry and "a_val" in entry.a_un


def test_repr_shows_some_members():
    view, _, _ = proc(AMD64)
    assert repr(view) == (
        "<struct proc: p_exec=0x0 p_as=0x8000 p_lockp=0x0 p_cred=0x0 p_swapcnt=0 p_stat=2 +151>"
    )
    assert "u_comm=b'init'" in repr(view.p_user)
    assert (
        repr(view.p_user.u_auxv[0].a_un)
        == "<union auxv_t.a_un: a_val=-4 a_ptr=0xfffffffffffffffc a_fcn=0xfffffffffffffffc>"
    )
    assert repr(view.p_crlock) == "<struct mutex: +1>"


def test_unknown_structs_are_bytes():
    view, buffer, tables = proc(AMD64)
    bare = StructView(tables.layout("proc"), buffer, 24)
    assert bare.p_user == bytes(view.p_user)
    assert view.p_ldt_desc == bytes(16)
    user = StructView(tables.layout("user"), bytes(view.p_user))
    assert user.u_auxv == tuple(bytes(entry) for entry in view.p_user.u_auxv)
    with pytest.raises(LayoutError):
        bare["p_user.u_argc"]


def test_a_layout_of_another_size_is_not_believed():
    """The struct of another release under the same name must not shift the members of this one."""
    view, buffer, tables = proc(AMD64)
    wrong = Layout("user", AMD64, 2000, [Field("u_argc", 0, 4, "int")])
    mixed = StructView(tables.layout("proc"), buffer, 24, lambda type: wrong)
    assert mixed.p_user == bytes(view.p_user)


def test_arrays_of_character_arrays():
    layout = Layout("names", AMD64, 8, [Field("n", 0, 8, "array", "char[2][4]", 2, 4, "char[]")])
    assert StructView(layout, b"ab\0dsd0\0").n == (b"ab\0d", b"sd0\0")


@pytest.mark.parametrize(("size", "base"), [(23, 0), (24, 1), (0, 0), (48, -1), (48, 25)])
def test_buffers_that_do_not_hold_the_struct(size, base):
    with pytest.raises(ValueError, match=f"{size} bytes do not hold struct log_ctl at offset {base}"):
        StructView(solaris.log_ctl(AMD64), bytes(size), base)


def test_shallow_copies_share_the_buffer():
    view, buffer, _ = proc(AMD64)
    again = copy.copy(view)
    buffer[24 + 44] = 5
    assert again.p_stat == 5
