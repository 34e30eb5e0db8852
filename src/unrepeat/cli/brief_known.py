"""Gather what a brief or a talk may tell: evidence, and what the ledger and the guards hold of the mistake."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta

from unrepeat.cli.retro_evidence import evidence_of, learned
from unrepeat.cli.session import Session
from unrepeat.errors import LedgerError
from unrepeat.guards.guard import Lesson
from unrepeat.history.build import people_of
from unrepeat.history.redact import Redactor
from unrepeat.ledger.due import due
from unrepeat.ledger.ledger import Ledger
from unrepeat.ledger.promises import day_of, recorded_on
from unrepeat.ledger.record import Record
from unrepeat.retro.briefs.discreet import Discreet, discreet
from unrepeat.retro.briefs.known import Guarding, Known
from unrepeat.retro.evidence import Evidence
from unrepeat.retro.safeguards import Kept

PEOPLE_FIELDS = ("owner", "whom", "decided-by", "decision-makers", "consulted", "informed", "told", "parties")
_YEAR = timedelta(days=366)


def known_of(session: Session, target: str, *, confirmed: bool, learn: bool) -> Known:
    """Gather what is known of a string or a mistake; `confirmed`: without links that nobody confirmed."""
    is_named = target.startswith(("string-", "mistake:"))
    if ".." in target or (not is_named and session.repository.names(target)):
        raise LedgerError(
            f"{target[:80]!r} is no string and no mistake.",
            "`unrepeat retro` drafts from commits; `unrepeat strings` lists strings, `unrepeat ls mistake` mistakes.",
        )
    evidence = evidence_of(session, [target], learn=False, confirmed=confirmed, without_changes=True)
    record = evidence.record
    with session.read() as (_, ledger):
        mistake = ledger.by_id.get(record.id) if record else None
        answering = [ledger.by_id[one] for one, _, _ in record.actions if one in ledger.by_id] if record else []
        actions = _actions(answering, mistake.words("safeguards") if mistake else ())
        about = {one.id for one in (*actions, *([mistake] if mistake else []))} | _tied_to(mistake, ledger)
        waits = [one for one in due(ledger, date.max) if one.record.id in about]
        assumptions = [one for one in ledger.of_kind("assumption") if one.id in about]
        mistakes = _in_the_year_before(mistake, ledger)
    known = Known(
        subject=record.id if record else evidence.name,
        evidence=evidence,
        actions=tuple(actions),
        guards=tuple(_guards(session, evidence, mistake)),
        waits=tuple(waits),
        assumptions=tuple(assumptions),
        mistakes=mistakes,
    )
    return (
        known
        if not learn or known.guards
        else replace(known, evidence=replace(evidence, learned=learned(session, evidence)))
    )


def _actions(answering: Iterable[Record], named: Sequence[str]) -> list[Record]:
    """Give the actions that are meant to be done, the next due first; those without a day as the mistake names them."""
    place = {one.rpartition(":")[2]: number for number, one in enumerate(named)}
    kept = (one for one in answering if one.state != "wont-do")
    return sorted(kept, key=lambda one: (one.text("due") or "9999", place.get(one.id, len(place)), one.id))


def discretion(session: Session, known: Known) -> Discreet:
    """Give the function that takes people out of what was written, for what leaves the team."""
    from unrepeat.language.english.lexicon import lexicon

    head = known.evidence.head
    with session.repository.view() as view:
        people = people_of(view, [head])
    with session.read() as (_, ledger):
        _learn_people(people, ledger)
    commits = [step.commit for step in known.evidence.steps]
    return discreet(people, lexicon().names, commits, known.evidence.ties)


def _learn_people(people: Redactor, ledger: Ledger) -> None:
    """Learn those whom the ledger names where they act: two words are a name, one may be a team."""
    for record in ledger.records:
        for field in PEOPLE_FIELDS:
            for one in [record.text(field)] if isinstance(record.fields.get(field), str) else record.words(field):
                if " " in one.strip() or "@" in one:
                    people.learn(one)
    for statement in ledger.statements:
        if " " in statement.who.strip() or "@" in statement.who:
            people.learn(statement.who)


def _tied_to(mistake: Record | None, ledger: Ledger) -> set[str]:
    """Give the ids of decisions, assumptions, needs, risks and agreements that a mistake names, or that name it."""
    if mistake is None:
        return set()
    named = {one.rpartition(":")[2] for one in (*mistake.words("links"), *mistake.words("safeguards"))}
    return {
        one.id
        for one in ledger.records
        if one.kind != "action"
        and (one.id in named or mistake.id in {link.rpartition(":")[2] for link in one.words("links")})
    }


def _in_the_year_before(mistake: Record | None, ledger: Ledger) -> int:
    """Count the mistakes recorded in the year up to this one, itself among them."""
    until = (day_of(mistake, "happened") or recorded_on(mistake)) if mistake else None
    if until is None:
        return 0
    days = [day_of(one, "happened") or recorded_on(one) for one in ledger.of_kind("mistake")]
    return sum(day is not None and until - _YEAR < day <= until for day in days)


def _guards(session: Session, evidence: Evidence, mistake: Record | None) -> Iterable[Guarding]:
    """Give the guards that answer the mistake: they name it or its string, or are proven on one of its links."""
    folder = session.ledger / "guards" if session.ledger else None
    if folder is not None and not folder.is_dir():
        return
    from unrepeat.cli.guarding import kept_guards

    lessons = [Lesson(tie.culprit, tie.fix) for tie in evidence.ties]
    named = {one.rpartition(":")[2] for one in mistake.words("safeguards")} if mistake else set()
    subjects = {evidence.name, *([mistake.id] if mistake else [])}
    for kept in kept_guards(session):
        comes_from = {one.rpartition(":")[2] for one in kept.guard.because}
        proven = frozenset(lesson for lesson, verdict in kept.verdicts.items() if verdict == "proven")
        on_these = proven.intersection(lessons)
        if on_these or comes_from & subjects or kept.guard.id in named or _names_one(kept, lessons):
            is_proven = bool(on_these) or (bool(proven) and len(proven) == len(kept.verdicts))
            yield Guarding(kept.guard, is_proven, proven)


def _names_one(kept: Kept, lessons: Sequence[Lesson]) -> bool:
    return any(kept.verdict(lesson) is not None for lesson in lessons)
