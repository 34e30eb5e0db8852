"""Where the ledger is kept: read it as it is or was, add a record, change one, keep a person's word."""

import hashlib
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from unrepeat.collection import without_collection
from unrepeat.errors import IndexUnusable, LedgerError
from unrepeat.git import Repository
from unrepeat.history.store import place_of_index
from unrepeat.ledger import files, madr
from unrepeat.ledger.catalogue import FILE, Catalogue
from unrepeat.ledger.editing import changed
from unrepeat.ledger.from_commit import read_ledger_at
from unrepeat.ledger.from_disk import read_ledger
from unrepeat.ledger.front_matter import split
from unrepeat.ledger.given import Given
from unrepeat.ledger.identity import comparable, new_id
from unrepeat.ledger.kinds import FOLDER, KINDS, OF_FOLDER, STATEMENTS, USUAL_DECISIONS, Kind
from unrepeat.ledger.ledger import Ledger
from unrepeat.ledger.parsing import parse_record
from unrepeat.ledger.reading import YamlProblem, read
from unrepeat.ledger.record import Parsed, Record
from unrepeat.ledger.sections import new_body, section, with_section, with_title
from unrepeat.ledger.writing_yaml import dumped

LONGEST_WAIT = 30  # seconds for another writer; each holds the lock for a few milliseconds

# What a new decision asks its writer, in MADR's places.
PROMPTS = {
    "Context and Problem Statement": "What made a decision necessary?",
    "Decision Outcome": "What was chosen, and because of what?",
}
# A state that is reached is kept with its day, so that growth can be told later.
_DAY_OF_STATE = {
    ("mistake", "answered"): "answered-on",
    ("mistake", "proven"): "proven-on",
    ("assumption", "validated"): "validated-on",
    ("assumption", "refuted"): "validated-on",
    ("action", "done"): "done-on",
    ("action", "shown"): "shown-on",
}


@dataclass
class Store:
    """A repository's ledger in a folder of the disk."""

    repository: Repository
    folder: Path
    catalogue: Catalogue

    @classmethod
    @contextmanager
    def open(cls, repository: Repository, folder: Path) -> Iterator["Store"]:
        """Open the ledger of a folder, which need not be there yet."""
        try:
            file = place_of_index(repository, lambda _: None).with_name(FILE)
        except IndexUnusable:
            file = None
        catalogue = Catalogue(file)
        try:
            with without_collection():
                yield cls(repository, folder, catalogue)
        finally:
            catalogue.close()

    @property
    def top(self) -> Path:
        """The folder to which the paths of records are relative."""
        return self.repository.worktree or self.folder.parent

    def now(self) -> Ledger:
        """Read the ledger as it stands on the disk."""
        return read_ledger(self.repository, self.folder, self.catalogue)

    def at(self, commit: str) -> Ledger:
        """Read the ledger as it stood in a commit (full hash)."""
        return read_ledger_at(self.repository, commit, self.catalogue)

    def folders_of_records(self, ledger: Ledger, commit: str | None) -> list[str]:
        """Give the folders in which records stand, relative to the top; none where they stand outside of it.

        `commit`: the one that the ledger was read from, None where it was read from the disk.
        """
        name = FOLDER
        if commit is None:
            top, folder = self.top.resolve(), self.folder.resolve()
            if self.repository.worktree is None or not folder.is_relative_to(top):
                return []
            name = folder.relative_to(top).as_posix()
        decisions = [*(ledger.settings.get("decisions") or ()), *USUAL_DECISIONS] if name == FOLDER else []
        return [*(f"{name}/{folder}" for folder in OF_FOLDER), *map(os.path.normpath, filter(is_inside, decisions))]

    def file(self, path: str) -> Path:
        """Give the file of a path that the ledger told."""
        return self.top / path

    def add(self, kind: Kind, title: str, wanted: Given, day: date, *, identity: str | None = None) -> Record:
        """Make a record; raise LedgerError where a field cannot be, FileExistsError where the id is taken."""
        if not title.strip():
            raise LedgerError("A record needs a title.", "Say in a few words what it is about.")
        name = identity or new_id(day, title)
        path = files.relative(self.top, self.folder / kind.folder / f"{name}.md")
        text = new_text(kind, name, title, wanted, day)
        record = _accepted(parse_record(kind, path, _encoded(text)))
        files.write_new(self.folder, self.folder / kind.folder / f"{name}.md", _encoded(text))
        return record

    def text(self, record: Record) -> str:
        """Give a record's file as text, every character as it stands there."""
        try:
            return files.read_plain(self.file(record.path)).decode("utf-8")
        except (files.Unreadable, UnicodeDecodeError) as error:
            raise LedgerError(f"{record.path} cannot be read: {error}.", "Look at it with `unrepeat fsck`.") from None

    def section(self, record: Record, name: str) -> str:
        """Give the text of one of a record's sections by its field name."""
        return section(split(self.text(record)).body, KINDS[record.kind].sections[name])

    def edit(self, record: Record, wanted: Given, day: date) -> Record:
        """Change fields and sections of a record; every other byte of its file stays."""
        kind = KINDS[record.kind]
        with self.lock():
            text = self.text(record)
            state = wanted.fields.get(kind.state_field)
            reached = _DAY_OF_STATE.get((kind.name, str(state)))
            if reached and reached not in wanted.fields and state != record.state:
                wanted.fields[reached] = f"{day}"
            try:
                if kind.name == "decision" and kind.state_field in wanted.fields and _tells_status(text):
                    raise LedgerError(f"{record.path} tells its status in its text.", "Change it there, in an editor.")
                edited = changed(text, wanted.fields)
            except YamlProblem as problem:
                raise LedgerError(
                    f"{record.path}, line {problem.line}: {problem.what}.", "Change it in an editor instead."
                ) from None
            edited = _with_sections(edited, kind, wanted)
            after = _accepted(parse_record(kind, record.path, _encoded(edited)))
            binding = _binding(record, after, wanted)
            if binding:
                edited = changed(edited, binding)
                after = _accepted(parse_record(kind, record.path, _encoded(edited)))
            if edited != text:
                files.replace(self.file(record.path).parent, self.file(record.path), edited.encode())
        return after

    def say(self, kind: str, record: Record, who: str, day: date) -> Path:
        """Keep a person's or party's word on a record as it is now, in a file of its own; once is enough.

        Its name holds the hash of what it says, so that saying it on two branches, on two days, makes no conflict.
        """
        _encoded(who)
        known = self.now().said(kind, record).get(comparable(who))
        if known is not None:
            return self.file(known.path)
        folder = next(folder for folder, name in STATEMENTS.items() if name == kind)
        fields = {"record": record.id, "who": " ".join(who.split()), "content": record.content, "said": f"{day}"}
        text = _encoded(dumped(fields))
        mark = hashlib.sha256(text).hexdigest()[:12]
        file = self.folder / folder / record.id / f"{comparable(who)}-{mark}.yml"
        files.replace(self.folder, file, text)
        return file

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Hold the ledger against other writers of this machine, for as long as a change takes.

        Whoever holds it already may hold it again, as `edit` does within a longer change.
        """
        from filelock import FileLock, Timeout

        place = place_of_index(self.repository, lambda _: None).with_name("ledger.lock")
        lock = FileLock(place, timeout=LONGEST_WAIT, is_singleton=True)
        try:
            lock.acquire()
        except Timeout:
            raise LedgerError(
                "Another program is changing the ledger.", "Wait for it to end, then try again."
            ) from None
        except OSError as error:  # a link, which is not followed, a folder, or no rights
            reason = "it is a link" if place.is_symlink() else error.strerror
            what = f"The lock of the ledger, {place}, cannot be used ({reason})."
            raise LedgerError(what, "Delete it; it is made anew, and holds nothing.") from None
        try:
            yield
        finally:
            lock.release()


def is_inside(name: str) -> bool:
    """Say whether the name of a folder, as settings give it, stays inside the repository."""
    return not Path(name).is_absolute() and ".." not in Path(name).parts


def _tells_status(decision: str) -> bool:
    """Say whether a decision's status stands in its text, as MADR 2 and adr-tools have it."""
    parts = split(decision)
    return "status" not in read(parts.yaml).data and "status" in madr.fields(parts.body)


def _with_sections(text: str, kind: Kind, wanted: Given) -> str:
    for name, content in wanted.sections.items():
        body = split(text).body
        written = with_title(body, content) if name == "title" else with_section(body, kind.sections[name], content)
        text = text[: len(text) - len(body)] + written
    return text


def _binding(before: Record, after: Record, wanted: Given) -> dict[str, str | None]:
    """Give the fields that bind a word to this very content: of an editorial change, and of a validation."""
    mark = after.content[:12]
    binding: dict[str, str | None] = {}
    if wanted.fields.get("editorial-of"):
        binding["editorial-for"] = mark
    elif "editorial-of" in wanted.fields or (before.words("editorial-of") and before.content != after.content):
        binding = {"editorial-of": None, "editorial-for": None}
    if after.kind == "assumption" and wanted.fields.get("state") in {"validated", "refuted"}:
        binding["validated-for"] = mark
    return binding


def new_text(kind: Kind, name: str, title: str, wanted: Given, day: date) -> str:
    """Write the file of a new record."""
    fields: dict[str, Any] = {"id": name, "date": f"{day}", kind.state_field: kind.first_state}
    fields.update({key: value for key, value in wanted.fields.items() if value is not None})
    texts = {heading: wanted.sections.get(field, "") for field, heading in kind.sections.items()}
    body = new_body(title, _in_order(texts), prompts=PROMPTS if kind.name == "decision" else {})
    return f"---\n{dumped(fields)}---\n\n{body}"


def _in_order(texts: Mapping[str, str]) -> dict[str, str]:
    """Give sections with the text right under the title first."""
    return {heading: texts[heading] for heading in sorted(texts, key=bool)}


def _encoded(text: str) -> bytes:
    try:
        found = text.encode("utf-8")
    except UnicodeEncodeError:
        raise LedgerError("It holds bytes that are no UTF-8 text.", "Write it as UTF-8, or leave them out.") from None
    if len(found) > files.LARGEST:
        what = f"That makes a record of {len(found):,} bytes, of {files.LARGEST:,} that are read."
        raise LedgerError(what, "Keep what is long in a file of its own, and name it in the record.")
    return found


def _accepted(parsed: Parsed) -> Record:
    """Give the record of a file about to be written; raise LedgerError where it would be none."""
    if parsed.record is None or parsed.problems:
        told = "; ".join(problem.what for problem in parsed.problems)
        raise LedgerError(
            f"That cannot be kept: {told}.", "Nothing was written. `unrepeat new --help` tells the fields."
        )
    return parsed.record
