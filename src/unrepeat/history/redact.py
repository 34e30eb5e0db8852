"""Take people's names and addresses out of messages, before anything is kept.

Names are gathered in memory for one run and never stored: authors and committers, people named in trailers, whoever
stands before an address in angle brackets, and the spellings of `.mailmap`.
"""

import re
import unicodedata
from collections.abc import Iterable
from itertools import pairwise

SOMEONE = "someone"

# Lines that hold nothing but people. `Fixes:` and its like stay.
_PEOPLE_LINE = re.compile(
    r"^[ \t>*-]*(?:[A-Za-z][A-Za-z-]*-(?:by|to)|CC|Cc|cc|From|Author|Authors|Committer|Reviewer|Reviewers|To|Thanks"
    r"|Patch-by|Submitter|Reporter|Maintainer|Thanks-to)[ \t]*:[ \t]*(?!$).*(?:\n[ \t]+\S.*@.*)*\n?",
    re.MULTILINE,
)
_IN_BRACKETS = re.compile(r"<[^<>\s@]+@[^<>\s]+>")
_NAME_AT_END = re.compile(r"((?:[^\W\d_a-z][\w.'-]*[ \t]+){1,3}[^\W\d_a-z][\w.'-]*)[ \t]*$")
_TRAILER_PERSON = re.compile(r"-by[ \t]*:[ \t]*([^<>\n(]{2,60})")
_ADDRESS = re.compile(r"<?(?:mailto:)?[^\s<>()\[\],;:\"'`|=@]+@([^\s<>()\[\],;:\"'`|=@/]*[^\s<>()\[\],;:\"'`|=@/.])>?")
_OBFUSCATED = re.compile(r"<?\b[\w.+-]+(?: at | AT |\[at\]|\(at\)| \(at\) )[\w-]+(?:(?:\.| dot | DOT )[A-Za-z]{2,})+>?")
_BRANCH_OWNER = re.compile(
    r"(Merge (?:pull request|branch|remote[- ]tracking branch) .{0,60}?(?:from|of) |uto merge of #\d+ ?[-:] ?)"
    r"(['\"]?(?:(?:https?|git|ssh)://[^/\s]+/)?)([\w.-]+)([/:]\S)"
)
_REVIEWER = re.compile(r"\b(r=|r\? )@?([A-Za-z][\w-]*)(?:,@?[A-Za-z][\w-]*)*")
_HANDLE = re.compile(r"(?<![\w/@.`])@([A-Za-z0-9](?:[A-Za-z0-9]|[-_.](?=[A-Za-z0-9])){0,38})(?![\w/(@-])")
_NOREPLY = re.compile(r"(?:\d+\+)?([A-Za-z0-9-]+)@users\.noreply\.github\.com")
_WRAPPED = re.compile(r"[.,-]?[ \t]*\r?\n[ \t>*#]*")
# People who are thanked or credited in prose: names in capitals, or one lower-case handle that ends the sentence. What
# is thanked with an article ("thanks to the new parser") is no person.
_CREDITED = re.compile(
    r"\b((?:[Tt]hanks|[Tt]hank you|[Tt]hx|[Cc]redits?|[Kk]udos|[Cc]ourtesy)(?:[ \t]+(?:go(?:es)?[ \t]+)?(?:to|of))?[ ,\t]+"
    r"|\b(?:[Pp]atch(?:es)?|[Rr]eported|[Cc]ontributed|[Ss]uggested|[Ss]ubmitted|[Pp]roposed|[Ss]potted|[Nn]oticed|[Ff]ound"
    r"|[Dd]iscovered|[Dd]iagnosed|[Rr]eviewed|[Tt]ested|[Ww]ritten|[Dd]ebugged)[ \t]+(?:by|from)[ \t]+)"
    r"(@?[^\W\d_a-z][\w.'-]*(?:[ \t]+[^\W\d_a-z][\w.'-]*){0,3}|@[\w-]+|[a-z][\w-]*(?=[ \t]*(?:[.,!;)\]]|$)))",
    re.MULTILINE,
)
_WORD = re.compile(r"\w+")
_AGAIN = re.compile(rf"\b{SOMEONE}(?:[ \t]*(?:,|and|&|<>|\(\))?[ \t]*{SOMEONE}\b)+")
_BLANK_LINES = re.compile(r"\n{3,}")

# One-word "names" of machines and roles that are ordinary words of any history; taking them out would only hurt.
_ORDINARY = frozenset(
    "root user admin git github gitlab ubuntu debian developer bot test tests ci build docs release "
    "default unknown nobody none system service server client author committer anonymous localhost linux "
    "python rust java main master fix the and for all new web code dev ops team core api app data config "
    "support info mail script tool update foo bar baz null none travis jenkins circleci appveyor azure "
    "coverity codecov dependabot renovate docker".split()
)
_JOINS_BEFORE = frozenset("/-_.$%#{\\")
_JOINS_AFTER = frozenset("/_=({\\")
_NO_PERSON = _ORDINARY | frozenset(
    "inspection accident chance hand me us you it this that all everyone someone default design code "
    "review mistake clang gcc valgrind asan ubsan addresssanitizer sanitizer syzkaller oss-fuzz fuzzing "
    "pylint flake8 ruff mypy cppcheck smatch sparse coccinelle github gitlab users many again".split()
)
_PLACES = frozenset({"origin", "upstream", "refs", "http", "https", "git", "ssh", "github.com", "gitlab.com"})


class Redactor:
    """Takes the names and addresses it knows, and whatever looks like an address, out of text."""

    def __init__(self) -> None:
        self._names: set[tuple[str, ...]] = set()
        self._firsts: dict[str, list[tuple[str, ...]]] = {}
        self._addresses: set[str] = set()
        self._handles: set[str] = set()
        self._single: set[str] = set()
        self._signs: set[str] = set()  # the first word of each name, handle and address

    def learn(self, name: str, address: str = "") -> None:
        """Remember a person's name and address for this run."""
        address = address.strip().casefold()
        if "@" in address:
            self._learn_address(address)
            noreply = _NOREPLY.fullmatch(address)
            if noreply:
                self._learn_handle(noreply[1])
        elif address:
            self._learn_name(address)
        if "@" in name:
            self._learn_address(name.strip().casefold())
        else:
            self._learn_name(name)

    def _learn_address(self, address: str) -> None:
        self._addresses.add(address)
        self._signs.update(_WORD.findall(address)[:1])

    def _learn_handle(self, handle: str) -> None:
        self._handles.add(handle)
        self._signs.update(_WORD.findall(handle)[:1])

    def _learn_name(self, name: str) -> None:
        name = unicodedata.normalize("NFC", name)
        words = tuple(_WORD.findall(name.casefold()))
        if len(words) == 1:
            (word,) = words
            if len(word) < 3 or word in _ORDINARY or word.isdigit():
                return
            self._handles.add(word)
            self._single.add(name.strip())
        if words and words not in self._names:
            self._names.add(words)
            self._signs.add(words[0])
            self._firsts.setdefault(words[0], []).append(words)

    def learn_from(self, message: str, seen: set[str]) -> None:
        """Remember the people whom a message names in trailers and merges; `seen` keeps what was looked at before."""
        if "-by" in message:
            for found in _TRAILER_PERSON.finditer(message):
                if found[1] not in seen:
                    seen.add(found[1])
                    if _in_title_case(found[1]):
                        self._learn_name(found[1])
        if "erge " in message:
            for found in _BRANCH_OWNER.finditer(message):
                self._learn_handle(found[3].casefold())
            for found in _REVIEWER.finditer(message):
                self._learn_handle(found[2].casefold())

    def is_part_of_a_name(self, word: str) -> bool:
        """Say whether a known person's name holds this word."""
        folded = unicodedata.normalize("NFC", word).casefold()
        return any(folded in name for name in self._names)

    def knows_any(self, texts: Iterable[str]) -> list[int]:
        """Give the positions of those texts in which a known name or address may stand."""
        return [
            position
            for position, text in enumerate(texts)
            if not self._signs.isdisjoint(_WORD.findall(unicodedata.normalize("NFC", text).casefold()))
        ]

    def clean(self, message: str) -> str:
        """Give the message without people: their lines dropped, their names and addresses 'someone'."""
        text = unicodedata.normalize("NFC", message)  # "é" may be written as one letter or as two
        if ":" in text:
            text = _PEOPLE_LINE.sub("", text)
        if "<" in text:
            text = _IN_BRACKETS.sub(SOMEONE, _without_owners(text))
        if "@" in text:
            text = _ADDRESS.sub(self._address, text)
            text = _HANDLE.sub(self._handle, text)
        if " at " in text or "(at)" in text or "[at]" in text or " AT " in text:
            text = _OBFUSCATED.sub(SOMEONE, text)
        if "erge " in text:
            text = _BRANCH_OWNER.sub(self._owner, text)
        if "r=" in text or "r? " in text:
            text = _REVIEWER.sub(rf"\1{SOMEONE}", text)
        text = _CREDITED.sub(_credited, text)
        text = self._without_names(text)
        if SOMEONE in text:
            text = _AGAIN.sub(SOMEONE, text)
        return _BLANK_LINES.sub("\n\n", text).strip()

    def _address(self, found: re.Match[str]) -> str:
        whole = found[0].strip("<>").removeprefix("mailto:").casefold()
        host = found[1]
        last = host.rsplit(".", 1)[-1]
        # `name@1.2` is a package, `a@b` may be anything: an address has a domain, or is known to be one
        if whole in self._addresses or ("." in host and last.isalpha() and len(last) > 1):
            return SOMEONE
        return found[0]

    def _handle(self, found: re.Match[str]) -> str:
        return SOMEONE if found[1].casefold() in self._handles else found[0]

    @staticmethod
    def _owner(found: re.Match[str]) -> str:
        if found[3].casefold() in _PLACES:
            return found[0]
        return f"{found[1]}{found[2]}{SOMEONE}{found[4]}"

    def _without_names(self, text: str) -> str:
        folded = text.casefold()
        if self._firsts.keys().isdisjoint(_WORD.findall(folded)):
            return text
        words = [(found[0], found.start(), found.end()) for found in _WORD.finditer(folded)]
        if len(folded) != len(text):  # casefolding makes some letters longer ("ß"): back to where they stand
            at = [number for number, letter in enumerate(text) for _ in letter.casefold()]
            words = [(word, at[begin], at[end - 1] + 1) for word, begin, end in words]
        spans: list[tuple[int, int]] = []
        position = 0
        while position < len(words):
            length = self._name_at(words, position, text)
            if length:
                spans.append((words[position][1], words[position + length - 1][2]))
            position += length or 1
        for begin, end in reversed(spans):
            text = text[:begin] + SOMEONE + text[end:]
        return text

    def _name_at(self, words: list[tuple[str, int, int]], position: int, text: str) -> int:
        """Give how many words the longest name takes that begins here, 0 where none does."""
        longest = 0
        for name in self._firsts.get(words[position][0], ()):
            length = len(name)
            if length <= longest or position + length > len(words):
                continue
            if length == 1 and not self._is_single(text, words[position][1], words[position][2]):
                continue
            here = words[position : position + length]
            if tuple(word for word, _, _ in here) == name and _close(here, text):
                longest = length
        return longest

    def _is_single(self, text: str, begin: int, end: int) -> bool:
        """Say whether a one-word name stands here as it is written, and not in a path, option or identifier."""
        before, after = text[max(begin - 1, 0) : begin], text[end : end + 1]
        return text[begin:end] in self._single and before not in _JOINS_BEFORE and after not in _JOINS_AFTER


def holds_address(text: str) -> bool:
    """Say whether somebody's address may stand in a text."""
    return _ADDRESS.search(text) is not None


def _credited(found: re.Match[str]) -> str:
    words = found[2].casefold().rstrip(".").split()
    return found[0] if words[0] in _NO_PERSON else f"{found[1]}{SOMEONE}" + ("." if found[2].endswith(".") else "")


def _without_owners(text: str) -> str:
    """Take out the name that stands before an address in angle brackets."""
    for bracket in reversed(list(_IN_BRACKETS.finditer(text))):
        begin = bracket.start()
        found = _NAME_AT_END.search(text, max(text.rfind("\n", 0, begin) + 1, begin - 60), begin)
        if found and _in_title_case(found[1]):
            text = text[: found.start(1)] + text[begin:]
    return text


def _in_title_case(name: str) -> bool:
    """Say whether words look like a person's name, which 'NULL pointer' before a bracket does not."""
    words = _WORD.findall(name)
    return 2 <= len(words) <= 4 and all(word[0].isupper() for word in words) and not words[0].isupper()


def _close(words: list[tuple[str, int, int]], text: str) -> bool:
    """Say whether words follow each other as in a name: a space, a dot, a hyphen or a line break between."""
    return all(
        later[1] - earlier[2] <= 3 or _WRAPPED.fullmatch(text, earlier[2], later[1])
        for earlier, later in pairwise(words)
    )
