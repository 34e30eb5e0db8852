"""Check a change: what the guards of the tree before say of what it adds, and what it does to the guards themselves."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from unrepeat.guards.evaluate import Outcome, Ready
from unrepeat.guards.finding import Finding, Firing, identities
from unrepeat.guards.firmness import Firmness, firmness
from unrepeat.guards.guard import Guard, Stage
from unrepeat.guards.kinds import NotReplayable
from unrepeat.guards.proposal import Proposal, Tree
from unrepeat.guards.reading import Guards, guards_of_tree
from unrepeat.guards.waivers import waivers
from unrepeat.ledger.catalogue import Catalogue
from unrepeat.ledger.kinds import FOLDER
from unrepeat.ledger.reading import YamlProblem, read

SETTINGS = f"{FOLDER}/settings.yml"
MOST_NAMED = 5  # guards that are named in one sentence

_FIRM: dict[Stage, int] = {"shadow": 0, "advise": 1, "block": 2}


@dataclass
class Checked:
    """What there is to say of a change; `notes` are sentences for whoever reads along, `blind` guards that must run."""

    findings: list[Finding] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    blind: list[str] = field(default_factory=list)
    unseen: int = 0  # guards that could not look
    unable: int = 0  # those of them that were given all they ask for
    guards: dict[str, Guard] = field(default_factory=dict)


def check(proposal: Proposal, catalogue: Catalogue, settings: Mapping[str, Any]) -> Checked:
    """Let the guards of the tree before look at a change; new and edited ones are in shadow on what brings them."""
    known = guards_of_tree(proposal.before, catalogue)
    found = Checked(guards=known.by_id())
    found.blind.extend(f"{one.path}, line {one.line}: {one.what}. {one.remedy}" for one in known.broken)
    found.notes.extend(
        f"{one.path}, line {one.line}: {one.what}. {one.remedy}" for one in known.problems if one not in known.broken
    )
    firm = firmness(known.guards, proposal.before, settings)
    found.notes.extend(f"The guard {name}: {one.because}." for name, one in sorted(firm.items()) if one.because)
    unable: dict[tuple[str, bool], list[str]] = {}
    for outcome in Ready(guard for guard in known.guards if guard.stage != "shadow").outcomes(proposal):
        _take(found, outcome, firm[outcome.guard.id])
        if outcome.failure is not None:
            found.unable += not isinstance(outcome.failure, NotReplayable)
            why = f"{outcome.failure.what} {outcome.failure.remedy}"
            unable.setdefault((why, _must_run(outcome, firm[outcome.guard.id])), []).append(outcome.guard.id)
    for (why, must_run), names in unable.items():
        found.unseen += len(names)
        (found.blind if must_run else found.notes).append(f"{_guards(names)} could not look: {why}")
    if any(path.startswith(f"{FOLDER}/") for path in proposal.touched):
        after = guards_of_tree(proposal.after, catalogue)
        later = firmness(after.guards, proposal.after, read_settings(proposal.after))
        found.findings.extend(_of_guards(known, after, firm, later))
    _waive(found, proposal.message)
    return found


def _guards(names: Sequence[str]) -> str:
    """Name some guards; what keeps one from looking often keeps many."""
    if len(names) == 1:
        return f"The guard {names[0]}"
    more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
    return f"The guards {', '.join(names[:MOST_NAMED])}{more}"


def _take(found: Checked, outcome: Outcome, firm: Firmness) -> None:
    for firing, identity in zip(outcome.firings, identities(outcome.guard.id, outcome.firings), strict=True):
        found.findings.append(_finding(outcome.guard, firing, identity, firm.stage))


def _must_run(outcome: Outcome, firm: Firmness) -> bool:
    """Say whether a guard had to look; one that asks for what was not given (a pull request, coverage) is told of."""
    return firm.stage == "block" and not isinstance(outcome.failure, NotReplayable)


def _finding(guard: Guard, firing: Firing, identity: str, stage: Stage) -> Finding:
    return Finding(
        id=identity,
        guard=guard.id,
        path=firing.path,
        line=firing.line,
        end_line=firing.end_line,
        stage=stage,
        message=firing.message,
        reason=f"because of {', '.join(guard.because)}" if guard.because else "",
        suggestion=firing.suggestion or f"see {guard.path}",
    )


def read_settings(tree: Tree) -> Mapping[str, Any]:
    """Read the settings of a tree, none where they cannot be read."""
    text = tree.text(SETTINGS)
    try:
        return read(text).data if text else {}
    except YamlProblem:
        return {}


def _of_guards(
    before: Guards, after: Guards, firm: Mapping[str, Firmness], later: Mapping[str, Firmness]
) -> Iterator[Finding]:
    """Give what a change does to the guards that judge it: one that goes, or speaks less firmly, is a finding.

    It speaks less firmly also by what stands beside it: a certificate or a backtest that goes or is of another rule,
    the noise of others, a smaller budget.
    """
    now = after.by_id()
    unreadable = {one.path for one in after.problems}
    for guard in before.guards:
        then = now.get(guard.id)
        if then is None:
            what = "can no longer be read" if guard.path in unreadable else "is removed"
            yield _about(guard, f"the guard {guard.id} {what}: {guard.title}", firm[guard.id].stage)
        elif _FIRM[then.stage] < _FIRM[guard.stage]:
            said = f"the guard {guard.id} speaks less firmly: {then.stage}, no longer {guard.stage}"
            yield _about(guard, said, firm[guard.id].stage)
        elif _FIRM[later[guard.id].stage] < _FIRM[firm[guard.id].stage]:
            said = f"the guard {guard.id} would speak less firmly: {later[guard.id].because}"
            yield _about(guard, said, firm[guard.id].stage)
        elif then.digest != guard.digest and guard.stage != "shadow":
            yield _about(
                guard, f"the guard {guard.id} looks for something else now; it judges this change as it was", "advise"
            )


def _about(guard: Guard, message: str, stage: Stage) -> Finding:
    (identity,) = identities(guard.id, [Firing(guard.path, 0, 0, message)])
    because = f"because of {', '.join(guard.because)}" if guard.because else "a change cannot weaken what judges it"
    return Finding(identity, guard.id, guard.path, 0, 0, stage, message, because, _waiver_of(guard))


def _waiver_of(guard: Guard) -> str:
    return f"if it is meant so, say why in the message: Unrepeat-Waive: {guard.id} because ..."


def _waive(found: Checked, message: str) -> None:
    """Take out what the message says is to be passed over, with a reason."""
    said = list(waivers(message))
    for waiver in said:
        if waiver.guard not in found.guards:
            found.notes.append(f"There is no guard {waiver.guard[:80]} to be waived.")
        elif not waiver.because:
            found.notes.append(f"The waiver of {waiver.guard} gives no reason and does not count: add `because ...`.")
    waived = {waiver.guard: waiver.because for waiver in said if waiver.because}
    hidden = [one for one in found.findings if one.guard in waived]
    found.findings[:] = [one for one in found.findings if one.guard not in waived]
    for name in sorted({one.guard for one in hidden}):
        found.notes.append(f"The guard {name} is passed over this once: {waived[name]}")


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """Put findings in the order in which they are read: the firmest first, then by place."""
    firm = {"block": 0, "advise": 1, "ask": 2, "shadow": 3}
    return sorted(findings, key=lambda one: (firm[one.stage], one.path, one.line, one.guard, one.id))
