"""A change that was taken back along with something else is not in, as far as the code can tell."""

from pathlib import Path

import pytest

from tests.ledger.changing import BASE, RETRY, ask
from tests.repository import Repo

REFUND = "def refund(parcel):\n    pay(parcel)\n    return parcel.price\n"
NOTED = 'def refund(parcel):\n    """Give the money back."""\n    return pay(parcel)\n'
STUB = "def refund(parcel):\n    raise NotImplementedError\n"
CARRY = "name in `done-when` the commit that carries it now; where none does, bring it back"


@pytest.mark.parametrize(
    ("before", "changed", "now"),
    [
        (BASE, BASE + REFUND, BASE.replace("'value 3'", "'three'")),
        (BASE, BASE.replace("line_9", "refund(parcel)\nline_9"), BASE.replace("line_9", "other(parcel)\nline_9")),
        (None, REFUND, ""),
        (None, REFUND, "entirely = 'new'\n"),
        (BASE, BASE + "import refund\n", BASE.replace("'value 3'", "'three'")),
    ],
)
def test_a_change_that_only_added_is_not_in_once_none_of_its_lines_is(
    repo: Repo, before: str | None, changed: str, now: str
) -> None:
    repo.commit("begin", {"other.py": "import refund\n"})
    if before:
        repo.commit("begin", {"a.py": before})
    change = repo.commit("refund", {"a.py": changed})
    repo.commit("clean up", {"a.py": now, "b.py": "b = 1\n"})

    answer = ask(repo, change)
    assert answer.met is False
    assert answer.reason == f"{change[:12]} may be undone: none of the lines that it added is left"
    assert answer.next == CARRY


def test_a_change_that_took_hardly_a_line_beside_what_it_added_only_added(repo: Repo) -> None:
    many = "".join(f"refund_{number}(parcel)\n" for number in range(12))
    repo.commit("begin", {"a.py": BASE})
    change = repo.commit("refund", {"a.py": BASE.replace("'value 9'", "'nine'") + many})
    repo.commit("clean up", {"a.py": BASE.replace("'value 9'", "'another nine'") + "refund_3(parcel)\n"})

    assert ask(repo, change).reason == f"{change[:12]} may be undone: hardly a line that it added is left"


def test_lines_that_moved_to_other_files_are_in(repo: Repo) -> None:
    repo.commit("begin", {"a.py": BASE})
    change = repo.commit("refund", {"a.py": BASE + REFUND})
    repo.commit("split", {"money.py": "\t" + REFUND.replace("\n", "\n\t"), "b.py": "b = 1\n"})
    repo.commit("clean up", {"a.py": BASE + "more = 1\n"})
    repo.commit("reword", {"money.py": REFUND.replace("pay", "pay_at_once")})

    assert ask(repo, change).met


def test_a_line_that_stood_elsewhere_before_did_not_move_there(repo: Repo) -> None:
    repo.commit("begin", {"a.py": BASE, "other.py": REFUND})
    change = repo.commit("refund", {"a.py": BASE + REFUND})
    repo.commit("clean up", {"a.py": BASE + "more = 1\n"})

    assert "none of the lines" in ask(repo, change).reason


def test_a_record_that_quotes_a_change_does_not_stand_for_it(repo: Repo) -> None:
    repo.commit("begin", {"a.py": BASE})
    change = repo.commit("refund", {"a.py": BASE + REFUND})
    repo.commit("clean up", {"a.py": BASE + "more = 1\n", ".unrepeat/needs/refund.md": REFUND})

    assert "none of the lines" in ask(repo, change).reason


def test_a_renamed_file_counts_for_its_lines(repo: Repo) -> None:
    repo.commit("begin", {"a.py": BASE})
    change = repo.commit("refund", {"a.py": BASE + REFUND})
    repo.move("a.py", "lib/b.py")
    repo.commit("rewrite", {"lib/b.py": BASE + "def refund(parcel):\n    return entirely(new)\n"})
    assert ask(repo, change).met

    repo.commit("rewrite", {"lib/b.py": BASE + "def entirely(new):\n    return new\n"})
    assert "none of the lines" in ask(repo, change).reason


@pytest.mark.parametrize(
    "now",
    [
        "# refund(parcel)\n# log(parcel)\n",
        "    // refund(parcel)\n    // log(parcel)\n",
        "/* refund(parcel) */\n-- log(parcel)\n",
        "<!-- refund(parcel) -->\nlog(parcel)\n",
    ],
)
@pytest.mark.parametrize("before", ["pay(parcel)\n", ""])
def test_lines_that_are_commented_out_are_not_in(repo: Repo, before: str, now: str) -> None:
    repo.commit("begin", {"a.py": before + BASE})
    change = repo.commit("refund", {"a.py": "refund(parcel)\nlog(parcel)\n" + BASE})
    repo.commit("hold it back", {"a.py": now + BASE + "more = 1\n"})

    assert ask(repo, change).reason == f"{change[:12]} looks undone: the lines that it added are commented out"


@pytest.mark.parametrize(
    ("before", "changed", "now"),
    [
        (BASE, BASE + REFUND, BASE + "more = 1\n" + STUB),
        (BASE, BASE + NOTED, BASE + "more = 1\n" + NOTED.replace("return pay(parcel)", "raise NotImplementedError()")),
        (BASE, BASE + REFUND, BASE + "more = 1\ndef refund(parcel):\n    pass\n"),
        (BASE, BASE + REFUND, BASE + "more = 1\ndef refund(parcel):\n\n    ...\n"),
        (BASE + NOTED, BASE + REFUND, BASE + "more = 1\n" + STUB),
        (
            BASE,
            BASE + "fn refund(parcel) {\n    pay(parcel)\n}\n",
            BASE + "fn refund(parcel) {\n    todo!()\n}\nfn more() {\n}\n",
        ),
    ],
)
def test_a_stub_for_what_was_added_is_not_it(repo: Repo, before: str, changed: str, now: str) -> None:
    repo.commit("begin", {"a.py": before})
    change = repo.commit("refund", {"a.py": changed})
    repo.commit("hold it back", {"a.py": now})

    assert ask(repo, change).reason == f"{change[:12]} looks undone: a stub stands in a.py for what it added"


CATCHING = "try:\n    pay(parcel)\nexcept Late:\n    tell(parcel)\n"
OTHER = "def other(parcel):\n    look(parcel)\n"


@pytest.mark.parametrize(
    ("before", "changed", "now"),
    [
        (BASE, BASE + REFUND, BASE + REFUND + STUB.replace("refund", "other")),
        (BASE, BASE + CATCHING, BASE + CATCHING.replace("tell(parcel)", "pass").replace("pay(", "pay_later(")),
        (BASE + STUB, BASE + STUB + REFUND, BASE + STUB + "def refund(parcel):\n    return parcel.price\n"),
        (OTHER, OTHER + REFUND, STUB.replace("refund", "other") + "def refund(parcel):\n    return now(parcel)\n"),
    ],
)
def test_a_stub_beside_it_is_none_for_it(repo: Repo, before: str, changed: str, now: str) -> None:
    repo.commit("begin", {"a.py": before})
    change = repo.commit("refund", {"a.py": changed})
    repo.commit("go on", {"a.py": now})

    assert ask(repo, change).met


def test_one_line_that_is_back_in_its_place_is_undone(repo: Repo) -> None:
    changed = BASE.replace("'value 9'", "'nine'")
    repo.commit("begin", {"a.py": BASE, "b.py": STUB, "c.json": '{\n"doors": 9\n}\n'})
    change = repo.commit("nine in words", {"a.py": changed})
    body = repo.commit("refund", {"b.py": REFUND})
    doors = repo.commit("more doors", {"c.json": '{\n"doors": 12\n}\n'})
    more = {"a.py": BASE + "more = 1\n", "b.py": STUB + "more = 1\n", "c.json": '{\n"doors": 9\n}\nmore\n'}
    repo.commit("go on", dict(more))

    for one in (change, doors):
        assert "those it removed are back" in ask(repo, one).reason
    assert "a stub stands in b.py" in ask(repo, body).reason
    repo.commit("go on", {"a.py": BASE.replace("'value 9'", "'NINE'")})
    assert ask(repo, change).met


def test_a_copy_of_a_file_that_is_there_is_not_in_once_it_is_gone(repo: Repo) -> None:
    repo.commit("begin", {"a.py": BASE})
    change = repo.commit("copy", {"copy.py": BASE})
    other = repo.commit("add", {"refund.py": REFUND})
    repo.commit("clean up", {"copy.py": None, "refund.py": None, "money.py": REFUND})

    assert "copy.py, which it added, was deleted" in ask(repo, change).reason
    assert ask(repo, other).met


@pytest.mark.parametrize("is_changed", [True, False])
def test_a_rename_that_was_taken_back_is_undone(repo: Repo, *, is_changed: bool) -> None:
    repo.commit("begin", {"a.py": BASE})
    change = repo.move("a.py", "b.py")
    assert ask(repo, change).met
    repo.git("mv", "b.py", "a.py")
    repo.commit("other", {"a.py": BASE + "more = 1\n"} if is_changed else {"c.py": "c = 1\n"})

    assert ask(repo, change).met is False
    assert "looks undone" in ask(repo, change).reason


def test_a_file_that_was_renamed_on_is_in_though_another_took_its_old_name(repo: Repo) -> None:
    repo.commit("begin", {"a.py": BASE})
    change = repo.move("a.py", "b.py")
    repo.move("b.py", "c.py")
    repo.commit("go on", {"a.py": "entirely = 'new'\n"})

    assert ask(repo, change).met


def test_a_merge_that_brought_a_change_does_not_hide_that_it_went(repo: Repo) -> None:
    repo.commit("begin", {"a.py": BASE})
    repo.branch("side")
    change = repo.commit("refund", {"refund.py": REFUND})
    repo.switch("main")
    repo.commit("meanwhile", {"a.py": BASE + "more = 1\n"})
    repo.merge("side")
    assert ask(repo, change).met
    back = repo.commit("drop", {"refund.py": None, "a.py": BASE})

    assert f"was deleted by {back[:12]}" in ask(repo, change).reason


def test_a_partial_clone_does_not_say_that_lines_are_nowhere(repo: Repo, tmp_path: Path) -> None:
    repo.commit("begin", {"a.py": BASE, "b.py": "b = 1\n", "c.py": RETRY})
    change = repo.commit("refund", {"a.py": BASE + REFUND})
    repo.commit("move", {"a.py": BASE + "more = 1\n", "b.py": "b = 1\n" + REFUND})
    assert ask(repo, change).met
    repo.git("config", "uploadpack.allowFilter", "true")
    partial = Repo(tmp_path / "partial")
    partial.git("remote", "add", "origin", repo.folder.as_uri())
    partial.git("fetch", "--quiet", "--filter=blob:none", "origin", "main")
    (partial.folder / ".git/HEAD").write_text(partial.git("rev-parse", "FETCH_HEAD") + "\n")
    for held in ("HEAD~2:a.py", "HEAD~1:a.py", "HEAD:a.py", "HEAD:c.py"):
        partial.git("cat-file", "-p", held)

    assert ask(partial, change).met is None
    partial.git("cat-file", "-p", "HEAD:b.py")
    partial.git("cat-file", "-p", "HEAD~1:b.py")
    assert ask(partial, change).met
