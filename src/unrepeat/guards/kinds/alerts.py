"""Read which alerts a Prometheus rule file defines: https://prometheus.io/docs/prometheus/latest/configuration/alerting_rules/.

YAML is read event by event: an alias stands for itself and is never written out, so that a small file cannot stand for
a huge one. Kubernetes' `PrometheusRule`, which holds the same under `spec`, is read, too.
"""

from collections.abc import Iterator
from typing import Any

import yaml

DEEPEST = 30  # levels; a rule file has six
_LOADER = getattr(yaml, "CLoader", yaml.Loader)


class NoRules(Exception):
    """Why a text is no rule file, in words that follow its name."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what


class _Alias:
    """Stands for what another part of the file says."""


def alerts(text: str) -> dict[str, bool]:
    """Give each alert's name, and whether it has an expression; raise NoRules where that cannot be told."""
    found: dict[str, bool] = {}
    for document in _documents(text):
        top = document.get("spec", document) if isinstance(document, dict) else {}
        for group in _entries(top, "groups"):
            for rule in _entries(group, "rules"):
                name = rule.get("alert")
                if isinstance(name, _Alias):
                    raise NoRules("names an alert by an alias")
                if name:
                    found[name] = found.get(name, False) or bool(rule.get("expr"))
    return found


def _entries(held: Any, name: str) -> Iterator[dict[str, Any]]:  # noqa: ANN401 -- plain data of any form
    entries = held.get(name) if isinstance(held, dict) else held
    if isinstance(held, _Alias) or isinstance(entries, _Alias):
        raise NoRules("has aliases where its rules stand")
    for one in entries if isinstance(entries, list) else []:
        if isinstance(one, _Alias):
            raise NoRules("has aliases where its rules stand")
        if isinstance(one, dict):
            yield one


def _documents(text: str) -> Iterator[Any]:
    try:
        events = yaml.parse(text, Loader=_LOADER)
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                yield _value(next(events), events, 0)
    except (yaml.YAMLError, UnicodeEncodeError) as error:
        raise NoRules(f"is no YAML ({' '.join(str(error).split())[:100]})") from None


def _value(event: Any, events: Iterator[Any], depth: int) -> Any:  # noqa: ANN401 -- PyYAML's stubs leave events untyped
    """Build the plain data that begins with an event; every scalar is its text."""
    if depth > DEEPEST:
        raise NoRules(f"is nested more than {DEEPEST} deep")
    if isinstance(event, yaml.MappingStartEvent):
        held = {}
        while not isinstance(name := next(events), yaml.MappingEndEvent):
            key = _value(name, events, depth + 1)
            held[key if isinstance(key, str) else ""] = _value(next(events), events, depth + 1)
        return held
    if isinstance(event, yaml.SequenceStartEvent):
        listed = []
        while not isinstance(one := next(events), yaml.SequenceEndEvent):
            listed.append(_value(one, events, depth + 1))
        return listed
    return event.value if isinstance(event, yaml.ScalarEvent) else _Alias()
