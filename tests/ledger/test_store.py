"""A record is what was said, whoever writes beside us, and whatever else lies in the folder."""

import os
from datetime import date
from pathlib import Path

import pytest
from filelock import FileLock
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.ledger.keeping import DAY, change, keep, opened
from tests.repository import Repo
from unrepeat.errors import LedgerError
from unrepeat.ledger import store as store_module
from unrepeat.ledger.files import LARGEST
from unrepeat.ledger.given import Given
from unrepeat.ledger.kinds import ACKNOWLEDGEMENT, KINDS, SIGNATURE
from unrepeat.ledger.parsing import parse_record
from unrepeat.ledger.store import new_text

LATER = date(2026, 4, 5)
said = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1).filter(str.strip)


@settings(max_examples=200, deadline=None)
@given(title=said, owner=said, impact=said)
def test_what_was_typed_is_what_the_record_says(title: str, owner: str, impact: str) -> None:
    text = new_text(KINDS["mistake"], "a-mistake", title, Given({"owner": owner, "impact": impact}), DAY)
    parsed = parse_record(KINDS["mistake"], ".unrepeat/mistakes/a-mistake.md", text.encode())
    assert parsed.record is not None, parsed.problems
    assert parsed.record.title == " ".join(title.split())
    assert (parsed.record.text("owner"), parsed.record.text("impact")) == (owner, impact)


def test_a_record_is_kept_and_read_back_the_same(repo: Repo) -> None:
    with opened(repo) as store:
        for kind in KINDS.values():
            made = keep(store, kind.name, f"A {kind.name} of ours", "feature=sync", "links=one,two")
            assert made.path == f".unrepeat/{kind.folder}/{made.id}.md"
            assert made.state == kind.first_state
            assert store.now().find(made.id) == store.now().find(f"{kind.name}:{made.id}") == made
            assert store.text(made).startswith(f"---\nid: {made.id}\ndate: {DAY}\n{kind.state_field}: ")
        assert store.now().problems == ()


def test_a_decision_is_a_madr_file_with_its_questions(repo: Repo) -> None:
    with opened(repo) as store:
        made = keep(store, "decision", "Use a cache", "outcome=We cache.", "consequences=Quick.", "informed=ops")
        body = store.text(made).split("---\n")[-1]
    assert body == (
        "\n# Use a cache\n\n## Context and Problem Statement\n\n<!-- What made a decision necessary? -->\n\n"
        "## Decision Outcome\n\nWe cache.\n\n### Consequences\n\nQuick.\n"
    )


def test_a_change_leaves_every_other_byte(repo: Repo) -> None:
    text = "---\r\n# ours\r\nowner:   'ops'  # for now\r\nunknown: [1,  2]\r\n---\r\n\r\n# A risk  \r\n\r\nText.\r\n"
    repo.write({".unrepeat/risks/a-risk.md": text})
    with opened(repo) as store:
        after = change(store, store.now().find("a-risk"), "owner=platform", "text=Other\nwords.")
        assert store.text(after) == text.replace("'ops'", "platform").replace("Text.", "Other\r\nwords.")
        assert change(store, after, "owner=platform") == after


def test_a_state_that_is_reached_is_kept_with_its_day(repo: Repo) -> None:
    with opened(repo) as store:
        action = keep(store, "action", "Write a test")
        done = change(store, action, "state=done", day=LATER)
        assert done.text("done-on") == f"{LATER}"
        assert change(store, done, "state=done", day=date(2026, 5, 6)).text("done-on") == f"{LATER}"
        other = keep(store, "action", "Write another")
        assert change(store, other, "state=done", f"done-on={DAY}", day=LATER).text("done-on") == f"{DAY}"


def test_a_word_holds_for_the_version_it_was_said_of(repo: Repo) -> None:
    with opened(repo) as store:
        made = keep(store, "decision", "Use a cache", "informed=ops,platform team")
        file = store.say(ACKNOWLEDGEMENT, made, "Platform  Team", DAY)
        assert file.parent == repo.folder / ".unrepeat/acknowledgements" / made.id
        assert file.name.startswith("platform-team-")
        assert store.say(ACKNOWLEDGEMENT, made, "platform-team", LATER) == file, "once is enough"
        store.say(SIGNATURE, made, "ops", DAY)
        (one,) = store.now().said(ACKNOWLEDGEMENT, made).values()
        assert (one.who, one.said, one.content) == ("Platform Team", f"{DAY}", made.content)
        assert list(store.now().said(SIGNATURE, made)) == ["ops"]

        after = change(store, made, "outcome=We do not.")
        assert store.now().said(ACKNOWLEDGEMENT, after) == {}
        assert len(store.now().said_of(ACKNOWLEDGEMENT, after)) == 1
        editorial = change(store, after, f"editorial-of={made.content[:12]}")
        assert list(store.now().said(ACKNOWLEDGEMENT, editorial)) == ["platform-team"]
        too_short = change(store, editorial, f"editorial-of={made.content[:11]}")
        assert store.now().said(ACKNOWLEDGEMENT, too_short) == {}


def test_records_are_found_by_what_is_unique(repo: Repo) -> None:
    with opened(repo) as store:
        first, second = keep(store, "note", "One thing"), keep(store, "risk", "Another thing")
        known = store.now()
        assert known.find(first.id) == known.find("one-thing") == known.find(f"note:{first.id[-4:]}") == first
        assert known.find("risk:thing") == second
        for name in ("", "..", "../notes", "\x1b[31m", "note:another", "nothing:", "x" * 10_000, first.id + "/"):
            with pytest.raises(LedgerError, match="No record is called") as told:
                known.find(name)
            assert len(told.value.what) < 600
        with pytest.raises(LedgerError, match="2 records are meant"):
            known.find("thing")


@pytest.mark.parametrize("what", ["", "  \n", "a\0b", "\udcff", "x" * LARGEST])
def test_a_title_that_cannot_be_is_told_and_nothing_is_kept(what: str, repo: Repo) -> None:
    with opened(repo) as store:
        with pytest.raises(LedgerError):
            keep(store, "note", what)
        assert not (repo.folder / ".unrepeat").exists()


def test_a_change_that_cannot_be_is_told_and_nothing_is_changed(repo: Repo) -> None:
    with opened(repo) as store:
        made = keep(store, "mistake", "A slip")
        before = store.text(made)
        too_long = [f"impact={'x' * LARGEST}"]
        for settings_ in (["state=perhaps"], ["id=other"], ["impact=\udcff"], ["what-happened=a\0b"], too_long):
            with pytest.raises(LedgerError) as told:
                change(store, made, *settings_)
            assert len(told.value.what) < 400
        with pytest.raises(LedgerError, match="merge-conflict"):
            change(store, made, "text=<<<<<<< HEAD")
        with pytest.raises(LedgerError, match="UTF-8"):
            store.say(ACKNOWLEDGEMENT, made, "\udcff", DAY)
        assert store.text(made) == before
        (repo.folder / made.path).unlink()
        with pytest.raises(LedgerError, match="cannot be read"):
            change(store, made, "impact=some")


def test_an_id_that_is_taken_stays_with_the_first(repo: Repo) -> None:
    with opened(repo) as store:
        first = store.add(KINDS["note"], "One", Given(), DAY, identity="captured")
        with pytest.raises(FileExistsError):
            store.add(KINDS["note"], "Two", Given(), DAY, identity="captured")
        assert store.now().records == (first,)


def test_whoever_waits_too_long_for_another_writer_is_told(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store_module, "LONGEST_WAIT", 0.01)
    with opened(repo) as store:
        made = keep(store, "note", "One")
        with FileLock(repo.folder / ".git/unrepeat/ledger.lock"), pytest.raises(LedgerError, match="Another program"):
            change(store, made, "links=two")
        with store.lock():
            assert change(store, made, "links=two").words("links") == ["two"]


@pytest.mark.parametrize("what", ["a link", "a link to nowhere", "a folder"])
def test_a_lock_that_is_no_file_is_told_and_nothing_is_touched(what: str, repo: Repo, tmp_path: Path) -> None:
    precious = tmp_path / "precious"
    with opened(repo) as store:
        made = keep(store, "note", "One")
        lock = repo.folder / ".git/unrepeat/ledger.lock"
        if what == "a folder":
            lock.mkdir()
        else:
            lock.symlink_to(precious)
        if what == "a link":
            precious.write_text("precious\n")
        with pytest.raises(LedgerError, match=r"The lock of the ledger, .* cannot be used") as told:
            change(store, made, "links=two")
        assert told.value.remedy.startswith("Delete it")
        assert ("it is a link" in told.value.what) == (what != "a folder")
        assert store.now().find(made.id) == made
        lock.rmdir() if what == "a folder" else lock.unlink()
        assert change(store, made, "links=two").words("links") == ["two"]
    assert precious.exists() == (what == "a link")
    assert not precious.exists() or precious.read_text() == "precious\n"


def test_what_fails_while_the_lock_is_held_is_no_failure_of_the_lock(repo: Repo) -> None:
    with opened(repo) as store:
        with pytest.raises(IsADirectoryError), store.lock():
            raise IsADirectoryError
        with store.lock():
            pass


BROKEN: dict[str, bytes] = {
    "brackets": b"---\na: " + b"[" * 100_000 + b"\n---\n# T\n",
    "aliases": b"---\na: &a [x]\nb: [*a, *a]\n---\n# T\n",
    "twice": b"---\na: 1\na: 2\n---\n# T\n",
    "conflict": b"---\nid: conflict\n---\n# T\n\n<<<<<<< HEAD\none\n=======\ntwo\n>>>>>>> other\n",
    "bytes": b"# T\n\xff\xfe\n",
    "zero": b"# T\n\0\n",
    "untitled": b"---\nid: untitled\n---\n",
    "another-id": b"---\nid: whole\n---\n# T\n",
    "no id, by its name": b"# T\n",
    "empty": b"",
}


def test_a_broken_record_is_a_finding_and_every_other_is_served(repo: Repo, tmp_path: Path) -> None:
    notes = repo.folder / ".unrepeat/notes"
    with opened(repo) as store:
        whole = keep(store, "note", "Whole")
    for name, content in BROKEN.items():
        (notes / f"{name}.md").write_bytes(content)
    with (notes / "large.md").open("wb") as stream:
        stream.truncate(50_000_000)
    (tmp_path / "outside.md").write_text("# Outside\n")
    (notes / "link.md").symlink_to(tmp_path / "outside.md")
    (notes / "nowhere.md").symlink_to(tmp_path / "nowhere.md")
    (notes / "folder.md").mkdir()
    (notes / "deep").mkdir()
    os.mkfifo(notes / "pipe.md")
    (notes / "windows.md").write_bytes(b"\xef\xbb\xbf---\r\nid: windows\r\n---\r\n\r\n# Windows\r\n")
    served = {"untitled", "another-id", "empty", "windows", whole.id}
    for _ in range(2):
        with opened(repo) as store:
            ledger = store.now()
        assert {record.id for record in ledger.records} == served
        told = {problem.path.removeprefix(".unrepeat/notes/").removesuffix(".md") for problem in ledger.problems}
        assert told == {*BROKEN, "large", "link", "nowhere", "folder", "deep", "pipe"}
        assert all(problem.remedy.endswith(".") for problem in ledger.problems)


@pytest.mark.parametrize("link", [".unrepeat", ".unrepeat/notes", ".unrepeat/acknowledgements"])
def test_a_folder_that_is_a_link_is_not_read_and_not_written_to(link: str, repo: Repo, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    for name in ("notes/a.md", "a.md", "acknowledgements/a/b.yml", "a/b.yml", "settings.yml"):
        (outside / name).parent.mkdir(parents=True, exist_ok=True)
        (outside / name).write_text("# Outside\n" if name.endswith(".md") else "decisions: [docs/decisions]\n")
    before = sorted(outside.rglob("*"))
    (repo.folder / link).parent.mkdir(exist_ok=True)
    (repo.folder / link).symlink_to(outside)
    if link != ".unrepeat":
        repo.write({".unrepeat/risks/known.md": "# Known\n"})
    with opened(repo) as store:
        ledger = store.now()
        assert [record.title for record in ledger.records] == ([] if link == ".unrepeat" else ["Known"])
        assert (ledger.statements, ledger.settings) == ((), {})
        assert [(problem.path, "link" in problem.what) for problem in ledger.problems] == [(link, True)]
        if link != ".unrepeat/acknowledgements":
            with pytest.raises(LedgerError, match="is a link"):
                keep(store, "note", "Inside")
        else:
            with pytest.raises(LedgerError, match="is a link"):
                store.say(ACKNOWLEDGEMENT, ledger.find("known"), "ops", DAY)
    assert sorted(outside.rglob("*")) == before


def test_words_are_read_only_where_they_belong(repo: Repo) -> None:
    good = f"record: known\nwho: ops\ncontent: '{'0' * 64}'\nsaid: 2026-03-04\n"
    repo.write(
        {
            ".unrepeat/risks/known.md": "# Known\n",
            ".unrepeat/acknowledgements/known/good.yml": good,
            ".unrepeat/acknowledgements/other/moved.yml": good,
            ".unrepeat/acknowledgements/known/broken.yml": "record: [\n",
            ".unrepeat/acknowledgements/known/.left.tmp": "record",
            ".unrepeat/acknowledgements/readme.txt": "",
        }
    )
    (repo.folder / ".unrepeat/acknowledgements/link").symlink_to("known")
    with opened(repo) as store:
        ledger = store.now()
    assert [one.path for one in ledger.statements] == [".unrepeat/acknowledgements/known/good.yml"]
    told = [problem.path.removeprefix(".unrepeat/acknowledgements/") for problem in ledger.problems]
    assert told == ["known/.left.tmp", "known/broken.yml", "link", "other/moved.yml"]
