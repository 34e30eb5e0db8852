"""The ledger: every record, every person's word, and what is wrong with its files, as of one moment."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from unrepeat.errors import LedgerError
from unrepeat.ledger.identity import comparable, slug
from unrepeat.ledger.kinds import FOLDER
from unrepeat.ledger.record import Parsed, Problem, Record, Statement


@dataclass(frozen=True)
class Ledger:
    """All that was recorded, in the order of paths, as of one moment."""

    records: tuple[Record, ...]
    statements: tuple[Statement, ...]
    problems: tuple[Problem, ...]
    settings: Mapping[str, Any]
    folder: str = FOLDER  # as paths of its own files begin

    @cached_property
    def by_id(self) -> dict[str, Record]:
        """Records by id; where two share one, the first."""
        return {record.id: record for record in reversed(self.records)}

    @cached_property
    def _said(self) -> dict[tuple[str, str], list[Statement]]:
        found: dict[tuple[str, str], list[Statement]] = {}
        for statement in self.statements:
            found.setdefault((statement.kind, statement.record), []).append(statement)
        return found

    def said(self, kind: str, record: Record) -> dict[str, Statement]:
        """Give who acknowledged (or signed) a record as it is now, by the key of each person.

        A word on an earlier content holds where the record names that content in `editorial-of`, for the content that
        says so and no later one.
        """
        says_so = record.content.startswith(record.text("editorial-for"))
        good = (record.content, *(record.words("editorial-of") if says_so else ()))
        return {
            comparable(one.who): one
            for one in self._said.get((kind, record.id), ())
            if any(
                one.content == content or (len(content) >= 12 and one.content.startswith(content)) for content in good
            )
        }

    def said_of(self, kind: str, record: Record) -> list[Statement]:
        """Give every acknowledgement (or signature) of a record, of whatever version."""
        return self._said.get((kind, record.id), [])

    def of_kind(self, *kinds: str) -> list[Record]:
        """Give the records of some kinds."""
        return [record for record in self.records if record.kind in kinds]

    def find(self, name: str) -> Record:
        """Give the record of an id or `kind:id`, or the one whose id or title holds these words; else LedgerError."""
        kind, _, wanted = name.rpartition(":")
        among = [record for record in self.records if not kind or record.kind == kind]
        exact = [record for record in among if record.id == wanted]
        found = exact or [record for record in among if wanted and wanted in record.id]
        if not found and wanted:  # an id is cut where its title is long
            found = [record for record in among if wanted in slug(record.title, len(record.title))]
        if len(found) > 1 and not exact:  # an id's end is its own, and may be the beginning of another's
            ending = [record for record in found if record.id.endswith(f"-{wanted}")]
            found = ending if len(ending) == 1 else found
        if len(found) == 1:
            return found[0]
        if not found:
            raise LedgerError(
                f"No record is called {name[:80]!r}.",
                "`unrepeat ls` lists them, a unique part will do; a guard is changed in its file.",
            )
        some = ", ".join(record.path if exact else record.id for record in found[:5])
        more = f" and {len(found) - 5} more" if len(found) > 5 else ""
        raise LedgerError(f"{len(found)} records are meant by {name[:80]!r}: {some}{more}.", "Give more of the id.")


def gathered(
    all_parsed: Iterable[Parsed], settings: Mapping[str, Any], problems: Sequence[Problem], folder: str = FOLDER
) -> Ledger:
    """Make a ledger of what its files hold."""
    records, statements, told = [], [], list(problems)
    for parsed in all_parsed:
        if parsed.record is not None:
            records.append(parsed.record)
        if parsed.statement is not None:
            statements.append(parsed.statement)
        told.extend(parsed.problems)
    order = sorted(told, key=lambda problem: (problem.path, problem.line, problem.what))
    return Ledger(tuple(records), tuple(statements), tuple(order), settings, folder)
