"""A brief in its parts: passages of sentences that each rest on evidence, for one reader, and at most a page."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from unrepeat.retro.said import Part, Question, Statement


@dataclass(frozen=True)
class Passage:
    """Some sentences under a heading, which may be empty, and what is asked after them.

    `aloud`: words to say, which tell nothing themselves. `is_list`: the sentences stand one below the other.
    `is_figure`: the passage is the figure of its page.
    """

    heading: str
    statements: list[Statement] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    aloud: str = ""
    is_list: bool = False
    is_figure: bool = False


@dataclass(frozen=True)
class Brief:
    """A brief; `title` is empty where it is a sentence. `leaves`: it is read by people outside of the team.

    `is_spoken`: its evidence is shown as ids, too, which nobody has to say.

    What leaves the team holds no commit among its parts, and shows its evidence as ids that only the team can follow.
    """

    reader: str
    title: tuple[Part, ...]
    passages: list[Passage]
    leaves: bool = False
    is_spoken: bool = False

    def filled(self) -> "Brief":
        """Give the brief without passages that hold nothing."""
        kept = [one for one in self.passages if one.statements or one.questions or one.aloud]
        return replace(self, passages=kept)

    def statements(self) -> Iterator[Statement]:
        """Give its sentences in order."""
        for passage in self.passages:
            yield from passage.statements
