"""What a line is: shared by the frames here and by `tagc.source`, so that both number lines alike.

YAML 1.2 ends lines at LF, CR LF and CR. Python's `splitlines` also splits at form feeds, U+2028 and others,
which would number the lines of a file differently from every editor.
"""

import re

_BREAK = re.compile(r"\r\n|\n|\r")


def line_starts(text: str) -> list[int]:
    """Return the offset of the first character of each line; there is always at least one line."""
    return [0, *(match.end() for match in _BREAK.finditer(text))]


def split_lines(text: str) -> list[str]:
    """Return the lines without their ends."""
    return _BREAK.split(text)
