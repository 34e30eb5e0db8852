"""The lines that a change adds are run by a test, or a test beside them changes, too."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.guards.proposals import Files, added, fired, firings, guard, made, places
from tests.repository import Repo
from unrepeat.guards.guard import Guard
from unrepeat.guards.kinds import CannotRun, NotReplayable, NotValid, ready
from unrepeat.guards.proposal import Proposal
from unrepeat.history.edit import Edit, Span

COVERED = guard("tests", {"coverage": True}, "src/**")
BESIDE = guard("tests", {"beside": ["tests/**", "*.test.ts"]}, "src/**")
CODE = """\
def total(rows):
    if not rows:
        return 0
    # what is left
    return sum(
        row.weight
        for row in rows
    )


class Late:
    pass
"""
HITS = {1: 1, 2: 4, 3: 4, 5: 0, 11: 1, 12: 1}
Write = Callable[[str, Mapping[int, int]], str]


def of_coverage_py(path: str, hits: Mapping[int, int]) -> str:
    """Write a report as coverage.py does, with the folder that it was run in."""
    lines = "".join(f'<line number="{line}" hits="{count}"/>' for line, count in hits.items())
    folder, _, name = path.partition("/")
    return (
        '<?xml version="1.0" ?>\n<coverage version="7.6.1" line-rate="0.8">\n'
        f"<sources><source>/home/runner/work/{folder}</source></sources>\n<packages><package name='.'><classes>"
        f'<class name="{name}" filename="{name}"><methods/><lines>{lines}</lines></class>'
        "</classes></package></packages></coverage>"
    )


def of_cobertura(path: str, hits: Mapping[int, int]) -> str:
    """Write a report as gcovr does, with a document type and whole paths."""
    lines = "".join(f'<line number="{line}" hits="{count}" branch="false"/>' for line, count in hits.items())
    return (
        "<!DOCTYPE coverage SYSTEM 'http://cobertura.sourceforge.net/xml/coverage-04.dtd'>\n<coverage><sources>"
        f'<source>.</source></sources><packages><package><classes><class filename="{path}"><methods><method><lines>'
        f'<line number="5" hits="0"/></lines></method></methods><lines>{lines}</lines></class></classes></package>'
        "</packages></coverage>"
    )


def of_jacoco(path: str, hits: Mapping[int, int]) -> str:
    """Write a report as JaCoCo does, with paths from a package on."""
    lines = "".join(
        f'<line nr="{line}" mi="{int(not count)}" ci="{count}" mb="0" cb="0"/>' for line, count in hits.items()
    )
    package, _, name = path.removeprefix("src/main/java/").rpartition("/")
    return (
        '<?xml version="1.0"?><!DOCTYPE report PUBLIC "-//JACOCO//DTD Report 1.1//EN" "report.dtd"><report name="all">'
        f'<group name="app"><package name="{package}"><class name="{package}/X" sourcefilename="{name}"/>'
        f'<sourcefile name="{name}">{lines}</sourcefile></package></group></report>'
    )


def of_lcov(path: str, hits: Mapping[int, int]) -> str:
    """Write a report as lcov does, with whole paths of another machine."""
    lines = "".join(f"DA:{line},{count}\n" for line, count in hits.items())
    return f"TN:\nSF:/build/agent/7/{path}\nFN:1,total\nFNDA:1,total\n{lines}LF:6\nLH:5\nend_of_record\n"


REPORTS = [of_coverage_py, of_cobertura, of_jacoco, of_lcov]


def report(folder: Path, text: str, name: str = "report") -> Path:
    """Keep a report in a file."""
    file = folder / name
    file.write_text(text)
    return file


def change(*reports: Path, path: str = "src/a.py", text: str = CODE, **known: Any) -> Proposal:  # noqa: ANN401 -- fields of a proposal
    """Give the change that adds a file, with reports of covered lines."""
    return made(added(path, text), coverage=reports, **known)


@pytest.mark.parametrize("write", REPORTS)
def test_added_lines_that_no_test_runs_are_told_with_the_rest_of_their_statement(write: Write, tmp_path: Path) -> None:
    path = "src/main/java/org/a/Total.java" if write is of_jacoco else "src/a.py"
    found = firings(COVERED, change(report(tmp_path, write(path, HITS)), path=path))
    assert places(found) == [(path, 5, 7)]
    assert found[0].message == "Mind this (no test runs these lines)"
    assert found[0].subject == "    return sum(\n        row.weight\n        for row in rows"
    assert firings(COVERED, change(report(tmp_path, write(path, HITS | {5: 1}), "other"), path=path)) == []


def test_lines_that_the_change_leaves_alone_are_not_looked_at(tmp_path: Path) -> None:
    known = (report(tmp_path, of_lcov("src/a.py", HITS | {1: 0, 12: 0})),)
    for adds, expected in (((Span(12, 12),), [12]), ((Span(1, 2),), [1]), ((Span(4, 4), Span(8, 10)), [])):
        edit = Edit("src/a.py", "modified", after=CODE, adds=adds)
        assert [one.line for one in firings(COVERED, made(edit, coverage=known))] == expected


def test_where_one_report_says_that_a_line_was_run_it_was(tmp_path: Path) -> None:
    one = report(tmp_path, of_lcov("src/a.py", HITS | {3: 0}), "one")
    other = report(tmp_path, of_coverage_py("src/a.py", {1: 0, 3: 0, 5: 2}), "other")
    assert [found.line for found in firings(COVERED, change(one, other))] == [3]
    assert [found.line for found in firings(COVERED, change(other, one))] == [3]
    again = '<class filename="src/a.py"><lines><line number="5" hits="1"/></lines></class></classes>'
    twice = of_cobertura("src/a.py", HITS).replace("</classes>", again)
    assert firings(COVERED, change(report(tmp_path, twice, "twice"))) == []


@pytest.mark.parametrize(
    ("told", "files", "meant"),
    [
        ("/ci/1/src/a.py", ("src/a.py", "a.py"), "src/a.py"),
        ("C:\\agent\\src\\a.py", ("src/a.py",), "src/a.py"),
        ("./src/a.py", ("src/a.py",), "src/a.py"),
        ("lib/a.py", ("src/lib/a.py", "a.md"), "src/lib/a.py"),
        ("x/b.py", ("src/yx/b.py", "src/x/b.py"), "src/x/b.py"),
    ],
)
def test_the_file_is_found_that_a_report_means(told: str, files: tuple[str, ...], meant: str, tmp_path: Path) -> None:
    known = report(tmp_path, f"SF:{told}\nDA:1,0\nend_of_record\n")
    edits = [added(path, "x = 1\n") for path in files]
    found = firings(guard("tests", {"coverage": True}), made(*edits, coverage=(known,)))
    assert [one.path for one in found if "runs this line" in one.message] == [meant]


def test_of_several_folders_that_a_report_names_the_nearest_counts(tmp_path: Path) -> None:
    text = of_cobertura("a.py", {1: 0}).replace(
        "<source>.</source>", "<source>/ci/lib</source><source>/ci/src</source>"
    )
    edits = [added("a.py", "x = 1\n"), added("src/a.py", "x = 1\n")]
    found = firings(guard("tests", {"coverage": True}), made(*edits, coverage=(report(tmp_path, text),)))
    assert [one.path for one in found if "runs this line" in one.message] == ["src/a.py"]


def test_remarks_are_no_part_of_a_statement(tmp_path: Path) -> None:
    text = CODE.replace("        row.weight\n", "        # of each\n        row.weight\n\n")
    found = firings(COVERED, change(report(tmp_path, of_lcov("src/a.py", {5: 0})), text=text))
    assert places(found) == [("src/a.py", 5, 5), ("src/a.py", 7, 7), ("src/a.py", 9, 9)]


def test_a_name_that_may_mean_several_files_is_told_for_these_alone(tmp_path: Path) -> None:
    known = report(tmp_path, "SF:a.py\nDA:1,0\nend_of_record\nSF:src/c.py\nDA:1,1\nend_of_record\n")
    after = Files(dict.fromkeys(("src/x/a.py", "src/y/a.py", "src/c.py"), "x = 1\n"))
    with pytest.raises(CannotRun, match=r"may mean src/x/a.py or another"):
        firings(COVERED, made(added("src/x/a.py", "x = 1\n"), after=after, coverage=(known,)))
    assert firings(COVERED, made(added("src/c.py", "x = 1\n"), after=after, coverage=(known,))) == []


def test_code_that_no_report_knows_is_told_and_what_holds_none_is_not(tmp_path: Path) -> None:
    known = report(tmp_path, of_lcov("src/a.py", {1: 1}))
    edits = [
        added("src/a.py", "x = 1\n"),
        added("src/new.py", "\n# a remark\nx = 1\n"),
        added("src/other.ts", "go();\n"),
        added("src/__init__.py", ""),
        added("src/remarks.py", "# nothing else\n"),
        added("src/notes.md", "words\n"),
        added("src/data.json", "{}\n"),
        added("src/test_a.py", "x = 1\n"),
    ]
    found = firings(COVERED, made(*edits, coverage=(known,)))
    assert places(found) == [("src/new.py", 1, 1), ("src/other.ts", 1, 1)]
    assert "no report of covered lines knows this file" in found[0].message


def test_reports_of_another_version_or_another_repository_are_told(tmp_path: Path) -> None:
    with pytest.raises(CannotRun, match=r"of another version of src/a.py: it has 12 lines, and .* tells of line 40"):
        firings(COVERED, change(report(tmp_path, of_lcov("src/a.py", HITS | {40: 1}))))
    with pytest.raises(CannotRun, match="no file of this repository"):
        firings(COVERED, change(report(tmp_path, of_lcov("lib/other.py", HITS), "other")))


BOMB = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><coverage><class filename="src/a.py">&b;</class></coverage>'


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "tells of no file"),
        ("<coverage/>", "tells of no file"),
        ("<coverage><class", "no whole XML"),
        ("<a>" * 100_000, "no whole XML"),
        (BOMB, "declares XML entities"),
        ('<!DOCTYPE x [<!ENTITY % a SYSTEM "file:///etc/passwd">]><x/>', "declares XML entities"),
        (
            '<coverage><class filename="src/a.py"><lines><line number="x" hits="1"/></lines></class></coverage>',
            "no report that can",
        ),
        (
            '<coverage><class filename="src/a.py"><lines><line hits="1"/></lines></class></coverage>',
            "no report that can",
        ),
        ('{"files": {}}', "no report that can be read"),
        ("SF:src/a.py\nDA:one,two\n", "no report that can be read"),
        ("DA:1,1\n", "no report that can be read"),
        ("SQLite format 3\0", "no report that can be read"),
        ("SF:a\nDA:" + "9" * 5_000 + ",1\n", "no report that can be read"),
    ],
)
def test_a_report_that_cannot_be_read_is_never_silent(text: str, says: str, tmp_path: Path) -> None:
    known = report(tmp_path, text)
    with pytest.raises(CannotRun) as told:
        firings(COVERED, change(known))
    assert str(known) in told.value.what
    assert says in told.value.what


def test_a_report_that_is_not_there_or_far_too_large_is_told(tmp_path: Path) -> None:
    with pytest.raises(CannotRun, match="cannot be read"):
        firings(COVERED, change(tmp_path / "none.xml"))
    huge = tmp_path / "huge.xml"
    with huge.open("wb") as file:
        file.truncate(100_000_001)
    with pytest.raises(CannotRun, match="larger than 100 MB"):
        firings(COVERED, change(huge))


def test_a_report_that_changes_is_read_again(tmp_path: Path) -> None:
    known = report(tmp_path, of_lcov("src/a.py", HITS))
    assert firings(COVERED, change(known))
    report(tmp_path, of_lcov("src/a.py", HITS | {5: 10}))
    assert firings(COVERED, change(known)) == []


def test_without_a_report_nothing_can_be_said_of_lines_that_wait_for_one() -> None:
    with pytest.raises(NotReplayable, match="No report of covered lines"):
        firings(COVERED, change())
    assert firings(COVERED, change(path="lib/a.py")) == []
    assert (
        firings(COVERED, made(Edit("src/a.py", "deleted", before=CODE), Edit("src/b.png", "added", unread="binary")))
        == []
    )
    with pytest.raises(CannotRun, match="large"):
        firings(COVERED, made(Edit("src/a.py", "modified", unread="large")))


def test_a_test_beside_must_change_when_code_does(repo: Repo) -> None:
    repo.commit("begin", {"src/a.py": CODE, "tests/test_a.py": "x = 1\n", "src/run.py": "x\n"})
    repo.commit("code alone", {"src/a.py": CODE + "\nx = 1\n"})
    repo.commit("with a test", {"src/a.py": CODE, "tests/test_b.py": "x = 1\n"})
    repo.commit("a test less", {"src/a.py": CODE + "\nx = 2\n", "tests/test_b.py": None})
    repo.commit("beside it", {"src/a.py": CODE, "src/a.test.ts": "x\n"})
    repo.write({"src/a.py": CODE + "\nx = 3\n"})
    repo.move("tests/test_a.py", "tests/test_c.py")
    repo.commit("gone", {"src/a.py": None})
    (repo.folder / "src/run.py").chmod(0o755)
    repo.commit("a mode")
    assert [places(fired(repo, BESIDE, f"HEAD~{back}")) for back in range(8)] == [
        [],
        [],
        [("src/a.py", 13, 13)],
        [],
        [("src/a.py", 13, 13)],
        [],
        [("src/a.py", 13, 13)],
        [],
    ]
    found = fired(repo, BESIDE, "HEAD~6")
    assert found[0].message == "Mind this (no test in tests/** or *.test.ts changes with it)"


def test_a_tree_that_nobody_changes_needs_no_test_beside() -> None:
    assert firings(BESIDE, change(whole=True)) == []
    assert ready(BESIDE).by_line is False  # type: ignore[attr-defined]
    assert ready(COVERED).by_line is True  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "rule",
    [
        {},
        {"coverage": False},
        {"coverage": "yes"},
        {"beside": []},
        {"coverage": True, "beside": "tests/**"},
        {"least": 80},
    ],
)
def test_a_rule_that_is_none_says_why(rule: dict[str, object]) -> None:
    with pytest.raises(NotValid, match="its rule"):
        ready(Guard("a", "b", (), "tests", (), "advise", rule))
