"""Which words of a text say what it is about, in a form in which two texts that speak of one thing share them."""

import re

_WORD = re.compile(r"[^\W\d_]+")
_HUMP = re.compile(r"(?<=[^\W\d_A-Z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")  # within `insertAll` and `HTTPServer`
_SHORTEST = 3  # letters of a word that says something
_ENDINGS = ("ings", "ing", "ers", "er", "ed", "es", "s", "e")
_STEM = 4  # letters of a word that an ending leaves

# What stands in any sentence, any code and any schema.
_SAYS_NOTHING = frozenset(
    """
    about after again all also and any are because been before but can code could does done each else for from get gets
    had has have here how into its just may might more must never not now off once one only onto other our out over own
    per same set should since some still such than that the their them then there these they this those too two until
    upon via was were what when where which while who will with without would yet you your
    fixme hack todo tbd xxx stub stubs later
    abort anyhow array bool boolean class const def else enum err error errorf errors exception export false float fmt
    func function impl implemented import int interface integer long new nil none not null number object panic pass pub
    public raise return runtime self static str string struct throw todo true type types unimplemented unsigned value
    values var void
    additional properties description items required schema title
    add added change changed changes check comment file files fix fixed make makes need needed needs path use used uses
    com http https net org www
    """.split()
)


def words(text: str) -> frozenset[str]:
    """Give the words that say something, in lower case and without their endings; names of code are taken apart."""
    parts = (part.lower() for word in _WORD.findall(text) for part in _HUMP.split(word))
    return frozenset(_stem(part) for part in parts if len(part) >= _SHORTEST and part not in _SAYS_NOTHING)


def _stem(word: str) -> str:
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _STEM:
            word = word.removesuffix(ending)
            break
    return f"{word[:-1]}i" if word.endswith("y") and len(word) > _STEM else word
