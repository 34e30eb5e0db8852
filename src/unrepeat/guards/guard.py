"""A guard as its file says it: what it looks for and where, how firm it is, and the lesson it comes from."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal, NamedTuple

from unrepeat.ledger.globs import compiled
from unrepeat.ledger.record import Record

# What came of a proof, as the command line tells it.
Verdict = Literal["proven", "inert", "too-broad", "wrong-reason", "unstable", "cannot-run", "not-replayable"]
Stage = Literal["shadow", "advise", "block"]


class Lesson(NamedTuple):
    """A change that went wrong and the change that repaired it (full hashes, or beginnings of them)."""

    culprit: str
    fix: str


@dataclass(frozen=True)
class Guard:
    """One guard. `paths` are globs, none standing for every file; `path` is the file it stands in."""

    id: str
    title: str
    because: tuple[str, ...]
    kind: str
    paths: tuple[str, ...]
    stage: Stage
    rule: Mapping[str, Any]
    lessons: tuple[Lesson, ...] = ()
    review_by: str = ""
    path: str = ""

    @classmethod
    def of(cls, record: Record) -> "Guard":
        """Make a guard of its file's fields, which were checked when they were read."""
        stage: Stage = record.fields.get("stage", "shadow")
        return cls(
            id=record.id,
            title=record.title,
            because=tuple(record.words("because")),
            kind=record.text("kind"),
            paths=tuple(record.words("paths")),
            stage=stage,
            rule=record.fields.get("rule") or {},
            lessons=tuple(Lesson(one["culprit"], one["fix"]) for one in record.fields.get("lessons") or ()),
            review_by=record.text("review-by"),
            path=record.path,
        )

    @cached_property
    def digest(self) -> str:
        """The SHA-256 (hex) of what decides about findings: kind, paths and rule, not the wording or the stage."""
        told = json.dumps([self.kind, list(self.paths), self.rule], sort_keys=True, ensure_ascii=True)
        return hashlib.sha256(told.encode()).hexdigest()

    def covers(self, path: str) -> bool:
        """Say whether a file is among those it watches."""
        return not self.paths or any(pattern.match(path) for pattern in self._patterns)

    @cached_property
    def _patterns(self) -> tuple[Any, ...]:
        return tuple(compiled(glob) for glob in self.paths)
