"""Three sentences and one figure, for those who read no more."""

from unrepeat.retro.briefs.brief import Brief, Passage
from unrepeat.retro.briefs.known import Known
from unrepeat.retro.briefs.sentences import FEWEST, basis, begun, part_of, quoted, request
from unrepeat.retro.said import Statement, Theirs, fact
from unrepeat.retro.wording import counted, share


def leadership(known: Known) -> Brief:
    """Give what happened, what is different now and what comes next, and how usual repairs are here."""
    sentences = [_happened(known), _different(known), request(known)]
    return Brief("leadership", (), [Passage("", sentences), Passage("", _figure(known), is_figure=True)], leaves=True)


def _happened(known: Known) -> Statement:
    evidence = known.evidence
    if not evidence.steps:
        return fact("We recorded a mistake to learn from: {}.", quoted(_title(known)), ids=[known.subject])
    ties = evidence.ties
    in_turn = {tie.culprit for tie in ties} & {tie.fix for tie in ties}
    told = "we repaired what earlier changes in {} had brought in"
    if in_turn:
        told += ", and some of the repairs in turn"
    elif not ties:
        told = "we made repairs in {} that we want to learn from"
    return fact(f"{begun(evidence)} {told}.", Theirs(part_of(evidence)), ids=basis(known))


def _title(known: Known) -> str:
    record = known.evidence.record
    return record.title.rstrip(".") if record else ""


def _different(known: Known) -> Statement:
    speaking = [one for one in known.proven() if one.speaks]
    ids = [f"guard:{one.guard.id}" for one in known.guards] + [one.id for one in known.actions]
    if speaking:
        return fact("A guard that is proven on what went wrong runs on every change now.", ids=ids)
    if known.proven():
        return fact("A guard is proven on what went wrong, and is not switched on yet.", ids=ids)
    if any(one.state == "shown" for one in known.actions):
        return fact("Safeguards are in place, and shown to work.", ids=ids)
    if ids:
        return fact("Safeguards are chosen, and none of them is proven yet.", ids=ids)
    return fact("No safeguard is chosen yet.", ids=[known.subject])


def _figure(known: Known) -> list[Statement]:
    around = known.evidence.around
    if around is None:
        return [fact(f"{counted(len(known.actions), 'action')} recorded.", ids=[known.subject])]
    if around.changes < FEWEST:
        told = f"{counted(around.changes, 'change')} delivered in the year before."
    else:
        rate = share(around.fixes, around.changes)
        told = f"{rate} of all changes in the year before were repairs: that is how usual they are here."
    return [fact(told, ids=[around.at])]
