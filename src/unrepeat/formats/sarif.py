"""SARIF 2.1.0, which GitHub's code scanning and many editors read.

The standard is https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html; what GitHub takes of it stands at
https://docs.github.com/code-security/reference/code-scanning/sarif-files/sarif-support.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

from unrepeat import __version__

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


def log(rules: Sequence[Mapping[str, Any]], results: Sequence[Mapping[str, Any]]) -> str:
    """Give a log with one run of ours, as JSON in ASCII."""
    driver = {"name": "unrepeat", "version": __version__, "rules": list(rules)}
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": list(results)}
    return f"{json.dumps({'$schema': SCHEMA, 'version': '2.1.0', 'runs': [run]}, indent=2)}\n"


def text(lines: Sequence[str]) -> str:
    """Give lines as a plain text message in which `[words](address)` is no link (section 3.11.6)."""
    return "\n".join(lines).replace("](", "] (")


def place(path: str, region: Mapping[str, int]) -> dict[str, Any]:
    """Give a physical location below the checkout."""
    return {"artifactLocation": {"uri": uri(path), "uriBaseId": "%SRCROOT%"}, "region": dict(region)}


def fingerprints(own: str, identity: str) -> dict[str, str]:
    """Give how a result is known again: GitHub by the first, whose `:1` counts equal ones; ours are apart already."""
    return {"primaryLocationLineHash": f"{own[:16]}:1", "findingId/v1": identity}


def uri(path: str) -> str:
    """Give a path's bytes, in whatever coding, as a relative URI: all but unreserved letters (RFC 3986) as `%FF`."""
    return quote(path.encode("utf-8", "surrogateescape"), safe="/")
