"""Tell growth in plain, kind sentences: the latest figures with their base, and where they lead."""

from collections.abc import Sequence
from typing import NamedTuple

from unrepeat.ledger.agreements_kept import Kept
from unrepeat.ledger.figures import Days, Share
from unrepeat.ledger.growth import Growth, TeamQuarter
from unrepeat.ledger.own_growth import OwnQuarter
from unrepeat.ledger.record import Record
from unrepeat.retro.growth_measures import (
    ACTIONS,
    CHECK_INS,
    DECISIONS,
    FEWEST,
    LESSON,
    PROOF,
    QUARTERS,
    REPEATS,
    SHARING,
    Measure,
    Row,
    in_days,
    level,
)
from unrepeat.retro.growth_table import sparkline
from unrepeat.retro.growth_wording import course, latest, share_in_words, thanks_in_words, title, when
from unrepeat.retro.wording import counted, listed

LATEST = 3  # of thanks and notes

NOTHING = (
    "Nothing is recorded yet that growth could be told by, and that is a fine place to begin.",
    "`unrepeat note TEXT` takes a second; `unrepeat new mistake TITLE` shares what we can learn from.",
)
NOTHING_OWN = (
    "Nothing of yours is recorded yet, and that is a fine place to begin.",
    "`unrepeat note --private TEXT` keeps a note for you alone.",
)


class _Words(NamedTuple):
    """How a measure is said; `ease`: what may help where its figures went the harder way."""

    measure: Measure
    says: str
    ease: str


_TIMES = (
    _Words(SHARING, "From a mistake to its being shared", "a private note makes the first step easier"),
    _Words(LESSON, "From a mistake to its lesson", "half an hour for the oldest open one may be all it takes"),
    _Words(
        PROOF, "From a lesson to a proven safeguard", "a small safeguard that is proven beats a large one that waits"
    ),
)
_SHARES = (
    _Words(DECISIONS, "Decisions acknowledged in time by all who must know", "fewer names each may be enough"),
    _Words(CHECK_INS, "Check-ins held on their day or soon after", "fewer of them, kept, are worth more"),
)
_OWN_SHARES = (
    _Words(DECISIONS, "Decisions you were to know, acknowledged in time", "`unrepeat due` reminds you kindly"),
)


def sentences(growth: Growth) -> list[str]:
    """Tell what the latest quarters show, each figure with its base."""
    rows = growth.quarters[-QUARTERS:]
    told = [_work(rows), *(_time(rows, words) for words in _TIMES), _repeats(rows), _actions(rows)]
    told += [*(_share(rows, words) for words in _SHARES), *_agreements(rows), without_day(growth)]
    return [sentence for sentence in told if sentence]


def own_sentences(rows: Sequence[OwnQuarter]) -> list[str]:
    """Tell one's own latest quarters."""
    told = [_actions(rows), *(_share(rows, words) for words in _OWN_SHARES)]
    return [sentence for sentence in told if sentence]


def without_day(growth: Growth) -> str:
    """Tell of mistakes that no quarter counts, empty where there are none."""
    if not growth.without_day:
        return ""
    mistakes = counted(growth.without_day, "mistake has", "mistakes have")
    return f"{mistakes} no day to be counted by; `unrepeat set ID date=YYYY-MM-DD` gives one."


def thanked(rows: Sequence[TeamQuarter]) -> list[str]:
    """Give the latest thanks, of the latest quarter that has some, under its name."""
    for row in reversed(rows):
        if row.thanks:
            told = [f"  {thanks_in_words(one)}" for one in row.thanks[:LATEST]]
            return [f"Thanks in {when(row)}:", *told]
    return []


def own_thanks(rows: Sequence[OwnQuarter]) -> list[str]:
    """Give the latest thanks to oneself."""
    told = [f"  {title(one)}" for row in reversed(rows) for one in row.thanks][:LATEST]
    return ["Thanks to you:", *told] if told else []


def _work(rows: Sequence[TeamQuarter]) -> str:
    row = rows[-1]
    delivered = f"In {when(row)} we delivered {counted(row.changes.number, 'change')}"
    if not row.mistakes.number:
        return f"{delivered}; no mistake was shared in it. `unrepeat note --private` is a safe first step."
    shared = f"{delivered} and shared {counted(row.mistakes.number, 'mistake')}. Thank you: all can learn from it."
    counts = [one.mistakes.number for one in rows if one.mistakes.number][-FEWEST:]
    if len(counts) == FEWEST and counts == sorted(counts) and counts[0] < counts[-1]:
        shared += f" More is shared than before ({listed([str(one) for one in counts])}): a sign of trust."
    return shared


def _time(rows: Sequence[Row], words: _Words) -> str:
    row, figure = latest(rows, words.measure)
    if row is None or not isinstance(figure, Days) or figure.median is None:
        return ""
    base = f"the median of {figure.cases}" if figure.cases > 1 else "one case"
    length = in_days(figure.median) if figure.median else "no day"
    return f"{words.says}: {length} ({base}) in {when(row)}.{course(rows, words.measure, words.ease)}"


def _share(rows: Sequence[Row], words: _Words) -> str:
    row, figure = latest(rows, words.measure)
    if row is None or not isinstance(figure, Share):
        return ""
    return f"{words.says}: {share_in_words(figure)} in {when(row)}.{course(rows, words.measure, words.ease)}"


def _repeats(rows: Sequence[TeamQuarter]) -> str:
    row, figure = latest(rows, REPEATS)
    if row is None or not isinstance(figure, Share):
        return ""
    told = f"Mistakes like an earlier one, by condition or place: {share_in_words(figure)} shared in {when(row)}."
    return f"{told} A fuller ledger finds more of them: what helped then may help now." if figure.met else told


def _actions(rows: Sequence[Row]) -> str:
    row = next((one for one in reversed(rows) if one.actions.whole or one.set_aside.number), None)
    if row is None:
        return ""
    done = f"{share_in_words(row.actions)} done by their day, {share_in_words(row.shown)} shown to work"
    aside = f"{row.set_aside.number} set aside with a reason, which is an answer too" if row.set_aside.number else ""
    told = "; ".join(part for part in (done if row.actions.whole else "", aside) if part)
    went = course(rows, ACTIONS, "fewer actions, or later days, are a fair answer")
    return f"Actions due in {when(row)}: {told}.{went}"


def _agreements(rows: Sequence[TeamQuarter]) -> list[str]:
    """Tell of each agreement by its latest quarter, with small bars where there are quarters enough."""
    told: dict[str, tuple[TeamQuarter, Kept]] = {one.agreement.id: (row, one) for row in rows for one in row.agreements}
    return [_agreement(rows, row, kept) for row, kept in sorted(told.values(), key=lambda one: one[1].agreement.path)]


def _agreement(rows: Sequence[TeamQuarter], row: TeamQuarter, kept: Kept) -> str:
    parts = []
    if kept.measured.whole:
        parts.append(f"{kept.agreement.text('measure').replace('-', ' ')} {share_in_words(kept.measured)}")
    if kept.check_ins.whole:
        parts.append(f"looked at it together {share_in_words(kept.check_ins)}")
    bars = sparkline([level(one) for one in of_agreement(rows, kept.agreement)])
    return f"Agreement “{title(kept.agreement)}”: {', '.join(parts)} in {when(row)}.{' ' + bars if bars else ''}"


def of_agreement(rows: Sequence[TeamQuarter], agreement: Record) -> list[Share]:
    """Give an agreement's measure in each of some quarters."""
    return [
        next((one.measured for one in row.agreements if one.agreement.id == agreement.id), Share(0, 0)) for row in rows
    ]
