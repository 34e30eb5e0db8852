"""Offer guards that would have caught a mistake: proven, said in a sentence, those that will hold best first.

Nothing enables itself: an offer is a guard in shadow until a person chooses it.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from unrepeat.guards.guard import Guard, Lesson
from unrepeat.guards.learn.elsewhere import Elsewhere
from unrepeat.guards.learn.example import Example, examples_of
from unrepeat.guards.learn.learned import learned
from unrepeat.guards.learn.offer import Idea, Offer
from unrepeat.guards.learn.together import forgotten
from unrepeat.guards.learn.trial import told
from unrepeat.guards.proposals import Source
from unrepeat.guards.prove import Scene, prove
from unrepeat.guards.syntax import ENDINGS
from unrepeat.guards.trees import GitTree
from unrepeat.ledger.identity import slug

MOST = 5  # offers; more are not weighed by anybody
MOST_FILES = 4  # of one lesson that are learned from
MOST_READ = 50_000_000  # letters of a tree's files in which a rule's matches are counted
TRIED = 12  # guards, proven on texts, that are proven on the commits themselves


def offers(source: Source, lessons: Sequence[Lesson], because: Sequence[str] = ()) -> list[Guard]:
    """Give guards that are proven on some lessons (full hashes), at most MOST, those that catch the most of them first.

    Each is tried on all of them; its `lessons` are those that it catches.
    """
    scenes = {lesson: Scene(lesson, source, lessons) for lesson in lessons}
    found: list[Guard] = []
    ideas: list[Idea] = []
    tried: set[str] = set()
    for idea, guard in _guards(source, scenes, tuple(because)):
        if guard.title in tried or any(idea.repeats(other) for other in ideas):
            continue
        tried.add(guard.title)
        proof = prove(guard, lessons, source, scenes)
        if proof.verdict == "proven":
            proven = tuple(one.lesson for one in proof.proofs if one.verdict == "proven")
            found.append(replace(guard, lessons=proven))
            ideas.append(idea)
        if len(found) == MOST or len(tried) == TRIED:
            break
    return sorted(found, key=lambda guard: -len(guard.lessons))


def _guards(source: Source, scenes: Mapping[Lesson, Scene], because: tuple[str, ...]) -> Iterator[tuple[Idea, Guard]]:
    lessons = tuple(scenes)
    examples = [example for scene in scenes.values() for example in _examples(scene)]
    latest = scenes[lessons[-1]].fix.commit
    elsewhere = {one.language: _elsewhere(source, latest, one.language) for one in examples if one.language}
    for offer in (*learned(examples, elsewhere), *_forgotten(scenes.values())):
        yield offer.idea, _guard(offer, lessons, because)


def _examples(scene: Scene) -> list[Example]:
    """Give the files in which a lesson stands, at most MOST_FILES, those with the most wrong lines first."""
    quiet = [proposal.edits for _, proposal in scene.controls]
    found = examples_of(scene.culprit.edits, scene.fix.edits, scene.place, quiet)
    return sorted(found, key=lambda one: (-sum(span.last - span.first + 1 for span in one.wrong), one.path))[
        :MOST_FILES
    ]


def _elsewhere(source: Source, commit: str, language: str) -> Elsewhere:
    """Give the files of a language in a commit's tree, which are read when a rule first asks for them."""

    def read() -> dict[str, str]:
        tree = GitTree(source.view, commit)
        paths = sorted(path for path in tree.paths() if path.rpartition(".")[2] in ENDINGS[language])
        found: dict[str, str] = {}
        for texts in tree.texts(paths):
            found.update(texts)
            if sum(map(len, found.values())) > MOST_READ:
                break
        return found

    return Elsewhere(language, read)


def _forgotten(scenes: Iterable[Scene]) -> list[Offer]:
    """Give guards that ask for files which every lesson's culprit forgot beside another that it touched."""
    found: list[list[Offer]] = []
    for scene in scenes:
        controls = [proposal.touched for _, proposal in scene.controls]
        found.append(list(forgotten(scene.wrong.touched, {edit.path for edit in scene.fix.edits}, controls)))
    return [offer for offer in found[0] if all(offer in other for other in found[1:])]


def _guard(offer: Offer, lessons: tuple[Lesson, ...], because: tuple[str, ...]) -> Guard:
    tail = hashlib.sha256(told(offer.rule).encode()).hexdigest()[:4]
    return Guard(
        id=f"{slug(offer.says)}-{tail}",
        title=offer.says,
        because=because,
        kind=offer.idea.kind,
        paths=offer.paths,
        stage="shadow",
        rule=offer.rule,
        lessons=lessons,
    )
