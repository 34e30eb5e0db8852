"""Read the fields of a guard's rule, each with a sentence where it cannot be."""

from collections.abc import Collection, Mapping
from typing import Any

from unrepeat.guards.kinds import NotValid


def only(rule: Mapping[str, Any], known: Collection[str]) -> None:
    """Raise NotValid where a rule has a field that its kind does not know: nobody would heed a misspelled one."""
    for name in rule:
        if name not in known:
            raise NotValid(f"its rule has a field {str(name)[:40]!r}; it may have {', '.join(known)}", str(name))


def word(rule: Mapping[str, Any], name: str, default: str | None = None) -> str:
    """Give a field that is one text; raise NotValid where it is missing and has no default."""
    value = rule.get(name, default)
    if not isinstance(value, str | int | float) or isinstance(value, bool) or str(value) == "":
        raise NotValid(f"`{name}` of its rule should be a text", name)
    return str(value)


def words(rule: Mapping[str, Any], name: str, default: Collection[str] | None = None) -> tuple[str, ...]:
    """Give a field that is one text or several, none of them blank; raise NotValid where it has no default."""
    value = rule.get(name)
    if value is None and default is not None:
        return tuple(default)
    found = value if isinstance(value, list) else [value]
    are_words = (
        isinstance(one, str | int | float) and not isinstance(one, bool) and str(one).strip() != "" for one in found
    )
    if not found or not all(are_words):
        raise NotValid(f"`{name}` of its rule should be a text or a list of texts", name)
    return tuple(str(one) for one in found)


def number(rule: Mapping[str, Any], name: str, default: int, most: int, least: int = 0) -> int:
    """Give a field that is a whole number."""
    value = rule.get(name, default)
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
        raise NotValid(f"`{name}` of its rule should be a number from {least} to {most}", name)
    return int(value)


def yes(rule: Mapping[str, Any], name: str, *, default: bool) -> bool:
    """Give a field that is true or false."""
    value = rule.get(name, default)
    if not isinstance(value, bool):
        raise NotValid(f"`{name}` of its rule should be true or false", name)
    return value
