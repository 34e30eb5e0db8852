"""Files are watched by an alert that exists."""

import pytest

from tests.guards.proposals import Files, added, fired, firings, guard, made, places
from tests.repository import Repo
from unrepeat.guards.guard import Guard
from unrepeat.guards.kinds import CannotRun, NotValid, ready
from unrepeat.history.edit import Edit

RULES = """
groups:
  - name: queue
    rules:
      - record: queue:length
        expr: sum(queue_length)
      - alert: QueueTooLong
        expr: queue:length > 100
        for: 5m
        labels: {severity: page}
"""
OPERATOR = """
apiVersion: v1
kind: ConfigMap
---
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
spec:
  groups:
    - name: queue
      rules:
        - alert: 'QueueTooLong'
          expr: queue:length > 100
"""


def watched(alert: object = "QueueTooLong") -> Guard:
    """Make a guard of the queue."""
    return guard("monitor", {"alert": alert, "files": ["ops/*.yml"]}, "queue/**")


def says(rules: str | None, one: Guard | None = None) -> list[str]:
    """Give what a guard says in brackets of a change to the queue, with this file of rules beside it."""
    found = firings(one or watched(), made(added("queue/a.py", "x\n"), after=Files({"ops/a.yml": rules})))
    assert all(place == ("queue/a.py", 1, 1) for place in places(found))
    return [one.message.partition("(")[2].rstrip(")") for one in found]


def test_a_change_waits_for_its_alert_and_is_silent_once_it_is_there(repo: Repo) -> None:
    repo.commit("begin", {"queue/a.py": "a = 1\n", "ops/other.yml": RULES.replace("QueueTooLong", "DiskFull")})
    repo.commit("watched", {"queue/a.py": "a = 2\n", "ops/rules.yml": RULES})
    repo.commit("no more", {"queue/a.py": "a = 3\n", "ops/rules.yml": None, "moved/rules.yml": RULES})
    assert fired(repo, watched(), "HEAD~1") == []
    for revision in ("HEAD", "HEAD~2"):
        assert [one.message for one in fired(repo, watched(), revision)] == [
            "Mind this (there is no alert QueueTooLong)"
        ]


def test_each_alert_must_be_there_with_an_expression() -> None:
    assert says(RULES) == []
    assert says(OPERATOR) == []
    assert says(RULES, watched(["QueueTooLong", "QueueStuck"])) == ["there is no alert QueueStuck"]
    assert says(RULES.replace("expr: queue:length > 100", "annotations: {}")) == [
        "the alert QueueTooLong has no expression"
    ]
    assert says(RULES.replace("- alert", "- record")) == ["there is no alert QueueTooLong"]
    assert says(f"# {RULES.replace(chr(10), chr(10) + '# ')}") == ["there is no alert QueueTooLong"]
    assert says("QueueTooLong: [a, {alert: QueueTooLong}]\n") == ["there is no alert QueueTooLong"]


def test_a_file_that_cannot_be_read_matters_where_it_holds_the_name() -> None:
    for broken in (
        "groups: [QueueTooLong\n",
        "a: " + "[" * 3_000 + "QueueTooLong",
        "groups: *QueueTooLong\n",
        "\0QueueTooLong",
    ):
        with pytest.raises(CannotRun, match=r"ops/a.yml .*nobody knows whether it defines the alert QueueTooLong"):
            says(broken)
    with pytest.raises(CannotRun, match="no text that can be read here"):
        says(None)
    assert says("groups: [") == ["there is no alert QueueTooLong"]
    both = Files({"ops/a.yml": "groups: [QueueTooLong", "ops/b.yml": RULES})
    assert firings(watched(), made(added("queue/a.py", "x\n"), after=both)) == []


def test_aliases_are_passed_over_and_never_written_out() -> None:
    bomb = "a: &a [x, x, x, x, x, x, x, x, x, x]\n" + "".join(
        f"{letter}: &{letter} [{', '.join([f'*{before}'] * 10)}]\n"
        for before, letter in zip("abcdefghijk", "bcdefghijkl", strict=True)
    )
    assert says(bomb + RULES) == []
    assert says(RULES.replace("{severity: page}", "&page {severity: page}") + "    labels: *page\n") == []
    with pytest.raises(CannotRun, match="nested more than 30 deep"):
        says(f"{RULES}x: {'[' * 40}{']' * 40}\n")
    for hidden in (
        "rules: *QueueTooLong\n",
        "rules:\n      - *QueueTooLong\n",
        "rules:\n      - alert: *QueueTooLong\n",
    ):
        with pytest.raises(CannotRun, match="alias"):
            says(f"x: &QueueTooLong y\ngroups:\n  - name: q\n    {hidden}")


def test_nothing_is_asked_of_what_goes_and_a_tree_is_asked_as_it_is() -> None:
    assert firings(watched(), made(Edit("queue/a.py", "deleted", before="x\n"))) == []
    assert firings(watched(), made(added("queue/a.py", "x\n"), whole=True))


@pytest.mark.parametrize("rule", [{}, {"alert": "A"}, {"files": "a.yml"}, {"alert": "A", "files": []}, {"alerts": "A"}])
def test_a_rule_that_is_none_says_why(rule: dict[str, object]) -> None:
    with pytest.raises(NotValid, match="its rule"):
        ready(guard("monitor", rule, "queue/**"))
    with pytest.raises(NotValid, match="needs `paths`"):
        ready(guard("monitor", {"alert": "A", "files": "a.yml"}))
