"""The sentences that several briefs share: what was delivered, what happened, how usual that is, what is different."""

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import PurePosixPath

from unrepeat.retro.briefs.known import Guarding, Known
from unrepeat.retro.conditions_measured import outstanding
from unrepeat.retro.evidence import Evidence, all_likely
from unrepeat.retro.measures import YEAR
from unrepeat.retro.safeguards_offered import is_code
from unrepeat.retro.said import Statement, Theirs, Title, fact
from unrepeat.retro.study import moment
from unrepeat.retro.wording import DAY, counted, day, share, span

FEWEST = 20  # changes from which on a share is told
MONTHS = ("January February March April May June July August September October November December").split()


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
            yield fact(f"In the year before, we delivered {counted(around.changes, 'change')} here.", ids=[around.at])
        return
    if around.others >= FEWEST:
        whole, of_them, begin = around.others + len(steps), len(steps), begun(evidence)
    else:
        last = steps[-1].time
        whole, begin = around.changes + 1, f"In the year up to {month(last)},"
        of_them = sum(step.time > last - YEAR for step in steps)
    if whole > of_them:
        are = "is" if of_them == 1 else "are"
        yield fact(
            f"{begin} we delivered {whole:,} changes here; {of_them:,} of them {are} told below.",
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
    fixes = len({tie.fix for tie in ties})
    if not ties:
        repairs = sum(step.is_fix for step in steps)
        told = counted(repairs, "repair") if repairs == len(steps) else counted(len(steps), "change")
        yield fact(f"{begun(evidence)} we made {told} in {{}}{over}.", part, ids=ids)
    elif len(ties) == 1:
        lag = span(max(evidence.lag(ties[0]), 0) / DAY)
        yield fact(f"{begun(evidence)} a change in {{}} was {likely}repaired by another, within {lag}.", part, ids=ids)
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


def recorded(known: Known, name: str, said: str, unknown: str) -> Iterator[Statement]:
    """Tell what the record holds in a field, in a person's words; or that it is not recorded yet."""
    held = known.field(name)
    if held:
        yield fact(f"{said}: {{}}", Title(_ended(held)), ids=[known.subject])
    elif unknown:
        yield fact(unknown, ids=[known.subject])


def _ended(words: str) -> str:
    return words if words.rstrip().endswith((".", "!", "?", "…")) else f"{words.rstrip()}."


def hard(known: Known) -> Iterator[Statement]:
    """Tell how hard the place is to change, by the measure in which it stands out most."""
    around = known.evidence.around
    for place in around.places[:1] if around else ():
        found = outstanding(place)
        if len(found) > 1 and around:
            strongest = max(found, key=lambda one: one.here / max(one.usual, 0.5))
            yield fact(
                f"It is a hard part to change: {_SAID[strongest.name].format(f'{strongest.here:,}')}, and the median "
                f"file here has {strongest.usual:,g}.",
                ids=[around.at],
            )


_SAID = {
    "lines": "its main file has {} lines",
    "changes": "its main file had {} changes in the year before",
    "fixes": "its main file had {} repairs in the year before",
    "partners": "{} other files usually change with its main file",
}


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


def difference(known: Known) -> Iterator[Statement]:
    """Tell what is different now, and what of it is proven."""
    proven = known.proven()
    for one in proven[:2]:
        yield guard_told(one, known)
    others = [one for one in known.guards if not one.is_proven]
    if others:
        yield fact(
            f"{counted(len(others), 'guard')} {'is' if len(others) == 1 else 'are'} there and not proven yet.",
            ids=[f"guard:{one.guard.id}" for one in others],
        )
    yield from actions_told(known)
    if not known.guards and not known.actions:
        yield fact("No safeguard is recorded yet.", ids=[known.subject])
    elif not proven:
        yield fact("Nothing of it is proven on this history yet.", ids=[known.subject])


def guard_told(one: Guarding, known: Known, *, to_team: bool = False) -> Statement:
    """Tell a proven guard: what it looks for, what it was proven on, and whether it speaks.

    A title that holds code tells nothing to those far from it, and is left out unless it is told `to_team`.
    """
    ties = known.evidence.ties
    stopped = one.stopped(ties)
    on = f"on {stopped} of these {len(ties)} repairs" if stopped and len(ties) > 1 else "on the change that went wrong"
    now = "it runs on every change" if one.speaks else "it is not switched on yet"
    if one.guard.stage == "block":
        now = "it runs on every change, and stops what it speaks at"
    told = f"A guard is proven {on}: it speaks before the repair and is silent after it; {now}."
    if to_team or "`" not in one.guard.title:
        told = told.replace("A guard", "The guard {}", 1)
    values = [quoted(one.guard.title)] if "{}" in told else []
    return fact(told, *values, ids=[f"guard:{one.guard.id}"])


def quoted(title: str) -> Title:
    """Give a title in quotation marks, to stand within a sentence."""
    return Title(f"“{title.rstrip('.')}”")


def actions_told(known: Known) -> Iterator[Statement]:
    """Tell how many actions are done, and name those that are."""
    if not known.actions:
        return
    done = known.done_actions()
    shown = sum(one.state == "shown" for one in done)
    ids = [one.id for one in known.actions]
    told = f"Of {counted(len(known.actions), 'action')}, {len(done)} {'is' if len(done) == 1 else 'are'} done"
    if len(known.actions) == 1:
        told = "The one action is done" if done else "The one action is still open"
    yield fact(f"{told}{f', {shown} of them shown to work' if shown and len(known.actions) > 1 else ''}.", ids=ids)
    for one in done[:2]:
        yield fact(
            f"{'Shown to work' if one.state == 'shown' else 'Done'}: {{}}", Title(_ended(one.title)), ids=[one.id]
        )


def request(known: Known) -> Statement:
    """Give the one thing to ask for, by what stands in the records."""
    left = known.open_actions()
    if left:
        first = left[0]
        by = f", due on {day(first.text('due'))}" if first.text("due") else ""
        more = (
            f"; {counted(len(left) - 1, 'more action')} follow{'s' if len(left) == 2 else ''}" if len(left) > 1 else ""
        )
        return fact(
            f"We ask for time for the action that comes first{by}: {{}}{more}.",
            quoted(first.title),
            ids=[one.id for one in left],
        )
    silent = [one for one in known.proven() if not one.speaks]
    if silent:
        return fact(
            "We ask for an hour with the team, to decide whether the guard is switched on: {}.",
            quoted(silent[0].guard.title),
            ids=[f"guard:{silent[0].guard.id}"],
        )
    if not known.guards and not known.actions:
        return fact(
            "We ask for an hour together, in which the team chooses safeguards from those offered.", ids=[known.subject]
        )
    return fact("We ask for your view: what else would you like to see here?", ids=[known.subject])
