"""A language server: remarks while one writes, and another way to say it at a keystroke (LSP 3.17, by pygls)."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from lsprotocol import types
from pygls.lsp.server import LanguageServer

from unrepeat import __version__
from unrepeat.language.files import LARGEST, form_of
from unrepeat.language.lint import lint
from unrepeat.language.remark import Remark
from unrepeat.language.rule import rules
from unrepeat.language.settings import chosen_rules

_SEVERITIES = {
    "error": types.DiagnosticSeverity.Error,
    "warning": types.DiagnosticSeverity.Warning,
    "info": types.DiagnosticSeverity.Information,
}


def server(tell: Callable[[str], None]) -> LanguageServer:
    """Make a server that speaks on standard input and output; `tell` is for what is wrong with the settings."""
    made = LanguageServer("unrepeat", __version__)

    @made.feature(types.TEXT_DOCUMENT_DID_OPEN)
    def opened(params: types.DidOpenTextDocumentParams) -> None:
        _publish(made, params.text_document.uri, tell)

    @made.feature(types.TEXT_DOCUMENT_DID_CHANGE)
    def changed(params: types.DidChangeTextDocumentParams) -> None:
        _publish(made, params.text_document.uri, tell)

    @made.feature(types.TEXT_DOCUMENT_CODE_ACTION)
    def actions(params: types.CodeActionParams) -> Sequence[types.CodeAction]:
        return [
            _action(params.text_document.uri, one)
            for one in params.context.diagnostics
            if one.source == "unrepeat" and one.data
        ]

    return made


def _publish(made: LanguageServer, uri: str, tell: Callable[[str], None]) -> None:
    document = made.workspace.get_text_document(uri)
    text = document.source
    path = Path(unquote(urlsplit(uri).path))
    folder = path.parent if path.parent.is_dir() else Path.cwd()
    remarks = lint(text, path.name, form_of(path), chosen_rules(folder, tell)) if len(text) <= LARGEST else []
    diagnostics = [_diagnostic(one, text.split("\n")) for one in remarks]
    made.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, diagnostics))


def _diagnostic(one: Remark, lines: Sequence[str]) -> types.Diagnostic:
    data: dict[str, Any] | None = None
    if one.suggestion:
        begin, end = one.sentence
        data = {
            "range": _plain(_range(lines, *begin, *end)),
            "text": one.suggestion,
            "is_safe": one.replaces is not None,
        }
    rule = rules().get(one.rule)
    return types.Diagnostic(
        range=_range(lines, one.line, one.column, one.end_line, one.end_column),
        message="\n".join(part for part in (one.message, rule.why if rule else "") if part),
        severity=_SEVERITIES[one.severity],
        code=one.rule,
        source="unrepeat",
        data=data,
    )


def _action(uri: str, one: types.Diagnostic) -> types.CodeAction:
    data: Any = one.data
    first, last = data["range"]["start"], data["range"]["end"]
    place = types.Range(types.Position(**first), types.Position(**last))
    return types.CodeAction(
        title=f"Say: {data['text']}",
        kind=types.CodeActionKind.QuickFix,
        diagnostics=[one],
        is_preferred=bool(data["is_safe"]),
        edit=types.WorkspaceEdit(changes={uri: [types.TextEdit(place, data["text"])]}),
    )


def _range(lines: Sequence[str], line: int, column: int, end_line: int, end_column: int) -> types.Range:
    return types.Range(_position(lines, line, column), _position(lines, end_line, end_column))


def _position(lines: Sequence[str], line: int, column: int) -> types.Position:
    """Give a place as the protocol counts: from 0, in units of UTF-16."""
    before = lines[line - 1][: column - 1] if line <= len(lines) else ""
    return types.Position(line - 1, len(before.encode("utf-16-le", "surrogatepass")) // 2)


def _plain(place: types.Range) -> dict[str, dict[str, int]]:
    return {
        "start": {"line": place.start.line, "character": place.start.character},
        "end": {"line": place.end.line, "character": place.end.character},
    }
