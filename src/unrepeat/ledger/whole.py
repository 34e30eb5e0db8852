"""Say whether a ledger is whole: all that is wrong with its files, where, and what to do."""

import json
import re
from collections.abc import Iterator

from unrepeat.errors import LedgerError
from unrepeat.ledger import links
from unrepeat.ledger.files import Unreadable, read_plain, relative
from unrepeat.ledger.flaws import Flaw, placed
from unrepeat.ledger.kinds import FOLDER, SETTINGS
from unrepeat.ledger.ledger import Ledger
from unrepeat.ledger.record import Problem, Record
from unrepeat.ledger.references import dangling, used_twice, without_record
from unrepeat.ledger.said import no_hashes, of_no_version, too_early
from unrepeat.ledger.store import Store, is_inside

_LINE = re.compile(r": line (\d+): ")


def problems(store: Store, ledger: Ledger, commit: str | None = None) -> list[Problem]:
    """Give all that is wrong with a ledger, in the order of paths and lines; `commit`: the one it was read from.

    What only a folder of the disk tells (guards, verdicts on links) is left out of a ledger that a commit holds.
    """
    guards = None if commit else {file.stem for file in (store.folder / "guards").glob("*.yml")}
    flaws = [
        *used_twice(ledger),
        *dangling(ledger, guards),
        *without_record(ledger),
        *too_early(ledger),
        *no_hashes(ledger),
        *of_no_version(store, ledger, commit, store.folders_of_records(ledger, commit)),
        *_tables(store, ledger),
        *(() if commit else _settings(store, ledger)),
    ]
    found = {*ledger.problems, *placed(flaws, lambda path: _content(store, path, commit))}
    if commit is None:
        found.update(_verdicts(store))
    return sorted(found, key=lambda one: (one.path, one.line, one.what))


def _content(store: Store, path: str, commit: str | None) -> bytes:
    if commit is not None:
        with store.repository.view() as view:
            return view.file(commit, path.encode("utf-8", "surrogateescape"))
    try:
        return read_plain(store.file(path))
    except Unreadable:  # it was changed a moment ago
        return b""


def _tables(store: Store, ledger: Ledger) -> Iterator[Flaw]:
    """Give what is wrong with the weighing of decisions; one without any score yet is unfinished, not wrong."""
    weighed = {f"weighing {one.content}": one for one in ledger.of_kind("decision") if '"options"' in one.stored}
    kept = store.catalogue.answers(weighed)
    fresh = {key: json.dumps(_wrong_table(record)) for key, record in weighed.items() if key not in kept}
    store.catalogue.keep(fresh)
    for key, record in weighed.items():
        for sentence in json.loads((kept | fresh)[key]):
            remedy = "Mend `criteria` and `options`, then see the sums with `unrepeat show`."
            yield Flaw(record.path, ("options",), f"its options cannot be weighed: {sentence}", remedy)


def _wrong_table(record: Record) -> tuple[str, ...]:
    from unrepeat.ledger.weighing import weigh

    options = record.fields["options"]
    return weigh(record.fields.get("criteria", {}), options).problems if any(options.values()) else ()


def _settings(store: Store, ledger: Ledger) -> Iterator[Flaw]:
    """Give each folder of decisions that the settings name and that is not there; reading tells of those outside."""
    for place, name in enumerate(ledger.settings.get("decisions") or ()):
        if store.folder == store.top / FOLDER and is_inside(name) and not (store.top / name).is_dir():
            what = f"`decisions` names {name}, and there is no such folder"
            yield Flaw(f"{FOLDER}/{SETTINGS}", ("decisions", place), what, "Mend its name, or take it out.")


def _verdicts(store: Store) -> Iterator[Problem]:
    """Give each file of `links/` that is no verdict on a link."""
    folder = store.folder / "links"
    if folder.is_symlink():
        yield Problem(relative(store.top, folder), 0, "this folder is a link", "Put a folder in its place.")
        return
    for file, said in zip(sorted(folder.glob("*.yml")), links.read_all(store.folder), strict=False):
        if isinstance(said, LedgerError):
            line = _LINE.search(said.what)
            what = said.what.removeprefix(f"{file} ").rstrip(".")
            what = what.replace(line[0], ": ") if line else what
            yield Problem(relative(store.top, file), int(line[1]) if line else 0, f"it {what}", said.remedy)
