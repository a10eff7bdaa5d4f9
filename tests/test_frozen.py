"""Records are dataclasses in all that anybody can see, and cost none of their making."""

from __future__ import annotations

import copy
import dataclasses
import inspect
import pickle
import subprocess
import sys

import pytest

from sunkvm import records
from sunkvm.frozen import dataclass


@dataclass(frozen=True, slots=True)
class Ours:
    """One of ours."""

    first: int
    second: str | None
    third: tuple[int, ...] = (1, 2)

    @property
    def both(self) -> str:
        return f"{self.first}{self.second}"


@dataclasses.dataclass(frozen=True, slots=True)
class Theirs:
    """One of theirs."""

    first: int
    second: str | None
    third: tuple[int, ...] = (1, 2)


@dataclass(frozen=True, slots=True)
class One:
    """One field."""

    only: int


RECORDS = [
    value for value in vars(records).values()
    if isinstance(value, type) and issubclass(value, records.Record) and value is not records.Record
]  # fmt: skip


def test_it_behaves_as_one():
    ours, theirs = Ours(1, second="x"), Theirs(1, second="x")
    assert repr(ours) == repr(theirs).replace("Theirs", "Ours")
    assert ours == Ours(1, "x", (1, 2)) != Ours(1, "y")
    assert ours != theirs and ours != (1, "x", (1, 2))
    assert hash(ours) == hash(theirs) == hash(Ours(1, "x"))
    assert ours.both == "1x" and ours.third == (1, 2)
    assert Ours.__match_args__ == Theirs.__match_args__ and Ours.__slots__ == Theirs.__slots__
    assert not hasattr(ours, "__dict__")
    assert hash(One(3)) == hash((3,)) and One(3) == One(only=3) != One(4)
    assert inspect.signature(Ours) == inspect.signature(Theirs)
    assert Ours.__doc__ == "One of ours." and Ours.__module__ == __name__


@pytest.mark.parametrize("wrong", [lambda: Ours(1), lambda: Ours(1, 2, 3, 4), lambda: Ours(1, 2, other=3)])
def test_wrong_fields(wrong):
    with pytest.raises(TypeError):
        wrong()


def test_it_cannot_be_changed():
    ours = Ours(1, "x")
    for change in (
        lambda: setattr(ours, "first", 2),
        lambda: setattr(ours, "new", 2),
        lambda: delattr(ours, "first"),
    ):
        with pytest.raises(dataclasses.FrozenInstanceError):
            change()
    assert ours.first == 1


def test_dataclasses_know_it():
    ours = Ours(1, "x")
    assert dataclasses.is_dataclass(ours) and dataclasses.is_dataclass(Ours)
    assert dataclasses.asdict(ours) == {"first": 1, "second": "x", "third": (1, 2)}
    assert dataclasses.astuple(ours) == (1, "x", (1, 2))
    for mine, other in zip(dataclasses.fields(Ours), dataclasses.fields(Theirs), strict=True):
        assert (mine.name, mine.type, mine.default) == (other.name, other.type, other.default)
    assert dataclasses.replace(ours, second=None) == Ours(1, None)
    assert pickle.loads(pickle.dumps(ours)) == copy.copy(ours) == copy.deepcopy(ours) == ours

    @dataclasses.dataclass(frozen=True)
    class More(Ours):
        fourth: int = 4

    assert More(1, "x").fourth == 4 and dataclasses.astuple(More(1, "x")) == (1, "x", (1, 2), 4)
    match ours:
        case Ours(first, second):
            assert (first, second) == (1, "x")


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.__name__)
def test_every_record(record):
    fields = dataclasses.fields(record)
    assert len(fields) == len(record.__slots__) > 0
    made = record(*range(len(fields)))
    assert dataclasses.astuple(made) == tuple(range(len(fields)))
    assert pickle.loads(pickle.dumps(made)) == made
    assert record.__doc__ and list(inspect.signature(record).parameters) == [field.name for field in fields]


def test_importing_records_imports_no_dataclasses():
    code = "import sys, sunkvm.records as r; r.LoadAverage(1, 2, 3); assert 'dataclasses' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True)
