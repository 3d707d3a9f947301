"""`tagc explain`: the long form of a diagnostic."""

from __future__ import annotations

import json

from tagc.cli import files
from tagc.cli.streams import Failure, emit
from tagc.diagnostics import Code, codes, did_you_mean, render

__all__ = ["explain"]


def explain(name: str | None, format_: str) -> None:
    """Print the explanation of a code, or the list of all."""
    if name is None:
        _list(format_)
        return
    code, text = codes.find(name), render.explain(name)
    if code is None or text is None:
        near = did_you_mean(name.upper(), codes.CATALOGUE) or did_you_mean(
            name.lower(), [entry.slug for entry in codes.CATALOGUE.values()]
        )
        advice = f'did you mean "{near}"?' if near else "`tagc explain` lists all"
        raise Failure(f"there is no code {files.shown(name)}; {advice}")
    emit(json.dumps(_record(code), indent=2) + "\n" if format_ == "json" else text)


def _list(format_: str) -> None:
    if format_ == "json":
        emit(json.dumps([_record(code) for code in codes.CATALOGUE.values()], indent=2) + "\n")
        return
    out = []
    for digit, title in codes.RANGES.items():
        entries = [code for code in codes.CATALOGUE.values() if code.id.startswith(f"TAG{digit}")]
        if entries:
            out.append(f"{title}\n" + "".join(f"  {code.id}  {code.slug}{_mark(code)}\n" for code in entries))
    emit("\n".join(out))


def _mark(code: Code) -> str:
    return "" if code.severity.value == "error" else f" ({code.severity.value})"


def _record(code: Code) -> dict[str, object]:
    return {
        "code": code.id,
        "slug": code.slug,
        "severity": code.severity.value,
        "text": code.text,
        "hint": code.hint,
        "explanation": code.explanation,
    }
