"""Build plain data of the events of PyYAML's parser, and refuse what could do harm before anything is made of it."""

import re
from typing import Any

import yaml

from unrepeat.ledger.reading import Document, Key, Place, YamlProblem, scalar

DEEPEST = 20  # levels; a record has three
_TOO_DEEP = f"it is nested more than {DEEPEST} deep"
_LOADER = getattr(yaml, "CLoader", yaml.Loader)


def build(text: str) -> Document:
    """Build the document of a text; raise YamlProblem as `reading.read` says."""
    try:
        return _Builder(text).build()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        problem = _plain(error.problem or "it is no YAML")
        if "nesting depth" in problem:  # newer parsers look this far ahead themselves
            problem = _TOO_DEEP
        raise YamlProblem(mark.line + 1 if mark else 1, problem) from None
    except (yaml.YAMLError, UnicodeEncodeError) as error:
        raise YamlProblem(1, _plain(getattr(error, "reason", "") or "it holds what no text may hold")) from None


def _start(event: Any) -> int:  # noqa: ANN401 -- an event; PyYAML's stubs leave its marks open
    return int(event.start_mark.index)


def _end(event: Any) -> int:  # noqa: ANN401 -- as above
    return int(event.end_mark.index)


def _plain(problem: str) -> str:
    return re.sub(r"\s+", " ", problem)[:150]


class _Builder:
    """Makes data of the parser's events."""

    def __init__(self, text: str) -> None:
        self._events = yaml.parse(text, Loader=_LOADER)
        self._document = Document({})
        self._end = 0  # of the last scalar or flow bracket met: a block ends where its last part does

    def build(self) -> Document:
        first = self._content()
        if isinstance(first, yaml.StreamEndEvent):
            return self._document
        if not isinstance(first, yaml.MappingStartEvent):
            raise YamlProblem(first.start_mark.line + 1, "it holds no fields of the form `name: value`")
        self._document.data = self._mapping(first, ())
        after = self._content()
        if not isinstance(after, yaml.StreamEndEvent):
            raise YamlProblem(after.start_mark.line + 1, "a second document begins here")
        return self._document

    def _content(self) -> Any:  # noqa: ANN401 -- an event; PyYAML's stubs leave them untyped
        for event in self._events:
            if not isinstance(event, yaml.StreamStartEvent | yaml.DocumentStartEvent | yaml.DocumentEndEvent):
                return event
        raise YamlProblem(1, "it ends too early")

    def _mapping(self, begun: Any, key: Key) -> dict[str, Any]:  # noqa: ANN401 -- as above
        found: dict[str, Any] = {}
        while not isinstance(event := self._content(), yaml.MappingEndEvent):
            line = event.start_mark.line + 1
            if not isinstance(event, yaml.ScalarEvent):
                raise YamlProblem(line, "a field's name must be a plain word")
            name = event.value
            if name in found:
                raise YamlProblem(line, f"the field `{name[:40]}` stands here a second time")
            self._end = _end(event)
            self._document.keys[*key, name] = Place(_start(event), _end(event), line, flow=False)
            found[name] = self._value(self._content(), (*key, name))
        if begun.flow_style:
            self._end = _end(event)
        return found

    def _value(self, event: Any, key: Key) -> Any:  # noqa: ANN401 -- as above
        line = event.start_mark.line + 1
        if isinstance(event, yaml.AliasEvent):
            raise YamlProblem(line, "YAML aliases (`*name`) are not read; write the value out")
        if event.tag is not None and event.tag != "!":
            raise YamlProblem(line, f"the YAML tag `{event.tag[:40]}` is not read; leave it out")
        if len(key) > DEEPEST:
            raise YamlProblem(line, _TOO_DEEP)
        start, flow = _start(event), bool(getattr(event, "flow_style", False))
        value: Any
        if isinstance(event, yaml.ScalarEvent):
            value = scalar(event.value) if event.implicit[0] else event.value
            self._end = max(self._end, _end(event)) if event.value or event.style else self._end
        elif isinstance(event, yaml.MappingStartEvent):
            value = self._mapping(event, key)
        else:
            value = []
            inner = self._content()
            while not isinstance(inner, yaml.SequenceEndEvent):
                value.append(self._value(inner, (*key, len(value))))
                inner = self._content()
            if flow:
                self._end = _end(inner)
        self._document.places[key] = Place(start, max(self._end, start), line, flow)
        return value
