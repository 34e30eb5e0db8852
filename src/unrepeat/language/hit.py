"""What a rule has to say of a sentence, and how it looks at one."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from unrepeat.language.block import Block
from unrepeat.language.sentences import Sentence


class Hit(NamedTuple):
    """From where to where of the block, what to write instead of the whole sentence, and whether that is safe.

    A suggestion may hold a slot in angle brackets, which only the writer can fill. A safe one tells the same facts: it
    replaces the sentence without asking.
    """

    start: int
    end: int
    suggestion: str = ""
    is_safe: bool = False
    note: str = ""  # said beside the rule's own message
    own: tuple[int, int] | None = None  # the words it speaks of, where it marks more: a verb without its subject

    def is_told_by(self, other: "Hit") -> bool:
        """Say whether another finding of the sentence speaks of the same words."""
        (start, end), (begin, stop) = self.own or self[:2], other.own or other[:2]
        return begin < end and start < stop


@dataclass(frozen=True)
class Reading:
    """A sentence in its block, with the one before it, which says who `they` are."""

    sentence: Sentence
    block: Block
    former: Sentence | None = None


Look = Callable[[Reading], Iterator[Hit]]
