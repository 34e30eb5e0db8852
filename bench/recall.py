"""How often `unrepeat recall` finds what a message says its change is like, and how often it rightly says nothing.

    python bench/recall.py REPOSITORY... [--half held|set|all] [--foreign REPOSITORY] [--misses]

Pairs: messages that say "same as", "similar to", "like" and their kin before a commit that is older. The hash, and the
subject that is quoted with it, are taken out of the question; candidates are all earlier commits, merges left out.
Prints hit@1, hit@10 (with its Wilson interval at 95 %) and the mean reciprocal rank of plain BM25 (FTS5 as it comes,
whole messages, each word of the question), of recall given the message alone, and of recall given the commit; then
milliseconds a question (median, 95th percentile), the sizes of the index, and how many questions are answered at all,
by how many of the true changes among the five that are shown.

`--half`: the weights were set on the half of each repository's pairs called `set`; `held` is the other. `--foreign`
asks each repository about 200 seeded commits of another one: nothing there is like them.
"""

import argparse
import math
import random
import re
import sqlite3
import statistics
import time
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple, TypeVar

from unrepeat.change import Change
from unrepeat.git import Repository
from unrepeat.history.edit import Edit
from unrepeat.history.edits import past_changes
from unrepeat.history.index import Index, open_index
from unrepeat.history.stated import Statements
from unrepeat.recall.answer import MOST
from unrepeat.recall.asked import Asked, about_commit, about_text
from unrepeat.recall.index import searched
from unrepeat.recall.similar import NEAR, Similar, find
from unrepeat.recall.store import SearchFile

Question = TypeVar("Question")
FOREIGN = 200  # questions from another repository

_HASH = r"(?<![0-9a-zA-Z/=-])(?=[a-f]*\d)[0-9a-f]{7,40}(?![0-9a-zA-Z/-])"
_LIKE = re.compile(
    r"\b(?:same|similar(?:ly)?|like|identical|equivalent|analogous|akin|reminiscent|in the (?:spirit|vein))\b"
    r"((?:(?!\n\n)[^.;\n]|\n(?!\n)|\.(?=\w)){0,70}?)(" + _HASH + ")",
    re.IGNORECASE,
)
# Between the two, these words say that the commit is named for something else.
_FOR_ELSE = re.compile(
    r"\b(?:since|introduced|until|before|after|reverts?|regress\w*|broke\w*|caused?|due|fixes|backport\w*|refs?|follow\w*"
    r"|added|time|series|state|file|function|behaviou?r|prior|name|attempt|see|motivated|oversight|omission|typo|branches"
    r"|feature|stabilized|changed|removed|supposed|copy|benchmark|ids?|heuristic|seems?|git-svn)\b|\bcommit \(",
    re.IGNORECASE,
)
_MOST_BETWEEN = 9  # words
_NAMED = re.compile(_HASH + r"(?:\s*[,:]?\s*[(\"“'][^\n]*?(?:\n[^\n]*?)?[)\"”'])?")


class Pair(NamedTuple):
    """A commit and the earlier one that its message says it is like, by ordinal."""

    asked: int
    like: int


class Ranks(NamedTuple):
    """Where the true commits stood (from 0; a large number where they were not found), and seconds a question."""

    ranks: list[int]
    seconds: list[float]

    def __str__(self) -> str:
        count = max(len(self.ranks), 1)
        first, ten = (sum(rank < most for rank in self.ranks) for most in (1, 10))
        low, high = wilson(ten, count)
        mean = sum(1 / (rank + 1) for rank in self.ranks) / count
        spent = sorted(self.seconds) or [0.0]
        times = f"{1000 * statistics.median(spent):.0f} / {1000 * spent[int(len(spent) * 0.95)]:.0f}"
        return f"{first / count:.2f} | {ten / count:.2f} ({low:.2f} to {high:.2f}) | {mean:.2f} | {times}"


def main() -> None:
    """Measure each repository and print its rows."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("repositories", nargs="+", type=Path)
    parser.add_argument("--half", choices=("held", "set", "all"), default="held")
    parser.add_argument("--foreign", type=Path, help="a repository whose commits are like none here")
    parser.add_argument("--misses", action="store_true", help="print what was not among the first ten")
    options = parser.parse_args()
    foreign = foreign_changes(options.foreign) if options.foreign else []
    print("| repository | n | method | hit@1 | hit@10 | MRR | ms a question, median / p95 |")
    print("|---|---|---|---|---|---|---|")
    notes = []
    for folder in options.repositories:
        repository = Repository.discover(folder)
        with open_index(repository, [repository.head()]) as index:
            notes.append(measure(name_of(folder), index, options, foreign))
    print("\n".join(["", *notes]))


def measure(
    name: str, index: Index, options: argparse.Namespace, foreign: Sequence[tuple[Change, Sequence[Edit]]]
) -> str:
    """Print the rows of one repository; give a sentence on its index and its silence."""
    begun = time.perf_counter()
    return searched(
        index,
        [],
        lambda _: "",
        lambda search: measured(name, index, search, options, foreign, time.perf_counter() - begun),
    )


def measured(
    name: str,
    index: Index,
    search: SearchFile,
    options: argparse.Namespace,
    foreign: Sequence[tuple[Change, Sequence[Edit]]],
    seconds: float,
) -> str:
    """Print the rows of one repository whose search index took so long to open."""
    chosen = [pair for pair in pairs(index) if options.half in {"all", half_of(index, pair)}]
    edits = edits_of(index, [pair.asked for pair in chosen])
    messages = [without_names(index.change(pair.asked).message, index.change(pair.like).subject) for pair in chosen]
    alone = [about_text(text, pair.asked + 1) for pair, text in zip(chosen, messages, strict=True)]
    whole = [
        about_commit(index, replace(index.change(pair.asked), message=text), edits[pair.asked])
        for pair, text in zip(chosen, messages, strict=True)
    ]
    with plain_index(index) as plain:
        rows = {
            "plain BM25": ranked(chosen, messages, lambda text, pair: plain_find(plain, text, pair.asked)),
            "recall, message": ranked(chosen, alone, lambda asked, _: numbers(find(search, asked))),
            "recall, commit": ranked(chosen, whole, lambda asked, _: numbers(find(search, asked))),
        }
    for method, ranks in rows.items():
        print(f"| {name} | {len(chosen)} | {method} | {ranks} |", flush=True)
    if options.misses:
        tell_misses(index, chosen, rows["recall, commit"])
    size = sum(file.stat().st_size for file in search.file.parent.glob(search.file.name + "*"))
    told = f"{name}: {search.totals().entries:,} messages, {size / 1e6:.0f} MB, opened in {seconds:.1f} s; "
    return told + silence(search, whole, chosen) + of_others(index, search, foreign)


def pairs(index: Index) -> list[Pair]:
    """Give what messages say is alike, each pair once, in order."""
    statements = Statements(index)
    merges = {change.ordinal for change in index.changes() if change.is_merge}
    named: dict[Pair, None] = {}
    for change in index.changes():
        for words, commit in _LIKE.findall(change.message) if not change.is_merge else ():
            like = statements.resolve(commit.casefold())
            near_enough = len(re.findall(r"\w+", words)) <= _MOST_BETWEEN and not _FOR_ELSE.search(words)
            if like is not None and like < change.ordinal and like not in merges and near_enough:
                named.setdefault(Pair(change.ordinal, like))
    return list(named)


def half_of(index: Index, pair: Pair) -> str:
    """Say in which half a pair is: by its asking commit, so that questions of one commit stay together."""
    return "held" if zlib.crc32(index.hash(pair.asked).encode()) & 1 else "set"


def without_names(message: str, subject: str) -> str:
    """Take out each hash with what is quoted after it, and the subject of the commit that is sought."""
    text = _NAMED.sub(" ", message)
    return re.sub(r"\s+".join(map(re.escape, subject.split())), " ", text) if subject.strip() else text


def edits_of(index: Index, ordinals: Sequence[int]) -> dict[int, tuple[Edit, ...]]:
    """Read what some commits did."""
    with index.repository.view() as view:
        read = past_changes(view, [index.hash(ordinal) for ordinal in dict.fromkeys(ordinals)])
        return {index.ordinal(one.commit): one.edits for one in read}


def ranked(
    chosen: Sequence[Pair], questions: Sequence[Question], ask: Callable[[Question, Pair], Sequence[str | int]]
) -> Ranks:
    """Ask every question, and see where the true commit stands."""
    ranks, seconds = [], []
    for pair, question in zip(chosen, questions, strict=True):
        begun = time.perf_counter()
        answers = ask(question, pair)
        seconds.append(time.perf_counter() - begun)
        ranks.append(answers.index(pair.like + 1) if pair.like + 1 in answers else 10**6)
    return Ranks(ranks, seconds)


def numbers(found: Sequence[Similar]) -> list[int]:
    """Give the numbers of what was found, near enough to be told or not."""
    return [one.entry.number for one in found]


def near(search: SearchFile, asked: Asked) -> list[int]:
    """Give the numbers of what is near enough to be told."""
    return numbers([one for one in find(search, asked)[:MOST] if one.likeness >= NEAR])


@contextmanager
def plain_index(index: Index) -> Iterator[sqlite3.Connection]:
    """Make an index of whole messages as FTS5 comes."""
    connection = sqlite3.connect(":memory:")
    connection.execute("create virtual table messages using fts5 (message, tokenize = 'unicode61')")
    rows = ((one.ordinal + 1, one.message) for one in index.changes() if not one.is_merge)
    connection.executemany("insert into messages (rowid, message) values (?, ?)", rows)
    yield connection
    connection.close()


def plain_find(connection: sqlite3.Connection, text: str, before: int) -> list[int]:
    """Give the numbers of the 200 messages that any word of a text finds, in the order of FTS5's BM25."""
    words = dict.fromkeys(re.findall(r"[^\W_]+", text.casefold()))
    query = " OR ".join(f'"{word}"' for word in words)
    wanted = "select rowid from messages where messages match ? and rowid < ? order by rank limit 200"
    return [row[0] for row in connection.execute(wanted, (query, before + 1))] if query else []


def silence(search: SearchFile, questions: Sequence[Asked], chosen: Sequence[Pair]) -> str:
    """Say how many questions are answered, and how many of these with the true commit."""
    shown = [near(search, asked) for asked in questions]
    right = sum(pair.like + 1 in numbers for pair, numbers in zip(chosen, shown, strict=True))
    return f"{sum(map(bool, shown))} of {len(shown)} questions answered, {right} with the true commit"


def of_others(index: Index, search: SearchFile, foreign: Sequence[tuple[Change, Sequence[Edit]]]) -> str:
    """Say how many commits of another repository get an answer, where there should be none."""
    if not foreign:
        return ""
    last = len(index.hashes)
    whole = [about_commit(index, replace(one, paths=(), ordinal=last), edits) for one, edits in foreign]
    messages = [about_text(one.message, last + 1) for one, _ in foreign]
    titles = [about_text(one.subject, last + 1) for one, _ in foreign]
    answered = [sum(bool(near(search, asked)) for asked in questions) for questions in (whole, messages, titles)]
    return f"; of {len(foreign)} foreign commits, messages and titles get an answer: {answered}"


def foreign_changes(folder: Path) -> list[tuple[Change, Sequence[Edit]]]:
    """Choose commits of another repository, with what they did."""
    repository = Repository.discover(folder)
    with open_index(repository, [repository.head()]) as index:
        wanted = [change for change in index.changes() if not change.is_merge and len(change.message) > 20]
        some = random.Random(0).sample(wanted, min(FOREIGN, len(wanted)))
        edits = edits_of(index, [one.ordinal for one in some])
        return [(one, edits[one.ordinal]) for one in some]


def tell_misses(index: Index, chosen: Sequence[Pair], ranks: Ranks) -> None:
    """Print the pairs that were not among the first ten."""
    for pair, rank in zip(chosen, ranks.ranks, strict=True):
        if rank >= 10:
            asked, like = index.change(pair.asked), index.change(pair.like)
            print(f"    {rank}: {asked.commit[:12]} {asked.subject} <- {like.commit[:12]} {like.subject}")


def name_of(folder: Path) -> str:
    """Give a repository's name as it is told."""
    name = folder.parent.name if folder.name in {"repo", ".git"} else folder.name
    return name.replace("+", "/")


def wilson(hits: int, count: int) -> tuple[float, float]:
    """Give the Wilson interval at 95 % (Wilson 1927)."""
    z, share = 1.96, hits / count
    middle = (share + z * z / (2 * count)) / (1 + z * z / count)
    half = z * math.sqrt(share * (1 - share) / count + z * z / (4 * count * count)) / (1 + z * z / count)
    return middle - half, middle + half


if __name__ == "__main__":
    main()
