"""Feature flags as code defines them or asks for them."""

import re

from unrepeat.ledger.signs.found import Found

HINTS = "FEATURE FF_ eature nabled( lag( ariation( flag_is_active switch_is_active".split()
_ASKED = re.compile(
    r"\b(?:is_?feature_?(?:flag_?)?(?:enabled|active|on)|feature_?(?:flag_?)?(?:is_?)?(?:enabled|active)|flag_is_active"
    r"|is_?flag_?enabled|use_?feature_?flag|(?:bool|boolean)_?variation|get_?feature_?flag|switch_is_active)"
    r"\s?\(\s?(?:\w{1,40}, ?)?[\"']([\w.:-]{1,80})[\"']",
    re.IGNORECASE,
)
_DEFINED = re.compile(
    r"^\s*(?:(?:export|const|static|final|public|var|let|#define|pub)\s){0,4}\s?"
    r"((?:FEATURE_FLAG|FEATURE|FF)_[A-Z0-9_]{2,60})\b\s?(?:[:=]|\s[01]\s?$)"
)


def flag_in(text: str, code: str) -> Found | None:
    """Give the flag in a line; `code` is the line with its texts emptied."""
    flag = _ASKED.search(text) or _DEFINED.search(code)
    return Found(f"The feature flag `{flag[1]}`", flag[1], 20) if flag and code.strip() else None
