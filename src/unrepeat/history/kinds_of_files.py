"""What a path says about its file: a test, prose, or something that no person writes by hand."""

import re

_TEST = re.compile(
    rb"(^|/)(tests?|testing|testsuite|spec|specs|__tests__|testdata|topotests)/"
    rb"|(^|/)(test_[^/]*|[^/]*[_-](test|spec|unittest)s?\.[^/.]+|[^/]*\.(test|spec)\.[^/.]+|[^/]*Tests?\.[^/.]+)$"
    rb"|\.at$|(^|/)conftest\.py$"
)
_PROSE = re.compile(
    rb"\.(md|rst|txt|adoc|texi|[1-9](\.in)?|xml|html|po|pot)$|(^|/)(docs?|documentation|man)/", re.IGNORECASE
)
_KEPT_BY_MACHINES = re.compile(
    rb"(^|/)(Cargo\.lock|package-lock\.json|npm-shrinkwrap\.json|yarn\.lock|pnpm-lock\.yaml|poetry\.lock|uv\.lock|Pipfile\.lock"
    rb"|Gemfile\.lock|composer\.lock|go\.sum|flake\.lock|mix\.lock|[^/]*\.lock)$"
    rb"|(^|/)(vendor|third_party|node_modules|dist|generated)/|(^|/)[^/]*(\.min\.(js|css)|_pb2\.py|\.pb\.(go|cc|h)|\.generated\.[^/]+|\.snap|\.map)$"
)
_NEWS = re.compile(
    rb"(^|/)(CHANGES?|CHANGELOG|ChangeLog|NEWS|HISTORY|RELEASE[-_]?NOTES|AUTHORS|CONTRIBUTORS|MAINTAINERS|THANKS|VERSION)"
    rb"([._-][^/]*)?$|(^|/)(changelog\.d|changelogs?|newsfragments|release-?notes)/",
    re.IGNORECASE,
)


_MANIFEST = re.compile(
    rb"(^|/)(go\.(mod|sum|work|work\.sum)|package\.json|pyproject\.toml|setup\.(py|cfg)|[^/]*requirements[^/]*\.(txt|in)|Gemfile"
    rb"|Cargo\.toml|pom\.xml|build\.gradle(\.kts)?|composer\.json|mix\.exs|Pipfile|[^/]*\.gemspec|[^/]*\.csproj|deps\.edn)$"
)


def is_manifest(path: bytes) -> bool:
    """Say whether a file tells what others a program needs."""
    return _MANIFEST.search(path) is not None


def is_test(path: bytes) -> bool:
    """Say whether a path is a test's."""
    return _TEST.search(path) is not None


def is_prose(path: bytes) -> bool:
    """Say whether a path is written for people to read."""
    return _PROSE.search(path) is not None


def is_bookkeeping(path: bytes) -> bool:
    """Say whether a file changes with almost anything: lock and generated files, change logs, lists of authors."""
    return _KEPT_BY_MACHINES.search(path) is not None or _NEWS.search(path) is not None
