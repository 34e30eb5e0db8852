"""What the commands of guards share: the guards there are, where changes are read from, the strings they may stop."""

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from unrepeat.cli.errors import say
from unrepeat.cli.session import Session
from unrepeat.errors import LedgerError, RepositoryError
from unrepeat.guards.certificate import place_of_certificate, recorded_verdicts
from unrepeat.guards.guard import Guard, Lesson
from unrepeat.guards.lessons import lessons_of
from unrepeat.guards.proposals import Source
from unrepeat.guards.reading import Guards, guards_of_folder, guards_of_tree
from unrepeat.guards.trees import GitTree
from unrepeat.ledger.catalogue import Catalogue
from unrepeat.ledger.files import Unreadable, read_plain
from unrepeat.ledger.links import Verdict, read_all
from unrepeat.ledger.store import Store
from unrepeat.retro.safeguards import Kept

if TYPE_CHECKING:
    from unrepeat.history.index import Index
    from unrepeat.ledger.ledger import Ledger

Strings = Mapping[str, Sequence[Lesson]]


@contextmanager
def source_of(session: Session, store: Store) -> Iterator[Source]:
    """Open what proposals are made from; a command runs only where the user has trusted it."""

    def may_run(command: str) -> bool:
        from unrepeat.ledger.trust import is_trusted

        return is_trusted(command, session.repository.common)

    with Source.open(session.repository, store.catalogue, may_run) as source:
        yield source


def guards_there(session: Session, source: Source) -> Guards:
    """Give the guards of the work tree, or of the head where there is none; what is wrong with others is told."""
    if session.ledger is not None:
        found = guards_of_folder(session.ledger / "guards")
    else:
        found = guards_of_tree(GitTree(source.view, session.repository.head()), source.catalogue)
    for problem in found.problems:
        say(f"{problem.path}, line {problem.line}: {problem.what}. {problem.remedy}")
    return found


def kept_guards(session: Session) -> list[Kept]:
    """Give the guards that the repository has, with what their certificates say of each lesson."""
    with Source.open(session.repository, Catalogue(None)) as source:
        guards = guards_there(session, source).guards
    return [Kept(guard, recorded_verdicts(certificate_there(session, guard), guard)) for guard in guards]


def certificate_there(session: Session, guard: Guard) -> str:
    """Give the certificate that stands beside a guard, empty where there is none that can be read."""
    if session.ledger is None:
        with session.repository.view() as view:
            try:
                return view.file(session.repository.head(), os.fsencode(place_of_certificate(guard))).decode()
            except (RepositoryError, UnicodeDecodeError):
                return ""
    try:
        return read_plain(session.ledger / "guards" / f"{guard.id}.json").decode("utf-8", "replace")
    except Unreadable:
        return ""


def guard_named(name: str, guards: Guards) -> Guard:
    """Give the guard of an id, or the one whose id holds these letters; raise LedgerError."""
    exact = [guard for guard in guards.guards if guard.id == name]
    found = exact or [guard for guard in guards.guards if name and name in guard.id]
    if len(found) != 1:
        what = f"{len(found)} guards are meant by" if found else "There is no guard"
        raise LedgerError(f"{what} {name[:80]!r}.", "`.unrepeat/guards/` holds them; give a whole id.")
    return found[0]


def strings_of(session: Session) -> Strings:
    """Give the links of each string of the history, oldest first; none where there is no history yet."""
    from unrepeat.cli.strings import string_rows

    try:
        head = session.repository.head()
    except RepositoryError:
        return {}
    rows: list[dict[str, Any]] = session.with_index([head], lambda index: string_rows(session, index, head))
    return {row["id"]: [Lesson(link["culprit"], link["fix"]) for link in row["links"]] for row in rows}


def lessons_there(session: Session, guard: Guard, ledger: "Ledger", strings: Strings) -> list[Lesson]:
    """Give the lessons on which a guard is to be proven, by what people and the history say."""
    said = [one for one in read_all(session.ledger) if isinstance(one, Verdict)]
    return lessons_of(guard, ledger, said, strings)


def traced(session: Session, fix: str, index: "Index") -> str | None:
    """Give the likeliest culprit of a fix (full hashes), None where none is likely."""
    from unrepeat.history.trace import Tracer

    tracer = Tracer(index, verdicts=session.verdicts(index))
    (found,) = tracer.trace_all([index.ordinal(fix)], top=1)
    return index.hash(found.culprits[0].commit) if found.culprits else None
