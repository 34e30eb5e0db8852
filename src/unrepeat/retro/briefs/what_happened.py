"""The sentences on what happened that several briefs share: beside what was delivered, and how usual repairs are."""

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import PurePosixPath

from unrepeat.retro.briefs.known import Known
from unrepeat.retro.conditions_measured import outstanding
from unrepeat.retro.evidence import Evidence, all_likely
from unrepeat.retro.measures import YEAR
from unrepeat.retro.safeguards_offered import is_code
from unrepeat.retro.said import Statement, Theirs, fact
from unrepeat.retro.study import moment
from unrepeat.retro.wording import DAY, counted, share, span

FEWEST = 20  # changes from which on a share is told
MONTHS = ("January February March April May June July August September October November December").split()

_SAID = {
    "lines": "its main file had {} lines",
    "fixes": "its main file had {} repairs in the year before",
    "partners": "its main file had {} files that usually change with it",
}


def month(seconds: int) -> str:
    """Give the month of a moment, which leads to no single change: "December 2025"."""
    told = moment(seconds)
    return f"{MONTHS[int(told[5:7]) - 1]} {told[:4]}"


def when(evidence: Evidence) -> str:
    """Give the months over which the changes went: "in May 2025", "from May to July 2025"."""
    first, last = month(evidence.steps[0].time), month(max(evidence.steps[-1].time, evidence.steps[0].time))
    if first == last:
        return f"in {first}"
    return f"from {first.split()[0] if first[-4:] == last[-4:] else first} to {last}"


def begun(evidence: Evidence) -> str:
    """Begin a sentence with the months: "In May 2025,"."""
    told = when(evidence)
    return f"{told[0].upper()}{told[1:]},"


def file_of(evidence: Evidence) -> str:
    """Give the file that most of the changes are about, code first; empty where there is none."""
    if evidence.around is not None and evidence.around.places:
        return evidence.around.places[0].path
    touched = Counter(path for step in evidence.steps for path in step.paths)
    return min(touched, key=lambda path: (not is_code(path), -touched[path], path), default="")


def part_of(evidence: Evidence) -> str:
    """Give the part of the product that the changes are about: the folder of their file."""
    path = PurePosixPath(file_of(evidence))
    return str(path.parent) if str(path.parent) != "." else path.name


def basis(known: Known) -> list[str]:
    """Give what a sentence about the whole rests on: the changes, or the record where it names none."""
    return [step.commit for step in known.evidence.steps] or [known.subject]


def delivered(known: Known) -> Iterator[Statement]:
    """Tell the work that was delivered, of which the changes are a part."""
    evidence = known.evidence
    around, steps = evidence.around, evidence.steps
    if around is None:
        return
    if not steps:
        if around.changes:
            yield fact(
                f"In the year before, we delivered {counted(around.changes, 'change')} in this project.",
                ids=[around.at],
            )
        return
    if around.others >= FEWEST:
        whole, of_them, begin = around.others + len(steps), len(steps), begun(evidence)
    else:
        last = steps[-1].time
        whole, begin = around.changes + 1, f"In the year up to {month(last)},"
        of_them = sum(step.time > last - YEAR for step in steps)
    if whole > of_them:
        yield fact(
            f"{begin} we delivered {whole:,} changes in this project; this is about {of_them:,} of them.",
            ids=[around.at, steps[-1].commit],
        )


def happened(known: Known, place: str) -> Iterator[Statement]:
    """Tell what happened at a place in a sentence: how the changes were repaired, and over how long."""
    evidence = known.evidence
    ties, steps, ids = evidence.ties, evidence.steps, basis(known)
    part = Theirs(place)
    if not steps:
        return
    over = _over(evidence)
    likely = all_likely(ties)
    sure = sum(tie.confirmed for tie in ties)
    if sure and likely:  # then the sentence holds for some, and tells so at its end
        over += f" ({sure} of {len(ties)} links confirmed, the others {likely.strip()})"
        likely = ""
    fixes = len({tie.fix for tie in ties})
    if not ties:
        repairs = sum(step.is_fix for step in steps)
        read = (
            f" that {'reads like a repair' if repairs == 1 else 'read like repairs'}" if repairs == len(steps) else ""
        )
        yield fact(f"{begun(evidence)} we made {counted(len(steps), 'change')} in {{}}{read}{over}.", part, ids=ids)
    elif len(ties) == 1:
        lag = evidence.lag(ties[0])
        within = f", within {span(lag / DAY)}" if lag >= 0 else ""  # a clock was wrong
        yield fact(f"{begun(evidence)} a change in {{}} was {likely}repaired by another{within}.", part, ids=ids)
    elif [(tie.culprit, tie.fix) for tie in ties] == list(pairwise(step.commit for step in steps)):
        each = "each for the one before it" if not likely else f"each {likely}for the one before it"
        yield fact(f"{begun(evidence)} a change in {{}} needed {fixes} repairs in a row{over}, {each}.", part, ids=ids)
    else:
        again = len({tie.culprit for tie in ties} & {tie.fix for tie in ties})
        turn = f"; {again} of them {'was' if again == 1 else 'were'} repaired in turn" if again else ""
        yield fact(
            f"{begun(evidence)} {fixes} changes to {{}} {likely}repaired earlier ones{over}{turn}.", part, ids=ids
        )


def _over(evidence: Evidence) -> str:
    seconds = evidence.steps[-1].time - evidence.steps[0].time
    is_short = DAY <= seconds < 60 * DAY  # a longer time is told by its months
    return f" over {span(seconds / DAY)}" if is_short and len(evidence.steps) > 1 else ""


def hard(known: Known) -> Iterator[Statement]:
    """Tell how hard the place is to change, by the measure in which it stands out most."""
    around = known.evidence.around
    for place in around.places[:1] if around else ():
        found = outstanding(place)
        telling = [one for one in found if one.name in _SAID]
        if len(found) > 1 and telling and around:
            strongest = max(telling, key=lambda one: one.here / max(one.usual, 0.5))
            here = _SAID[strongest.name].format(f"{strongest.here:,}")
            yield fact(
                f"This part is harder to change than most: {here}, and the median file here had {strongest.usual:,g}.",
                ids=[around.at],
            )


def base_rate(known: Known) -> Iterator[Statement]:
    """Tell how usual repairs are in this repository, over the year before."""
    around = known.evidence.around
    if around is not None and around.changes >= FEWEST:
        rate = share(around.fixes, around.changes)
        usual = "Repairs are part of the work here" if around.fixes * 20 >= around.changes else "Repairs are rare here"
        told = f"of the {around.changes:,} changes in the year before, {rate} were repairs by their own words"
        yield fact(f"{usual}: {told}.", ids=[around.at])
    if known.mistakes > 1:
        yield fact(
            f"It is one of {known.mistakes:,} mistakes that we recorded in that year, so that all can learn from them.",
            ids=[known.subject],
        )
