"""Read the changes of a retro from git, and tie them by their lines and messages where no index has done so."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from unrepeat.change import Change
from unrepeat.git import Repository, View
from unrepeat.history.build import decode, people_of
from unrepeat.history.edit import Edit
from unrepeat.history.edits import PastChange, past_changes
from unrepeat.history.fixes import STANDS, is_fix
from unrepeat.history.kinds_of_files import is_test
from unrepeat.history.redact import SOMEONE, Redactor, holds_address
from unrepeat.history.stated import named_in
from unrepeat.ledger.links import Verdict
from unrepeat.retro.evidence import Ground, Step, Tie

LIKELY = 0.5  # the share of what a fix removed that one change must have written, to be named
SUREST = 0.95  # lines alone say no more
LONGEST_SENTENCE = 200  # letters
MOST_NAMED = 10  # commits that messages name and that are told, too
STATED = {"fixes": 0.97, "regression": 0.95, "reverts": 0.9, "introduced": 0.8}

_SENTENCE = re.compile(r"(.+?(?<!e\.g)(?<!i\.e)(?<!etc)(?<!vs)[.!?])(?=\s+[^\sa-z]|$)", re.DOTALL)
_TRAILER = re.compile(r"^[A-Za-z][A-Za-z-]*: ?\S")
_REPORT = re.compile(r"^(Reported-(?:by|at)|Bug|BZ|Bugzilla|Closes|Resolves)[ \t]*:[ \t]*\S", re.MULTILINE)
_ISSUE = re.compile(r"\b(?:fix(?:e[sd])?|close[sd]?|resolve[sd]?)[: ]+#\d+", re.IGNORECASE)
READ_BY_ANOTHER = re.compile(r"^(?:Reviewed|Acked|Approved|Tested)-by[ \t]*:[ \t]*\S", re.MULTILINE | re.IGNORECASE)
_NOTICED = re.compile(
    r"\b(?:report(?:s|ed)|notic(?:e|ed)|observed|complain(?:s|ed|ts?)?|(?:customers?|users?|people|clients?)\s"
    r"(?:\w+\s){0,4}?(?:call|report|see|saw|get|got|hit|heard|hear|met|wrote)\w*|alert(?:s|ed)? (?:fired|us)"
    r"|monitor(?:ing|s)|dashboards?|CI|tests? (?:fail(?:s|ed)?|failing)|fuzz(?:er|ers|ing)|valgrind"
    r"|\w*sanitizer|coverity|traceback|(?:was|were|we|can be) see?n?|fail(?:s|ed)? with"
    r"|crash(?:es|ed) (?:when|on|in|with)|raised an?|warnings?|when (?:compiling|building|running))\b",
    re.IGNORECASE,
)
_WORDY = re.compile(r"\w{2,}.*\w{2,}|\w{6,}")  # a line that says something, which a brace does not


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
        message = known if known is not None else people.clean(_text(one.message))
        told.append(_step(one, message, "shallow" if one.commit in edges else ""))
    return told, ordered


def _without_edits(view: View, commit: str) -> PastChange:
    """Read a commit's own words alone."""
    shown = view.run("log", "-1", "--format=%P%x00%ct%x00%B", "--encoding=UTF-8", commit)
    parents, time, message = shown.split(b"\0", 2)
    return PastChange(commit, tuple(parents.decode().split()), int(time or 0), decode(message), ())


def _text(message: str) -> str:
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
    sentences = _sentences(body)
    missing = any(edit.unread == "missing" for edit in own)
    return Step(
        commit=change.commit,
        time=change.time,
        subject=subject,
        says=sentences[0] if sentences else "",
        noticed=next((one for one in sentences if _NOTICED.search(one)), ""),
        report=_report(change.message),
        added=added,
        removed=removed,
        paths=paths,
        is_fix=weighed.score >= STANDS,
        is_merge=len(change.parents) > 1,
        has_body=bool(sentences),
        was_read_by_another=bool(READ_BY_ANOTHER.search(change.message)),
        unread=unread or ("missing" if missing else ""),
    )


def _adds(edit: Edit) -> Sequence[tuple[int, int]]:
    return edit.adds


def _takes(edit: Edit) -> Sequence[tuple[int, int]]:
    return edit.takes


def _length(span: tuple[int, int]) -> int:
    return span[1] - span[0] + 1


def _report(message: str) -> str:
    found = _REPORT.search(message)
    return found[1] if found else "an issue's number" if _ISSUE.search(message) else ""


def _sentences(body: str) -> list[str]:
    """Give the sentences of a body's prose that name nobody, each on one line; logs, lists and trailers are none."""
    found: list[str] = []
    for paragraph in re.split(r"\n[ \t]*\n", body):
        lines = paragraph.strip("\n").split("\n")
        if any(re.match(r"\s|[-*>#|$]|\d+[.)]", line) for line in lines) or all(map(_TRAILER.match, lines)):
            continue
        text = " ".join(" ".join(lines).split())
        wholes = (one.strip() for one in _SENTENCE.findall(text) or [text])
        found.extend(one for one in wholes if _is_told(one))
    return found


def _is_told(sentence: str) -> bool:
    """Say whether a sentence is whole, of a length to be read, and names nobody."""
    whole = len(sentence.split()) > 2 and len(sentence) <= LONGEST_SENTENCE and not sentence.endswith((":", ","))
    return whole and not re.search(rf"@|\b{SOMEONE}\b", sentence) and not holds_address(sentence)


def named_besides(repository: Repository, view: View, commits: Sequence[str]) -> list[str]:
    """Give the commits that messages of some state as what they repair, and that are not among them."""
    found: dict[str, None] = {}
    left = list(commits)
    while left and len(found) < MOST_NAMED:
        message = decode(view.run("log", "-1", "--format=%B", left.pop(0)))
        for form, name, _ in named_in(message):
            if form in STATED and repository.names(name):
                commit = repository.resolve(name)
                if commit not in found and commit not in commits:
                    found[commit] = None
                    left.append(commit)
    return list(found)


def ties_among(steps: Sequence[Step], changes: Sequence[PastChange], said: Iterable[Verdict] = ()) -> list[Tie]:
    """Tie fixes to what they repair among some changes: by what their messages state, and by whose lines they removed.

    A score is a fixed figure for what is stated, else the share of the removed lines that the other change wrote.
    People's verdicts outrank both. Steps and changes stand in one order, the oldest first.
    """
    verdicts = {(one.fix, one.culprit): one.verdict for one in said}
    order = {step.commit: place for place, step in enumerate(steps)}
    found: dict[tuple[str, str], Tie] = {}
    writer: dict[tuple[str, str], str] = {}
    for step, change in zip(steps, changes, strict=True):
        if step.is_fix:
            for tie in (*_stated(step, change, order), *_by_lines(step, change, writer)):
                found.setdefault((tie.fix, tie.culprit), tie)
        if not step.is_merge:
            for edit in change.edits:
                writer.update({(edit.path, line.text): step.commit for line in edit.added})
    for (fix, culprit), verdict in verdicts.items():
        if verdict == "yes" and fix in order and culprit in order:
            grounds = found[fix, culprit].grounds if (fix, culprit) in found else ()
            found[fix, culprit] = Tie(fix, culprit, 1.0, confirmed=True, grounds=grounds)
        elif verdict == "no":
            found.pop((fix, culprit), None)
    return sorted(found.values(), key=lambda tie: (order[tie.fix], order[tie.culprit]))


def _stated(step: Step, change: PastChange, order: Mapping[str, int]) -> Iterable[Tie]:
    for form, name, words in named_in(_text(change.message)):
        meant = [commit for commit in order if commit.startswith(name) and order[commit] < order[step.commit]]
        if form in STATED and len(meant) == 1:
            says = f"the message of the fix says “{words}”"
            yield Tie(step.commit, meant[0], STATED[form], confirmed=False, grounds=(Ground(says, ""),))


def _by_lines(step: Step, change: PastChange, writer: Mapping[tuple[str, str], str]) -> Iterable[Tie]:
    removed = [(edit.path, line.text) for edit in change.edits for line in edit.removed if _WORDY.search(line.text)]
    wrote = Counter(writer[key] for key in removed if key in writer)
    for commit, lines in sorted(wrote.items(), key=lambda one: (-one[1], one[0]))[:1]:
        share = lines / len(removed)
        if share >= LIKELY:
            path = next(path for path, text in removed if writer.get((path, text)) == commit)
            of = f"{lines} of the {len(removed)} lines" if len(removed) > 1 else "the one line"
            says = f"it wrote {of} that the fix removed or changed"
            yield Tie(step.commit, commit, round(min(share, SUREST), 2), confirmed=False, grounds=(Ground(says, path),))


def has_test(step: Step) -> bool:
    """Say whether a change came with a test."""
    return any(is_test(path.encode("utf-8", "surrogateescape")) for path in step.paths)
