"""What leaves the team leads to nobody, and says the rest as it was written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unrepeat.history.redact import Redactor
from unrepeat.retro.briefs.discreet import Discretion
from unrepeat.retro.evidence import Tie

CULPRIT, FIX = "ab12" * 10, "cd34" * 10


def discretion() -> Discretion:
    people = Redactor()
    for name in ("Sam Sample", "José Álvarez", "Grzegorz Wrzeszcz", "Mark Young", "Иван Петров"):
        people.learn(name, f"{name.split()[0].lower()}@example.org")
    names = {"Sam", "José", "Jose", "Mark", "Alice"}
    return Discretion(people, names, (CULPRIT, FIX), (Tie(FIX, CULPRIT, 1.0, confirmed=True),))


@pytest.mark.parametrize(
    ("written", "leaves"),
    [
        ("Sam's batches overlap", "someone's batches overlap"),
        ("the batches that Jose wrote", "the batches that someone wrote"),
        ("asked Wrzeszcz and Петров about it", "asked someone and someone about it"),
        ("told to @sam and @octocat-7", "told to someone"),
        ("write to sam@example.org, or b [at] c.org", "write to someone, or someone"),
        ("at 07:30 mails came", "mails came"),
        ("from 2025-12-24T09:00:00Z on", "from 2025-12-24 on"),
        ("at 7.30pm, 14h05, 0730h, 9 o'clock and half past nine", ", , , and"),
        ("see https://x.example/1, github.com/o/r/pull/5 and ssh://git@h/x", "see a page, a page and a page"),
        ("#77, PROJ-12, o/r#5, bug 4711, proj-12", "a ticket, a ticket, a ticket, a ticket, a ticket"),
        (f"broken since {CULPRIT[:9]}", "broken since a change"),
        ("built as v1.2-3-gce7218eb", "built as v1.2-3-a change"),
        (
            f"A test that fails on `{CULPRIT[:12]}` and passes on `{FIX[:12]}`",
            "A test that fails on the change that went wrong and passes on the one that repaired it",
        ),
        ("UTF-8 and SHA-256 stay, 1200000 rows too", "UTF-8 and SHA-256 stay, 1200000 rows too"),
        ("Count 3.10 of 24 items in step 5 of `src/a.py`", "Count 3.10 of 24 items in step 5 of src/a.py"),
        ("Young parcels wait; batches of a hundred", "Young parcels wait; batches of a hundred"),
    ],
)
def test_what_leads_to_a_person_goes_and_the_rest_stays(written: str, leaves: str) -> None:
    assert discretion().words(written) == leaves


def test_a_folder_called_as_somebody_is_is_not_named() -> None:
    assert discretion().path("src/sam/x.py") == "src/…/x.py"
    assert discretion().path("src/mail/x.py") == "src/mail/x.py"


@given(st.text(max_size=300))
def test_any_text_comes_out_on_one_line(text: str) -> None:
    told = discretion().words(text)
    assert "\n" not in told
    assert "Sam Sample" not in told
