"""What people type is asked about when it goes: commands, their options, the names that a package installs."""

import re

import pytest

from tests.ledger.signs.asking import ask, sort_of

CLICK = """
@click.group()
def cli():
    "Tables."


@cli.command()
@click.option(
    "-d",
    "--detect-types",
    is_flag=True,
)
@click.option("--tables/--no-tables", default=True)
def insert(detect_types, tables):
    run(["git", "--no-pager"])


@cli.command("drop-table")
def drop():
    pass


@cli.group(name="plug-ins")
def plugins():
    pass


@app.command
def show_all():
    pass
"""


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("def insert(", "def insert_rows(", "The command `insert` went or has another name."),
        ('"drop-table"', '"drop"', "The command `drop-table` went"),
        ('"plug-ins"', '"plugins"', "The command `plug-ins` went"),
        ("show_all", "show", "The command `show-all` went"),
        ("--detect-types", "--detect", "The option `--detect-types` went"),
        ("--tables/--no-tables", "--tables", "The option `--no-tables` went"),
    ],
)
def test_a_command_or_option_of_click_that_goes_is_asked_about(before: str, after: str, told: str) -> None:
    assert before in CLICK
    found = ask("shop/cli.py", CLICK, CLICK.replace(before, after))
    assert found is not None
    assert found.message.startswith(told)
    assert found.line > 5


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("def drop(", "def drop_table("),
        ("insert(detect_types, tables)", "insert(tables, detect_types)"),
        ("--no-pager", "--bare"),
        ('"-d"', '"-D"'),
        ("@app.command\n", "@app.command()\n"),
        ("insert(", "insert_command("),
    ],
)
def test_what_a_command_is_called_in_the_code_and_what_it_passes_on_is_nobodys(before: str, after: str) -> None:
    assert before in CLICK
    assert sort_of("shop/cli.py", CLICK, CLICK.replace(before, after)) is None


def test_a_command_or_option_of_argparse_that_goes_is_asked_about() -> None:
    before = 'p.add_argument("-n", "--dry-run")\np.add_argument("--dry-run-all")\ns = subs.add_parser("insert")\n'
    for gone in ('p.add_argument("-n", "--dry-run")\n', 's = subs.add_parser("insert")\n'):
        assert sort_of("shop/start.py", before, before.replace(gone, "")) == "interface"


@pytest.mark.parametrize(
    ("path", "before"),
    [
        ("pyproject.toml", '[project.scripts]\nshop = "shop.cli:main"\n'),
        ("pyproject.toml", '[tool.poetry.scripts]\nshop = "shop.cli:main"\n'),
        ("setup.cfg", "[options.entry_points]\nconsole_scripts =\n    shop = shop.cli:main\n"),
        ("setup.py", 'setup(entry_points={"console_scripts": ["shop=shop.cli:main"]})\n'),
        (
            "setup.py",
            'setup(\n    entry_points="""\n        [console_scripts]\n        shop=shop.cli:main\n    """,\n)\n',
        ),
        ("package.json", '{\n "bin": {\n  "shop": "cli.js"\n }\n}\n'),
        ("package.json", '{\n "name": "shop",\n "bin": "cli.js"\n}\n'),
    ],
)
def test_a_command_that_a_package_installs_under_another_name_is_asked_about(path: str, before: str) -> None:
    found = ask(path, before, re.sub(r"(?<![\w.])shop(?=[ \"=])", "store", before))
    assert found is not None
    assert found.message.startswith("The command `shop` went or has another name.")
    assert sort_of(path, before, before.replace("cli", "start")) is None, "it may do so by another function"


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("pyproject.toml", '[project]\nrequires-python = ">=3.9"\n'),
        ("pyproject.toml", '[tool.poetry.dependencies]\npython = "^3.9"\n'),
        ("setup.py", 'setup(\n    python_requires=">=3.9",\n)\n'),
        ("setup.cfg", "[options]\npython_requires = >=3.9\n"),
    ],
)
def test_a_package_that_needs_a_newer_version_of_its_language_is_asked_about(path: str, line: str) -> None:
    found = ask(path, line, line.replace("3.9", "3.11"))
    assert found is not None
    assert found.message.startswith("It needs version 3.11 of its language now.")
    assert found.line == 2
    assert sort_of(path, line.replace("3.9", "3.11"), line) is None


def test_a_package_that_goes_as_a_whole_installs_nothing_under_another_name() -> None:
    assert sort_of("old/pyproject.toml", '[project.scripts]\nshop = "shop:main"\n', None) is None


def test_a_question_points_at_the_command_that_went() -> None:
    before = '[project]\nversion = "1"\n[project.scripts]\nshop = "shop:main"\n'
    found = ask("pyproject.toml", before, before.replace('"1"', '"2"').replace("shop =", "store ="))
    assert found is not None
    assert found.line == 4
