"""What a Python package offers is asked about when a call that was right may be wrong now."""

import pytest

from tests.ledger.made_edits import edit
from tests.ledger.signs.asking import ask, sort_of
from unrepeat.ledger.unrecorded import question

# Before, after that breaks what others rely on, after that does not.
PACKAGES = [
    ("shop/__init__.py", "def f(a): 0\n", "def f(b): 0\n", "def f(a, c=1, *, d=2): 0\ndef _g(): 0\n"),
    ("shop/__init__.py", "def f(a, b): 0\n", "def f(b, a): 0\n", "def f(\n    a,\n    b,\n): 0\n"),
    ("shop/__init__.py", "def f(a): 0\n", "def f(a, *, b): 0\n", "def f(a: int, *, b=1) -> None: 0\n"),
    ("shop/__init__.py", "def f(*a, **b): 0\n", "def f(c=1, **b): 0\n", "def f(*c, **d): 0\n"),
    ("shop/__init__.py", "def f(a, **b): 0\n", "def f(a): 0\n", "def f(a, c=1, **b): 0\n"),
    ("shop/__init__.py", "def f(a, *, b=1): 0\n", "def f(a): 0\n", "def f(a, *, b=2, **more): 0\n"),
    ("shop/__init__.py", "def f(a=')'): 0\n", "def f(a, b): 0\n", "def f(a=')', # )\n  b=1): 0\n"),
    (
        "shop/__init__.py",
        "class A:\n    def b(self): 0\n",
        "class A:\n    b = 1\n",
        "class A:\n    def b(self, *c): 0\n",
    ),
    ("shop/a.py", "__all__ = ['f']\ndef f(a): 0\n", "__all__ = []\n", "__all__ = ['f']\ndef f(a, _quick=len): 0\n"),
    (
        "shop/__init__.py",
        "class A:\n    b = 1\nif c:\n    def f(a): 0\n",
        "class A:\n    b = 1\n",
        "class A:\n    b = 1\ndef f(a): 0\n",
    ),
    (
        "shop/__init__.py",
        "def f(\n    a,\n    b,\n):\n    return a\n",
        "def f(\n    b,\n    a,\n):\n    return a\n",
        "def f(\n    a,\n    b,\n    c=1,\n):\n    return a\n",
    ),
    ("shop/__init__.py", "def f(a, b): 0\n", "def f(a, *c): 0\n", "def f(*c, **d): 0\n"),
    ("shop/__init__.py", "def f(a, _b=1): 0\n", "def f(c, _b=1): 0\n", "def f(a, _c=1): 0\n"),
    ("shop/__init__.py", "def f(_a, b): 0\n", "def f(_a): 0\n", "def f(_a, b, _c=1): 0\n"),
    ("shop/__init__.py", "class A(B): 0\n", "class C(B): 0\n", "class A: 0\n"),
    ("shop/__init__.py", "def f(): 0\n", "", "from shop.inner import (\n    f,\n)\n"),
    ("shop/__init__.py", "def f(): 0\n", "def g(): 0\n", "def g(): 0\nf = g\n"),
    (
        "shop/__init__.py",
        "class A:\n    def f(self): 0\n",
        "class A: 0\n",
        "class B:\n    def f(self): 0\nclass A(B): 0\n",
    ),
]


@pytest.mark.parametrize(("path", "before", "breaking", "kind"), PACKAGES)
def test_a_package_that_changes_is_asked_about_and_one_that_grows_is_not(
    path: str, before: str, breaking: str, kind: str
) -> None:
    found = ask(path, before, breaking)
    assert found is not None
    assert (found.sort, found.path) == ("interface", path)
    assert sort_of(path, before, kind) is None
    assert sort_of(path, before, None) == "interface"
    assert sort_of(path, None, before) is None, "nobody builds on what is new"


TABLE = '''"""Tables."""


class NotFoundError(Exception):
    """No such row."""


class Table:
    """A table."""

    def insert_all(
        self,
        rows,
        replace=False,
    ):
        """Insert rows."""
        def inner(row):
            """Insert one."""
        return rows

    def _quote(self, name):
        """Quote it."""
        return name

    def plain(self, name):
        return name


def attach(path, alias):
    """Attach a file."""
    return path


@hookimpl
def tables(request):
    """Show them."""
    return []
'''


@pytest.mark.parametrize(
    ("before", "after", "told", "line"),
    [
        ("insert_all", "insert_rows", "`Table.insert_all` went or has another name.", 11),
        ("attach", "attach_db", "`attach` went or has another name.", 29),
        ("NotFoundError", "MissingError", "`NotFoundError` went or has another name.", 4),
        ("class Table:", "class Rows:", "`Table` went or has another name.", 8),
        ("        replace=False,\n", "", "`Table.insert_all` is not what it was.", 11),
        ("        rows,\n        replace=False,\n", "        replace,\n        rows,\n", "`Table.insert_all` is", 11),
        ("path, alias", "alias, path", "`attach` is not what it was.", 29),
        ("path, alias", "path, alias, mode", "`attach` is not what it was.", 29),
        ("path, alias", "path, *, alias", "`attach` is not what it was.", 29),
    ],
)
def test_what_a_module_documents_is_what_it_offers(before: str, after: str, told: str, line: int) -> None:
    assert before in TABLE
    found = ask("src/shop/tables.py", TABLE, TABLE.replace(before, after))
    assert found is not None
    assert found.message.startswith(told)
    assert found.line == line


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("_quote", "_cite"),
        ("def plain(self, name)", "def plain(self, names)"),
        ("inner(row)", "inner(one)"),
        ("replace=False", "replace=False, ignore=False"),
        ("path, alias", "path: str, alias: str"),
        ("return path", "return alias"),
        ("tables(request)", "tables(question)"),
        ("Tables.", "All tables."),
    ],
)
def test_what_is_hidden_nested_undocumented_called_otherwise_or_only_added_is_not(before: str, after: str) -> None:
    assert before in TABLE
    assert sort_of("src/shop/tables.py", TABLE, TABLE.replace(before, after)) is None


def test_what_is_not_documented_there_is_offered_where_the_change_tells_of_it() -> None:
    renamed = edit("shop/tables.py", TABLE, TABLE.replace("plain", "simple"))
    other = edit("shop/tables.py", TABLE, TABLE.replace("plain(self, name)", "plain(self, names)"))
    page = edit("docs/tables.md", "x\n", "x\nPass names to `plain`.\n")
    assert question([renamed], "Rename plain to simple") is not None
    assert question([renamed], "Tidy\n\nplain was one of them") is None
    assert question([other], "Rename what plain takes") is None
    assert question([other, page], "Change") is not None
    assert question([other, edit("docs/tables.md", "x\n", "x\nExplain.\n")], "Change") is None


@pytest.mark.parametrize(
    "path",
    "shop/_tables.py _shop/tables.py tests/tables.py docs/tables.py examples/tables.py scripts/tables.py tables.py"
    " setup.py shop/setup.py shop/migrations/tables.py tools/a/tables.py src/tables.py shop/conftest.py".split(),
)
def test_modules_that_nobody_imports_from_outside_are_not_asked_about(path: str) -> None:
    assert sort_of(path, TABLE, TABLE.replace("attach", "attach_db")) is None


def test_beside_the_commands_of_a_program_functions_serve_these() -> None:
    command = "\n\n@cli.command()\ndef show():\n    return attach()\n"
    after = TABLE.replace("attach", "attach_db")
    assert sort_of("shop/cli.py", TABLE + command, after + command) is None
    other = "\nself.command = attach\n"
    assert sort_of("shop/cli.py", TABLE + other, after + other) == "interface"
    parser = "\nparser = ArgumentParser()\n"
    assert sort_of("shop/cli.py", TABLE + parser, after + parser) is None


def test_a_module_that_is_emptied_removed_or_renamed_is_asked_about() -> None:
    for after in ("", "\n", None):
        found = ask("shop/tables.py", TABLE, after)
        assert found is not None
        assert found.message.startswith("What this file offered to others went.")
    renamed = edit("shop/rows.py", TABLE, TABLE, "shop/tables.py")
    found = question([renamed], "Rename")
    assert found is not None
    assert found.message.startswith("The module `shop/tables.py` has another name now.")
    stays = edit("shop/tables.py", None, "from shop.rows import *\n")
    assert question([renamed, stays], "Rename") is None
    assert question([edit("shop/_rows.py", TABLE, TABLE, "shop/_tables.py")], "Rename") is None
    assert question([edit("shop/rows.py", "x = 1\n", "x = 1\n", "shop/tables.py")], "Rename") is None


def test_a_function_that_moves_within_the_change_did_not_go() -> None:
    begin, here, there = "def f(a): 0\n", edit("a/__init__.py", "def f(a): 0\n", ""), edit("b.py", "", "def f(a): 0\n")
    assert question([here, there], "Move") is None
    assert question([here], "Remove") is not None
    assert question([edit("a/__init__.py", begin, "from b import f\n")], "Move") is None


def test_a_question_points_where_the_removed_one_stood() -> None:
    lines = [f"def f{number}():\n    x = {number}\n    y = {number}\n    return {number}\n" for number in range(9)]
    found = ask("shop/__init__.py", "".join(lines), "import a\n" + "".join(lines[:4] + lines[5:]))
    assert found is not None
    assert (found.message.partition(" ")[0], found.line) == ("`f4`", 18)
    found = ask("shop/__init__.py", "".join(lines), "".join(lines[:8]))
    assert found is not None
    assert found.line == 32, "the last line, where the end is gone"


def test_a_module_that_lists_what_it_offers_offers_nothing_else() -> None:
    before = "__all__ = ['f', 'g']\ndef f(a): 0\ndef g(a): 0\ndef h(a): 0\n"
    for after, told in (
        (before.replace("def g(a)", "def g(b)"), "`g` is not what it was."),
        (before.replace(", 'g'", ""), "`g` went or has another name."),
    ):
        found = ask("shop/a.py", before, after)
        assert found is not None
        assert found.message.startswith(told)
    assert sort_of("shop/a.py", before, before.replace("def h(a)", "def h(b)")) is None
    unlisted = f"# no __all__ yet\n{before.partition(chr(10))[2]}"
    assert sort_of("shop/a.py", unlisted, unlisted.replace("def h(a)", "def h(b)")) is None
