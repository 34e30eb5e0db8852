"""Find where in a file as it is now a line once stood that is gone."""

from collections.abc import Iterable

from unrepeat.history.edit import Edit, Line, Span, lines_of


def neighbour(edit: Edit, number: int) -> int:
    """Give the line, from 1, that stands now where the line of that number stood before the change.

    It is the one that follows the last line before it which stayed; the file's last, where none follows; 1, where the
    file is gone.
    """
    takes, adds = edit.takes or _spans(edit.removed), edit.adds or _spans(edit.added)
    place = number - 1 - sum(min(last, number - 1) - first + 1 for first, last in takes if first < number)
    for first, last in adds:
        if first > place:
            break
        place += last - first + 1
    return max(min(place + 1, len(lines_of(edit.after))), 1)


def line_at(text: str, offset: int) -> int:
    """Give the number, from 1, of the line in which a letter stands."""
    return text.count("\n", 0, offset) + 1


def _spans(lines: Iterable[Line]) -> list[Span]:
    return [Span(line.number, line.number) for line in lines]
