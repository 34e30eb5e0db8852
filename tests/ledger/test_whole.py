"""What cannot be in a ledger is found, with file and line; what can be is left in peace."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.repository import Repo
from unrepeat.git import Repository
from unrepeat.ledger.flaws import Flaw, placed
from unrepeat.ledger.kinds import ACKNOWLEDGEMENT, KINDS
from unrepeat.ledger.record import Problem
from unrepeat.ledger.store import Store
from unrepeat.ledger.whole import problems

A, B, GONE = "2026-01-01-first-aaaa", "2026-01-02-second-bbbb", "2026-01-03-third-cccc"
DECISION = f".unrepeat/decisions/{A}.md"


def found(folder: Path) -> list[Problem]:
    """Give what is wrong with the ledger of a repository."""
    repository = Repository.discover(folder)
    with Store.open(repository, folder / ".unrepeat") as store:
        return problems(store, store.now())


def told(repo: Repo) -> list[tuple[str, int]]:
    """Give the places of what is wrong."""
    return [(one.path.removeprefix(".unrepeat/"), one.line) for one in found(repo.folder)]


def record(fields: str = "", title: str = "A title", text: str = "") -> str:
    """Write a record's file."""
    return f"---\n{fields}---\n\n# {title}\n\n{text}\n"


def acknowledge(repo: Repo, name: str = A, who: str = "team-a", day: date = date(2026, 2, 1)) -> str:
    """Acknowledge a record as it is now; give the file's path below the ledger."""
    with Store.open(Repository.discover(repo.folder), repo.folder / ".unrepeat") as store:
        file = store.say(ACKNOWLEDGEMENT, store.now().find(name), who, day)
    return file.relative_to(repo.folder / ".unrepeat").as_posix()


def content(repo: Repo, name: str = A) -> str:
    """Give the hash of a record's content as it is now."""
    with Store.open(Repository.discover(repo.folder), repo.folder / ".unrepeat") as store:
        return store.now().find(name).content


def test_those_that_lead_somewhere_are_no_finding(repo: Repo) -> None:
    for kind in KINDS.values():
        repo.write({f".unrepeat/{kind.folder}/2026-01-05-of-{kind.name}-dddd.md": record()})
    repo.write({
        "docs/adr/0001-use-git.md": record(),
        ".unrepeat/guards/scan.yml": "id: scan\n",
        f".unrepeat/mistakes/{A}.md": record(
            "links: [2026-01-05-of-note-dddd, need:2026-01-05-of-need-dddd, 0001-use-git, https://a.example/b]\n"
            "safeguards: [scan, guard:scan, 2026-01-05-of-action-dddd]\nanswers: question-0123456789ab\n"
        ),
        f".unrepeat/assumptions/{B}.md": record("rests: [reminders, src/**, 2026 plan, a:b, 0007-x]\n"),
        ".unrepeat/needs/2026-01-06-later-eeee.md": record("done-when:\n  - guard: to-be-written\n"),
    })  # fmt: skip
    assert not found(repo.folder)


@pytest.mark.parametrize(
    ("kind", "fields", "line"),
    [
        ("mistakes", f"date: 2026-01-01\nlinks:\n  - {A}\n  - {GONE}\n", 5),
        ("mistakes", f"links: [{A}, {GONE}]\n", 2),
        ("mistakes", f"links: {GONE}\n", 2),
        ("mistakes", "links: mistake:no-such\n", 2),
        ("mistakes", "\n\nlinks: 0007-no-such\n", 4),
        ("mistakes", "links: 2026-01-01-written-by-hand\n", 2),
        ("mistakes", f"safeguards:\n- scan\n- action:{GONE}\n", 4),
        ("mistakes", "safeguards: guard:no-such\n", 2),
        ("notes", f"answers: {GONE}\n", 2),
        ("assumptions", f"rests: [src/**, {GONE}]\n", 2),
        ("decisions", f"rests: {GONE}\n", 2),
    ],
)
def test_those_that_lead_nowhere_are_told_by_line(kind: str, fields: str, line: int, repo: Repo) -> None:
    repo.write({f".unrepeat/decisions/{A}.md": record(), f".unrepeat/{kind}/{B}.md": record(fields)})
    assert told(repo) == [(f"{kind}/{B}.md", line)]


def test_a_slip_of_the_pen_is_met_with_what_may_be_meant(repo: Repo) -> None:
    repo.write({DECISION: record(), f".unrepeat/notes/{B}.md": record("links: 2026-01-01-frist-aaaa\n")})
    (one,) = found(repo.folder)
    assert one.remedy.endswith(f"Is {A} meant?")
    repo.write({f".unrepeat/notes/{B}.md": record("links: 2026-01-02-secnod-bbbb\n")})
    (one,) = found(repo.folder)
    assert "meant" not in one.remedy  # a record does not lead to itself


def test_a_need_that_was_dropped_waits_for_no_guard(repo: Repo) -> None:
    fields = "state: dropped\nbecause: it is moot\ndone-when: {guard: no-such}\n"
    repo.write({f".unrepeat/needs/{A}.md": record(fields)})
    assert not found(repo.folder)


def test_what_leads_to_a_broken_record_leads_somewhere(repo: Repo) -> None:
    repo.write({DECISION: record(), f".unrepeat/notes/{B}.md": record(f"links: {A}\n")})
    acknowledge(repo)
    repo.write({DECISION: record("state: [\n")})
    assert told(repo) == [(f"decisions/{A}.md", 3)]


def test_a_word_on_a_record_that_is_gone(repo: Repo) -> None:
    repo.write({DECISION: record()})
    file = acknowledge(repo)
    (repo.folder / DECISION).unlink()
    assert told(repo) == [(file, 1)]


@pytest.mark.parametrize("other", [f".unrepeat/notes/{A}.md", f"docs/adr/{A}.md", f"docs/decisions/{A}.md"])
def test_an_id_is_used_once(other: str, repo: Repo) -> None:
    repo.write({f".unrepeat/actions/{A}.md": record(f"id: {A}\n"), other: record(f"date: 2026-01-01\nid: {A}\n")})
    (one,) = found(repo.folder)
    assert (one.path, one.line) == (other, 3)
    assert f".unrepeat/actions/{A}.md" in one.what


def test_a_copy_that_keeps_its_id_is_found(repo: Repo) -> None:
    repo.write({f".unrepeat/notes/{name}.md": record(f"id: {A}\n") for name in (A, B)})
    assert told(repo) == [(f"notes/{B}.md", 2)] * 2  # the name that it has, and the id that is taken


def test_words_on_what_is_there_now_and_what_was_committed_are_whole(repo: Repo) -> None:
    repo.commit("first", {DECISION: record(text="One.")})
    acknowledge(repo)
    repo.commit("acknowledged, then changed", {DECISION: record(text="Two.")})
    acknowledge(repo, who="team-b")
    for _ in range(3):
        assert not found(repo.folder)
    repo.commit("once more", {DECISION: record(text="Three.")})
    assert not found(repo.folder)


def test_a_version_that_was_never_committed(repo: Repo) -> None:
    repo.commit("begin", {DECISION: record(text="One.")})
    acknowledge(repo, who="team-b")  # of a version that was
    repo.write({DECISION: record(text="A draft.")})
    file = acknowledge(repo)
    assert not found(repo.folder)
    repo.commit("changed before it was committed", {DECISION: record(text="What was meant.")})
    for _ in range(3):
        (one,) = found(repo.folder)
        assert (one.path, one.line) == (f".unrepeat/{file}", 3)
        assert "before it was committed" in one.remedy
    repo.commit("the draft is committed after all", {DECISION: record(text="A draft.")})
    repo.commit("and changed again", {DECISION: record(text="What was meant.")})
    assert not found(repo.folder)


def test_a_squash_merge_leaves_no_finding_of_those_who_spoke_again(repo: Repo) -> None:
    repo.commit("begin", {"a.py": "1\n"})
    repo.write({DECISION: record(text="A draft.")})
    acknowledge(repo, who="team-a", day=date(2026, 2, 1))
    acknowledge(repo, who="team-b", day=date(2026, 2, 1))
    acknowledge(repo, who="team-c", day=date(2026, 2, 1))
    repo.write({DECISION: record(text="What was meant.")})
    acknowledge(repo, who="Team A", day=date(2026, 2, 2))
    acknowledge(repo, who="team-b", day=date(2026, 2, 1))
    repo.commit("squashed", {})
    assert [path.rpartition("/")[2].partition("-0")[0][:6] for path, _ in told(repo)] == ["team-c"]
    repo.commit("later", {DECISION: record(text="Later.")})
    assert len(told(repo)) == 1, "a version of the history is as well known"


def test_a_word_after_the_last_on_a_version_that_was_is_told(repo: Repo) -> None:
    repo.commit("begin", {DECISION: record(text="One.")})
    acknowledge(repo, day=date(2026, 2, 1))
    repo.write({DECISION: record(text="A draft.")})
    draft = acknowledge(repo, day=date(2026, 2, 2))
    repo.commit("two", {DECISION: record(text="Two.")})
    (one,) = found(repo.folder)
    assert one.path == f".unrepeat/{draft}"
    assert one.remedy.startswith("A squash merge, or a change before it was committed, leaves such words behind")


def test_before_the_first_commit_nothing_is_said(repo: Repo) -> None:
    repo.write({DECISION: record(text="A draft.")})
    acknowledge(repo)
    repo.write({DECISION: record(text="What was meant.")})
    assert not found(repo.folder)


@pytest.mark.parametrize("taken", ["ours", "theirs"])
def test_a_version_of_a_branch_counts_whatever_a_merge_took(taken: str, repo: Repo) -> None:
    repo.commit("begin", {DECISION: record(text="One.")})
    repo.branch("side")
    repo.commit("side", {DECISION: record(text="Of the side.")})
    side = acknowledge(repo)
    repo.commit("acknowledged", {})
    repo.switch("main")
    repo.commit("main", {DECISION: record(text="Of the main.")})
    main = acknowledge(repo, who="team-b")
    repo.commit("acknowledged", {})
    repo.merge("side", files={DECISION: record(text="Of the main." if taken == "ours" else "Of the side.")})
    assert (repo.folder / ".unrepeat" / side).exists()
    assert (repo.folder / ".unrepeat" / main).exists()
    assert not found(repo.folder)


def test_a_version_that_a_merge_made_counts(repo: Repo) -> None:
    repo.commit("begin", {DECISION: record(text="One.")})
    repo.branch("side")
    repo.commit("side", {DECISION: record(text="Of the side.")})
    repo.switch("main")
    repo.commit("main", {DECISION: record(text="Of the main.")})
    repo.merge("side", files={DECISION: record(text="Of both.")})
    acknowledge(repo)
    repo.commit("change", {DECISION: record(text="Later.")})
    assert not found(repo.folder)


def test_a_decision_that_moved_keeps_its_versions(repo: Repo) -> None:
    repo.commit("begin", {"docs/adr/0001-a.md": record(text="One.")})
    acknowledge(repo, "0001-a")
    repo.move("docs/adr/0001-a.md", "docs/decisions/0001-a.md")
    repo.commit("change", {"docs/decisions/0001-a.md": record(text="Two.")})
    assert not found(repo.folder)


def test_what_was_known_of_a_history_is_not_said_of_another(repo: Repo) -> None:
    begin = repo.commit("begin", {DECISION: record(text="One.")})
    repo.commit("two", {DECISION: record(text="Two.")})
    acknowledge(repo)
    repo.commit("three", {DECISION: record(text="Three.")})
    assert not found(repo.folder)
    kept = {file: file.read_bytes() for file in (repo.folder / ".unrepeat").rglob("*.*")}
    repo.git("reset", "--hard", "--quiet", begin)
    repo.commit("another three", {str(file.relative_to(repo.folder)): text for file, text in kept.items()})
    assert len(found(repo.folder)) == 1


@pytest.mark.parametrize("options", [("--depth", "1"), ("--filter=blob:none",)])
def test_a_clone_that_lacks_the_past_says_nothing_of_it(options: tuple[str, ...], repo: Repo, tmp_path: Path) -> None:
    repo.commit("one", {DECISION: record(text="One.")})
    acknowledge(repo)
    repo.commit("two", {DECISION: record(text="Two.")})
    repo.git("config", "uploadpack.allowFilter", "true")
    repo.git("clone", "--quiet", *options, f"file://{repo.folder}", str(tmp_path / "clone"))
    assert not found(tmp_path / "clone")


def test_a_past_version_that_cannot_be_read_is_none(repo: Repo) -> None:
    repo.commit("begin", {DECISION: record("status: [\n")})
    repo.commit("huge", {DECISION: record(text="x" * 1_100_000)})
    repo.write({DECISION: record(text="A draft.")})
    acknowledge(repo)
    repo.commit("mended", {DECISION: record(text="One.")})
    assert len(found(repo.folder)) == 1


def test_many_versions_are_told_apart(repo: Repo) -> None:
    for number in range(5):
        repo.commit(f"{number}", {DECISION: record(text=f"{number}.")})
        acknowledge(repo, who=f"team-{number}")
    repo.write({DECISION: record(text="A draft.")})
    draft = acknowledge(repo, who="team-draft")
    repo.commit("last", {DECISION: record(text="Last.")})
    assert told(repo) == [(draft, 3)]


def test_editorial_of_names_what_was(repo: Repo) -> None:
    repo.commit("one", {DECISION: record(text="One.")})
    one = content(repo)
    repo.write({DECISION: record(text="A draft.")})
    draft = content(repo)
    acknowledge(repo)
    words = (one, one[:12], draft, "a" * 64, "b" * 12, one[:8], "One.")
    items = "".join(f"  - {word}\n" for word in words)
    repo.commit("two", {DECISION: record(f"date: 2026-01-01\neditorial-of:\n{items}", text="Two.")})
    places = [(one.path, one.line) for one in found(repo.folder)]
    assert [line for path, line in places if path == DECISION] == [7, 8, 9, 10]
    assert len(places) == 5  # the draft that was acknowledged is told where that stands, and nowhere else


def test_a_word_older_than_what_it_is_about(repo: Repo) -> None:
    repo.write({DECISION: record("date: 2026-02-02\n")})
    acknowledge(repo, who="in another zone", day=date(2026, 2, 1))
    assert not found(repo.folder)
    early = acknowledge(repo, day=date(2026, 1, 31))
    assert told(repo) == [(early, 4)]


@pytest.mark.parametrize(
    "fields",
    [
        "criteria: {cost: much}\noptions: {one: {cost: 1}}\n",
        "criteria: {cost: 0}\noptions: {one: {cost: 1}}\n",
        "criteria: {cost: 3}\noptions: {one: {cost: good}}\n",
        "criteria: {cost: 3}\noptions: {one: {speed: 3}}\n",
        "date: 2026-01-01\noptions: {one: {speed: 3}}\n",
    ],
)
def test_what_cannot_be_weighed_is_told(fields: str, repo: Repo) -> None:
    repo.write({DECISION: record(fields)})
    for _ in range(2):
        places = told(repo)
        assert places
        assert set(places) == {(f"decisions/{A}.md", 3)}


@pytest.mark.parametrize(
    "fields",
    [
        "criteria: {cost: 3}\n",
        "options: {one: {}, two: }\n",
        "criteria: {cost: 3}\noptions: {one: {cost: 1}, two: {}}\n",
    ],
)
def test_what_is_unfinished_is_not_wrong(fields: str, repo: Repo) -> None:
    repo.write({DECISION: record(fields)})
    assert not found(repo.folder)


def test_settings_name_folders_that_are_there(repo: Repo) -> None:
    repo.write({
        ".unrepeat/settings.yml": "questions: true\ndecisions:\n  - docs/here\n  - docs/ther\n",
        "docs/here/0001-a.md": record(),
    })  # fmt: skip
    assert told(repo) == [("settings.yml", 4)]


def test_verdicts_that_cannot_be_read(repo: Repo) -> None:
    whole = f"fix: {'a' * 40}\nculprit: {'b' * 40}\nverdict: 'yes'\nsaid: 2026-01-01\n"
    repo.write({
        ".unrepeat/links/a.yml": "fix: x\nfix: y\n",
        ".unrepeat/links/b.yml": whole,
        ".unrepeat/links/c.yml": whole.replace("yes", "perhaps"),
    })  # fmt: skip
    assert told(repo) == [("links/a.yml", 2), ("links/c.yml", 0)]
    whats = [one.what for one in found(repo.folder)]
    assert all(what.startswith("it ") and str(repo.folder) not in what and ": line" not in what for what in whats)


def test_a_folder_of_verdicts_that_is_a_link(repo: Repo, tmp_path: Path) -> None:
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "a.yml").write_text("password: x\n")
    repo.write({f".unrepeat/notes/{A}.md": record()})
    (repo.folder / ".unrepeat/links").symlink_to(tmp_path / "outside")
    assert told(repo) == [("links", 0)]


def test_a_folder_named_like_a_kind_is_not_passed_over_in_silence(repo: Repo) -> None:
    repo.write({f".unrepeat/mistake/{A}.md": record(), f".unrepeat/thanks/{B}.md": record()})
    (one,) = found(repo.folder)
    assert one.path == ".unrepeat/mistake"
    assert "`mistakes/`" in one.remedy


def test_a_ledger_that_only_a_commit_holds_is_read_there(repo: Repo, tmp_path: Path) -> None:
    repo.commit("one", {DECISION: record(text="One."), f".unrepeat/notes/{B}.md": record(f"links: {GONE}\n")})
    acknowledge(repo)
    repo.commit("two", {DECISION: record(text="Two.")})
    repo.write({DECISION: record(text="A draft.")})
    draft = acknowledge(repo, who="team-b")
    head = repo.commit("three", {DECISION: record("links: guard:x\n", text="Three.")})
    repo.git("clone", "--quiet", "--bare", str(repo.folder), str(tmp_path / "bare"))
    repository = Repository.discover(tmp_path / "bare")
    with Store.open(repository, tmp_path / ".unrepeat") as store:
        seen = problems(store, store.at(head), head)
    assert [(one.path, one.line) for one in seen] == [(f".unrepeat/{draft}", 3), (f".unrepeat/notes/{B}.md", 2)]


def test_a_ledger_outside_any_work_tree_has_no_history_to_compare(repo: Repo, tmp_path: Path) -> None:
    repo.commit("begin")
    with Store.open(Repository.discover(repo.folder), tmp_path / "ledger") as store:
        file = tmp_path / "ledger" / "decisions" / f"{A}.md"
        file.parent.mkdir(parents=True)
        file.write_text(record(text="One."))
        store.say(ACKNOWLEDGEMENT, store.now().find(A), "team-a", date(2026, 1, 1))
        file.write_text(record(text="Two."))
        assert not problems(store, store.now())
        file.write_text(record(f"links: {GONE}\n", text="Two."))
        assert [(one.path, one.line) for one in problems(store, store.now())] == [(str(file), 2)]


@given(
    words=st.lists(
        st.sampled_from([f"2026-01-0{day}-word-{letter * 4}" for day in "123" for letter in "abc"]), min_size=1
    ),
    form=st.sampled_from(["  - {}\n", "- {} # why\n", "  -\n    {}\n", "  - '{}'\n\n"]),
    before=st.sampled_from(
        ["", "\n\n", "# a comment\n", "owner: x\nwhat: |\n  links:\n  - no\n", "a: {b: [1,\n 2]}\n"]
    ),
    newline=st.sampled_from(["\n", "\r\n"]),
    mark=st.sampled_from(["", "\ufeff"]),
    name=st.sampled_from(["a.md", "a.yml"]),
)
def test_an_item_is_told_by_the_line_in_which_it_stands(
    words: list[str], form: str, before: str, newline: str, mark: str, name: str
) -> None:
    fields = f"{before}links:\n{''.join(form.format(word) for word in words)}"
    text = mark + (fields if name == "a.yml" else record(fields)).replace("\n", newline)
    flaws = [Flaw(name, ("links", place), word, "") for place, word in enumerate(words)]
    seen = list(placed(flaws, lambda _: text.encode()))
    lines = text.split(newline)
    assert all(one.what in lines[one.line - 1] for one in seen)
    assert len({one.line for one in seen}) == len(words)
