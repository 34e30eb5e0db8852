"""The sentences on what is different now that several briefs share: what is proven, what is done, what to ask for."""

from collections.abc import Iterator

from unrepeat.ledger.record import Record
from unrepeat.retro.briefs.in_their_words import ended, names_code, quoted
from unrepeat.retro.briefs.known import Guarding, Known
from unrepeat.retro.said import Statement, Title, fact
from unrepeat.retro.wording import counted, day


def difference(known: Known) -> Iterator[Statement]:
    """Tell what is different now, and what of it is proven."""
    proven = known.proven()
    for one in proven[:2]:
        yield guard_told(one, known)
    others = [one for one in known.guards if not one.is_proven]
    if others:
        yield fact(
            f"{counted(len(others), 'automatic check')} {_is(len(others))} there, not proven on what is confirmed.",
            ids=[f"guard:{one.guard.id}" for one in others],
        )
    yield from actions_told(known)
    if not known.guards and not known.actions:
        yield fact("No safeguard is recorded yet.", ids=[known.subject])
    elif not proven:
        yield fact("Nothing of it is proven on this history yet.", ids=[known.subject])


def guard_told(one: Guarding, known: Known) -> Statement:
    """Tell a proven guard to those far from the code: what it catches, and whether it is switched on."""
    ties = known.evidence.ties
    stopped = one.stopped(ties)
    caught = f"{stopped} of the {len(ties)} mistakes repaired here" if stopped and len(ties) > 1 else "the mistake"
    now = "It is switched on." if one.speaks else "It is not switched on yet."
    told = f"Tried on the history, an automatic check catches {caught}: that is proven. {now}"
    return fact(told, ids=[f"guard:{one.guard.id}"])


def actions_told(known: Known) -> Iterator[Statement]:
    """Tell how many actions are done, and name those that are; what nobody has taken on is an offer."""
    whole, done = known.actions, known.done_actions()
    if not whole:
        return
    ids = [one.id for one in whole]
    shown = sum(one.state == "shown" for one in done)
    if not done and not any(map(is_taken_on, whole)):
        yield fact(f"{counted(len(whole), 'safeguard')} {_is(len(whole))} offered, and none is chosen yet.", ids=ids)
    elif not done:
        none = (
            "The one action is not done yet." if len(whole) == 1 else f"None of the {len(whole)} actions is done yet."
        )
        yield fact(none, ids=ids)
    else:
        works = f", {shown} of them shown to work" if shown else ""
        yield fact(f"Of {counted(len(whole), 'action')}, {len(done)} {_is(len(done))} done{works}.", ids=ids)
    for one in [one for one in done if not names_code(one.title)][:2]:
        yield fact(
            f"{'Shown to work' if one.state == 'shown' else 'Done'}: {{}}", Title(ended(one.title)), ids=[one.id]
        )


def is_taken_on(action: Record) -> bool:
    """Say whether somebody chose an action: it has an owner or a day."""
    return bool(action.text("owner") or action.text("due"))


def _is(number: int) -> str:
    return "is" if number == 1 else "are"


def request(known: Known) -> Statement:
    """Give the one thing to ask for, by what stands in the records."""
    left = known.open_actions()
    chosen = [one for one in left if is_taken_on(one) and not names_code(one.title)]
    if chosen:
        first = chosen[0]
        by = f", due on {day(first.text('due'))}" if first.text("due") else ""
        more = f"; {len(left) - 1} more follow{'s' if len(left) == 2 else ''}" if len(left) > 1 else ""
        return fact(
            f"We ask for time for one action first{by}: {{}}{more}.", quoted(first.title), ids=[one.id for one in left]
        )
    if left:
        return fact(
            f"We ask for an hour together, in which the team chooses from the {counted(len(left), 'open safeguard')}.",
            ids=[one.id for one in left],
        )
    silent = [one for one in known.proven() if not one.speaks]
    if silent:
        return fact(
            "We ask for an hour with the team, to decide whether the automatic check is switched on.",
            ids=[f"guard:{silent[0].guard.id}"],
        )
    if not known.guards and not known.actions:
        return fact(
            "We ask for an hour together, in which the team chooses safeguards from those offered.", ids=[known.subject]
        )
    return fact("We ask for your view: what else would you like to see here?", ids=[known.subject])
