"""Which other software a manifest asks for, by name; versions do not matter here."""

import configparser
import re
from collections.abc import Iterator, Mapping

from unrepeat.ledger.signs import manifests_of_lines as lines
from unrepeat.ledger.signs import manifests_of_tables as tables
from unrepeat.ledger.signs.asked import DEVELOPMENT, Asked, Reader

LARGEST = 200_000  # letters; a manifest above it is made by a program

_NAME = re.compile(r"[A-Za-z0-9@_][\w@./:+-]{0,99}")
_REQUIREMENTS = re.compile(r"(?:^|/)(?:requirements[^/]*|requirements/(?:[^/]+/){0,3}[^/]+)\.(?:txt|in|pip)$")


def reader_of(path: str) -> Reader | None:
    """Give what reads the manifest of this name, None where it is none."""
    name = path.rpartition("/")[2]
    if name.startswith("constraints"):
        return None  # it says which versions, not what is asked for
    if _REQUIREMENTS.search(path):
        return _never_shipped if DEVELOPMENT.search(name.rpartition(".")[0]) else lines.requirements
    if path.endswith(".wrap") and path.endswith(f"subprojects/{name}"):
        return lambda text: iter([Asked(name.removesuffix(".wrap"), is_shipped=True)] if text.strip() else [])
    return _BY_NAME.get(name) or _BY_ENDING.get(name.rpartition(".")[2])


def names(path: str, text: str) -> dict[str, bool]:
    """Give the names that a manifest asks for, in its order, and whether what is shipped rests on each.

    Empty for a file that is no manifest, or one that cannot be read: nothing is asked then.
    """
    reader = reader_of(path)
    if reader is None or not text or len(text) > LARGEST:
        return {}
    found: dict[str, bool] = {}
    try:
        for name, is_shipped in reader(text.removeprefix("\ufeff")):
            if _NAME.fullmatch(name):
                found[name] = found.get(name, False) or is_shipped
    except (ValueError, TypeError, AttributeError, RecursionError, configparser.Error):
        return {}
    return found


def plain(name: str) -> str:
    """Give the form in which names are compared: in most registries, case and `_` for `-` make no other name."""
    return name.casefold().replace("_", "-")


def _never_shipped(text: str) -> Iterator[Asked]:
    return (Asked(name, is_shipped=False) for name, _ in lines.requirements(text))


_BY_NAME: Mapping[str, Reader] = {
    "pyproject.toml": tables.pyproject,
    "Pipfile": tables.pipfile,
    "package.json": tables.package_json,
    "composer.json": tables.composer,
    "Cargo.toml": tables.cargo,
    "libs.versions.toml": tables.catalogue,
    "setup.cfg": lines.setup_cfg,
    "setup.py": lines.setup_py,
    "go.mod": lines.go_modules,
    "pom.xml": lines.maven,
    "build.gradle": lines.gradle,
    "build.gradle.kts": lines.gradle,
    "Gemfile": lines.gemfile,
    "CMakeLists.txt": lines.cmake,
    "configure.ac": lines.autoconf,
    "meson.build": lines.meson,
    ".gitmodules": lines.submodules,
    "Directory.Packages.props": lines.dot_net,
}
_BY_ENDING: Mapping[str, Reader] = {
    "gemspec": lines.gemspec,
    "csproj": lines.dot_net,
    "fsproj": lines.dot_net,
    "vbproj": lines.dot_net,
    "cmake": lines.cmake,
}
