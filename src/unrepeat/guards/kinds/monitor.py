"""`monitor`: these files are watched by an alert that exists."""

from collections.abc import Iterable, Iterator

from unrepeat.guards.finding import Firing
from unrepeat.guards.guard import Guard
from unrepeat.guards.kinds import CannotRun
from unrepeat.guards.kinds.alerts import NoRules, alerts
from unrepeat.guards.kinds.rules import only, words
from unrepeat.guards.kinds.touching import line_of, needs_paths, touching
from unrepeat.guards.kinds.tree_texts import texts
from unrepeat.guards.proposal import Proposal


class Monitor:
    """Alerts that are ready to be looked for.

    Rule: `alert` (names, each of which must be an alert with an expression) and `files` (globs of Prometheus rule
    files, as they are after the change).
    """

    by_line = False

    def __init__(self, guard: Guard) -> None:
        only(guard.rule, ("alert", "files"))
        needs_paths(guard)
        self._guard = guard
        self._alerts = words(guard.rule, "alert")
        self._files = words(guard.rule, "files")

    def firings(self, proposal: Proposal) -> Iterator[Firing]:
        """Give each alert that is not there, at the first file that it should watch."""
        edit = next((one for one in touching(self._guard, proposal) if one.status != "deleted"), None)
        if edit is None:
            return
        line, files = line_of(edit), " or ".join(self._files)
        held = list(texts(proposal.after, self._files))
        for name in self._alerts:
            if says := _missing(name, held):
                step = f"define the alert {name} in {files}"
                yield Firing(edit.path, line, line, f"{self._guard.title} ({says})", f"{edit.path} {name}", step)


def _missing(name: str, files: Iterable[tuple[str, str | None]]) -> str:
    """Say how an alert is missing, empty where it is there; raise CannotRun where a file may hold it."""
    says, doubts = f"there is no alert {name}", []
    for path, text in files:
        try:
            found = _alerts(text, name)
        except NoRules as reason:
            doubts.append(f"{path} {reason.what}")
            continue
        if found.get(name):
            return ""
        if name in found:
            says = f"the alert {name} has no expression"
    if doubts:
        raise CannotRun(f"{doubts[0]}, so nobody knows whether it defines the alert {name}.", "Mend that file.")
    return says


def _alerts(text: str | None, name: str) -> dict[str, bool]:
    """Give the alerts of a rule file, none where it does not hold a name at all."""
    if text is None:
        raise NoRules("is no text that can be read here")
    return alerts(text) if name in text else {}
