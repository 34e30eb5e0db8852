"""Offer guards that would have caught a mistake: each proven, said in a sentence, the most general first.

Nothing enables itself: an offer is a guard in shadow until a person chooses it.
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from itertools import chain
from typing import Any

from unrepeat.guards.guard import Guard, Lesson
from unrepeat.guards.learn.candidate import Candidate
from unrepeat.guards.learn.difference import Difference
from unrepeat.guards.learn.example import Example, examples_of
from unrepeat.guards.learn.relational import relational
from unrepeat.guards.learn.replaced import replaced
from unrepeat.guards.learn.trial import Trial, told
from unrepeat.guards.proposals import Source
from unrepeat.guards.prove import Scene, prove
from unrepeat.guards.syntax import EngineFailed
from unrepeat.ledger.identity import slug

MOST = 5  # offers; more are not weighed by anybody
TRIED = 12  # candidates, proven on texts, that are proven on the commits themselves

_SAYS = {
    "replaced": "{0} went wrong before: write it as the fix did",
    "needs": "{0} needs {1}",
    "inside": "{0} must sit inside {1}",
    "followed": "{0} must be followed by {1}",
    "preceded": "{0} must come after {1}",
    "without": "{0} must not stand without {1}",
    "merged": "{0} went wrong before: write it as the fixes did",
}


def offers(source: Source, lessons: Sequence[Lesson], because: Sequence[str] = ()) -> list[Guard]:
    """Give guards that are proven on some lessons (full hashes), at most MOST; each is tried on all of them."""
    scenes = {lesson: Scene(lesson, source, lessons) for lesson in lessons}
    found: list[Guard] = []
    seen: set[str] = set()
    for example, candidate in _candidates(scenes[lessons[0]]):
        guard = _guard(example, candidate, lessons, because)
        if guard.title in seen or len(seen) >= TRIED:
            continue
        seen.add(guard.title)
        proof = prove(guard, lessons, source, scenes)
        if proof.verdict == "proven" and all(one.verdict == "proven" for one in proof.proofs):
            found.append(guard)
            if len(found) == MOST:
                break
    return found


def _candidates(scene: Scene) -> Iterator[tuple[Example, Candidate]]:
    """Give the rules that are proven on the texts of a lesson, those that ask for the least first."""
    quiet = [proposal.edits for _, proposal in scene.controls]
    found: list[tuple[int, str, Example, Candidate]] = []
    for example in examples_of(scene.culprit.edits, scene.fix.edits, scene.place, quiet):
        # What the engine cannot parse, or is nested too deep to be walked, teaches nothing.
        with suppress(EngineFailed, RecursionError):
            found.extend(_on_texts(example))
    found.sort(key=lambda one: one[:2])
    yield from ((example, candidate) for _, _, example, candidate in found)


def _on_texts(example: Example) -> Iterator[tuple[int, str, Example, Candidate]]:
    difference, trial = Difference(example), Trial(example)
    tried: set[str] = set()
    both: Iterable[Candidate] = chain(replaced(difference), relational(difference, example))
    for candidate in both:
        name = told(candidate.rule)
        if candidate.is_trivial or name in tried:
            continue
        tried.add(name)
        if trial.outcome(candidate.rule) == "proven":
            yield candidate.weight, name, example, candidate


def _guard(example: Example, candidate: Candidate, lessons: Sequence[Lesson], because: Sequence[str]) -> Guard:
    title = says(candidate)
    rule: dict[str, Any] = {"language": example.language, **candidate.rule}
    tail = hashlib.sha256(told(rule).encode()).hexdigest()[:4]
    ending = example.path.rpartition(".")[2]
    return Guard(
        id=f"{slug(title)}-{tail}",
        title=title,
        because=tuple(because),
        kind="pattern",
        paths=(f"**/*.{ending}",),
        stage="shadow",
        rule=rule,
        lessons=tuple(lessons),
    )


def says(candidate: Candidate) -> str:
    """Say what a rule asks for, in a sentence."""
    first, _, second = candidate.says.partition(f" {candidate.form} ")
    parts = (f"`{' '.join(one.split())[:80]}`" for one in (first, second))
    return _SAYS[candidate.form].format(*parts)
