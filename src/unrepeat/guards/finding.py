"""What a guard or a question has to say about a change."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal, NamedTuple

FindingStage = Literal["shadow", "ask", "advise", "block"]


class Firing(NamedTuple):
    """Where a guard fires (lines from 1, 0 where no line is meant) and what it says there.

    `subject` is the text that is wrong, by which the same firing is known again when the lines around it move.
    """

    path: str
    line: int
    end_line: int
    message: str
    subject: str = ""
    suggestion: str = ""


@dataclass(frozen=True)
class Finding:
    """One thing to say about a change: by whom (a guard's id, or `unrepeat`), where, how firmly, and why."""

    id: str
    guard: str
    path: str
    line: int
    end_line: int
    stage: FindingStage
    message: str
    reason: str
    suggestion: str

    def row(self) -> dict[str, object]:
        """Give it as `check --json` prints it."""
        return {
            "id": self.id,
            "guard": self.guard,
            "path": self.path,
            "line": self.line,
            "end_line": self.end_line,
            "stage": self.stage,
            "message": self.message,
            "reason": self.reason,
            "suggestion": self.suggestion,
        }


def identities(guard: str, firings: Iterable[Firing]) -> Iterator[str]:
    """Give each firing of a guard its id, which stays when lines around it move; equal ones are numbered."""
    seen: dict[str, int] = {}
    for firing in firings:
        subject = " ".join(firing.subject.split())
        told = f"{guard}\0{firing.path}\0{subject or firing.message}"
        number = seen[told] = seen.get(told, 0) + 1
        whole = f"{told}\0{number}".encode("utf-8", "surrogateescape")
        yield f"finding-{hashlib.sha256(whole).hexdigest()[:12]}"
