"""Frozen classes of named fields, like those of `@dataclass(frozen=True, slots=True)`, made in an eighth of the time.

`dataclass` compiles six functions for every class; for all classes of ours that would be a quarter of a small build.
Here they share the functions that compare, show and protect, and only `__init__` is compiled, when it is first called. Everything
else is dataclass's own: `field`, `fields`, `replace`, patterns, inheritance.
"""

from __future__ import annotations

from dataclasses import MISSING, FrozenInstanceError, dataclass, field, fields
from operator import attrgetter
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar, dataclass_transform, overload

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from dataclasses import replace

__all__ = ["changed", "frozen", "replace"]

_T = TypeVar("_T")
_put = object.__setattr__


@overload
def frozen(cls: type[_T], /) -> type[_T]: ...
@overload
def frozen(*, kw_only: bool = False, eq: bool = True) -> Callable[[type[_T]], type[_T]]: ...
@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def frozen(
    cls: type[_T] | None = None, /, *, kw_only: bool = False, eq: bool = True
) -> type[_T] | Callable[[type[_T]], type[_T]]:
    """Make a frozen class of a class with annotated fields.

    It has slots. Two objects of it are equal when their fields are; `eq=False` leaves comparison and hash as they are.

    >>> @frozen
    ... class Place:
    ...     line: int
    ...     column: int = 1
    >>> Place(3), Place(3) == Place(3, 1)
    (Place(line=3, column=1), True)
    """

    def made(plain: type[_T]) -> type[_T]:
        new: Any = dataclass(init=False, repr=False, eq=False, slots=True, kw_only=kw_only)(plain)
        new._names = tuple(item.name for item in fields(new))  # noqa: SLF001 - ours
        new.__init__ = _late_initializer(new)
        new.__repr__ = _shown
        new.__setattr__ = new.__delattr__ = _refused
        if eq:
            new.__eq__, new.__hash__ = _equal, _hashed
            new._compared = staticmethod(_compared(new))  # noqa: SLF001 - ours
        return new  # type: ignore[no-any-return]

    return made if cls is None else made(cls)


def changed(item: _T, new: Mapping[str, Any]) -> _T:
    """The same object with other values for some fields: `replace` where their names are not known when written."""
    made = object.__new__(type(item))
    for name in item._names:  # type: ignore[attr-defined]  # noqa: SLF001 - ours
        _put(made, name, new[name] if name in new else getattr(item, name))
    return made


if not TYPE_CHECKING:

    def replace(item, /, **new):  # noqa: ANN001, ANN003, ANN201
        """What dataclass's `replace` does, at a third of its price; type checkers see that one."""
        return changed(item, new)


def _late_initializer(cls: Any) -> Callable[..., None]:  # noqa: ANN401 - any class
    """What compiles the real one when the first object is made: most runs make none of most classes."""

    def __init__(self: object, *positional: object, **named: object) -> None:  # noqa: N807
        cls.__init__ = _initializer(cls)
        cls.__init__(self, *positional, **named)

    return __init__


def _initializer(cls: Any) -> Callable[..., None]:  # noqa: ANN401 - any class
    """The function that sets the fields in their order; written out, because a loop over them would take twice as long."""
    known: dict[str, Any] = {"_put": _put, "_missing": MISSING}
    positional, named, body = ["self"], list[str](), list[str]()
    for item in fields(cls):
        parameter = value = item.name
        if item.default_factory is not MISSING:
            known[f"_make_{item.name}"] = item.default_factory
            parameter += "=_missing"
            value = f"_make_{item.name}() if {item.name} is _missing else {item.name}"
        elif item.default is not MISSING:
            known[f"_default_{item.name}"] = item.default
            parameter += f"=_default_{item.name}"
        (named if item.kw_only else positional).append(parameter)
        body.append(f"    _put(self, {item.name!r}, {value})\n")
    parameters = ", ".join([*positional, *(["*", *named] if named else [])])
    exec(f"def __init__({parameters}):\n{''.join(body) or '    pass'}", known)  # noqa: S102 - as dataclass does
    known["__init__"].__qualname__ = f"{cls.__qualname__}.__init__"
    return known["__init__"]  # type: ignore[no-any-return]


def _compared(cls: Any) -> Callable[[object], object]:  # noqa: ANN401 - any class
    names = [item.name for item in fields(cls) if item.compare]
    return attrgetter(*names) if names else lambda _: ()


def _equal(self: Any, other: Any) -> Any:  # noqa: ANN401 - any of our classes; a bool, or NotImplemented
    if type(other) is not type(self):
        return NotImplemented
    mine, theirs = self._compared(self), self._compared(other)
    return mine is theirs or mine == theirs  # as in tuples: not even "not a number" differs from itself


def _hashed(self: Any) -> int:  # noqa: ANN401 - any of our classes
    return hash(self._compared(self))


def _shown(self: Any) -> str:  # noqa: ANN401 - any of our classes
    shown = [f"{item.name}={getattr(self, item.name)!r}" for item in fields(self) if item.repr]
    return f"{type(self).__qualname__}({', '.join(shown)})"


def _refused(self: object, name: str, _: object = None) -> NoReturn:
    message = f"{type(self).__name__} is frozen: {name} stays as it is"
    raise FrozenInstanceError(message)
