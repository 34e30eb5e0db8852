"""Check a text: each rule looks at each sentence where it holds, unless somebody allowed it there."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Literal

from unrepeat.language.block import Block
from unrepeat.language.hit import Hit, Reading
from unrepeat.language.reading import markdown, plain
from unrepeat.language.remark import Remark
from unrepeat.language.rule import Rule, rules
from unrepeat.language.sentences import Sentence, sentences

Form = Literal["markdown", "text", "commit", "record"]
FORMS: tuple[Form, ...] = ("markdown", "text", "commit", "record")

LONGEST_EXCERPT = 240  # letters


def lint(text: str, path: str, form: Form, chosen: Iterable[Rule] | None = None) -> list[Remark]:
    """Give what the rules have to say of a text, in the order of its places; `chosen` are those that look."""
    looking = list(chosen) if chosen is not None else [rule for rule in rules().values() if rule.is_on]
    starts = _line_starts(text)
    found: list[Remark] = []
    for block in blocks_of(text, form):
        own = [rule for rule in looking if block.where in rule.where and not _is_allowed(rule, block.allowed)]
        if own:
            found.extend(_of_block(block, own, path, starts))
    return sorted(found, key=lambda one: (one.line, one.column, one.rule))


def blocks_of(text: str, form: Form) -> Iterator[Block]:
    """Give the blocks of a text of some form."""
    if form in {"markdown", "record"}:
        return markdown.blocks(text)
    return plain.blocks(text, of_commit=form == "commit")


def _is_allowed(rule: Rule, allowed: Collection[str]) -> bool:
    return rule.id in allowed or "*" in allowed or "all" in allowed


def _of_block(block: Block, looking: Iterable[Rule], path: str, starts: list[int]) -> Iterator[Remark]:
    former: Sentence | None = None
    for sentence in sentences(block.text, block.raw):
        reading = Reading(sentence, block, former)
        told: list[Hit] = []
        for rule in looking:
            for hit in rule.look(reading):
                # the same words are told once, by the first rule that speaks of them
                if rule.group == "language" and any(hit.is_told_by(other) for other in told):
                    continue
                told.append(hit)
                yield _remark(rule, hit, reading, path, starts)
                break
        former = sentence


def _remark(rule: Rule, hit: Hit, reading: Reading, path: str, starts: list[int]) -> Remark:
    block, sentence = reading.block, reading.sentence
    first, last = block.place(hit.start), block.place(max(hit.end - 1, hit.start))
    begin, end = block.place(sentence.start), block.place(sentence.end - 1)
    replaces = None
    if hit.is_safe:
        replaces = (starts[begin.line - 1] + begin.column - 1, starts[end.line - 1] + end.column)
    excerpt = " ".join(sentence.raw.split())
    return Remark(
        path=path,
        line=first.line,
        column=first.column,
        end_line=last.line,
        end_column=last.column + 1,
        rule=rule.id,
        group=rule.group,
        severity=rule.severity,
        message=f"{rule.message} {hit.note}".strip(),
        excerpt=excerpt if len(excerpt) <= LONGEST_EXCERPT else f"{excerpt[:LONGEST_EXCERPT].rstrip()} ...",
        suggestion=hit.suggestion,
        sentence=((begin.line, begin.column), (end.line, end.column + 1)),
        replaces=replaces,
    )


def _line_starts(text: str) -> list[int]:
    starts = [0]
    for line in text.split("\n"):
        starts.append(starts[-1] + len(line) + 1)
    return starts


def mended(text: str, remarks: Iterable[Remark]) -> str:
    """Give a text with every safe suggestion in place of its sentence; of several for one sentence, the first."""
    done: list[tuple[int, int, str]] = []
    for remark in remarks:
        if remark.replaces is not None and all(remark.replaces[0] >= end for _, end, _ in done):
            done.append((*remark.replaces, remark.suggestion))
    for start, end, suggestion in reversed(done):
        text = text[:start] + suggestion + text[end:]
    return text


def of_severity(remarks: Iterable[Remark]) -> Mapping[str, int]:
    """Count remarks by severity."""
    counts = {"error": 0, "warning": 0, "info": 0}
    for remark in remarks:
        counts[remark.severity] += 1
    return counts
