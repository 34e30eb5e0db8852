"""Reading a post-mortem: its parts whatever their markup, its day, what is to be done, and nothing else."""

import json
from datetime import date
from textwrap import dedent

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from unrepeat.errors import UnrepeatError
from unrepeat.ledger.imported.conditions_named import conditions_named
from unrepeat.ledger.imported.days import days_in, first_day
from unrepeat.ledger.imported.forms import reports_in
from unrepeat.ledger.imported.headings import role_of
from unrepeat.ledger.imported.inline import short
from unrepeat.ledger.imported.items import items_in
from unrepeat.ledger.imported.named import Files, paths_named
from unrepeat.ledger.imported.people import without_people
from unrepeat.ledger.imported.records import actions, mistake, origin_of
from unrepeat.ledger.imported.report import Item, Report
from unrepeat.ledger.imported.source import LARGEST, text_of

TODAY = date(2026, 3, 4)
PARTS = {
    "Summary": "Parcels were reminded of twice.",
    "Impact": "400 doubled mails.",
    "Timeline": "10:00 the batch ran twice",
    "Contributing Factors": "Batches overlap.",
    "Detection": "Customers called.",
    "Lessons Learned": "A lock is cheap.",
}


def one(text: str, name: str = "mails.md") -> Report:
    """Read a text that holds one post-mortem."""
    (found,) = reports_in(dedent(text), name)
    return found


def told(report: Report) -> dict[str, str]:
    """Give what stands under each heading."""
    return {part.heading: part.text for part in report.parts}


def only(items: list[Item]) -> Item:
    (item,) = items
    return item


MARKUPS = {
    "one sign": "# {}\n\n{}\n",
    "deep": "#### {}\n\n{}\n",
    "underlined": "{}\n---\n\n{}\n",
    "bold": "**{}**\n\n{}\n",
    "bold with a colon": "**{}:**\n{}\n",
    "a label": "{}: {}\n",
    "a bold label": "**{}:** {}\n",
    "a bold label in a list": "- **{}**: {}\n",
    "alone on its line": "{}\n{}\n",
}


@pytest.mark.parametrize("markup", MARKUPS.values(), ids=MARKUPS)
def test_parts_are_known_whatever_the_markup_of_their_headings(markup: str) -> None:
    body = "\n".join(markup.format(heading, text) for heading, text in PARTS.items())
    report = one(f"# Mails sent twice\n\n{body}")
    assert report.title == "Mails sent twice"
    assert told(report) == PARTS
    assert [part.role for part in report.parts] == ["summary", "impact", "timeline", "causes", "detection", "kept"]


def test_headings_of_many_houses_are_known() -> None:
    known = {
        "summary": "Executive Summary|TL;DR|In short",
        "impact": "Customer impact|Blast radius|Impact (UTC)|\U0001f525 Impact|Incident Impact",
        "detection": "Detection|How it was noticed|How was it detected?|how_noticed",
        "surprise": "What surprised us|Why it was a surprise",
        "timeline": "Timeline of events|What happened?|3. Timeline",
        "causes": "Root Cause(s)|Contributing Factors (some)|Conditions that made it possible|Trigger|5 Whys",
        "actions": "Action Items|Follow-ups|Next steps|Corrective and Preventative Measures|To-do|Safeguards offered",
        "people": "Authors|Author(s)|Attendees|Incident Commander|Roles & responsibilities|Reported by|On-call",
        "kept": "Resolution|What went well|Stats|Lessons Learned|Supporting data|What didn't go well",
        "other": "The queue and how it works|Kubernetes||Someone Else",
    }
    for role, headings in known.items():
        for heading in headings.split("|"):
            assert role_of(heading) == role, heading


def test_a_bold_line_among_headings_is_emphasis() -> None:
    report = one("# T\n\n## Timeline\n\n**Impact:** some\n\n**Root causes:**\n\n- a lock\n\n## Impact\n\n400 mails\n")
    assert told(report)["Timeline"] == "**Impact:** some\n\n**Root causes:**\n\n- a lock"
    assert told(report)["Impact"] == "400 mails"


def test_a_heading_below_a_part_stays_in_it_unless_it_is_plainly_another() -> None:
    report = one(
        "# T\n\n## Root Cause\n\nA lock.\n\n### The problem\n\nIt was gone.\n\n### Detection\n\nA call.\n\n"
        "## Timeline\n\n### Detection\n\n10:00\n\n## Kubernetes\n\nIt ran.\n"
    )
    assert told(report) == {
        "Root Cause": "A lock.\n\n### The problem\n\nIt was gone.",
        "Detection": "A call.",
        "Timeline": "### Detection\n\n10:00",
        "Kubernetes": "It ran.",
    }


@pytest.mark.parametrize(
    ("text", "name", "title"),
    [
        ("---\ntitle: From the top\n---\n\n# Heading\n\nIt broke.", "a.md", "From the top"),
        ("# Postmortem: Mails sent twice\n\nIt broke.", "a.md", "Mails sent twice"),
        ("# Postmortem\n\n## Summary\n\nIt broke.", "2026-01-02-mails-sent_twice.md", "Mails sent twice"),
        ("# Post-mortem\n\n## Summary\n\nIt broke.", "-", "Post-mortem"),
        ("## Summary\n\nIt broke. Badly.", "-", "It broke. Badly."),
        ("MAILS SENT TWICE\n\nSummary: It broke.\n", "a.txt", "MAILS SENT TWICE"),
        ("# [Mails](https://example.org) **sent** `twice`\n\nIt broke.", "a.md", "Mails sent `twice`"),
    ],
)
def test_the_title_is_that_of_its_writers(text: str, name: str, title: str) -> None:
    assert one(text, name).title == title


def test_a_line_that_is_the_title_of_a_plain_text_is_not_told_twice() -> None:
    report = one("MAILS SENT TWICE\n\nSUMMARY\nIt broke.\n\nIMPACT\nMany mails.\n", "a.txt")
    assert told(report) == {"SUMMARY": "It broke.", "IMPACT": "Many mails."}


@pytest.mark.parametrize(
    ("text", "name", "day"),
    [
        ("---\ndate: 2025-03-04\n---\n# T\n\nDate: 2025-03-05\n", "2025-03-06.md", "2025-03-04"),
        ("---\nstart_time: 2025-03-03T10:00:00Z\ndate: 2025-03-04\n---\n# T\n\nIt broke.\n", "a.md", "2025-03-03"),
        ("# T 2025-03-07\n\n**Date:** March 5th, 2025\n\nIt broke.\n", "a.md", "2025-03-05"),
        ("# T\n\n### Date\n\n5 March 2025\n\n### Summary\n\nIt broke.\n", "2025-03-06.md", "2025-03-05"),
        ("# T - January 14-19, 2026\n\nIt broke.\n", "a.md", "2026-01-14"),
        ("# T\n\nIt broke.\n", "2025-03-06-t.md", "2025-03-06"),
        ("# T\n\n## Timeline\n\n| Time | What |\n|-|-|\n| 2025-03-06 10 h | it broke |\n", "a.md", "2025-03-06"),
        ("# T\n\nIt broke on 2025-03-06, as on 2024-01-01.\n", "a.md", None),
        ("# T\n\nDate: 03/04/2025\n\nIt broke.\n", "a.md", None),
        ("# T\n\nDate: 2025-02-30\n\nIt broke.\n", "a.md", None),
        ("# T\n\n## Timeline\n\nJan 14, 10:18: broke\n", "a.md", None),
        ("# T\n\n## Action items\n\n- Look again (by 2025-03-04)\n", "a.md", None),
        ("# T\n\nDate: 2026-03-05\n\n## Timeline\n\n- 2026-03-04 it broke\n", "a.md", "2026-03-04"),
        ("# T\n\nDate: 2026-03-05\n\nIt broke.\n", "a.md", None),
    ],
)  # fmt: skip
def test_the_day_is_one_that_its_writers_put_and_none_still_to_come(text: str, name: str, day: str | None) -> None:
    report = one(text, name)
    made = mistake(report, origin_of(report, name, ""), TODAY, commits=[], paths=[])
    assert made.given.fields.get("happened") == day


def test_a_day_that_became_a_field_is_not_told_again() -> None:
    assert list(told(one("# T\n\n## Date\n\n5 March 2025\n\n## Summary\n\nIt broke.\n"))) == ["Summary"]
    report = one("# T\n\n## Date\n\nOn 5 March 2025, at night\nand the day after\n\n## Summary\n\nIt broke.\n")
    assert list(told(report)) == ["Date", "Summary"]


def test_days_are_read_as_people_write_them() -> None:
    written = "2025-03-14|2025/3/14|14.03.2025|14/03/2025|03/14/2025|March 14, 2025|14th of March 2025|14 mar 2025"
    for text in (*written.split("|"), "Friday, Mar. 14th 2025", "2025-03-14T10:00:00Z"):
        assert first_day(text) == date(2025, 3, 14), text
    for text in (
        "2025-13-14",
        "03/04/2025",
        "31.02.2025",
        "March 2025",
        "12025-03-14",
        "2025-03-145",
        "v1.2.2025.3",
        "1950-01-01",
    ):
        assert list(days_in(text)) == [], text


def test_people_are_left_out_and_named_by_their_part_alone() -> None:
    report = one(
        """
        # T

        **Author:** Jo Doe
        Incident commander: Jo Doe
        Severity: high

        ## Attendees

        - Jo Doe

        ## Timeline

        | Time | Who | What |
        |---|---|---|
        | 10:00 | Jo Doe | a \\| b |

        **Responders:**

        - Jo Doe
        - Al Doe

        Then it was over.

        ## Contributors

        Jo Doe, Al Doe

        ## Summary

        ```
        Author: this is code
        ```
        """
    )
    assert "Doe" not in str(report.parts)
    assert report.left_out == ["Attendees", "Contributors", "Author", "Incident commander", "Who", "Responders"]
    assert told(report)["Timeline"] == "| Time | What |\n| --- | --- |\n| 10:00 | a \\| b |\n\nThen it was over."
    assert told(report)[""] == "Severity: high"
    assert "this is code" in told(report)["Summary"]


def test_contributors_that_are_sentences_are_causes() -> None:
    report = one("# T\n\n## Contributors\n\nThe lock was only taken by one of the two batches that ran.\n")
    assert [part.role for part in report.parts] == ["causes"]


def test_a_row_of_people_goes_and_the_others_stay() -> None:
    text, labels = without_people("| Field | Value |\n|---|---|\n| Incident lead | Jo |\n| Severity | high |")
    assert (text, labels) == ("| Field | Value |\n|---|---|\n| Severity | high |", ["Incident lead"])


def test_check_lists_say_what_is_done_whose_it_is_and_by_when() -> None:
    items, left = items_in(
        dedent(
            """
            We agreed on these:

            - [x] Lock the batch (owner: mail team, done 2026-02-01)
            - [ ] Alert sooner. Owner: Jo Doe. Due: 2026-04-01. Ticket: MAIL-12
            - Tell [the others](https://example.org/issues/7) (@jo)
            - ~~x~~ Look at the queue; status: in progress

            And that was all.
            """
        ),
        "Action items",
    )
    queue = "x Look at the queue; status: in progress"
    assert [item.title for item in items] == ["Lock the batch", "Alert sooner", "Tell the others", queue]
    assert items[0].fields == {"state": "done", "owner": "mail team", "done-on": "2026-02-01"}
    assert items[1].fields == {"owner": "Jo Doe", "due": "2026-04-01", "ticket": "MAIL-12"}
    assert items[2].fields == {"owner": "@jo", "ticket": "https://example.org/issues/7"}
    assert "https://example.org/issues/7" in items[2].text
    assert "state" not in items[3].fields
    assert "Under: We agreed on these" in items[0].text
    assert left.strip() == "And that was all."


def test_what_cannot_be_read_of_an_item_stays_in_its_words() -> None:
    text = "Do it (see the docs, due next sprint). Owner: TBD"
    item = only(items_in(f"- {text}", "Actions")[0])
    assert item.title == "Do it (see the docs, due next sprint)"
    assert item.fields == {}
    for said in ("Set status: 500 on failure", "Page whoever owns it: the mail team", "Fix issue 7 by hand"):
        assert only(items_in(f"- {said}", "Actions")[0]).title == said


def test_tables_of_things_to_be_done_are_read_by_their_columns() -> None:
    items, left = items_in(
        dedent(
            """
            | Action Item | Type | Who | Priority | Bug # | Due Date | Status |
            |---|---|---|---|---|---|---|
            | Alert on doubles | Detect | Jo | P1 | [M-3](https://b.example.org/M-3) | 2026-04-01 | Open |
            | Lock `it` | Preventative | - | P0 | n/a | next sprint | Done 2026-02-03 |
            | Rewrite | Process | | | | | Won't fix |
            |  |  |  |  |  |  |  |
            """
        ),
        "Action items",
    )
    assert left == ""
    assert [item.title for item in items] == ["Alert on doubles", "Lock `it`", "Rewrite"]
    assert items[0].fields == {
        "type": "detect", "owner": "Jo", "ticket": "https://b.example.org/M-3", "due": "2026-04-01",
    }  # fmt: skip
    assert items[0].text == "- Priority: P1"
    assert items[1].fields == {"type": "prevent", "state": "done", "done-on": "2026-02-03"}
    assert items[1].text == "- Priority: P0\n- Due Date: next sprint"
    assert items[2].fields["state"] == "wont-do"
    assert "Won't fix" in items[2].fields["because"]
    assert items[2].text == "- Type: Process"


def test_lists_in_lists_are_groups_details_or_fields() -> None:
    items, _ = items_in(
        dedent(
            """
            ### Prevent

            - **Mail team**
              - Lock it
              - Test it
                - with two batches
            - Alert sooner
              - Owner: ops
              - Due: 2026-04-01
              - so that the night shift sees it

            ### Done already

            1. Rolled back
            """
        ),
        "Actions",
    )
    assert [(item.title, item.fields) for item in items] == [
        ("Lock it", {"type": "prevent"}),
        ("Test it", {"type": "prevent"}),
        ("Alert sooner", {"owner": "ops", "due": "2026-04-01", "type": "prevent"}),
        ("Rolled back", {"state": "done"}),
    ]
    assert items[1].text == "- with two batches\n\nUnder: Mail team"
    assert items[2].text == "- so that the night shift sees it"


def test_bullets_under_a_numbered_entry_that_are_not_set_in_belong_to_it() -> None:
    items, left = items_in("1. **Migrate**\n\n- a new table\n- triggers\n\n2. **Watch**\n\n- lag\n", "Actions")
    assert [item.title for item in items] == ["Migrate", "Watch"]
    assert items[0].text == "- a new table\n- triggers"
    assert left == ""


def test_things_to_be_done_of_the_same_words_are_two() -> None:
    report = one("# T\n\n## Actions\n\n- Test it\n- Test it\n\n## Follow-ups\n\n- Test it\n")
    made = mistake(report, origin_of(report, "a.md", ""), TODAY, commits=[], paths=[])
    assert len({action.id for action in actions(report, made, made.id, TODAY)}) == 3


def test_what_was_due_long_ago_is_dated_then_and_what_is_done_later_is_not_believed() -> None:
    report = one("# T\n\nDate: 2025-03-04\n\n## Actions\n\n- Test it (due 2025-04-01)\n- [x] Ask (done 2027-01-01)\n")
    made = mistake(report, origin_of(report, "a.md", ""), TODAY, commits=[], paths=[])
    first, second = actions(report, made, made.id, TODAY)
    assert (first.given.fields["date"], first.given.fields["due"]) == ("2025-03-04", "2025-04-01")
    assert second.given.fields["state"] == "done"
    assert "done-on" not in second.given.fields
    assert "date" not in second.given.fields


def test_conditions_are_those_that_are_named_and_never_guessed() -> None:
    def named(causes: str, tags: str = "") -> list[str]:
        return conditions_named(
            one(f"---\ntags: [{tags}]\n---\n# T\n\n## Root causes\n\n{causes}\n\n## Impact\n\nSome.\n")
        )

    assert named("- Missing tests: none for two batches\n- **Time pressure**\n- Not shared") == [
        "not shared",
        "time pressure",
        "missing test",
    ]
    assert named("Nobody knew.", "knowledge-gap, mails, missing_signal") == ["knowledge gap", "missing signal"]
    assert named("We recorded these conditions: missing test, unclear interface.") == [
        "unclear interface",
        "missing test",
    ]
    for causes in (
        "There was no time pressure.",
        "- Overload of the queue by retries",
        "- The overload made it worse",
        "A missing test",
    ):
        assert named(causes) == [], causes
    assert conditions_named(one("# T\n\n## Impact\n\n- Missing test\n\n## Lessons\n\nSome.\n")) == []


def test_only_files_that_are_there_are_named() -> None:
    files = Files(frozenset({"pickup/reminders.py", "README.md", "Makefile", "a b.txt", "test"}))
    text = "In `pickup/reminders.py:12`, pickup/reminders.py: see README.md. Makefile, test, `a b.txt`, ../pickup/x.py"
    assert paths_named(files, text) == ["pickup/reminders.py", "README.md", "a b.txt"]
    assert paths_named(files, "`Makefile` and reminders.py and https://example.org/README.md") == ["Makefile"]
    assert paths_named(files, text, ["README.md"]) == ["pickup/reminders.py", "a b.txt"]


ROOTECHO = {
    "id": "INC-1", "date": "2025-03-04", "title": "Mails lost", "root_cause": "No test of the queue.",
    "author": "Jo Doe", "root_cause_tags": ["missing_test", "queue"],
    "action_items": [
        {"id": "A1", "description": "Test the queue", "owner": "mail team", "status": "done", "due_date": "2025-04-01"},
        {"id": "A2", "description": "Alert", "owner": None, "status": "in_progress", "due_date": None},
        "Tell the others",
    ],
}  # fmt: skip


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.json", json.dumps(ROOTECHO)),
        ("-", json.dumps([ROOTECHO], indent=1)),
        ("a.json", json.dumps({"incidents": [ROOTECHO]})),
        ("a.jsonl", json.dumps(ROOTECHO) + "\n\n"),
    ],
)
def test_records_of_rootecho_are_read(name: str, text: str) -> None:
    report = one(text, name)
    assert (report.title, report.name, report.days) == ("Mails lost", "INC-1", [date(2025, 3, 4)])
    assert told(report)["Root cause"] == "No test of the queue."
    assert (report.tags, conditions_named(report)) == (["missing_test", "queue"], ["missing test"])
    assert [(item.title, item.key) for item in report.items] == [
        ("Test the queue", "A1"), ("Alert", "A2"), ("Tell the others", "Tell the others"),
    ]  # fmt: skip
    assert report.items[0].fields == {"owner": "mail team", "state": "done", "due": "2025-04-01"}
    assert (report.items[1].fields, report.items[1].text) == ({}, "- Status: in_progress")
    assert "Doe" not in str(report)
    assert report.left_out == ["Author"]


def test_yaml_documents_are_read_one_several_or_as_a_list() -> None:
    first = (
        "title: Mails lost\nseverity: high\nblast_radius:\n  data: {records: 3}\n  owner: Jo Doe\nreported_by: Jo Doe\n"
    )
    report = one(first, "a.yml")
    assert told(report) == {"Blast radius": "- Data:\n  - Records: 3", "Other fields": "- Severity: high"}
    assert report.left_out == ["Owner", "Reported by"]
    for text in (
        f"{first}---\ntitle: Mails late\nimpact: Ten mails.\n",
        "- title: A\n  impact: Ten.\n- title: B\n  impact: Two.\n",
    ):
        assert len(reports_in(text, "a.yaml")) == 2
    assert one("title: Mails lost\nimpact: Ten mails.\n", "-").title == "Mails lost"


@pytest.mark.parametrize(
    ("name", "text"), [("a.md", "# T\n\n## Prevention\n\nTest it.\n"), ("a.yml", "title: T\nprevention: Test it.\n")]
)
def test_what_is_to_be_done_in_prose_is_kept_as_a_text_and_told(name: str, text: str) -> None:
    report = one(text, name)
    assert (report.items, told(report)) == ([], {"Prevention": "Test it."})
    assert report.notes == ["'Prevention' holds no list or table of things to be done; it is kept as a text."]


def test_records_without_prose_beside_others_are_passed_over_and_told() -> None:
    (report,) = reports_in('{"title": "T", "impact": "Ten mails."}\n{"title": ""}\n', "a.jsonl")
    assert report.notes == ["1 of 2 entries hold no prose, and are passed over."]


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("a.md", "# Only a title\n", "no prose"),
        ("a.md", "```\nonly code\n```\n", "no prose"),
        ("a.md", "# T\n\n## Attendees\n\nJo Doe\n", "no prose"),
        ("a.md", "![](picture.png)\n\n<!-- only a comment -->\n", "no prose"),
        ("a.md", "# Incident title - DD/MM/YYYY\n\n## Summary\n\nWrite it here.\n", "to be filled in"),
        ("a.md", "# {{title}}\n\n## Summary\n\nWrite it here.\n", "to be filled in"),
        ("a.md", "<!DOCTYPE html><p>It broke.</p>", "HTML"),
        ("a.md", "---\na: [\n---\n# T\n\nIt broke.\n", "line 3"),
        ("a.md", "---\na: *b\n---\n# T\n\nIt broke.\n", "line 2: YAML aliases"),
        ("a.md", "word " * 250_000, "of 1,000,000"),
        ("a.md", "# T\n\n## Actions\n\n" + "- Do this\n" * 501, "501 things to be done"),
        ("a.json", "[" * 100_000, "no JSON"),
        ("a.json", '{"title": "T", "impact": ' + '{"a":' * 800 + "1" + "}" * 801, "too deep"),
        ("a.json", "[1]", "Entry 1"),
        ("a.json", "null", "Entry 1"),
        ("a.json", '{"title": "T",', "line 1"),
        ("a.json", '{"title": "T", "impact": "Ten."}\n{bad}\n', "line 2"),
        ("a.json", '{"title": "T", "number": ' + "1" * 5_000 + "}", "too long"),
        ("a.json", '{"name": "a-package", "description": "It does things."}', "no post-mortem"),
        ("a.json", json.dumps([{"title": "T", "impact": "Ten mails."}] * 1_001), "1,001 post-mortems"),
        ("a.yml", "a: &a [x]\nb: *a\n", "line 2: YAML aliases"),
        ("a.yml", "title: T\n---\ntitle: [\n", "line 4"),
        ("a.yml", "a: !!python/object:os.system x\n", "tag"),
        ("a.yml", "a: " + "{a: " * 100 + "}" * 100, "deep"),
        ("a.yml", "just words\n", "no fields"),
    ],
)  # fmt: skip
def test_what_is_no_post_mortem_is_told(name: str, text: str, says: str) -> None:
    with pytest.raises(UnrepeatError) as raised:
        reports_in(text, name)
    assert says in f"{raised.value}"
    assert len(f"{raised.value}") < 300


def test_what_is_too_large_is_not_read() -> None:
    with pytest.raises(UnrepeatError, match="larger than 5 MB"):
        text_of(b"x" * (LARGEST + 1), "a.jsonl")


def test_odd_values_of_data_are_read_or_passed_over() -> None:
    odd: list[dict[str, object]] = [
        {"title": 7, "impact": ["ab", None, [], {"a": []}]},
        {"title": "T", "impact": "Ten \ud800mails", "\ud800": "\x1b[31m"},
        {
            "title": "T",
            "impact": "Ten.",
            "action_items": [1, None, [], {"description": 5, "due_date": [1], "status": 7}],
        },
        {"title": "T", "impact": "Ten.", "date": 20250304, "tags": {"a": 1}, "timeline": True},
        {"title": "T", "impact": float("inf"), "causes": "Ab."},
    ]
    for fields in odd:
        report = one(json.dumps(fields), "a.json")
        str(report).encode()
        made = mistake(report, origin_of(report, "a.json", ""), TODAY, commits=[], paths=[])
        actions(report, made, made.id, TODAY)


def test_a_fence_or_comment_that_is_never_closed_hides_nothing_that_follows_in_the_record() -> None:
    report = one("# T\n\n## Impact\n\nTen <!-- mails\n\n## Summary\n\nIt broke.\n\n```\ncode\n")
    assert told(report) == {"Impact": "Ten  mails", "Summary": "It broke.\n\n```\ncode\n```"}


def test_definitions_of_links_are_kept_for_every_part() -> None:
    report = one("# T\n\n## Impact\n\nSee [a].\n\n## Action items\n\n- Do it\n\n[a]: https://example.org\n")
    assert report.parts[-1] == ("kept", "", "[a]: https://example.org")


def test_an_empty_heading_that_nobody_knows_is_told_and_labels_in_headings_are_kept() -> None:
    report = one("# T\n\n## Status: resolved\n\n## Impact\n\nTen.\n\n## The red queue\n")
    assert told(report)["Status"] == "resolved"
    assert report.notes == ["Left out, since nothing stands under it: The red queue."]


def test_a_long_title_is_its_first_sentence_or_its_first_words() -> None:
    assert short("It broke. " + "word " * 40) == "It broke."
    assert short("word " * 40).endswith("word ...")
    assert len(short("w" * 500)) <= 104


_LINES = st.sampled_from(
    "# T;## Impact;**Impact:** x;Impact;===;---;- [x] a (done 2025-01-01);  - b: c;| a | b |;1. x;> q;```;~~~;<!--;-->;"
    "[a]: b;Owner: x;| Who | Due |;|-|-|;;\t;a: [b;- a:;<div>;Date: 2025-03-04;&amp;;\u202e;***;@x: do;\\".split(";")
)
_KEYS = st.sampled_from("title id date impact action_items tags owner status x".split())
_DATA = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=10),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_KEYS, inner, max_size=5),
    max_leaves=20,
)


def is_read_or_told(text: str, name: str) -> None:
    """Check that a text makes records or an error of ours."""
    try:
        reports = reports_in(text_of(text.encode("utf-8", "surrogatepass"), name), name)
    except UnrepeatError:
        return
    for report in reports:
        made = mistake(report, origin_of(report, name, ""), TODAY, commits=[], paths=[])
        for action in actions(report, made, made.id, TODAY):
            assert action.title == " ".join(action.title.split())


@settings(max_examples=300)
@given(
    st.one_of(st.text(max_size=400), st.lists(st.one_of(_LINES, st.text(max_size=30)), max_size=25).map("\n".join)),
    st.sampled_from(["a.md", "a.txt", "a.json", "a.yml", "-"]),
)
@example("- [ ] \n", "a.md")
@example("|\n|-\n|", "a.md")
def test_any_text_is_read_or_told_to_be_none(text: str, name: str) -> None:
    is_read_or_told(text, name)


@settings(max_examples=150)
@given(_DATA)
def test_any_data_is_read_or_told_to_be_none(value: object) -> None:
    is_read_or_told(json.dumps(value), "a.json")


def test_a_number_is_no_title() -> None:
    (found,) = reports_in("The queue was read twice.\n\nNobody saw it.\n", "6d1c63bd-3529-4120-8a00-18ee6647f3f0.md")
    assert found.title == "The queue was read twice."


def test_a_bold_label_is_the_title_of_a_long_thing_to_be_done() -> None:
    (found,) = reports_in(f"# It fell\n\n## Actions\n\n- **Part the caches**: {'each has its own, ' * 9}\n", "x.md")
    assert found.items[0].title == "Part the caches"
    assert "each has its own" in found.items[0].text
