"""Suggest who should be told of a change to some paths: who owns them, and who builds on them.

Owners are the teams, handles and addresses that the repository itself names in its CODEOWNERS; nothing is read from the
history, and nothing is kept.
"""

import os
import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from unrepeat.git import Repository
from unrepeat.ledger.globs import compiled

# GitHub takes the first that is there, in this order; the last place is GitLab's.
# https://docs.github.com/en/repositories/managing-your-repositorys-settings-and-features/customizing-your-repository/about-code-owners
PLACES = (".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS", ".gitlab/CODEOWNERS")
LARGEST = 3_000_000  # bytes; GitHub does not load a larger one

_WORD = re.compile(r"(?:\\.|[^\s\\]|\\$)+")
_SECTION = re.compile(r"\^?\[([^\]]+)\](?:\[\d+\])?((?:\s+\S+)*)\s*")
_OWNER = re.compile(r"@\S+|[^@\s]+@[^@\s]+")

# A path that only a line for everything means; whose line it is owns all, and so is no likelier to build on one file.
_ANY_FILE = "\0/\0"


class Partner(NamedTuple):
    """A file that changes together with a path: in at least this share of the path's changes (0 to 1)."""

    path: str
    partner: str
    confidence: float


class Suggested(NamedTuple):
    """A team, handle or address as CODEOWNERS writes it, and why it is suggested."""

    who: str
    because: str


class Rule(NamedTuple):
    """One line of CODEOWNERS: the paths it means, their owners (none: nobody owns them), and GitLab's section."""

    pattern: re.Pattern[str]
    owners: tuple[str, ...]
    section: str


def read_codeowners(repository: Repository, commit: str) -> str:
    """Give the text of the CODEOWNERS that counts in a commit, empty where there is none (or one too large)."""
    with repository.view() as view:
        listed = view.run("ls-tree", "-l", "-z", commit, "--", *PLACES)
        sizes: dict[str, str] = {}
        for entry in listed.split(b"\0")[:-1]:
            about, _, path = entry.partition(b"\t")
            mode, _, _, size = about.decode().split()
            if mode.startswith("100"):  # a link or a folder of that name tells nothing
                sizes[os.fsdecode(path)] = size
        found = next((place for place in PLACES if place in sizes), None)
        if found is None or (sizes[found].isdigit() and int(sizes[found]) > LARGEST):
            return ""
        return view.file(commit, found.encode()).decode("utf-8-sig", "replace")


def read_rules(codeowners: str) -> list[Rule]:
    """Read a CODEOWNERS text, GitHub's or GitLab's; lines that its host would skip are skipped."""
    rules = []
    section, usual = "", tuple[str, ...]()
    for line in codeowners.splitlines():
        stripped = line.strip()
        header = _SECTION.fullmatch(stripped)
        if header:
            section, usual = header[1].strip().casefold(), tuple(header[2].split())
            continue
        words = _WORD.findall(stripped)
        # GitHub: negation, ranges and an escaped `#` do not work; such a line counts as invalid.
        if not words or words[0].startswith(("#", "!", "\\#")) or "[" in words[0]:
            continue
        comment = next((at for at, word in enumerate(words) if word.startswith("#")), len(words))
        owners = tuple(words[1:comment])
        if all(_OWNER.fullmatch(owner) for owner in owners):
            rules.append(Rule(compiled(words[0], names_anywhere=True), owners or usual, section))
    return rules


def owners(codeowners: str, path: str) -> list[str]:
    """Give who owns a path, as CODEOWNERS writes them: the last line that means it, in each of GitLab's sections."""
    return _owners(read_rules(codeowners), path)


def _owners(rules: Sequence[Rule], path: str) -> list[str]:
    last: dict[str, tuple[str, ...]] = {}
    for rule in rules:
        if rule.pattern.match(path):
            last[rule.section] = rule.owners
    sections = dict.fromkeys(rule.section for rule in rules)
    return list(dict.fromkeys(owner for section in sections for owner in last.get(section, ())))


def audience(paths: Iterable[str], codeowners: str, partners: Iterable[tuple[str, str, float]] = ()) -> list[Suggested]:
    """Give who should be told of a change to these paths, the strongest reason first, each once.

    First who owns the paths (most of them first), then who owns what changes together with them (`partners`: path, the
    file that changes with it, the confidence of `history.coupling`), the surest first. Owners of all are left out.
    """
    rules = [
        # the line still counts as the last one that matches
        rule._replace(owners=()) if rule.pattern.match(_ANY_FILE) else rule
        for rule in read_rules(codeowners)
    ]
    changed = sorted(set(paths))
    owned: dict[str, list[str]] = {}
    for path in changed:
        for owner in _owners(rules, path):
            owned.setdefault(owner, []).append(path)
    found = {
        owner: f"owns {_named(theirs)}"
        for owner, theirs in sorted(owned.items(), key=lambda each: (-len(each[1]), each[0]))
    }
    builds_on = [Partner(*one) for one in partners if one[0] in changed]
    for one in sorted(builds_on, key=lambda each: (-each.confidence, each)):
        share = f"at least {int(one.confidence * 100)}% of its changes"
        for owner in sorted(_owners(rules, one.partner)):
            found.setdefault(owner, f"owns {one.partner}, which changed together with {one.path} in {share}")
    return [Suggested(owner, because) for owner, because in found.items()]


def _named(paths: Sequence[str]) -> str:
    more = len(paths) - 1
    return paths[0] + (f" and {more} more of these files" if more > 1 else f" and {paths[1]}" if more else "")
