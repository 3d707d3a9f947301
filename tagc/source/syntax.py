"""Why a file is not YAML, in our own words and at the place a person would point at.

A parser stops where it can go no further, which is often far from the mistake: an open bracket is noticed
at the end of the file. So the handlers look at the text round the places the parser names. PyYAML's wording
chooses the handler (its two parsers differ) and is never shown.
"""

import re
from collections.abc import Callable

from tagc.diagnostics import Label, Sink, codes, did_you_mean
from tagc.source.parser import Failure, Mark
from tagc.source.scene import Comment, Scene, mask_quoted
from tagc.source.text import SourceFile

_CLOSING = {"[": "]", "{": "}"}
_ENDS = {"'": "a quote", '"': "a quote", "]": "a bracket", "}": "a bracket"}
_ESCAPE = re.compile(r"\\(?:x[0-9a-fA-F]{0,2}|u[0-9a-fA-F]{0,4}|U[0-9a-fA-F]{0,8}|.?)")
_REFERENCE = re.compile(r"\$\{[^\s{}]*+\}?(?:[^\s,\[\]{}$]|\$\{[^\s{}]*+\}|\$)*+")
_WORD_SO_FAR = re.compile(r"[^\s,\[\]{}]*$")
_TEMPLATE = re.compile(r"\{\{([^\n{}]*+)\}\}")
_LAST_WORD = re.compile(r"([^\s,\[\]{}]+)\s*$")
_NAME = re.compile(r"[A-Za-z_][\w.-]*")
_ANCHOR = re.compile(r"&([\w-]+)")
_KEY_WITHOUT_SPACE = re.compile(r"[\w.$-]+:[^\s:]\S*")
_LAST_KEY = re.compile(r"([\w.$-]+)\s*:\s*$")
_SEPARATOR = re.compile(r":\s+")
_MAX_KEY = 1024
# Patterns that may look at a place more than once see only this much of a line.
_REACH = 1000


def report(source: SourceFile, failure: Failure, sink: Sink) -> None:
    """Report the one reason why the file cannot be read."""
    words = f"{failure.context}: {failure.problem}"
    scene = Scene(source, failure, sink)
    next((handler for known, handler in _HANDLERS if known in words), _other)(scene)


def _other(scene: Scene) -> None:
    _plain(scene, "this cannot be read as YAML")


def _plain(scene: Scene, problem: str, *labels: Label) -> None:
    scene.sink.report(codes.SYNTAX_ERROR, scene.span(), problem=problem, labels=labels)


# ---- inside a scalar -----------------------------------------------------------------------------


def _escape(scene: Scene) -> None:
    text = scene.source.text
    start = text.rfind("\\", 0, scene.offset + 1)
    escape = _ESCAPE.match(text, max(start, 0))
    if escape is None:
        return _other(scene)
    span = scene.source.span_on_line(*escape.span())
    hint = "write the character itself" if escape[0][1:2] in ("x", "u", "U") else None
    return scene.sink.report(codes.BAD_ESCAPE, span, hint=hint, escape=escape[0])


def _unclosed_quote(scene: Scene) -> None:
    since = scene.failure.since or scene.failure.at
    quote = scene.source.text[scene.source.offset(*since)]
    scene.sink.report(codes.UNCLOSED_QUOTE, scene.rest_of_line(since), quote=quote)


def _tab(scene: Scene) -> None:
    scene.sink.report(codes.TAB_INDENTATION, scene.source.span(scene.offset, scene.offset + 1))


def _reserved(scene: Scene) -> None:
    if scene.character == "\t":
        return _tab(scene)
    return _reserved_at(scene, scene.failure.at)


def _reserved_since(scene: Scene) -> None:
    _reserved_at(scene, scene.failure.since or scene.failure.at)


def _reserved_at(scene: Scene, mark: Mark) -> None:
    character = scene.source.text[scene.source.offset(*mark)]
    scene.sink.report(codes.RESERVED_CHARACTER, scene.span(mark), character=character)


def _tag(scene: Scene) -> None:
    mark = scene.failure.since or scene.failure.at
    offset = scene.source.text.find("!", scene.source.offset(*mark))
    word = scene.source.span_on_line(offset, offset + 1) if offset >= 0 else scene.span(mark)
    span = scene.span((word.line, word.column))
    tag = scene.source.line(span.line)[span.column - 1 : span.end_column - 1]
    scene.sink.report(codes.UNKNOWN_TAG, span, tag=tag)


def _unknown_alias(scene: Scene) -> None:
    span = scene.span()
    name = scene.source.line(span.line)[span.column : span.end_column - 1]
    nearest = did_you_mean(name, _ANCHOR.findall(scene.source.text[: scene.offset]))
    advice = f'did you mean "*{nearest}"?' if nearest else "put the text in quotes if the * belongs to it"
    scene.sink.report(codes.UNKNOWN_ALIAS, span, name=name, advice=advice)


def _duplicate_anchor(scene: Scene) -> None:
    span = scene.span()
    name = scene.source.line(span.line)[span.column : span.end_column - 1]
    labels = [Label(scene.span(scene.failure.since), "first set here")] if scene.failure.since else []
    scene.sink.report(codes.DUPLICATE_ANCHOR, span, name=name, labels=labels)


# ---- between lines -------------------------------------------------------------------------------


def _colon(scene: Scene) -> None:
    """Report a colon where no key can be: in a text, or in a line that belongs to the text above."""
    line, column = scene.failure.at
    separator = _SEPARATOR.search(mask_quoted(scene.before[:_REACH]))
    if separator is not None:
        span = scene.rest_of_line((line, separator.end() + 1))
        return scene.sink.report(codes.COLON_IN_TEXT, span)
    if column > _MAX_KEY:
        return _plain(scene, "the key before this colon is longer than 1,024 characters")
    above = scene.line_above(line)
    if above and scene.flow is None and scene.indent(above) == scene.indent(line):
        return _not_a_setting(scene, (above, scene.indent(above) + 1))
    if above and scene.flow is None:
        reason = "the text above it goes on here, so this cannot be a key"
        return _indentation(scene, reason, (line, scene.indent(line) + 1))
    return _plain(scene, "a colon cannot stand here")


def _no_colon(scene: Scene) -> None:
    """Report a line that is no setting."""
    since = scene.failure.since or scene.failure.at
    for comment in scene.comments(since[0], since[0]):
        return scene.sink.report(codes.GLUED_COMMENT, comment.span, comment=comment.word)
    text = scene.source.line(since[0])[since[1] - 1 :]
    if _KEY_WITHOUT_SPACE.match(text):
        return scene.sink.report(codes.MISSING_SPACE, scene.rest_of_line(since), text=text.rstrip())
    return _not_a_setting(scene, since)


def _not_a_setting(scene: Scene, mark: Mark) -> None:
    scene.sink.report(
        codes.SYNTAX_ERROR,
        scene.rest_of_line(mark),
        problem='this line has no ": " and is no list item either',
        hint='write "key: value", or "key: {}" where there is nothing to set',
    )


def _block(scene: Scene) -> None:
    """Report what neither continues nor ends an indented block."""
    same_column = scene.failure.since is not None and scene.failure.since[1] == scene.failure.at[1]
    if scene.before.strip():
        if not _after_value(scene):
            _plain(scene, "this belongs to nothing before it")
    elif scene.character == ":":
        _plain(scene, "there is no key before this colon")
    elif not same_column:
        _between_levels(scene)
    elif "collection" in scene.failure.context:
        _indentation(scene, "a key cannot stand among list items", scene.failure.at)
    else:
        _indentation(scene, "a list item cannot stand among keys", scene.failure.at)


def _between_levels(scene: Scene) -> None:
    """Report a line that is indented less than the block above it and more than what that belongs to."""
    line, column = scene.failure.at
    first = line
    above = scene.line_above(line)
    while above and scene.indent(above) >= column:
        first = above
        above = scene.line_above(above)
    label = Label(scene.span((first, scene.indent(first) + 1)), "the lines above begin at this column")
    labels = [label] if first < line else []
    reason = "it stands between two levels"
    scene.sink.report(codes.BAD_INDENTATION, scene.rest_of_line((line, column)), reason=reason, labels=labels)


def _indentation(scene: Scene, reason: str, mark: Mark) -> None:
    since = scene.failure.since
    labels = [Label(scene.span(since), "the block begins here")] if since else []
    scene.sink.report(codes.BAD_INDENTATION, scene.rest_of_line(mark), reason=reason, labels=labels)


def _dash(scene: Scene) -> None:
    inside = "items between brackets have no dash" if scene.flow else "a list begins on a line of its own"
    _plain(scene, f"a list item cannot begin here: {inside}")


def _second_document(scene: Scene) -> None:
    scene.sink.report(codes.SEVERAL_DOCUMENTS, scene.span())


def _document_start(scene: Scene) -> None:
    """Report what follows the end of the document."""
    above = scene.line_above(scene.failure.at[0])
    comments = scene.comments(above, above) if above else []
    if scene.source.line(max(above, 1)).startswith("..."):
        _second_document(scene)
    elif comments:
        _report_swallowed(scene, comments[0])
    elif not _after_value(scene):
        _plain(scene, "nothing can follow the value of the whole file")


def _directive(scene: Scene) -> None:
    _plain(scene, 'lines that begin with "%" are YAML directives, which container files do not have')


# ---- between brackets ----------------------------------------------------------------------------


def _flow(scene: Scene) -> None:
    """Report something else than a comma or a closing bracket."""
    if _reference(scene) or _swallowed(scene) or _after_value(scene) or _unclosed_bracket(scene):
        return
    opener = scene.flow
    bracket = scene.source.text[scene.source.offset(*opener)] if opener else ""
    problem = f'a comma or the closing "{_CLOSING.get(bracket, "bracket")}" is missing before this'
    labels = [Label(scene.span(opener), "opened here")] if opener else []
    # At a colon the comma is missing before the key.
    key = _LAST_WORD.search(scene.before[-_REACH:]) if scene.character == ":" else None
    start = scene.offset - len(key[0]) if key else scene.offset
    span = scene.source.span(start, start + len(key[1])) if key else scene.span()
    scene.sink.report(codes.SYNTAX_ERROR, span, problem=problem, labels=labels)


def _content(scene: Scene) -> None:
    """Report that there is no value where one must be."""
    if _swallowed(scene) or _unclosed_bracket(scene):
        return
    problems = {
        "]": '"]" closes nothing',
        "}": '"}" closes nothing',
        ",": "there is no value before this comma",
        ":": "there is no key before this colon",
    }
    _plain(scene, problems.get(scene.character, "a value is missing here"))


def _reference(scene: Scene) -> bool:
    """Report `${name}` between brackets."""
    if scene.character != "{" or not scene.before.endswith("$"):
        return False
    word = _WORD_SO_FAR.search(scene.before[-_REACH:])
    match = _REFERENCE.match(scene.source.text, scene.offset - 1)
    if word is None or match is None:
        return False
    start = scene.offset - len(word[0])
    text = scene.source.text[start : match.end()]
    scene.sink.report(codes.REFERENCE_IN_BRACES, scene.source.span(start, match.end()), text=text)
    return True


def _swallowed(scene: Scene) -> bool:
    """Report a selector between brackets that became a comment and took the closing bracket with it."""
    if scene.flow is None:
        return False
    comments = [comment for comment in scene.comments(scene.flow[0], scene.failure.at[0]) if comment.closes]
    if not comments:
        return False
    _report_swallowed(scene, comments[0])
    return True


def _report_swallowed(scene: Scene, comment: Comment) -> None:
    key = _LAST_KEY.search(comment.before[-_REACH:])
    if key is not None or comment.before.rstrip()[-1:] in ("", ",", "[", "{"):
        subject = f'"{key[1]}"' if key else "this list item"
        scene.sink.report(codes.VALUE_IS_COMMENT, comment.span, subject=subject, comment=comment.word)
    else:
        scene.sink.report(codes.GLUED_COMMENT, comment.span, comment=comment.word)


def _unclosed_bracket(scene: Scene) -> bool:
    """Report an open bracket when the text goes on below it, no deeper than the line it is on."""
    opener, line = scene.flow, scene.failure.at[0]
    if opener is None:
        return False
    ended = scene.at_end
    if not ended and (line == opener[0] or scene.indent(line) > scene.indent(opener[0])):
        return False
    bracket = scene.source.text[scene.source.offset(*opener)]
    start = scene.source.offset(*opener)
    labels = [] if ended else [Label(scene.span(), "this cannot be part of it")]
    scene.sink.report(
        codes.UNCLOSED_BRACKET,
        scene.source.span(start, start + 1),
        labels=labels,
        bracket=bracket,
        closing=_CLOSING.get(bracket, bracket),
    )
    return True


def _after_value(scene: Scene) -> bool:
    """Report text behind a closing quote or bracket.

    Between brackets only what touches a quote: with a space between, it is a comma that is missing.
    """
    last = scene.before.rstrip()[-1:]
    if last not in _ENDS:
        return False
    template = _TEMPLATE.search(scene.before) if last == "}" else None
    if template is not None:
        start = scene.source.offset(scene.failure.at[0], 1)
        span = scene.source.span(start + template.start(), start + template.end())
        name = template[1].strip()
        reference = f"${{{name}}}" if _NAME.fullmatch(name) else "${name}"
        scene.sink.report(codes.TEMPLATE_BRACES, span, text=template[0], reference=reference)
    elif scene.flow is not None and scene.before[-1:] not in ("'", '"'):
        return False
    else:
        scene.sink.report(codes.TEXT_AFTER_VALUE, scene.span(), closing=_ENDS[last])
    return True


# Words of "context: problem" of both parsers -> handler; the first that is found counts.
_HANDLERS: tuple[tuple[str, Callable[[Scene], None]], ...] = (
    ("unknown escape", _escape),
    ("invalid Unicode character", _escape),
    ("hexdecimal number", _escape),
    ("hexadecimal numbers", _escape),
    ("scanning a quoted scalar", _unclosed_quote),
    ("tab character", _tab),
    ("cannot start any token", _reserved),
    ("scanning a block scalar", _reserved_since),
    ("scanning an alias", _reserved_since),
    ("scanning an anchor", _reserved_since),
    ("undefined alias", _unknown_alias),
    ("second occurrence", _duplicate_anchor),
    ("undefined tag handle", _tag),
    ("ing a tag", _tag),
    ("directive", _directive),
    ("incompatible YAML document", _directive),
    ("found another document", _second_document),
    ("<document start>", _document_start),
    ("mapping values are not allowed", _colon),
    ("could not find expected ':'", _no_colon),
    ("entries are not allowed", _dash),
    ("expected ',' or", _flow),
    ("node content", _content),
    ("did not find expected key", _block),
    ("'-' indicator", _block),
    ("expected <block end>", _block),
)
