"""Classes of language that blame, each with what looks like it and is fine."""

import pytest

from unrepeat.language.lint import lint

CLASSES: dict[str, tuple[str, list[str], list[str]]] = {
    "it went wrong when somebody did it": (
        "person-as-cause",
        [
            "It all went wrong when the new hire ran the seed script against the replica.",
            "The trouble began as soon as the platform crew switched on the new proxy.",
            "Root cause: the release manager approved the build with red tests.",
        ],
        [
            "After the engineer restarted the worker, the queue drained.",
            "The node failed when the disk was full.",
            "The cause was a full disk on the log host.",
        ],
    ),
    "a cleft sentence points at a person": (
        "person-as-cause",
        [
            "It was the intern who pointed the queue at production.",
            "What brought the site down was Maria's schema change.",
            "Responsible for the downtime is our network admin, who pulled the cable.",
        ],
        [
            "It was Emeka who found the cause after an hour.",
            "What brought the site down was a full disk.",
            "The maintainer is responsible for cutting releases.",
        ],
    ),
    "a deed is a noun that somebody owns": (
        "person-as-cause",
        [
            "The release engineer's decision to skip the canary cost us the whole weekend.",
            "Xiomara's script emptied the bucket.",
            "All the pods were killed by Ji-hoon's cleanup job.",
        ],
        [
            "Tim's change makes the cache twice as fast.",
            "The team's decision to keep the old key made the rollback possible.",
            "Redis's eviction emptied the cache.",
        ],
    ),
    "what came of a deed tells that it did harm": (
        "person-as-cause",
        [
            "QA signed off the build although two suites were red, and the payment page went blank.",
            "Someone disabled the health check, and the dead node kept receiving requests.",
            "Two reviewers waved the change through.",
        ],
        [
            "An engineer noticed the lag and moved the reads to the second replica.",
            "The update removed the old driver and the screen went dark.",
            "The team merged the fix and the error rate dropped to zero.",
        ],
    ),
    "a name that no list holds": (
        "person-as-cause",
        [
            "Okaforwe approved the wrong plan.",
            "The export failed when Brzek from the data team renamed the bucket.",
        ],
        [
            "Redis dropped the keys at midnight.",
            "Jenkins overwrote the artefact of the previous build.",
            "The query planner chose a bad index.",
        ],
    ),
    "a slip brought it about": (
        "human-error",
        [
            "An honest mistake during maintenance took the region offline.",
            "A slip by the engineer on duty led to the wrong node being drained.",
            "It comes down to a simple copy-paste mistake.",
            "The expired certificate was an oversight.",
        ],
        [
            "An error in the query planner made the report slow.",
            "Human error is a symptom, not a cause.",
            "The mistake in the template was corrected.",
            "Fix typo in the comment by the maintainer.",
        ],
    ),
    "what was left undone is a noun": (
        "omission",
        [
            "The root cause was the failure to patch the old server.",
            "The agency was blamed for failing to test the gateway.",
            "There was a failure on our part to notify the customers.",
        ],
        [
            "The failure to connect is logged.",
            "The wrapper was failing to pass the header.",
        ],
    ),
    "what befell a thing says who did not see to it": (
        "omission",
        [
            "The warning went unnoticed by the night shift.",
            "Security was not informed by the platform team.",
            "It never occurred to the developers to try the script on a copy.",
        ],
        [
            "The warning went unnoticed for a day, since no panel shows it.",
            "The page was not cached by the proxy.",
        ],
    ),
    "none of them did it": (
        "omission",
        [
            "None of us took the time to read the notes.",
            "Not one of the four reviewers opened the migration file.",
            "We neither tested the endpoint nor asked the database team.",
            "The platform team never got round to renewing the certificate.",
        ],
        [
            "None of the options are passed to the container.",
            "We have not tested this on Windows.",
            "The reviewers neither had access to the host nor saw the log.",
        ],
    ),
    "a subject past a clause with who": (
        "omission",
        [
            "The dev who wrote it didn't consider concurrent writers.",
            "The engineer who joined last week forgot the flag.",
        ],
        ["The engineer who said that the pod failed to start was right."],
    ),
    "small work would have helped": (
        "counterfactual",
        [
            "A quick look at the logs would have saved us four hours.",
            "One test run on staging, and the team would have seen the problem.",
            "It would have been wiser to roll back first.",
            "An experienced admin would have checked the lock table.",
        ],
        [
            "A warm cache would have absorbed the first minute.",
            "A larger pool would have hidden the leak for longer.",
            "It would be better to use a lock here.",
            "Any admin would have done the same.",
        ],
    ),
    "it should have been sooner, or need not have been": (
        "counterfactual",
        [
            "The rollback should have been started half an hour earlier.",
            "We need not have lost the logs.",
            "There was no reason for the team to push on a Friday.",
            "The vendor was supposed to tell us about the change.",
        ],
        [
            "The pool should have been drained by the controller.",
            "By the end of May all teams should have moved off the host.",
            "The file need not be present.",
            "The migration was supposed to run at night.",
        ],
    ),
    "a sentence begins with how plain it was": (
        "hindsight",
        [
            "Of course a single gateway was never going to be enough.",
            "Plainly the warning was no false alarm.",
            "Naturally the script failed on the first leap day.",
        ],
        [
            "Of course you may use your own domain.",
            "Naturally sorted lists are easier to read.",
            "Clearly mark the field as deprecated.",
        ],
    ),
    "signs are told as if they had been plain": (
        "hindsight",
        [
            "The signs of an overloaded primary had been visible for weeks.",
            "There were plenty of hints that the disk was dying.",
            "The red flags from the vendor went unheeded.",
            "The alert text could not have been clearer.",
        ],
        [
            "The signs of the two numbers were swapped.",
            "There are clear signs of recovery in the graphs.",
            "The trend is visible on the second panel.",
        ],
    ),
    "everybody knew": (
        "hindsight",
        [
            "Everyone knew that the old server was going to fall over sooner or later.",
            "We all knew this day would come.",
            "The danger of this setting was well known.",
        ],
        [
            "As is well known, TCP needs three messages to open a connection.",
            "All engineers know the address of the status page.",
            "As you can see, the array is empty.",
        ],
    ),
}
BLAMING = [(sentence, rule) for rule, wrong, _ in CLASSES.values() for sentence in wrong]
FINE = [sentence for _, _, right in CLASSES.values() for sentence in right]


@pytest.mark.parametrize(("sentence", "rule"), BLAMING)
def test_a_class_of_blame_is_found_by_its_rule(sentence: str, rule: str) -> None:
    assert rule in [one.rule for one in lint(f"{sentence}\n", "x.md", "markdown")]


@pytest.mark.parametrize("sentence", FINE)
def test_what_looks_like_it_passes(sentence: str) -> None:
    found = lint(f"{sentence}\n", "x.md", "markdown")
    assert [one.rule for one in found if one.severity != "info"] == []


@pytest.mark.parametrize(
    "sentence",
    [
        "She pushed directly to main and took the site down.",
        "The squad lead had not signed off the risk assessment.",
        "Support failed to tell the engineers that customers were complaining.",
    ],
)
def test_what_is_no_plain_object_is_left_to_the_writer(sentence: str) -> None:
    assert lint(f"{sentence}\n", "x.md", "markdown")[0].suggestion.startswith("<what")
