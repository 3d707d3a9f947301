"""Times of the calendar: `between` of triggers.

A day is one of UTC, and a time says how far it is from UTC, so that a build means the same everywhere and a campaign
begins for everybody at one moment. Whether it is over already is not asked: a build does not depend on its day.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Final

from tagc.contracts import SettingProblem

__all__ = ["time_of", "window_of"]

_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_LOCAL: Final = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?", re.ASCII)
_TIME: Final = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?(Z|[+-]\d{2}:\d{2})", re.ASCII)
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND: Final = timedelta(milliseconds=1)


def time_of(text: str, key: str, *, end: bool = False) -> int:
    """Read a day or a time as milliseconds since 1970; with `end` a day is its end.

    Raises `SettingProblem` about `key`.

    >>> time_of("1970-01-01", "until", end=True)
    86400000
    >>> time_of("1970-01-01T01:00+01:00", "from")
    0
    """
    if _LOCAL.fullmatch(text):
        problem = f'"{text}" may be an hour earlier or later, depending on the place'
        raise SettingProblem(key, problem, f"write {text}Z for UTC, or the distance from it: {text}+01:00")
    if not (_DAY.fullmatch(text) or _TIME.fullmatch(text)):
        problem = f'"{text}" is neither a day nor a time'
        raise SettingProblem(
            key, problem, "write a day such as 2026-12-24, or a time such as 2026-12-24T18:00Z"
        )
    try:
        found = datetime.fromisoformat(text)
        found = found.replace(tzinfo=found.tzinfo or UTC)
        found += timedelta(days=1) if end and _DAY.fullmatch(text) else timedelta()
        return (found - _EPOCH) // _MILLISECOND
    except (ValueError, OverflowError):
        raise SettingProblem(key, f'"{text}" is not in the calendar') from None


def window_of(first: str | None, last: str | None) -> tuple[int | None, int | None]:
    """Read a time with a beginning, an end (exclusive), or both, as milliseconds since 1970.

    Raises `SettingProblem` about "from", "until" or the whole.
    """
    start = None if first is None else time_of(first, "from")
    end = None if last is None else time_of(last, "until", end=True)
    if start is None and end is None:
        raise SettingProblem(
            None, "between says neither when it begins nor when it ends", "add from or until"
        )
    if start is not None and end is not None and end <= start:
        raise SettingProblem("until", "it is over before it begins", "write the earlier time first")
    return start, end
