"""Ask what is still open about some changes, the blameless way: what and how."""

from unrepeat.retro.evidence import Evidence
from unrepeat.retro.said import Commit, Section, Theirs, ask, fact, listed
from unrepeat.retro.wording import counted

_IS_RIGHT = {True: "Is this link right", False: "Which of these links are right, the least sure first"}


def still_open(evidence: Evidence) -> Section:
    """Give the section of open questions; the links that nobody has confirmed are among them."""
    unsure = [tie for tie in evidence.ties if not tie.confirmed]
    questions = []
    if unsure:
        shown = sorted(unsure, key=lambda tie: tie.score)[:3]
        pairs = "; ".join("{} repairs {}" for _ in shown)
        command = Theirs("unrepeat link FIX CULPRIT yes|no|unclear")
        questions.append(
            ask(
                f"{_IS_RIGHT[len(unsure) == 1]}: {pairs}? {{}} keeps what we find.",
                *(Commit(commit) for tie in shown for commit in (tie.fix, tie.culprit)),
                command,
            )
        )
    later = evidence.since
    statements = []
    if later is not None and later.fixes:
        holes, commits = listed(Commit(one) for one in later.fixes[:3])
        more = f" and {len(later.fixes) - 3:,} more" if len(later.fixes) > 3 else ""
        reads = "reads like a fix" if len(later.fixes) == 1 else "read like fixes"
        statements.append(
            fact(
                f"Since then, of {counted(later.changes, 'change')} to these files, {len(later.fixes):,} {reads}: "
                f"{holes}{more}.",
                *commits,
                ids=[later.head],
            )
        )
        questions.append(ask("What do these have in common with what is told here?"))
    tied = {commit for tie in evidence.ties for commit in (tie.fix, tie.culprit)}
    alone = [step.commit for step in evidence.steps if step.is_fix and step.commit not in tied]
    if len(alone) == 1:
        trace = Theirs(f"unrepeat trace {alone[0][:12]}")
        questions.append(
            ask("Which change brought in what {} repairs? {} names what is likely.", Commit(alone[0]), trace)
        )
    if not evidence.ties and len(evidence.steps) > 1:
        questions.append(ask("How do these changes hang together, and which of them repairs which?"))
    if evidence.record is not None and evidence.record.gone:
        gone = counted(evidence.record.gone, "commit")
        statements.append(fact(f"{gone} of the record cannot be found in this clone.", ids=[evidence.record.id]))
    questions += [
        ask("What would make this part easier to change safely?"),
        ask("Where else do we do the same, and how does it hold there?"),
    ]
    return Section("open", "Open questions", statements, questions)
