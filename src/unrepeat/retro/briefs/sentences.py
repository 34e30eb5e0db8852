"""The sentences that several briefs share: what was delivered, what happened, how usual that is, what is different."""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import PurePosixPath

from unrepeat.ledger.record import Record
from unrepeat.retro.briefs.known import Guarding, Known
from unrepeat.retro.conditions_measured import outstanding
from unrepeat.retro.evidence import Evidence, all_likely
from unrepeat.retro.measures import YEAR
from unrepeat.retro.safeguards_offered import is_code
from unrepeat.retro.said import Statement, Theirs, Title, fact
from unrepeat.retro.study import moment
from unrepeat.retro.wording import DAY, counted, day, share, span

_BULLET = re.compile(r"^\s*(?:[-*+>#]+|\d+[.)])\s+")
_PATH = re.compile(r"[\w.@+/-]+")
_HASH = re.compile(r"[0-9a-f]{7,64}")

LONGEST_QUOTE, LONGEST_TITLE = 200, 120  # letters
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


def recorded(known: Known, name: str, said: str, unknown: str) -> Iterator[Statement]:
    """Tell what the record holds in a field, in a person's words; or that it is not recorded yet."""
    held = known.field(name)
    if held:
        yield fact(f"{said}: {{}}", Title(_ended(held)), ids=[known.subject])
    elif unknown:
        yield fact(unknown, ids=[known.subject])


def _ended(words: str) -> str:
    told = cut(words)
    return told if told.endswith((".", "!", "?", "…")) else f"{told}."


def cut(words: str, most: int = LONGEST_QUOTE) -> str:
    """Give a person's words as they fit a page: a list in one line, without marks, cut at a word."""
    line = "; ".join(_BULLET.sub("", one).strip() for one in words.splitlines() if one.strip())
    line = " ".join(line.replace("**", "").replace("__", "").split())
    return line if len(line) <= most else f"{line[:most].rpartition(' ')[0] or line[:most]} …"


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


_SAID = {
    "lines": "its main file had {} lines",
    "fixes": "its main file had {} repairs in the year before",
    "partners": "its main file had {} files that usually change with it",
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
            f"{counted(len(others), 'automatic check')} {_is(len(others))} there, not proven on what is confirmed.",
            ids=[f"guard:{one.guard.id}" for one in others],
        )
    yield from actions_told(known)
    if not known.guards and not known.actions:
        yield fact("No safeguard is recorded yet.", ids=[known.subject])
    elif not proven:
        yield fact("Nothing of it is proven on this history yet.", ids=[known.subject])


def guard_told(one: Guarding, known: Known) -> Statement:
    """Tell a proven guard to those far from the code: what it would have caught, and whether it is switched on."""
    ties = known.evidence.ties
    stopped = one.stopped(ties)
    caught = f"{stopped} of the {len(ties)} mistakes repaired here" if stopped and len(ties) > 1 else "the mistake"
    now = {"shadow": "It is not switched on yet.", "advise": "It is switched on, and advises."}
    return fact(
        f"Tried on the history, an automatic check catches {caught}: that is proven. "
        f"{now.get(one.guard.stage, 'It is switched on, and stops a change that makes it again.')}",
        ids=[f"guard:{one.guard.id}"],
    )


def titled(title: str) -> Title:
    """Give a title as it fits a page."""
    return Title(cut(title, LONGEST_TITLE).rstrip("."))


def quoted(title: str) -> Title:
    """Give a title in quotation marks, to stand within a sentence."""
    return Title(f"“{titled(title)}”")


def actions_told(known: Known) -> Iterator[Statement]:
    """Tell how many actions are done, and name those that are; what nobody has taken on is an offer."""
    whole, done = known.actions, known.done_actions()
    if not whole:
        return
    ids = [one.id for one in whole]
    shown = sum(one.state == "shown" for one in done)
    if not done and not any(map(is_taken_on, whole)):
        yield fact(f"{counted(len(whole), 'safeguard')} {_is(len(whole))} offered, and none is chosen yet.", ids=ids)
    elif not done:
        none = (
            "The one action is not done yet." if len(whole) == 1 else f"None of the {len(whole)} actions is done yet."
        )
        yield fact(none, ids=ids)
    else:
        works = f", {shown} of them shown to work" if shown else ""
        yield fact(f"Of {counted(len(whole), 'action')}, {len(done)} {_is(len(done))} done{works}.", ids=ids)
    for one in [one for one in done if not names_code(one.title)][:2]:
        yield fact(
            f"{'Shown to work' if one.state == 'shown' else 'Done'}: {{}}", Title(_ended(one.title)), ids=[one.id]
        )


def is_taken_on(action: Record) -> bool:
    """Say whether somebody chose an action: it has an owner or a day."""
    return bool(action.text("owner") or action.text("due"))


def names_code(title: str) -> bool:
    """Say whether a title holds code, which tells nothing to those far from it; a path is none."""
    return any(not _PATH.fullmatch(span) and not _HASH.fullmatch(span) for span in re.findall(r"`([^`]*)`", title))


def _is(number: int) -> str:
    return "is" if number == 1 else "are"


def request(known: Known) -> Statement:
    """Give the one thing to ask for, by what stands in the records."""
    left = known.open_actions()
    chosen = [one for one in left if is_taken_on(one) and not names_code(one.title)]
    if chosen:
        first = chosen[0]
        by = f", due on {day(first.text('due'))}" if first.text("due") else ""
        more = f"; {len(left) - 1} more follow{'s' if len(left) == 2 else ''}" if len(left) > 1 else ""
        return fact(
            f"We ask for time for one action first{by}: {{}}{more}.", quoted(first.title), ids=[one.id for one in left]
        )
    if left:
        return fact(
            f"We ask for an hour together, in which the team chooses from the {counted(len(left), 'open safeguard')}.",
            ids=[one.id for one in left],
        )
    silent = [one for one in known.proven() if not one.speaks]
    if silent:
        return fact(
            "We ask for an hour with the team, to decide whether the automatic check is switched on.",
            ids=[f"guard:{silent[0].guard.id}"],
        )
    if not known.guards and not known.actions:
        return fact(
            "We ask for an hour together, in which the team chooses safeguards from those offered.", ids=[known.subject]
        )
    return fact("We ask for your view: what else would you like to see here?", ids=[known.subject])
