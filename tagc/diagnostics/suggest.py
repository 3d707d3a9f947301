"""Finding the name somebody meant."""

from collections.abc import Iterable
from difflib import SequenceMatcher, get_close_matches

_CUTOFF = 0.6
_MAX_NAME = 100


def did_you_mean(name: str, candidates: Iterable[str]) -> str | None:
    """Return the candidate nearest to `name`, or None when nothing is near. Their order does not matter.

    >>> did_you_mean("purchse", ["page_view", "purchase"])
    'purchase'
    """
    # Comparing is quadratic in the length, and nobody mistypes a name of hundreds of characters.
    if len(name) > _MAX_NAME:
        return None
    known = sorted({candidate for candidate in candidates if len(candidate) <= _MAX_NAME} - {name})
    folded: dict[str, str] = {}
    for candidate in known:
        folded.setdefault(_fold(candidate), candidate)
    matches = get_close_matches(_fold(name), folded, n=3, cutoff=_CUTOFF)
    if not matches:
        return None
    # get_close_matches breaks ties by the larger text; a reader expects the first of a sorted list.
    return folded[min(matches, key=lambda match: (-_ratio(name, match), match))]


def _fold(name: str) -> str:
    return name.casefold().replace("-", "_").replace(" ", "_")


def _ratio(name: str, match: str) -> float:
    return SequenceMatcher(None, match, _fold(name)).ratio()
