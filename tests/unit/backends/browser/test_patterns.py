"""The pattern that finds declared cookies and keys in a text of names."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tagc.backends.browser.patterns import pattern_of

_NAME = st.text("ab_-.", min_size=1, max_size=5)


def test_common_beginnings_are_written_once() -> None:
    assert pattern_of(["_fbp", "_fbc"]) == "_fb[cp]"
    assert pattern_of(["_ga", "_ga_X1", "_gid", "_gac_*", "FPLC"]) == r"FPLC|_g(a(_X1|c_[\w.-]*)?|id)"
    assert pattern_of(["ttclid"]) == "ttclid"


def test_of_two_names_the_longer_one_is_found() -> None:
    found = re.compile(pattern_of(["_ga", "_ga_1"])).findall("a=1; _ga_1=2; _ga=3")
    assert re.compile(pattern_of(["_ga", "_ga_1"])).search("_ga_1").group() == "_ga_1"  # type: ignore[union-attr]
    assert len(found) == 2


def test_a_star_takes_dashes_and_dots() -> None:
    assert re.compile(pattern_of(["_gac_*"])).search("_gac_UA-1.2=x").group() == "_gac_UA-1.2"  # type: ignore[union-attr]


def test_a_star_in_the_middle_is_refused() -> None:
    with pytest.raises(ValueError, match="end"):
        pattern_of(["a*b"])


@given(st.lists(_NAME, min_size=1, max_size=6), _NAME)
def test_a_name_matches_as_a_whole_exactly_if_it_was_declared(names: list[str], other: str) -> None:
    pattern = re.compile(pattern_of(names))
    for name in names:
        assert pattern.fullmatch(name)
    assert bool(pattern.fullmatch(other)) == (other in names)
