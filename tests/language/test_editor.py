"""An editor gets remarks while one writes, and rewrites as quick fixes."""

import asyncio
import os
import sys
from pathlib import Path

from lsprotocol import types
from pygls.lsp.client import LanguageClient

TEXT = "# Retro 😀\n\n😀 Tom forgot to renew the certificate.\n"


async def _asked(folder: Path) -> tuple[list[types.Diagnostic], list[types.CodeAction]]:
    client = LanguageClient("test", "1")
    told: asyncio.Queue[types.PublishDiagnosticsParams] = asyncio.Queue()

    @client.feature(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)  # type: ignore[untyped-decorator]  # pygls has no types here
    def published(params: types.PublishDiagnosticsParams) -> None:
        told.put_nowait(params)

    environment = {"PATH": os.environ["PATH"], "HOME": str(folder), "PYTHONPATH": os.pathsep.join(sys.path)}
    await client.start_io(sys.executable, "-m", "unrepeat", "language-server", env=environment)
    await client.initialize_async(
        types.InitializeParams(capabilities=types.ClientCapabilities(), process_id=os.getpid())
    )
    uri = (folder / "retro.md").as_uri()
    client.text_document_did_open(
        types.DidOpenTextDocumentParams(types.TextDocumentItem(uri, "markdown", 1, "Fine.\n"))
    )
    assert not (await told.get()).diagnostics
    client.text_document_did_change(
        types.DidChangeTextDocumentParams(
            types.VersionedTextDocumentIdentifier(2, uri), [types.TextDocumentContentChangeWholeDocument(TEXT)]
        )
    )
    diagnostics = list((await told.get()).diagnostics)
    actions = await client.text_document_code_action_async(
        types.CodeActionParams(
            types.TextDocumentIdentifier(uri), diagnostics[0].range, types.CodeActionContext(diagnostics)
        )
    )
    await client.shutdown_async(None)
    client.exit(None)
    await client.stop()  # type: ignore[no-untyped-call]  # as above
    return diagnostics, [one for one in actions or [] if isinstance(one, types.CodeAction)]


def test_remarks_come_while_one_writes_with_a_rewrite(tmp_path: Path) -> None:
    ((one,), (action,)) = asyncio.run(_asked(tmp_path))
    assert (one.code, one.source, one.severity) == ("omission", "unrepeat", types.DiagnosticSeverity.Error)
    # The protocol counts in units of UTF-16, of which a smile has two.
    assert (one.range.start.line, one.range.start.character, one.range.end.character) == (2, 3, 13)
    assert action.title.startswith("Say: The certificate was not renewed;")
    assert action.edit is not None
    assert action.edit.changes is not None
    ((edit,),) = action.edit.changes.values()
    assert (edit.range.start.line, edit.range.start.character) == (2, 0)
