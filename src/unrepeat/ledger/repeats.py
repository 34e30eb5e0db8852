"""Mistakes of the like: those that the same condition made possible, and those in the same place."""

from collections.abc import Iterable
from dataclasses import dataclass

from unrepeat.ledger.ledger import Ledger
from unrepeat.ledger.record import Record


@dataclass(frozen=True)
class Repeat:
    """What a mistake has in common with earlier ones: a condition or a place, and which they are, oldest first."""

    by: str
    what: str
    earlier: tuple[str, ...]

    @property
    def says(self) -> str:
        """Tell it in a sentence, without reproach."""
        times = f"{len(self.earlier)} earlier mistake" + ("s" if len(self.earlier) > 1 else "")
        how = f"'{self.what}' also made possible" if self.by == "condition" else f"{self.what} was also the place of"
        return f"{how} {times}: {', '.join(self.earlier[-3:])}. What helped then may help now."


def repeats(mistake: Record, ledger: Ledger) -> list[Repeat]:
    """Give what a mistake has in common with those recorded before it."""
    before = earlier(mistake, ledger)
    found = []
    for by, field in (("condition", "conditions"), ("place", "paths")):
        for what in mistake.words(field):
            like = tuple(other.id for other in before if what in other.words(field))
            if like:
                found.append(Repeat(by, what, like))
    return found


def earlier(mistake: Record, ledger: Ledger) -> list[Record]:
    """Give the mistakes recorded before one, oldest first; on the same day, in the order of their ids."""
    mine = _moment(mistake)
    return sorted((one for one in ledger.of_kind("mistake") if _moment(one) < mine), key=_moment)


def counted(mistakes: Iterable[Record], field: str) -> dict[str, int]:
    """Count mistakes by each value of a field (`conditions` or `paths`), the most frequent first."""
    counts: dict[str, int] = {}
    for mistake in mistakes:
        for what in dict.fromkeys(mistake.words(field)):
            counts[what] = counts.get(what, 0) + 1
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def _moment(mistake: Record) -> tuple[str, str]:
    return mistake.text("happened") or mistake.text("date"), mistake.id
