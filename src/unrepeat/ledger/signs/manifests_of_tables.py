"""Read manifests that are TOML or JSON; what is not of the form expected is passed over."""

import json
import tomllib
from collections.abc import Iterable, Iterator
from typing import Any

from unrepeat.ledger.signs.asked import DEVELOPMENT, Asked
from unrepeat.ledger.signs.manifests_of_lines import required

MOST_DOTS = 500  # in a line; `tomllib` spends quadratic time on a key of many parts: 1.6 s on 10,000


def table(value: object) -> dict[str, Any]:
    """Give a table that was read, an empty one where something else stands in its place."""
    return value if isinstance(value, dict) else {}


def toml(text: str) -> dict[str, Any]:
    """Read TOML; raise ValueError where it is none, or where a key may have so many parts that it takes long."""
    if any(line.count(".") > MOST_DOTS for line in text.splitlines()):
        raise ValueError("a line has more dots than a manifest's")
    return tomllib.loads(text)


def _asked(names: Iterable[str], *, is_shipped: bool) -> Iterator[Asked]:
    return (Asked(name, is_shipped) for name in names)


def _requirements(value: object, *, is_shipped: bool) -> Iterator[Asked]:
    for one in value if isinstance(value, list) else []:
        if isinstance(one, str):
            yield from required(one, is_shipped=is_shipped)


def pyproject(text: str) -> Iterator[Asked]:
    """Read `pyproject.toml` as PEP 621, PEP 735 and Poetry have it; what builds the package is not shipped."""
    whole = toml(text)
    project = table(whole.get("project"))
    yield from _requirements(project.get("dependencies"), is_shipped=True)
    for group, listed in table(project.get("optional-dependencies")).items():
        yield from _requirements(listed, is_shipped=not DEVELOPMENT.search(group))
    for listed in (*table(whole.get("dependency-groups")).values(), table(whole.get("build-system")).get("requires")):
        yield from _requirements(listed, is_shipped=False)
    poetry = table(table(whole.get("tool")).get("poetry"))
    yield from (Asked(name, name != "python") for name in table(poetry.get("dependencies")))
    for group in table(poetry.get("group")).values():
        yield from _asked(table(table(group).get("dependencies")), is_shipped=False)


def pipfile(text: str) -> Iterator[Asked]:
    """Read a `Pipfile`."""
    whole = toml(text)
    yield from _asked(table(whole.get("packages")), is_shipped=True)
    yield from _asked(table(whole.get("dev-packages")), is_shipped=False)


def package_json(text: str) -> Iterator[Asked]:
    """Read npm's `package.json`; parts of the same workspace are not somebody else's."""
    whole = table(json.loads(text))
    for field in ("dependencies", "optionalDependencies", "peerDependencies", "devDependencies"):
        for name, version in table(whole.get(field)).items():
            is_own = str(version).startswith(("workspace:", "file:", "link:", "portal:"))
            yield Asked(name, field != "devDependencies" and not is_own)


def composer(text: str) -> Iterator[Asked]:
    """Read Composer's `composer.json`; `php` and `ext-json` are no packages."""
    whole = table(json.loads(text))
    yield from (Asked(name, "/" in name) for name in table(whole.get("require")))
    yield from _asked(table(whole.get("require-dev")), is_shipped=False)


def cargo(text: str) -> Iterator[Asked]:
    """Read `Cargo.toml`; what has a `path` is part of the project, what has `workspace` is told at its top."""
    whole = toml(text)
    for part in (whole, table(whole.get("workspace")), *map(table, table(whole.get("target")).values())):
        for field in ("dependencies", "build-dependencies", "dev-dependencies"):
            for name, said in table(part.get(field)).items():
                about = table(said)
                is_own = "path" in about or "workspace" in about
                yield Asked(str(about.get("package", name)), field != "dev-dependencies" and not is_own)


def catalogue(text: str) -> Iterator[Asked]:
    """Read Gradle's `libs.versions.toml`."""
    for name, said in table(toml(text).get("libraries")).items():
        about = table(said)
        yield Asked(str(about.get("module") or about.get("name") or name), not DEVELOPMENT.search(name))
