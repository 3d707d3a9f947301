"""What the visitor has decided: sources, regimes, regions, Global Privacy Control, levels of requirements.

It tells `evaluate` when a decision was heard; what then happens to the gates is decided there.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from functools import reduce
from typing import Final, assert_never, cast

from tagc.ir.evaluate_page import PageState, decoded
from tagc.ir.expr import RequireAll, RequireAny, RequireCategory, Requirement
from tagc.ir.pattern import WHITE_SPACE
from tagc.ir.program import Consent, ConsentSource, Regime
from tagc.ir.values import field, is_empty

__all__ = ["DENIED", "GRANTED", "UNKNOWN", "ConsentRecord", "matched_regime"]

GRANTED: Final = 2
UNKNOWN: Final = 1
DENIED: Final = 0

Tells = Callable[[ConsentSource, object], "Mapping[str, bool] | None"]

_REGION: Final = re.compile(r"[A-Z]{2}(-[A-Z0-9]{1,3})?")
_SEPARATORS: Final = re.compile(r"[,;&|!]")
_SIGNS: Final = re.compile(r"[:=]")


def _region(consent: Consent, page: PageState) -> str | None:
    tables: Mapping[str, Mapping[str, object]] = {"global": page.globals, "meta": page.meta}
    for source in consent.region_from:
        if source.kind == "cookie":
            found: object = decoded(page.cookies.get(source.name))
        else:
            steps = source.name.split(".") if source.kind == "global" else [source.name]
            found = reduce(field, steps, cast("object", tables[source.kind]))
        if isinstance(found, str) and _REGION.fullmatch(found):
            return found
    return None


def matched_regime(consent: Consent, region: str | None) -> Regime:
    """Return the regime of a region: its own, else its country's, else the default; unknown: strictest."""
    regimes = dict(consent.regions)
    if region is None:
        return Regime.OPT_IN if Regime.OPT_IN in {consent.default, *regimes.values()} else Regime.OPT_OUT
    return regimes.get(region) or regimes.get(region[:2]) or consent.default


class ConsentRecord:
    """The newest decision from any source, as it stands; region and Global Privacy Control are read once.

    While it is `patient`, nobody's decision is no grant in an opt_out regime either: until what stood in the page before
    was handled, and where a tool tells through the data layer, until it had its time.
    """

    def __init__(self, consent: Consent, page: PageState) -> None:
        self._consent = consent
        region = _region(consent, page)
        self._regime = matched_regime(consent, region)
        regimes = {consent.default, *(regime for _, regime in consent.regions)}
        signalled = consent.gpc is not None and page.gpc is True
        applies = signalled and (
            (consent.gpc is not None and consent.gpc.everywhere)
            or self._regime is Regime.OPT_OUT
            or (region is None and Regime.OPT_OUT in regimes)
        )
        self._denied = frozenset(consent.gpc.denies) if consent.gpc is not None and applies else frozenset()
        self._snapshot: Mapping[str, bool] | None = None
        self._told_by: int | None = None  # the cookie source of the snapshot
        self._seen: dict[int, str | None] = {}
        self._patient = Regime.OPT_OUT in regimes
        self.prerendering = page.prerendering

    def begin(self) -> bool:
        """All that stood in the page before was handled; say whether nobody's decision counts from now on."""
        listens = any(source.kind == "data_layer" for source in self._consent.sources)
        return not listens and self.lose_patience()

    def lose_patience(self) -> bool:
        """The time to tell is over; say whether nobody's decision counts from now on, and did not before."""
        lost, self._patient = self._patient, False
        return lost and self._snapshot is None

    def decide(self, categories: Mapping[str, object]) -> None:
        """Replace the decision: only true grants."""
        self._snapshot, self._told_by = {name: granted is True for name, granted in categories.items()}, None

    def hear(self, entry: object, tells: Tells) -> Iterator[None]:
        """Look for decisions in a data-layer entry; yield after each, before the next one is made."""
        for source in self._consent.sources:
            told = tells(source, entry) if source.kind == "data_layer" else None
            if told is not None:
                self._snapshot, self._told_by = told, None
                yield

    def read_cookies(self, page: PageState, tells: Tells) -> Iterator[None]:
        """Read the cookie sources whose cookie changed since the last reading; yield after each decision.

        A cookie that is gone, or no longer tells, takes back what it told, not what another source did.
        """
        for at, source in enumerate(self._consent.sources):
            if source.kind != "cookie":
                continue
            settings = dict(source.settings)
            text = decoded(page.cookies.get(str(settings["name"])))
            if text == self._seen.get(at):
                continue
            self._seen[at] = text
            record = _parsed(text, str(settings["format"]))
            told = None if record is None else tells(source, record)
            if told is not None or self._told_by == at:
                self._snapshot, self._told_by = told, None if told is None else at
                yield

    def level(self, requirement: Requirement) -> int:
        """Return granted 2, unknown 1 or denied 0: the lowest of all, the highest of any.

        While the page is rendered in advance nothing is granted.
        """
        return min(self._level(requirement), UNKNOWN if self.prerendering else GRANTED)

    def _level(self, requirement: Requirement) -> int:
        match requirement:
            case RequireCategory():
                return self._category(requirement.category)
            case RequireAll():
                return min(map(self._level, requirement.requirements), default=GRANTED)
            case RequireAny():
                return max(map(self._level, requirement.requirements), default=DENIED)
            case _:
                assert_never(requirement)

    def _category(self, category: str) -> int:
        if category == "necessary":
            return GRANTED
        if category in self._denied:
            return DENIED
        if self._snapshot is not None:
            return GRANTED if self._snapshot.get(category) is True else DENIED
        return GRANTED if self._regime is Regime.OPT_OUT and not self._patient else UNKNOWN


# ---- cookies that hold a decision -------------------------------------------------------------------------


def _parsed(text: str | None, form: str) -> object:
    """Return the record in a cookie, None when there is none or it cannot be read."""
    if text is None or is_empty(text):
        return None
    match form:
        case "json":
            return _json(text)
        case "list":
            return dict.fromkeys(_entries(text), True)
        case "pairs":
            return dict(_pair(entry) for entry in _entries(text))
        case "flag":
            return text
        case _:
            raise ValueError(form)


def _entries(text: str) -> list[str]:
    return [entry.strip(WHITE_SPACE) for entry in _SEPARATORS.split(text) if entry.strip(WHITE_SPACE)]


def _pair(entry: str) -> tuple[str, object]:
    name, *told = _SIGNS.split(entry, maxsplit=1)
    return name.strip(WHITE_SPACE), told[0].strip(WHITE_SPACE) if told else True


def _json(text: str) -> object:
    def refuse(name: str) -> object:
        raise ValueError(name)

    try:
        record: object = json.loads(text, parse_constant=refuse)
    except (ValueError, RecursionError):
        return None
    return record
