"""A pull request or a message says what it is about: in its sections, in words of its own."""

import pytest

from tests.guards.proposals import Files, added, fired, firings, guard, made
from tests.repository import Repo
from unrepeat.guards.guard import Guard
from unrepeat.guards.kinds import NotReplayable, NotValid, ready
from unrepeat.guards.proposal import Proposal, PullRequest

PLAN = guard("context", {"sections": ["Context", "Test plan"]})
MESSAGE = guard("context", {"sections": ["Context", "Test plan"], "in": "message"}, "src/**")


def written(body: str, **known: object) -> Proposal:
    """Give a change with the words of its pull request."""
    return made(added("src/a.py", "x\n"), pull_request=PullRequest("A change", body), **known)


def lacks(body: str, one: Guard = PLAN, **known: object) -> list[str]:
    """Give what the guard says in brackets."""
    return [found.message.partition("(")[2].rstrip(")") for found in firings(one, written(body, **known))]


@pytest.mark.parametrize(
    "body",
    [
        "## Context\nThe morning run takes too long.\n## Test plan\nRan it over last night's parcels.\n",
        "# context:\n\n- The morning run\n- takes too long\n\n### TEST PLAN ###\n```\npytest tests/run -k slow\n```\n",
        "Context\n=======\nThe run takes hours.\n\nTest plan\n---------\nRan it over parcels.\n",
        "Context: the run takes hours.\nTest plan: ran it over parcels.\n",
        "**Context:** the run takes hours\n\n**Test plan**\n\n1. Ran it over parcels\n",
        "## 🧭 Context\n#### Why\nThe run takes hours.\n## Looks\n![](x.png)\n## Test plan\n- [x] Ran it twice here\n",
        "## Context\r\nThe run takes hours.\r\n## Test plan\r\nN/A: only words of the handbook change\r\n",
        "## Context\n朝の処理が長い\n## Test plan\n昨夜の荷物で試した\n",
        "## Context\nTODO\n## Test plan\nRan it over parcels.\n## Context\nThe run takes hours.\n",
    ],
)
def test_sections_that_say_something_are_silence(body: str) -> None:
    assert lacks(body) == []


@pytest.mark.parametrize(
    "plan",
    [
        "",
        "\n<!-- How was it tested? Say it in a few words. -->\n",
        "<!-- not closed: how was it tested? say it here",
        "n/a",
        "N/A",
        "TODO: write down how it was tested",
        "- [ ] TBD by whoever reads this",
        "ran tests",
        "tests tests tests tests",
        "- [ ] Tests were run\n- [ ] Docs were written",
        "* * *\n...\n> > >",
        "https://ci.example.org/runs/of/this/change/12345",
        "Signed-off-by: some name <name@example.org>",
        "## Notes\nAll of this stands under another heading.",
        "**Notes**\nAll of this stands under another name.",
    ],
)
def test_a_section_that_says_nothing_is_told(plan: str) -> None:
    assert lacks(f"## Context\nThe run takes hours.\n\nTest plan:\n{plan}") == ["Test plan says nothing yet"]


def test_a_section_that_is_missing_is_told_in_other_words() -> None:
    assert lacks("## Context\nThe run takes hours.\n") == ["Test plan is missing"]
    assert lacks("") == ["Context is missing", "Test plan is missing"]
    assert lacks("We had no context, and our test plan is to look.") == ["Context is missing", "Test plan is missing"]
    assert lacks("```\n## Context\nin a fence\n```\n") == ["Context is missing", "Test plan is missing"]


def test_what_the_repositorys_template_says_is_nobodys_own_word() -> None:
    template = "## Context\nDescribe the reason for this change.\n## Test plan\n- [ ] I ran the whole test suite\n"
    ticked = template.replace("[ ]", "[x]")
    for place in (".github/pull_request_template.md", "docs/PULL_REQUEST_TEMPLATE/usual.md"):
        assert lacks(ticked, before=Files({place: template})) == [
            "Context says nothing yet",
            "Test plan says nothing yet",
        ]
    assert lacks(ticked, before=Files({"docs/template.md": template})) == []


def test_the_least_number_of_words_is_the_guards() -> None:
    assert lacks("Context: too slow", guard("context", {"sections": "Context", "words": 2})) == []
    assert lacks("Context: far too slow here", guard("context", {"sections": "Context", "words": 5})) != []


def test_a_message_is_looked_at_where_the_guards_files_change(repo: Repo) -> None:
    repo.commit(
        "Send in batches\n\nContext: the run takes hours.\nTest plan: none\n\nReviewed-by: one of us all\n",
        {"src/a": "1"},
    )
    assert [one.message for one in fired(repo, MESSAGE)] == ["Mind this (Test plan says nothing yet)"]
    repo.commit("Send in batches", {"doc/a": "1"})
    assert fired(repo, MESSAGE) == []


def test_words_that_are_not_there_yet_are_not_told_as_missing() -> None:
    with pytest.raises(NotReplayable, match="no message yet"):
        firings(MESSAGE, made(added("src/a.py", "x\n")))
    with pytest.raises(NotReplayable, match="pull request"):
        firings(PLAN, made(added("src/a.py", "x\n")))
    assert firings(PLAN, made(added("src/a.py", "x\n"), whole=True)) == []


@pytest.mark.parametrize(
    "rule",
    [
        {},
        {"sections": []},
        {"sections": "Context", "in": "mail"},
        {"sections": "Context", "words": 0},
        {"section": "x"},
    ],
)
def test_a_rule_that_is_none_says_why(rule: dict[str, object]) -> None:
    with pytest.raises(NotValid, match="its rule"):
        ready(guard("context", rule))


def test_long_and_odd_bodies_take_no_time() -> None:
    for body in ("x" * 1_000_000, " " * 1_000_000, "<!--" * 200_000, "> - " * 200_000, "a-" * 400_000, "#\n" * 300_000):
        assert lacks(body) == ["Context is missing", "Test plan is missing"]
