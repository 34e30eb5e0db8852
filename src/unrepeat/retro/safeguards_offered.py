"""Offer the kinds of safeguards that the evidence suggests, each with what suggests it and what shows that it works."""

import re
from collections import Counter
from collections.abc import Iterator
from math import ceil

from unrepeat.history.kinds_of_files import is_bookkeeping, is_prose, is_test
from unrepeat.retro.conditions_measured import outstanding
from unrepeat.retro.evidence import Evidence, Step, Tie, all_likely
from unrepeat.retro.gather import has_test
from unrepeat.retro.said import Commit, Offer, Statement, Theirs, fact, listed, parts, quoting
from unrepeat.retro.times import lasting
from unrepeat.retro.wording import DAY, counted

_RUNS_ELSEWHERE = re.compile(r"\.github/|\.gitlab-ci|\.circleci/|\.travis\.yml|\.?azure-pipelines|Jenkinsfile|\.ci/")
MONTH = 30 * DAY  # seconds
SOON = 3 * DAY  # seconds within which fixes that follow fixes came in haste
MOST_GUARDS = 2
LONGEST_STAGE = 14  # days

HEADINGS = {
    "tests": "More automated tests",
    "reviewers": "More readers",
    "context": "Fuller context and test plan",
    "monitor": "Finer monitoring, with a soak or beta stage",
    "rollout": "Gradual rollout, with a kill switch",
    "guard": "A guard learned from the fix",
}


def offers(evidence: Evidence) -> Iterator[Offer]:
    """Give the safeguards that the evidence suggests; none where it suggests none."""
    place = _place(evidence)
    yield from _tests(evidence)
    yield from _guards(evidence)
    yield from _reviewers(evidence, place)
    yield from _context(evidence, place)
    if not _RUNS_ELSEWHERE.match(place):  # nothing of it reaches those who rely on the product
        yield from _monitor(evidence, place)
        yield from _rollout(evidence, place)


def _place(evidence: Evidence) -> str:
    """Give the file that most of the changes are about."""
    if evidence.around is not None and evidence.around.places:
        return evidence.around.places[0].path
    touched = Counter(path for step in evidence.steps for path in step.paths)
    return min(touched, key=lambda path: (not is_code(path), -touched[path], path), default="")


def is_code(path: str) -> bool:
    """Say whether a file is code that runs."""
    name = path.encode("utf-8", "surrogateescape")
    return not (is_bookkeeping(name) or is_prose(name) or is_test(name))


def _tests(evidence: Evidence) -> Iterator[Offer]:
    """Offer a test where the change that went wrong came without one, to be shown on the change and its fix."""
    tie = next((tie for tie in reversed(evidence.ties) if _is_about_code(evidence, tie)), None)
    if tie is not None:
        tested = has_test(evidence.step(tie.fix))
        culprit, fix = Commit(tie.culprit), Commit(tie.fix)
        does = "A test that fails on {} and passes on {}"
        without = [one for one in evidence.ties if not has_test(evidence.step(one.fix))]
        if tested and not without:
            return
        if tested:
            tie = without[-1]
            culprit, fix = Commit(tie.culprit), Commit(tie.fix)
        path = _path_of(evidence.step(tie.fix))
        because = fact("{} repaired {} and touched no test.", fix, culprit)
        if not tie.confirmed:
            because = fact(f"{{}} {tie.likely}repairs {{}}, and touched no test.", fix, culprit)
        yield _offer(
            "tests",
            "prevent",
            parts(f"{does}, beside {{}}.", culprit, fix, Theirs(path)),
            because,
            parts("The test is red at {} and green at {}.", culprit, fix),
        )
        return
    bare = [step for step in evidence.steps if any(map(is_code, step.paths)) and not has_test(step)]
    if bare:
        last = bare[-1]
        commit, path = Commit(last.commit), Theirs(_path_of(last))
        yield _offer(
            "tests",
            "prevent",
            parts("A test beside {} that shows what {} is for, and fails where that is lost.", path, commit),
            fact("{} changed code and touched no test.", commit),
            parts("The test is red with {} taken back, and green with it.", commit),
        )


def _is_about_code(evidence: Evidence, tie: Tie) -> bool:
    return any(map(is_code, evidence.step(tie.fix).paths))


def _path_of(step: Step) -> str:
    return next((path for path in step.paths if is_code(path)), step.paths[0] if step.paths else "")


def _guards(evidence: Evidence) -> Iterator[Offer]:
    for one in evidence.learned[:MOST_GUARDS]:
        now = "" if one.matches_now is None else f", and matches {counted(one.matches_now, 'place')} in the code now"
        culprit, fix = Commit(one.culprit), Commit(one.fix)
        yield _offer(
            "guard",
            "prevent",
            (*quoting(one.title[:1].upper() + one.title[1:]), "."),
            fact(
                f"Proven on these changes: it speaks at what {{}} brought in, is silent after {{}}{now}.", culprit, fix
            ),
            parts(
                "It stays proven, and speaks rightly in shadow: {}.",
                Theirs(f"unrepeat learn {fix[:12]} --culprit {culprit[:12]} --write"),
            ),
        )


def _reviewers(evidence: Evidence, place: str) -> Iterator[Offer]:
    """Offer another reader where fixes followed fixes soon, or where the place stands out as a hard one."""
    found = None
    quick = [tie for tie in _upon_fixes(evidence) if evidence.lag(tie) <= SOON]
    if quick:
        tie = min(quick, key=evidence.lag)
        repairs = f"{tie.likely}repairs"
        found = fact(
            f"{{}} {repairs} {{}}, a fix itself, {lasting(evidence.lag(tie))} later.",
            Commit(tie.fix),
            Commit(tie.culprit),
        )
    elif evidence.around is not None:
        hard = [(one, measure) for one in evidence.around.places for measure in outstanding(one)]
        hard = [(one, measure) for one, measure in hard if measure.name in {"fixes", "partners"}]
        if hard:
            one, measure = hard[0]
            what = "changes that read like fixes" if measure.name == "fixes" else "files that usually change with it"
            found = fact(
                f"{{}} had {measure.here:,} {what}; the median is {measure.usual:,g}.",
                Theirs(one.path),
                ids=[evidence.around.at],
            )
            place = one.path
    if found is not None:
        yield _offer(
            "reviewers",
            "prevent",
            parts("Two readers for each change to {}, one of whom knows what builds on it.", Theirs(place)),
            found,
            parts("A guard of kind {} asks for them, and the next ten changes have them.", Theirs("reviewers")),
        )


def _context(evidence: Evidence, place: str) -> Iterator[Offer]:
    bare = [step for step in evidence.steps if not step.has_body and not step.is_merge]
    if bare:
        holes, commits = listed(Commit(step.commit) for step in bare[:3])
        more = f" and {len(bare) - 3:,} more" if len(bare) > 3 else ""
        message, its = ("message", "its subject") if len(bare) == 1 else ("messages", "their subjects")
        say = "says" if len(bare) == 1 else "say"
        yield _offer(
            "context",
            "prevent",
            parts("A section Context and a section Test plan in each change to {}.", Theirs(place)),
            fact(f"The {message} of {holes}{more} {say} nothing below {its}.", *commits),
            parts("A guard of kind {} finds both sections in the next ten changes.", Theirs("context")),
        )


def _monitor(evidence: Evidence, place: str) -> Iterator[Offer]:
    """Offer an alert, and a stage as long as half of what went wrong stood, where a stage can be so long."""
    ordered = sorted(evidence.apart(), key=evidence.lag)
    if not ordered:
        return
    stage = ceil(evidence.lag(ordered[(len(ordered) - 1) // 2]) / DAY)
    watched = f", and a soak or beta stage of {counted(stage, 'day')} in which it is watched"
    longest = ordered[-1]
    half = ""
    if len(ordered) > 1:
        half = (
            "; half of the fixes came within that stage"
            if stage <= LONGEST_STAGE
            else "; most took longer than a stage lasts"
        )
    yield _offer(
        "monitor",
        "detect",
        parts(
            f"An alert on what people feel first when {{}} goes wrong{watched if stage <= LONGEST_STAGE else ''}.",
            Theirs(place),
        ),
        fact(
            f"What {{}} {longest.likely}repaired stood for {lasting(evidence.lag(longest))}, since {{}}{half}.",
            Commit(longest.fix),
            Commit(longest.culprit),
        ),
        parts("The alert fires in a rehearsal with {} put back.", Commit(longest.culprit)),
    )


def _rollout(evidence: Evidence, place: str) -> Iterator[Offer]:
    """Offer a flag where repairs were soon made upon repairs, and nothing was taken back."""
    again = [tie for tie in _upon_fixes(evidence) if evidence.lag(tie) <= MONTH]
    if not again or any(step.subject.lower().startswith("revert") for step in evidence.steps):
        return
    first = again[0]
    likely = all_likely(again)
    times = f"{{}}, a fix, was {likely}repaired within a month by {{}}"
    if len(again) > 1:
        times = f"{len(again):,} times a fix was {likely}repaired within a month, first {{}} by {{}}"
    yield _offer(
        "rollout",
        "mitigate",
        parts(
            "The next change of behaviour in {} behind a flag that names the variant to fall back to, "
            "for a few first, then for all.",
            Theirs(place),
        ),
        fact(
            f"{times}; no change told here takes an earlier one back.",
            Commit(first.culprit),
            Commit(first.fix),
        ),
        parts("Switching it off brings the former behaviour back in a rehearsal, within a minute."),
    )


def _upon_fixes(evidence: Evidence) -> list[Tie]:
    """Give the links between two fixes that came one after the other."""
    return [tie for tie in evidence.apart() if evidence.step(tie.culprit).is_fix]


def _offer(kind: str, what: str, does: tuple[str, ...], because: Statement, shown_by: tuple[str, ...]) -> Offer:
    return Offer(kind, what, HEADINGS[kind], does, because, shown_by)
