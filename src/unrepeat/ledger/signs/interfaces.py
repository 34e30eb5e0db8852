"""Signs that what others build on changed: schemas, protocols, routes, public functions, configuration."""

from collections.abc import Iterator, Sequence

from unrepeat.history.edit import Edit
from unrepeat.ledger.signs.called_by_name import called_by_name
from unrepeat.ledger.signs.declared import declared_signs
from unrepeat.ledger.signs.formats import format_signs
from unrepeat.ledger.signs.migrations import is_migration, migration_signs
from unrepeat.ledger.signs.offered import offered_signs
from unrepeat.ledger.signs.packaging import packaging_signs
from unrepeat.ledger.signs.sign import Sign, is_aside, is_generated, is_kept_by_programs, is_written_by_hand


def interface_signs(edits: Sequence[Edit], message: str) -> Iterator[Sign]:
    """Find what others may build on and what is no longer as it was; what is new has nobody yet who does."""
    looked_at = [edit for edit in edits if not (edit.unread or is_aside(edit.path) or is_kept_by_programs(edit.path))]
    for edit in looked_at:
        if is_migration(edit.path):
            yield from migration_signs(edit)
        else:
            yield from format_signs(edit)
            yield from packaging_signs(edit)
    by_hand = [e for e in looked_at if e.status != "added" and is_written_by_hand(e.path) and not is_generated(e)]
    for edit in by_hand:
        yield from called_by_name(edit)
    yield from offered_signs(by_hand, edits, message)
    yield from declared_signs(edits, message)
