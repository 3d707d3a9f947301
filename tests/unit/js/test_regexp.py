"""Regular expression literals that a script may hold: the engine in the test agrees about every one."""

from __future__ import annotations

import pytest
import quickjs
from hypothesis import given
from hypothesis import strategies as st

from tagc.js.regexp import RegExpError, check_regexp

VALID = [
    ("^a+$", ""),
    ("a{1,3}?b{2}c{3,}", ""),
    ("(?:a|b)(?=c)(?!d)", "g"),
    ("(?=a)*", ""),  # old pages may repeat what looks ahead
    ("[\\w-z]", ""),
    ("{a", ""),
    ("]", ""),
    ("\\1(a)", ""),
    ("\\u{61}", "u"),
    ("[\\u{1F600}-\\u{1F64F}]", "u"),
    ("[\U0001f600-\U0001f64f]", "u"),
    ("\\cA[\\c1]", ""),
    ("\\k<a>", ""),
    ("\\9", ""),
    ("/", "gimuy"),
]
INVALID = [
    ("(a", "", "a group is not closed"),
    ("a)", "", "a ) has no ("),
    ("*a", "", "there is nothing to repeat"),
    ("a**", "", "there is nothing to repeat"),
    ("^*", "", "there is nothing to repeat"),
    ("a{3,1}", "", "the numbers in {} are out of order"),
    ("[a", "", "a [ is not closed"),
    ("[z-a]", "", "a range is out of order"),
    ("[\U0001f600-\U0001f64f]", "", "a range is out of order"),
    ("a\\", "", "it ends with a backslash"),
    ("(?a)", "", "(? is followed by nothing known"),
    ("(?=a)*", "u", "there is nothing to repeat"),
    ("{a", "u", "a { stands alone"),
    ("\\a", "u", "\\a means nothing"),
    ("\\1", "u", "a reference leads to no group"),
    ("\\u12", "u", "\\u is followed by too few digits"),
    ("\\u{110000}", "u", "\\u{} holds no character"),
    ("[\\w-z]", "u", "a range has no ends"),
    ("a", "gg", "the flags are gg"),
    ("a", "x", "the flags are x"),
]
LATER = [
    ("(?<name>a)", "", "a named group"),
    ("(?<=a)b", "", "lookbehind"),
    ("(?<!a)b", "", "lookbehind"),
    ("(?i:a)", "", "flags of a group"),
    ("\\p{L}", "u", "a Unicode property"),
    ("a", "s", "the flag s"),
    ("a", "v", "the flag v"),
]


@pytest.fixture(scope="module")
def engine() -> quickjs.Context:
    context = quickjs.Context()
    context.eval("var takes = (p, f) => { try { new RegExp(p, f); return true } catch (e) { return false } }")
    return context


@pytest.mark.parametrize(("pattern", "flags"), VALID)
def test_what_browsers_of_2017_take_is_taken(engine: quickjs.Context, pattern: str, flags: str) -> None:
    check_regexp(pattern, flags)
    assert engine.get("takes")(pattern, flags)


@pytest.mark.parametrize(("pattern", "flags", "reason"), INVALID)
def test_what_no_browser_takes_is_refused(
    engine: quickjs.Context, pattern: str, flags: str, reason: str
) -> None:
    with pytest.raises(RegExpError) as caught:
        check_regexp(pattern, flags)
    assert (caught.value.message, caught.value.later) == (reason, False)
    assert not engine.get("takes")(pattern, flags)


@pytest.mark.parametrize(("pattern", "flags", "what"), LATER)
def test_what_came_later_is_named(pattern: str, flags: str, what: str) -> None:
    with pytest.raises(RegExpError) as caught:
        check_regexp(pattern, flags)
    assert (caught.value.message, caught.value.later) == (what, True)


_PIECES = [
    *"ab(){}[]*+?|^$\\.-,:=!0123dwucxkpB/",
    *("(?:", "(?=", "(?!", "{1,2}", "{2,1}", "[a-z]", "\\d", "\\u0041", "\\x41", "\\cA", "\\1", "\\2"),
    *("\U0001f600", "\\u{41}", "\\c", "[\\c1]", "\\0", "\\b", "\\-"),
]


@given(st.lists(st.sampled_from(_PIECES), max_size=8).map("".join), st.sampled_from(["", "u"]))
def test_the_reader_and_an_engine_agree_on_any_pattern(pattern: str, flags: str) -> None:
    context = quickjs.Context()
    context.eval("var takes = (p, f) => { try { new RegExp(p, f); return true } catch (e) { return false } }")
    try:
        check_regexp(pattern, flags)
        mine = True
    except RegExpError as error:
        if error.later:
            return
        mine = False
    assert mine == context.get("takes")(pattern, flags)
