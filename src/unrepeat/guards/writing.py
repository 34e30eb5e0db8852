"""Write a guard's file, as a person would read it."""

from unrepeat.guards.guard import Guard
from unrepeat.ledger.writing_yaml import dumped


def written(guard: Guard) -> str:
    """Give the YAML of a guard."""
    fields = {
        "id": guard.id,
        "title": guard.title,
        "because": list(guard.because),
        "kind": guard.kind,
        "paths": list(guard.paths),
        "stage": guard.stage,
        "rule": dict(guard.rule),
        "lessons": [lesson._asdict() for lesson in guard.lessons],
    }
    return dumped({name: value for name, value in fields.items() if value not in ([], {})})
