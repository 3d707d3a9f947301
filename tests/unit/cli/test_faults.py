"""The words for a fault of ours."""

from __future__ import annotations

from tagc.cli.faults import fault


def test_a_fault_is_one_line_whatever_its_message_holds() -> None:
    line = fault(ValueError("a\nb\x1b[2J" + "x" * 1000))
    assert "\n" not in line
    assert "\x1b" not in line
    assert line.startswith("tagc: error[TAG901] internal-fault: ")
    assert "ValueError" in line
    assert "report" in line
    assert len(line) < 500
