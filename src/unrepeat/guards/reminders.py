"""Past mistakes and decisions that are worth remembering where a change is made, said as findings of stage ask."""

from collections.abc import Callable, Iterator

from unrepeat.guards.finding import Finding, Firing, identities
from unrepeat.guards.proposal import Proposal
from unrepeat.ledger.record import Record
from unrepeat.recall.here import here

GUARD = "unrepeat"  # as a question does: no guard of the repository speaks here


def reminders(proposal: Proposal, read: Callable[[Record], str]) -> Iterator[Finding]:
    """Give at most three; none for what the change itself records. `read` gives the Markdown of a record."""
    records = [record for record in proposal.ledger().records if record.path not in proposal.touched]
    for one in here(records, proposal.edits, proposal.message, read):
        message = f"worth remembering: the {one.record.kind} {one.record.id}: {one.record.title}"
        (identity,) = identities(GUARD, [Firing(one.path, one.line, one.line, message)])
        helped = f"what helped then: {one.what_helped}; " if one.what_helped else ""
        yield Finding(
            id=identity,
            guard=GUARD,
            path=one.path,
            line=one.line,
            end_line=one.line,
            stage="ask",
            message=message,
            reason=one.reason,
            suggestion=f"{helped}see `unrepeat show {one.record.id}`",
        )
