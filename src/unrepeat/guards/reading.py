"""Read the guards of a tree, or of a folder on the disk; one that cannot be read keeps no other from being read."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from unrepeat.guards.guard import Guard
from unrepeat.guards.proposal import Tree
from unrepeat.ledger.catalogue import Catalogue, Entry
from unrepeat.ledger.files import LARGEST, Unreadable, read_plain
from unrepeat.ledger.front_matter import BOM
from unrepeat.ledger.identity import ID
from unrepeat.ledger.kinds import FOLDER, GUARD
from unrepeat.ledger.parsing import MEND, fields_of_yaml
from unrepeat.ledger.reading import read
from unrepeat.ledger.record import Parsed, Problem, Record

GUARDS = f"{FOLDER}/guards"


@dataclass(frozen=True)
class Guards:
    """The guards there are, in the order of their ids, and what is wrong with files that are none."""

    guards: tuple[Guard, ...]
    problems: tuple[Problem, ...]
    broken: tuple[Problem, ...] = ()  # those of files that may be guards of stage block

    def by_id(self) -> dict[str, Guard]:
        """Give the guards by id."""
        return {guard.id: guard for guard in self.guards}


def guards_of_tree(tree: Tree, catalogue: Catalogue) -> Guards:
    """Read the guards of a tree; what a blob holds is kept in the catalogue, so that each is parsed once."""
    there = tree.under(GUARDS)
    files = {path: blob for path, blob in there.items() if _is_guard(path)}
    entries = [Entry(path, GUARD, blob, 0, blob) for path, blob in sorted(files.items())]

    texts: dict[str, bytes] = {}

    def parsed(entry: Entry) -> Parsed:
        if not texts:  # all at once, when the first that is not known is asked for
            texts.update(tree.contents(files.values()))
        content = texts.get(entry.place)
        if content is None or len(content) > LARGEST:
            what = "it is larger than a guard may be, or not in this clone"
            return Parsed(problems=(Problem(entry.path, 0, what, "Fetch it, or make it shorter."),))
        return parse_guard(entry.path, content)

    return _gathered([*(catalogue.there(entries, parsed) if entries else ()), *_misplaced(there)])


def guards_of_folder(folder: Path, top: str = GUARDS) -> Guards:
    """Read the guards of a folder on the disk (`.unrepeat/guards`); `top` is how its path is told."""
    parsed = []
    for file in sorted(folder.glob("*.yml")):
        path = f"{top}/{file.name}"
        try:
            parsed.append(parse_guard(path, read_plain(file)))
        except Unreadable as reason:
            remedy = "Put a plain text file in its place, or delete it."
            parsed.append(Parsed(problems=(Problem(path, 0, f"it cannot be read: {reason}", remedy),)))
    others = (file for file in folder.rglob("*") if file.is_file() and not file.is_symlink())
    return _gathered([*parsed, *_misplaced(f"{top}/{file.relative_to(folder).as_posix()}" for file in others)])


def _misplaced(paths: Iterable[str]) -> list[Parsed]:
    """Give what stands among the guards and nobody reads; one that was meant to block would be silent for ever."""
    what = "nobody reads it as a guard"
    remedy = f"A guard is called ID.yml and stands in {GUARDS}/ itself; move it there, or take it away."
    nobodys = sorted(path for path in paths if not _is_guard(path) and _may_be_a_guard(path))
    return [Parsed(problems=(Problem(path, 0, what, remedy),)) for path in nobodys]


def _may_be_a_guard(path: str) -> bool:
    return path.lower().endswith((".yml", ".yaml"))


def parse_guard(path: str, content: bytes) -> Parsed:
    """Read a guard of its file's bytes, as a record of kind `guard` whose state is its stage."""
    from unrepeat.guards.schema import GuardSchema

    fields, problems = fields_of_yaml(GuardSchema, path, content)
    name = path.rpartition("/")[2].removesuffix(".yml")
    if fields is None:
        return Parsed(problems=tuple(problems))
    if fields["id"] != name or not ID.fullmatch(name):
        what = f"its `id` is {fields['id']!r}, its file is called {name!r}"
        return Parsed(problems=(Problem(path, 1, what, f"Rename the file to {fields['id']}.yml, or mend `id`."),))
    record = Record(
        id=name,
        kind=GUARD,
        title=fields["title"],
        state=fields.get("stage", "shadow"),
        path=path,
        content="",
        stored=json.dumps(fields),
    )
    return Parsed(record=record, problems=_of_rule(Guard.of(record), content))


def _of_rule(guard: Guard, content: bytes) -> tuple[Problem, ...]:
    """Give what its kind finds wrong with the rule."""
    from unrepeat.guards.kinds import NotValid, ready

    try:
        ready(guard)
    except NotValid as reason:
        return (Problem(guard.path, _line(content, reason.field), reason.what, MEND),)
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # noqa: BLE001 -- a kind of others may do anything
        return (Problem(guard.path, 1, f"its kind failed ({type(error).__name__})", MEND),)
    return ()


def _line(content: bytes, field: str) -> int:
    """Give the line on which a field of the rule stands, or of the guard, else that of the rule."""
    keys = read(content.decode("utf-8").removeprefix(BOM)).keys
    found = next((keys[key] for key in (("rule", field), (field,), ("rule",)) if key in keys), None)
    return found.line if found else 1


def _is_guard(path: str) -> bool:
    return path.endswith(".yml") and path.count("/") == GUARDS.count("/") + 1


def _gathered(parsed: Iterable[Parsed]) -> Guards:
    guards: list[Guard] = []
    problems: list[Problem] = []
    broken: list[Problem] = []
    for one in parsed:
        problems.extend(one.problems)
        if one.problems and (one.record is None or one.record.state == "block"):
            broken.append(one.problems[0])
        if one.record is not None and not one.problems:
            guards.append(Guard.of(one.record))
    return Guards(tuple(guards), _in_order(problems), _in_order(broken))


def _in_order(problems: Sequence[Problem]) -> tuple[Problem, ...]:
    return tuple(sorted(problems, key=lambda one: (one.path, one.line, one.what)))
