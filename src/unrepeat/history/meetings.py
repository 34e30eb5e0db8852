"""How the words of a fix meet those of a candidate: what the one takes out and the other brought in, and so on."""

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from unrepeat.history.ancestry import Ancestors
from unrepeat.history.postings import BROUGHT as ENTRY_BROUGHT
from unrepeat.history.postings import MOST_LISTED, SHIFT, Listed
from unrepeat.history.postings import TAKEN as ENTRY_TAKEN
from unrepeat.history.words import Words

# Kinds of a word, in a fix or a candidate; it may be of several. Whole lines are words of their own.
TAKEN, BROUGHT, KEPT, TOUCHED, SAID, LINE_TAKEN, LINE_BROUGHT = 1, 2, 4, 8, 16, 32, 64
_BITS = 7
_CODE, _WORD = TAKEN | BROUGHT | KEPT | TOUCHED, 31
# The kinds in the fix, and those in the candidate.
MEETINGS: Mapping[str, tuple[int, int]] = {
    "taken_brought": (TAKEN, BROUGHT | KEPT),
    "taken_new": (TAKEN, BROUGHT),
    "taken_taken": (TAKEN, TAKEN),
    "brought_taken": (BROUGHT, TAKEN),
    "brought_brought": (BROUGHT, BROUGHT | KEPT),
    "kept_new": (KEPT, BROUGHT),
    "kept_any": (KEPT, BROUGHT | KEPT | TAKEN),
    "touched_touched": (TOUCHED, TOUCHED),
    "touched_brought": (TOUCHED, BROUGHT),
    "said_said": (SAID, SAID),
    "said_brought": (SAID, BROUGHT),
    "said_touched": (SAID, TOUCHED),
    "code_said": (_CODE, SAID),
    "any_any": (_WORD, _WORD),
    "line_written": (LINE_TAKEN, LINE_BROUGHT),
    "line_restored": (LINE_BROUGHT, LINE_TAKEN),
    "line_gone_too": (LINE_TAKEN, LINE_TAKEN),
    "line_again": (LINE_BROUGHT, LINE_BROUGHT),
}
_MASKS = tuple(MEETINGS.values())
_ENDS = (TAKEN, KEPT, BROUGHT, TOUCHED, SAID, LINE_TAKEN, LINE_BROUGHT)
ENDS = ("taken", "kept", "brought", "touched", "said", "line_taken", "line_brought")
_NONE = (0.0,) * len(_ENDS)
WORD_FEATURES = (
    *MEETINGS,
    *(f"{end}_{kind}" for end in ("first", "last") for kind in ENDS),
    "same_edit", "rarest", "cosine", "rare3", "rare10", "rare30", "of_its_words", "of_its_taken",
    "subject", "subject_code",
)  # fmt: skip
_RARE = (3, 10, 30)
_TAKEN_TAKEN, _BROUGHT_BROUGHT = (list(MEETINGS).index(name) for name in ("taken_taken", "brought_brought"))


@cache
def _counts_for(mine: int, its: int) -> tuple[int, ...]:
    """Give the places of the meetings that a word counts for, by its kinds in the fix and in the candidate."""
    return tuple(place for place, (one, other) in enumerate(_MASKS) if mine & one and its & other)


class WordsOfFix:
    """The words of one fix, each with its kinds and its rarity, ready to be met by those of candidates.

    `said`: the words of its message, as far as that is read, and `subject` those of its first line. Only what its
    ancestors did counts.

    A word's rarity is the logarithm of how few commits speak of it (inverse document frequency: Sparck Jones, 1972).
    """

    def __init__(
        self,
        fix: int,
        words: Words,
        said: Mapping[int, str],
        subject: frozenset[int],
        listed: Mapping[int, Listed],
        ancestors: Ancestors,
    ) -> None:
        self.fix = fix
        self.said = said
        self.ancestors = ancestors
        self.kinds = _kinds(words, frozenset(said))
        self.all = frozenset(self.kinds)
        self.listed = {word: _before(*listed[word], ancestors) for word in self.kinds}  # how many before it, and which
        self.rarity = {
            word: math.log((ancestors.total + 2) / (count + 1.5)) for word, (count, _) in self.listed.items()
        }
        self._subject = subject
        self._shifted = {word: kind << _BITS for word, kind in self.kinds.items()}
        self._plain = frozenset(word for word, kind in self.kinds.items() if kind & _WORD)
        self._squares = {word: self.rarity[word] ** 2 for word in self._plain}
        self._rare = [frozenset(word for word in self._plain if self.listed[word][0] <= most) for most in _RARE]
        self._totals = [
            sum(self.rarity[word] for word, kind in self.kinds.items() if kind & mine) or 1.0 for mine, _ in _MASKS
        ]
        self._norm = math.sqrt(sum(value * value for value in self.rarity.values())) or 1.0
        self._subject_total = sum(map(self.rarity.__getitem__, subject)) or 1.0
        self._firsts, self._lasts = self._first_and_last()

    def by_rarity(self) -> list[int]:
        """Give the words, the rarest first."""
        return sorted(self.all, key=lambda word: (-self.rarity[word], word))

    def _first_and_last(self) -> tuple[Mapping[int, Sequence[float]], Mapping[int, Sequence[float]]]:
        """Give, by commit, which share of the words of each kind it was the first, and the last, to bring in."""
        firsts: defaultdict[int, list[float]] = defaultdict(lambda: [0.0] * len(_ENDS))
        lasts: defaultdict[int, list[float]] = defaultdict(lambda: [0.0] * len(_ENDS))
        totals = [0.0] * len(_ENDS)
        for word in self.kinds:
            rarity, entries = self.rarity[word], self.listed[word][1]
            # of a line that the fix brings in, those count who took it away
            wanted = ENTRY_TAKEN if self.kinds[word] & LINE_BROUGHT else ENTRY_BROUGHT
            ends = list(_ends(entries, wanted))
            for place, kind in enumerate(_ENDS):
                if self.kinds[word] & kind:
                    totals[place] += rarity
                    for found, commit in zip((firsts, lasts), ends, strict=False):
                        found[commit][place] += rarity
        for found in (firsts, lasts):
            for commit, sums in found.items():
                found[commit] = [one / (total or 1.0) for one, total in zip(sums, totals, strict=True)]
        return firsts, lasts

    def meet(self, commit: int, words: Words) -> list[float]:
        """Give the features of a candidate's words, in the order of WORD_FEATURES."""
        shared = self._shared(words)
        kinds, rarity = self._shifted, self.rarity
        by_kinds: defaultdict[int, float] = defaultdict(float)
        counts: defaultdict[int, int] = defaultdict(int)
        for word, its in shared.items():
            both = kinds[word] | its
            by_kinds[both] += rarity[word]
            counts[both] += 1
        sums = [0.0] * len(_MASKS)
        of_its_words = of_its_taken = 0
        for both, value in by_kinds.items():
            mine, its = both >> _BITS, both & (1 << _BITS) - 1
            for place in _counts_for(mine, its):
                sums[place] += value
            if its == BROUGHT and mine & TAKEN:
                of_its_words += counts[both]
            if its & TAKEN and mine & BROUGHT:
                of_its_taken += counts[both]
        met = self._plain.intersection(shared)
        rarest = max(map(rarity.__getitem__, met), default=0.0)
        squares = sum(map(self._squares.__getitem__, met))
        shares = [one / total for one, total in zip(sums, self._totals, strict=True)]
        size = len(words.brought) + len(words.kept) + len(words.taken) + len(words.touched) + len(words.said)
        return [
            *shares,
            *self._firsts.get(commit, _NONE),
            *self._lasts.get(commit, _NONE),
            math.sqrt(shares[_TAKEN_TAKEN] * shares[_BROUGHT_BROUGHT]),
            rarest,
            squares / self._norm / math.sqrt(size + 1),
            *(len(met & some) for some in self._rare),
            of_its_words / (len(words.brought) + 1),
            of_its_taken / (len(words.taken) + len(words.kept) + 1),
            sum(map(rarity.__getitem__, self._subject & words.subject)) / self._subject_total,
            sum(map(rarity.__getitem__, self.all & words.subject)) / (len(words.subject) + 1),
        ]

    def _shared(self, words: Words) -> dict[int, int]:
        mine, taken = self.all, words.taken
        shared = dict.fromkeys(mine & taken, TAKEN)
        for group, kind in (
            (words.brought, BROUGHT),
            (words.kept, KEPT),
            (words.touched, TOUCHED),
            (words.said, SAID),
            (words.lines_taken, LINE_TAKEN),
            (words.lines_brought, LINE_BROUGHT),
        ):
            for word in mine & group:
                shared[word] = shared.get(word, 0) | kind
        return shared


def _kinds(words: Words, said: frozenset[int]) -> dict[int, int]:
    kinds = dict.fromkeys(words.taken, TAKEN)
    for group, kind in (
        (words.brought, BROUGHT),
        (words.kept, KEPT),
        (words.touched, TOUCHED),
        (said, SAID),
        (words.lines_taken, LINE_TAKEN),
        (words.lines_brought, LINE_BROUGHT),
    ):
        for word in group:
            kinds[word] = kinds.get(word, 0) | kind
    return kinds


def _before(count: int, entries: Sequence[int], ancestors: Ancestors) -> tuple[int, Sequence[int]]:
    """Give how many ancestors of a fix speak of a word, and their entries; none of a word that is everywhere.

    So what other branches hold, or came later, has no say.
    """
    if count > len(entries) or count > MOST_LISTED:
        return min(MOST_LISTED, ancestors.total), ()
    landed, base, own = ancestors.landed, ancestors.base, ancestors.own
    if own:
        found = [entry for entry in entries if landed[entry >> SHIFT] <= base or entry >> SHIFT in own]
    else:
        found = [entry for entry in entries if landed[entry >> SHIFT] <= base]
    return len(found), found


def _ends(entries: Sequence[int], wanted: int) -> Iterator[int]:
    """Give the first and the last commit that did with a word what is wanted."""
    first = next((entry for entry in entries if entry & wanted), None)
    if first is not None:
        yield first >> SHIFT
        yield next(entry for entry in reversed(entries) if entry & wanted) >> SHIFT
