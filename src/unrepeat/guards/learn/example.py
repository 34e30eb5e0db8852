"""One lesson about one file, as texts: how it was before the mistake, with it, before the fix, and after it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from unrepeat.guards.place import Place, hunks
from unrepeat.guards.syntax import language_of
from unrepeat.history.edit import Edit, Span

_DATA = frozenset({"json", "yaml", "html", "css"})


@dataclass(frozen=True)
class Example:
    """One file of a lesson. Spans are lines from 1; `language` is empty where a file is no code of a known language.

    `parent` and `culprit` are the file before and after the change that went wrong, `before` and `after` the file
    before and after the fix; `hunks` are the lines of the fix on both sides, as `place.hunks` gives them. `brought`:
    what the culprit added. `wrong`, `came_upon` and `repaired`: where the lesson stands in the culprit, in its parent
    and after the fix. `controls`: edits, by changes that nobody had to repair, in which a guard is to be silent.
    """

    path: str
    language: str
    parent: str
    culprit: str
    before: str
    after: str
    hunks: tuple[tuple[Span, Span], ...]
    brought: tuple[Span, ...]
    wrong: tuple[Span, ...]
    came_upon: tuple[Span, ...]
    repaired: tuple[Span, ...]
    controls: tuple[Edit, ...] = field(default=(), repr=False)


def examples_of(
    culprit: Sequence[Edit], fix: Sequence[Edit], place: Place, controls: Sequence[Sequence[Edit]] = ()
) -> Iterator[Example]:
    """Give an example for each file in which the culprit and the fix meet, at their place."""
    by_path = {edit.path: edit for edit in culprit}
    named = sorted(place.culprit)
    for edit in fix:
        language = code_of(edit.path)
        there = edit.path if edit.path in place.culprit else edit.old_path or ""
        if there not in place.culprit and len(named) == len(place.fixed) == 1:
            there = named[0]  # renamed between the two
        wrong = by_path.get(there)
        if wrong is None or wrong.unread or edit.unread or edit.path not in place.fixed:
            continue
        yield Example(
            path=edit.path,
            language=language,
            parent=wrong.before,
            culprit=wrong.after,
            before=edit.before,
            after=edit.after,
            hunks=tuple(hunks(edit)),
            brought=wrong.adds,
            wrong=tuple(place.culprit[there]),
            came_upon=tuple(place.before.get(wrong.old_path or wrong.path, ())),
            repaired=tuple(place.fixed[edit.path]),
            controls=tuple(one for several in controls for one in several if _is_alike(one.path, edit.path)),
        )


def code_of(path: str) -> str:
    """Give the language of a file of code; empty for data and texts, whose trees say little."""
    language = language_of(path) or ""
    return "" if language in _DATA else language


def _is_alike(one: str, other: str) -> bool:
    """Say whether two files are of one language, or end alike."""
    language = code_of(other)
    return code_of(one) == language and (bool(language) or _ending(one) == _ending(other))


def _ending(path: str) -> str:
    return path.rpartition("/")[2].rpartition(".")[2]
