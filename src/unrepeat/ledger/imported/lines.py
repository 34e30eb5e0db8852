"""Join lines of Markdown into a text that can stand among others."""

import re
from collections.abc import Iterable

FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")


def joined(lines: Iterable[str]) -> str:
    """Give lines as a text, never two empty ones in a row outside code; code that is never closed is closed.

    Else it would swallow what follows in the record.
    """
    kept: list[str] = []
    fence = ""
    for line in lines:
        mark = FENCE.match(line)
        if mark:
            fence = "" if fence and line.strip().startswith(fence) else fence or mark[1]
        if fence or line.strip() or (kept and kept[-1].strip()):
            kept.append(line)
    text = "\n".join(kept).strip("\n").rstrip()
    return f"{text}\n{fence}" if fence else text
