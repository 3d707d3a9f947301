"""Second names of one thing: `const tell = attempt` goes, and `attempt` stands wherever `tell` stood."""

from __future__ import annotations

from collections import Counter
from typing import TypeVar

from tagc.js import nodes as js
from tagc.js.scopes import analyse
from tagc.js.tree import transform, walk

__all__ = ["drop_aliases"]

_T = TypeVar("_T", bound=js.Node)


def drop_aliases(node: _T) -> _T:
    """Use the first name of a constant that is another constant, where no other declaration has that name.

    The declaration of the second name stays and is nobody's, so that `fold` takes it out.
    """
    analysis = analyse(node)
    tree = analysis.tree
    declared = Counter(binding.name for binding in analysis.bindings)
    meant = {id(item): binding for binding in analysis.bindings for item in binding.identifiers}
    first: dict[int, str] = {}
    for declarator in walk(tree):
        if not isinstance(declarator, js.VariableDeclarator):
            continue
        if isinstance(declarator.id, js.Identifier) and isinstance(declarator.init, js.Identifier):
            alias, known = meant.get(id(declarator.id)), meant.get(id(declarator.init))
            if alias is None or known is None or alias.assigned or known.assigned or declared[known.name] > 1:
                continue
            first.update({id(item): known.name for item in alias.identifiers if item is not declarator.id})
    return transform(tree, lambda each: js.Identifier(first[id(each)]) if id(each) in first else each)  # type: ignore[return-value]
