"""`$video`: the video that was played, and how far."""

from tagc.contracts import ReadKind
from tagc.ir.expr import Root

READ = ReadKind(
    root=Root.VIDEO,
    name="video",
    title=(
        "The video of a video trigger. seconds and duration are whole seconds, percent is the depth that was asked for, "
        "or else how far the video was."
    ),
    steps=("status", "title", "url", "percent", "seconds", "duration"),
    example="$video.title",
)
