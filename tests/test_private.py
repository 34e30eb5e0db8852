"""What, never who: no name and no address of three hundred people is in any output, report or index."""

import itertools
import re
import unicodedata
from pathlib import Path

import pytest

from tests.expectations import QUESTIONS, Run, succeeds
from tests.repository import DAY, Repo

PEOPLE = 300
FIRST = (
    "Zoë", "Małgorzata", "Jean-François", "Siân", "Łukasz", "Đorđe", "Þóra", "İpek",
    "Øyvind", "Xochitl", "Ngọc", "Anne-Sophie",
    "Конрад", "Δήμητρα", "美咲", "Ana", "Bo", "Seán", "Ludwig", "Maryam",
)  # fmt: skip
LAST = (
    "O'Shaughnessy", "Ñandú", "von Strauß", "Smythe-Jones", "Çelik", "d\u2019Angelo", "Kowalczyk",
    "Åkesson", "van den Heuvel",
    "Müller-Lüdenscheidt", "Петренко", "Παππάς", "de la Cruz y Ortega", "Ng", "Sørlie", "Nwachukwu",
)  # fmt: skip


def _people() -> list[tuple[str, str]]:
    """Make up people, each with a name and an address that nobody else has."""
    people = []
    pairs = itertools.cycle(itertools.product(FIRST, LAST))
    for number, (first, last) in zip(range(PEOPLE), pairs, strict=False):
        letter = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[number % 26]
        name = (
            f"{first} {last}",
            f"{first} {letter}. {last}",
            f"{letter}. {'KLMNOPQRST'[number // 26 % 10]}. {last}x{'abcdefghijklmnopqrst'[number % 20]}",
            f"handle{number:03d}qx",
            f"mono-nym{number:03d}",
            f"Solitarius{number:03d}",
            f"{first} Maria Theresia Walburga {letter}. {last}",
            f"{last}, {first} {letter}",
        )[number % 8]
        address = (
            f"person{number:03d}@mail.example.org",
            f"{number:03d}+gh-user{number:03d}@users.noreply.github.com",
            f"first.last+tag{number:03d}@sub.example.co.uk",
            f"root{number:03d}@localhost",
            f"O'Person{number:03d}@Example.COM",
        )[number % 5]
        people.append((name, address))
    assert len({name for name, _ in people}) == len({address for _, address in people}) == PEOPLE
    return people


def _message(number: int, other: tuple[str, str], third: tuple[str, str], handle: str) -> str:
    """Name two others in one of the ways that messages do."""
    name, address = other
    apart = unicodedata.normalize("NFD", name)  # the same letters, written as two each
    wrapped = name.replace(" ", "\n   ", 1)
    loud = name.upper() if " " in name else name  # one word alone is a name only as its owner writes it
    subject = f"Fix crash #{number} in the parser"
    return (
        f"{subject}\n\nThanks to {name}, and to {third[0]}'s patience.\n\nReported-by: {name} <{address}>\n",
        f"{subject}\n\nSigned-off-by: {name} <{address}>\nCc: {name} <{address}>, {third[1]}\n",
        f"{subject}\n\nCo-authored-by: {third[0]} <{third[1]}>\nAcked-by: {name}\n",
        f"{subject} seen by {name}\n\n{loud} wrote to {address.upper()} and {third[1]}.\n",
        f"Merge pull request #{number} from {handle}/fix-parser\n\n{subject}\n",
        f"{subject}\n\nIt was {wrapped} who found it, see\n> {third[0]} wrote on the list:\n> broken ({address})\n",
        f"{subject}\n\nReported-by: {name}\n  <{address}>\nTested-by: {wrapped} <{address}>\n",
        f"{subject} ({third[0]})\n\n{apart} and @{handle} saw it first; mailto:{address}.\n",
        f"{subject}\n\n * {name}: asked for this\n * [{third[0]}]({third[1]})\nFrom: {name} <{address}>\n",
        f"Merge branch 'fix' of https://example.org/{handle}/project into main\n\n{subject}, {name},{third[0]}.\n",
    )[number % 10]


def _handle(person: tuple[str, str]) -> str:
    """Give a person's name on a forge."""
    found = re.match(r"\d+\+([\w-]+)@users", person[1])
    return found[1] if found else re.sub(r"\W", "", person[0].split()[0]) + "-forge"


def _commit_all(repo: Repo, people: list[tuple[str, str]], mentioned: list[tuple[str, str]]) -> None:
    """Let each person commit once, and speak of people who commit later."""
    stream = []
    for number, (name, address) in enumerate(people):
        later = mentioned[(number + 7) % len(mentioned)], mentioned[(number * 31 + 90) % len(mentioned)]
        message = _message(number, *later, _handle(later[0])).encode()
        content = "".join(f"line {line} of {number if line == number % 20 else 0}\n" for line in range(20)).encode()
        repo.clock += DAY
        who = f"{name} <{address}> {repo.clock} +0000"
        stream.append(
            f"commit refs/heads/main\nauthor {who}\ncommitter {who}\ndata {len(message)}\n".encode() + message
        )
        if not stream[1:] and (repo.folder / "parser.py").exists():
            stream.append(b"\nfrom refs/heads/main^0")
        stream.append(b"\nM 100644 inline parser.py\ndata %d\n%s\n" % (len(content), content))
    repo.git("fast-import", "--quiet", stdin=b"".join(stream))
    repo.git("reset", "--quiet", "--hard")


def _fold(text: str) -> str:
    return unicodedata.normalize("NFC", text).casefold()


def _leaks(people: list[tuple[str, str]], texts: dict[str, str]) -> list[tuple[str, str, str]]:
    """Give every name and address that stands in a text, however it is written, with what stands around it."""
    found = []
    secrets = {_fold(part) for person in people for part in person}
    for where, text in texts.items():
        folded = " ".join(_fold(text).split())
        for secret in secrets:
            at = folded.find(secret)
            if at >= 0:
                found.append((where, secret, folded[max(at - 60, 0) : at + 80]))
    return sorted(found)


def _everything(repo: Repo, unrepeat: Run) -> dict[str, str]:
    """Give every output, every file of the report, and every byte of the index."""
    fixes = [line.split()[0] for line in succeeds(unrepeat("fixes", cwd=repo.folder)).splitlines()[:-1]]
    assert len(fixes) > 100
    texts = {}
    for command in (*QUESTIONS[1:], ("index",), ("lines", "parser.py"), ("trace", *fixes), ("strings", "--unaided")):
        for form in ("text", "json"):
            done = unrepeat(*command, "--format", form, cwd=repo.folder)
            plain = succeeds(done) + done.stderr
            texts[f"{command[0]} as {form}"] = plain.encode().decode("unicode_escape") if form == "json" else plain
    done = unrepeat("link", fixes[-1], fixes[0], "yes", cwd=repo.folder)
    texts["link"] = (
        succeeds(done)
        + done.stderr
        + "".join(file.read_text("utf-8") for file in (repo.folder / ".unrepeat").rglob("*.yml"))
    )
    done = unrepeat("study", cwd=repo.folder)
    texts["study"] = succeeds(done) + done.stderr
    files = [file for file in (repo.folder / "unrepeat-report").iterdir() if file.name != ".gitignore"]
    assert len(files) == 3
    return texts | {file.name: _text(file) for file in files} | _kept(repo)


def _kept(repo: Repo) -> dict[str, str]:
    """Give every byte that is kept under the git directory."""
    return {file.name: _text(file) for file in (repo.folder / ".git/unrepeat").iterdir()}


def _text(file: Path) -> str:
    content = file.read_bytes().decode("utf-8", "replace")
    if file.suffix != ".json":
        return content
    return re.sub(r"\\u([0-9a-f]{4})", lambda found: chr(int(found[1], 16)), content)


@pytest.fixture
def mailmap() -> str:
    """Give a mailmap with the real names of people who wrote under others."""
    return (
        "# Real Namesake <real@names.example.org> <old@names.example.org>\n"
        "Wilhelmina Realname <wilhelmina@names.example.org> handle003qx <root003@localhost>\n"
        "Cornelius Truename <cornelius@names.example.org> <person000@mail.example.org>\n"
    )


def test_no_name_and_no_address_is_told_or_kept(repo: Repo, unrepeat: Run, mailmap: str) -> None:
    people = _people()
    mapped = [
        ("Wilhelmina Realname", "wilhelmina@names.example.org"),
        ("Cornelius Truename", "cornelius@names.example.org"),
    ]
    early, late = people[: PEOPLE // 2], people[PEOPLE // 2 :]
    _commit_all(repo, early, [*early, *mapped])
    # whom nobody can know yet, for the last of them commits only later; then all become known
    repo.author = early[0]
    repo.commit(
        "Fix crash that Wilhelmina Realname saw\n\nAlso seen by:\n"
        + "".join(f"- {name}, {address}\n" for name, address in late),
        {"parser.py": "x\n"},
    )
    succeeds(unrepeat("strings", cwd=repo.folder))
    assert _leaks(early, _kept(repo)) == []
    repo.commit("map names", {".mailmap": mailmap})
    _commit_all(repo, late, [*people, *mapped])
    everyone = [*people, *mapped, ("Sample Author", "sample.author@example.org")]
    assert _leaks(everyone, _everything(repo, unrepeat)) == [], "after catching up"
    succeeds(unrepeat("index", "--rebuild", cwd=repo.folder))
    assert _leaks(everyone, _kept(repo)) == [], "built anew"
    kept = succeeds(unrepeat("fixes", cwd=repo.folder))
    assert kept.count("Fix crash #") > PEOPLE // 2, "what is left can still be read"
