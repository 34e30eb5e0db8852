"""What could go wrong, asked before it does: past needs, suppliers, production steps and mistakes of the like."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from shlex import quote

from unrepeat.ledger.conditions import COUNTERED_BY
from unrepeat.ledger.globs import matches
from unrepeat.ledger.identity import comparable, source_key
from unrepeat.ledger.ledger import Ledger
from unrepeat.ledger.record import Record
from unrepeat.ledger.repeats import counted
from unrepeat.ledger.scope import Scope, places, scope
from unrepeat.ledger.signs.sign import is_aside

MOST_OF_A_SORT = 4  # more is not read at a meeting

# Files by which code gets to those who use it, with what to ask about each.
PRODUCTION_STEPS = (
    (
        "building and testing",
        (".github/workflows/*", ".gitlab-ci.yml", "Jenkinsfile", ".circleci/*", "azure-pipelines.yml"),
    ),
    (
        "packaging",
        ("**/Dockerfile*", "**/*.spec", "debian/**", "pyproject.toml", "package.json", "Cargo.toml", "pom.xml"),
    ),
    ("deploying", ("**/docker-compose*", "**/helm/**", "**/charts/**", "k8s/**", "**/*.tf", "ansible/**", "Procfile")),
    ("moving data", ("**/migrations/**", "**/migrate/**", "alembic/**", "**/schema.sql", "**/*.prisma")),
    ("configuring", ("**/config/**", "**/settings*.py", "**/*.env*", "**/values.yaml", "etc/**")),
    ("watching", ("**/prometheus/**", "**/*alert*.y*ml", "**/grafana/**", "**/dashboards/**")),
    ("switching on and off", (".unrepeat/flags/**", "**/*.flagd.json", "**/*feature_flag*", "**/*featureflag*")),
)
_DOCUMENTS = re.compile(r"(^|/)(docs?|documentation)/", re.IGNORECASE)  # pictures of dashboards, samples of settings
PIPELINES = (".github/", ".gitlab", ".circleci/", "ci/")  # no shipped code, and still steps to production
ALWAYS = (
    ("What must change elsewhere before this can be released, and who knows of it?", "need"),
    ("Whose answers does it rest on, and how will each be validated?", "assumption"),
    ("How would we notice within minutes that it went wrong, and how is it switched off?", "risk"),
)


@dataclass(frozen=True)
class Prompt:
    """One thing to ask: what about, the question, the record or file that suggests it, and the kind that answers it."""

    about: str
    asks: str
    because: str
    kind: str

    def command(self, name: str) -> str:
        """Give the command that keeps an answer."""
        field = "rests" if self.kind == "assumption" else "feature"
        return f"unrepeat new {self.kind} ANSWER --set {field}={quote(name)}"


def prompts(name: str, ledger: Ledger, files: Iterable[str]) -> list[Prompt]:
    """Give what to ask before a feature or project begins, from what was learned here; `files` are the repository's."""
    own = scope(name, ledger)
    return [
        *_mistakes(own.paths, ledger),
        *_needs(name, ledger),
        *_suppliers(own, ledger),
        *_steps(files),
        *(Prompt("always", asks, "asked of every feature", kind) for asks, kind in ALWAYS),
    ]


def _mistakes(paths: list[str], ledger: Ledger) -> Iterator[Prompt]:
    mistakes = sorted(ledger.of_kind("mistake"), key=lambda one: (one.text("date"), one.id), reverse=True)
    near = [one for one in mistakes if any(_touch(path, other) for path in places(one) for other in paths)]
    for mistake in (near or mistakes)[:MOST_OF_A_SORT]:
        yield Prompt("mistake", f"'{mistake.title}' happened before: could the like happen here?", mistake.id, "risk")
    frequent = [(what, count) for what, count in counted(mistakes, "conditions").items() if count > 1]
    for condition, count in frequent[:2]:
        counters = COUNTERED_BY[condition][0]
        asks = f"'{condition}' made {count} mistakes possible: is it so here? What counters it: {counters}."
        yield Prompt("condition", asks, f"{count} mistakes", "risk")


def _needs(name: str, ledger: Ledger) -> Iterator[Prompt]:
    others = [
        one for one in ledger.of_kind("need") if comparable(name) not in map(comparable, [*one.words("feature"), "-"])
    ]
    others.sort(key=lambda one: (one.text("date"), one.id), reverse=True)
    for need in others[:MOST_OF_A_SORT]:
        whose = ", ".join(need.words("feature")) or "another feature"
        yield Prompt(
            "need", f"{whose} needed '{need.title}' before its release: does this need the like?", need.id, "need"
        )


def _suppliers(own: Scope, ledger: Ledger) -> Iterator[Prompt]:
    by_source: dict[str, list[Record]] = {}
    for assumption in ledger.of_kind("assumption"):
        if assumption.text("source") and assumption.id not in own.records:
            by_source.setdefault(source_key(assumption.text("source")), []).append(assumption)
    # Those of whose answers some did not hold come first: not to distrust them, but to validate sooner.
    ordered = sorted(by_source.items(), key=lambda item: (-_refuted(item[1]), -len(item[1]), item[0]))
    for _, answers in ordered[:MOST_OF_A_SORT]:
        source = answers[-1].text("source")
        told = f"; {_refuted(answers)} of {len(answers)} answers did not hold" if _refuted(answers) else ""
        asks = f"Does this rest on an answer of {source}{told}? How will it be validated, and by when?"
        yield Prompt("supplier", asks, answers[-1].id, "assumption")


def _refuted(answers: Iterable[Record]) -> int:
    return sum(one.state == "refuted" for one in answers)


def _steps(files: Iterable[str]) -> Iterator[Prompt]:
    found: dict[str, str] = {}
    for file in files:
        if (is_aside(file) or _DOCUMENTS.search(file)) and not file.startswith(PIPELINES):
            continue
        for step, globs in PRODUCTION_STEPS:
            if step not in found and any(matches(glob, file) for glob in globs):
                found[step] = file
    for step, _ in PRODUCTION_STEPS:
        if step in found:
            yield Prompt("production step", f"What changes in {step}?", found[step], "need")


def _touch(one: str, other: str) -> bool:
    return one == other or matches(one, other) or matches(other, one)
