"""How rightly `unrepeat lint` speaks, on labelled sentences.

    python bench/language/sentences.py SENTENCES.jsonl... [--folds 5] [--wrong]

A line of a file is `{"text", "labels", "where"}`: labels are the ids of the rules that a careful facilitator would
speak for (none where the sentence is fine), `where` is prose, heading, item, action or timeline. Prints for each file
precision, recall and F1 of the language group as a whole (does any rule speak of a sentence that any label is of), the
recall of each rule, the share of fine sentences of which something is said wrongly, and sentences a second; with
Wilson's 95 % intervals.

Nothing is learned from the sentences, so there is nothing to train: `--folds` prints the spread of F1 over that many
parts of a file (by the hash of each sentence), which shows how much of it is the choice of sentences. Which files were
looked at while the rules were written stands in docs/language.md. `--wrong` prints what is wrong.
"""

import argparse
import json
import statistics
import time
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from unrepeat.guards.backtest import Share, interval
from unrepeat.language.lint import lint
from unrepeat.language.rule import rules

_PLACES = {
    "prose": "{}",
    "heading": "# {}",
    "item": "- {}",
    "action": "# Action items\n\n- {}",
    "timeline": "## Timeline\n\n- {}",
}
LANGUAGE = [rule.id for rule in rules().values() if rule.group == "language" and rule.severity != "info"]


def main() -> None:
    """Measure each file, print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--wrong", action="store_true")
    given = parser.parse_args()
    print("| sentences | n | precision | recall | F1 | F1 by part | said wrongly of fine ones | a second |")
    print("|---|---|---|---|---|---|---|---|")
    tables = []
    for file in given.files:
        rows = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
        begun = time.perf_counter()
        pairs = [(wanted(row), told(row)) for row in rows]
        speed = len(rows) / (time.perf_counter() - begun)
        parts = by_part(rows, pairs, given.folds)
        print(f"| {file.stem} | {len(rows)} | {overall(pairs)} | {parts} | {false(pairs)} | {speed:.0f} |")
        tables.append((file.stem, pairs))
        if given.wrong:
            for row, (should, does) in zip(rows, pairs, strict=True):
                if bool(should) != bool(does):
                    print(f"    {'missed' if should else 'wrong'} {sorted(should or does)}: {row['text']}")
    print("\n| rule | " + " | ".join(name for name, _ in tables) + " |")
    print("|---" * (len(tables) + 1) + "|")
    for rule in LANGUAGE:
        print(f"| {rule} | " + " | ".join(of_rule(rule, pairs) for _, pairs in tables) + " |")


def wanted(row: dict[str, Any]) -> frozenset[str]:
    """Give the rules that should speak."""
    return frozenset("who-or-why-question" if one == "question" else one for one in row["labels"]) & frozenset(LANGUAGE)


def told(row: dict[str, Any]) -> frozenset[str]:
    """Give the rules that do."""
    text = _PLACES.get(row.get("where", "prose"), "{}").format(row["text"])
    return frozenset(one.rule for one in lint(text, "x.md", "markdown", rules().values())) & frozenset(LANGUAGE)


Pairs = Sequence[tuple[frozenset[str], frozenset[str]]]


def overall(pairs: Pairs) -> str:
    """Give precision, recall (each with its interval) and F1 of the group."""
    hit = sum(1 for should, does in pairs if should and does)
    spoken, meant = sum(1 for _, does in pairs if does), sum(1 for should, _ in pairs if should)
    return f"{share(hit, spoken)} | {share(hit, meant)} | {f1(pairs):.3f}"


def f1(pairs: Pairs) -> float:
    """Give F1 of the group, 0 where nothing is meant and nothing said."""
    hit = sum(1 for should, does in pairs if should and does)
    both = sum(1 for _, does in pairs if does) + sum(1 for should, _ in pairs if should)
    return 2 * hit / both if both else 0.0


def by_part(rows: Sequence[dict[str, Any]], pairs: Pairs, folds: int) -> str:
    """Give the least, middle and greatest F1 of the parts of a file."""
    parts: list[list[tuple[frozenset[str], frozenset[str]]]] = [[] for _ in range(folds)]
    for row, pair in zip(rows, pairs, strict=True):
        parts[zlib.crc32(row["text"].encode()) % folds].append(pair)
    found = [f1(part) for part in parts if any(should for should, _ in part)]
    return f"{min(found):.2f}, {statistics.median(found):.2f}, {max(found):.2f}" if found else ""


def false(pairs: Pairs) -> str:
    """Give the share of fine sentences of which a rule speaks."""
    fine = [does for should, does in pairs if not should]
    return share(sum(map(bool, fine)), len(fine), digits=4)


def of_rule(rule: str, pairs: Pairs) -> str:
    """Give the recall of one rule by its own label."""
    meant = [does for should, does in pairs if rule in should]
    return share(sum(1 for does in meant if rule in does), len(meant))


def share(count: int, total: int, digits: int = 2) -> str:
    """Give a share with its interval and its number of cases."""
    if not total:
        return "none"
    low, high = interval(Share(count, total)) or (0.0, 1.0)
    return f"{count / total:.{digits}f} ({low:.{digits}f} to {high:.{digits}f}, n={total})"


if __name__ == "__main__":
    main()
