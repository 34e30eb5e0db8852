"""What comes in unfinished is asked about, where it came in."""

import re
import shlex
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import Run
from tests.ledger.made_edits import edit
from tests.ledger.signs.asking import ask, sort_of
from tests.repository import Repo
from unrepeat.ledger.expressions import problem
from unrepeat.ledger.signs.expressions import LONGEST, expression
from unrepeat.ledger.signs.words import words
from unrepeat.ledger.unrecorded import question

Rows = Callable[..., list[dict[str, Any]]]

UNFINISHED = [
    ("a.py", "x = 1  # TODO: round"),
    ("a.py", "# FIXME(someone) wrong for zero"),
    ("a.c", "/* XXX: must be locked */"),
    ("a.c", " * HACK until the driver is mended"),
    ("a.rs", "    todo!()"),
    ("a.rs", '    unimplemented!("soon")'),
    ("A.cs", "    throw new NotImplementedException();"),
    ("a.ts", '    throw new Error("Not implemented")'),
    ("a.go", '    panic("not implemented")'),
    ("A.scala", "def f: Int = ???"),
    ("a.py", "# stub"),
    ("a.py", 'KEY = "CHANGEME"'),
    ("deploy/a.yml", "key: YOUR_API_KEY_HERE"),
    ("a.py", 'if is_feature_enabled("new-basket"):'),
    ("a.ts", "if (client.boolVariation('new-basket', false)) {"),
    ("a.py", "FEATURE_NEW_BASKET = False"),
    ("a.py", "raise NotImplementedError('not yet')"),
    ("a.py", "# todo: round"),
    ("a.js", "//todo(someone): round"),
    ("a.go", '\treturn errors.New("not implemented")'),
    ("a.go", '\treturn nil, fmt.Errorf("refund is not implemented yet")'),
    ("a.ts", "throw new Error('not implemented')"),
    ("a.rs", '    Err("not implemented".into())'),
    ("a.rs", '    bail!("not implemented")'),
    ("a.rs", '    Err(anyhow!("not implemented"))'),
    ("a.py", "raise RuntimeError('not implemented')"),
    ("a.py", "# For now, all are sent at once"),
    ("a.py", "x = 2  # two is enough for now"),
    ("a.py", "# temporary: two, until the queue is there"),
    ("a.py", "x = 2  # hard-coded until the queue is there"),
    ("a.py", "# a temporary workaround"),
    ("a.py", "# stubbed until the bank answers"),
    ("a.py", "raise NotImplementedError('todo')"),
    ("a.py", "def refund(order): ..."),
    ("a.py", "def refund(order): pass  # later"),
]


@pytest.mark.parametrize(("path", "line"), UNFINISHED)
def test_what_is_unfinished_is_asked_about_where_it_comes_in(path: str, line: str) -> None:
    found = ask(path, "x\n", f"x\n{line}\ny\n")
    assert found is not None
    assert (found.sort, found.line, found.end_line) == ("unfinished", 2, 2)
    assert found.message.endswith(" came in. What must change before release?")
    assert "someone" not in str(found)
    assert sort_of(path, f"x\n{line}\n", f"{line}\nx\nz\n") is None, "moved"
    assert sort_of(path, f"x\n{line}\n", "x\n") is None, "taken out"
    assert sort_of(f"tests/{path}", None, line) is None
    assert question([edit(f"old/{path}", line, None), edit(f"new/{path}", None, line)], "Move") is None


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("a.py", 'print("# TODO: nothing")'),
        ("a.py", r"x = 'it\'s # TODO: no'"),
        ("a.sh", r"echo \# TODO: no"),
        ("a.py", "todo_list = TODO_LIST"),
        ("a.py", "# the TODO-list of a user"),
        ("a.py", "# todo lists are shown"),
        ("a.rs", 'println!("todo!()");'),
        ("a.js", "show(\"throw new Error('not implemented')\")"),
        ("a.py", "# TODO: use removeprefix once we drop Python 3.8"),
        ("a.py", "except NotImplementedError:"),
        ("a.md", "<!-- TODO: write -->"),
        ("a.c", "/* an OSPF stub area */"),
        ("CHANGELOG.md", "TODO"),
        ("a.unknown", "# TODO"),
        ("a.py", "# temporary files are removed"),
        ("a.py", "# what was known until now"),
        ("a.py", "# for now and ever after"),
        ("a.go", '\treturn errors.New("not implemented on this system")'),
        ("a.go", '\t// errors.New("not implemented") is never given'),
        (".tool.yml", "x: 1  # broken for now"),
        ("a.py", "def noop(): pass"),
        ("a.py", "class Missing(Exception): pass"),
    ],
)
def test_what_only_looks_unfinished_is_not(path: str, line: str) -> None:
    assert sort_of(path, "x\n", f"x\n{line}\n") is None


def test_a_mark_that_is_worded_anew_did_not_come_in_and_one_beside_it_did() -> None:
    assert sort_of("a.py", "# TODO: round\nx\n", "# TODO: round up\nx\n") is None
    found = question([edit("a.py", "# TODO: round\nx\n", "# TODO: round up\nx\n# TODO: sort\n")], "Change")
    assert found is not None
    assert found.line == 3


def test_a_stub_is_told_from_what_a_base_class_leaves_to_others_and_from_a_refusal() -> None:
    stub = 'def refund(order):\n    """Give it back."""\n    raise NotImplementedError("refund")\n'
    assert sort_of("a.py", "", stub) == "unfinished"
    base = "class Door:\n" + "".join(f"    {line}\n" for line in stub.splitlines())
    assert sort_of("a.py", "", base) is None
    assert sort_of("a.py", "", base.replace('"refund"', '"refund is not done yet"')) == "unfinished"
    refusal = "def f(a):\n    if a:\n        return a\n    else:\n        raise NotImplementedError(f'unknown: {a}')\n"
    assert sort_of("a.py", "", refusal) is None
    assert sort_of("a.py", "", refusal.replace("(f'unknown: {a}')", "")) == "unfinished"


EMPTY = [
    'def refund(order):\n    """Give the money back."""\n    pass\n',
    'async def refund(order):\n    """Give the money back.\n\n    All of it.\n    """\n\n    ...\n',
    "def refund(\n    order,\n    reason,\n) -> None:\n    pass\n",
    "class Till:\n    x = 1\n\n    def refund(self, order):\n        pass\n",
]


@pytest.mark.parametrize("text", EMPTY)
def test_a_function_with_nothing_in_it_is_asked_about_where_it_begins(text: str) -> None:
    found = ask("a.py", "x = 1\n", f"x = 1\n\n\n{text}")
    assert found is not None
    assert (found.sort, found.message.partition(".")[0]) == ("unfinished", "A function that does nothing came in")
    assert "def refund(" in f"\n\n\n{text}".splitlines()[found.line - 1]
    assert sort_of("a.py", f"x = 1\n{text}", f"x = 2\n{text}") is None
    assert sort_of("a.py", text.replace("pass", "x()").replace("...", "x()"), text) is None, "it was there before"
    assert question([edit("a.py", text, "x = 1\n"), edit("b.py", "", text)], "Move") is None
    assert sort_of("a.pyi", "", text) is None
    assert sort_of("tests/test_a.py", "", text) is None


@pytest.mark.parametrize(
    "text",
    [
        "@abstractmethod\ndef refund(order):\n    pass\n",
        "@overload\ndef refund(order: int) -> int: ...\n",
        '@click.group(\n    name="x",\n)\ndef refund():\n    """Refunds."""\n    pass\n',
        "class Till(Protocol):\n    def refund(self, order): ...\n",
        "class Till(Desk):\n    def refund(self, order):\n        pass\n",
        "class BaseTill:\n    def refund(self, order):\n        pass\n",
        "class TillError(Exception):\n    pass\n",
        "class Till:\n    pass\n",
        "class Till:\n    def __exit__(self, *error):\n        pass\n",
        "def ignore_order(order):\n    pass\n",
        "def on_refund(order):\n    pass\n",
        "def refund(order):\n    def later(): pass\n    return later\n",
        "try:\n    import till\nexcept ImportError:\n    def refund(order):\n        pass\n",
        "def refund(order):\n    try:\n        give(order)\n    except KeyError:\n        pass\n",
        "def refund(order):\n    if order:\n        pass\n    give(order)\n",
        "def refund(order):\n    for one in order:\n        pass\n",
    ],
)
def test_a_function_that_is_meant_to_be_empty_is_not(text: str) -> None:
    assert sort_of("a.py", "x = 1\n", f"x = 1\n\n\n{text}") is None


SKIPPED = [
    ("tests/test_a.py", '@pytest.mark.xfail(reason="refunds are missing")'),
    ("tests/test_a.py", '@pytest.mark.skip(\n    reason="refunds are missing",\n)'),
    ("tests/test_a.py", "@pytest.mark.skip('refunds are missing')"),
    ("tests/test_a.py", '@unittest.skip("refunds are missing")'),
    ("tests/test_a.py", '    pytest.skip("until refunds are there")'),
    ("till/till_test.go", '\tt.Skip("until refunds are there")'),
    ("till/till_test.go", '\tt.Skipf("flaky, see #%d", 12)'),
    ("src/test/ATest.java", '    @Disabled("refunds are missing")'),
    ("tests/a.rs", '#[ignore = "refunds are missing"]'),
    ("till.test.ts", 'test.todo("refunds")'),
]


@pytest.mark.parametrize(("path", "lines"), SKIPPED)
def test_a_test_that_is_switched_off_until_something_is_done_is_asked_about(path: str, lines: str) -> None:
    found = ask(path, "x\n", f"x\n{lines}\ny\n")
    assert found is not None
    assert (found.sort, found.line) == ("unfinished", 2)
    assert found.message.startswith("A test that is skipped came in.")
    assert sort_of(path, f"x\n{lines}\n", f"{lines}\nx\nz\n") is None, "moved"
    assert sort_of(path, f"x\n{lines}\n", "x\n") is None, "taken out"


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("tests/test_a.py", '@pytest.mark.skipif(WINDOWS, reason="no such thing there")'),
        ("tests/test_a.py", '@pytest.mark.xfail(WINDOWS, reason="no such thing there")'),
        ("tests/test_a.py", '    pytest.skip("no such thing here")'),
        ("tests/test_a.py", "@pytest.mark.skip"),
        ("till/till_test.go", '\tt.Skip("needs root")'),
        ("tests/test_a.py", "rows.skip(3)  # until the third"),
    ],
)
def test_a_test_that_a_system_cannot_run_is_not(path: str, line: str) -> None:
    assert sort_of(path, "x\n", f"x\n{line}\n") is None


@pytest.mark.parametrize(
    "said",
    [
        "The refund still has to be written.",
        "The refund comes in a later change.",
        "Tests will follow.",
        "Tests will\nfollow in a second step",
        "Rounding is left for later",
        "A follow-up commit will round.",
        "Rounding remains as a follow-up.",
    ],
)
def test_a_message_that_says_that_more_has_to_follow_is_asked_about(said: str) -> None:
    message = f"Begin the refund\n\n{said}\n"
    found = ask("a.py", "x\n", "x\ny\n", message)
    assert found is not None
    assert found.message.startswith("The message says that more has to follow. What must change before release?")
    assert "done-when=path: PATH" in found.suggestion
    assert sort_of("docs/a.md", "x\n", "y\n", message) is None
    assert sort_of("a.py", "x\n", "y\n", f"chore(deps): update a\n\n{said}") is None


@pytest.mark.parametrize(
    "said",
    [
        "A handle will follow such changes.",
        "This was done in a later commit.",
        "> Tests will follow.",
        "    will follow",
    ],
)
def test_a_message_that_only_sounds_so_is_not(said: str) -> None:
    assert sort_of("a.py", "x\n", "x\ny\n", f"Change\n\n{said}\n") is None


def test_two_stubs_that_say_nothing_are_told_apart_by_their_functions() -> None:
    one, two = (f"def {name}(order):\n    raise NotImplementedError\n" for name in ("refund", "charge"))
    first, second = ask("a.py", "", one), ask("a.py", one, one + two)
    assert first is not None
    assert second is not None
    assert first.id != second.id
    moved = ask("a.py", "x = 1\n", f"x = 1\n\n\n{one}")
    assert moved is not None
    assert moved.id == first.id


@pytest.mark.parametrize(
    ("line", "sought"),
    [
        ("x = 1  # TODO: round", "absent: TODO: round"),
        ("# TODO(someone): round (up) to 2.5 $", "absent: TODO.*: round [(]up[)] to 2[.]5 [$]"),
        ('    raise NotImplementedError("refund")', 'absent: raise NotImplementedError[(]"refund"[)]'),
        ("price = 2  # TODO", "absent: price = 2  # TODO"),
        ("# TODO: " + "a long word, " * 20, "absent: TODO: a long word, a long word, a long word, a long word, a"),
        ("# TODO", "path: PATH"),
        ("    todo!()", "path: PATH"),
        ("def refund(order): ...", "absent: def refund[(]order[)]: [.][.][.]"),
        ("def refund(order):\n    pass", "path: PATH"),
        ('@pytest.mark.xfail(reason="no refunds")', 'absent: @pytest[.]mark[.]xfail[(]reason="no refunds"[)]'),
        ('@pytest.mark.xfail(\n    reason="no refunds",\n)', "path: PATH"),
        ("    raise NotImplementedError  # TODO", "path: PATH"),
        ("# for now, ask someone@example.org", "absent: for now, ask"),
        ("# TODO: ask @someone about it", "absent: TODO: ask .* about it"),
    ],
)
def test_the_answer_that_is_suggested_waits_until_that_very_line_is_gone(line: str, sought: str) -> None:
    path = "tests/test_a.py" if "pytest" in line else "a.py"
    found = ask(path, "def f():\n", f"def f():\n{line}\n")
    assert found is not None
    assert f"done-when={sought}" in shlex.split(found.suggestion)


def test_the_gate_is_closed_until_the_line_is_gone(repo: Repo, unrepeat: Run, rows: Rows) -> None:
    line = r"rate = 2  # TODO(someone): ask the bank [1], (2) 'x' {3} \d+ * ^ $ | ? for the rate"
    repo.commit("begin", {"shop/a.py": "x = 1\n"})
    repo.commit("later", {"shop/a.py": f"x = 1\n{line}\n"})
    (asked,) = rows("capture", cwd=repo.folder)
    words = shlex.split(asked["suggestion"].replace("FEATURE", "refunds"))
    assert unrepeat(*words[1:], cwd=repo.folder).returncode == 0
    assert rows("capture", cwd=repo.folder) == []
    repo.commit("write it down")
    assert unrepeat("ready", "refunds", cwd=repo.folder).returncode == 1
    repo.commit("do it", {"shop/a.py": "x = 1\nrate = 3\n"})
    assert unrepeat("ready", "refunds", cwd=repo.folder).returncode == 0


@given(st.text(st.characters(codec="utf-8", exclude_characters="\n\r"), max_size=90))
def test_whatever_a_line_holds_its_expression_finds_it(line: str) -> None:
    sought = expression(line)
    if sought:
        assert problem(sought) == ""
        assert re.search(sought.replace("[[:space:]]", "\\s"), line)
        assert len(sought) <= 3 * LONGEST + 20
    else:
        assert not words(line[:LONGEST].rpartition(" ")[0]) or "@" in line


def test_a_mark_is_called_as_it_stands_there() -> None:
    for mark, told in (("TODO", "A TODO"), ("XXX", "An XXX"), ("todo", "A TODO"), ("HACK", "A HACK")):
        found = ask("a.py", "", f"# {mark}: round\n")
        assert found is not None
        assert found.message.startswith(f"{told} came in.")


def test_a_reminder_that_goes_on_in_the_next_line_is_read_whole() -> None:
    found = ask("a.py", "x\n", "x\n# Temporary, two is right only\n# until the queue is there\ny\n")
    assert found is not None
    assert (found.line, found.message.partition(".")[0]) == (2, "Something makeshift came in")
    assert sort_of("a.py", "x\n", "x\n# Temporary files are kept\n# in the cache\n") is None
    assert sort_of("a.py", "x\n", "x\n# Temporary files are kept\nx\n# until the end\n") is None
