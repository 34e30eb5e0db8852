"""Remember past mistakes and decisions at the very place that a change touches. No index is needed for that."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from unrepeat.history.edit import Edit, Line
from unrepeat.ledger.globs import is_glob, matches
from unrepeat.ledger.record import Record
from unrepeat.recall.terms import is_identifier, parts, spelled, stem, words
from unrepeat.recall.what_helped import of_record

MOST = 3
LEAST_WORDS = 2  # plain words that must be shared, where no name of code is

# Words that stand in any code or any account of a mistake, and so tell nothing of it.
_ANYWHERE = frozenset(
    map(
        stem,
        "return import self true false none null string int integer float double bool boolean char void "
        "static const class struct enum def function func public private protected final else elif case "
        "switch break continue raise throw catch except finally try assert print printf include define "
        "type types value values name names data list dict array object test tests error errors change "
        "changes changed fix fixes fixed add added remove removed new old file files line lines code "
        "mistake mistakes decision problem happened wrong time day days number numbers noticed update "
        "updated customer customers user users".split(),
    )
)
_OVER = frozenset({"rejected", "superseded", "deprecated"})


@dataclass(frozen=True)
class Reminder:
    """A record that is worth remembering here: which, the place of the change (0: the whole file), why, what helped."""

    record: Record
    path: str
    line: int
    reason: str
    what_helped: str | None


def here(
    records: Sequence[Record], edits: Sequence[Edit], message: str, read: Callable[[Record], str]
) -> list[Reminder]:
    """Give at most three mistakes and decisions about files of a change that share terms with what it does there.

    `read` gives the Markdown of a record; it is asked only for records about these files. A name of code in common is
    enough, or two words; those of the file's own path do not count.
    """
    touched = _Touched(edits)
    near = [(record, edit) for record in records if (edit := touched.by(record)) is not None]
    said = frozenset(words(message))
    texts: dict[str, _Text] = {}
    found = []
    for record, edit in near:
        text = texts.get(edit.path) or texts.setdefault(edit.path, _Text.of(edit, said))
        shared = _shared(record, read(record), text)
        if shared.enough:
            found.append((shared.weight, record, edit, shared, text))
    found.sort(key=lambda one: one[1].id)
    found.sort(key=lambda one: (one[0], one[1].kind == "mistake", one[1].text("date")), reverse=True)
    by_id = {record.id: record for record in records}
    return [
        Reminder(record, edit.path, _line(edit, shared), _reason(record, edit, shared), of_record(record, by_id, read))
        for _, record, edit, shared, _ in found[:MOST]
    ]


class _Touched:
    """The files of a change, asked which of them a record is about."""

    def __init__(self, edits: Iterable[Edit]) -> None:
        self._edits = {path: edit for edit in edits for path in (edit.path, edit.old_path) if path}
        self._above: dict[str, Edit] = {}
        for path, edit in self._edits.items():
            for folder in _with_folders(path):
                self._above.setdefault(folder, edit)

    def by(self, record: Record) -> Edit | None:
        """Give the first file that a mistake or a decision which stands is about, None where it is about none."""
        if record.kind not in {"mistake", "decision"} or record.state in _OVER or '"paths"' not in record.stored:
            return None
        for glob in record.words("paths"):
            if is_glob(glob):
                hit = next((edit for path, edit in self._edits.items() if matches(glob, path)), None)
            else:
                hit = self._above.get(glob.removeprefix("./").rstrip("/"))
            if hit is not None:
                return hit
        return None


def _with_folders(path: str) -> Iterator[str]:
    while path:
        yield path
        path = path.rpartition("/")[0]


class _Text(NamedTuple):
    """What a change does to a file in terms, less those of its path: of its lines, and of its message."""

    lines: Mapping[str, str]
    said: frozenset[str]
    of_path: frozenset[str]

    @classmethod
    def of(cls, edit: Edit, said: frozenset[str]) -> "_Text":
        lines = spelled("\n".join(line.text for line in (*edit.added, *edit.removed)))
        own = {stem(part) for word in re.findall(r"\w+", edit.path) for part in (word.casefold(), *parts(word))}
        return cls(lines, said, frozenset(own))


class _Shared(NamedTuple):
    """The names of code and the plain words that a record shares with a change, as the change has them."""

    names: tuple[str, ...]
    plain: tuple[str, ...]

    @property
    def enough(self) -> bool:
        return bool(self.names) or len(self.plain) >= LEAST_WORDS

    @property
    def weight(self) -> int:
        return 3 * len(self.names) + len(self.plain)


def _shared(record: Record, body: str, text: _Text) -> _Shared:
    told = spelled(f"{record.title}\n{body}\n{record.text('why-surprised')}")
    names = [term for term in told if is_identifier(told[term]) and term in text.lines]
    of_names = {stem(part) for term in names for part in parts(told[term])}
    plain = [
        term
        for term in words(f"{record.title}\n{body}\n{record.text('why-surprised')}")
        if (term in text.lines or term in text.said)
        and term not in _ANYWHERE
        and term not in text.of_path
        and term not in of_names
        and len(term) > 2
        and not term.isdigit()
        and not is_identifier(told.get(term, term))
    ]
    written = (text.lines.get(term) or told.get(term, term) for term in dict.fromkeys(plain))
    return _Shared(tuple(told[term] for term in names), tuple(word.casefold() for word in written))


def _line(edit: Edit, shared: _Shared) -> int:
    """Give the line on which the change holds the first of what is shared, else its first."""
    wanted = [word.casefold() for word in (*shared.names, *shared.plain)]
    hit: Line | None = next(
        (line for word in wanted for line in edit.added if word in line.text.casefold()), next(iter(edit.added), None)
    )
    return hit.number if hit else 0


def _reason(record: Record, edit: Edit, shared: _Shared) -> str:
    place = f"{edit.path} is where it happened" if record.kind == "mistake" else f"it was decided for {edit.path}"
    if shared.names:
        return f"{place}, and both name {' and '.join(f'`{name}`' for name in shared.names[:2])}"
    return f"{place}, and both speak of {' and '.join(repr(word) for word in shared.plain[:2])}"
