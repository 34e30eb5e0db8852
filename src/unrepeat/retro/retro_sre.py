"""Write a retro under the headings of Google's SRE post-mortem template.

As in dastergon/postmortem-templates (CC0): https://github.com/dastergon/postmortem-templates.
"""

from collections.abc import Iterator

from unrepeat.retro.draft import Draft
from unrepeat.retro.retro_markdown import body, joined, offered, stated, table, timeline, written
from unrepeat.retro.said import Commit, fact
from unrepeat.retro.times import on


def as_sre_markdown(draft: Draft) -> str:
    """Give the retro as Markdown with these headings."""
    return joined(_page(draft))


def _page(draft: Draft) -> Iterator[str]:
    steps, conditions, noticed = draft.evidence.steps, draft.section("conditions"), draft.section("noticed")
    yield from (f"# Postmortem: {written(draft.title)}", "")
    yield from ("### Date", "", on(steps[-1].time if steps else draft.evidence.head_time), "")
    yield from ("### Authors", "", "We, the team.", "")
    yield from ("### Status", "", stated(draft.origin), "")
    yield from ("### Summary", "", " ".join(stated(one) for one in draft.summary), "")
    yield from ("### Impact", "", *body(draft.section("impact").statements, draft.section("impact").questions))
    yield from ("### Root Causes", "", "There is seldom one. What made it possible, as far as it was measured:", "")
    yield from body(conditions.statements, conditions.questions)
    yield from table(draft)
    yield from ("### Trigger", "", *_trigger(draft))
    yield from ("### Resolution", "", *_resolution(draft))
    yield from ("### Detection", "", *body(noticed.statements, noticed.questions))
    yield from ("## Action Items", "")
    yield from ("We choose from what is offered below; each that is chosen gets an owner, a priority and a day.", "")
    yield from ("## Lessons Learned", "")
    yield from ("### What went well", "", *body(draft.section("well").statements, draft.section("well").questions))
    sooner = [*draft.section("surprised").statements, *draft.section("sooner").statements]
    asked = [*draft.section("surprised").questions, *draft.section("sooner").questions]
    yield from ("### What went wrong", "", *body(sooner, asked))
    yield from ("### Where we got lucky", "", "- *What held by chance, and what would make it hold by design?*", "")
    yield from ("## Timeline", "", *timeline(draft))
    yield from ("## Supporting information", "", "### Safeguards offered", "")
    for one in draft.offers:
        yield from offered(one)
    if draft.offers:
        yield ""
    yield from ("### Open questions", "", *body(draft.section("open").statements, draft.section("open").questions))


def _trigger(draft: Draft) -> Iterator[str]:
    """Tell the change with which it began, where a link says so."""
    evidence = draft.evidence
    fixes = {tie.fix for tie in evidence.ties}
    begun = next((tie for tie in evidence.ties if tie.culprit not in fixes), None)
    if begun is None:
        yield from ("- *What set it off: a change, a date, a load, something outside?*", "")
        return
    template = f"It {begun.likely}began with {{}}."
    yield from (f"- {stated(fact(template, Commit(begun.culprit), ids=[begun.fix]))}", "")


def _resolution(draft: Draft) -> Iterator[str]:
    evidence = draft.evidence
    if not evidence.ties:
        yield from ("- *What brought it back to how it was meant to be?*", "")
        return
    last = evidence.ties[-1]
    how = f"{last.likely}repairs"
    yield from (
        f"- {stated(fact(f'{{}}, the last fix told here, {how} {{}}.', Commit(last.fix), Commit(last.culprit)))}",
        "",
    )
