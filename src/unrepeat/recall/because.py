"""Say in words why two things are alike."""

import re
from collections.abc import Iterator

from unrepeat.recall.asked import Asked
from unrepeat.recall.similar import Shared, Similar
from unrepeat.recall.terms import is_identifier, of_path, words

MOST_NAMES, MOST_PATHS, MOST_WORDS = 3, 2, 4
_NUMBER = re.compile(r"\d+")


def because(found: Similar, asked: Asked) -> list[str]:
    """Give the reasons, the most telling first: clauses without a full stop."""
    told = [*_quoted(found, asked), *_named(found, asked), *_speaking(found, asked)]
    return told or ["they have small things in common"]


def _quoted(found: Similar, asked: Asked) -> Iterator[str]:
    rows = [one.term for one in _heaviest(found, "row")]
    for row, written in asked.error_strings.items():
        if " ".join(row) in rows:
            yield f"both say '{written}'"


def _named(found: Similar, asked: Asked) -> Iterator[str]:
    said = _names_said(found, asked)
    changed = _names_changed(found, asked)
    both_change = [name for name in changed if name not in said]
    change = "both change" if asked.changed_paths else "it changes"  # a text changes nothing itself
    paths = [path for path in (*asked.named_paths, *asked.changed_paths) if _touches(found, path)][:MOST_PATHS]
    where = f"are about {_listed(paths)}" if paths else ""
    if said:
        yield f"both name {_code(said)}" + (f" and {where}" if where else "")
    elif both_change:
        yield f"{change} {_code(both_change)}" + (f" and {where}" if where else "")
    elif where:
        yield f"both {where}"
    if said and both_change:
        yield f"{change} {_code(both_change)}"
    plain = sum(one.sort == "name" for one in found.shared)
    if plain and not changed and not said:
        yield f"{change} {plain} of the same names of code" if plain > 1 else f"{change} a name of code"


def _names_said(found: Similar, asked: Asked) -> list[str]:
    """Give the names of code in the words of both, as they are written here."""
    return [
        asked.spelled[one.term]
        for one in _heaviest(found, "text")
        if one.term in asked.spelled and is_identifier(asked.spelled[one.term])
    ]


def _names_changed(found: Similar, asked: Asked) -> list[str]:
    """Give the names that both change; plain words are left out, for any word can stand on a line, a name too."""
    return [asked.names[one.term] for one in _heaviest(found, "name") if is_identifier(asked.names[one.term])]


def _touches(found: Similar, path: str) -> bool:
    return any(term in found.entry.places for term in of_path(path))


def _speaking(found: Similar, asked: Asked) -> Iterator[str]:
    told = {term for name in _names_said(found, asked) for term in words(name)}
    told.update(term for row in _heaviest(found, "row") for term in row.term.split())
    spoken = [
        asked.spelled.get(one.term, one.term)
        for one in _heaviest(found, "text")
        if one.term not in told and not _NUMBER.fullmatch(one.term)
    ]
    spoken = [word for word in spoken if not is_identifier(word)]
    if spoken:
        yield f"both speak of {_listed([repr(word.casefold()) for word in spoken[:MOST_WORDS]])}"


def _heaviest(found: Similar, sort: str) -> list[Shared]:
    return sorted((one for one in found.shared if one.sort == sort), key=lambda one: (-one.weight, one.term))


def _code(names: list[str]) -> str:
    shown = list(dict.fromkeys(names))[:MOST_NAMES]
    return _listed([f"`{name}`" for name in shown])


def _listed(some: list[str]) -> str:
    return some[0] if len(some) == 1 else f"{', '.join(some[:-1])} and {some[-1]}"
