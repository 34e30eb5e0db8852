"""One sentence for the stand-up."""

from unrepeat.retro.briefs.brief import Brief, Passage
from unrepeat.retro.briefs.discreet import without_hashes
from unrepeat.retro.briefs.in_their_words import quoted
from unrepeat.retro.briefs.known import Known
from unrepeat.retro.briefs.what_happened import basis, file_of
from unrepeat.retro.evidence import all_likely
from unrepeat.retro.said import Part, Statement, Theirs, parts
from unrepeat.retro.wording import counted, day


def standup(known: Known) -> Brief:
    """Say what it is about, where it stands and what comes next."""
    next_step, ids = _next(known)
    sentence = Statement((*_about(known), *next_step, "."), tuple(dict.fromkeys([*basis(known), *ids])))
    return Brief("standup", (), [Passage("", [sentence])], is_spoken=True)


def _about(known: Known) -> tuple[Part, ...]:
    evidence = known.evidence
    record = evidence.record
    if record is not None:
        return parts("We are learning from {}", quoted(record.title))
    fixes = len({tie.fix for tie in evidence.ties})
    path = Theirs(file_of(evidence))
    if fixes > 1:
        young = ", the last of them still young" if evidence.is_open else ""
        return parts(f"{fixes} changes to {{}} {all_likely(evidence.ties)}repair earlier ones{young}", path)
    return parts(f"We are learning from {counted(len(evidence.steps), 'change')} to {{}}", path)


def _next(known: Known) -> tuple[tuple[Part, ...], list[str]]:
    left = known.open_actions()
    if left:
        first = left[0]
        by = f" (by {day(first.text('due'))})" if first.text("due") else ""
        commits = [step.commit for step in known.evidence.steps]
        title = without_hashes(first.title, commits, known.evidence.ties)  # nobody says a hash aloud
        return parts(f"; next comes {{}}{by}", quoted(title)), [first.id]
    speaking = [one for one in known.proven() if one.speaks]
    if speaking:
        return ("; a proven guard now watches for it",), [f"guard:{speaking[0].guard.id}"]
    if known.guards:
        to_do = "decide whether its guard is switched on" if known.proven() else "prove its guard"
        return (f"; next we {to_do}",), [f"guard:{one.guard.id}" for one in known.guards]
    if known.actions:
        return ("; all its actions are done",), [one.id for one in known.actions]
    return ("; next we choose safeguards",), []
