"""Any text as a script file: read, or refused with a reason; and what is read is JavaScript for an engine, too."""

from __future__ import annotations

import quickjs
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tagc.js import nodes as js
from tagc.js.function_file import read, same
from tagc.js.parse import parse
from tagc.js.printer import to_source

PIECES = [
    *"(){}[];,.:?=+-*/%!~<>&|^'\"`\\\n #@",
    *(
        "=>",
        "...",
        "?.",
        "??",
        "**",
        "&&",
        "||",
        "===",
        "${",
        "`",
        "//",
        "/*",
        "*/",
        "<!--",
        "-->",
        "</script>",
    ),
    *(
        "a",
        "b",
        "x1",
        "é",
        "0",
        "1",
        "08",
        "0x1",
        "1e3",
        "1n",
        "'s'",
        '"s"',
        "/r/g",
        "/(/",
        "true",
        "null",
        "undefined",
    ),
    *(
        "var ",
        "let ",
        "const ",
        "function ",
        "async ",
        "await ",
        "return ",
        "if ",
        "else ",
        "for ",
        "of ",
        "in ",
        "while ",
    ),
    *(
        "do ",
        "switch ",
        "case ",
        "default",
        "break",
        "continue",
        "throw ",
        "try ",
        "catch ",
        "finally ",
        "new ",
        "delete ",
    ),
    *(
        "typeof ",
        "void ",
        "this",
        "class ",
        "extends ",
        "super",
        "yield ",
        "static ",
        "get ",
        "set ",
        "import ",
        "export ",
    ),
    *(
        "export default ",
        "from ",
        "debugger",
        "with ",
        "eval",
        "arguments",
        "document.write(",
        "dataLayer.push({event: 'a'})",
    ),
    *(
        "({ a }) => ",
        "function f() {",
        "/* global a */",
        "'use strict';",
        "__proto__: ",
        "\u2028",
        "\ufeff",
        "\x00",
    ),
]
fragments = st.lists(st.sampled_from(PIECES), max_size=14).map("".join)
whole = fragments.map(lambda text: f"export default ({{ a }}) => {{ {text} }};")


def accepts(source: str) -> bool:
    try:
        quickjs.Context().eval(f"({source})")
    except quickjs.JSException as error:
        return "SyntaxError" not in str(error)
    return True


@settings(max_examples=500)
@given(fragments | whole | st.text(max_size=30))
@example("\ud800")
@example("(" * 2000)
@example("[" * 500 + "]" * 500)
@example("`${`${`${a}`}`}`")
@example("a\n-->b")
@example("if (a) function f() {}")
@example("({ a, a }) => a")
@example("(a, a) => a")
@example("() => { let a; var a }")
@example("() => { const a }")
@example("for (const a = 1 of []) ;")
@example("() => { return\n1 }")
def test_any_text_is_read_or_refused_and_what_is_read_runs(text: str) -> None:
    file = read(text)
    if not file.readable:
        assert file.reason
        assert (
            1
            <= file.line
            <= text.count("\n") + text.count("\r") + text.count("\u2028") + text.count("\u2029") + 1
        )
        assert file.column >= 0
        return
    if any(one.fault.value == "imports" for one in file.findings):
        return  # it is an error wherever it is used
    for readable in (False, True):
        source = to_source(file.function, readable=readable)
        assert source.isascii()
        assert "</script" not in source.lower()
        (again,) = parse(
            to_source(js.Program((js.ExpressionStatement(file.function),)), readable=readable)
        ).body
        assert isinstance(again, js.ExpressionStatement)
        assert same(again.expression, file.function, readable=readable)
        assert accepts(source), source
