"""What a fix only added: the parts that are new, what they were added to, and what they were put around."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from unrepeat.guards.learn.difference import Difference
from unrepeat.guards.learn.kinds_of_nodes import CONDITIONALS, is_comment, is_statement, leaves
from unrepeat.guards.syntax import Node

MOST = 12  # additions of a fix that rules are made about


@dataclass(frozen=True)
class Addition:
    """One part that is new after a fix.

    `to`: what it was added to, as it was before. `around`: the outermost new piece that holds it and code that was
    there before. `inside`: what that code was, before the fix. `before`: where, in the text before the fix, what stands
    just before it begins.
    """

    part: Node
    to: Node
    around: Node | None = None
    inside: tuple[Node, ...] = ()
    before: int | None = None

    @property
    def is_statement(self) -> bool:
        """Whether it is a statement or more of its own."""
        return self.around is None and is_statement(self.part)


def additions(difference: Difference) -> Iterator[Addition]:
    """Give each part that a fix added, the largest that is wholly new, in the order of the text, MOST at most."""
    return islice(_additions(difference), MOST)


def _additions(difference: Difference) -> Iterator[Addition]:
    seen: set[tuple[int, int]] = set()
    for leaf in difference.came:
        part = leaf
        while part.parent is not None and _is_new(part.parent, difference):
            part = part.parent
        if (part.start, part.end) in seen or is_comment(part) or difference.replaces(leaf):
            continue
        seen.add((part.start, part.end))
        found = _placed(part, difference)
        if found is not None:
            yield found


def _placed(part: Node, difference: Difference) -> Addition | None:
    around = None
    for above in part.ancestors():
        earlier = difference.earlier(above)
        if earlier is not None:
            if around is None:
                return Addition(part, earlier, before=_before(part, difference)) if part.named else None
            inside = tuple(_inside(around, difference))
            return Addition(part, earlier, around, inside, _before(around, difference))
        around = above
    return None


def _before(part: Node, difference: Difference) -> int | None:
    """Give where what stands just before a new part began before the fix."""
    above = part.parent
    if above is None:
        return None
    found = None
    for sibling in above.children:
        if sibling.start >= part.start:
            break
        if sibling.named and not is_comment(sibling) and not _is_new(sibling, difference):
            found = difference.earlier(sibling) or found
    return None if found is None else found.start


def _is_new(node: Node, difference: Difference) -> bool:
    return all(leaf.start in difference.is_new for leaf in leaves(node))


def _inside(around: Node, difference: Difference) -> Iterator[Node]:
    """Give the largest pieces within something new that were there before, as they were."""
    for child in around.children:
        if is_comment(child) or _is_new(child, difference):
            continue
        earlier = difference.earlier(child) if child.named else None
        if earlier is not None and not any(leaf.start in difference.is_new for leaf in leaves(child)):
            yield earlier
        elif child.children:
            yield from _inside(child, difference)


def header(around: Node) -> str:
    """Give the field of a conditional that says when: `condition`, or what the grammar calls it; empty where none."""
    if around.kind not in CONDITIONALS:
        return ""
    return next((name for name in ("condition", "value", "left") if around.field(name) is not None), "")
