"""Put into words why a change is taken for a culprit: the strongest grounds, each with its place."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from unrepeat.history.index import Index
from unrepeat.history.meetings import BROUGHT, KEPT, SAID, TAKEN, WordsOfFix
from unrepeat.history.suspects import Candidate, Suspects
from unrepeat.history.words import Words, checksum

MOST = 3  # grounds that are given, beside what a person or the message itself says
RARE = 50  # a name that more commits speak of ties none of them to another
_SHOWN = 3  # names and words in one sentence
_MOST_SHARE_SPOKEN = 0.02  # of all commits: a word that more of them speak of is a common one
# Words of any message, which say nothing where two share them.
_COMMON = frozenset(
    "the and for with from this that fix fixes fixed fixing bug when not are was were has have had use used using "
    "uses add added adds adding make makes made sure can could will would into instead also but its does did don "
    "doesn only all some any which than then there their they them other commit patch change changes changed set "
    "get new now one two how what where while after before more most over out just like being been because since "
    "should must may might see way so to of in on at by as it is be or if no up do we you us our an a".split()
)


class Evidence(NamedTuple):
    """One ground for a link: its kind, the file (None where it is the message), line ranges before the fix, words."""

    kind: str
    path: int | None
    lines: tuple[tuple[int, int], ...]
    says: str


_Weighed = tuple[float, Evidence]  # how strong, from 0 to 1


class Grounds:
    """Words the grounds for the candidates of one fix."""

    def __init__(self, index: Index, suspects: Suspects, words: WordsOfFix) -> None:
        self._index = index
        self._suspects = suspects
        self._words = words
        names = {number: index.function(number) for number in suspects.functions}
        # checksums cannot be read back: what can be named is what the message says, and the functions that were changed
        self._named = dict(words.said) | {checksum(name.encode()): name for name in names.values() if name}

    def of(self, candidate: Candidate, words: Words) -> list[Evidence]:
        """Give the strongest grounds for one candidate, the strongest first."""
        found = [*self._by_lines(candidate), *self._by_function(candidate), *self._by_words(words)]
        if not found:
            found = list(self._by_file(candidate))
        found.sort(key=lambda one: -one[0])
        # one of each kind first, so that the grounds differ; places of the same kind only fill up
        seen: set[str] = set()
        first: list[Evidence] = []
        rest: list[Evidence] = []
        for _, evidence in found:
            (rest if evidence.kind in seen else first).append(evidence)
            seen.add(evidence.kind)
        return [*first, *rest][:MOST]

    def _by_lines(self, candidate: Candidate) -> Iterator[_Weighed]:
        suspects = self._suspects
        share = _share(candidate.deleted_weight, suspects.deleted_weight)
        for number, (path, lines) in enumerate(_longest(candidate.deleted)):
            says = f"it wrote {_counted(lines)} that the fix removed or changed"
            if share >= 0.5 and not number:
                of_all = f"{share:.0%} of all it removed" if share < 0.995 else "all that it removed"
                others = len(candidate.deleted) - 1
                says += f" ({of_all})" if not others else f" ({of_all}, {_files(others)} counted in)"
            yield 0.4 + 0.6 * share, Evidence("deleted-lines", path, _ranges(lines), says)
        for path, lines in _longest(candidate.replaced):
            if path not in candidate.deleted:
                says = f"it wrote what stood before in the place of {_counted(lines)} that the fix removed or changed"
                strength = 0.3 + 0.5 * _share(candidate.picked_weight, suspects.telling_weight)
                yield strength, Evidence("replaced-lines", path, _ranges(lines), says)
        near = _share(candidate.nearby_weight, suspects.nearby_weight)
        for path, lines in _longest(candidate.nearby):
            if path not in candidate.deleted:
                says = f"it wrote {_counted(lines)} right beside what the fix changed"
                yield 0.2 + 0.6 * near, Evidence("nearby-lines", path, _ranges(lines), says)

    def _by_function(self, candidate: Candidate) -> Iterator[_Weighed]:
        for path, functions in sorted(candidate.functions.items()):
            names = sorted(filter(None, map(self._index.function, functions)))
            if names:
                ago = "the last" if candidate.function_rank == 1 else "an earlier"
                says = f"it is {ago} change to {_listed(names)}, which the fix changed"
                yield 0.1 + 0.3 / candidate.function_rank, Evidence("function", path, (), says)

    def _by_words(self, its: Words) -> Iterator[_Weighed]:
        fix = self._words
        brought = self._names(its.brought, TAKEN)
        if brought:
            yield 0.55, Evidence("names", None, (), f"it brought in {_listed(brought)}, which the fix takes out")
        restored = self._names(its.taken, BROUGHT)
        if restored:
            yield 0.5, Evidence("names", None, (), f"it took out {_listed(restored)}, which the fix brings back")
        spoken = [name for name in self._names(its.brought, SAID | KEPT) if name not in brought]
        if spoken:
            says = f"it brought in {_listed(spoken)}, which the fix is about"
            yield 0.45, Evidence("names", None, (), says)
        common = _MOST_SHARE_SPOKEN * fix.ancestors.total
        both = [
            word
            for word in fix.all & its.said
            if fix.kinds[word] & SAID and fix.listed[word][0] <= max(common, 5) and _tells(self._named.get(word, ""))
        ]
        rare = [self._named[word] for word in sorted(both, key=lambda word: (-fix.rarity[word], self._named[word]))]
        rare = [word for word in rare if not (word.endswith(":") and word[:-1] in rare)]
        if rare:
            share = sum(fix.rarity[word] for word in both) / max(sum(fix.rarity[word] for word in fix.said), 1.0)
            shown = ", ".join(f"“{word}”" for word in rare[:4])
            yield 0.25 + 0.6 * share, Evidence("words", None, (), f"both messages speak of {shown}")

    def _names(self, its: frozenset[int], kinds: int) -> list[str]:
        """Give the rare names among a candidate's words that are of some kind in the fix, the rarest first."""
        fix = self._words
        found = [
            word
            for word in fix.all & its
            if fix.kinds[word] & kinds and fix.listed[word][0] <= RARE and _is_name(self._named.get(word, ""))
        ]
        return [self._named[word] for word in sorted(found, key=lambda word: (-fix.rarity[word], self._named[word]))]

    def _by_file(self, candidate: Candidate) -> Iterator[_Weighed]:
        for path, rank in sorted(candidate.files.items(), key=lambda item: (item[1], item[0])):
            ago = "the last change" if rank == 1 else f"{rank} changes before the fix"
            yield 0.1, Evidence("file", path, (), f"it changed the same file, {ago}")
        if not candidate.files and candidate.first_of_file:
            yield 0.05, Evidence("file", None, (), "it made a file that the fix changed")


def _tells(word: str) -> bool:
    return bool(word) and word.casefold() not in _COMMON


def _is_name(word: str) -> bool:
    """Say whether a word is one of the code, and not of the language that messages are written in."""
    return "_" in word or any(letter.isdigit() for letter in word) or any(letter.isupper() for letter in word[1:])


def _share(part: float, whole: float) -> float:
    return part / whole if whole else 0.0


def _longest(lines: dict[int, list[int]]) -> Iterable[tuple[int, list[int]]]:
    return sorted(lines.items(), key=lambda item: (-len(item[1]), item[0]))


def _listed(names: Sequence[str]) -> str:
    return ", ".join(f"`{name}`" for name in names[:_SHOWN]) + (" and others" if len(names) > _SHOWN else "")


def _files(count: int) -> str:
    return "another file" if count == 1 else f"{count} other files"


def _counted(lines: Sequence[int]) -> str:
    count = len(set(lines))
    return f"{count} line" if count == 1 else f"{count} lines"


def _ranges(lines: Iterable[int]) -> tuple[tuple[int, int], ...]:
    """Give line numbers as first and last of each unbroken run."""
    runs: list[tuple[int, int]] = []
    for line in sorted(set(lines)):
        if runs and line == runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], line)
        else:
            runs.append((line, line))
    return tuple(runs)
