"""Say a sentence another way: the passive of what somebody did or did not do, with nothing invented."""

import re
from collections.abc import Sequence

from unrepeat.language.block import CODE
from unrepeat.language.english.lexicon import lexicon
from unrepeat.language.sentences import Sentence, Word

_ENDS = frozenset(
    {
        ",",
        ";",
        ":",
        ".",
        "!",
        "?",
        "\u2014",
        "\u2013",
        "(",
        ")",
        "and",
        "but",
        "or",
        "so",
        "because",
        "which",
        "when",
        "while",
        "although",
        "before",
        "after",
        "until",
        "since",
        "as",
        "if",
        "then",
        "where",
        "causing",
        "breaking",
        "leading",
        "resulting",
    }
)
_AFTER_OBJECT = frozenset(
    {
        "in",
        "on",
        "at",
        "for",
        "with",
        "from",
        "to",
        "into",
        "onto",
        "under",
        "during",
        "through",
        "across",
        "against",
        "within",
        "by",
        "via",
        "without",
        "instead",
        "despite",
        "again",
        "earlier",
        "properly",
        "correctly",
        "manually",
    }
)
_NO_OBJECT = frozenset({"to", "that", "how", "whether", "off", "down", "up", "out", "back", "away", "straight"})
_CLAUSES = frozenset({"that", "who", "whose", "whether", "how", "why"})
_PRONOUNS = {"me": "I", "him": "he", "her": "she", "us": "we", "them": "they"}


def passive(sentence: Sentence, verb: int, base: str, *, negated: bool) -> str | None:
    """Give `OBJECT was (not) done REST` for a verb of a sentence and what follows it; None where no object follows."""
    words = sentence.words
    end = _end(words, verb + 1)
    stop = next((at for at in range(verb + 2, end) if words[at].low in _AFTER_OBJECT), end)
    if stop <= verb + 1 or not _is_object(words, verb + 1, stop):
        return None
    thing = sentence.shown(words[verb + 1].start, words[stop - 1].end)
    thing = _PRONOUNS.get(thing.lower(), thing)
    rest = sentence.shown(words[stop].start, words[end - 1].end) if stop < end else ""
    is_plural = _is_plural(words[stop - 1].low) or " and " in thing
    participle = lexicon().verb(base).participle
    middle = f"{'were' if is_plural else 'was'} {'not ' if negated else ''}{participle}"
    return capital(" ".join(part for part in (thing, middle, rest) if part))


def _end(words: Sequence[Word], start: int) -> int:
    return next((at for at in range(start, len(words)) if words[at].low in _ENDS), len(words))


def _is_object(words: Sequence[Word], start: int, stop: int) -> bool:
    first = words[start].low
    known = lexicon()
    if (
        first in known.set("prepositions")
        or first in known.set("adverbs")
        or first in _NO_OBJECT
        or first.endswith("ly")
    ):
        return False
    if any(one.low in _CLAUSES for one in words[start:stop]):
        return False  # `tell the engineers that it fails` has more than an object
    return all(one.low[0].isalnum() or one.low[0] in {CODE, "@", '"', "'"} for one in words[start:stop])


def _is_plural(low: str) -> bool:
    return low.endswith("s") and not low.endswith(("ss", "us", "is"))


def capital(text: str) -> str:
    """Give a text that begins with a capital, unless it begins with a name of code."""
    first = text.split(" ", 1)[0]
    return text if re.search(r"[_/`()]|[a-z][A-Z]", first) else text[:1].upper() + text[1:]


def without(sentence: Sentence, first: int, last: int) -> str:
    """Give a sentence without what stands between two places of its block, mended at the seam."""
    head = sentence.raw[: first - sentence.start].rstrip()
    tail = sentence.raw[last - sentence.start :].lstrip(" ,\n")
    if not head:
        return capital(tail)
    joined = f"{head} {tail}" if tail[:1] not in {".", "!", "?", ";", ":"} else f"{head}{tail}"
    joined = re.sub(r"\b([Aa])n(?= [^aeiouAEIOU\W])", r"\1", joined) if re.search(r"\b[Aa]n$", head) else joined
    return re.sub(r"\b([Aa])(?= [aeiou])", r"\1n", joined) if re.search(r"\b[Aa]$", head) else joined
