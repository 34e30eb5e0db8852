"""`unrepeat new`: record something, asked on a terminal, by options in scripts."""

import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path

import click

from unrepeat.cli.asking import ask
from unrepeat.cli.change_order import tell_at_once
from unrepeat.cli.conditions import tell_conditions
from unrepeat.cli.errors import say
from unrepeat.cli.output import print_line, print_rows
from unrepeat.cli.records import notify_option, row, set_option
from unrepeat.cli.session import Session, json_option, ledger_option, repository_option
from unrepeat.clock import today
from unrepeat.ledger.advice import refuse_placeholders, refuse_unkept, remarks, spell_out
from unrepeat.ledger.capture import without_ledger
from unrepeat.ledger.conditions import CONDITIONS, COUNTERED_BY
from unrepeat.ledger.fields import described, given
from unrepeat.ledger.given import Given
from unrepeat.ledger.kinds import KINDS, Kind
from unrepeat.ledger.ledger import Ledger
from unrepeat.ledger.record import Record
from unrepeat.ledger.repeats import repeats
from unrepeat.ledger.store import Store

# What is asked on a terminal, a field at a time; an empty answer leaves it out.
QUESTIONS = {
    "mistake": {
        "what-happened": "What happened?",
        "impact": "Who or what felt it, and how much?",
        "how-noticed": "How was it noticed?",
        "why-surprised": "Why was it a surprise?",
        "conditions": f"What made it possible? ({', '.join(CONDITIONS)})",
        "commits": "Which changes is it about? (hashes)",
    },
    "decision": {
        "context": "What made a decision necessary?",
        "outcome": "What was chosen, and because of what?",
        "paths": "Which files does it concern?",
        "informed": "Who must know?",
        "feature": "Which feature is it for?",
    },
    "assumption": {
        "source": "Whose answer is this? (a team, a supplier, a document)",
        "rests": "What rests on it? (features, paths, ids)",
        "validate-how": "How will it be validated?",
        "validate-by": "By when? (YYYY-MM-DD)",
        "owner": "Who sees to it?",
    },
    "need": {
        "feature": "Which feature needs it?",
        "release": "For which release?",
        "owner": "Who sees to it?",
        "check-ins": "When to ask how it stands? (YYYY-MM-DD)",
        "done-when": "How will the code show that it is done? (path: ..., pattern: ..., commit: ...)",
        "moves.scope": "Does it move the scope? How?",
        "moves.date": "Does it move the date? By how much?",
        "moves.cost": "Does it move the cost? By how much?",
        "told": "Who is told at once?",
    },
    "risk": {
        "feature": "Which feature?",
        "likelihood": "How likely? (low, medium, high)",
        "severity": "How bad? (low, medium, high)",
        "early-sign": "What would show it early?",
        "answer": "What is done about it?",
        "review-by": "When to look again? (YYYY-MM-DD)",
    },
    "action": {
        "type": "What is it for? (prevent, detect, mitigate, recover)",
        "owner": "Who does it?",
        "due": "By when? (YYYY-MM-DD)",
        "shown-by": "How will it be shown to work?",
    },
    "agreement": {
        "habit": "What do we want to do from now on?",
        "process": "What carries it, so that nobody has to remember?",
        "parties": "Who signs it? (the manager is one)",
        "check-ins": "When do we look at it together? (YYYY-MM-DD)",
    },
    "note": {},
    "thanks": {"whom": "Who is thanked?"},
}


class _Telling(click.Command):
    """Tells the fields of each kind at the end of its help, which need the schemas."""

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 -- click's signature
        with formatter.section("Fields of every kind"):
            formatter.write_dl(described(None))
        for kind in KINDS.values():
            with formatter.section(f"Fields of {kind.name}"):
                formatter.write_dl(described(kind))


@click.command(cls=_Telling)
@click.argument("kind", type=click.Choice(tuple(KINDS)))
@click.argument("title")
@set_option
@notify_option
@json_option
@ledger_option
@repository_option
def new(
    kind: str,
    title: str,
    settings: Sequence[str],
    notify: str | None,
    as_json: bool,  # noqa: FBT001 -- click passes options so
    form: str,
    ledger: Path | None,
    repo: str | None,
) -> None:
    """Record something: a mistake, a decision, an assumption, a need, a risk, an action, an agreement.

    On a terminal what is missing is asked, one question at a time; in a script `--set KEY=VALUE` says it. Lists take
    commas or several `--set`; parts are dotted: `--set moves.cost="two weeks"`.
    """
    session = Session.begin(repo, ledger)
    with session.store() as store:
        wanted = given(KINDS[kind], settings)
        known = store.now()
        if sys.stdin.isatty() and not as_json and form == "text":
            _ask(KINDS[kind], title, wanted, store, known)
        for note in wanted.notes:
            say(note)
        _complete(kind, title, wanted, store, known)
        if kind == "mistake":
            _place(store, wanted)
        record = store.add(KINDS[kind], title, wanted, today())
        if as_json or form == "json":
            print_rows([row(record)])
        else:
            _thank(record, known)
        for remark in remarks(record, known):
            say(remark)
        tell_conditions(store, record)
        tell_at_once(store, record, notify)


def _ask(kind: Kind, title: str, wanted: Given, store: Store, known: Ledger) -> None:
    """Ask for what was not given; every answer may be left out.

    Each is checked as the record will be, so that none is lost at the end; so is what was given, before anything is
    asked.
    """

    def use(name: str, answer: str) -> None:
        more = given(kind, [f"{name}={answer}"] if name else [], wanted.fields)
        trial = Given(wanted.fields | more.fields, wanted.sections | more.sections)
        _complete(kind.name, title, trial, store, known)
        refuse_unkept(kind, title, trial, today())
        wanted.fields, wanted.sections = trial.fields, trial.sections

    use("", "")
    asked = {name.partition(".")[0] for name in QUESTIONS[kind.name]} - {*wanted.fields, *wanted.sections}
    for name, question in QUESTIONS[kind.name].items():
        if name.partition(".")[0] in asked:
            ask(question, partial(use, name))


def _complete(kind: str, title: str, wanted: Given, store: Store, known: Ledger) -> None:
    """Put whole names in the place of parts; raise UnrepeatError where something stands for nothing."""
    refuse_placeholders(title, wanted)
    commits = wanted.fields.get("commits") if kind == "mistake" else None
    if commits:
        wanted.fields["commits"] = [store.repository.resolve(str(one)) for one in commits]
    spell_out(kind, wanted, known)


def _place(store: Store, wanted: Given) -> None:
    """Give a mistake the files of its changes as its place, where none was given."""
    commits = wanted.fields.get("commits")
    if commits and not wanted.fields.get("paths"):
        wanted.fields["paths"] = without_ledger(store.repository.touched(commits)) or None


def _thank(record: Record, ledger: Ledger) -> None:
    if record.kind != "mistake":
        print_line(f"Recorded: {record.path}")
        return
    print_line("Thank you for sharing this: it is how nobody has to meet it again.")
    print_line(f"Recorded: {record.path}")
    for repeat in repeats(record, ledger):
        print_line(repeat.says)
    for condition in record.words("conditions"):
        print_line(f"What counters '{condition}':")
        for process in COUNTERED_BY[condition]:
            print_line(f"  - {process}")
