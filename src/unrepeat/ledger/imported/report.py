"""A post-mortem as it was read, whatever its form: a title, a day, parts under headings, things to be done."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from unrepeat.ledger.imported.headings import Role

OTHER_FIELDS = "Other fields"  # the heading under which short fields are kept that stand for no part


class Part(NamedTuple):
    """A stretch of Markdown under one heading, empty before the first; what the heading says it is."""

    role: Role
    heading: str
    text: str


@dataclass
class Item:
    """Something to be done. `fields` are those of an action; `key` tells it from its neighbours, also after an edit."""

    title: str
    text: str = ""
    key: str = ""
    fields: dict[str, Any] = field(default_factory=dict)


@dataclass
class Report:
    """One post-mortem. `name` is what its writers call it (an id), empty where the file holds this one alone.

    `days` are those on which it may have happened, the best first. `left_out` names what tells of people, `notes` are
    for whoever imports it.
    """

    title: str
    name: str = ""
    days: list[date] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    content: str = ""

    def of_role(self, *roles: Role) -> list[Part]:
        """Give the parts of some roles, in their order."""
        return [part for part in self.parts if part.role in roles]
