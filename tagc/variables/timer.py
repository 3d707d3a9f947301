"""`$timer`: the time that has passed."""

from tagc.contracts import ReadKind
from tagc.ir.expr import Root

READ = ReadKind(
    root=Root.TIMER,
    name="timer",
    title="The time that has passed, and the how manieth time it is.",
    steps=("seconds", "count"),
    example="$timer.seconds",
)
