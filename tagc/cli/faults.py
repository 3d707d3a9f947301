"""Words for a fault of ours: one line that can be reported."""

from pathlib import Path

from tagc.diagnostics import codes

__all__ = ["fault"]

_MAX_REASON = 200


def fault(error: BaseException) -> str:
    """Word an exception that should not have happened, with the place in our code, on one line."""
    place = ""
    frame = error.__traceback__
    while frame is not None:
        name = Path(frame.tb_frame.f_code.co_filename)
        if "tagc" in name.parts:
            inside = "/".join(name.parts[len(name.parts) - name.parts[::-1].index("tagc") :])
            place = f" at {inside}:{frame.tb_lineno}"
        frame = frame.tb_next
    said = " ".join(str(error).split())[:_MAX_REASON]
    shown = "".join(character if character.isprintable() else "?" for character in said)
    reason = f"{type(error).__name__}{place}" + (f": {shown}" if shown else "")
    code = codes.INTERNAL_FAULT
    return (
        f"tagc: error[{code.id}] {code.slug}: {code.text.format(reason=reason)}. Nothing was written. "
        f"Please {code.hint} (TAGC_TRACEBACK=1 prints where it came from)."
    )
