"""Turn text, paths and code into the terms by which things are likened."""

import re
import zlib
from collections.abc import Iterable, Iterator
from functools import lru_cache

LONGEST = 80  # letters of a term; what is longer is data, not a name
LEAST_DIGITS = 4  # of a number that tells one thing from another, as that of an issue; smaller ones are anywhere
PART = 0.3  # of the weight of an identifier, which each of its parts has
LEAST_SAID = 3  # words that make a quoted text an error string, not a name in quotes

_WORD = re.compile(r"\w+")
_PART = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+|[^\W\da-zA-Z_]+")
_CAMEL = re.compile(r"[a-z][A-Z]|[A-Z]{2}[a-z]")
_HASH = re.compile(r"(?=[a-z]*\d)[0-9a-f]{7,64}")
_NAME = re.compile(r"[A-Za-z_]\w{2,}")
_ENDINGS = (("sses", "ss"), ("ies", "y"), ("ied", "y"), ("ing", ""), ("ed", ""), ("es", "e"), ("s", ""))
_QUOTED = re.compile(r"\"([^\"\n]{8,200})\"|“([^”\n]{8,200})”|'([^'\n]{8,200})'(?!\w)|`([^`\n]{8,200})`")
_AFTER_COLON = re.compile(
    r"\b(?:error|fatal|panic|warning|exception|\w+Error|\w+Exception):[ \t]+([^\n\"'`]{8,200})", re.IGNORECASE
)
_VARYING = re.compile(r"\b(?:(?=[a-z]*\d)[0-9a-f]{7,64}|\d[\w.:-]*)\b")  # hashes, and what begins with a number
_MAYBE_PATH = re.compile(r"[\w./@+:-]+")
_SHORT_FOR = frozenset({"e.g", "i.e"})
_ENDING = re.compile(r"[\w@+-]\.[A-Za-z]\w{0,9}$")


# Words so common in any English text that they tell nothing and cost the most to look up, and what an apostrophe parts.
STOP = frozenset(
    "a about after again ain all also am an and any are aren as at be because been before being but by "
    "can cannot could couldn d did didn do does doesn doing don done down e each etc even every few for "
    "from further g get gets had hadn has hasn have haven having he her here him his how i if in instead "
    "into is isn it its just let like ll m made make makes may me might more most must my need needs no "
    "nor not now of off on once one only or other our out over own re s same see she should shouldn since "
    "so some still such t than that the their them then there these they this those through thus to too "
    "two under until up us use used uses using ve very via was wasn way we well were weren what when "
    "where whether which while who why will with within without won would wouldn yet you your".split()
)


def words(text: str) -> Iterator[str]:
    """Give the terms of a text in their order: words by their stems, identifiers whole and then by their parts."""
    for word in _WORD.findall(text):
        yield from _of_word(word)


def weighed(text: str) -> dict[str, float]:
    """Count the terms of a text; the parts of an identifier count PART each, for the whole of it counts already."""
    found: dict[str, float] = {}
    for word in _WORD.findall(text):
        for place, term in enumerate(_of_word(word)):
            found[term] = found.get(term, 0.0) + (PART if place else 1.0)
    return found


@lru_cache(maxsize=1 << 16)
def _of_word(word: str) -> tuple[str, ...]:
    plain = word.strip("_")
    if not plain or len(plain) > LONGEST:
        return ()
    folded = plain.casefold()
    if is_identifier(plain):
        return (folded, *(stem(part) for part in parts(plain) if part not in STOP))
    small = folded.isdigit() and len(folded) < LEAST_DIGITS
    return () if small or folded in STOP else (stem(folded),)


def is_identifier(word: str) -> bool:
    """Say whether a word is put together as only names in code are: `parse_header`, `parseHeader`."""
    return "_" in word.strip("_") or _CAMEL.search(word) is not None


def is_hash(term: str) -> bool:
    """Say whether a term looks like the name of a commit."""
    return _HASH.fullmatch(term) is not None


def parts(identifier: str) -> list[str]:
    """Split an identifier where its writer joined it, in lower case, without parts of one letter."""
    return [part.casefold() for part in _PART.findall(identifier) if len(part) > 1]


def identifiers(text: str) -> list[str]:
    """Give the names of code that a text holds, as they are written, each once, in their order."""
    found = (word.strip("_") for word in _WORD.findall(text))
    return list(dict.fromkeys(word for word in found if is_identifier(word) and len(word) <= LONGEST))


def stem(word: str) -> str:
    """Give a word (lower case) without the ending that grammar gave it; numbers and hashes stay whole.

    Lighter than Porter's stemmer (Program 14.3, 1980), which joins words that mean different things in code, such as
    `generic` and `generate`.
    """
    if len(word) < 4 or not word.isascii() or is_hash(word):
        return word
    for ending, instead in () if word.endswith("ss") else _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            word = word.removesuffix(ending) + instead
            break
    if len(word) > 4 and word[-1] == word[-2] and word[-1] not in "ls":  # `stopped`
        word = word[:-1]
    return word.removesuffix("e") if len(word) > 4 else word


def error_strings(text: str) -> dict[tuple[str, ...], str]:
    """Give what a text quotes of a program's words: terms in a row, each with the words as they are written.

    Numbers and hashes part them: they differ from one occurrence to the next.
    """
    quoted = [part for found in _QUOTED.findall(text) for part in found if part]
    quoted += _AFTER_COLON.findall(text)
    found: dict[tuple[str, ...], str] = {}
    for one in quoted:
        for piece in _VARYING.split(one):
            row = tuple(words(piece))
            if len(row) >= LEAST_SAID <= len(piece.split()):
                found.setdefault(row, " ".join(piece.split()).strip(" .,:;!?()[]-"))
    return found


def spelled(text: str) -> dict[str, str]:
    """Give for each term of a text the word, or the part of a name, in which it is first met, as it is written."""
    found: dict[str, str] = {}
    for word in _WORD.findall(text):
        plain = word.strip("_")
        if is_identifier(plain):
            found.setdefault(plain.casefold(), plain)
            for part in parts(plain):
                found.setdefault(stem(part), part)
        else:
            found.setdefault(stem(plain.casefold()), plain)
    return found


def named_paths(text: str) -> list[str]:
    """Give the paths that a text names, as they are written, each once: with a file's ending, or two folders deep."""
    found = (maybe.removeprefix("./").strip(".:") for maybe in _MAYBE_PATH.findall(text))
    return list(dict.fromkeys(path for path in found if _is_path(path)))


def _is_path(text: str) -> bool:
    if (
        text.casefold() in _SHORT_FOR
        or not 3 <= len(text) <= LONGEST * 3
        or ":" in text
        or "//" in text
        or "@" in text.partition("/")[0]
    ):
        return False
    return _ENDING.search(text) is not None or text.strip("/").count("/") > 1


def of_path(path: str) -> tuple[str, ...]:
    """Give the terms of a path: the whole of it, and the file's name where that is not the same."""
    whole = re.sub(r"\W", "_", path.strip("/").casefold())
    name = re.sub(r"\W", "_", path.strip("/").rpartition("/")[2].casefold())
    return tuple(dict.fromkeys((f"in_{whole}", f"at_{name}")))


def names_of_code(line: str) -> list[str]:
    """Give the words of a line of code that may be names, as they are written."""
    return _NAME.findall(line)


def mark(name: str) -> str:
    """Give the mark of a name of code, eight letters from which the name cannot be read back.

    A changed line may hold anything, a person's name too: so marks are what an index keeps of it.
    """
    return f"{zlib.crc32(name.casefold().encode('utf-8', 'surrogatepass')):08x}"


def marks(names: Iterable[str]) -> list[str]:
    """Give the marks of some names, each once, in order."""
    return list(dict.fromkeys(map(mark, names)))
