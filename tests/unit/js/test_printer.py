"""Trees as text: input in any spelling, output in the one and only."""

from typing import TYPE_CHECKING

import pytest

from tagc.js import build
from tagc.js import nodes as js
from tagc.js.parse import parse
from tagc.js.printer import to_source

if TYPE_CHECKING:
    from tagc.js.build import Json

MINIFIED = {
    # blanks and semicolons
    "var a = 1 ; let b ; const c = 2 ;": "var a=1;let b;const c=2",
    "function f ( a , b ) { return a ; }": "function f(a,b){return a}",
    "if (a) { b(); } else { c(); }": "if(a)b();else c()",
    "if (a) { b(); c(); } else if (d) e();": "if(a){b();c()}else if(d)e()",
    "if (a) { if (b) c() } else d()": "if(a){if(b)c()}else d()",
    "if (a) { for (;;) if (b) c() } else d()": "if(a){for(;;)if(b)c()}else d()",
    "if (a) {} else b()": "if(a);else b()",
    "if (a) { let b = 1 }": "if(a){let b=1}",
    "for (;;) {}": "for(;;);",
    "while (a) { b() } c()": "while(a)b();c()",
    "do { a() } while (b); c()": "do a();while(b);c()",
    "for (const a of b) { c(a) }": "for(const a of b)c(a)",
    "for (a in b) c;": "for(a in b)c",
    "try { a } catch (e) { } finally { b }": "try{a}catch(e){}finally{b}",
    "switch (a) { case 'b': c(); break; default: d() }": 'switch(a){case"b":c();break;default:d()}',
    "throw new Error('x')": 'throw new Error("x")',
    "function f() { 'use strict'; return [1] }": 'function f(){"use strict";return[1]}',
    "typeof a; void 0; delete a.b; !a; typeof (a + b)": "typeof a;void 0;delete a.b;!a;typeof(a+b)",
    # tokens that must not run together
    "a - -b; a + +b; a - --b; a++ + b; - -a; a-- - b": "a- -b;a+ +b;a- --b;a++ +b;- -a;a-- -b",
    "a in b; a instanceof b; 'a' in b; 1 in a": 'a in b;a instanceof b;"a"in b;1 in a',
    "a / /b/.c; /a/g in b; /a/ in b": "a/ /b/.c;/a/g in b;/a/ in b",
    # precedence
    "(a + b) * c; a + (b * c); a - (b - c); (a - b) - c": "(a+b)*c;a+b*c;a-(b-c);a-b-c",
    "(a && b) || c; a && (b || c); a && (b && c)": "a&&b||c;a&&(b||c);a&&b&&c",
    "(a ? b : c) ? d : e; a ? (b, c) : (d = e)": "(a?b:c)?d:e;a?(b,c):d=e",
    "(a, b); f((a, b), c); (a = b).c; (() => {})()": "a,b;f((a,b),c);(a=b).c;(()=>{})()",
    "a ** b ** c; (a ** b) ** c; 2 ** -1": "a**b**c;(a**b)**c;2**-1",
    "new (f())(); new (f().g)(1); new a.b(); new (a.b().c)": "new(f());new(f().g)(1);new a.b;new(a.b().c)",
    "new Date().getTime(); new new A()()": "new Date().getTime();new new A()",
    "(function () {})(); (function () {}).call(a); !function () {}()": (
        "(function(){})();(function(){}).call(a);!function(){}()"
    ),
    "({}).a; ({ a } = b); ({ a: 1 }), b": "({}).a;({a}=b);({a:1}),b",
    "() => ({}); () => ({}).a; () => { return }; (a) => b": "()=>({});()=>({}).a;()=>{return};a=>b",
    "() => ({ a } = b); (a, ...b) => a; async (a) => await a": "()=>({a}=b);(a,...b)=>a;async a=>await a",
    "for (let a = ('b' in c); ;) ;": 'for(let a=("b"in c);;);',
    "for (a of (b, c));": "for(a of(b,c));",
    "(-1).a; (1).a; 1.5.a; 1e3.a; (-1) ** 2": None,
    # literals
    "0.5; 1000; 1e21; 100; 0.001; 1e-7; 255; 1.50; 0x10; 123456789": (
        ".5;1e3;1e21;100;.001;1e-7;255;1.5;16;123456789"
    ),
    "1e400; -1e400; -0": "1/0;-(1/0);-0",
    "a = true; a = false; a = null; a = undefined": "a=!0;a=!1;a=null;a=undefined",
    "a = 'it\"s'; a = 'it\\'s'; a = '\"\\''": 'a=\'it"s\';a="it\'s";a="\\"\'"',
    "a = `b`; a = `b${c}d`": 'a="b";a=`b${c}d`',
    # objects and members
    "({ a: a, 'b': 1, 'c-d': 2, 3: 4, '5': 6, [e]: 7, ...f })": '({a,b:1,"c-d":2,3:4,5:6,[e]:7,...f})',
    "({ a() {}, get b() { return 1 }, set b(c) {}, d: function () {} })": (
        "({a(){},get b(){return 1},set b(c){},d:function(){}})"
    ),
    "({ __proto__: a, ['__proto__']: b }); ({ __proto__ })": (
        '({__proto__:a,["__proto__"]:b});({__proto__})'
    ),
    "a['b']; a['b-c']; a['1']; a[b]; a['class']": 'a.b;a["b-c"];a[1];a[b];a.class',
    "[a, , b]; [a, ,]; [...a]": "[a,,b];[a,,];[...a]",
    "let { a, b: c = 1, ...d } = e, [f, , g = 2, ...h] = i": "let{a,b:c=1,...d}=e,[f,,g=2,...h]=i",
}


@pytest.mark.parametrize(("written", "printed"), MINIFIED.items(), ids=MINIFIED)
def test_minified_code_has_nothing_to_leave_out(written: str, printed: str | None) -> None:
    text = to_source(parse(written)) if printed is not None else ""
    assert text == (printed or "")
    assert to_source(parse(text)) == text


def test_numbers_as_objects_get_what_they_need() -> None:
    tree = [build.member(build.number(n), "a") for n in (1, 1.5, 1000, -1)]
    assert [to_source(item) for item in tree] == ["1..a", "1.5.a", "1e3.a", "(-1).a"]


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("plain", '"plain"'),
        ("\n\t\r\\", r'"\n\t\r\\"'),
        ("\x00\x01\x7f", r'"\x00\x01\x7f"'),
        ("é€😀", r'"\xe9\u20ac\ud83d\ude00"'),
        ("\x1f ~\x7f\xff\u0100\uffff\U00010000", r'"\x1f ~\x7f\xff\u0100\uffff\ud800\udc00"'),
        ("\ud800", r'"\ud800"'),
        ("\u2028", r'"\u2028"'),
        ("</script>", r'"<\/script>"'),
        ("</SCRIPT>", r'"<\/SCRIPT>"'),
        ("<!--", r'"<\!--"'),
        ("]]>", r'"]]\>"'),
    ],
)
def test_strings_are_ascii_and_harmless_in_html(text: str, printed: str) -> None:
    assert to_source(build.string(text)) == printed


@pytest.mark.parametrize(
    ("pattern", "printed"),
    [
        ("", "/(?:)/"),
        ("a/b", r"/a\/b/"),
        ("[/]", "/[/]/"),
        ("[</script]", r"/[<\/script]/"),
        ("<!--", r"/<\x21--/"),
        ("[<!--a]", r"/[<\x21--a]/"),
        ("(?<!--a)b", r"/(?<!\x2d-a)b/"),
        ("[a]]>", r"/[a]]\x3e/"),
        ("é\n\t", r"/\xe9\n\t/"),
        (r"\d\/", r"/\d\/"),
    ],
)
def test_regular_expressions_are_ascii_and_harmless_in_html(pattern: str, printed: str) -> None:
    assert to_source(build.regexp(pattern)).rstrip("/") == printed.rstrip("/")


def test_markup_does_not_arise_between_tokens() -> None:
    less = build.binary("<", build.ident("a"), build.regexp("script"))
    comment = build.binary(
        "<", build.ident("a"), build.not_(js.UpdateExpression("--", build.ident("b"), prefix=True))
    )
    cdata = build.binary(">", build.member("a", build.member("b", build.number(0))), build.ident("c"))
    assert [to_source(item) for item in (less, comment, cdata)] == ["a< /script/", "a<! --b", "a[b[0]] >c"]


def test_names_beyond_ascii_are_escaped() -> None:
    assert to_source(parse("é.ö = { ü: 1 }")) == r"\u00e9.\u00f6={\u00fc:1}"
    beyond = to_source(parse("\U0001d4b3 + x\U0001d4b4"))
    assert beyond == r"\u{1d4b3}+x\u{1d4b4}"
    assert parse(beyond) == parse("\U0001d4b3 + x\U0001d4b4")


def test_a_string_statement_is_not_turned_into_a_directive() -> None:
    assert to_source(parse("('use strict'); a()")) == '("use strict");a()'
    assert to_source(parse("`use strict`; a()")) == '("use strict");a()'


def test_not_a_number_cannot_be_written() -> None:
    with pytest.raises(ValueError, match="nan has no literal"):
        to_source(build.number(float("nan")))


def test_data_becomes_literals_and_keys_stay_data() -> None:
    data: Json = {"a": [1, 0.5, None, True], "b c": {"__proto__": "x"}}
    assert to_source(build.value(data)) == '{a:[1,.5,null,!0],"b c":{["__proto__"]:"x"}}'


def test_long_chains_and_lists_do_not_exhaust_the_stack() -> None:
    names = [build.ident("a")] * 20_000
    assert to_source(build.and_(*names)) == "&&".join(["a"] * 20_000)
    assert len(to_source(build.array(*names))) == 40_001
    assert to_source(parse("+".join(["a"] * 5_000)), readable=True).count("a") == 5_000


READABLE = """\
// Says hello.
// Twice.
export const hello = (name) => {
  if (name === true) {
    greet({ name, loud: 0.5 });
  } else if (!name) {
    return;
  } else {
    for (const other of name) {
      hello(other);
    }
  }
};
export function load(url) {
  try {
    return a && b ? c : "d";
  } catch (error) {}
}
"""


def test_readable_code_is_indented_and_keeps_comments_above_declarations() -> None:
    assert to_source(parse(READABLE, module=True), readable=True) == READABLE


def test_readable_lines_are_broken_where_they_are_too_long() -> None:
    text = to_source(
        parse(
            "send({ first: 'first value'.trim(), second: 'second value'.trim(), third: 'third value'.trim() }, 'and a last one')"
        ),
        readable=True,
    )
    assert text == (
        'send(\n  { first: "first value".trim(), second: "second value".trim(), third: "third value".trim() },\n  "and a last one"\n);\n'
    )


def test_comments_cannot_close_the_script_element() -> None:
    tree = build.program(build.statement(build.call("f"), "a </script> <!-- é\nb"))
    assert to_source(tree, readable=True) == "// a < /script> < !-- \\xe9\n// b\nf();\n"
    assert to_source(tree) == "f()"
