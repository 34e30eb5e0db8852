"""The catalogue is never the truth: with it, without it and whatever becomes of it, the answer is the same."""

import os
import random
import sqlite3
import time
import zlib
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.ledger.keeping import DAY, keep, opened
from tests.repository import Repo
from unrepeat.git import Repository
from unrepeat.ledger.catalogue import Catalogue, Entry, Read
from unrepeat.ledger.from_disk import read_ledger
from unrepeat.ledger.kinds import ACKNOWLEDGEMENT, KINDS, SIGNATURE
from unrepeat.ledger.ledger import Ledger
from unrepeat.ledger.record import Parsed, Problem, Record
from unrepeat.ledger.store import Store

SETTLED = 0.05  # seconds; more than the clock's grain, within which nothing is kept


def _kept_in(repo: Repo) -> Path:
    return repo.folder / ".git/unrepeat/ledger.sqlite"


def _with_it(repo: Repo) -> Ledger:
    with opened(repo) as store:
        return store.now()


def _without_it(repo: Repo) -> Ledger:
    return read_ledger(Repository.discover(repo.folder), repo.folder / ".unrepeat", Catalogue(None))


def _settle() -> None:
    end = time.monotonic() + SETTLED
    while time.monotonic() < end:
        pass


@pytest.fixture
def made(repo: Repo) -> Repo:
    """Make a ledger with something of everything, known to the catalogue."""
    with opened(repo) as store:
        for kind in KINDS:
            record = keep(store, kind, f"A {kind} of ours", "paths=a.py", "links=something")
            store.say(ACKNOWLEDGEMENT, record, "ops", DAY)
            store.say(SIGNATURE, record, "Ünïted Teams", DAY)
    repo.write(
        {
            "docs/adr/0001-use-git.md": "# 1. Use git\n\n## Status\n\nAccepted\n",
            ".unrepeat/settings.yml": "decisions: [docs/adr]\nacknowledge-within: 3\n",
            ".unrepeat/notes/broken.md": "---\na: [\n---\n# Broken\n",
            ".unrepeat/notes/untitled.md": "words\n",
        }
    )
    _settle()
    _with_it(repo)
    return repo


def _parsed_again(repo: Repo) -> set[str]:
    """Give the files that are not known, and so parsed."""
    seen = set()

    class Watched(Catalogue):
        def here(self, entries: Sequence[Entry], read: Read) -> list[Parsed]:
            def watched(entry: Entry) -> Parsed:
                seen.add(entry.path)
                return read(entry)

            return super().here(entries, watched)

    catalogue = Watched(_kept_in(repo))
    with closing(catalogue):
        read_ledger(Repository.discover(repo.folder), repo.folder / ".unrepeat", catalogue)
    return seen


def test_what_is_known_is_not_parsed_again_and_the_same(made: Repo) -> None:
    expected = _without_it(made)
    assert len(expected.records) == len(KINDS) + 2
    assert len(expected.statements) == 2 * len(KINDS)
    assert len(expected.problems) == 2
    assert expected.settings == {"decisions": ["docs/adr"], "acknowledge-within": 3}
    assert _parsed_again(made) == set()
    assert _with_it(made) == expected
    (made.folder / ".unrepeat/notes/broken.md").write_text("# Mended\n")
    assert _parsed_again(made) == {".unrepeat/notes/broken.md"}


def test_it_may_be_deleted_at_any_time(made: Repo) -> None:
    expected = _without_it(made)
    with opened(made) as store:
        for file in _kept_in(made).parent.glob("ledger.sqlite*"):
            file.unlink()
        assert store.now() == expected
    assert _with_it(made) == expected
    assert _parsed_again(made) == set()


def test_bytes_that_rot_in_it_change_no_answer_and_it_mends(made: Repo) -> None:
    expected, whole = _without_it(made), _kept_in(made).read_bytes()
    for seed in range(30):
        chance = random.Random(seed)  # noqa: S311 -- repeatable damage, no secret
        content = bytearray(whole)
        for _ in range(chance.choice([1, 3, 200])):
            content[chance.randrange(100 if seed % 4 == 0 else len(content))] = chance.randrange(256)
        if seed % 10 == 9:
            content = content[: chance.randrange(len(content))]
        _kept_in(made).write_bytes(content)
        for _ in range(3):
            assert _with_it(made) == expected, seed
        assert _parsed_again(made) == set(), seed


MEDDLING = (
    "drop table here", "drop table meta", "update meta set value = 'another'", "delete from here",
    "update here set stored = '{}'", "update here set title = 'another', guard = 1", "update here set guard = null",
    "update here set stored = x'ff'", "update here set content = cast(x'ff' as text)", "update here set what = 7",
    "create trigger t after insert on here begin delete from here; end",
    "alter table here rename column title to titel", "create view v as select 1",
)  # fmt: skip


def test_what_another_writes_into_it_changes_no_answer(made: Repo) -> None:
    expected, whole = _without_it(made), _kept_in(made).read_bytes()
    for what in MEDDLING:
        _kept_in(made).write_bytes(whole)
        with closing(sqlite3.connect(_kept_in(made))) as connection:
            connection.execute(what)
            connection.commit()
        for _ in range(2):
            assert _with_it(made) == expected, what


@pytest.mark.parametrize("what", ["a folder", "a link", "a file in its folder's place", "no place at all", "garbage"])
def test_where_it_cannot_be_kept_everything_is_read(
    what: str, made: Repo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = _without_it(made)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    folder = _kept_in(made).parent
    for file in folder.iterdir():
        file.unlink()
    match what:
        case "a folder":
            _kept_in(made).mkdir()
        case "a link":
            (tmp_path / "precious").write_text("precious\n")
            _kept_in(made).symlink_to(tmp_path / "precious")
        case "garbage":
            _kept_in(made).write_bytes(b"garbage" * 1000)
        case _:
            folder.rmdir()
            folder.write_text("precious\n")
            if what == "no place at all":
                (tmp_path / "cache").write_text("precious\n")
    for _ in range(2):
        assert _with_it(made) == expected
    for file in (tmp_path / "precious", folder, tmp_path / "cache"):
        assert not file.is_file() or file.read_text() == "precious\n"


def test_a_file_of_the_same_size_and_time_is_another(made: Repo) -> None:
    file = made.folder / ".unrepeat/notes/same.md"
    for title in ("# One\n", "# Two\n", "# Six\n"):
        before = file.stat() if file.exists() else None
        file.write_text(title)
        if before is not None:
            os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
        _settle()
        for _ in range(2):
            assert _with_it(made).find("note:same").title == title[2:].strip()
    assert _parsed_again(made) == set()


def test_what_was_just_written_when_reading_began_is_not_kept(tmp_path: Path) -> None:
    def slowly(title: str) -> Read:
        def read(entry: Entry) -> Parsed:
            _settle()
            return Parsed(record=Record("a", "note", title, "kept", entry.path, "0", "{}"))

        return read

    with closing(Catalogue(tmp_path / "ledger.sqlite")) as catalogue:
        for written, expected in ((time.time_ns(), "after"), (time.time_ns() - 10**9, "before")):
            entry = Entry("a.md", "note", f"{written}", written, "")
            catalogue.here([entry], slowly("before"))
            (found,) = catalogue.here([entry], slowly("after"))
            assert found.record is not None
            assert found.record.title == expected


def _rewritten(repo: Repo, **columns: str) -> None:
    """Put something else into every row, with checksums that are right."""
    with closing(sqlite3.connect(_kept_in(repo))) as connection:
        names = [row[1] for row in connection.execute("pragma table_info(here)")][:-1]
        for row in connection.execute("select * from here").fetchall():
            held = [columns.get(name, value) for name, value in zip(names, row[:-1], strict=True)]
            guard = zlib.crc32("\0".join(held).encode("utf-8", "surrogatepass"))
            marks = ", ".join("?" * len(row))
            connection.execute(f"insert or replace into here values ({marks})", (*held, guard))  # noqa: S608 -- marks
        connection.commit()


@pytest.mark.parametrize(
    "columns",
    [
        {"stored": "{"}, {"stored": "x"}, {"stored": "[1]"}, {"stored": "7"}, {"problems": "["}, {"problems": "[5]"},
        {"problems": '[{"x": 1}]'}, {"problems": "7"}, {"what": "secret"}, {"what": "settings", "stored": "[]"},
        {"what": "need"}, {"what": "signature"},
    ],
    ids=str,
)  # fmt: skip
def test_rows_that_hold_no_record_are_read_again_and_mend(columns: dict[str, str], made: Repo) -> None:
    expected = _without_it(made)
    _rewritten(made, **columns)
    for _ in range(2):
        found = _with_it(made)
        assert [one.fields for one in found.records] == [one.fields for one in expected.records]
        assert (found.settings, len(found.problems)) == (expected.settings, len(expected.problems))
    assert _parsed_again(made) == set()


ENDLESS = "with recursive n(x) as (select 1 union all select x + 1 from n) select"


@pytest.mark.parametrize("table", ["here", "answers", "meta"])
def test_a_view_without_an_end_in_the_place_of_a_table_is_never_asked(table: str, made: Repo) -> None:
    expected = _without_it(made)
    with closing(sqlite3.connect(_kept_in(made))) as connection:
        columns = [row[1] for row in connection.execute(f"pragma table_info({table})")]
        connection.execute(f"drop table {table}")
        shown = ", ".join(f"'{name}' as {name}" for name in columns)
        connection.execute(f"create view {table} as {ENDLESS} {shown} from n")
        connection.commit()
    assert _with_it(made) == expected
    assert _parsed_again(made) == set()


def test_answers_that_begin_as_json_are_json(tmp_path: Path) -> None:
    with closing(Catalogue(tmp_path / "ledger.sqlite")) as catalogue:
        kept = {"a": "[1, {}]", "b": "[1", "c": '{"a": 1}', "d": '{"a"', "e": "yes [", "f": "[" * 100_000}
        catalogue.keep(kept)
        assert set(catalogue.answers(kept)) == {"a", "c", "e"}


def test_answers_are_kept_by_all_they_depend_on(tmp_path: Path) -> None:
    file = tmp_path / "ledger.sqlite"
    with closing(Catalogue(file)) as catalogue:
        catalogue.keep({"one": "1", "two": "2"})
        assert catalogue.answers(["one", "two", "three"]) == {"one": "1", "two": "2"}
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("update answers set value = '3' where key = 'one'")
        connection.commit()
    with closing(Catalogue(file)) as catalogue:
        assert catalogue.answers(["one", "two"]) == {"two": "2"}
    nowhere = Catalogue(None)
    nowhere.keep({"one": "1"})
    assert nowhere.answers(["one"]) == {}


def test_names_that_are_no_text_are_a_finding_and_everything_else_is_read(made: Repo) -> None:
    folder = os.fsencode(made.folder / ".unrepeat/notes")
    for name in (b"\xff\xfe.md", b"new\nline.md", b"\x1b[31m.md"):
        with open(folder + b"/" + name, "wb") as stream:  # noqa: PTH123 -- a path in bytes
            stream.write(b"# A note\n")
    _settle()
    expected = _without_it(made)
    assert len(expected.problems) == 2 + 3
    for _ in range(2):
        assert _with_it(made) == expected
    commit = made.commit("keep them")
    with opened(made) as store:
        assert store.at(commit) == store.at(commit) == expected


CONTENTS = (
    "# One\n",
    "# Two\n",
    "---\nstate: kept\n---\n# Three\n",
    "---\nbroken: [\n",
    "",
    "\xff",
    "---\na: 1\na: 2\n---\n",
)
steps = st.lists(
    st.tuples(
        st.sampled_from(["write", "delete", "rename", "link", "folder", "same time"]),
        st.sampled_from(["notes/a.md", "notes/b.md", "decisions/a.md", "acknowledgements/a/x.yml", "settings.yml"]),
        st.sampled_from(CONTENTS),
    ),
    min_size=1,
    max_size=6,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=steps)
def test_after_any_change_of_files_it_knows_what_is_there(steps: list[tuple[str, str, str]], made: Repo) -> None:
    repository, folder = Repository.discover(made.folder), made.folder / ".unrepeat"
    for what, name, content in steps:
        _change(folder / name, what, content)
        with Store.open(repository, folder) as store:
            assert store.now() == read_ledger(repository, folder, Catalogue(None))


def _change(file: Path, what: str, content: str) -> None:
    before = file.lstat() if file.is_symlink() or file.exists() else None
    file.parent.mkdir(exist_ok=True)
    if what == "rename":
        if before is not None and not file.is_dir():
            file.rename(file.with_name("c.md"))
        return
    if file.is_dir() and not file.is_symlink():
        file.rmdir()
    else:
        file.unlink(missing_ok=True)
    match what:
        case "link":
            file.symlink_to(file.with_name("a.md"))
        case "folder":
            file.mkdir()
        case "write" | "same time":
            file.write_bytes(content.encode("latin-1"))
            if what == "same time" and before is not None:
                os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))


def test_a_commit_is_read_as_the_disk_was(made: Repo) -> None:
    expected = _without_it(made)
    commit = made.commit("keep the ledger")
    (made.folder / ".unrepeat/notes/broken.md").write_text("# Mended\n")
    made.write({"docs/adr/0001-use-git.md": None, ".unrepeat/settings.yml": "acknowledge-within: 9\n"})
    for _ in range(2):
        with opened(made) as store:
            assert store.at(commit) == expected
            assert store.now() == _without_it(made) != expected
    for file in _kept_in(made).parent.glob("ledger.sqlite*"):
        file.unlink()
    with opened(made) as store:
        assert store.at(commit) == expected


def test_links_and_large_files_of_a_commit_are_not_read(made: Repo) -> None:
    (made.folder / ".unrepeat/notes/link.md").symlink_to("broken.md")
    made.write({".unrepeat/notes/large.md": "# Large\n" + "x" * 1_000_001})
    commit = made.commit("keep the ledger")
    with opened(made) as store:
        now, then = store.now(), store.at(commit)
    assert now.records == then.records
    assert [one.path for one in now.problems if one not in then.problems] == [".unrepeat/notes/large.md"]
    assert ".unrepeat/notes/link.md" in {one.path for one in then.problems}
    large = "this clone does not hold it, or it is larger than a record may be"
    assert Problem(".unrepeat/notes/large.md", 0, large, "Fetch it, or make it shorter.") in then.problems
