"""The built-in tables: that they say what the compilers said, and answer as a source of layouts should."""

import hashlib
import json
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from sunkvm.datamodel import AMD64, MODELS, SOLARIS_MODELS, SPARC
from sunkvm.layout import Field, Layout
from sunkvm.layouts import LayoutChain, LayoutSource
from sunkvm.layouts.builtin import BuiltinTables

STRUCTS = Path(__file__).parent.parent / "data" / "illumos_structs"
LEFT_OUT_NEEDS_A_REASON = 17  # processor state, see tests/oracle/make_tables.py

every_model = pytest.mark.parametrize("model", SOLARIS_MODELS, ids=lambda model: model.name)


def oracle(model):
    return json.loads((STRUCTS / f"{model.name}.json").read_text())


def row_of(field):
    """A member as the oracle writes it: trailing defaults are left out."""
    row = [field.name, field.offset, field.size, field.kind, field.type]
    row += [field.count, field.element_size, field.element_kind, field.bits, field.shift]
    defaults = [1, field.size, field.kind, 0, 0]
    while len(row) > 5 and row[-1] == defaults[len(row) - 6]:
        row.pop()
    return row


@every_model
def test_compilers_agree(model):
    tables = BuiltinTables("solaris", model)
    for name, (size, tag, rows) in oracle(model)["structs"].items():
        layout = tables.layout(name)
        assert (layout.name, layout.size, layout.tag) == (name, size, tag)
        assert [row_of(field) for field in layout] == rows, name


@every_model
def test_digests_of_all_other_structs(model):
    tables, facts = BuiltinTables("solaris", model), oracle(model)
    for name in tables.names():
        if name in facts["structs"]:
            continue
        layout = tables.layout(name)
        whole = json.dumps([layout.size, layout.tag, [row_of(field) for field in layout]])
        assert hashlib.sha256(whole.encode()).hexdigest()[:16] == facts["digests"][name], name
    missing = (facts["structs"].keys() | facts["digests"].keys()) - set(tables.names())
    assert len(missing) <= LEFT_OUT_NEEDS_A_REASON
    assert not missing & facts["structs"].keys()


@every_model
def test_members_lie_inside_their_struct(model):
    tables = BuiltinTables("solaris", model)
    for name in tables.names():
        layout = tables.layout(name)
        assert layout.model is model
        assert layout.source == f"built-in table illumos 2013-10 {model.name}"
        for field in layout:
            assert 0 <= field.offset <= field.offset + field.size <= layout.size
            if field.kind in ("array", "char[]"):
                assert field.count * field.element_size == field.size
            assert field.bits + field.shift <= 8 * field.size


# Known from other sources: what the man pages, and programs of the time, took for granted.
@pytest.mark.parametrize(
    ("model", "size", "p_user", "u_psargs"),
    [("i386", 2808, 1140, 209), ("amd64", 3896, 1632, 401), ("sparcv9", 3824, 1592, 369)],
)
def test_well_known_offsets(model, size, p_user, u_psargs):
    tables = BuiltinTables("solaris", MODELS[model])
    proc = tables.layout("proc")
    assert (proc.size, proc.offset("p_user"), proc.offset("p_as")) == (size, p_user, MODELS[model].word)
    assert tables.resolve(proc["p_user"].type).offset("u_psargs") == u_psargs


def test_names_of_structs():
    tables = BuiltinTables("solaris", AMD64)
    proc = tables.layout("proc")
    assert proc is tables.layout("struct proc") is tables.layout("proc_t")
    thread = tables.layout("_kthread")
    assert thread is tables.layout("kthread_t") is tables.layout("kthread") is tables.layout("struct kthread")
    assert tables.layout("auxv_t").tag == "typedef struct"
    assert tables.layout("union sigval").tag == "union"


@pytest.mark.parametrize(
    "name", ["nothing", "struct proc_t", "union proc", "struct auxv_t", "ctxop_t", "", "int"]
)
def test_names_of_nothing(name):
    assert BuiltinTables("solaris", AMD64).layout(name) is None


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("struct user", "user"),
        ("kmutex_t", "mutex"),
        ("auxv_t[22]", "auxv_t"),
        ("struct rlimit64[7]", "rlimit64"),
        ("const struct user", "user"),
        ("volatile kcondvar_t", "_kcondvar"),
        ("union sigval", "sigval"),
    ],
)
def test_types_of_members_resolve(text, name):
    tables = BuiltinTables("solaris", AMD64)
    assert tables.resolve(text) is tables.layout(name)


@pytest.mark.parametrize(
    "text",
    [
        "pointer to struct proc",
        "pointer to struct avl_node[2]",
        "struct proc *",
        "union (anonymous)",
        "int",
        "uint64_t[16][2]",
        "unsigned int",
        "const char",
        "",
    ],
)
def test_types_that_hold_no_struct(text):
    assert BuiltinTables("solaris", AMD64).resolve(text) is None


@every_model
def test_all_nested_structs_resolve(model):
    """Whatever a table holds by value it describes too, apart from what was left out on purpose."""
    tables = BuiltinTables("solaris", model)
    for name in tables.names():
        layout = tables.layout(name)
        for field in layout:
            if field.element_kind in ("struct", "union") and "." not in field.name:
                inner = layout.inner(field.name) or tables.resolve(field.type)
                if inner is not None:
                    assert inner.size == field.element_size, (name, field)
                else:
                    assert field.name in ("lwp_pcb", "p_ldt_desc", "cpu_m", "hdr"), (name, field)


@every_model
def test_constants_and_scalars(model):
    tables = BuiltinTables("solaris", model)
    assert tables.constants["NAUXV"] == (22 if model.byteorder == "little" else 20)
    assert tables.constants["FSCALE"] == 256
    assert tables.table.SCALARS["pgcnt_t"] == (model.word, "uint")
    assert tables.table.TYPEDEFS["proc_t"] == "struct proc"
    # Scalars of that many bytes are what members of that type have.
    for name in tables.names():
        for field in tables.layout(name):
            if field.type in tables.table.SCALARS and not field.bits:
                assert tables.table.SCALARS[field.type] == (field.size, field.kind)


@pytest.mark.parametrize(("personality", "model"), [("plan9", AMD64), ("netbsd", SPARC)])
def test_there_may_be_no_table(personality, model):
    tables = BuiltinTables(personality, model)
    assert tables.layout("proc") is None
    assert tables.names() == []
    assert tables.constants == {}
    assert "none" in tables.name


class Fixed(LayoutSource):
    """A source of one struct."""

    def __init__(self, name, layout):
        self.name = name
        self.asked = 0
        self._layout = layout

    def layout(self, name):
        self.asked += 1
        return self._layout if name.removeprefix("struct ") == self._layout.name else None

    def names(self):
        return [self._layout.name]


def test_the_first_of_a_chain_answers():
    tables = BuiltinTables("solaris", AMD64)
    own = Layout("proc", AMD64, 8, [Field("p_new", 0, 8, "pointer")], source="test")
    source = Fixed("fixed", own)
    chain = LayoutChain([source, tables])
    assert chain.layout("proc") is chain.resolve("struct proc") is own
    assert chain.layout("user") is tables.layout("user")
    assert chain.layout("nothing") is None
    assert chain.names() == tables.names()
    assert "extra" in LayoutChain([Fixed("fixed", Layout("extra", AMD64, 0, [])), tables]).names()


def test_a_chain_remembers_until_it_grows():
    source = Fixed("fixed", Layout("one", AMD64, 4, []))
    chain = LayoutChain([source])
    assert [chain.layout("one"), chain.layout("one"), chain.layout("two"), chain.layout("two")].count(
        None
    ) == 2
    assert source.asked == 2
    better = Layout("one", AMD64, 8, [])
    chain.prepend(Fixed("better", better))
    assert chain.layout("one") is better
    assert repr(chain) == "LayoutChain(better, fixed)"


def test_an_empty_chain_knows_nothing():
    assert LayoutChain().layout("proc") is None
    assert LayoutChain().names() == []


def test_tables_are_loaded_on_first_use_and_drag_nothing_in():
    script = """if 1:
        import sys
        before = set(sys.modules)
        import sunkvm.layouts.view
        from sunkvm.datamodel import AMD64
        from sunkvm.layouts.builtin import BuiltinTables
        tables = BuiltinTables("solaris", AMD64)
        assert "sunkvm.layouts.illumos_amd64" not in sys.modules
        assert tables.layout("proc").size == 3896
        assert "sunkvm.layouts.illumos_amd64" in sys.modules
        assert "sunkvm.layouts.illumos_i386" not in sys.modules
        print(*{"typing", "dataclasses", "re", "json", "enum", "construct"} & (set(sys.modules) - before))
    """
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == ""


def test_the_regenerator_writes_what_the_reader_reads(tmp_path):
    def number(offset, size, **more):
        return {"offset": offset, "size": size, "kind": "uint", "type": "uint_t", **more}

    array = {"count": 2, "element_size": 4, "element_kind": "uint", "element_type": "uint_t"}
    fields = {
        "low": number(0, 4, bit_size=24, bit_offset_lsb=8, storage_size=4),
        "pair": number(4, 8, **array) | {"kind": "array", "type": "uint_t[2]"},
        "f": number(12, 4) | {"kind": "pointer", "type": "pointer to function"},
    }
    structs = {"_x": {"tag": "struct", "size": 16, "fields": fields}}
    structs["x"] = structs["_x"] | {"alias_of": "_x"}
    structs["machcpu"] = structs["_x"]
    data = {
        "source": "illumos-gate (commit abc, 2013-10-09) compiled",
        "arch": "i386",
        "note": "a note.",
        "structs": structs,
        "typedefs": {"x_t": "struct _x"},
        "constants": {"NCPU": 32},
        "scalar_types": {"uint_t": {"size": 4, "kind": "uint"}},
    }
    (tmp_path / "in.json").write_text(json.dumps(data))
    script = Path(__file__).parent.parent / "oracle" / "make_tables.py"
    subprocess.run([sys.executable, script, tmp_path / "in.json", tmp_path / "out.py"], check=True)
    table = SimpleNamespace()
    exec((tmp_path / "out.py").read_text(), vars(table))
    assert "illumos 2013-10, i386" in table.__doc__
    assert (table.CONSTANTS, table.SCALARS) == ({"NCPU": 32}, {"uint_t": (4, "uint")})
    tables = BuiltinTables("solaris", MODELS["i386"])
    tables._table = table
    assert tables.names() == ["_x"]
    assert [*tables.layout("x_t")] == [
        Field("low", 0, 4, "uint", "uint_t", bits=24, shift=8),
        Field("pair", 4, 8, "array", "uint_t[2]", 2, 4, "uint"),
        Field("f", 12, 4, "pointer", "pointer to function"),
    ]
