"""Which versions of records ever were in the history of a commit, told by the hashes of their contents.

A version that was found is remembered with the commit whose history holds it, so that later runs ask git only whether
that commit is still part of the history.
"""

import os
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from unrepeat.errors import GitError
from unrepeat.git import Repository, View
from unrepeat.history.contents import is_blob, sizes, texts
from unrepeat.history.raw import OPTIONS, read_log
from unrepeat.ledger.catalogue import Catalogue
from unrepeat.ledger.files import LARGEST
from unrepeat.ledger.kinds import KINDS, OF_FOLDER

_AT_ONCE = 50_000_000  # bytes of blobs in memory


class Version(NamedTuple):
    """A version of a record: the record's id, and the hash of its content, or the hash's beginning."""

    record: str
    content: str


class _Blob(NamedTuple):
    """What a file of a record once held: the kind of its folder, and the hash of the blob (hex)."""

    kind: str
    name: bytes


def never_were(
    repository: Repository, catalogue: Catalogue, commit: str, folders: Sequence[str], wanted: Collection[Version]
) -> set[Version]:
    """Give those versions that were at no time in the history of a commit (full hash), as far as this clone can know.

    Records are looked for in some folders (relative to the top), by the names of their files; with no folder nothing is
    known. A shallow clone knows nothing either; a partial one, nothing of a record of which it lacks a version.
    """
    if not wanted or not folders or repository.shallow_commits():
        return set()
    answers = catalogue.answers(map(_key, wanted))
    with repository.view() as view:
        known = _still_true(view, commit, {one: answers[_key(one)] for one in wanted if _key(one) in answers})
        unknown = [one for one in wanted if one not in known]
        if unknown:
            known |= _looked_up(view, catalogue, commit, folders, unknown)
    said = {_key(one): f"{'yes' if was else 'no'} {commit}" for one, was in known.items()}
    catalogue.keep({key: value for key, value in said.items() if answers.get(key) != value})
    return {one for one, was in known.items() if not was}


def _key(version: Version) -> str:
    return f"version {version.record} {version.content}"


def _still_true(view: View, commit: str, answers: Mapping[Version, str]) -> dict[Version, bool]:
    """Give what earlier runs found and what still holds: 'no' for that very commit only, 'yes' for all that follow."""
    said = {version: answer.partition(" ") for version, answer in answers.items()}
    others = {at for word, _, at in said.values() if word == "yes"} - {commit}
    part = {at for at in others if _is_part(view, at, commit)}
    return {
        version: word == "yes"
        for version, (word, _, at) in said.items()
        if at == commit or (word == "yes" and at in part)
    }


def _is_part(view: View, earlier: str, commit: str) -> bool:
    try:
        return not view.run("rev-list", "--max-count=1", earlier, f"^{commit}", "--")
    except GitError:  # it was cleared away after the history was rewritten
        return False


def _looked_up(
    view: View, catalogue: Catalogue, commit: str, folders: Sequence[str], wanted: Iterable[Version]
) -> dict[Version, bool]:
    blobs = _blobs(view, commit, folders, {version.record for version in wanted})
    contents = _contents(view, catalogue, {blob for found in blobs.values() for blob in found})
    past = {record: [contents.get(blob) for blob in found] for record, found in blobs.items()}
    return {
        version: any(one is None or one.startswith(version.content) for one in past.get(version.record, ()))
        for version in wanted
    }


def _blobs(view: View, commit: str, folders: Sequence[str], records: Collection[str]) -> dict[str, set[_Blob]]:
    """Give all that the files of some records ever held, in whichever of the folders they stood.

    Git would leave out branches of which a merge took nothing (so `--full-history`), and what merges themselves made
    (so `-c`).
    """
    found: dict[str, set[_Blob]] = defaultdict(set)
    places = [f":(literal){folder}" for folder in folders]
    with view.stream("log", "--full-history", "-c", "--no-renames", *OPTIONS, commit, "--", *places) as output:
        for raw in read_log(output):
            for change in raw.changes:
                folder, _, name = os.fsdecode(change.path).rpartition("/")
                record = name.removesuffix(".md")
                if record in records and name != record and is_blob(change.after):
                    kind = OF_FOLDER.get(folder.rpartition("/")[2], KINDS["decision"])
                    found[record].add(_Blob(kind.name, change.after))
    return found


def _contents(view: View, catalogue: Catalogue, blobs: Collection[_Blob]) -> dict[_Blob, str]:
    """Give the hash of what each blob says, empty where that is no record; without those that this clone lacks."""
    keys = {blob: f"content {blob.kind} {blob.name.decode()}" for blob in blobs}
    kept = catalogue.answers(keys.values())
    found = {blob: kept[key] for blob, key in keys.items() if key in kept}
    size = sizes(view, (blob.name for blob in blobs if blob not in found))
    fresh = {blob: "" for blob in blobs if size.get(blob.name, 0) > LARGEST}
    small = sorted(blob for blob in blobs if blob not in found and size.get(blob.name, LARGEST + 1) <= LARGEST)
    for batch in _batches(small, size):
        held = texts(view, [blob.name for blob in batch])
        fresh |= {blob: _content(blob, held[blob.name]) for blob in batch if blob.name in held}
    catalogue.keep({keys[blob]: content for blob, content in fresh.items()})
    return found | fresh


def _batches(blobs: Sequence[_Blob], size: Mapping[bytes, int]) -> Iterator[list[_Blob]]:
    batch: list[_Blob] = []
    held = 0
    for blob in blobs:
        if batch and held + size[blob.name] > _AT_ONCE:
            yield batch
            batch, held = [], 0
        batch.append(blob)
        held += size[blob.name]
    if batch:
        yield batch


def _content(blob: _Blob, text: bytes) -> str:
    from unrepeat.ledger.parsing import parse_record

    record = parse_record(KINDS[blob.kind], "past.md", text).record
    return record.content if record else ""
