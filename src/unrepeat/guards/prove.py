"""Prove a guard on the change that went wrong: it would have caught this mistake, no other, for the right reason."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from unrepeat.errors import GitError, UnrepeatError
from unrepeat.guards.controls import controls
from unrepeat.guards.evaluate import outcome
from unrepeat.guards.finding import Firing
from unrepeat.guards.guard import Guard, Lesson, Verdict
from unrepeat.guards.kinds import CannotRun, NotReplayable, NotValid, Watch, ready
from unrepeat.guards.place import Place, Spans, overlaps, place_of
from unrepeat.guards.proposal import Proposal
from unrepeat.guards.proposals import Source
from unrepeat.ledger.capture import day_of

# The order in which verdicts of several lessons count: the gravest speaks for the guard.
_GRAVEST: tuple[Verdict, ...] = ("unstable", "cannot-run", "too-broad", "wrong-reason", "not-replayable")


class Fired(NamedTuple):
    """A firing on a commit (full hash)."""

    commit: str
    path: str
    line: int


@dataclass(frozen=True)
class Proof:
    """What came of one lesson: the verdict, why in words, where the guard fired, and on which commits it was silent."""

    lesson: Lesson
    verdict: Verdict
    says: str
    fired_on: tuple[Fired, ...] = ()
    silent_on: tuple[str, ...] = ()
    shared: str = ""
    paths: tuple[str, ...] = ()


@dataclass(frozen=True)
class Verdicts:
    """What came of a guard: the verdict over all its lessons, and each lesson's proof."""

    guard: Guard
    verdict: Verdict
    says: str
    proofs: tuple[Proof, ...] = field(default=())


class Quiet(NamedTuple):
    """Where a guard should be silent: a commit, what is looked at there, at which place alone, and how that is told."""

    commit: str
    proposal: Proposal
    spans: Spans | None
    where: str


class Scene:
    """All that is read of one lesson, once, however many guards are tried on it; raises UnrepeatError."""

    def __init__(self, lesson: Lesson, source: Source, lessons: Iterable[Lesson]) -> None:
        commits = [source.repository.resolve(lesson.culprit), source.repository.resolve(lesson.fix)]
        if commits[0] == commits[1]:
            what = f"The lesson names {commits[0][:12]} as culprit and as fix."
            raise CannotRun(what, "Name the change that went wrong, and the one that repaired it.")
        for commit in commits:
            if commit in source.repository.shallow_commits():
                what = f"The commit before {commit[:12]} is not in this shallow clone."
                raise CannotRun(what, "Prove it in a full clone.")
        (self.culprit, self.wrong), (self.fix, _) = source.past(commits)
        try:
            self.place: Place = place_of(source.view, self.culprit, self.fix)
        except GitError as error:
            raise CannotRun(error.what, "Prove it in a full clone.") from None
        named = _full(source, [name for one in lessons for name in one])
        chosen = controls(source.view, self.culprit, self.fix, sorted(self.place.culprit), named)
        self.controls = [(one.commit, proposal) for one, proposal in source.past(chosen)]
        self.quiet = tuple(self._quiet(source))

    def _quiet(self, source: Source) -> Iterator[Quiet]:
        """Give where a guard should be silent, the controls last."""
        if self.culprit.parents:
            parent = self.culprit.parents[0]
            whole = source.whole(parent, self.place.before, day_of(self.culprit.time))
            yield Quiet(parent, whole, self.place.before, f"before the culprit came, in {parent[:12]}")
        whole = source.whole(self.fix.commit, self.place.fixed, day_of(self.fix.time))
        yield Quiet(self.fix.commit, whole, self.place.fixed, f"after the fix, in {self.fix.commit[:12]}")
        for name, proposal in self.controls:
            yield Quiet(name, proposal, None, f"on {name[:12]}, which nobody had to repair")


def prove(
    guard: Guard, lessons: Sequence[Lesson], source: Source, scenes: dict[Lesson, Scene] | None = None
) -> Verdicts:
    """Prove a guard on its lessons; `scenes` keeps what was read of them for the next guard.

    It is proven where it is on one lesson or more and fails none: a link of a string that it does not stop is told as
    `inert` and takes nothing away.
    """
    try:
        watch = ready(guard)
    except NotValid as reason:
        return Verdicts(guard, "cannot-run", reason.what)
    if not lessons:
        says = "nothing says on which change it is to be proven: add `lessons` with a culprit and a fix"
        return Verdicts(guard, "cannot-run", says)
    known: dict[Lesson, Scene] = {} if scenes is None else scenes
    proofs = tuple(_proof(guard, watch, lesson, source, lessons, known) for lesson in lessons)
    verdicts = [proof.verdict for proof in proofs]
    verdict: Verdict = next((one for one in _GRAVEST if one in verdicts), "proven" if "proven" in verdicts else "inert")
    return Verdicts(guard, verdict, next(proof.says for proof in proofs if proof.verdict == verdict), proofs)


def _proof(
    guard: Guard, watch: Watch, lesson: Lesson, source: Source, lessons: Sequence[Lesson], known: dict[Lesson, Scene]
) -> Proof:
    try:
        if lesson not in known:
            known[lesson] = Scene(lesson, source, lessons)
        trial = _Trial(guard, watch, known[lesson])
        first, second = trial.proof(), trial.proof()
    except NotReplayable as reason:
        return Proof(lesson, "not-replayable", f"{reason.what} {reason.remedy}")
    except UnrepeatError as reason:
        return Proof(lesson, "cannot-run", f"{reason.what} {reason.remedy}")
    return first if first == second else Proof(lesson, "unstable", "two runs on the same commits differ")


class _Trial:
    """One guard on one lesson."""

    def __init__(self, guard: Guard, watch: Watch, scene: Scene) -> None:
        self._guard = guard
        self._watch = watch
        self._scene = scene
        self._culprit, self._wrong, self._fix = scene.culprit, scene.wrong, scene.fix
        self._place = scene.place

    def proof(self) -> Proof:
        """Look at the culprit, its parent, the tree after the fix and the controls."""
        fired = [_at(self._culprit.commit, one) for one in self._on(self._wrong)]
        at_place = [one for one in self._on(self._wrong) if self._is_at(self._place.culprit, one)]
        if not at_place:
            if fired:
                return self._told("wrong-reason", "it fires on the culprit, but not where the fix repaired it", fired)
            return self._told("inert", "it does not fire on the change that went wrong", [])
        broad, silent = self._broad()
        if broad:
            where, firing = broad
            return self._told("too-broad", f"it fires {where}, too", [*fired, firing], silent)
        return self._told("proven", "it fires on the culprit, there, and on nothing beside", fired, silent)

    def _broad(self) -> tuple[tuple[str, Fired] | None, list[str]]:
        """Give the first place where it should be silent and is not, and where it was silent until then."""
        silent: list[str] = []
        for commit, proposal, spans, where in self._scene.quiet:
            firing = next((one for one in self._on(proposal) if spans is None or self._is_at(spans, one)), None)
            if firing is not None:
                return (where, _at(commit, firing)), silent
            silent.append(commit)
        return None, silent

    def _on(self, proposal: Proposal) -> tuple[Firing, ...]:
        found = outcome(self._guard, self._watch, proposal)
        if found.failure is not None:
            raise found.failure
        return found.firings

    def _is_at(self, spans: Spans, firing: Firing) -> bool:
        return overlaps(spans, firing, by_line=getattr(self._watch, "by_line", True))

    def _told(self, verdict: Verdict, says: str, fired: Sequence[Fired], silent: Sequence[str] = ()) -> Proof:
        lesson = Lesson(self._culprit.commit, self._fix.commit)
        paths = tuple(sorted(self._place.culprit))
        return Proof(lesson, verdict, says, tuple(fired), tuple(silent), self._place.shared, paths)


def _at(commit: str, firing: Firing) -> Fired:
    return Fired(commit, firing.path, firing.line)


def _full(source: Source, names: Iterable[str]) -> list[str]:
    return [source.repository.resolve(name) for name in names if source.repository.names(name)]
