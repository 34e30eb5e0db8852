"""What a message says of other commits is understood, in the words that people use, and no more than it says."""

import time

import pytest

from unrepeat.ledger.messages import said

H = "abcdef0123456789abcdef0123456789abcdef01"


@pytest.mark.parametrize(
    "message",
    [
        f"Undo\n\nThis reverts commit {H}.",
        f"Undo\n\nThis patch reverts the commit {H[:12]}",
        f"Revert commits {H} and 7654321",
        f"Reverted commit {H}",
        f"Reverting {H}",
        f"Back out {H}",
        f"Back out {H}, add other",
        f"Backed out changeset {H} (bug 1234567) for failures",
        f"x\n\nThis backs out commit {H}.",
        f"Undo {H}",
        f"lib: undo {H}",
        f"Rollback of {H}",
        f"Roll back commit {H}",
        f"fix: revert refund ({H})",
        f"fix(api)!: revert {H}",
        f"revert: refund\n\nRefs: {H}",
        f"revert(api): refund\n\nMuch.\n\nRefs: #7654321, {H}",
        f"Revert [refund]({H})",
        f'Revert "refund" ({H})',
        f"Revert refund (commit {H})",
        f"Reverts https://example.org/shop/lockers/commit/{H}",
        f"x\n\nIt broke the doors.\nrevert {H}",
        f"Tidy\n\n- more\n- revert {H}",
        f"Tidy\n\nReverts: 7654321\nReverts: {H}",
    ],
)
def test_what_takes_a_commit_back_is_understood(message: str) -> None:
    assert {H, H[:12]} & set(said(message).reverts)


@pytest.mark.parametrize(
    "message",
    [
        'Revert "refund"',
        'Revert "refund" (#12)',
        'Revert "refund" for now',
        'Reverts: "refund"',
        'lib: revert "refund"',
        "Revert “refund”",
    ],
)
def test_the_subject_of_a_commit_names_it(message: str) -> None:
    assert said(message).reverts_subject == "refund"


@pytest.mark.parametrize(
    "message",
    [
        f"Do not revert {H}",
        f"Please do not\nrevert {H}",
        f"x\n\nFor others build on it, so we cannot\nrevert {H} now",
        f"Needed since the bug was reverted in commit {H}",
        f"x\n\nThis partially reverts commit {H}.",
        f"x\n\nThis reverts commit {H} partially.",
        f"x\n\nThis reverts commit {H}\n  except for the tests",
        f"x\n\nthis is a partial\nrevert of {H}",
        f"Revert part of refund ({H})",
        f"Revert {H}'s change to the door",
        f"TODO: revert {H}",
        f"Undo/redo ({H})",
        f"Mend what {H} forgot",
        "Reverts a decision of 2024",
        'Revert "refund" partially',
        f"refund\n\nRefs: {H}",
    ],
)
def test_other_words_take_nothing_back(message: str) -> None:
    words = said(message)
    assert (words.reverts, words.reverts_subject) == ((), "")


def test_a_message_may_name_several_commits() -> None:
    words = said('Back out\n\nThis reverts commits 0123456789, abcdef0123 ("a, b") and commit 1111111.\n')

    assert words.reverts == ("0123456789", "abcdef0123", "1111111")
    assert said("x\n\nThis reverts commit 0123456, reversing\nchanges made to 7654321.").reversing_to == "7654321"
    assert said(f"x\n\n(cherry picked from commit {H.upper()})").copies == (H,)


@pytest.mark.parametrize(
    "part",
    [
        "-",
        "\n",
        "Revert ",
        "revert the ",
        'Revert "',
        "Revert [",
        "Revert: ",
        "Revert https://a/b/commit/",
        "Refs: 1234567, ",
        f"a\nrevert {H}\n",
        f"Revert {H} , ",
        "Back out (commit ",
        "undo \t",
    ],
)
def test_no_message_takes_long(part: str) -> None:
    message = f"Revert {part * (200_000 // len(part))}"
    began = time.perf_counter()
    said(message)
    assert time.perf_counter() - began < 3  # a hundredth of this where nothing else runs
