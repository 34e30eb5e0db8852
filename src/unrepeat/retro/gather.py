"""Read the changes of a retro from git."""

from collections.abc import Mapping, Sequence

from unrepeat.change import Change
from unrepeat.git import Repository, View
from unrepeat.history.build import decode, people_of
from unrepeat.history.edit import Edit
from unrepeat.history.edits import PastChange, past_changes
from unrepeat.history.fixes import STANDS, is_fix
from unrepeat.history.kinds_of_files import is_test
from unrepeat.history.redact import Redactor
from unrepeat.retro.evidence import Step, Tie
from unrepeat.retro.messages_told import noticed, report, sentences, tells_more, was_read_by_another


def steps_of(
    repository: Repository, view: View, commits: Sequence[str], head: str, messages: Mapping[str, str] | None = None
) -> tuple[list[Step], list[PastChange]]:
    """Read some commits (full hashes), in the order of time; `messages`: those known already, without people.

    A commit whose parent a shallow clone left out is told without what it did.
    """
    edges = repository.shallow_commits()
    changes = {one.commit: one for one in past_changes(view, [one for one in commits if one not in edges])}
    for commit in set(commits) & edges:
        changes[commit] = _without_edits(view, commit)
    place = _places(view, list(commits))
    ordered = sorted(changes.values(), key=lambda one: (one.time, place.get(one.commit, 0), one.commit))
    people = people_of(view, list(dict.fromkeys([head, *commits]))) if messages is None else Redactor()
    told = []
    for one in ordered:
        known = messages.get(one.commit) if messages is not None else None
        message = known if known is not None else people.clean(text_of(one.message))
        told.append(_step(one, message, "shallow" if one.commit in edges else ""))
    return told, ordered


def _without_edits(view: View, commit: str) -> PastChange:
    """Read a commit's own words alone."""
    shown = view.run("log", "-1", "--format=%P%x00%ct%x00%B", "--encoding=UTF-8", commit)
    parents, time, message = shown.split(b"\0", 2)
    return PastChange(commit, tuple(parents.decode().split()), int(time or 0), decode(message), ())


def text_of(message: str) -> str:
    """Give a message whose bytes were no UTF-8 as Latin-1, as the index does."""
    return decode(message.encode("utf-8", "surrogateescape"))


def _places(view: View, commits: list[str]) -> dict[str, int]:
    """Give the order of descent, for commits of one second, which a rebase makes."""
    if len(commits) < 2:
        return {}
    times = view.run("log", "--no-walk=unsorted", "--format=%ct", *commits).split()
    oldest = min(int(time or 0) for time in times)
    listed = view.run("rev-list", "--topo-order", "--reverse", f"--max-age={max(oldest - 1, 0)}", *commits)
    wanted = set(commits)
    return {commit: at for at, commit in enumerate(listed.decode().split()) if commit in wanted}


def _step(change: PastChange, message: str, unread: str) -> Step:
    subject, _, body = message.partition("\n")
    own = [edit for edit in change.edits if not edit.path.startswith(".unrepeat/")]
    paths = tuple(edit.path for edit in own)
    added, removed = (sum(_length(span) for edit in own for span in side(edit)) for side in (_adds, _takes))
    weighed = is_fix(
        Change(0, change.commit, (), change.time, message, (), added, removed),
        [path.encode("utf-8", "surrogateescape") for path in paths],
    )
    told = sentences(body)
    missing = any(edit.unread == "missing" for edit in own)
    return Step(
        commit=change.commit,
        time=change.time,
        subject=subject,
        says=told[0] if told else "",
        noticed=noticed(told),
        report=report(change.message),
        added=added,
        removed=removed,
        paths=paths,
        is_fix=weighed.score >= STANDS,
        is_merge=len(change.parents) > 1,
        has_body=tells_more(body),
        was_read_by_another=was_read_by_another(change.message),
        unread=unread or ("missing" if missing else ""),
    )


def _adds(edit: Edit) -> Sequence[tuple[int, int]]:
    return edit.adds


def _takes(edit: Edit) -> Sequence[tuple[int, int]]:
    return edit.takes


def _length(span: tuple[int, int]) -> int:
    return span[1] - span[0] + 1


def confirmed_steps(steps: Sequence[Step], ties: Sequence[Tie], named: Sequence[str]) -> list[Step]:
    """Give the changes of confirmed links, and those that a record names (hashes, or beginnings of them).

    Where there are neither, those that read like fixes by their own words: no guess put them there.
    """
    tied = {commit for tie in ties for commit in (tie.fix, tie.culprit)}
    kept = [step for step in steps if step.commit in tied or any(step.commit.startswith(one) for one in named)]
    return kept or [step for step in steps if step.is_fix] or list(steps)


def has_test(step: Step) -> bool:
    """Say whether a change came with a test."""
    return any(is_test(path.encode("utf-8", "surrogateescape")) for path in step.paths)
