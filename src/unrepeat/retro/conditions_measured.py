"""Say of measures what made a mistake possible there: each figure beside the repository's median."""

from collections.abc import Iterator

from unrepeat.retro.evidence import AT_ONCE, Evidence, Measure, Place, Surroundings
from unrepeat.retro.gather import has_test
from unrepeat.retro.said import Commit, Question, Statement, Theirs, ask, fact
from unrepeat.retro.times import lasting
from unrepeat.retro.wording import DAY, counted, share

STANDS_OUT = 2  # times the median
WEEK = 7 * DAY  # seconds
FEW = 3  # of anything, which stands out nowhere
FEWEST = 20  # changes from which on a share is told

NAMES = {
    "lines": "lines",
    "changes": "changes in the year before",
    "fixes": "of these, changes that read like fixes",
    "partners": "files that usually change with it",
}
AMONG = {
    "lines": "code files",
    "changes": "code files that changed in that year",
    "fixes": "code files that changed in that year",
    "partners": "code files that changed in that year",
}


def conditions(evidence: Evidence) -> Iterator[Statement]:
    """Give what stands out around the changes; the table tells the rest."""
    around = evidence.around
    if around is not None:
        at = Commit(around.at)
        for place in around.places:
            yield from _place(place, at)
    yield from _tests(evidence)
    yield from _pace(evidence)
    yield from _messages(evidence)
    yield from _readers(evidence)


def questions() -> list[Question]:
    """Give what only those who were there can tell."""
    return [
        ask("How did each change look right with what could be seen at the time?"),
        ask("What else was going on: other work, dates, hand-overs, something new about this part?"),
    ]


def outstanding(place: Place) -> list[Measure]:
    """Give the measures by which a place stands out."""
    return [one for one in place.measures if one.here >= max(STANDS_OUT * one.usual, FEW)]


def usual(measure: Measure) -> str:
    """Write a median: whole where it is."""
    return f"{measure.usual:,g}"


def _place(place: Place, at: Commit) -> Iterator[Statement]:
    found = {one.name: one for one in outstanding(place)}
    path = Theirs(place.path)
    told = [_SAYS[name](one) for name, one in found.items()]
    if len(found) > 1:
        told.append(f"so by {len(found)} of {len(place.measures)} measures it is harder to change than most files here")
    if told:
        yield fact(f"{{}} {_chained(told)}.", path, ids=[at])
    if place.recorded:
        count = counted(len(place.recorded), "earlier mistake")
        yield fact(f"{count} in our ledger {_are(len(place.recorded))} about {{}}.", path, ids=place.recorded)


def _chained(told: list[str]) -> str:
    return "; ".join(one if place == 0 or one.startswith("so ") else f"it {one}" for place, one in enumerate(told))


def _lines(one: Measure) -> str:
    return f"had {one.here:,} lines (median of code files: {usual(one)})"


def _changes(one: Measure) -> str:
    return f"changed {counted(one.here, 'time')} in the year before (median of files that changed: {usual(one)})"


def _fixes(one: Measure) -> str:
    reads = "reads like a fix" if one.here == 1 else "read like fixes"
    return f"met {counted(one.here, 'change')} in that year that {reads} (median: {usual(one)})"


def _partners(one: Measure) -> str:
    return f"usually changes together with {counted(one.here, 'other file')} (median: {usual(one)})"


_SAYS = {"lines": _lines, "changes": _changes, "fixes": _fixes, "partners": _partners}


def _are(number: int) -> str:
    return "is" if number == 1 else "are"


def _tests(evidence: Evidence) -> Iterator[Statement]:
    known = [step for step in evidence.steps if step.paths and not step.is_merge]
    without = [step for step in known if not has_test(step)]
    if not without:
        return
    base = _base(evidence.around)
    if len(known) == 1:
        yield fact(f"{{}} came without a change to a test{base}.", Commit(known[0].commit), ids=_at(evidence))
        return
    if len(without) == len(known):
        told = f"None of the {counted(len(known), 'change')} came with a change to a test{base}."
    else:
        tested = len(known) - len(without)
        told = f"Of the {counted(len(known), 'change')}, {tested:,} came with a change to a test{base}."
    yield fact(told, ids=[*(step.commit for step in without), *_at(evidence)])


def _at(evidence: Evidence) -> list[str]:
    return [evidence.around.at] if evidence.around else []


def _base(around: Surroundings | None) -> str:
    if around is None or around.changes < FEWEST:
        return ""
    return f"; of all changes in the year before, {share(around.tested, around.changes)} did"


def _pace(evidence: Evidence) -> Iterator[Statement]:
    """Tell how fast fixes followed fixes, which is what haste looks like from outside."""
    tied = {tie.fix for tie in evidence.ties}
    fixes = [step for step in evidence.steps if step.commit in tied]
    if len(fixes) > 1:
        seconds = fixes[-1].time - fixes[0].time
        if AT_ONCE <= seconds <= WEEK:
            yield fact(
                f"{len(fixes)} fixes came within {lasting(seconds)} of each other, from {{}} to {{}}.",
                Commit(fixes[0].commit),
                Commit(fixes[-1].commit),
            )


def _messages(evidence: Evidence) -> Iterator[Statement]:
    bare = [step for step in evidence.steps if not step.has_body and not step.is_merge]
    if bare:
        one = len(bare) == 1
        told = (
            "The message of {} is"
            if one
            else f"The messages of {len(bare):,} of the {len(evidence.steps):,} changes are"
        )
        values = [Commit(bare[0].commit)] if one else []
        yield fact(
            f"{told} a subject and no more.",
            *values,
            ids=[step.commit for step in bare[:4]],
        )


def _readers(evidence: Evidence) -> Iterator[Statement]:
    """Tell whether messages say that somebody else read the change, where this repository says so at all."""
    around = evidence.around
    plain = [step for step in evidence.steps if not step.is_merge]
    if around is None or around.changes < FEWEST or around.read < 0.2 * around.changes:
        return
    unread = [step.commit for step in plain if not step.was_read_by_another]
    if unread:
        read = len(plain) - len(unread)
        yield fact(
            f"Of the messages of these {counted(len(plain), 'change')}, {read:,} {'says' if read == 1 else 'say'} that "
            f"somebody else read it; of all in the year before, {share(around.read, around.changes)} do.",
            ids=[*unread[:4], around.at],
        )
