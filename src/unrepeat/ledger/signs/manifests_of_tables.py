"""Read manifests that are TOML or JSON; what is not of the form expected is passed over."""

import json
import tomllib
from collections.abc import Iterable, Iterator
from typing import Any

from unrepeat.ledger.signs.asked import DEVELOPMENT, Asked
from unrepeat.ledger.signs.manifests_of_lines import required

MOST_DOTS = 500  # in a line; `tomllib` spends quadratic time on a key of many parts: 1.6 s on 10,000


def _table(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _toml(text: str) -> dict[str, Any]:
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
    whole = _toml(text)
    project = _table(whole.get("project"))
    yield from _requirements(project.get("dependencies"), is_shipped=True)
    for group, listed in _table(project.get("optional-dependencies")).items():
        yield from _requirements(listed, is_shipped=not DEVELOPMENT.search(group))
    for listed in (*_table(whole.get("dependency-groups")).values(), _table(whole.get("build-system")).get("requires")):
        yield from _requirements(listed, is_shipped=False)
    poetry = _table(_table(whole.get("tool")).get("poetry"))
    yield from (Asked(name, name != "python") for name in _table(poetry.get("dependencies")))
    for group in _table(poetry.get("group")).values():
        yield from _asked(_table(_table(group).get("dependencies")), is_shipped=False)


def pipfile(text: str) -> Iterator[Asked]:
    """Read a `Pipfile`."""
    whole = _toml(text)
    yield from _asked(_table(whole.get("packages")), is_shipped=True)
    yield from _asked(_table(whole.get("dev-packages")), is_shipped=False)


def package_json(text: str) -> Iterator[Asked]:
    """Read npm's `package.json`; parts of the same workspace are not somebody else's."""
    whole = _table(json.loads(text))
    for field in ("dependencies", "optionalDependencies", "peerDependencies", "devDependencies"):
        for name, version in _table(whole.get(field)).items():
            is_own = str(version).startswith(("workspace:", "file:", "link:", "portal:"))
            yield Asked(name, field != "devDependencies" and not is_own)


def composer(text: str) -> Iterator[Asked]:
    """Read Composer's `composer.json`; `php` and `ext-json` are no packages."""
    whole = _table(json.loads(text))
    yield from (Asked(name, "/" in name) for name in _table(whole.get("require")))
    yield from _asked(_table(whole.get("require-dev")), is_shipped=False)


def cargo(text: str) -> Iterator[Asked]:
    """Read `Cargo.toml`; what has a `path` is part of the project, what has `workspace` is told at its top."""
    whole = _toml(text)
    for table in (whole, _table(whole.get("workspace")), *map(_table, _table(whole.get("target")).values())):
        for field in ("dependencies", "build-dependencies", "dev-dependencies"):
            for name, said in _table(table.get(field)).items():
                about = _table(said)
                is_own = "path" in about or "workspace" in about
                yield Asked(str(about.get("package", name)), field != "dev-dependencies" and not is_own)


def catalogue(text: str) -> Iterator[Asked]:
    """Read Gradle's `libs.versions.toml`."""
    for name, said in _table(_toml(text).get("libraries")).items():
        about = _table(said)
        yield Asked(str(about.get("module") or about.get("name") or name), not DEVELOPMENT.search(name))
