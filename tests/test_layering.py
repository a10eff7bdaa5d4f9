"""Dependencies point one way: what every module of sunkvm imports at run time, read from its source.

The rules are the tables below. A module is known by the first component of its name under ``sunkvm``
(``cli`` for ``sunkvm.cli.info``, ``__init__`` for ``sunkvm`` itself). Imports inside functions count, since
they happen; imports under ``if TYPE_CHECKING:`` do not.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parent.parent

# A component may import those of its own row and of all rows above.
LAYERS = (
    ("errors", "display", "frozen", "handles"),
    ("datamodel",),
    ("layout",),
    ("records",),
    (
        "schema",
        "source",
        "sources",
        "lanes",
        "mmu",
        "mmus",
        "cachedir",
        "names",
        "plugins",
        "drafts",
        "pairs",
    ),
    ("layouts", "namelist", "namelists", "corefile", "corefiles", "space", "gather"),
    ("personality", "personalities"),
    ("engine", "image"),
    (
        "kvm",
        "kvm_descriptor",
        "kvm_sunos4",
        "compat",
        "export",
        "_config",
        "cli",
        "integrations",
        "__init__",
        "__main__",
    ),
    ("_shim", "_sandbox", "_shim_solaris", "_shim_bsd", "_shim_netbsd", "_shim_dragonfly", "_helper"),
)

# Components beside the rows: as high as the row of `space`, and open to few.
ASIDE = {
    "emulate": {"reaches": "space", "only_for": {"engine", "cli"}},
}

# Packages from elsewhere -> the modules (or packages) that may import them. Everyone else may not.
CONFINED = {
    "construct": "sunkvm.schema._construct",
    "click": "sunkvm.cli",
    "rich": "sunkvm.cli",
    "psutil": "sunkvm.emulate.host",
    "fsspec": "sunkvm.sources.remote",
    "pyarrow": "sunkvm.export.table",
    "drgn": "sunkvm.integrations.drgn",
    "numpy": "sunkvm.gather",
    "volatility3": "sunkvm.integrations.volatility",
}

PRINTERS = "sunkvm.cli"

RANK = {component: rank for rank, row in enumerate(LAYERS) for component in row}


@dataclass(frozen=True)
class Import:
    """One import that happens at run time, or only for the type checker."""

    target: str
    line: int
    runtime: bool


@dataclass(frozen=True)
class Module:
    name: str
    path: str
    imports: tuple[Import, ...]
    prints: tuple[int, ...]  # lines that call print()

    def runtime_imports(self) -> Iterator[Import]:
        return (i for i in self.imports if i.runtime)


def source_tree(repository: Path) -> dict[str, Path]:
    """Name every module of the source tree as it is installed: compat/ is sunkvm.compat."""
    found = {}
    for folder, package in (("sunkvm", "sunkvm"), ("compat", "sunkvm.compat")):
        for path in sorted((repository / folder).rglob("*.py")):
            relative = path.relative_to(repository / folder)
            if (folder, relative.parts[0]) == ("sunkvm", "compat"):
                continue  # a link to compat/
            parts = relative.with_suffix("").parts
            if parts[-1] == "__init__":
                parts = parts[:-1]
            found[".".join((package, *parts))] = path
    return found


def read_modules(repository: Path) -> list[Module]:
    tree = source_tree(repository)
    return [
        read_module(name, path, str(path.relative_to(repository)), frozenset(tree))
        for name, path in tree.items()
    ]


def read_module(name: str, path: Path, shown: str, known: frozenset[str]) -> Module:
    package = name if path.name == "__init__.py" else name.rpartition(".")[0]
    imports: list[Import] = []
    prints: list[int] = []

    def visit(node: ast.AST, runtime: bool) -> None:
        if isinstance(node, ast.If) and is_type_checking(node.test):
            for child in node.body:
                visit(child, False)
            for child in node.orelse:
                visit(child, runtime)
            return
        for target in import_targets(node, package, known):
            imports.append(Import(target, node.lineno, runtime))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print":
            prints.append(node.lineno)
        for child in ast.iter_child_nodes(node):
            visit(child, runtime)

    visit(ast.parse(path.read_text(encoding="utf-8"), filename=shown), True)
    return Module(name, shown, tuple(imports), tuple(prints))


def is_type_checking(test: ast.expr) -> bool:
    """True for `TYPE_CHECKING` and `typing.TYPE_CHECKING`."""
    return (isinstance(test, ast.Name) and test.id == "TYPE_CHECKING") or (
        isinstance(test, ast.Attribute) and test.attr == "TYPE_CHECKING"
    )


def import_targets(node: ast.AST, package: str, known: frozenset[str]) -> Iterator[str]:
    """Full names of the modules that a statement imports, or a call of import_module("a literal")."""
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom):
        base = absolute("." * node.level + (node.module or ""), package)
        for alias in node.names:
            # `from sunkvm import errors` imports a module, `from sunkvm import open` a name of a module.
            submodule = f"{base}.{alias.name}"
            is_module = submodule in known or (base == "sunkvm" and alias.name in RANK.keys() | ASIDE.keys())
            yield submodule if is_module else base
    elif isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
        called = getattr(node.func, "attr", None) or getattr(node.func, "id", None)
        if called in ("import_module", "__import__") and isinstance(node.args[0].value, str):
            yield absolute(node.args[0].value, package)


def absolute(name: str, package: str) -> str:
    """Resolve the leading dots of a relative import in `package`."""
    bare = name.lstrip(".")
    dots = len(name) - len(bare)
    if dots == 0:
        return name
    parents = package.split(".")
    base = parents[: len(parents) - (dots - 1)]
    return ".".join([*base, bare] if bare else base)


def component(module: str) -> str | None:
    """The first component under sunkvm; None for modules from elsewhere."""
    parts = module.split(".")
    if parts[0] != "sunkvm":
        return None
    return parts[1] if len(parts) > 1 else "__init__"


def is_within(module: str, package: str) -> bool:
    return module == package or module.startswith(package + ".")


def may_import(importer: str, imported: str) -> bool:
    """Whether component `importer` may import component `imported`."""
    if importer == imported:
        return True
    if imported in ASIDE:
        return importer in ASIDE[imported]["only_for"]
    if importer in ASIDE:
        return RANK[imported] <= RANK[ASIDE[importer]["reaches"]]
    return RANK[imported] <= RANK[importer]


def strangers(modules: list[Module]) -> list[str]:
    """Modules that the tables do not place."""
    return [
        f"{m.path}: {component(m.name)} has no place in LAYERS (or ASIDE) of {Path(__file__).name}"
        for m in modules
        if component(m.name) not in RANK and component(m.name) not in ASIDE
    ]


def wrong_ways(modules: list[Module]) -> list[str]:
    """Imports that point to a higher layer."""
    placed = RANK.keys() | ASIDE.keys()
    found = []
    for module in modules:
        importer = component(module.name)
        for each in module.runtime_imports():
            imported = component(each.target)
            if {importer, imported} <= placed and not may_import(importer, imported):
                found.append(
                    f"{module.path}:{each.line}: {importer} must not import {imported} ({each.target})"
                )
    return found


def escapes(modules: list[Module], confined: Mapping[str, str] = CONFINED) -> list[str]:
    """Imports of packages from elsewhere, outside the one place that may."""
    return [
        f"{module.path}:{each.line}: {each.target} may be imported only in {confined[outside]}"
        for module in modules
        for each in module.runtime_imports()
        if (outside := each.target.partition(".")[0]) in confined
        and not is_within(module.name, confined[outside])
    ]


def stray_prints(modules: list[Module]) -> list[str]:
    """Calls of print() outside the command line."""
    return [
        f"{module.path}:{line}: print() belongs into {PRINTERS}"
        for module in modules
        if not is_within(module.name, PRINTERS)
        for line in module.prints
    ]


RULES = {rule.__name__: rule for rule in (strangers, wrong_ways, escapes, stray_prints)}


@pytest.fixture(scope="module")
def modules() -> list[Module]:
    return read_modules(REPOSITORY)


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_package(rule, modules):
    assert "\n".join(rule(modules)) == ""


def test_package_is_seen(modules):
    """The walk finds the modules, and in them the imports that we know of."""
    by_name = {m.name: m for m in modules}
    assert "sunkvm" in by_name
    assert "sunkvm.errors" in {i.target for i in by_name["sunkvm.layout"].runtime_imports()}
    assert "sunkvm.datamodel" in {i.target for i in by_name["sunkvm.layout"].imports if not i.runtime}
    assert "construct" in {i.target for i in by_name["sunkvm.schema._construct"].runtime_imports()}


# The rules can fail: a file of a small tree -> what they say of it.
VIOLATIONS = {
    "upward": (
        "sunkvm/space.py",
        "import os\nimport sunkvm.engine\n",
        ["sunkvm/space.py:2: space must not import engine (sunkvm.engine)"],
    ),
    "upward-relative": (
        "sunkvm/corefiles/solaris.py",
        "from ..personalities.solaris import PROC\n",
        [
            "sunkvm/corefiles/solaris.py:1: corefiles must not import personalities "
            "(sunkvm.personalities.solaris)"
        ],
    ),
    "upward-module-as-name": (
        "sunkvm/schema/base.py",
        "from .. import errors, engine\n",
        ["sunkvm/schema/base.py:1: schema must not import engine (sunkvm.engine)"],
    ),
    "upward-in-function": (
        "sunkvm/mmu.py",
        "def walk():\n    from .space import AddressSpace\n",
        ["sunkvm/mmu.py:2: mmu must not import space (sunkvm.space)"],
    ),
    "upward-in-else-of-type-checking": (
        "sunkvm/mmu.py",
        "if TYPE_CHECKING:\n    from .engine import a\nelse:\n    from .space import b\n",
        ["sunkvm/mmu.py:4: mmu must not import space (sunkvm.space)"],
    ),
    "upward-import-module": (
        "sunkvm/image.py",
        "import importlib\nx = importlib.import_module('.cli', __package__)\n",
        ["sunkvm/image.py:2: image must not import cli (sunkvm.cli)"],
    ),
    "leaves-out-of-order": (
        "sunkvm/errors.py",
        "from .datamodel import DataModel\n",
        ["sunkvm/errors.py:1: errors must not import datamodel (sunkvm.datamodel)"],
    ),
    "compat-is-in-the-package": (
        "compat/freebsd.py",
        "from sunkvm._shim import ops\n",
        ["compat/freebsd.py:1: compat must not import _shim (sunkvm._shim)"],
    ),
    "emulate-reaches-too-high": (
        "sunkvm/emulate/plant/solaris.py",
        "from ...personality import Personality\nfrom ...space import AddressSpace\n",
        ["sunkvm/emulate/plant/solaris.py:1: emulate must not import personality (sunkvm.personality)"],
    ),
    "emulate-is-not-for-all": (
        "sunkvm/kvm.py",
        "from .emulate.world import World\n",
        ["sunkvm/kvm.py:1: kvm must not import emulate (sunkvm.emulate.world)"],
    ),
    "stranger": (
        "sunkvm/util.py",
        "",
        ["sunkvm/util.py: util has no place in LAYERS (or ASIDE) of test_layering.py"],
    ),
    "construct-escapes": (
        "sunkvm/schema/base.py",
        "import construct.lib\n",
        ["sunkvm/schema/base.py:1: construct.lib may be imported only in sunkvm.schema._construct"],
    ),
    "rich-escapes": (
        "sunkvm/client.py",
        "from rich.table import Table\n",
        [
            "sunkvm/client.py: client has no place in LAYERS (or ASIDE) of test_layering.py",
            "sunkvm/client.py:1: rich.table may be imported only in sunkvm.cli",
        ],
    ),
    "psutil-escapes": (
        "sunkvm/emulate/world.py",
        "def now():\n    import psutil\n",
        ["sunkvm/emulate/world.py:2: psutil may be imported only in sunkvm.emulate.host"],
    ),
    "print": (
        "sunkvm/export/elf.py",
        "def write():\n    print('done')\n",
        ["sunkvm/export/elf.py:2: print() belongs into sunkvm.cli"],
    ),
}

PERMITTED = {
    "downward": (
        "sunkvm/engine.py",
        "from . import errors\nfrom .emulate import world\nimport sunkvm.space\n",
    ),
    "sideways": ("sunkvm/corefile.py", "from .corefiles import solaris\n"),
    "type-checking": (
        "sunkvm/errors.py",
        "import typing\nif typing.TYPE_CHECKING:\n    from .engine import x\n    import construct\n",
    ),
    "a-name-is-no-module": ("sunkvm/cli/info.py", "from sunkvm import open as space\n"),
    "click-and-print-in-cli": (
        "sunkvm/cli/__init__.py",
        "import click\nfrom rich import box\nprint(click, box)\n",
    ),
    "construct-in-its-home": ("sunkvm/schema/_construct.py", "from construct import Struct\n"),
    "a-method-called-print": ("sunkvm/export/elf.py", "report.print(1)\n"),
}


def small_tree(repository: Path, path: str, text: str) -> list[Module]:
    """A package with a module for every component, and one file of interest."""
    for name in (*RANK, *ASIDE):
        file = repository / "sunkvm" / f"{name}.py"
        file.parent.mkdir(exist_ok=True)
        file.write_text("", encoding="utf-8")
    file = repository / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return read_modules(repository)


@pytest.mark.parametrize(("path", "text", "complaints"), VIOLATIONS.values(), ids=VIOLATIONS)
def test_violation_is_found(path, text, complaints, tmp_path):
    found = small_tree(tmp_path, path, text)
    assert [complaint for rule in RULES.values() for complaint in rule(found)] == complaints


@pytest.mark.parametrize(("path", "text"), PERMITTED.values(), ids=PERMITTED)
def test_permitted_is_not_reported(path, text, tmp_path):
    found = small_tree(tmp_path, path, text)
    assert [complaint for rule in RULES.values() for complaint in rule(found)] == []
