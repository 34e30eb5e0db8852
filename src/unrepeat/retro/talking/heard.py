"""Turn what was heard in the talk into agreements that bind both sides, in the words that were heard."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import NamedTuple

from unrepeat.errors import LedgerError
from unrepeat.ledger.given import Given

OWN_ROLE, OTHER_ROLE = "engineer", "manager"
_LONGEST_TITLE = 90  # letters


class Asked(NamedTuple):
    """A question after the talk, and the key of its answer."""

    key: str
    asks: str


QUESTIONS = (
    Asked("habit", "What do you two want to do from now on? (a habit, in a sentence)"),
    Asked("sooner", "What is to be heard sooner, and by whom? (nothing is an answer, too)"),
    Asked("process", "What carries it, so that nobody has to remember?"),
    Asked("own-promise", "What do you promise?"),
    Asked("their-promise", "What does your manager promise?"),
    Asked("own-part", "What do you answer for from now on?"),
    Asked("their-part", "What does your manager answer for?"),
    Asked("check-in", "When do you look at it together? (YYYY-MM-DD)"),
    Asked("own-role", f"As which role do you sign? ({OWN_ROLE})"),
    Asked("their-role", f"As which role does your manager sign? ({OTHER_ROLE})"),
)


class Offered(NamedTuple):
    """An agreement that is offered: its title, and what its record would hold."""

    title: str
    given: Given

    @property
    def parties(self) -> list[str]:
        """Who signs it."""
        return list(self.given.fields["parties"])


def usable(key: str, answer: str) -> None:
    """Refuse an answer that an agreement cannot hold; raises LedgerError."""
    if key.endswith("-role") and set(answer) & set(".,=:"):
        raise LedgerError(f"{answer[:40]!r} is no role.", "Write it in plain words, such as platform-engineer.")
    if key == "check-in":
        try:
            date.fromisoformat(answer)
        except ValueError:
            raise LedgerError(f"{answer[:40]!r} is no day.", "Write it as YYYY-MM-DD, such as 2027-01-15.") from None


def agreements(answers: Mapping[str, str], of: str) -> Iterator[Offered]:
    """Give the agreements that the answers make; `of` is the id of the mistake, empty where none is recorded.

    Each thing to do from now on is one agreement; promises and parts stand in the first, the day in every one.
    """
    own, other = answers.get("own-role") or OWN_ROLE, answers.get("their-role") or OTHER_ROLE
    shared: dict[str, object] = {"parties": [own, other]}
    for field, mine, theirs in (
        ("promises", "own-promise", "their-promise"),
        ("responsibilities", "own-part", "their-part"),
    ):
        told = {who: [said] for who, said in ((own, answers.get(mine)), (other, answers.get(theirs))) if said}
        if told:
            shared[field] = told
    if answers.get("check-in"):
        shared["check-ins"] = [answers["check-in"]]
    if of:
        shared["links"] = [of]
    carried = {"process": answers["process"]} if answers.get("process") else {}
    promised = {name: shared.pop(name) for name in ("promises", "responsibilities") if name in shared}
    for habit in filter(None, (answers.get("habit"), answers.get("sooner"))):
        yield Offered(_title(habit), Given(shared | promised | carried | {"habit": habit}))
        promised, carried = {}, {}  # once is enough: they stand in the first
    if promised:
        yield Offered("What we promise each other", Given(shared | promised | carried))


def _title(habit: str) -> str:
    line = " ".join(habit.split())
    if len(line) <= _LONGEST_TITLE:
        return line.rstrip(".")
    return f"{line[:_LONGEST_TITLE].rpartition(' ')[0] or line[:_LONGEST_TITLE]} ..."
