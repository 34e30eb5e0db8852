"""What all of a history's fixes tell together: gathered once, used by strings, study and their like."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from unrepeat.change import Change
from unrepeat.collection import without_collection
from unrepeat.history.fixes import Fix, find_fixes
from unrepeat.history.index import Index
from unrepeat.history.strings import Link, MistakeString, join, standing_links
from unrepeat.history.trace import Trace, Tracer, Verdicts

Step = Callable[[str], None]  # told what is worked on now


@dataclass
class Past:
    """The fixes that a head descends from, traced and joined; `changes` holds every change they name."""

    head: int
    fixes: list[Fix]
    traces: list[Trace]
    links: list[Link]
    strings: list[MistakeString]
    changes: dict[int, Change]


def look_back(
    index: Index, head: int, *, verdicts: Verdicts, unaided: bool = False, step: Step = lambda _: None
) -> Past:
    """Find all fixes, trace them, and join their links into strings."""
    with without_collection():
        step("telling fixes")
        fixes = list(find_fixes(index, head))
        # what a person linked counts, whatever the message sounds like
        said = [fix for (fix, _), verdict in verdicts.items() if verdict == "yes"]
        ordinals = sorted({fix.change.ordinal for fix in fixes}.union(said))
        step("tracing culprits")
        traces = Tracer(index, unaided=unaided, verdicts=verdicts).trace_all(ordinals, top=3)
        step("joining strings")
        named = {trace.fix for trace in traces} | {culprit.commit for trace in traces for culprit in trace.culprits}
        changes = {change.ordinal: change for change in index.changes(sorted(named))}
        links = standing_links(traces, changes)
        strings = join(links, changes, index.times, index.times[head])
    return Past(head, fixes, traces, links, strings, changes)


def verdicts_in(index: Index, said: Sequence[tuple[str, str, str]]) -> dict[tuple[int, int], str]:
    """Turn verdicts on hashes into verdicts on commits of this index; others are about histories not here."""
    return {
        (index.ordinal(fix), index.ordinal(culprit)): verdict
        for fix, culprit, verdict in said
        if index.known(fix) and index.known(culprit)
    }
