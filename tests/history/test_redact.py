"""People are taken out of messages, and nothing else is."""

import pytest

from unrepeat.history.redact import Redactor


@pytest.fixture
def redactor() -> Redactor:
    """Know a few people."""
    known = Redactor()
    known.learn("Jané Roe-Smith", "jane.roe@example.org")
    known.learn("Otto K. Normal", "42+otto-n@users.noreply.github.com")
    known.learn("Zelda", "zelda@localhost")
    known.learn("root", "root@build")
    return known


@pytest.mark.parametrize(
    ("message", "cleaned"),
    [
        ("Fix what Jané Roe-Smith saw", "Fix what someone saw"),
        ("Fix what jané\nroe-smith saw", "Fix what someone saw"),
        (
            "Count\n\nSigned-off-by: Jané Roe-Smith <jane.roe@example.org>\nFixes: 0123456789ab",
            "Count\n\nFixes: 0123456789ab",
        ),
        ("Count\n\nReported-by: A Stranger <a@stranger.example>", "Count"),
        ("Write to <jane.roe@example.org> or zelda@localhost", "Write to someone or someone"),
        ("so Paula Unknown <paula@example.org> says", "so someone says"),
        ("Thanks @otto-n!", "Thanks @someone!"),
        ("Merge pull request #12 from otto-n/count", "Merge pull request #12 from someone/count"),
        ("Thanks Zelda", "Thanks someone"),
        ("Closes #12. Thanks to Paula Unknown.", "Closes #12. Thanks to someone."),
        ("Count all, thanks kmike", "Count all, thanks someone"),
        ("Patch by Paula Unknown", "Patch by someone"),
    ],
)
def test_a_person_is_taken_out(redactor: Redactor, message: str, cleaned: str) -> None:
    assert redactor.clean(message).replace("@someone", "someone") == cleaned.replace("@someone", "someone")


@pytest.mark.parametrize(
    "message",
    [
        "Run as root, never as another user",
        "Use serde@1.0.2 and @property",
        "Faster, thanks to the new parser",
        "Found by inspection",
        "Found by Coverity",
        "Fix a NULL pointer in lib/zelda.c and ZELDA_MAX",
        "Set a = b in count()",
        "Merge branch 'main' of https://example.org/count",
    ],
)
def test_what_is_no_person_stays(redactor: Redactor, message: str) -> None:
    assert redactor.clean(message) == message


def test_a_name_in_an_earlier_message_is_noticed_later(redactor: Redactor) -> None:
    assert redactor.knows_any(["nothing", "ask Otto K. Normal", "more"]) == [1]
