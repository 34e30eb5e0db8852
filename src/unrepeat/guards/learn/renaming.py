"""Give a text in which the names that functions bind are others: a rule that is worth something still fires there."""

from collections.abc import Iterable, Sequence

from unrepeat.guards.learn.bound import bound_names, function_around
from unrepeat.guards.learn.difference import covering
from unrepeat.guards.learn.kinds_of_nodes import leaves
from unrepeat.guards.learn.roles import Role, role_of
from unrepeat.guards.syntax import Node, tree
from unrepeat.history.edit import Span

_MOST = 40  # functions that are renamed in: of a change that added more, the first speak for all


def scopes(text: str, language: str, spans: Iterable[Span]) -> list[Node]:
    """Give the outermost functions that stand on some lines of a text, or the whole file where lines stand in none."""
    root = tree(text, language)
    lines = text.split("\n")
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line) + 1)
    found: dict[int, Node] = {}
    for span in spans:
        for number in range(max(span.first, 1), min(span.last, len(lines)) + 1):
            line = lines[number - 1]
            at = starts[number - 1] + len(line) - len(line.lstrip())
            node = function_around(covering(root, at, at + 1)) or root
            found.setdefault(node.start if node is not root else -1, node)
            if len(found) > _MOST:
                return list(found.values())
    return list(found.values())


def renamed(text: str, language: str, spans: Sequence[Span]) -> str:
    """Rename the local names of the functions that stand on some lines."""
    places: dict[int, int] = {}
    for scope in scopes(text, language, spans):
        local = bound_names(scope)
        for leaf in leaves(scope):
            if leaf.text in local and role_of(leaf, local) is Role.LOCAL:
                places[leaf.start] = leaf.end
    pieces, at = [], 0
    for start, end in sorted(places.items()):
        pieces += [text[at:start], _other(text[start:end])]
        at = end
    return "".join(pieces) + text[at:]


def _other(name: str) -> str:
    marked = name.rstrip("?!")
    return f"{marked}_renamed{name[len(marked) :]}"
