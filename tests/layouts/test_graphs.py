"""Structs of any shape, written as CTF and as BTF by hand: what is read is what a walk over the declarations finds."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sunkvm.datamodel import AMD64, I386, SPARC, SPARCV9
from sunkvm.layouts.btf import BtfSource
from sunkvm.layouts.ctf import CtfContainer

STRUCT, UNION = 6, 7  # CTF's kinds


class Declarations:
    """Types in the order of their declaration, each made of earlier ones: (kind, what it is made of)."""

    def __init__(self, data, word):
        self.types = [("int", size, signed) for size in (1, 2, 4, 8) for signed in (False, True)]
        self.tags = []
        self.word = word
        for number in range(data.draw(st.integers(1, 7))):
            earlier = st.integers(0, len(self.types) - 1)
            kind = data.draw(st.sampled_from(["struct", "struct", "union", "array", "pointer", "anonymous"]))
            if kind == "pointer":
                self.types.append(("pointer", data.draw(earlier)))
            elif kind == "array":
                self.types.append(("array", data.draw(earlier), data.draw(st.integers(0, 5))))
            else:
                self.aggregate(data, kind, number, earlier)
        if not self.tags:
            self.aggregate(data, "struct", 99, st.integers(0, len(self.types) - 1))

    def aggregate(self, data, kind, number, earlier):
        members, end, names = [], 0, set()
        for place in range(data.draw(st.integers(0, 5))):
            of = data.draw(earlier)
            name = f"m{number}_{place}"
            if self.types[of][0] == "anonymous" and data.draw(st.booleans()):
                inner = {each for each, _, _ in self.flat(of)}
                name = "" if inner.isdisjoint(names) else name  # no struct has two members of one name
                names |= inner
            at = 0 if kind == "union" else end + data.draw(st.integers(0, 3))
            members.append((name, of, at))
            end = max(end, at + self.size(of))
        tag = "" if kind == "anonymous" else f"tag{number}"
        self.types.append((kind, members, end + data.draw(st.integers(0, 4)), tag))
        if tag:
            self.tags.append(len(self.types) - 1)

    def size(self, of):
        what = self.types[of]
        if what[0] == "array":
            return self.size(what[1]) * what[2]
        return {"int": what[1], "pointer": self.word}.get(what[0]) or (
            what[2] if what[0] in ("struct", "union", "anonymous") else 0
        )

    def flat(self, of, prefix="", base=0):
        """Yield (dotted name, offset, size) of every member; of nested structs those without a tag are taken apart."""
        for name, inner, at in self.types[of][1]:
            if name:
                yield prefix + name, base + at, self.size(inner)
            if self.types[inner][0] == "anonymous":
                yield from self.flat(inner, f"{prefix}{name}." if name else prefix, base + at)

    def as_ctf(self, writer):
        numbers = []
        index = writer.integer("index", 4)
        for what in self.types:
            if what[0] == "int":
                numbers.append(writer.integer(f"i{what[1]}{what[2]}", what[1], signed=what[2]))
            elif what[0] == "pointer":
                numbers.append(writer.pointer(numbers[what[1]]))
            elif what[0] == "array":
                numbers.append(writer.array(numbers[what[1]], index, what[2]))
            else:
                kind = UNION if what[0] == "union" else STRUCT
                members = [(name, numbers[of], 8 * at) for name, of, at in what[1]]
                numbers.append(writer.aggregate(writer.new(), kind, what[3], what[2], members))
        return writer

    def as_btf(self, hand):
        numbers = []
        index = hand.integer("index", 4)
        for what in self.types:
            if what[0] == "int":
                numbers.append(hand.integer(f"i{what[1]}{what[2]}", what[1], int(what[2])))
            elif what[0] == "pointer":
                numbers.append(hand.add(2, "", numbers[what[1]]))
            elif what[0] == "array":
                numbers.append(hand.add(3, "", 0, numbers[what[1]], index, what[2]))
            else:
                members = [(name, numbers[of], 8 * at) for name, of, at in what[1]]
                numbers.append(hand.struct(what[3], what[2], *members, kind=5 if what[0] == "union" else 4))
        return hand.data()


@pytest.mark.parametrize("model", [AMD64, I386, SPARC, SPARCV9], ids=lambda model: model.name)
@pytest.mark.parametrize("form", ["ctf1", "ctf2", "ctf3", "btf"])
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_layouts_are_what_was_declared(form, model, data, ctf_writer, btf_by_hand):
    made = Declarations(data, model.word)
    if form == "btf":
        source = BtfSource(made.as_btf(btf_by_hand.Hand(model.order)), model, path="hand")
    else:
        written = made.as_ctf(ctf_writer(model.order, int(form[3]))).build(packed=data.draw(st.booleans()))
        source = CtfContainer(written, model, path="hand")
    assert source.names() == sorted(made.types[of][3] for of in made.tags)
    for of in made.tags:
        kind, _, size, tag = made.types[of]
        layout = source.layout(f"{kind} {tag}")
        assert layout.size == size
        found = [(field.name, field.offset, field.size) for field in layout]
        assert found == list(made.flat(of))
        assert source.layout(f"{'struct' if kind == 'union' else 'union'} {tag}") is None
