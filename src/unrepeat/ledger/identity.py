"""Names for records: `YYYY-MM-DD-slug-xxxx`, so that two branches never take the same one."""

import hashlib
import re
import secrets
import unicodedata
from datetime import date
from functools import lru_cache

_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that is read for another
_LONGEST_SLUG = 40
_PARTING = re.compile(r"[\s@/_.:,-]+")  # what may part the words of a name
_ARTICLE = re.compile(r"^the\s+(?=\S)", re.IGNORECASE)
ID = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]{0,150}[A-Za-z0-9])?")


def new_id(day: date, title: str) -> str:
    """Give an id with a random tail."""
    return f"{day:%Y-%m-%d}-{slug(title)}-{''.join(secrets.choice(_LETTERS) for _ in range(4))}"


def captured_id(day: date, kind: str, text: str) -> str:
    """Give the id of what was captured from a message: its tail is the hash of kind and text.

    So a rebased or cherry-picked change leads to the same record again, not to a second.
    """
    return f"{day:%Y-%m-%d}-{slug(text)}-{tail_of(kind, ' '.join(text.split()))}"


def tail_of(*words: str) -> str:
    """Give the tail of an id that is to be the same for the same words."""
    number = int.from_bytes(hashlib.sha256("\0".join(words).encode()).digest()[:8], "big")
    return "".join(_LETTERS[number // len(_LETTERS) ** place % len(_LETTERS)] for place in range(4))


def slug(title: str, longest: int = _LONGEST_SLUG) -> str:
    """Give a title in plain lower-case letters, digits and hyphens, cut at a word."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    words = re.findall(r"[a-z0-9]+", plain.replace("'", ""))
    found = ""
    for word in words:
        if found and len(found) + 1 + len(word) > longest:
            break
        found = f"{found}-{word}" if found else word[:longest]
    return found or "record"


def source_key(name: str) -> str:
    """Give the form in which sources are compared: as names are, and `the platform team` is the `platform team`."""
    return comparable(_ARTICLE.sub("", name.strip()))


@lru_cache(maxsize=10_000)
def comparable(name: str) -> str:
    """Give the form in which names of people, teams and features are compared: `@Org/Team A` is `org-team-a`.

    Where that leaves out more than case and what parts words, or cuts a long name, a hash keeps names apart (`C#`).
    """
    plain = slug(name, 60)
    shaped = " ".join(_PARTING.sub(" ", unicodedata.normalize("NFC", name).casefold()).split())
    if plain != shaped.replace(" ", "-"):
        told = hashlib.sha256(shaped.encode("utf-8", "surrogatepass")).hexdigest()[:6]
        return f"{plain}-{told}"
    return plain
