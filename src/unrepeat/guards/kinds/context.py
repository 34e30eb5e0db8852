"""`context`: a pull request or a message has its sections, each with something to say."""

import re
from collections.abc import Iterator

from unrepeat.guards.finding import Firing
from unrepeat.guards.guard import Guard
from unrepeat.guards.kinds import NotReplayable, NotValid
from unrepeat.guards.kinds.rules import number, only, word, words
from unrepeat.guards.kinds.touching import touching
from unrepeat.guards.kinds.written_sections import plain_line, says, sections
from unrepeat.guards.proposal import Proposal, Tree

_PLACES = ("pull-request", "message")
_ENOUGH = 3  # different words, fewer of which say nothing: "see above", "ran tests"
_MOST = 500
_TEMPLATE = re.compile(r"(?:.*/)?(?:pull|merge)_request_templates?(?:/[^/]+)?\.(?:md|txt)", re.IGNORECASE)


class Context:
    """Sections that are ready to be looked for.

    Rule: `sections` (their names), `in` (pull-request or message; the former where it is not said) and `words`, the
    least different words of each (3). Comments, what a template of the repository says, boxes that nobody ticked, and
    words that put off (`TODO`, `n/a`) are none.
    """

    by_line = False

    def __init__(self, guard: Guard) -> None:
        only(guard.rule, ("sections", "in", "words"))
        self._guard = guard
        self._sections = words(guard.rule, "sections")
        self._enough = number(guard.rule, "words", _ENOUGH, _MOST, least=1)
        self._place = word(guard.rule, "in", _PLACES[0])
        if self._place not in _PLACES:
            raise NotValid(f"`in` of its rule may be {' or '.join(_PLACES)}", "in")

    def firings(self, proposal: Proposal) -> Iterator[Firing]:
        """Give each section that is missing or says nothing; raise NotReplayable where there is no text yet."""
        if proposal.whole or next(touching(self._guard, proposal), None) is None:
            return
        text = self._text(proposal)
        known = _told_by_templates(proposal.before) if self._place == _PLACES[0] else frozenset()
        found = sections(text, self._sections)
        for name in self._sections:
            if says(found.get(name, ()), known) < self._enough:
                how = "says nothing yet" if name in found else "is missing"
                step = f"say it in a few words under `## {name}`"
                yield Firing("", 0, 0, f"{self._guard.title} ({name} {how})", name, step)

    def _text(self, proposal: Proposal) -> str:
        if self._place == "message":
            if not proposal.message.strip():
                raise NotReplayable("This change has no message yet.", "It is looked at again when it has one.")
            return proposal.message
        if proposal.pull_request is None:
            raise NotReplayable("Nothing tells the words of this change's pull request.", "Look at them there.")
        return proposal.pull_request.body


def _told_by_templates(tree: Tree) -> frozenset[str]:
    """Give the lines of the templates that a tree offers for pull and merge requests."""
    texts = (tree.text(path) or "" for path in tree.paths() if _TEMPLATE.fullmatch(path))
    return frozenset(plain_line(line) for text in texts for line in text.splitlines()) - {""}
