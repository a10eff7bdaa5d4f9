"""Lists of processes whose links lead anywhere, against a walk that is as simple as can be."""

from __future__ import annotations

from contextlib import closing
from functools import cache
from importlib import import_module

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import sunkvm
from sunkvm.corefile import KVA
from sunkvm.errors import BrokenListError

from .kernel import FullKernel

KERNELS = [
    ("freebsd", 11, "amd64"), ("freebsd", 12, "i386"), ("freebsd", 15, "amd64"), ("netbsd", 10, "amd64"),
    ("netbsd", 6, "sparc64"), ("netbsd", 6, "i386"), ("dragonfly", 5, "amd64"),
]  # fmt: skip


@cache
def kernel(name, release, arch):
    module = import_module(f"{__package__}.{name}_kernel")
    made = module.full_kernel() if name == "dragonfly" else module.full_kernel(release, arch)
    return made[0] if isinstance(made, tuple) else made


def slow(heads, links):
    """Return what lists give that begin with these addresses, and whether they run into themselves or one another."""
    seen = []
    for kva in heads:
        while kva:
            if kva in seen:
                return seen, True
            seen.append(kva)
            kva = links[kva]
    return seen, False


def walked(image):
    """Return the addresses of the processes, and whether the list ended with an error."""
    found = []
    try:
        for process in image.processes():
            found.append(process.kva)
    except BrokenListError as error:
        assert "runs into itself" in str(error)
        return found, True
    return found, False


def heads_of(image, name):
    """Return where the pointers to the first processes lie, by the symbols alone."""
    if name != "dragonfly":
        found = image.namelist.find(("allproc", "zombproc"))
        return [int(found[symbol]) for symbol in ("allproc", "zombproc") if symbol in found]
    reader = image.personality.reader
    size, inside = reader.size("procglob"), reader.offset("procglob", "allproc.lh_first")
    count = int.from_bytes(image.read(int(image.namelist["allproc_hsize"]), 4), "little")
    return [int(image.namelist["procglob"]) + number * size + inside for number in range(count)]


@pytest.mark.parametrize(
    ("name", "release", "arch"), KERNELS, ids=[f"{name}-{release}-{arch}" for name, release, arch in KERNELS]
)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_of_the_bsds(name, release, arch, data):
    made = kernel(name, release, arch)
    memory = made.core.bytes
    before = bytes(memory)
    made.core.closed = False
    try:
        with closing(made.open()) as image:
            word = image.model.word
            nodes, broken = walked(image)
            assert len(nodes) > 2 and not broken
            places = heads_of(image, name)
            link = image.personality.reader.offset("proc", "p_list.le_next")
            anywhere = st.sampled_from([0, *nodes])
            heads = [data.draw(anywhere) for _ in places]
            links = {node: data.draw(anywhere) for node in nodes}
            order = image.model.byteorder
            for place, kva in [
                *zip(places, heads, strict=True),
                *((node + link, links[node]) for node in nodes),
            ]:
                made.core.put(KVA, place, kva.to_bytes(word, order))
            found, broken = walked(image)
            expected, loops = slow(heads, links)
            assert broken == loops
            assert found[: len(expected)] == expected
            rest = found[len(expected) :]  # zombies that only a hash leads to
            assert set(rest) <= set(nodes) - set(expected) and len(set(rest)) == len(rest)
            assert not rest or (not broken and name == "freebsd" and len(places) == 1)
    finally:
        made.core.closed = False
        memory[:] = before


@pytest.mark.parametrize("model", ["amd64", "i386", "sparcv9"])
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_of_solaris(model, data, tmp_path):
    full = FullKernel(model)
    made = full.kernel
    with sunkvm.open(None, made.pack(tmp_path / "whole")) as image:
        nodes, broken = walked(image)
        head = int(image.namelist["practive"])
    assert len(nodes) > 1 and not broken
    first = data.draw(st.sampled_from([0, *nodes]))
    links = {node: data.draw(st.sampled_from([0, *nodes])) for node in nodes}
    made.write(head, made.words(first))
    for node, following in links.items():
        made.set("proc", node, p_next=following)
    with sunkvm.open(None, made.pack(tmp_path / "changed")) as image:
        assert walked(image) == slow([first], links)
