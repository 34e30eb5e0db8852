"""Write a brief as Markdown or as rows; evidence that leaves the team is an id that only the team can follow."""

import base64
from collections.abc import Iterable, Iterator
from dataclasses import replace
from hashlib import sha256
from typing import Any

from unrepeat.retro.briefs.brief import Brief, Passage
from unrepeat.retro.briefs.discreet import Discreet
from unrepeat.retro.retro_markdown import joined, paragraph, stated, written
from unrepeat.retro.said import Commit, Part, Question, Statement, Theirs, Title

LETTERS = 6


def evidence_id(ids: Iterable[str]) -> str:
    """Give the id of what a sentence rests on: letters that lead to nothing by themselves."""
    digest = sha256("\n".join(sorted(set(ids))).encode("utf-8", "surrogateescape")).digest()
    return f"ev-{base64.b32encode(digest).decode().lower()[:LETTERS]}"


def to_leave(brief: Brief, discreet: Discreet) -> Brief:
    """Give a brief as it may leave the team: names, hashes, tickets and clock times are taken out of people's words."""

    def part(one: Part) -> Part:
        if isinstance(one, Commit):
            raise TypeError("what leaves the team holds no commit")
        return type(one)(discreet(one)) if isinstance(one, Title | Theirs) else one

    def told(one: Statement) -> Statement:
        return replace(one, parts=tuple(map(part, one.parts)))

    passages = [replace(one, statements=list(map(told, one.statements))) for one in brief.passages]
    return replace(brief, title=tuple(map(part, brief.title)), passages=passages)


def as_markdown(brief: Brief) -> str:
    """Give a brief as Markdown."""
    return joined(_page(brief))


def _page(brief: Brief) -> Iterator[str]:
    if brief.title:
        yield from (f"# {written(brief.title)}", "")
    for passage in brief.passages:
        yield from _passage(passage, brief)
        yield ""


def _passage(passage: Passage, brief: Brief) -> Iterator[str]:
    if passage.heading:
        yield from (f"## {passage.heading}", "")
    told = list(_told(passage, by_id=brief.leaves or brief.is_spoken))
    if passage.is_list:
        yield from (f"- {one}" for one in told)
    elif told:
        yield f"**{' '.join(told)}**" if passage.is_figure else " ".join(told)
    if passage.aloud:
        yield from ("", f"“{passage.aloud}”")
    if passage.questions:
        yield from ("", *(f"- *{written(one.parts)}*" for one in passage.questions))


def _told(passage: Passage, *, by_id: bool) -> Iterator[str]:
    if by_id:
        return (f"{written(one.parts)} [{evidence_id(one.ids)}]" for one in passage.statements)
    return map(stated, passage.statements) if passage.is_list else paragraph(passage.statements)


def rows(brief: Brief) -> Iterator[dict[str, Any]]:
    """Give a brief as rows: each statement with its evidence, what is asked or said aloud without."""
    for passage in brief.passages:
        for one in passage.statements:
            row = {"heading": passage.heading, "kind": "statement", "text": _plain(one), "id": evidence_id(one.ids)}
            yield row if brief.leaves else row | {"evidence": list(one.ids)}
        if passage.aloud:
            yield {"heading": passage.heading, "kind": "aloud", "text": passage.aloud}
        for asked in passage.questions:
            yield {"heading": passage.heading, "kind": "question", "text": _plain(asked)}


def evidence(brief: Brief) -> dict[str, tuple[str, ...]]:
    """Give what each evidence id of a brief stands for: commits (full hashes), ids of records, guards and strings."""
    return {evidence_id(one.ids): tuple(dict.fromkeys(one.ids)) for one in brief.statements()}


def _plain(said: Statement | Question) -> str:
    return "".join(said.parts)
