"""Write a retro as one HTML page that loads nothing, in the look of the report."""

import re
from collections.abc import Sequence

from markupsafe import Markup, escape

from unrepeat.escaping import LONGEST, clean
from unrepeat.retro import pictures
from unrepeat.retro.conditions_measured import NAMES, usual
from unrepeat.retro.draft import Draft
from unrepeat.retro.pages import filled
from unrepeat.retro.said import SHOWN, Commit, Part, Statement, Theirs, Title
from unrepeat.retro.study import moment
from unrepeat.retro.times import at

FEWEST_DRAWN, MANY_DRAWN = 2, 8  # changes of a picture; more may scroll on a narrow page


# WeasyPrint draws a picture without the styles of the page around it.
_PRINTED = Markup(
    "<style>text{font:12px sans-serif;fill:#444}.number{font-size:11px;font-weight:600;fill:#000}"
    ".again+.number,.begins+.number{fill:#fff}.axis,.leader{stroke:#bbb}.day{stroke:#444;stroke-width:1.5}"
    ".arc{fill:none;stroke:#1d566f;stroke-width:1.5;stroke-dasharray:4 3}.arc.confirmed{stroke-dasharray:none}"
    ".begins{fill:#444}.again{fill:#1d566f;stroke:#1d566f}.holds{fill:#fff;stroke:#1d566f;stroke-width:1.5}</style>"
)


def as_html(draft: Draft, *, printed: bool = False) -> str:
    """Give the retro as HTML; `printed`: for WeasyPrint."""
    return filled(
        "retro.html.j2",
        {
            "at": at,
            "clean": clean,
            "commit": _commit,
            "moment": moment,
            "stated": stated,
            "usual": usual,
            "written": written,
        },
        draft=draft,
        names=NAMES,
        picture=_picture(draft, _PRINTED if printed else Markup()),
        many=MANY_DRAWN,
        plain=_plain(draft.title),
    )


def _plain(parts: Sequence[Part]) -> str:
    return clean("".join(parts))


def _picture(draft: Draft, style: Markup) -> Markup:
    """Draw how the changes are tied; nothing where they are not, or where some are left out."""
    evidence = draft.evidence
    if draft.unlisted or not evidence.ties or len(draft.timeline) < FEWEST_DRAWN:
        return Markup()
    fixes = {tie.fix for tie in evidence.ties}
    culprits = {tie.culprit for tie in evidence.ties}
    drawn = pictures.timeline(
        {
            "id": "retro",
            "changes": [
                {
                    "commit": one.step.commit,
                    "time": moment(one.step.time),
                    "is_fix": one.step.commit in fixes,
                    "is_culprit": one.step.commit in culprits,
                }
                for one in draft.timeline
            ],
            "links": [
                {"fix": tie.fix, "culprit": tie.culprit, "score": tie.score, "confirmed": tie.confirmed}
                for tie in evidence.ties
            ],
        }
    )
    head, end, rest = drawn.partition("</desc>")
    return head + end + style + rest


def stated(statement: Statement) -> Markup:
    """Give a statement with the commits and records that it rests on."""
    ids, more = statement.ends()
    if not ids:
        return written(statement.parts)
    *others, last = statement.parts
    ends = type(last) is str and last.endswith(".")
    said = written([*others, last.removesuffix(".") if ends else last])
    return said + Markup(' <span class="ids">({}{})</span>{}').format(
        Markup(", ").join(map(_id, ids)), more, "." if ends else ""
    )


def written(parts: Sequence[Part]) -> Markup:
    """Give parts as HTML."""
    return Markup().join(map(_part, parts))


def _part(part: Part) -> Markup:
    if isinstance(part, Commit):
        return _commit(part)
    if isinstance(part, Theirs):
        return Markup("<code>{}</code>").format(clean(part))
    if isinstance(part, Title):
        return as_it_reads(clean(part, 4 * LONGEST))
    return escape(part)


def as_it_reads(text: str) -> Markup:
    """Give what a person wrote, what stands in backticks as code."""
    pieces = re.split(r"`([^`]*)`", text)
    return Markup().join(
        Markup("<code>{}</code>").format(piece) if place % 2 else escape(piece) for place, piece in enumerate(pieces)
    )


def _id(one: str) -> Markup:
    is_hash = len(one) in {40, 64} and set(one) <= set("0123456789abcdef")
    return _commit(one) if is_hash else Markup("<code>{}</code>").format(clean(one))


def _commit(commit: str) -> Markup:
    return Markup('<code class="commit" title="{}">{}</code>').format(commit, commit[:SHOWN])
