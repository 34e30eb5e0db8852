"""Write a guard's file, as a person would read it."""

from typing import Any

from unrepeat.guards.guard import Guard
from unrepeat.ledger.writing_yaml import dumped


def written(guard: Guard) -> str:
    """Give the YAML of a guard."""
    return dumped({name: value for name, value in fields_of(guard).items() if value not in ([], {})})


def fields_of(guard: Guard) -> dict[str, Any]:
    """Give a guard as the plain data that its file holds."""
    return {
        "id": guard.id,
        "title": guard.title,
        "because": list(guard.because),
        "kind": guard.kind,
        "paths": list(guard.paths),
        "stage": guard.stage,
        "rule": dict(guard.rule),
        "lessons": [lesson._asdict() for lesson in guard.lessons],
    }
