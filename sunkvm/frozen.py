"""What makes a record of a class, as ``dataclasses.dataclass(frozen=True, slots=True)`` does, without its import.

Importing `dataclasses` and making two dozen classes with it takes longer than listing a small dump's processes. Here the
methods are made when they are first called. For `dataclasses.fields`, `asdict`, `replace` and the like a record is a
dataclass like any other.
"""

from __future__ import annotations

from operator import attrgetter

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any


class _Later:
    """An attribute of a class that is made when somebody wants it."""

    __slots__ = ("_make", "_name")

    def __init__(self, name: str, make: Callable[[type], Any]) -> None:
        self._name = name
        self._make = make

    def __get__(self, instance: object, owner: type) -> Any:
        for cls in owner.__mro__:
            if cls.__dict__.get(self._name) is self:
                setattr(cls, self._name, self._make(cls))
                break
        return getattr(owner if instance is None else instance, self._name)


def dataclass(*, frozen: bool, slots: bool) -> Callable[[type], type]:
    """Return a decorator for classes whose fields are plain: with or without a default, and all their own."""
    assert frozen and slots
    return _make


def _make(cls: type) -> type:
    space = dict(cls.__dict__)
    for name in ("__dict__", "__weakref__"):
        space.pop(name, None)
    names = tuple(space["__annotations__"])
    defaults = {name: space.pop(name) for name in names if name in space}
    values: Callable[[object], Any] = attrgetter(*names)

    def equal(self: object, other: object) -> Any:
        if other.__class__ is self.__class__:
            return values(self) == values(other)
        return NotImplemented

    def hashed(self: object) -> int:
        return hash(values(self) if len(names) > 1 else (values(self),))

    def shown(self: object) -> str:
        fields = ", ".join(f"{name}={getattr(self, name)!r}" for name in names)
        return f"{self.__class__.__qualname__}({fields})"

    def get_state(self: object) -> list[Any]:
        return [getattr(self, name) for name in names]

    def set_state(self: object, state: list[Any]) -> None:
        for name, value in zip(names, state, strict=True):
            object.__setattr__(self, name, value)

    space |= {
        "__slots__": names,
        "__match_args__": names,
        "__init__": _Later("__init__", lambda made: _init(made, names, defaults)),
        "__dataclass_fields__": _Later("__dataclass_fields__", lambda made: _twin(made, defaults)[0]),
        "__dataclass_params__": _Later("__dataclass_params__", lambda made: _twin(made, defaults)[1]),
        "__eq__": equal,
        "__hash__": hashed,
        "__repr__": shown,
        "__getstate__": get_state,
        "__setstate__": set_state,
        "__setattr__": _set,
        "__delattr__": _delete,
        "__replace__": _replace,
    }
    return type(cls)(cls.__name__, cls.__bases__, space)


def _init(cls: type, names: tuple[str, ...], defaults: dict[str, Any]) -> Any:
    """Return the method that takes the fields, by position or name."""
    known: dict[str, Any] = {f"_set_{name}": cls.__dict__[name].__set__ for name in names}
    known |= {f"_default_{name}": value for name, value in defaults.items()}
    takes = ", ".join(f"{name}=_default_{name}" if name in defaults else name for name in names)
    body = "\n".join(f"    _set_{name}(self, {name})" for name in names)
    exec(f"def __init__(self, {takes}):\n{body}", known)
    made = known["__init__"]
    made.__qualname__ = f"{cls.__qualname__}.__init__"
    made.__annotations__ = {**cls.__annotations__, "return": None}
    return made


def _twin(cls: type, defaults: dict[str, Any]) -> tuple[Any, Any]:
    """Return what `dataclasses` notes about such a class."""
    import dataclasses

    space = {"__annotations__": cls.__annotations__, "__module__": cls.__module__, **defaults}
    twin: Any = dataclasses.dataclass(frozen=True)(type(cls.__name__, (), space))
    return twin.__dataclass_fields__, twin.__dataclass_params__


def _set(self: object, name: str, value: object) -> None:
    from dataclasses import FrozenInstanceError

    raise FrozenInstanceError(f"cannot assign to field {name!r}")


def _delete(self: object, name: str) -> None:
    from dataclasses import FrozenInstanceError

    raise FrozenInstanceError(f"cannot delete field {name!r}")


def _replace(self: Any, /, **changes: Any) -> Any:
    from dataclasses import replace

    return replace(self, **changes)
