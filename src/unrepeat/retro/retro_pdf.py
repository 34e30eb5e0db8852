"""Print a retro's page as PDF, where WeasyPrint is installed (the extra `unrepeat[pdf]`)."""

from typing import Any

from unrepeat.errors import OutputError


def as_pdf(html: str) -> bytes:
    """Give a page as PDF; nothing is loaded for it. Raises OutputError where WeasyPrint is not there."""
    try:
        from weasyprint import HTML
    except (ImportError, OSError) as error:  # OSError: it is there, and the libraries it draws with are not
        missing = "WeasyPrint" if isinstance(error, ImportError) else "a library that WeasyPrint draws with (Pango)"
        raise OutputError(
            f"A PDF needs {missing}, which is not installed.",
            "Install it with `pip install 'unrepeat[pdf]'`, or take `--format html` and print it from a browser.",
        ) from None
    made: bytes = HTML(string=html, url_fetcher=_refuse).write_pdf()
    return made


def _refuse(url: str, *_: Any, **__: Any) -> None:  # noqa: ANN401 -- whatever WeasyPrint passes
    """Load nothing: the page holds all it needs."""
    raise ValueError(url)
