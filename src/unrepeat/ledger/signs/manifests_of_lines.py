"""Read manifests line by line or call by call, without running or wholly understanding them."""

import configparser
import re
from collections.abc import Iterator

from unrepeat.ledger.signs.asked import DEVELOPMENT, Asked, Reader

_REQUIREMENT = re.compile(r"\s*([A-Za-z0-9][\w.-]*)")


def required(text: str, *, is_shipped: bool) -> Iterator[Asked]:
    """Read one requirement of PEP 508: `name[extra]>=1; marker`."""
    found = _REQUIREMENT.match(text)
    if found is not None:
        yield Asked(found[1], is_shipped)


def requirements(text: str) -> Iterator[Asked]:
    """Read pip's `requirements.txt`; one that a program made from another file says nothing new."""
    if "pip-compile" in text[:2_000] or "--hash=" in text:
        return
    for line in text.splitlines():
        named = line.partition("#egg=")[2] or line
        if not named.lstrip().startswith(("#", "-", "http:", "https:", "git+", ".", "/")):
            yield from required(named, is_shipped=True)


def setup_cfg(text: str) -> Iterator[Asked]:
    """Read what `setup.cfg` says to setuptools."""
    parser = configparser.RawConfigParser(strict=False, allow_no_value=True)
    parser.read_string(text)
    for line in parser.get("options", "install_requires", fallback="").splitlines():
        yield from required(line, is_shipped=True)
    extras = parser.items("options.extras_require") if parser.has_section("options.extras_require") else []
    for group, listed in extras:
        for line in (listed or "").splitlines():
            yield from required(line, is_shipped=not DEVELOPMENT.search(group))


_INSTALLED = re.compile(r"(?i)\b(?:install_requires|requirements)\s*=\s*\[")
_EXTRAS = re.compile(r"\bextras_require\s*=\s*\{")
_QUOTED = re.compile(r"'([^'\n]*)'|\"([^\"\n]*)\"")


def setup_py(text: str) -> Iterator[Asked]:
    """Read the lists that `setup.py` names `install_requires` and `extras_require`."""
    for part in _INSTALLED.split(text)[1:]:
        yield from _listed(part)
    for part in _EXTRAS.split(text)[1:]:
        group, *lists = part.partition("}")[0].split("[")
        for listed in lists:
            yield from _listed(listed, is_shipped=not DEVELOPMENT.search(group.rpartition("]")[2]))
            group = listed


def _listed(text: str, *, is_shipped: bool = True) -> Iterator[Asked]:
    for quoted in _QUOTED.finditer(text.partition("]")[0]):
        yield from required(quoted[1] or quoted[2] or "", is_shipped=is_shipped)


_GO = re.compile(r"\s*(?:require\s+)?([\w-]+(?:\.[\w-]+)+(?:/[\w.~-]+)*) v\d")


def go_modules(text: str) -> Iterator[Asked]:
    """Read `go.mod`; what is `indirect` came with something else."""
    for line in text.splitlines():
        found = _GO.match(line) if " v" in line else None
        if found is not None:
            yield Asked(found[1], "// indirect" not in line)


def maven(text: str) -> Iterator[Asked]:
    """Read Maven's `pom.xml`."""
    for part in text.split("<dependency>")[1:]:
        entry = part.partition("</dependency>")[0]
        group, artifact, scope = (_element(entry, name) for name in ("groupId", "artifactId", "scope"))
        is_own = group.startswith("${project.")
        yield Asked(f"{group}:{artifact}" if group and "$" not in group else artifact, scope != "test" and not is_own)


def _element(entry: str, name: str) -> str:
    return entry.partition(f"<{name}>")[2].partition(f"</{name}>")[0].strip()


def gemfile(text: str) -> Iterator[Asked]:
    """Read Bundler's `Gemfile`."""
    is_shipped = True
    for line in map(str.strip, text.splitlines()):
        if line.startswith("group "):
            is_shipped = not DEVELOPMENT.search(line)
        elif line == "end":
            is_shipped = True
        found = re.match(r"gem\s*\(?[\"']([\w.-]+)[\"']", line)
        if found is not None:
            yield Asked(found[1], is_shipped and "group" not in line)


def _calls(*patterns: tuple[str, bool]) -> Reader:
    """Give a reader by patterns whose first group is the name, each with whether it names what is shipped."""
    compiled = [(re.compile(pattern, re.MULTILINE), is_shipped) for pattern, is_shipped in patterns]

    def read(text: str) -> Iterator[Asked]:
        for pattern, is_shipped in compiled:
            yield from (Asked(found[1], is_shipped) for found in pattern.finditer(text))

    return read


gradle = _calls(
    (
        r"^[ \t]*(?:api|implementation|compile|compileOnly|runtime|runtimeOnly|kapt|ksp)[ (]+[\"']([\w.-]+:[\w.-]+)",
        True,
    ),
    (r"^[ \t]*test\w*[ (]+[\"']([\w.-]+:[\w.-]+)", False),
)
dot_net = _calls((r"<(?:PackageReference|PackageVersion) (?:Include|Update)=\"([\w.-]+)\"", True))
cmake = _calls(
    (r"^[ \t]*(?:FetchContent_Declare|ExternalProject_Add|find_package) ?\(\s*([\w.-]+)", True),
    (r"^[ \t]*CPMAddPackage ?\(\s*NAME\s+([\w.-]+)", True),
    (
        r"^[ \t]*pkg_(?:check|search)_modules? ?\(\s*\w+(?:\s+(?:REQUIRED|QUIET|IMPORTED_TARGET)){0,3}\s+([\w.+-]+)",
        True,
    ),
)
autoconf = _calls(
    (r"^[ \t]*PKG_CHECK_MODULES\(\[?\w+\]?\s*,\s*\[?([\w.+-]+)", True),
    (r"^[ \t]*AC_CHECK_LIB\(\[?([\w.+-]+)", True),
)
meson = _calls((r"\bdependency\(\s*'([\w.+-]+)'", True), (r"\bsubproject\(\s*'([\w.+-]+)'", True))
submodules = _calls((r"^[ \t]*path[ \t]*=[ \t]*([\w./+-]+)", True))
gemspec = _calls(
    (r"\.add_(?:runtime_)?dependency[\s(]+[\"']([\w.-]+)", True),
    (r"\.add_development_dependency[\s(]+[\"']([\w.-]+)", False),
)
