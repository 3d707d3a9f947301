"""Walking and rebuilding."""

from tagc.js import build
from tagc.js import nodes as js
from tagc.js.parse import parse
from tagc.js.printer import to_source
from tagc.js.tree import children, static_name, transform, walk


def names(node: js.Node) -> list[str]:
    return [item.name for item in walk(node) if isinstance(item, js.Identifier)]


def test_a_walk_meets_every_node_in_source_order() -> None:
    assert names(parse("a(b, [c, , d], { e: f }); if (g) h")) == [*"abcdefgh"]


def test_children_are_the_nodes_directly_below() -> None:
    assert [type(item).__name__ for item in children(parse("a[b]; c"))] == ["ExpressionStatement"] * 2


def test_a_transformation_sees_children_before_parents() -> None:
    seen: list[str] = []

    def note(node: js.Node) -> js.Node:
        seen.append(type(node).__name__)
        return node

    tree = parse("a + 1")
    assert transform(tree, note) is tree
    assert seen == ["Identifier", "Literal", "BinaryExpression", "ExpressionStatement", "Program"]


def test_a_transformation_replaces_nodes() -> None:
    def replaced(node: js.Node) -> js.Node:
        return build.ident("z") if node == build.ident("a") else node

    assert to_source(transform(parse("a(b, a)"), replaced)) == "z(b,z)"


def test_the_static_name_of_members_and_keys_is_known() -> None:
    assert static_name(build.member("a", "b")) == "b"
    assert static_name(build.member("a", build.ident("b"))) is None
    assert static_name(js.Property(js.Identifier("b"), js.Identifier("c"))) == "b"
