"""Which other software a manifest asks for, by name; versions do not matter here."""

import configparser
import re
from collections.abc import Iterator, Mapping

from unrepeat.ledger.signs import manifests_of_lines as lines
from unrepeat.ledger.signs import manifests_of_tables as tables
from unrepeat.ledger.signs.asked import DEVELOPMENT, TOOLS, Asked, Reader

LARGEST = 200_000  # letters; a manifest above it is made by a program

_NAME = re.compile(r"[A-Za-z0-9@_][\w@./:+-]{0,99}")
_MAJOR = re.compile(r"(?<=[\w-])/v\d+$|(?<=\w)\.v\d+$")
_MODULE = re.compile(r"^module[ \t]+([\w.-]+/[\w.-]+/[\w.-]+)", re.MULTILINE)
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
                found[name] = found.get(name, False) or (is_shipped and not TOOLS.fullmatch(name))
    except (ValueError, TypeError, AttributeError, RecursionError, configparser.Error):
        return {}
    return found


def plain(name: str) -> str:
    """Give the form in which names are compared: in most registries, case and `_` for `-` make no other name.

    The version that stands in the path of a Go module, as in `example.org/x/v2`, makes none either.
    """
    return _MAJOR.sub("", name).casefold().replace("_", "-")


def is_same(name: str, former: str) -> bool:
    """Say whether a name stands for what another one stood for: a Go module whose path was mended, `apis` to `api`.

    A part of it, or the whole that it was a part of, is the same project's.
    """
    new, old = plain(name), plain(former)
    folder, _, last = new.rpartition("/")
    former_folder, _, former_last = old.rpartition("/")
    if min(new.count("/"), old.count("/")) > 1 and (new.startswith(f"{old}/") or old.startswith(f"{new}/")):
        return True
    return folder.count("/") > 0 and folder == former_folder and (last in former_last or former_last in last)


def own_names(path: str, text: str) -> tuple[str, ...]:
    """Give how the names of parts of the same project begin, as far as a manifest tells: that of its repository."""
    found = _MODULE.search(text) if path.endswith("go.mod") else None
    return (f"{found[1]}/",) if found else ()


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
