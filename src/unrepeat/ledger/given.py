"""What is to be set in a record."""

from dataclasses import dataclass, field
from typing import Any


@dataclass
class Given:
    """What was asked to be set: fields of the front matter (None: taken out), sections, and notes for the person."""

    fields: dict[str, Any] = field(default_factory=dict)
    sections: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
