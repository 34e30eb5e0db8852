"""What `prove` says of process safeguards: records that answer a mistake, asked through the gate of `ready --at`."""

from collections.abc import Iterator, Mapping, Sequence

from unrepeat.cli.errors import say
from unrepeat.cli.guarding import Strings
from unrepeat.cli.session import Session
from unrepeat.errors import LedgerError, RepositoryError
from unrepeat.guards.guard import Lesson
from unrepeat.guards.lessons import lessons_named, stops
from unrepeat.guards.process import ProcessProof, gate_of, prove_process, safeguards
from unrepeat.ledger.ledger import Ledger
from unrepeat.ledger.links import Verdict, read_all
from unrepeat.ledger.record import Record
from unrepeat.ledger.store import Store

Processes = Mapping[str, tuple[Record, list[str]]]  # by id: a record, and the ids of the mistakes that it answers


def processes_named(names: Sequence[str], ledger: Ledger) -> Processes:
    """Give the records among some names (`need:ID`), each with its mistakes; without names, all; raise LedgerError."""
    known = {record.id: (record, mistakes) for record, mistakes in safeguards(ledger)}
    if not names:
        return known
    found = {}
    for name in names:
        if ":" not in name:
            continue
        record = ledger.find(name)
        if record.id not in known:
            raise LedgerError(
                f"No mistake names {name[:80]} as its safeguard, so there is nothing to prove it on.",
                f"Say it of the mistake: `unrepeat set MISTAKE safeguards+={name[:80]}`.",
            )
        found[record.id] = known[record.id]
    return found


def processes_proven(
    session: Session, store: Store, ledger: Ledger, chosen: Processes, strings: Strings
) -> Iterator[tuple[ProcessProof, list[str]]]:
    """Prove records on the commits of their mistakes; give each with the mistakes it answers."""
    if not chosen:
        return
    linked = [one for one in read_all(session.ledger) if isinstance(one, Verdict)]
    gate, now = gate_of(store, ledger), session.repository.head()
    for record, mistakes in chosen.values():
        lessons = lessons_named([f"mistake:{name}" for name in mistakes], ledger, linked, strings)
        yield prove_process(record, _full(session, lessons), now, gate), mistakes


def _full(session: Session, lessons: Sequence[Lesson]) -> list[Lesson]:
    """Give lessons by full hashes; one whose commits are not in this clone is told, and passed over."""
    found = []
    for lesson in lessons:
        try:
            found.append(Lesson(*map(session.repository.resolve, lesson)))
        except RepositoryError as error:
            say(f"{error.what} {error.remedy}")
    return found


def process_row(found: ProcessProof, strings: Strings) -> dict[str, object]:
    """Give a proof as `prove --json` prints it; it is the gate's, so no certificate stands beside the record."""
    return {
        "guard": f"{found.record.kind}:{found.record.id}",
        "verdict": found.verdict,
        "says": found.says,
        "fired_on": [{"commit": one, "path": found.record.path, "line": 0} for one in found.closed_on],
        "silent_on": list(found.open_on),
        "stops": stops(found.proven, strings),
        "certificate": None,
    }
