"""Renaming, folding and both ways of printing leave what a program does as it was, in an engine."""

import json
from typing import TYPE_CHECKING

import pytest
import quickjs
from hypothesis import given, settings
from hypothesis import strategies as st

from tagc.js.build import Json, value
from tagc.js.fold import fold
from tagc.js.names import rename
from tagc.js.parse import parse
from tagc.js.printer import to_source

if TYPE_CHECKING:
    from collections.abc import Mapping

# Each program is one expression or ends in one; its value is compared as JSON.
CORPUS = {
    "shadowing": "((a, f = (a) => a * 2) => { let b = 3; { let a = f(b); b += a } return [a, b] })(1)",
    "hoisting": "(function () { var r = [typeof f, typeof g]; { function g() {} } function f() {} var v = 1; r.push(v); return r })()",
    "defaults": "((x, y = () => x) => { var x = 5; return [x, y()] })(1)",
    "catch": "(() => { let e = 1; try { throw 2 } catch (e) { e++; var got = e } return [e, got] })()",
    "closures": "(() => { const fs = []; for (let i = 0; i < 3; i++) fs.push(() => i); return fs.map((f) => f()) })()",
    "destructuring": "(({ a, b: { c = 4, ...rest } }, [d, , e = a, ...f]) => ({ a, c, d, e, f, rest }))({ a: 1, b: { x: 2, y: 3 } }, [5, 6])",
    "swap": "(() => { let a = 1, b = 2; [a, b] = [b, a]; ({ a, b } = { a: b, b: a }); return { a, b } })()",
    "named function": "(function fact(n) { return n < 2 ? 1 : n * fact(n - 1) })(5)",
    "arguments": "(function (first) { first = 9; return [...arguments, arguments.length] })(1, 2)",
    "sloppy this": "(function () { return typeof this })()",
    "switch": "((x) => { switch (x) { case 1: let y = 'one'; return y; default: return 'many' } })(1)",
    "for in and of": "(() => { let s = ''; for (const k in { a: 1, b: 2 }) s += k; for (const [i, c] of ['x', 'y'].entries()) s += i + c; return s })()",
    "strings": "(() => ['</script>', '<!--', ']]>', '\\u2028', '\\ud83d\\ude00', `a${1 + 1}\\n`, '\"\\''])()",
    "regular expressions": "(() => ['a/b'.replace(/[/]/g, '-'), 'a<!--'.split(/<!--/).length, /<\\/script/.test('</script')])()",
    "numbers": "(() => [0.1 + 0.2, 1e21, 1e-7, -0 === 0, 1 / -0 < 0, 0xff, 2 ** -1, (-2) ** 2, 1..toFixed(1)])()",
    "signs": "((a, b) => [a - -b, a + +b, a - --b, - -a, +-a, a++ + ++b])(5, 3)",
    "proto": "(() => { const o = { ['__proto__']: 1, a: 2 }; return [Object.keys(o), JSON.stringify({ __proto__: { b: 1 } })] })()",
    "accessors": "(() => { const o = { get a() { return this.b }, set a(v) { this.b = v }, m() { return this.a } }; o.a = 3; return o.m() })()",
    "optional else": "((a, b) => { if (a) { if (b) return 1 } else return 2; return 3 })(1, 0)",
    "sequence": "(() => { let a = 1; const f = () => (a++, a * 2); return [f(), (a, f())] })()",
    "new": "(() => { function A(x) { this.x = x } A.B = A; const f = () => A; return [new A(1).x, new A.B(2).x, new (f())(3).x] })()",
    "reassigned parameters": "((a) => { a = a.split(' '); a[2] = a[2] || a[0]; return a })('x y')",
    "async": "(() => { let r = 0; const f = async (a) => { r = await a }; return typeof f(1).then })()",
    "labels of objects": "(() => { const a = 1, value = { a, b: a, ['c' + a]: a, 'd-e': a, 5: a }; return value })()",
    "dispatcher": """((page, held = [], hooks = [], attempt = (action, ...args) => { try { return action(...args) } catch (error) { return String(error.message) } },
      gate = (open, send, hook = (event) => open() ? event ? attempt(send, ...event) : held.map((event) => hook(event)) : held.push(event)) => hooks.push(hook)) => {
      let open = false;
      const out = [];
      gate(() => open, (name, data) => out.push({ name, ...data }));
      hooks.map((hook) => hook(['first', { value: 1 }]));
      open = true;
      hooks.map((hook) => hook());
      hooks.map((hook) => hook([page.title]));
      return out
    })({ title: 'T' })""",
}


def outcome(text: str) -> object:
    return json.loads(quickjs.Context().eval(f"JSON.stringify({text.strip().rstrip(';')})"), parse_int=float)


@pytest.mark.parametrize("text", CORPUS.values(), ids=CORPUS)
def test_printing_and_renaming_keep_the_result(text: str) -> None:
    expected = outcome(text)
    program = parse(text)
    renamed = rename(program)
    for tree in (program, renamed, fold(program, {}), rename(fold(program, {}))):
        for readable in (False, True):
            assert outcome(to_source(tree, readable=readable)) == expected


@pytest.mark.parametrize("text", CORPUS.values(), ids=CORPUS)
def test_renaming_twice_changes_nothing_more(text: str) -> None:
    once = to_source(rename(parse(text)))
    assert len(to_source(rename(parse(once)))) == len(once)


CONDITIONAL = """(() => {
  const log = [], say = (what) => (log.push(what), what);
  function helper() { return say('helper') }
  if (A && !B) { let x = say('a'); log.push(x) } else if (C === 'x') say('c'); else { say('none') }
  while (B && log.length < 3) say('b');
  const unused = () => say('never');
  A ? helper() : say(D);
  (A ? say : helper)(C || 'empty');
  return [log, A === B, C !== 'x', !D]
})()"""


@given(st.booleans(), st.booleans(), st.sampled_from(["x", "", "y"]), st.integers(0, 2))
def test_folding_keeps_the_result_for_all_constants(a: bool, b: bool, c: str, d: int) -> None:  # noqa: FBT001
    constants: Mapping[str, Json] = {"A": a, "B": b, "C": c, "D": d}
    declared = "".join([f"const {name} = {to_source(value(item))};" for name, item in constants.items()])
    expected = json.loads(
        quickjs.Context().eval(f"{declared} JSON.stringify({CONDITIONAL})"), parse_int=float
    )
    folded = to_source(fold(parse(CONDITIONAL), constants))
    assert outcome(folded) == expected
    assert "unused" not in folded


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.integers(-(2**53), 2**53)
    | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text(max_size=4) | st.just("__proto__"), inner, max_size=3)
    ),
    max_leaves=10,
)


@settings(deadline=None)
@given(JSON)
def test_data_arrives_as_it_was(data: Json) -> None:
    for readable in (False, True):
        assert outcome(f"[{to_source(value(data), readable=readable)}]") == [data]
