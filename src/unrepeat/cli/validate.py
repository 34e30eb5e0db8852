"""`unrepeat validate`: say, or see again, whether an assumption holds."""

from pathlib import Path

import click

from unrepeat.cli.output import print_line
from unrepeat.cli.session import Session, ledger_option, repository_option
from unrepeat.clock import today
from unrepeat.errors import LedgerError
from unrepeat.ledger.given import Given
from unrepeat.ledger.record import Record
from unrepeat.ledger.scratch import run_in_tree
from unrepeat.ledger.store import Store
from unrepeat.ledger.trust import is_trusted

LONGEST_EVIDENCE = 200  # letters of a program's last words that are kept


@click.command()
@click.argument("record")
@click.option("--evidence", metavar="TEXT", help="What showed it: a measurement, a document, a trial.")
@click.option("--refuted", is_flag=True, help="It showed that the assumption does not hold.")
@ledger_option
@repository_option
def validate(record: str, evidence: str | None, refuted: bool, ledger: Path | None, repo: str | None) -> int:  # noqa: FBT001 -- click passes options so
    """Validate the assumption RECORD: run its command again, or keep the evidence that you give.

    Exit 0 where it was validated or, as you say, refuted; 1 where its command shows that it does not hold.
    """
    with Session.begin(repo, ledger).store() as store:
        found = store.now().find(record)
        if found.kind != "assumption":
            raise LedgerError(f"{found.id} is a {found.kind}.", "Only assumptions are validated.")
        if evidence is None:
            holds, shown = _run(store, found)
        else:
            holds, shown = not refuted, evidence.strip()
        if not shown:
            raise LedgerError("The evidence is empty.", "Say in a sentence what showed it.")
        day = today()
        state = "validated" if holds else "refuted"
        with store.lock():  # while the command ran, another may have added evidence
            found = store.now().find(f"{found.kind}:{found.id}")
            kept = [*found.words("evidence"), f"{day}: {shown}"]
            fields: dict[str, object] = {"state": state, "validated-on": f"{day}", "evidence": kept}
            if found.text("valid-until") and found.text("valid-until") <= f"{day}":
                fields["valid-until"] = None  # that was until this validation
                print_line(f"Until when does it hold now? unrepeat set {found.id} valid-until=DATE")
            store.edit(found, Given(fields), day)
        print_line(f"{found.id} is {state}: {shown}")
        rests = found.words("rests")
        if not holds and rests:
            print_line(f"What rests on it needs another look: {', '.join(rests)}.")
        return 0 if holds or evidence is not None else 1


def _run(store: Store, assumption: Record) -> tuple[bool, str]:
    command = assumption.text("command")
    if not command:
        raise LedgerError(
            f"{assumption.id} has no command to run again.",
            "Say what showed it: `--evidence TEXT`, with `--refuted` where it does not hold.",
        )
    if not is_trusted(command, store.repository.common):
        raise LedgerError(
            f"Its command `{command}` is not trusted on this machine.",
            f"Read it, then run `unrepeat trust {assumption.id}`.",
        )
    ran = run_in_tree(store.repository, store.repository.head(), command)
    if ran.status is None:
        raise LedgerError(
            f"`{command}` was ended before it was done (too much {ran.ended}), which says nothing of the assumption.",
            "Make it quicker or quieter, then run this again.",
        )
    last = (ran.output.strip().splitlines() or [""])[-1].strip()[:LONGEST_EVIDENCE]
    return ran.status == 0, f"`{command}` ended with {ran.status}" + (f": {last}" if last else "")
