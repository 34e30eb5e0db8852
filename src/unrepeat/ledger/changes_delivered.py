"""When the changes of a history were made: how many on each day, and the days of those that mistakes name."""

import hashlib
import json
from collections import Counter
from collections.abc import Collection, Iterable
from datetime import date, timedelta
from typing import Any, NamedTuple

from unrepeat.git import Repository
from unrepeat.history.raw import LAST_SECOND
from unrepeat.ledger.catalogue import Catalogue

SHORTEST = 7  # letters of a hash; fewer may stand for any commit
_DAY = 86400  # seconds
_FIRST = date(1970, 1, 1)


class Delivered(NamedTuple):
    """The head commit's day, the number of changes on each day, and the days of changes by the names asked for."""

    as_of: date
    by_day: dict[date, int]
    made: dict[str, date]


def changes_delivered(repository: Repository, head: str, names: Collection[str], catalogue: Catalogue) -> Delivered:
    """Read the days of all changes that a head (full hash) leads to, in UTC.

    `names`: hashes or their beginnings, of 7 letters at least; those that lead to no change here are left out. It costs
    a second for 100,000 commits, so the answer is kept.
    """
    wanted = sorted({name.lower() for name in names if len(name) >= SHORTEST})
    shallow = sorted(repository.shallow_commits())
    asked = hashlib.sha256(json.dumps([wanted, shallow]).encode()).hexdigest()
    key = f"delivered {head} {asked}"
    kept = catalogue.answers([key])
    if key in kept:
        days = json.loads(kept[key])
    else:
        days = _read(repository, head, wanted)
        catalogue.keep({key: json.dumps(days)})
    return Delivered(
        _date(days["head"]),
        {_date(int(day)): number for day, number in days["changes"].items()},
        {name: _date(days["made"][name.lower()]) for name in names if name.lower() in days["made"]},
    )


def _date(days: int) -> date:
    return _FIRST + timedelta(days)


def _read(repository: Repository, head: str, wanted: Iterable[str]) -> dict[str, Any]:
    """Give days since 1970: that of the head, the number of changes by day, and those of the names."""
    lengths: dict[int, set[str]] = {}
    for name in wanted:
        lengths.setdefault(len(name), set()).add(name)
    changes: Counter[int] = Counter()
    made: dict[str, int] = {}
    first = None
    with repository.view() as view, view.stream("log", "--format=%H %ct", head) as lines:
        for line in lines:
            commit, _, seconds = line.decode("ascii").strip().partition(" ")
            day = min(max(int(seconds or 0), 0), LAST_SECOND) // _DAY
            first = day if first is None else first
            changes[day] += 1
            for length, of_length in lengths.items():
                if commit[:length] in of_length:
                    made[commit[:length]] = day
    return {"head": first, "changes": changes, "made": made}
