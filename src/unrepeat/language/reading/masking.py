"""Hide from the grammar what is no prose within a line: code, addresses, tags, markup. Every letter keeps its place."""

import re

from unrepeat.language.block import CODE, GAP

# In the order in which they are hidden: what stands inside code or an address is no markup.
_CODE_SPAN = re.compile(r"(?<!`)(`+)(?!`)(.{1,400}?)(?<!`)\1(?!`)", re.DOTALL)
_ADDRESS = re.compile(
    r"<?\b(?:https?|ftp|ssh|git|mailto|file)://[^\s<>()\[\]]+>?|\bwww\.[^\s<>()\[\]]+|<[\w.+-]+@[\w.-]+>"
)
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_TAG = re.compile(r"</?[A-Za-z][^<>\n]{0,400}>")
_LINK_END = re.compile(r"\]\([^()\n]{0,2000}(?:\([^()\n]{0,200}\)[^()\n]{0,200})?\)|\]\[[^\[\]\n]{0,200}\]")
_IMAGE = re.compile(r"!\[[^\[\]\n]{0,400}\](?=\()")
_PATH = re.compile(
    r"(?<![\w/])(?:[\w.-]+/){1,20}[\w.-]*\w(?=[\s,;:.)\]]|$)|\b[\w-]+\.(?:py|go|rs|js|ts|rb|c|h|cpp|java|ya?ml|json|toml|sh|md|txt|sql|log|conf|cfg|ini|lock)\b"
)
_HASH = re.compile(r"\b(?=[0-9a-f]*\d)[0-9a-f]{7,64}\b|(?<![\w&])#\d+\b|\b[A-Z]{2,10}-\d+\b")
_MARKUP = re.compile(r"\*{1,3}|(?<!\w)_{1,3}|_{1,3}(?!\w)|~~|[\[\]]|\\(?=[!-/:-@\[-`{-~])")
_NAME_OF_CODE = re.compile(r"\b\w*[a-z0-9]_\w+\b|\b\w+\(\)|\b[a-z]+[A-Z]\w*\b|--?[a-z][\w-]+\b(?<=-\w{2})")


def masked(text: str) -> str:
    """Give a text of the same length in which code is CODE and markup is GAP."""
    for pattern in (_COMMENT, _TAG):
        text = pattern.sub(_gaps, text)
    for pattern in (_CODE_SPAN, _ADDRESS):
        text = pattern.sub(_code, text)
    text = _LINK_END.sub(_gaps, _IMAGE.sub(_gaps, text))
    for pattern in (_PATH, _HASH, _NAME_OF_CODE):
        text = pattern.sub(_code, text)
    return _MARKUP.sub(_gaps, text)


def _code(found: re.Match[str]) -> str:
    return CODE * len(found[0])


def _gaps(found: re.Match[str]) -> str:
    return re.sub(r"[^\n]", GAP, found[0])
