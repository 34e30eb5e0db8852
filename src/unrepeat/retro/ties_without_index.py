"""Tie fixes to what they repair without an index: by what their messages state, and by whose lines they removed."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from unrepeat.git import Repository, View
from unrepeat.history.build import decode
from unrepeat.history.edits import PastChange
from unrepeat.history.stated import named_in
from unrepeat.ledger.links import Verdict
from unrepeat.retro.evidence import Ground, Step, Tie
from unrepeat.retro.gather import text_of

LIKELY = 0.5  # the share of what a fix removed that one change must have written, to be named
SUREST = 0.95  # lines alone say no more
MOST_NAMED = 10  # commits that messages name and that are told, too
STATED = {"fixes": 0.97, "regression": 0.95, "reverts": 0.9, "introduced": 0.8}
_WORDY = re.compile(r"\w{2,}.*\w{2,}|\w{6,}")  # a line that says something, which a brace does not


def named_besides(repository: Repository, view: View, commits: Sequence[str]) -> list[str]:
    """Give the commits that messages of some state as what they repair, and that are not among them."""
    found: dict[str, None] = {}
    left = list(commits)
    while left and len(found) < MOST_NAMED:
        message = decode(view.run("log", "-1", "--format=%B", left.pop(0)))
        for form, name, _ in named_in(message):
            if form in STATED and repository.names(name):
                commit = repository.resolve(name)
                if commit not in found and commit not in commits:
                    found[commit] = None
                    left.append(commit)
    return list(found)


def ties_among(steps: Sequence[Step], changes: Sequence[PastChange], said: Iterable[Verdict] = ()) -> list[Tie]:
    """Tie fixes to what they repair among some changes: by what their messages state, and by whose lines they removed.

    A score is a fixed figure for what is stated, else the share of the removed lines that the other change wrote.
    People's verdicts outrank both. Steps and changes stand in one order, the oldest first.
    """
    verdicts = {(one.fix, one.culprit): one.verdict for one in said}
    order = {step.commit: place for place, step in enumerate(steps)}
    found: dict[tuple[str, str], Tie] = {}
    writer: dict[tuple[str, str], str] = {}
    for step, change in zip(steps, changes, strict=True):
        if step.is_fix:
            for tie in (*_stated(step, change, order), *_by_lines(step, change, writer)):
                found.setdefault((tie.fix, tie.culprit), tie)
        if not step.is_merge:
            for edit in change.edits:
                writer.update({(edit.path, line.text): step.commit for line in edit.added})
    for (fix, culprit), verdict in verdicts.items():
        if verdict == "yes" and fix in order and culprit in order:
            grounds = found[fix, culprit].grounds if (fix, culprit) in found else ()
            found[fix, culprit] = Tie(fix, culprit, 1.0, confirmed=True, grounds=grounds)
        elif verdict == "no":
            found.pop((fix, culprit), None)
    return sorted(found.values(), key=lambda tie: (order[tie.fix], order[tie.culprit]))


def _stated(step: Step, change: PastChange, order: Mapping[str, int]) -> Iterable[Tie]:
    for form, name, words in named_in(text_of(change.message)):
        meant = [commit for commit in order if commit.startswith(name) and order[commit] < order[step.commit]]
        if form in STATED and len(meant) == 1:
            says = f"the message of the fix says “{words}”"
            yield Tie(step.commit, meant[0], STATED[form], confirmed=False, grounds=(Ground(says, ""),))


def _by_lines(step: Step, change: PastChange, writer: Mapping[tuple[str, str], str]) -> Iterable[Tie]:
    removed = [(edit.path, line.text) for edit in change.edits for line in edit.removed if _WORDY.search(line.text)]
    wrote = Counter(writer[key] for key in removed if key in writer)
    for commit, lines in sorted(wrote.items(), key=lambda one: (-one[1], one[0]))[:1]:
        share = lines / len(removed)
        if share >= LIKELY:
            path = next(path for path, text in removed if writer.get((path, text)) == commit)
            of = f"{lines} of the {len(removed)} lines" if len(removed) > 1 else "the one line"
            says = f"it wrote {of} that the fix removed or changed"
            yield Tie(step.commit, commit, round(min(share, SUREST), 2), confirmed=False, grounds=(Ground(says, path),))
