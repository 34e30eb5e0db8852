"""What a reader of manifests gives: a name that is asked for, and whether what is shipped rests on it."""

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple


class Asked(NamedTuple):
    """A name; on what only tests, documents or checks, or is a part of the same project, nothing shipped rests."""

    name: str
    is_shipped: bool


Reader = Callable[[str], Iterator[Asked]]

# Groups, sections and files that say by their name that they serve those who develop.
DEVELOPMENT = re.compile(
    r"(?:^|[^a-z])(?:dev|devel|develop|development|tests?|testing|docs?|documentation|lint\w*|style|types?|typing|mypy|ci"
    r"|qa|bench\w*|examples?|tox|security|coverage|release|pkgutils|black|ruff|flake8|pre-?commit|nox|debug|profil\w+|sphinx\w*|pytest\w*)"
    r"(?:[^a-z]|$)",
    re.IGNORECASE,
)
# Names of software that serves those who develop, wherever it is asked for.
TOOLS = re.compile(
    r"(?:mkdocs|pymdown|sphinx|pytest|flake8|pylint|mypy|types-|@types/|eslint|@typescript-eslint/|prettier|stylelint"
    r"|jest|vitest|mocha|cypress|@?playwright|storybook|@storybook/)[\w./-]*"
    r"|furo|codespell|black|ruff|isort|yapf|autopep8|tox|nox|coverage|hypothesis|pre-commit|cogapp|twine|bandit"
    r"|data-science-types|rubocop[\w-]*|rspec[\w-]*|simplecov|junit:junit|org\.junit[\w.]*:[\w-]+|org\.mockito:[\w-]+"
    r"|github\.com/(?:stretchr/testify|golang/mock|onsi/\w+|google/go-cmp)|go\.uber\.org/mock|gotest\.tools(?:/v\d)?",
    re.IGNORECASE,
)
