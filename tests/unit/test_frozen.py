"""`frozen` makes the same classes as dataclass does."""

from __future__ import annotations

import math
from dataclasses import FrozenInstanceError, dataclass, field, fields, replace
from typing import Any

import pytest

from tagc.frozen import frozen


@frozen
class Place:
    line: int
    column: int = 1
    seen: list[int] = field(default_factory=list)
    note: str = field(default="", compare=False, repr=False, kw_only=True)


@frozen
class Named(Place):
    name: str = "x"


@frozen(kw_only=True)
class Box:
    width: float
    height: int = 2


@frozen(eq=False)
class Thing:
    name: str


@frozen
class Nothing:
    pass


@dataclass(frozen=True, slots=True)
class Reference:
    line: int
    column: int = 1
    seen: list[int] = field(default_factory=list)
    note: str = field(default="", compare=False, repr=False, kw_only=True)


def test_it_is_made_as_dataclass_makes_it() -> None:
    ours, theirs = Place(1, note="n"), Reference(1, note="n")
    assert repr(ours) == repr(theirs).replace("Reference", "Place")
    assert [(each.name, each.kw_only) for each in fields(ours)] == [
        (each.name, each.kw_only) for each in fields(theirs)
    ]
    assert Place.__match_args__ == Reference.__match_args__
    assert not hasattr(ours, "__dict__")


@pytest.mark.parametrize(
    ("positional", "named"),
    [((), {}), ((1, 2, [], ""), {}), ((1,), {"line": 2}), ((1,), {"nothing": 2}), ((), {"column": 2})],
)
def test_wrong_arguments_are_refused_as_dataclass_refuses_them(
    positional: tuple[Any, ...], named: dict[str, Any]
) -> None:
    with pytest.raises(TypeError) as ours:
        Place(*positional, **named)
    with pytest.raises(TypeError) as theirs:
        Reference(*positional, **named)
    assert str(ours.value) == str(theirs.value).replace("Reference", "Place")


def test_defaults_are_made_anew_for_every_object() -> None:
    first, second = Place(1), Place(1)
    first.seen.append(1)
    assert second.seen == []
    assert Box(width=1) == Box(width=1, height=2)


def test_fields_are_compared_but_those_that_say_no() -> None:
    assert Place(1, note="a") == Place(1, note="b")
    assert Place(1) != Place(2)
    assert Place(1) != Named(1)
    assert Place(1) != object()
    assert Nothing() == Nothing()
    assert Box(width=math.nan) == Box(width=math.nan)
    assert len({Box(width=1), Box(width=1), Box(width=2), Nothing(), Nothing()}) == 3


def test_a_thing_is_equal_to_itself_only() -> None:
    assert Thing("a") != Thing("a")
    assert len({Thing("a"), Thing("a")}) == 2


def test_nothing_can_be_changed() -> None:
    box = Box(width=1)
    with pytest.raises(FrozenInstanceError, match="Box is frozen: width"):
        box.width = 2  # type: ignore[misc]
    with pytest.raises(FrozenInstanceError, match="Box is frozen: width"):
        del box.width
    with pytest.raises(FrozenInstanceError):
        box.other = 2  # type: ignore[attr-defined]
    assert replace(box, width=2) == Box(width=2)
    assert box == Box(width=1)


def test_fields_are_inherited_and_matched() -> None:
    match Named(1, 2, name="n"):
        case Named(line, column, _, name):
            assert (line, column, name) == (1, 2, "n")
        case _:
            raise AssertionError
