"""Paging forms: one small module of tables a family of MMUs."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..mmu import PagingForm

_MODULES = {
    "amd64": "amd64",
    "amd64-la57": "amd64",
    "i386": "i386",
    "i386-pae": "i386",
    "i386-pae-joined": "i386",
    "i386-pae-roots": "i386",
    "aarch64-4k": "aarch64",
    "aarch64-16k": "aarch64",
    "aarch64-64k": "aarch64",
    "arm": "arm",
    "riscv-sv39": "riscv",
    "riscv-sv48": "riscv",
    "riscv-sv57": "riscv",
    "powerpc-radix": "powerpc",
    "sparc-srmmu": "sparc",
    "sparc64": "sparc64",
    "m68030": "m68k",
    "m68040": "m68k",
    "alpha": "alpha",
}


def forms() -> list[str]:
    """Return the names of the paging forms, in alphabetical order."""
    return sorted(_MODULES)


def find(name: str) -> PagingForm:
    """Return a paging form by name. Raises KeyError for one that is not known."""
    from importlib import import_module

    form: PagingForm = import_module(f".{_MODULES[name]}", __package__).FORMS[name]
    return form
