"""A story that the tests of guards share: a call goes wrong, is repaired, and a guard comes of it."""

import json
from pathlib import Path
from typing import NamedTuple

from tests.repository import Repo

BASE = "import rows\n\n\ndef total(kept):\n    return len(kept)\n\n\ndef last(kept):\n    return kept[-1]\n"
WRONG = BASE.replace("len(kept)", "rows.count(kept)")
FIXED = BASE.replace("len(kept)", "rows.scan(kept)")
AGAIN = "import rows\n\n\ndef how_many(found):\n    return rows.count(found)\n"
MISTAKE = "2026-01-05-counted-twice-aaaa"


class Story(NamedTuple):
    """The two commits of the lesson."""

    culprit: str
    fix: str


def tell(repo: Repo, *, quiet: int = 2) -> Story:
    """Commit the mistake and its repair, after some changes that are of no concern."""
    repo.commit("begin", {"src/a.py": BASE, "b.py": "b = 0\n"})
    for number in range(quiet):
        repo.commit(f"change {number}", {"b.py": f"b = {number + 1}\n"})
    repo.commit("add first", {"src/a.py": BASE + "\n\ndef first(kept):\n    return kept[0]\n"})
    culprit = repo.commit("count quickly", {"src/a.py": WRONG})
    fix = repo.commit(f"fix the count\n\nFixes: {culprit[:12]}", {"src/a.py": FIXED})
    return Story(culprit, fix)


def guard(story: Story, **fields: object) -> dict[str, str | bytes | None]:
    """Give the files of a guard that catches the mistake, and of the mistake it comes from; fields may differ."""
    told: dict[str, object] = {
        "id": "scan",
        "title": "Scan, do not count",
        "because": [f"mistake:{MISTAKE}"],
        "kind": "pattern",
        "stage": "advise",
        "paths": ["src/**"],
        "rule": {"language": "python", "rule": {"pattern": "rows.count($$$A)"}},
        "lessons": [{"culprit": story.culprit, "fix": story.fix}],
    } | fields
    mistake = "---\ndate: 2026-01-05\nstate: open\n---\n\n# Rows were counted twice\n"
    return {
        f".unrepeat/guards/{told['id']}.yml": json.dumps(told),
        f".unrepeat/mistakes/{MISTAKE}.md": mistake,
    }


def enabled(repo: Repo, **fields: object) -> Story:
    """Tell the story and commit its guard."""
    story = tell(repo)
    repo.commit("add a guard", guard(story, **fields))
    return story


def text(repo: Repo, path: str) -> str:
    """Give a file of the work tree."""
    return (Path(repo.folder) / path).read_text()
