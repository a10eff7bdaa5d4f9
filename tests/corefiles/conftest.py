"""Fixtures of the tests of corefiles: compressed Solaris dumps by hand, and no cache directory."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import pytest

BY_HAND = Path(__file__).parent / "vmdump_by_hand.py"


@pytest.fixture(autouse=True)
def no_cache(monkeypatch):
    """Keep the tests out of the user's cache directory."""
    monkeypatch.setenv("SUNKVM_CACHE", "")


@pytest.fixture(scope="session")
def handmade():
    """Make a dump by hand: ``handmade("sparc", count=9)``."""
    spec = importlib.util.spec_from_file_location("vmdump_by_hand", BY_HAND)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look there
    spec.loader.exec_module(module)
    return module.fill


@pytest.fixture
def write(tmp_path):
    """Write bytes to a file; return its path."""

    def write(data, name="dump"):
        path = tmp_path / name
        path.write_bytes(data)
        return str(path)

    return write


@pytest.fixture(scope="session")
def freebsd():
    """The module that lays FreeBSD dumps by hand."""
    spec = importlib.util.spec_from_file_location("freebsd_by_hand", BY_HAND.with_name("freebsd_by_hand.py"))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
