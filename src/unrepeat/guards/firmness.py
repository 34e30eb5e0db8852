"""How firmly a guard may speak: to block it needs a proof, a backtest, and room in the repository's noise budget."""

import json
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from unrepeat.guards.certificate import is_of, place_of_certificate
from unrepeat.guards.guard import Guard, Stage
from unrepeat.guards.proposal import Tree
from unrepeat.ledger.kinds import FOLDER

MOST_BUDGET = 100  # firings in 100 changes
NOISE_BUDGET = 1.0  # firings in 100 changes, of all guards that block together, unless the settings say otherwise


class Firmness(NamedTuple):
    """The stage at which a guard speaks, and why that is less than its file asks."""

    stage: Stage
    because: str = ""


def place_of_backtest(guard: Guard) -> str:
    """Give the path of what a guard's backtest found."""
    return f"{FOLDER}/backtests/{guard.id}.json"


def firmness(guards: Sequence[Guard], tree: Tree, settings: Mapping[str, Any]) -> dict[str, Firmness]:
    """Say how firmly each guard speaks; `tree` is the one that the guards come from.

    Those that block fill the budget in the order of their rates, so that one noisy guard does not silence the others.
    What stands in the tree and is not in this clone, nobody can look at: there a guard that blocks goes on to block.
    """
    found = {guard.id: Firmness(guard.stage) for guard in guards}
    blocking = [guard for guard in guards if guard.stage == "block"]
    if not blocking:
        return found
    held = _Held(tree)
    rates: list[tuple[float, Guard]] = []
    for guard in blocking:
        proof, tried = place_of_certificate(guard), place_of_backtest(guard)
        if held.is_missing(proof) or held.is_missing(tried):
            continue
        rate = _rate(held.text(tried), guard)
        if not is_of(held.text(proof), guard):
            found[guard.id] = Firmness("advise", f"it advises until `unrepeat prove {guard.id}` has proven it as it is")
        elif rate is None:
            found[guard.id] = Firmness("advise", f"it advises until `unrepeat backtest {guard.id}` has looked at it")
        else:
            rates.append((rate, guard))
    budget = _budget(settings)
    used = 0.0
    for rate, guard in sorted(rates, key=lambda one: (one[0], one[1].id)):
        used += rate
        if used > budget:
            because = (
                f"it advises: with it, blocking guards fire {used:.2g} times in 100 changes, of {budget:g} allowed"
            )
            found[guard.id] = Firmness("advise", because)
    return found


class _Held:
    """What a tree holds of certificates and backtests, read in a few runs of git however many guards there are."""

    def __init__(self, tree: Tree) -> None:
        folders = (f"{FOLDER}/guards", f"{FOLDER}/backtests")
        listed = {path: blob for folder in folders for path, blob in tree.under(folder).items()}
        self._blobs = {path: blob for path, blob in listed.items() if path.endswith(".json")}
        self._contents = tree.contents(self._blobs.values()) if self._blobs else {}

    def is_missing(self, path: str) -> bool:
        """Say whether a file stands in the tree and its content is not in this clone."""
        return path in self._blobs and self._blobs[path] not in self._contents

    def text(self, path: str) -> str:
        """Give a file's text, empty where there is none."""
        return self._contents.get(self._blobs.get(path, ""), b"").decode("utf-8", "replace")


def _budget(settings: Mapping[str, Any]) -> float:
    """Give the noise budget; what is no number from 0 to 100 leaves the usual one."""
    told = settings.get("noise-budget", NOISE_BUDGET)
    is_number = isinstance(told, int | float) and not isinstance(told, bool)
    return float(told) if is_number and 0 <= told <= MOST_BUDGET else NOISE_BUDGET


def _rate(text: str, guard: Guard) -> float | None:
    """Give the firings in 100 changes, beside its lessons, that a backtest of this very guard found."""
    try:
        held = json.loads(text) if text else None
    except (ValueError, RecursionError):
        return None
    if not isinstance(held, dict) or held.get("digest") != guard.digest:
        return None
    rate = held.get("noise")
    return float(rate) if isinstance(rate, int | float) and 0 <= rate <= MOST_BUDGET else None
