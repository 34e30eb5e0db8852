"""Learn rules from examples: each is proven on their texts, and those that will hold best come first."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from unrepeat.guards.learn.candidate import Candidate, words_in
from unrepeat.guards.learn.difference import Difference
from unrepeat.guards.learn.elsewhere import Elsewhere
from unrepeat.guards.learn.example import Example
from unrepeat.guards.learn.expressions import expressions
from unrepeat.guards.learn.kinds_of_nodes import is_name
from unrepeat.guards.learn.merged import merged
from unrepeat.guards.learn.narrowed import narrowed
from unrepeat.guards.learn.offer import Idea, Offer
from unrepeat.guards.learn.relational import relational
from unrepeat.guards.learn.replaced import replaced
from unrepeat.guards.learn.trial import Trial, told
from unrepeat.guards.learn.wording import says
from unrepeat.guards.learn.worth import worth
from unrepeat.guards.syntax import ENDINGS, EngineFailed
from unrepeat.history.edit import lines_of

ENOUGH = 4  # proven rules of one way of learning; those that follow ask for more
MOST_TRIED = 120  # rules of one way that are tried
MOST_NARROWED = 5  # rules that match too much and are made to ask for more
LEAST_WORTH = -6.0  # what is worth less is not offered: it asks for a long piece of code to be just so

_WORTH_OF_WORDS = 0.5  # a regular expression knows nothing of what it reads


def learned(examples: Sequence[Example], elsewhere: Mapping[str, Elsewhere] | None = None) -> list[Offer]:
    """Give rules that would have caught what the examples tell of, the best first.

    `elsewhere` gives, by language, the tree after the fix, in which a rule may match in three places at most. A rule
    is proven on one example or more, and on no other does it fire where it should be silent.
    """
    found: dict[str, Offer] = {}
    for language in sorted({one.language for one in examples if one.language}):
        numbered = {number: one for number, one in enumerate(examples) if one.language == language}
        for offer in _patterns(numbered, (elsewhere or {}).get(language)):
            found.setdefault(told(offer.rule), offer)
    for number, example in enumerate(examples):
        if not example.language:
            found.update((told(offer.rule), offer) for offer in _texts(number, example))
    ranked = sorted(found.items(), key=lambda one: (-len(one[1].proven_on), -one[1].worth, one[0]))
    return [offer for _, offer in ranked if offer.worth >= LEAST_WORTH]


def _patterns(examples: Mapping[int, Example], elsewhere: Elsewhere | None) -> Iterator[Offer]:
    trials = {number: Trial(one, elsewhere) for number, one in examples.items()}
    differences = {number: found for number, one in examples.items() if (found := _difference(one)) is not None}
    for number, difference in differences.items():
        for candidate in _proven(trials[number], difference):
            yield from _offered(candidate, trials, difference)
    for candidate in _tried(trials[min(trials)], merged(list(differences.values())), []):
        yield from _offered(candidate, trials, differences[min(differences)])


def _difference(example: Example) -> Difference | None:
    try:
        return Difference(example)
    except EngineFailed:
        return None


def _proven(trial: Trial, difference: Difference) -> Iterator[Candidate]:
    """Give the rules that are proven on one example: on what went, on what came, then with more that must hold."""
    broad: list[Candidate] = []
    count = 0
    for way in (replaced(difference), relational(difference, trial.example)):
        for candidate in _tried(trial, _by_weight(way), broad):
            count += 1
            yield candidate
    if count < ENOUGH:
        broad.sort(key=lambda one: (one.partner is not None, one.weight))
        closer = (one for candidate in broad[:MOST_NARROWED] for one in narrowed(candidate))
        yield from _tried(trial, _by_weight(closer), [])


def _by_weight(candidates: Iterable[Candidate]) -> list[Candidate]:
    """Give rules the most general first."""
    return sorted(candidates, key=lambda one: (one.weight, told(one.rule)))


def _tried(trial: Trial, candidates: Iterable[Candidate], broad: list[Candidate]) -> Iterator[Candidate]:
    """Try rules in their order until enough are proven; note those that fire where they should not."""
    seen: set[str] = set()
    count = 0
    for candidate in candidates:
        name = told(candidate.rule)
        if candidate.is_trivial or name in seen or _adds_nothing(candidate, seen):
            continue
        seen.add(name)
        outcome = trial.outcome(candidate.rule, candidate.words)
        if outcome == "broad":
            broad.append(candidate)
        elif outcome == "proven":
            seen.add(_core(candidate))
            count += 1
            yield candidate
        if count == ENOUGH or len(seen) > MOST_TRIED or trial.is_tired:
            return


def _core(candidate: Candidate) -> str:
    """Give what a rule says without brackets around it and a semicolon after it."""
    return candidate.anchor.written().rstrip(";").removeprefix("(").removesuffix(")")


def _adds_nothing(candidate: Candidate, seen: set[str]) -> bool:
    return candidate.partner is None and not candidate.beside and _core(candidate) in seen


def _offered(candidate: Candidate, trials: Mapping[int, Trial], difference: Difference) -> Iterator[Offer]:
    """Give a rule as an offer, unless it fires on an example where it should be silent."""
    outcomes = {number: trial.outcome(candidate.rule, candidate.words) for number, trial in trials.items()}
    proven_on = tuple(number for number, outcome in outcomes.items() if outcome == "proven")
    if not proven_on or "broad" in outcomes.values():
        return
    trial = trials[proven_on[0]]
    matches_now = trial.count_after(candidate.rule)
    language = trial.example.language
    yield Offer(
        idea=_idea(candidate, difference),
        rule={"language": language, **candidate.rule},
        paths=_paths(trial.example),
        says=says(candidate, difference),
        proven_on=proven_on,
        matches_now=matches_now,
        worth=worth(candidate, matches_now, trial.share(candidate.words)),
    )


def _idea(candidate: Candidate, difference: Difference) -> Idea:
    """Say what a rule is about: the names that went with the fix, else all that it names."""
    if candidate.partner is not None:
        return Idea("pattern", frozenset(words_in(candidate.anchor)), frozenset(words_in(candidate.partner)))
    gone = {leaf.text for swap in difference.within(candidate.node) for leaf in swap.gone if is_name(leaf)}
    named = frozenset(words_in(candidate.anchor))
    return Idea("pattern", named & gone or named)


def _paths(example: Example) -> tuple[str, ...]:
    """Give the globs of a language's files; of one that has many endings, those of files like the example's."""
    endings = sorted(ENDINGS[example.language])
    return tuple(f"**/*.{one}" for one in (endings if len(endings) < 4 else [example.path.rpartition(".")[2]]))


def _texts(number: int, example: Example) -> Iterator[Offer]:
    for one in expressions(example):
        yield Offer(
            idea=Idea("text", frozenset({one.text})),
            rule={"regex": one.regex},
            paths=(f"**/{example.path.rpartition('/')[2]}",),
            says=one.says(),
            proven_on=(number,),
            matches_now=sum(1 for line in lines_of(example.after) if re.search(one.regex, line)),
            worth=round(_WORTH_OF_WORDS - len(one.text) / 40, 3),
        )
