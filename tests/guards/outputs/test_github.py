"""Findings as workflow commands: each is obeyed as one, whatever stands in it."""

import pytest
from hypothesis import given

from tests.guards.outputs.findings import EVIL, GUARDS, STAGES, WILD, is_seen, made, question
from tests.integrations.runner import Command, obeyed
from unrepeat.formats.visible import visible
from unrepeat.guards.finding import Finding
from unrepeat.guards.outputs.github import render
from unrepeat.guards.outputs.telling import words


def test_a_finding_is_shown_at_its_lines() -> None:
    assert render([made(stage="block")], GUARDS) == (
        "::error file=src/a.py,line=3,endLine=4,title=unrepeat%3A scan-before-count::"
        "Count with the scan that respects the filter%0Abecause of mistake:2026-03-04-filtered-count"
        "%0Asee .unrepeat/guards/scan-before-count.yml\n"
    )


def test_each_stage_has_its_command() -> None:
    assert [command.name for command in obeyed(render([made(stage=stage) for stage in STAGES], GUARDS))] == [
        "error",
        "warning",
        "notice",
    ]


def test_what_has_no_line_or_no_file_names_none() -> None:
    places = [made(line=0, end_line=0), made(path="", line=0, end_line=0)]
    assert [line.partition("::")[2].partition("::")[0] for line in render(places, GUARDS).splitlines()] == [
        "warning file=src/a.py,title=unrepeat%3A scan-before-count",
        "warning title=unrepeat%3A scan-before-count",
    ]


def test_a_question_is_told_as_ours() -> None:
    (command,) = obeyed(render([question()], GUARDS))
    assert command.properties["title"] == "unrepeat"


def test_guards_in_shadow_say_nothing() -> None:
    assert render([made(stage="shadow")], GUARDS) == ""


@given(WILD)
def test_whatever_a_finding_holds_is_one_command_with_its_words(finding: Finding) -> None:
    names = {"block": "error", "advise": "warning", "ask": "notice"}
    title = visible(finding.guard if finding.guard == "unrepeat" else f"unrepeat: {finding.guard}")
    properties = {"file": visible(finding.path), "line": "3", "endLine": "4", "title": title.rstrip()}
    output = render([finding], {})
    assert obeyed(output) == [Command(names[finding.stage], properties, "\n".join(words(finding)))]
    assert output.count("\n") == 1
    assert is_seen(output)
    output.encode()


@pytest.mark.parametrize("evil", EVIL)
def test_no_path_and_no_message_makes_a_second_command(evil: str) -> None:
    (command,) = obeyed(render([made(path=evil, message=evil, suggestion=evil)], GUARDS))
    assert command.name == "warning"
    assert set(command.properties) == {"file", "line", "endLine", "title"}
