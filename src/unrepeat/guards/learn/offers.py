"""Offer guards that would have caught a mistake: proven, said in a sentence, those that will hold best first.

Nothing enables itself: an offer is a guard in shadow until a person chooses it.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from unrepeat.guards.guard import Guard, Lesson
from unrepeat.guards.learn.elsewhere import Elsewhere
from unrepeat.guards.learn.example import Example, examples_of
from unrepeat.guards.learn.learned import learned
from unrepeat.guards.learn.together import forgotten
from unrepeat.guards.learn.trial import told
from unrepeat.guards.proposals import Source
from unrepeat.guards.prove import Scene, prove
from unrepeat.guards.syntax import ENDINGS
from unrepeat.guards.trees import GitTree
from unrepeat.ledger.identity import slug

MOST = 5  # offers; more are not weighed by anybody
TRIED = 12  # guards, proven on texts, that are proven on the commits themselves


def offers(source: Source, lessons: Sequence[Lesson], because: Sequence[str] = ()) -> list[Guard]:
    """Give guards that are proven on some lessons (full hashes), at most MOST; each is tried on all of them."""
    scenes = {lesson: Scene(lesson, source, lessons) for lesson in lessons}
    found: list[Guard] = []
    seen: set[str] = set()
    for guard in _guards(source, scenes, tuple(lessons), tuple(because)):
        if guard.title in seen or len(seen) >= TRIED:
            continue
        seen.add(guard.title)
        proof = prove(guard, lessons, source, scenes)
        if proof.verdict == "proven" and all(one.verdict == "proven" for one in proof.proofs):
            found.append(guard)
            if len(found) == MOST:
                break
    return found


def _guards(
    source: Source, scenes: Mapping[Lesson, Scene], lessons: tuple[Lesson, ...], because: tuple[str, ...]
) -> Iterator[Guard]:
    examples = [example for scene in scenes.values() for example in _examples(scene)]
    latest = scenes[lessons[-1]].fix.commit
    elsewhere = {one.language: _elsewhere(source, latest, one.language) for one in examples if one.language}
    for offer in learned(examples, elsewhere):
        yield _guard(offer.says, offer.kind, offer.paths, offer.rule, lessons, because)
    for touched, missing in _forgotten(scenes.values()):
        yield _guard(
            f"`{missing}` should change with `{touched}`", "together", (touched,), {"with": [missing]}, lessons, because
        )


def _examples(scene: Scene) -> Iterator[Example]:
    quiet = [proposal.edits for _, proposal in scene.controls]
    return examples_of(scene.culprit.edits, scene.fix.edits, scene.place, quiet)


def _elsewhere(source: Source, commit: str, language: str) -> Elsewhere:
    """Give the files of a language in a commit's tree, which are read when a rule first asks for them."""

    def read() -> dict[str, str]:
        tree = GitTree(source.view, commit)
        names = {path: name for path, name in tree.paths().items() if path.rpartition(".")[2] in ENDINGS[language]}
        held = tree.contents(names.values()) if names else {}
        return {path: held[name].decode("utf-8", "replace") for path, name in names.items() if name in held}

    return Elsewhere(language, read)


def _forgotten(scenes: Iterable[Scene]) -> list[tuple[str, str]]:
    """Give the files that every lesson's culprit forgot beside another that it touched."""
    found: list[list[tuple[str, str]]] = []
    for scene in scenes:
        controls = [proposal.touched for _, proposal in scene.controls]
        found.append(list(forgotten(scene.wrong.touched, {edit.path for edit in scene.fix.edits}, controls)))
    return [pair for pair in found[0] if all(pair in other for other in found[1:])]


def _guard(
    title: str,
    kind: str,
    paths: Sequence[str],
    rule: Mapping[str, Any],
    lessons: tuple[Lesson, ...],
    because: tuple[str, ...],
) -> Guard:
    tail = hashlib.sha256(told(rule).encode()).hexdigest()[:4]
    return Guard(
        id=f"{slug(title)}-{tail}",
        title=title,
        because=because,
        kind=kind,
        paths=tuple(paths),
        stage="shadow",
        rule=rule,
        lessons=lessons,
    )
