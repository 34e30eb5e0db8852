"""Write a retro as Markdown in which nothing from the history or a record does anything."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest

from unrepeat.escaping import code, sentence
from unrepeat.retro.conditions_measured import NAMES, usual
from unrepeat.retro.draft import Draft
from unrepeat.retro.said import SHOWN, Commit, Offer, Part, Question, Section, Statement, Theirs, Title
from unrepeat.retro.steps_told import Told
from unrepeat.retro.times import at


def as_markdown(draft: Draft) -> str:
    """Give the retro as Markdown."""
    return joined(_page(draft))


def joined(lines: Iterable[str]) -> str:
    """Join lines, never two empty ones in a row."""
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).rstrip() + "\n"


def _page(draft: Draft) -> Iterator[str]:
    yield f"# Retro: {written(draft.title)}"
    yield from ("", stated(draft.origin), "")
    if draft.summary:
        yield from ("## In short", "", " ".join(paragraph(draft.summary)), "")
    yield from ("## What happened", "")
    yield from timeline(draft)
    for section in draft.sections:
        if section.name == "open":
            yield from _offers(draft)
        yield from told(section, "##")
        if section.name == "conditions" and not draft.is_mini:
            yield from table(draft)
    if draft.agenda:
        yield from ("## Agenda", "", *(f"{place}. {line}" for place, line in enumerate(draft.agenda, 1)), "")


def told(section: Section, marks: str) -> Iterator[str]:
    """Give a section: what is known, then what is asked."""
    yield from (f"{marks} {section.heading}", "")
    yield from body(section.statements, section.questions)


def body(statements: Sequence[Statement], questions: Sequence[Question]) -> Iterator[str]:
    """Give statements and questions as lists."""
    if statements:
        for one in statements:
            yield f"- {stated(one)}"
            if one.quote:
                yield from ("", f"  > {sentence(one.quote)}", "")
        yield ""
    if questions:
        yield from (*(f"- *{written(one.parts)}*" for one in questions), "")


def timeline(draft: Draft) -> Iterator[str]:
    """Give the changes one by one."""
    for place, one in enumerate(draft.timeline):
        if draft.unlisted and place == draft.gap:
            yield from ("", f"*{draft.unlisted:,} changes in between are not listed here.*", "")
        yield from _change(one, short=draft.is_mini)
    if draft.timeline:
        yield ""


def _change(one: Told, *, short: bool) -> Iterator[str]:
    after = f", {one.after}" if one.after else ""
    yield f"{one.number}. {at(one.step.time)}{after}: {code(one.step.subject)}, {_commit(one.step.commit)}  "
    yield f"   {one.size}."
    if one.says and not short:
        yield from ("", f"   > {sentence(one.says)}", "")
    yield from (f"   - {stated(tie)}" for tie in one.ties)


def table(draft: Draft) -> Iterator[str]:
    """Give what was measured of each place, beside the median."""
    around = draft.evidence.around
    if around is None or not draft.places:
        return
    yield from (f"As it stood at {_commit(around.at)}:", "")
    yield "| Place | Measure | Here | Median | Among |"
    yield "|---|---|---:|---:|---:|"
    for place in draft.places:
        for one in place.measures:
            row = f"{NAMES[one.name]} | {one.here:,} | {usual(one)} | {one.cases:,} files"
            yield f"| {code(place.path, in_table=True)} | {row} |"
    yield ""


def _offers(draft: Draft) -> Iterator[str]:
    if not draft.offers:
        return
    yield from ("## Safeguards offered", "")
    yield from ("These are offers, to choose from. One that is chosen gets an owner and a day.", "")
    for one in draft.offers:
        yield from offered(one, short=draft.is_mini)
    yield ""


def offered(one: Offer, *, short: bool = False) -> Iterator[str]:
    """Give an offer: what to do, what suggests it, and what shows that it works."""
    yield f"- **{one.heading}.** {written(one.does)}"
    yield f"  - Suggested by: {stated(one.because)}"
    if not short:
        yield f"  - Shown by: {written(one.shown_by)}"


def paragraph(statements: Sequence[Statement]) -> Iterator[str]:
    """Give sentences of a paragraph; those in a row that rest on the same name it once, at their end."""
    for one, after in zip_longest(statements, statements[1:]):
        is_named_below = after is not None and set(one.ids) == set(after.ids)
        yield written(one.parts) if is_named_below else stated(one)


def stated(statement: Statement) -> str:
    """Give a statement with the commits and records it rests on."""
    ids, more = statement.ends()
    said = written(statement.parts)
    if not ids:
        return said
    return f"{said.removesuffix('.')} ({', '.join(map(_id, ids))}{more})" + ("." if said.endswith(".") else "")


def written(parts: Sequence[Part]) -> str:
    """Give parts as Markdown."""
    return "".join(map(_part, parts))


def _part(part: Part) -> str:
    if isinstance(part, Commit):
        return _commit(part)
    if isinstance(part, Theirs):
        return code(part)
    if isinstance(part, Title):
        return sentence(part)
    return part


def _id(one: str) -> str:
    return _commit(one) if len(one) in {40, 64} and set(one) <= set("0123456789abcdef") else code(one)


def _commit(commit: str) -> str:
    return f"`{commit[:SHOWN]}`"
