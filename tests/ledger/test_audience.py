"""Who should be told is suggested from what the repository itself says, with the reason."""

import pytest

from tests.repository import Repo
from unrepeat.git import Repository
from unrepeat.ledger.audience import Suggested, audience, owners, read_codeowners

# From GitHub's own page about code owners, in its order.
GITHUB = r"""
# Lines that begin with a hash are comments
*       @global-owner1 @global-owner2
*.js    @js-owner #This is an inline comment.
*.go docs@example.com
*.txt @octo-org/octocats
/build/logs/ @doctocat
docs/* docs@example.com
apps/ @octocat
/docs/ @doctocat
/scripts/ @doctocat @octocat
**/logs @octocat
/apps/ @octocat
/apps/github
/spaced\ name/ @octocat
"""

# From GitLab's page about sections.
GITLAB = """
* @general-approvers

[Documentation][2] @docs-team
docs/
README.md

^[Database] @database-team
model/db/
config/db/database-setup.md @docs-team @dba

[documentation]
docs/internal/ @internal
"""


@pytest.mark.parametrize(
    ("path", "who"),
    [
        ("main.c", ["@global-owner1", "@global-owner2"]),
        ("src/deep/a.js", ["@js-owner"]),
        ("a.go", ["docs@example.com"]),
        ("build/logs/deep/a.log", ["@octocat"]),  # **/logs stands below
        ("build/logs", ["@octocat"]),
        ("docs/a.md", ["@doctocat"]),
        ("docs/build-app/troubleshooting.md", ["@doctocat"]),
        ("lib/docs/a.c", ["@global-owner1", "@global-owner2"]),
        ("x/apps/a.c", ["@octocat"]),
        ("scripts/a.txt", ["@doctocat", "@octocat"]),
        ("apps/a.c", ["@octocat"]),
        ("apps/github", []),
        ("apps/github/deep/a.c", []),
        ("spaced name/a.c", ["@octocat"]),
    ],
)
def test_the_last_line_that_matches_counts_as_on_github(path: str, who: list[str]) -> None:
    assert owners(GITHUB, path) == who


def test_a_level_of_docs_is_one_level() -> None:
    assert owners("docs/* @writers", "docs/a.md") == ["@writers"]
    assert owners("docs/* @writers", "docs/deep/a.md") == []


@pytest.mark.parametrize("line", ["!*.py @no", "[ab].py @no", r"\#a.py @no", "*.py no-owner", "*.py @a b c"])
def test_lines_that_github_skips_are_skipped(line: str) -> None:
    for path in ("a.py", "#a.py", "b.py", "[ab].py"):
        assert owners(f"* @all\n{line}\n", path) == ["@all"]


@pytest.mark.parametrize(
    ("path", "who"),
    [
        ("a.c", ["@general-approvers"]),
        ("docs/a.md", ["@general-approvers", "@docs-team"]),
        ("docs/internal/a.md", ["@general-approvers", "@internal"]),
        ("model/db/a.sql", ["@general-approvers", "@database-team"]),
        ("config/db/database-setup.md", ["@general-approvers", "@docs-team", "@dba"]),
    ],
)
def test_each_section_of_gitlab_counts(path: str, who: list[str]) -> None:
    assert owners(GITLAB, path) == who


def test_owners_of_the_paths_come_first_then_those_who_build_on_them() -> None:
    codeowners = "src/ @core\nsrc/api.py @api @core\nclients/ @clients\nreports/ @reports\n"
    partners = [
        ("src/api.py", "reports/b.py", 0.41),
        ("src/api.py", "clients/a.py", 0.728),
        ("src/api.py", "src/io.py", 0.9),
        ("src/api.py", "clients/z.py", 0.5),
        ("other.py", "reports/c.py", 1.0),
    ]

    assert audience(["src/api.py", "src/io.py"], codeowners, partners) == [
        Suggested("@core", "owns src/api.py and src/io.py"),
        Suggested("@api", "owns src/api.py"),
        Suggested(
            "@clients", "owns clients/a.py, which changed together with src/api.py in at least 72% of its changes"
        ),
        Suggested(
            "@reports", "owns reports/b.py, which changed together with src/api.py in at least 41% of its changes"
        ),
    ]


def test_many_paths_are_counted() -> None:
    (one,) = audience([f"src/{name}.py" for name in "abc"], "src/ @core", [])

    assert one.because == "owns src/a.py and 2 more of these files"


def test_who_owns_everything_is_not_suggested() -> None:
    assert audience(["src/a.py", "b.py"], "* @all\nsrc/ @core\n") == [Suggested("@core", "owns src/a.py")]
    assert audience(["src/a.py"], "src/ @core\n* @all\n") == []


def test_nobody_is_suggested_where_nobody_is_named() -> None:
    assert audience(["a.py"], "", [("a.py", "b.py", 1.0)]) == []


def test_the_codeowners_that_github_would_take_is_read(repo: Repo) -> None:
    repository = Repository.discover(repo.folder)
    nothing = repo.commit("nothing yet", {"a.py": "a\n"})
    docs = repo.commit("in docs", {"docs/CODEOWNERS": "\ufeff* @docs\r\n"})
    top = repo.commit("at the top", {"CODEOWNERS": "* @top\n"})
    hidden = repo.commit("for the forge", {".github/CODEOWNERS": "* @forge\n"})

    texts = [read_codeowners(repository, commit) for commit in (nothing, docs, top, hidden)]

    assert [owners(text, "a.py") for text in texts] == [[], ["@docs"], ["@top"], ["@forge"]]


def test_a_link_or_a_file_too_large_tells_nothing(repo: Repo) -> None:
    repository = Repository.discover(repo.folder)
    large = repo.commit("large", {"CODEOWNERS": "* @all\n" * 500_000})
    (repo.folder / "CODEOWNERS").unlink()
    (repo.folder / "CODEOWNERS").symlink_to("/etc/hostname")
    link = repo.commit("a link")

    assert read_codeowners(repository, large) == ""
    assert read_codeowners(repository, link) == ""
