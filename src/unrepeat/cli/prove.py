"""`unrepeat prove`: would a guard have caught the mistake it comes from, and only that."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import click

from unrepeat.cli.errors import say
from unrepeat.cli.guarding import (
    Strings,
    certificate_there,
    guard_named,
    guards_there,
    lessons_there,
    source_of,
    strings_of,
)
from unrepeat.cli.output import print_line, print_rows
from unrepeat.cli.processes import process_row, processes_named, processes_proven
from unrepeat.cli.session import Session, json_option, ledger_option, repository_option
from unrepeat.clock import today
from unrepeat.errors import LedgerError
from unrepeat.guards.certificate import certificate, place_of_certificate, recorded_lessons, says_the_same
from unrepeat.guards.guard import Guard
from unrepeat.guards.lessons import mistakes_named, stops
from unrepeat.guards.process import ProcessProof
from unrepeat.guards.proposals import Source
from unrepeat.guards.prove import Verdicts, prove
from unrepeat.ledger.files import replace
from unrepeat.ledger.given import Given
from unrepeat.ledger.ledger import Ledger
from unrepeat.ledger.store import Store

BAD = frozenset({"inert", "too-broad", "wrong-reason", "unstable"})


@click.command("prove")
@click.argument("names", nargs=-1, metavar="[GUARD]...")
@click.option("--all", "every", is_flag=True, help="Prove every guard, and every record that answers a mistake.")
@click.option("--verify", is_flag=True, help="Compare with the certificates that are there; write nothing.")
@json_option
@ledger_option
@repository_option
def prove_command(
    names: Sequence[str],
    every: bool,  # noqa: FBT001 -- click passes options so
    verify: bool,  # noqa: FBT001 -- as above
    as_json: bool,  # noqa: FBT001 -- as above
    form: str,
    ledger: Path | None,
    repo: str | None,
) -> int:
    """Prove each GUARD on the change that went wrong, its parent, its fix, and changes nobody had to repair.

    The certificate is written beside the guard: the same inputs give the same bytes. A record that answers a mistake
    (`need:ID`) is proven by the gate: closed where things went wrong, open after the repair. Exit 1 where a guard is
    inert, too broad, wrong or unstable.
    """
    if every == bool(names):
        raise click.UsageError("Name the guards, or say --all.")
    session = Session.begin(repo, ledger)
    if session.ledger is None and not verify:
        raise LedgerError("This repository has no work tree to keep certificates in.", "Say --verify, or --ledger DIR.")
    with session.read() as (store, known), source_of(session, store) as source:
        guards = guards_there(session, source)
        records = processes_named(names, known)
        chosen = list(guards.guards) if every else [guard_named(one, guards) for one in names if ":" not in one]
        strings = {} if verify or not (chosen or records) else strings_of(session)
        rows: list[dict[str, object]] = []
        worst = 1 if every and guards.problems else 0
        for guard in chosen:
            row, bad = _proven(session, source, store, known, guard, strings, verify=verify)
            rows.append(row)
            blind = row["verdict"] == "cannot-run" and (guard.stage == "block" or not every)
            worst = max(worst, 2 if blind else int(bad))
        for proof, mistakes in processes_proven(session, store, known, records, strings):
            rows.append(process_row(proof, strings))
            worst = max(worst, int(proof.verdict in BAD))
            if not verify:
                _settle(store, known, f"{proof.record.kind}:{proof.record.id}", proof, mistakes)
    if as_json or form == "json":
        print_rows(rows)
    else:
        for line in _told(rows):
            print_line(line)
    return worst


def _proven(
    session: Session, source: Source, store: Store, ledger: Ledger, guard: Guard, strings: Strings, *, verify: bool
) -> tuple[dict[str, object], bool]:
    former = certificate_there(session, guard)
    lessons = lessons_there(session, guard, ledger, strings) or (recorded_lessons(former) if verify else [])
    found = prove(guard, lessons, source)
    stopped = stops((proof.lesson for proof in found.proofs if proof.verdict == "proven"), strings)
    text = certificate(found, stopped)
    bad = found.verdict in BAD
    if verify:
        if not former and guard.stage == "block":
            say(f"The guard {guard.id} blocks, and no certificate says why: run `unrepeat prove {guard.id}`.")
            bad = True
        elif former and not says_the_same(former, text):
            say(f"The certificate of {guard.id} does not say this: run `unrepeat prove {guard.id}` and look at it.")
            bad = True
    elif session.ledger is not None:
        replace(session.ledger, session.ledger / "guards" / f"{guard.id}.json", text.encode())
        _settle(store, ledger, f"guard:{guard.id}", found, mistakes_named(guard.because, ledger))
    return _row(found, stopped), bad


def _told(rows: Sequence[dict[str, Any]]) -> Iterator[str]:
    for row in rows:
        yield f"{row['guard']}: {row['verdict']}, {row['says']}."
        for one in row["stops"]:
            yield f"  It would have stopped link {one['link']} of {one['of']} of {one['string'][:19]}."
    if not rows:
        yield "There are no guards yet."


def _row(found: Verdicts, stopped: Sequence[dict[str, object]]) -> dict[str, object]:
    fired = dict.fromkeys(one for proof in found.proofs for one in proof.fired_on)
    silent = dict.fromkeys(commit for proof in found.proofs for commit in proof.silent_on)
    return {
        "guard": found.guard.id,
        "verdict": found.verdict,
        "says": found.says,
        "fired_on": [one._asdict() for one in fired],
        "silent_on": list(silent),
        "stops": list(stopped),
        "certificate": place_of_certificate(found.guard),
    }


def _settle(
    store: Store, ledger: Ledger, safeguard: str, found: Verdicts | ProcessProof, mistakes: Sequence[str]
) -> None:
    """Let the mistakes that a safeguard answers say that it is proven, or that it no longer is."""
    kind, _, name = safeguard.partition(":")
    for identity in mistakes:
        mistake = ledger.by_id[identity]
        held = mistake.words("safeguards")
        is_known = bool({safeguard, name} & set(held))
        if found.verdict == "proven" and (mistake.state != "proven" or not is_known):
            known = held if is_known else [*held, safeguard]
            store.edit(mistake, Given({"state": "proven", "safeguards": known, "reopened-because": None}), today())
            say(f"The mistake {identity} is answered by a proven {kind} now.")
        elif found.verdict in BAD and mistake.state == "proven":
            because = f"the {kind} {name} is {found.verdict}: {found.says}"
            store.edit(mistake, Given({"state": "reopened", "reopened-because": because}), today())
            say(f"The mistake {identity} is open again, since {because}.")
