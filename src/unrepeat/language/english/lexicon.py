"""The words of English by what they are to the grammar, and the forms of its verbs."""

import re
from collections.abc import Mapping
from functools import cache, cached_property
from importlib.resources import files
from typing import NamedTuple

import yaml

from unrepeat.language.sentences import Word


class Form(NamedTuple):
    """A form of a verb: its base, and whether it is the base itself, past, participle, present or `-ing`."""

    base: str
    kind: str


class Verb(NamedTuple):
    """A verb's base, past and participle."""

    base: str
    past: str
    participle: str


class Lexicon:
    """Sets of words by name, and verbs by any of their forms."""

    def __init__(self) -> None:
        folder = files("unrepeat.language.english")
        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        self._data = yaml.load((folder / "words.yml").read_text("utf-8"), Loader=loader)  # noqa: S506 -- it is a safe loader
        self.names = frozenset((folder / "names.txt").read_text("utf-8").split())
        self._phrases = _lists((folder / "phrases.txt").read_text("utf-8"))
        rows = [one.split() for one in self._data["irregular"].replace("\n", " ").split(";") if one.strip()]
        self._irregular = {base: Verb(base, past, participle) for base, past, participle in rows}

    @cache  # noqa: B019 -- there is one lexicon, as long as the program runs
    def set(self, name: str) -> frozenset[str]:
        """Give a set of words by its name."""
        return frozenset(self._data[name].split())

    @cache  # noqa: B019 -- as above
    def phrases(self, name: str, *, at: str = r"\b") -> re.Pattern[str]:
        """Give the pattern of a list of phrases, looked for at the beginnings of words, or where `at` says."""
        return re.compile(f"{at}(?:{self._alternatives(name)})")

    def _alternatives(self, name: str) -> str:
        lines = "|".join(f"(?:{line})" for line in self._phrases[name])
        return re.sub(r"<([a-z-]+)>", lambda found: self._alternatives(found[1]), lines)

    def means_people(self, word: Word) -> bool:
        """Say whether a word, or the owner that a possessive names, is a person, a team or somebody's name."""
        low, text = (told.removesuffix("'s").removesuffix("\u2019s").rstrip("'") for told in (word.low, word.text))
        is_handle = low.startswith("@")
        return is_handle or low in self.set("persons") or low in self.set("teams") or text in self.names

    def verb(self, base: str) -> Verb:
        """Give the forms of a verb."""
        known = self._irregular.get(base)
        if known:
            return known
        past = _regular(base, doubles=base in self.set("doubled"))
        return Verb(base, past, past)

    @cache  # noqa: B019 -- as above
    def forms(self, name: str) -> Mapping[str, Form]:
        """Give every form of the verbs of a set, with the base; a form that is several counts as the past."""
        found: dict[str, Form] = {}
        for base in sorted(self.set(name)):
            verb = self.verb(base)
            found.setdefault(base, Form(base, "base"))
            found.setdefault(_with_s(base), Form(base, "present"))
            found.setdefault(_with_ing(base, doubles=base in self.set("doubled")), Form(base, "ing"))
            found[verb.participle] = Form(base, "participle")
            found[verb.past] = Form(base, "past")
        return found

    def is_participle(self, low: str) -> bool:
        """Say whether a word may be a participle after `have`."""
        return low.endswith("ed") or low in self._participles

    def is_past(self, low: str) -> bool:
        """Say whether a word may be a verb in the past."""
        return (low.endswith("ed") and low not in self.set("not_past")) or low in self._pasts

    @cached_property
    def _pasts(self) -> frozenset[str]:
        return frozenset(verb.past for verb in self._irregular.values()) - {"was", "had", "did", "got"}

    @cached_property
    def _participles(self) -> frozenset[str]:
        return frozenset(verb.participle for verb in self._irregular.values()) | {"had"}

    @property
    def omissions(self) -> Mapping[str, str]:
        """The forms of verbs that say something was not done, with their bases."""
        return {form: base for base, forms in self._data["omissions"].items() for form in forms.split()}


@cache
def lexicon() -> Lexicon:
    """Give the one lexicon."""
    return Lexicon()


def _lists(text: str) -> dict[str, list[str]]:
    """Read lists of lines, each under its name in brackets."""
    found: dict[str, list[str]] = {}
    name = ""
    for line in text.splitlines():
        if line.startswith("[") and line.endswith("]"):
            name = line[1:-1]
            found[name] = []
        elif line.strip() and not line.startswith("#"):
            found[name].append(line.strip())
    return found


def _regular(base: str, *, doubles: bool) -> str:
    if base.endswith("e"):
        return f"{base}d"
    if re.search(r"[^aeiou]y$", base):
        return f"{base[:-1]}ied"
    return f"{base}{base[-1]}ed" if doubles else f"{base}ed"


def _with_s(base: str) -> str:
    if base.endswith(("s", "x", "z", "ch", "sh", "o")):
        return f"{base}es"
    return f"{base[:-1]}ies" if re.search(r"[^aeiou]y$", base) else f"{base}s"


def _with_ing(base: str, *, doubles: bool) -> str:
    if base.endswith("e") and not base.endswith("ee"):
        return f"{base[:-1]}ing"
    return f"{base}{base[-1]}ing" if doubles else f"{base}ing"
