"""Three sentences and one figure, for those who read no more."""

from unrepeat.retro.briefs.brief import Brief, Passage
from unrepeat.retro.briefs.in_their_words import quoted
from unrepeat.retro.briefs.known import Known
from unrepeat.retro.briefs.what_happened import FEWEST, basis, begun, part_of
from unrepeat.retro.briefs.what_is_different import is_taken_on, request
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
        told += ", and repaired some of the repairs again"
    elif not ties:
        what = "repairs" if all(step.is_fix for step in evidence.steps) else "changes"
        told = f"we made {what} in {{}} that we want to learn from"
    return fact(f"{begun(evidence)} {told}.", Theirs(part_of(evidence)), ids=basis(known))


def _title(known: Known) -> str:
    record = known.evidence.record
    return record.title.rstrip(".") if record else ""


def _different(known: Known) -> Statement:
    speaking = [one for one in known.proven() if one.speaks]
    ids = [f"guard:{one.guard.id}" for one in known.guards] + [one.id for one in known.actions]
    if speaking:
        return fact(f"An automatic check that is proven to catch {_caught(known)} is switched on.", ids=ids)
    if known.proven():
        return fact(f"An automatic check is proven to catch {_caught(known)}, and is not switched on yet.", ids=ids)
    if any(one.state == "shown" for one in known.actions):
        left = ", and others are still open" if known.open_actions() else ""
        return fact(f"Some safeguards are shown to work{left}.", ids=ids)
    if any(map(is_taken_on, known.actions)) or known.guards:
        return fact("Safeguards are chosen, and none of them is proven yet.", ids=ids)
    return fact("No safeguard is chosen yet.", ids=[known.subject])


def _caught(known: Known) -> str:
    ties = known.evidence.ties
    stopped = max(one.stopped(ties) for one in known.proven())
    if not stopped or len(ties) < 2:
        return "the mistake"
    return "all of these mistakes" if stopped == len(ties) else "a part of these mistakes"


def _figure(known: Known) -> list[Statement]:
    around = known.evidence.around
    if around is None:
        return [fact(f"{counted(len(known.actions), 'action')} recorded.", ids=[known.subject])]
    if around.changes < FEWEST:
        told = f"{counted(around.changes, 'change')} delivered in the year before."
    else:
        rate = share(around.fixes, around.changes)
        usual = ", so this is nothing unusual" if around.fixes * 20 >= around.changes else ""
        told = f"{rate} of the changes in the year before were repairs{usual}."
    return [fact(told, ids=[around.at])]
