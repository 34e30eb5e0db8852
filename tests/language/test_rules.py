"""Each rule speaks of its own examples and of nothing that is fine."""

import pytest

from unrepeat.language.lint import lint
from unrepeat.language.rule import Rule, rules

ALL = list(rules().values())
WRONG = [(rule, sentence) for rule in ALL for sentence in rule.wrong]
RIGHT = [(rule, sentence) for rule in ALL for sentence in rule.right]


def spoken(rule: Rule, sentence: str, *, by: list[Rule] | None = None) -> list[str]:
    """Give the rules that speak of a sentence that stands where the rule holds."""
    text = f"# Action items\n\n- {sentence}\n" if rule.group == "action" else f"{sentence}\n"
    return [one.rule for one in lint(text, "x.md", "markdown", by or ALL)]


@pytest.mark.parametrize(("rule", "sentence"), WRONG, ids=lambda value: value.id if isinstance(value, Rule) else value)
def test_a_rule_speaks_of_what_it_is_for(rule: Rule, sentence: str) -> None:
    assert rule.id in spoken(rule, sentence)


@pytest.mark.parametrize(("rule", "sentence"), RIGHT, ids=lambda value: value.id if isinstance(value, Rule) else value)
def test_a_rule_is_silent_on_what_is_fine(rule: Rule, sentence: str) -> None:
    assert spoken(rule, sentence, by=[one for one in ALL if one.group == rule.group and one.severity != "info"]) == []


# What matters is who the grammar blames.
FINE = [
    "The service failed to start.",
    "The image should have three replicas.",
    "The scheduler could not have known.",
    "The pod that the operator runs failed to start.",
    "The Prometheus Operator deleted the wrong rule.",
    "The user clicked twice and got two invoices.",
    "10:05 R. Okafor opens the channel.",
    "`git blame` shows three changes.",
    "A DNS fault could have caused the spike.",
    "No person is to blame here.",
    "Human error is never the cause; we look for the condition.",
    "The table was dropped by accident.",
    "abc1234 forgot the NULL check in the error path.",
    "If we forget to renew it, the page says so.",
    "We failed over to the second region.",
    "Kafka failed to elect a leader, and the consumers missed two messages.",
    "The worker forgot its lease.",
    "Who should be told when this happens?",
    "Why did the pod restart?",
    "How could we have noticed it sooner?",
    "What did you notice, and when?",
    "Where did they look first?",
    "The image uses lazy loading and a naive implementation of retries.",
    "The request was answered with a bad gateway error.",
    "Priya found the change and reverted it within four minutes.",
    "Errors in US data centres rose to 38 %.",
]
BLAMING = [
    ("Did you even look at the graph?", "who-or-why-question"),
    ("Tom, who was new, forgot to renew the certificate.", "omission"),
    ("The engineer on the platform team forgot to add the index.", "omission"),
    ("We deployed it on Friday and did not test the rollback.", "omission"),
    ("Nobody on the team checked the dashboard.", "omission"),
    ("Our failure to rotate the key let the job run.", "omission"),
    ("She deployed the old image and broke checkout.", "person-as-cause"),
    ("The database was wiped by an engineer.", "person-as-cause"),
    ("The intern brought the whole site down.", "person-as-cause"),
    ("It failed when Tom applied the change to the live cluster.", "person-as-cause"),
    ("Priya's deploy took down the site.", "person-as-cause"),
    ("This one is on Tom.", "person-as-cause"),
    ("The loss is the result of an oversight by the release manager.", "human-error"),
    ("The tests should have been run before the merge.", "counterfactual"),
    ("The incident would have been avoided if we had read the log.", "counterfactual"),
    ("We should of known.", "counterfactual"),
    ("The warning signs were all there.", "hindsight"),
    ("Anyone could have seen that.", "hindsight"),
    ("The planning was sloppy.", "judgement"),
    ("Any competent engineer would have checked.", "judgement"),
    ("Who in the team approved this?", "who-or-why-question"),
    ("Why didn't anyone look at the alert?", "who-or-why-question"),
]


@pytest.mark.parametrize("sentence", FINE)
def test_a_sentence_that_blames_nobody_passes(sentence: str) -> None:
    found = lint(f"{sentence}\n", "x.md", "markdown")
    assert [one.rule for one in found if one.severity != "info"] == []


@pytest.mark.parametrize(("sentence", "rule"), BLAMING)
def test_a_sentence_that_blames_somebody_is_found(sentence: str, rule: str) -> None:
    assert rule in [one.rule for one in lint(f"{sentence}\n", "x.md", "markdown", [rules()[rule]])]


@pytest.mark.parametrize(
    ("sentence", "suggestion"),
    [
        (
            "The on-call neglected to renew the certificate.",
            "The certificate was not renewed; <what was known and visible then>.",
        ),
        ("We forgot to add the indexes.", "The indexes were not added; <what was known and visible then>."),
        ("Priya tagged the wrong branch.", "The wrong branch was tagged; <the control that was absent>."),
        (
            "This change should have been tested on staging.",
            "This change was not tested on staging; <the action that makes sure of it next time>.",
        ),
        ("Why did you skip the canary?", "What made it look right to skip the canary?"),
        ("Who approved the change?", "How did it come that the change was approved?"),
        ("Obviously, the alert was late.", "The alert was late."),
        ("This was a reckless merge.", "This was a merge."),
        (
            "The failover was lost through operator error.",
            "The failover was lost through <the control that was absent, or the step that let it through>.",
        ),
    ],
)
def test_a_rewrite_keeps_the_facts_and_invents_none(sentence: str, suggestion: str) -> None:
    assert lint(f"{sentence}\n", "x.md", "markdown")[0].suggestion == suggestion


def test_one_s_own_judgement_is_answered_kindly() -> None:
    (found,) = lint("It was a stupid mistake of mine.\n", "x.md", "markdown", [rules()["judgement"]])
    assert "You need not call it that." in found.message


def test_they_are_blamed_only_where_people_were_spoken_of() -> None:
    rule = [rules()["counterfactual"]]
    assert lint("The reviewers met at nine. They should have read it.\n", "x.md", "markdown", rule)
    assert not lint("The replicas were three. They should have had a leader.\n", "x.md", "markdown", rule)
