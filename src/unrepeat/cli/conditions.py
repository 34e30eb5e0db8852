"""Tell at the moment of recording how what shows a need to be met stands in the code: met already, it shows nothing."""

from unrepeat.cli.errors import say
from unrepeat.errors import UnrepeatError
from unrepeat.ledger.record import Record
from unrepeat.ledger.scope import done_when
from unrepeat.ledger.store import Store

_OF_CODE = frozenset({"path", "pattern", "absent", "commit", "flag", "guard"})


def tell_conditions(store: Store, record: Record) -> None:
    """Say of each entry of a need's `done-when` that is met as the code is now, or that cannot be asked."""
    asked = [one for one in done_when(record) if next(iter(one)) in _OF_CODE]
    if not asked:
        return
    from unrepeat.ledger.done import Code

    try:
        code = Code(store.repository, store.repository.head(), store.folders_of_records(store.now(), None))
        answers = code.answer(asked)
    except UnrepeatError:  # before the first commit, or where this clone lacks what would tell
        return
    for condition, answer in zip(asked, answers, strict=True):
        name, _ = next(iter(condition.items()))
        if answer.met:
            say(f"`{name}` is met already ({answer.reason}), so it would not show that something changed.")
        elif "was not sought" in answer.reason:
            say(f"{answer.reason[0].upper()}{answer.reason[1:]}.")
