"""What a repository's history can teach its team, as plain data: the evidence that the report is written from.

Everything here is counted, nothing is guessed at; every claim carries its commits. No person appears.
"""

import statistics
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from unrepeat.change import Change
from unrepeat.history.coupling import counted, coupled, forgotten
from unrepeat.history.grounds import Evidence
from unrepeat.history.index import Index
from unrepeat.history.kinds_of_files import is_bookkeeping, is_prose, is_test
from unrepeat.history.nodes import DELETE
from unrepeat.history.past import Past
from unrepeat.history.strings import Link, MistakeString, is_bulk, usual_time_to_fail
from unrepeat.history.trace import Trace

DAY = 86400
MOST_STRINGS, MOST_PLACES, MOST_RETURNED, MOST_PAIRS, MOST_LESSONS = 30, 12, 10, 10, 12
FEWEST_CHANGES_TO_A_PLACE = 10
FEWEST_FIXES_TO_RETURN = 3

Study = dict[str, Any]  # plain JSON; docs/report.md describes it field by field


def study(index: Index, past: Past, *, name: str, version: str, since: int = 0) -> Study:
    """Gather all evidence; `since`, in seconds, leaves out what ended before."""
    gathering = _Gathering(index, past, since)
    lessons = gathering.lessons()
    return {
        "unrepeat": version,
        "repository": name,
        "head": index.hash(past.head),
        "as_of": moment(index.times[past.head]),
        "since": moment(since) if since else None,
        "overview": gathering.overview(),
        "strings": gathering.strings(),
        "places": gathering.places(),
        "returned": gathering.returned(),
        "pairs": gathering.pairs(),
        "lessons": lessons[:MOST_LESSONS],
        "lessons_in_all": len(lessons),
    }


def moment(seconds: int) -> str:
    """Give a time as ISO 8601 in UTC."""
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


class _Gathering:
    """Holds what several sections ask of."""

    def __init__(self, index: Index, past: Past, since: int) -> None:
        self.index = index
        self.past = past
        self.since = since
        self.paths = index.all_paths()
        self.named = dict(enumerate(self.paths))
        reachable = index.graph.reachable([past.head])
        self.all = [change for change in index.changes() if reachable[change.ordinal] and change.time >= since]
        self.by_ordinal = {change.ordinal: change for change in self.all} | past.changes
        self.fixes = {fix.change.ordinal: fix for fix in past.fixes if fix.change.time >= since}
        self.links = [link for link in past.links if index.times[link.fix] >= since]
        self.chosen = [string for string in past.strings if string.last >= since]
        self.traces = {trace.fix: trace for trace in past.traces}
        self.now = index.times[past.head]  # a clock that went wrong may have dated a change later

    def overview(self) -> Study:
        plain = [change for change in self.all if not change.is_merge]
        needed = {link.culprit for link in self.links}.intersection(change.ordinal for change in plain)
        lags = sorted(self.index.times[link.fix] - self.index.times[link.culprit] for link in self.links)
        with_tests = sum(self._has_test(self.by_ordinal[fix]) for fix in self.fixes)
        return {
            "changes": len(plain),
            "merges": len(self.all) - len(plain),
            "first": moment(min((change.time for change in self.all), default=0)),
            "last": moment(min(max((change.time for change in self.all), default=0), self.now)),
            "fixes": len(self.fixes),
            "fixes_with_test": with_tests,
            "changes_with_test": sum(map(self._has_test, plain)),
            "traced_fixes": len({link.fix for link in self.links}),
            "changes_that_needed_a_fix": len(needed),
            "median_days_to_fix": round(statistics.median(lags) / DAY, 1) if lags else None,
            "strings": len(self.chosen),
            "open_strings": sum(string.open for string in self.chosen),
            "links_in_strings": sum(len(string.links) for string in self.chosen),
            "usual_days_to_fail": round(usual_time_to_fail(self.past.links, self.index.times) / DAY, 1),
            "confirmed_links": sum(link.confirmed for link in self.links),
            "years": self._years(plain, needed),
        }

    def _years(self, plain: Sequence[Change], needed: set[int]) -> list[Study]:
        changes: Counter[str] = Counter()
        fixed: Counter[str] = Counter()
        for change in plain:
            changes[change.day[:4]] += 1
            fixed[change.day[:4]] += change.ordinal in needed
        return [{"year": year, "changes": changes[year], "needed_a_fix": fixed[year]} for year in sorted(changes)]

    def _has_test(self, change: Change) -> bool:
        return any(is_test(self.paths[path]) for path in change.paths)

    def strings(self) -> list[Study]:
        ordered = sorted(self.chosen, key=lambda string: (not string.open, -len(string.links), -string.last))
        return [self._string(string) for string in ordered[:MOST_STRINGS]]

    def _string(self, string: MistakeString) -> Study:
        fixes = {link.fix for link in string.links}
        culprits = {link.culprit for link in string.links}
        paths = Counter(path for fix in fixes for path in self.by_ordinal[fix].paths if self._is_own(path))
        shown = sorted(paths, key=lambda path: (not self._is_code(path), -paths[path], self.paths[path]))
        return {
            "id": f"string-{self.index.hash(string.commits[0])}",
            "open": string.open,
            "first": moment(string.first),
            "last": moment(string.last),
            "days": round((string.last - string.first) / DAY, 1),
            "depth": _depth(string.links),
            "paths": [text(self.paths[path]) for path in shown],
            "changes": [
                self.change(self.by_ordinal[commit]) | {"is_fix": commit in fixes, "is_culprit": commit in culprits}
                for commit in string.commits
            ],
            "links": [self._link(link) for link in string.links],
        }

    def change(self, change: Change) -> Study:
        """Give one change as plain data."""
        return {
            "commit": change.commit,
            "time": moment(change.time),
            "subject": change.subject,
            "added": change.added,
            "removed": change.removed,
            "files": len(change.paths),
            "with_test": self._has_test(change),
        }

    def _link(self, link: Link) -> Study:
        culprit = next(one for one in self.traces[link.fix].culprits if one.commit == link.culprit)
        return {
            "fix": self.index.hash(link.fix),
            "culprit": self.index.hash(link.culprit),
            "score": link.score,
            "confirmed": link.confirmed,
            "evidence": [evidence(ground, self.named) for ground in culprit.evidence],
        }

    def _is_own(self, path: int) -> bool:
        return not is_bookkeeping(self.paths[path])

    def places(self) -> list[Study]:
        """Where mistakes gather: modules (folders) by traced mistakes, beside how often they change."""
        changed: Counter[bytes] = Counter()
        lines: Counter[bytes] = Counter()
        mistakes: dict[bytes, set[int]] = {}
        for change in self.all:
            if not change.is_merge:
                folders = {_module(self.paths[path]) for path in change.paths if self._is_code(path)}
                changed.update(folders)
                for folder in folders:
                    lines[folder] += change.added + change.removed
        for link in self.links:
            fix, culprit = self.by_ordinal[link.fix], self.by_ordinal[link.culprit]
            shared = set(fix.paths).intersection(culprit.paths) or fix.paths
            for folder in {_module(self.paths[path]) for path in shared if self._is_code(path)}:
                mistakes.setdefault(folder, set()).add(link.culprit)
        total = sum(len(found) for found in mistakes.values())
        base = total / max(sum(changed.values()), 1)
        rows: list[Study] = []
        for folder, culprits in mistakes.items():
            if changed[folder] >= FEWEST_CHANGES_TO_A_PLACE:
                latest = sorted(culprits)[-5:]
                rows.append(
                    {
                        "place": text(folder) or ".",
                        "mistakes": len(culprits),
                        "changes": changed[folder],
                        "lines_changed": lines[folder],
                        "per_100_changes": round(100 * len(culprits) / changed[folder], 1),
                        "base_per_100_changes": round(100 * base, 1),
                        "commits": [self.index.hash(commit) for commit in reversed(latest)],
                    }
                )
        return sorted(rows, key=lambda row: (-row["mistakes"], row["place"]))[:MOST_PLACES]

    def _is_code(self, path: int) -> bool:
        name = self.paths[path]
        return not is_bookkeeping(name) and not is_prose(name) and not is_test(name)

    def returned(self) -> list[Study]:
        """Mistakes that came back: functions that fix after fix had to change again."""
        fixes_in: dict[tuple[int, int], set[int]] = {}
        for link in self.links:
            trace = self.traces[link.fix]
            for culprit in trace.culprits:
                if culprit.commit == link.culprit and culprit.commit in self.fixes:
                    for path, function in self._functions(trace, culprit.commit):
                        fixes_in.setdefault((path, function), set()).update((link.fix, link.culprit))
        rows = []
        for (path, function), fixes in fixes_in.items():
            if len(fixes) >= FEWEST_FIXES_TO_RETURN and self._is_code(path):
                ordered = sorted(fixes)
                rows.append(
                    {
                        "path": text(self.paths[path]),
                        "function": self.index.function(function),
                        "fixes": [self.change(self.by_ordinal[fix]) for fix in ordered],
                        "first": moment(self.index.times[ordered[0]]),
                        "last": moment(self.index.times[ordered[-1]]),
                    }
                )
        return sorted(rows, key=lambda row: (-len(row["fixes"]), row["path"], row["function"]))[:MOST_RETURNED]

    def _functions(self, trace: Trace, culprit: int) -> Iterable[tuple[int, int]]:
        """Give the functions that a fix and its culprit both changed."""
        for path in self.by_ordinal[trace.fix].paths:
            if path in self.by_ordinal[culprit].paths:
                ours, theirs = (self._functions_changed(path, commit) for commit in (trace.fix, culprit))
                yield from ((path, function) for function in ours & theirs)

    def _functions_changed(self, path: int, commit: int) -> set[int]:
        history = self.index.file_history(path)
        number = history.at_commit(commit)
        sides = history.nodes[number].sides if number is not None else ()
        return {function for side in sides[:1] for function in side.hunks[3::4] if function}

    def pairs(self) -> list[Study]:
        """Files often forgotten together."""
        changes = counted(self.all, {number for number, path in enumerate(self.paths) if is_bookkeeping(path)})
        likely = [pair for pair in coupled(changes, fewest=10) if pair.confidence >= 0.5 and self._is_there(pair)]
        return [
            {
                "path": text(self.paths[one.pair.path]),
                "with": text(self.paths[one.pair.partner]),
                "support": one.pair.support,
                "confidence": one.pair.confidence,
                "alone": one.alone,
                "followed": one.followed,
                "rate": one.rate,
                "control": one.control,
                "latest": self.index.hash(one.latest),
            }
            for one in forgotten(changes, likely)[:MOST_PAIRS]
        ]

    def _is_there(self, pair: Sequence[Any]) -> bool:
        for path in pair[:2]:
            history = self.index.file_history(path)
            number = history.last_at(self.past.head)
            if number is None or history.nodes[number].kind == DELETE:
                return False
        return True

    def lessons(self) -> list[Study]:
        """Give fixes of strings that no test came with: lessons without a safeguard that this history shows."""
        rows = []
        seen: set[int] = set()
        for string in self.chosen:
            for link in string.links:
                change = self.by_ordinal[link.fix]
                code = any(self._is_code(path) for path in change.paths)
                if code and not self._has_test(change) and not is_bulk(change) and link.fix not in seen:
                    seen.add(link.fix)
                    again = sum(other.culprit == link.fix for other in string.links)
                    rows.append(
                        self.change(change)
                        | {
                            "string": f"string-{self.index.hash(string.commits[0])}",
                            "fixed_again": again,
                            "paths": [text(self.paths[path]) for path in change.paths if self._is_code(path)][:3],
                        }
                    )
        rows.sort(key=lambda row: row["time"], reverse=True)
        rows.sort(key=lambda row: -int(row["fixed_again"]))
        return rows


def evidence(ground: Evidence, paths: Mapping[int, bytes]) -> Study:
    """Give one ground as plain data."""
    return {
        "kind": ground.kind,
        "path": None if ground.path is None else text(paths[ground.path]),
        "lines": [list(run) for run in ground.lines],
        "says": ground.says,
    }


def text(path: bytes) -> str:
    """Give a path as text; bytes that are none stand as surrogates, which JSON escapes."""
    return path.decode("utf-8", "surrogateescape")


def _module(path: bytes) -> bytes:
    """Give the folder of a file, two levels deep at most."""
    return b"/".join(path.split(b"/")[:-1][:2])


def _depth(links: Sequence[Link]) -> int:
    """Give the number of links in the longest chain."""
    longest: dict[int, int] = {}
    for link in sorted(links):
        longest[link.fix] = max(longest.get(link.fix, 0), longest.get(link.culprit, 0) + 1)
    return max(longest.values(), default=0)


def fingerprint(verdicts: Mapping[tuple[int, int], str]) -> str:
    """Give verdicts in a form that tells whether they changed."""
    return repr(sorted(verdicts.items()))
