"""Make text from a history safe to show: in HTML after cleaning, in Markdown as code.

Whoever can write a commit can write into a report, so nothing from a history is trusted. Jinja2 escapes for
HTML; here is what it leaves in: control characters, terminal sequences, marks that turn the direction of
writing, bytes that are no text. In Markdown everything from a history becomes a code span: there no markup,
link, mention or issue number works, also when somebody pastes the page into a forge, where `@name` would
call a person and `Fixes #1` close an issue.
"""

import re
import unicodedata

LONGEST = 160  # letters of a subject or path; longer ones are cut, for they are no reading matter

_TERMINAL = re.compile(r"\x1b(\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(\x07|\x1b\\)?|[ -/]*[0-~])")
_JOINERS = "\u200c\u200d"  # invisible, but some scripts and emoji are misspelt without them
_QUOTED = re.compile(r"“([^”]*)”|`([^`]*)`")
_DOES_SOMETHING = re.compile(r"[@#<>&`\\/]|!\d|https?:|www\.")
_MARKUP = re.compile(r"[*_\[\]~|]")
_PLAIN_WORD = re.compile(r"\(?(\d[\d,.]*%?|[^\W_]+)(['-][^\W_]+)*\)?[.,;:]*\)?")


def clean(text: str, longest: int = LONGEST) -> str:
    """Give one line of visible text: no controls, no turned direction, cut where it is very long."""
    visible = "".join(_visible(letter) for letter in _TERMINAL.sub("", text))
    line = " ".join(visible.split())
    return line if len(line) <= longest else f"{line[: longest - 1].rstrip()}…"


def _visible(letter: str) -> str:
    if "\udc80" <= letter <= "\udcff":  # a byte of a path that is no UTF-8, see `text` in study.py
        return f"\\x{ord(letter) - 0xDC00:02x}"
    category = unicodedata.category(letter)
    if letter in "\t\n\r\x0b\x0c" or category in {"Zl", "Zp"}:
        return " "
    if letter in _JOINERS:
        return letter
    return "\ufffd" if category == "Cs" else "" if category in {"Cc", "Cf", "Cn", "Co"} else letter


def code(text: str, *, in_table: bool = False) -> str:
    """Give text as a Markdown code span that it cannot leave; a table wants its bars escaped even there."""
    line = clean(text) or "(empty)"
    if in_table:
        line = re.sub(r"(\\*)\|", lambda bar: bar[1] * 2 + r"\|", line)
    longest_run = max((len(run) for run in re.findall(r"`+", line)), default=0)
    fence = "`" * (longest_run + 1)
    space = " " if line[0] == "`" or line[-1] == "`" else ""
    return f"{fence}{space}{line}{space}{fence}"


def prose(text: str) -> str:
    """Give a sentence of ours as Markdown; what it quotes, or any word that is not plain, becomes code."""
    line = clean(text, longest=4 * LONGEST)
    parts: list[str] = []
    end = 0
    for quoted in _QUOTED.finditer(line):
        parts += [_words(line[end : quoted.start()]), code(quoted[1] or quoted[2] or "")]
        end = quoted.end()
    return "".join([*parts, _words(line[end:])])


def sentence(text: str) -> str:
    """Give a sentence that may hold what people wrote, as Markdown of one line that also fits a table's cell.

    It reads as written; only words by which a forge or Markdown would do something (mentions, numbers of issues,
    addresses, tags) become code, and what stands between backticks stays so.
    """
    pieces = re.split(r"`([^`]+)`", clean(text, longest=4 * LONGEST))
    shown = (code(piece, in_table=True) if place % 2 else _as_written(piece) for place, piece in enumerate(pieces))
    return "".join(shown)


def _as_written(text: str) -> str:
    return "".join(
        _as_code(word) if _DOES_SOMETHING.search(word) else _MARKUP.sub(r"\\\g<0>", word)
        for word in re.split(r"(\s+)", text)
    )


def _as_code(word: str) -> str:
    """Make code of a word, without the marks of the sentence around it."""
    inner = word.lstrip("“(").rstrip("”),.;:!?")
    if not inner:
        return word
    begin = word.index(inner)
    return f"{word[:begin]}{code(inner, in_table=True)}{word[begin + len(inner) :]}"


def _words(text: str) -> str:
    return "".join(
        word if not word or word.isspace() or _is_plain(word) else code(word) for word in re.split(r"(\s+)", text)
    )


def _is_plain(word: str) -> bool:
    return word in {".", ",", ";", ":", ")", "(", "),", ")."} or _PLAIN_WORD.fullmatch(word) is not None
