"""`talk`: facts and what is merely assumed stand apart, nothing is kept, and what was heard becomes agreements."""

import json
from pathlib import Path

from tests.conftest import Run
from tests.expectations import complains, succeeds

HEARD = """Say early when a date moves


I write it down the same day
An answer within two days


2099-01-15
"""


def section(page: str, heading: str) -> str:
    """Give a section of a page."""
    return page.partition(f"## {heading}\n")[2].partition("\n## ")[0]


def test_what_is_known_and_what_is_assumed_stand_apart(sample: tuple[Path, dict[str, str]], unrepeat: Run) -> None:
    folder, named = sample
    string = f"string-{named['batches'][:12]}"
    succeeds(unrepeat("link", named["rest"], named["batches"], "yes", cwd=folder))
    page = succeeds(unrepeat("talk", string, cwd=folder))
    known, assumed = section(page, "What is known"), section(page, "What is only assumed so far")
    assert "a change in `pickup/reminders.py` was repaired by another" in known
    assert "likely" not in known
    assert f"That `{named['twice'][:12]}` repairs `{named['rest'][:12]}` is likely (" in assumed
    assert named["batches"][:12] not in assumed
    assert "Is there something you fear? For each fear: is it known, or assumed?" in assumed
    assert "“my rating has dropped”" in assumed
    assert page.count("?*") >= 5
    assert section(page, "How to begin").strip()
    assert "we look at it together" in section(page, "How to close, looking ahead")


def test_nothing_of_the_talk_is_kept(sample: tuple[Path, dict[str, str]], unrepeat: Run, tmp_path: Path) -> None:
    folder, named = sample
    string = f"string-{named['batches']}"
    done = unrepeat("talk", string, cwd=folder)
    assert "for you alone" in done.stderr
    succeeds(unrepeat("talk", string, "--heard", cwd=folder, stdin=HEARD))
    assert not (folder / ".unrepeat").exists()
    kept = [file.read_bytes() for file in (*folder.rglob("*"), *(tmp_path / "home").rglob("*")) if file.is_file()]
    assert not any(b"Say early when" in one or b"My rating" in one for one in kept)


def test_what_was_heard_becomes_an_agreement_that_both_sides_sign(
    sample: tuple[Path, dict[str, str]], unrepeat: Run
) -> None:
    folder, named = sample
    said = succeeds(unrepeat("talk", f"string-{named['batches']}", "--heard", cwd=folder, stdin=HEARD))
    assert "Offered: Say early when a date moves" in said
    assert "promises.manager=An answer within two days" in said
    assert "--as engineer" in said
    assert "--as manager" in said
    (row,) = map(
        json.loads,
        succeeds(
            unrepeat("talk", f"string-{named['batches']}", "--heard", "--json", cwd=folder, stdin=HEARD)
        ).splitlines(),
    )
    fields = row["fields"]
    assert fields["parties"] == ["engineer", "manager"]
    assert fields["promises"] == {
        "engineer": ["I write it down the same day"],
        "manager": ["An answer within two days"],
    }
    assert fields["check-ins"] == ["2099-01-15"]
    assert fields["habit"] == "Say early when a date moves"


def test_the_offered_command_records_what_can_be_signed(sample: tuple[Path, dict[str, str]], unrepeat: Run) -> None:
    import shlex

    folder, named = sample
    said = succeeds(unrepeat("talk", f"string-{named['batches']}", "--heard", cwd=folder, stdin=HEARD))
    (command,) = [line.strip() for line in said.splitlines() if line.strip().startswith("unrepeat new")]
    succeeds(unrepeat(*shlex.split(command)[1:], cwd=folder))
    for party in ("engineer", "manager"):
        succeeds(unrepeat("sign", "say-early-when", "--as", party, cwd=folder))
    shown = json.loads(succeeds(unrepeat("show", "say-early-when", "--json", cwd=folder)))
    assert shown["signed_by"] == ["engineer", "manager"]
    assert shown["fields"]["promises"]["manager"] == ["An answer within two days"]


def test_answers_that_cannot_be_used_are_said(sample: tuple[Path, dict[str, str]], unrepeat: Run) -> None:
    folder, named = sample
    string = f"string-{named['batches']}"
    soon = "A habit\n\n\n\n\n\n\nsoon\n"
    assert "is no day" in complains(unrepeat("talk", string, "--heard", cwd=folder, stdin=soon))
    role = "A habit\n\n\n\n\n\n\n\na.b=c\n"
    assert "is no role" in complains(unrepeat("talk", string, "--heard", cwd=folder, stdin=role))
    same = "A habit\n\n\nmine\ntheirs\n\n\n\nManager\n"
    assert "Both sides would sign as" in complains(unrepeat("talk", string, "--heard", cwd=folder, stdin=same))
    assert "nothing to agree on" in succeeds(unrepeat("talk", string, "--heard", cwd=folder, stdin=""))


def test_the_blameless_check_has_nothing_to_say(
    sample: tuple[Path, dict[str, str]], unrepeat: Run, tmp_path: Path
) -> None:
    folder, named = sample
    file = tmp_path / "talk.md"
    file.write_text(succeeds(unrepeat("talk", f"string-{named['batches']}", cwd=folder)))
    assert succeeds(unrepeat("lint", str(file), cwd=tmp_path)) == "Nothing to say about these words.\n"
