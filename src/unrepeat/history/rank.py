"""Turn what ties a change to a fix into one number: all features in one place, the scorer behind one function."""

import math
import re
from collections.abc import Mapping, Sequence
from operator import mul
from typing import NamedTuple

from unrepeat.change import Change
from unrepeat.history.candidates import RECENT, Candidate, Suspects

LIKELY = 0.15  # below this, a candidate is not worth naming
STANDS = 0.5  # from this on, a link is counted on: more likely right than wrong


class Features(NamedTuple):
    """What is known of one candidate for one fix; shares and closeness lie between 0 and 1."""

    deleted_share: float  # of the lines the fix removed, by weight
    wrote_most_deleted: float  # 1 where no other wrote more of them
    latest_of_deleted: float  # 1 where no later change wrote any of them
    nearby_share: float  # of the lines around what the fix changed
    only_nearby: float  # nearby share where the fix removed nothing
    function_closeness: float  # 1 for the last change to the same function, then 1/2, 1/3 ...
    file_closeness: float  # 1 for the last change to the same file, then less
    shared_words: float  # of the words of the fix's message that few candidates have
    log_size: float  # of the lines the candidate added
    log_days: float  # between candidate and fix
    files_shared: float  # of the files the fix changed


# Logistic regression on stated pairs (Fixes, Regression, Introduced) of openvswitch/ovs and gentoo/portage, rounded by
# hand: `bench/trace.py` prints what they reach elsewhere.
WEIGHTS = Features(
    deleted_share=1.8,
    wrote_most_deleted=1.4,
    latest_of_deleted=0.7,
    nearby_share=1.8,
    only_nearby=3.0,
    function_closeness=1.5,
    file_closeness=0.2,
    shared_words=2.4,
    log_size=0.15,
    log_days=-0.18,
    files_shared=0.4,
)
BASE = -5.0

_WORD = re.compile(r"[A-Za-z_][A-Za-z_0-9]{2,}")
_COMMON = frozenset(
    "the and for with from this that fix fixes fixed fixing bug when not are was were has have use used "
    "using add added adds make sure should can will into instead also but its does don doesn only all "
    "some which than then there their other commit patch change changes set get new now one two".split()
)


def words_of(message: str) -> frozenset[str]:
    """Give the words of a message that can tell one change from another, parts of identifiers too."""
    found: set[str] = set()
    for word in _WORD.findall(message):
        found.add(word.lower())
        if "_" in word:
            found.update(part.lower() for part in word.split("_") if len(part) > 2)
    return frozenset(found - _COMMON)


def features(
    suspects: Suspects,
    fix: Change,
    fix_words: frozenset[str],
    changes: Mapping[int, Change],
    words: Mapping[int, frozenset[str]],
) -> dict[int, Features]:
    """Give each candidate's features; `changes` and `words` are by commit."""
    candidates = suspects.candidates
    rarity = _rarity(fix_words, [words[commit] for commit in candidates])
    known, weigh, total_rarity = frozenset(rarity), rarity.__getitem__, sum(rarity.values())
    most_deleted = max((candidate.deleted_weight for candidate in candidates.values()), default=0.0)
    latest = max((commit for commit, candidate in candidates.items() if candidate.deleted_weight), default=-1)
    fix_paths = set(fix.paths)
    return {
        commit: _features_of(
            candidate,
            suspects,
            wrote_most=bool(most_deleted) and candidate.deleted_weight == most_deleted,
            latest=commit == latest,
            shared=sum(map(weigh, known & words[commit])) / total_rarity if total_rarity else 0.0,
            change=changes[commit],
            fix=fix,
            files=len(fix_paths.intersection(changes[commit].paths)) / max(len(fix_paths), 1),
        )
        for commit, candidate in candidates.items()
        # one tied by nothing but the file, and by no word, is never likely
        if candidate.is_close or not known.isdisjoint(words[commit])
    }


def _features_of(
    candidate: Candidate,
    suspects: Suspects,
    *,
    wrote_most: bool,
    latest: bool,
    shared: float,
    change: Change,
    fix: Change,
    files: float,
) -> Features:
    nearby = candidate.nearby_weight / suspects.nearby_weight if suspects.nearby_weight else 0.0
    closest = min(candidate.files.values(), default=RECENT + 1)
    return Features(
        deleted_share=candidate.deleted_weight / suspects.deleted_weight if suspects.deleted_weight else 0.0,
        wrote_most_deleted=float(wrote_most),
        latest_of_deleted=float(latest),
        nearby_share=nearby,
        only_nearby=0.0 if suspects.deleted_weight else nearby,
        function_closeness=1 / candidate.function_rank if candidate.function_rank else 0.0,
        file_closeness=max(0.0, 1 - (closest - 1) / RECENT),
        shared_words=shared,
        log_size=math.log1p(change.added),
        log_days=math.log1p(max(fix.time - change.time, 0) / 86400),
        files_shared=files,
    )


def _rarity(fix_words: frozenset[str], others: Sequence[frozenset[str]]) -> dict[str, float]:
    """Weigh the fix's words by how few candidates have them; a word that none has says nothing."""
    counts = dict.fromkeys(fix_words, 0)
    for other in others:
        for word in fix_words & other:
            counts[word] += 1
    return {word: math.log((len(others) + 1) / count) for word, count in counts.items() if count}


def score(given: Features) -> float:
    """Give the likelihood, between 0 and 1, that a candidate with such features is a culprit."""
    odds = BASE + sum(map(mul, WEIGHTS, given))
    return round(1 / (1 + math.exp(-odds)), 3)
