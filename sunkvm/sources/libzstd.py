"""The package zstandard without what it imports for its own comfort, which costs more than unpacking a small dump."""

from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_NAME = "zstandard"


def load() -> Any:
    """Return the module with the package's classes: its compiled part, or else the package. Raises ImportError."""
    found = sys.modules.get(_NAME)
    return found if found is not None else sys.modules.get(f"{_NAME}.backend_c") or _compiled() or _package()


def _compiled() -> Any:
    """Load the compiled part alone; None where it is stored in another way than usual."""
    if _NAME in sys.modules:  # as None: somebody forbids it
        return None
    from importlib.machinery import EXTENSION_SUFFIXES, ExtensionFileLoader, ModuleSpec, PathFinder

    package = PathFinder.find_spec(_NAME)
    if package is None or not package.submodule_search_locations:
        return None
    for folder in package.submodule_search_locations:
        for suffix in EXTENSION_SUFFIXES:
            path = f"{folder}/backend_c{suffix}"
            name = f"{_NAME}.backend_c"
            loader = ExtensionFileLoader(name, path)
            try:
                spec = ModuleSpec(name, loader, origin=path)
                module = loader.create_module(spec)
                loader.exec_module(module)
            except ImportError:
                continue
            return module
    return None


def _package() -> Any:
    from importlib import import_module

    return import_module("zstandard")
