"""`unrepeat recall`: what is like a text, a change or a commit, why, what helped then, and when nothing is said."""

import json
from pathlib import Path

import pytest

from tests.conftest import Run
from tests.expectations import complains, succeeds
from tests.recall.telling import CODE, LEAK, MENDED, OTHERS, tell
from tests.repository import Repo
from tests.within import runner


@pytest.fixture
def within(tmp_path: Path) -> Run:
    """Run the command line within this process."""
    return runner(tmp_path / "home")


def asked(run: Run, repo: Repo, *arguments: str) -> list[dict[str, object]]:
    """Recall; give the rows."""
    return [json.loads(line) for line in succeeds(run("recall", *arguments, "--json", cwd=repo.folder)).splitlines()]


def test_a_text_finds_what_speaks_of_the_same_and_says_why(repo: Repo, within: Run) -> None:
    fix = tell(repo)
    (row,) = asked(within, repo, "parse_header leaks a buffer")
    assert list(row) == ["id", "kind", "title", "score", "because", "what_helped"]
    assert (row["id"], row["kind"]) == (fix, "fix")
    assert row["because"] == ["both name `parse_header`", "both speak of 'buffer' and 'leaks'"]
    assert 0.8 <= float(str(row["score"])) <= 1
    assert row["what_helped"] == LEAK.partition("\n")[0]
    said = succeeds(within("recall", "parse_header leaks a buffer", cwd=repo.folder))
    assert fix[:12] in said
    assert "both name `parse_header`" in said


def test_nothing_is_said_where_nothing_is_near(repo: Repo, within: Run) -> None:
    tell(repo)
    for text in ("how is bread baked", "buffer overflow in the video decoder of the phone", "", "   ", "!!", "the of"):
        assert asked(within, repo, text) == []
    assert "Nothing that is near enough" in succeeds(within("recall", "how is bread baked", cwd=repo.folder))


def test_at_most_five_are_told(repo: Repo, within: Run) -> None:
    tell(repo)
    for number in range(8):
        repo.commit(f"parse_header: free the buffer of case {number}", {f"case{number}.c": CODE})
    assert len(asked(within, repo, "parse_header: free the buffer")) == 5


def test_a_commit_finds_what_came_before_it_by_the_names_it_changes_too(repo: Repo, within: Run) -> None:
    fix = tell(repo)
    later = repo.commit("Mend it here as well", {"src/trailer.c": MENDED.replace("header", "trailer")})
    repo.commit("parse_header: free the buffer on the error path, later", {"x.c": "x\n"})
    found = asked(within, repo, "--commit", later)
    assert all(row["title"] != "parse_header: free the buffer on the error path, later" for row in found)
    (same,) = asked(within, repo, "--commit", repo.commit("Again\n\nparse_header leaked the buffer.", {"y.c": MENDED}))[
        :1
    ]
    assert same["id"] in {fix, later} or "parse_header" in str(same["title"])


def test_what_is_staged_speaks_by_the_names_it_changes(repo: Repo, within: Run) -> None:
    tell(repo)
    wrong = repo.commit(
        "Take in chunks by their digest",
        {"src/digest.c": "int verify_digest(struct chunk_table *t)\n{\n    return t->digest_cache;\n}\n"},
    )
    repo.write(
        {"src/other.c": "int other(struct chunk_table *t)\n{\n    return verify_digest(t) + t->digest_cache;\n}\n"}
    )
    (row,) = asked(within, repo, "--diff")
    assert row["id"] == wrong
    assert "verify_digest" in str(row["because"])


def test_without_anything_staged_the_head_speaks(repo: Repo, within: Run) -> None:
    fix = tell(repo)
    repo.commit("parse_header: free its buffer on another error path", {"src/header.c": MENDED + "// again\n"})
    assert [row["id"] for row in asked(within, repo, "--diff")] == [fix]


def test_what_helped_is_the_fix_that_stands(repo: Repo, within: Run) -> None:
    tell(repo)
    wrong = repo.commit("Cache the ledger digest of each tenant", {"digest.py": "cache = ledger_digest(tenant)\n"})
    first = repo.commit(
        f"Fix stale digest of tenants\n\nFixes: {wrong[:12]}", {"digest.py": "cache = ledger_digest(tenant, 1)\n"}
    )
    second = repo.commit(
        f"Fix digest once more\n\nFixes: {first[:12]}", {"digest.py": "cache = ledger_digest(tenant, 2)\n"}
    )
    found = {row["id"]: row for row in asked(within, repo, "cache the ledger digest of each tenant")}
    assert found[wrong]["what_helped"] == f"{second[:12]} Fix digest once more"
    assert second in str(found.get(second, {"id": second})["id"])


def test_a_fix_that_is_asked_about_is_not_told_to_have_helped(repo: Repo, within: Run) -> None:
    tell(repo)
    wrong = repo.commit("Cache the ledger digest of each tenant", {"digest.py": "cache = ledger_digest(tenant)\n"})
    fix = repo.commit(
        f"Fix ledger digest of each tenant\n\nFixes: {wrong[:12]}", {"digest.py": "cache = ledger_digest(tenant, 1)\n"}
    )
    (row,) = asked(within, repo, "--commit", fix)
    assert row["id"] == wrong
    assert row["what_helped"] is None


def test_a_mistake_of_the_ledger_tells_its_safeguards(repo: Repo, within: Run) -> None:
    tell(repo)
    mistake = "2026-01-05-settled-twice-aaaa"
    repo.commit(
        "record a mistake",
        {
            f".unrepeat/mistakes/{mistake}.md": "---\ndate: 2026-01-05\nstate: open\nsafeguards: [decision:one]\n"
            "---\n\n# The settlement ran twice\n\nThe scheduler started settle_accounts again after a timeout.\n",
            ".unrepeat/decisions/one.md": "---\nstatus: accepted\ndate: 2026-01-06\n---\n\n"
            "# Start each settlement under a lock\n\n## Decision Outcome\n\nChosen: one lock a day.\n",
        },
    )
    row = asked(within, repo, "settle_accounts ran twice after a timeout")[0]
    assert (row["id"], row["kind"]) == (mistake, "mistake")
    assert row["what_helped"] == "Start each settlement under a lock (decision, accepted)"


def test_the_same_question_gets_the_same_bytes(repo: Repo, within: Run) -> None:
    tell(repo)
    first = within("recall", "free the buffer", "--json", cwd=repo.folder).stdout
    assert first
    assert within("recall", "free the buffer", "--json", cwd=repo.folder).stdout == first


def test_a_text_may_be_piped_in(repo: Repo, unrepeat: Run) -> None:
    fix = tell(repo)
    done = unrepeat("recall", "-", "--json", cwd=repo.folder, stdin="parse_header leaks a buffer\n" * 3)
    assert [json.loads(line)["id"] for line in succeeds(done).splitlines()] == [fix]


@pytest.mark.parametrize("arguments", [(), ("x", "--diff"), ("--diff", "--commit", "HEAD"), ("--commit", "nowhere")])
def test_a_question_that_is_none_is_answered_kindly(repo: Repo, within: Run, arguments: tuple[str, ...]) -> None:
    tell(repo)
    done = within("recall", *arguments, cwd=repo.folder)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


def test_an_empty_repository_says_so(repo: Repo, within: Run) -> None:
    complains(within("recall", "anything", cwd=repo.folder))


def test_a_bare_repository_and_a_shallow_one_answer_too(repo: Repo, within: Run, tmp_path: Path) -> None:
    tell(repo)
    repo.git("clone", "--quiet", "--bare", str(repo.folder), str(tmp_path / "bare"))
    repo.git("clone", "--quiet", "--depth=8", f"file://{repo.folder}", str(tmp_path / "shallow"))
    for name in ("bare", "shallow"):
        done = within("recall", "parse_header leaks a buffer", "--json", cwd=tmp_path / name)
        assert "parse_header" in succeeds(done)
        assert succeeds(within("recall", "--diff", cwd=tmp_path / name))


@pytest.mark.parametrize("text", ['"', "a AND b", "NEAR(x y)", "col : x", "*", "x" * 30_000, "\x00\x1b[31m", "ß\udc80"])
def test_no_text_is_taken_for_the_language_of_the_search(repo: Repo, within: Run, text: str) -> None:
    tell(repo)
    done = within("recall", text, "--json", cwd=repo.folder)
    assert done.returncode == 0, done.stderr


def test_terminal_escapes_in_a_message_are_shown_and_not_obeyed(repo: Repo, within: Run) -> None:
    tell(repo)
    repo.commit("Draw the zigzag_curve \x1b[31min red", {"zigzag.py": "zigzag_curve()\n"})
    said = succeeds(within("recall", "zigzag_curve", cwd=repo.folder))
    assert "zigzag_curve" in said
    assert "\x1b" not in said


def test_people_are_in_no_answer_and_not_in_the_index(repo: Repo, within: Run) -> None:
    tell(repo)
    repo.author = ("Zora Quillfeather", "zora@example.org")
    repo.commit(
        "Repair the zigzag_curve\n\nZora Quillfeather saw the zigzag first.\nReported-by: Zora Quillfeather <z@e.org>",
        {"zigzag.py": "zigzag_curve('Quillfeather')\n"},
    )
    (row,) = asked(within, repo, "zigzag_curve")
    assert "Quillfeather" not in json.dumps(row)
    kept = b"".join(file.read_bytes() for file in (repo.folder / ".git" / "unrepeat").glob("recall.sqlite*"))
    assert kept
    assert b"quillfeather" not in kept.lower()


def test_what_others_did_stays_out_of_sight_from_a_branch_that_lacks_it(repo: Repo, within: Run) -> None:
    tell(repo)
    repo.git("checkout", "--quiet", "-b", "side")
    repo.commit("Repair the zigzag_curve", {"zigzag.py": "zigzag_curve()\n"})
    assert asked(within, repo, "zigzag_curve")
    repo.git("checkout", "--quiet", "main")
    assert asked(within, repo, "zigzag_curve") == []


def test_the_index_catches_up_and_is_made_anew_where_it_is_damaged(repo: Repo, within: Run) -> None:
    tell(repo)
    assert asked(within, repo, "zigzag_curve") == []
    repo.commit("Repair the zigzag_curve", {"zigzag.py": "zigzag_curve()\n"})
    (row,) = asked(within, repo, "zigzag_curve")
    file = repo.folder / ".git" / "unrepeat" / "recall.sqlite"
    for damage in (b"", b"no database", file.read_bytes()[:5000], file.read_bytes()[:4096] + b"\xff" * 30_000):
        for old in file.parent.glob("recall.sqlite-*"):
            old.unlink()
        file.write_bytes(damage)
        assert asked(within, repo, "zigzag_curve") == [row]


def test_a_rewritten_history_is_taken_in_anew(repo: Repo, within: Run) -> None:
    tell(repo)
    repo.commit("Repair the zigzag_curve", {"zigzag.py": "zigzag_curve()\n"})
    (row,) = asked(within, repo, "zigzag_curve")
    repo.git("commit", "--quiet", "--amend", "-m", "Repair the zigzag_curve at last")
    (again,) = asked(within, repo, "zigzag_curve")
    assert again["id"] == repo.head() != row["id"]


def test_a_record_that_changes_or_goes_is_known_as_it_is_now(repo: Repo, within: Run) -> None:
    tell(repo)
    path = ".unrepeat/mistakes/2026-01-05-slow-aaaa.md"
    text = "---\ndate: 2026-01-05\nstate: open\n---\n\n# Slow\n\nThe frobnicate_all call was slow.\n"
    repo.commit("record", {path: text})
    assert [row["kind"] for row in asked(within, repo, "frobnicate_all")] == ["mistake"]
    repo.commit("reword", {path: text.replace("frobnicate_all", "twiddle_some")})
    assert asked(within, repo, "frobnicate_all") == []
    assert len(asked(within, repo, "twiddle_some")) == 1
    repo.commit("drop", {path: None})
    assert asked(within, repo, "twiddle_some") == []


def test_paths_and_what_a_program_said_raise_what_shares_them(repo: Repo, within: Run) -> None:
    tell(repo)
    wanted = repo.commit(
        'Close the tunnel in time\n\nIt died with "tunnel endpoint vanished before handshake".',
        {"net/tunnel.py": "t\n"},
    )
    repo.commit("Handshake before the endpoint of the tunnel", {"docs/tunnel.md": "t\n"})
    first = asked(within, repo, 'worker said "tunnel endpoint vanished before handshake" in net/tunnel.py')[0]
    assert first["id"] == wanted
    assert first["because"][0] == "both say 'tunnel endpoint vanished before handshake'"  # type: ignore[index] # a list
    assert "net/tunnel.py" in str(first["because"])


def test_unlike_changes_are_no_likeness(repo: Repo, within: Run) -> None:
    tell(repo)
    for subject, _, _ in OTHERS:
        found = asked(within, repo, subject)
        assert all(subject in str(row["title"]) for row in found)


def test_a_name_of_code_in_both_titles_is_near_enough(repo: Repo, within: Run) -> None:
    fix = tell(repo)
    question = "segmentation fault, core dumped, when the whole thing is corrupt in parse_header"
    assert [row["id"] for row in asked(within, repo, question)] == [fix]
    assert asked(within, repo, question.replace("parse_header", "read_trailer")) == []
