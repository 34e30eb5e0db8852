"""What each kind of record holds: one pydantic schema a kind, which `docs/schemas/` publishes as JSON Schema."""

import re
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema, model_validator

from unrepeat.ledger.conditions import Condition
from unrepeat.ledger.kinds import EARLIEST, LATEST

_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def _day(value: object) -> object:
    if isinstance(value, date):
        return value
    if not isinstance(value, str) or not _DAY.fullmatch(value):
        raise ValueError("it is no date; write it as YYYY-MM-DD")
    try:
        found = date.fromisoformat(value)
    except ValueError:
        raise ValueError("there is no such day in the calendar") from None
    if not EARLIEST <= found.year <= LATEST:
        raise ValueError(f"its year is outside {EARLIEST} to {LATEST}")
    return found


def _several(value: object) -> object:
    return value if isinstance(value, list) else [value]


def _names(value: object) -> object:
    """Take one text with commas for the several names it was meant as: `feature: lockers, refunds`."""
    if isinstance(value, str) and ", " in value:
        return [name.strip() for name in value.split(", ") if name.strip()]
    return _several(value)


def _words(value: object) -> object:
    """Take numbers for the words they were meant as: `release: 2` and `commits: [1234567]` stand for text."""
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else value


Word = Annotated[str, BeforeValidator(_words), Field(min_length=1)]
Text = Annotated[str, BeforeValidator(_words)]
Day = Annotated[date, BeforeValidator(_day), WithJsonSchema({"type": "string", "format": "date"})]

# Lists may be written as one value. `Words` are short (names, paths, ids): the command line splits them at commas.
Words = Annotated[list[Word], BeforeValidator(_names)]
Sentences = Annotated[list[Text], BeforeValidator(_several)]
Days = Annotated[list[Day], BeforeValidator(_several)]


def _hyphens(name: str) -> str:
    return name.replace("_", "-")


class Record(BaseModel):
    """What every kind may hold. Unknown fields are kept."""

    # Building a schema takes longer than reading its records: only those that are met are built.
    model_config = ConfigDict(extra="allow", alias_generator=_hyphens, defer_build=True)

    id: Word | None = Field(None, description="The file's name without `.md`.")
    date: Day | None = Field(None, description="The day it was recorded.")
    feature: Words = Field([], description="The features it belongs to.")
    release: Word | None = Field(None, description="The release it belongs to.")
    paths: Words = Field([], description="The files it is about; `**` and `*` as in .gitignore.")
    links: Words = Field([], description="Ids of related records.")
    answers: Words = Field([], description="Ids of questions that it answers.")
    editorial_of: Words = Field([], description="Hashes of earlier contents that say the same: no new word is needed.")

    editorial_for: Word | None = Field(None, description="The hash of the content that says so; written by `set`.")

    @model_validator(mode="after")
    def _in_order(self) -> "Record":
        """Refuse days that cannot follow each other as they do."""
        known = {_hyphens(name): value for name, value in self if isinstance(value, date)}
        for earlier, later in (
            ("date", "due"),
            ("happened", "date"),
            ("answered-on", "proven-on"),
            ("done-on", "shown-on"),
        ):
            if earlier in known and later in known and known[later] < known[earlier]:
                raise ValueError(f"`{later}` ({known[later]}) cannot be before `{earlier}` ({known[earlier]})")
        return self


class Reasoned(Record):
    """A record that can be dropped, with the reason."""

    because: Text | None = Field(None, description="Why it will not be done.")

    @model_validator(mode="after")
    def _says_why(self) -> "Reasoned":
        if getattr(self, "state", "") in {"wont-do", "dropped"} and not (self.because or "").strip():
            raise ValueError(f"state `{getattr(self, 'state', '')}` needs a reason: `because: ...`")
        return self


class Moving(Record):
    """A record that may move scope, date or cost: then it is a change order, and people are told at once."""

    moves: dict[Literal["scope", "date", "cost"], Text] = Field({}, description="What it moves, and by how much.")
    change_order: Literal["proposed", "agreed", "declined"] | None = Field(
        None, description="Where the change order is."
    )
    decided_by: Word | None = Field(None, description="The role or person who agreed or declined.")
    told: Words = Field([], description="Who is told at once of what it moves.")


class Mistake(Record):
    """Something that went wrong, told as what, never who."""

    state: Literal["open", "answered", "proven", "reopened"] = "open"
    happened: Day | None = Field(None, description="The day it happened.")
    impact: Text | None = Field(None, description="Who or what felt it, and how much.")
    how_noticed: Text | None = Field(None, description="What made it visible.")
    why_surprised: Text | None = Field(None, description="Why it was a surprise; the heart of the lesson.")
    conditions: Annotated[list[Condition], BeforeValidator(_several)] = Field([], description="What made it possible.")
    commits: Words = Field([], description="The changes it is about.")
    safeguards: Words = Field([], description="Ids of the guards, actions and agreements that answer it.")
    answered_on: Day | None = Field(None, description="The day it became a lesson with safeguards.")
    reopened_because: Text | None = Field(None, description="Why a safeguard that was proven no longer is.")
    proven_on: Day | None = Field(None, description="The day a safeguard was proven.")


class Decision(Record):
    """A MADR decision record; options may be weighed."""

    status: Annotated[str, Field(pattern=r"(?i)^(proposed|rejected|accepted|deprecated|superseded\b.*)$")] = "accepted"
    decision_makers: Words = Field([], description="MADR: who decided.")
    consulted: Words = Field([], description="MADR: whose opinion was sought.")
    informed: Words = Field([], description="MADR: who must know; each acknowledges.")
    rests: Words = Field([], description="Ids of assumptions or decisions it rests on.")
    criteria: dict[str, Any] = Field({}, description="Criterion: weight.")
    options: dict[str, Any] = Field({}, description="Option: {criterion: score}.")
    review_by: Day | None = Field(None, description="When to look at it again.")


class Assumption(Record):
    """An answer that work rests on, and how it is validated. Its source is a team, a supplier or a document."""

    state: Literal["open", "validated", "refuted", "expired"] = "open"
    source: Text | None = Field(None, description="A team, a supplier, a document: never a culprit.")
    rests: Words = Field([], description="What rests on it: features, paths, ids of needs and decisions.")
    validate_how: Text | None = Field(None, description="How it will be validated.")
    validate_by: Day | None = Field(None, description="By when.")
    valid_until: Day | None = Field(None, description="When the validation has to be repeated.")
    validated_on: Day | None = Field(None, description="The day it was last validated or refuted.")
    validated_for: Word | None = Field(None, description="The hash of the content that was validated.")
    evidence: Sentences = Field([], description="What showed it.")
    command: Text | None = Field(None, description="A program that `validate` runs again, once trusted.")
    owner: Word | None = Field(None, description="Who sees to it.")


DONE_WHEN = ("commit", "path", "pattern", "absent", "flag", "guard", "command", "sign-off")
SOUGHT = frozenset({"pattern", "absent"})  # those that may say where: {regex: ..., in: ...}


def read_done_when(value: object) -> list[dict[str, Any]]:
    """Give what shows that a need is met as a list of mappings of one entry; raise ValueError where it is none."""
    found = []
    for one in value if isinstance(value, list) else [value]:
        if isinstance(one, str) and one.partition(":")[0].strip() in DONE_WHEN and one.partition(":")[2].strip():
            name, _, rest = one.partition(":")
            found.append({name.strip(): rest.strip()})
            continue
        if not isinstance(one, dict) or len(one) != 1 or next(iter(one)) not in DONE_WHEN:
            raise ValueError(f"each entry is one of {', '.join(DONE_WHEN)}, such as `path: src/retry.py`")
        name, content = next(iter(one.items()))
        wanted = isinstance(content, dict) and isinstance(content.get("regex"), str) if name in SOUGHT else False
        if not wanted and (not isinstance(content, str | int) or isinstance(content, bool) or not str(content).strip()):
            raise ValueError(f"`{name}` needs a word or a text after it")
        found.append({name: content if wanted else str(content)})
    return found


class Need(Moving, Reasoned):
    """What must change before a feature can be released."""

    state: Literal["open", "dropped"] = "open"
    owner: Word | None = Field(None, description="Who sees to it.")
    check_ins: Days = Field([], description="When to ask how it stands.")
    checked: Days = Field([], description="When that was last asked.")
    done_when: Annotated[
        list[dict[str, Any]],
        BeforeValidator(read_done_when),
        WithJsonSchema(
            {
                "type": "array",
                "items": {
                    "type": "object",
                    "minProperties": 1,
                    "maxProperties": 1,
                    "propertyNames": {"enum": list(DONE_WHEN)},
                },
            }
        ),
    ] = Field([], description="How the code shows that it is done; all entries must hold.")


class Risk(Moving):
    """What could go wrong."""

    state: Literal["open", "answered", "happened", "gone"] = "open"
    likelihood: Literal["low", "medium", "high"] | None = Field(None, description="How likely.")
    severity: Literal["low", "medium", "high"] | None = Field(None, description="How bad.")
    early_sign: Text | None = Field(None, description="What would show it early.")
    answer: Text | None = Field(None, description="What is done about it, or why it is accepted.")
    owner: Word | None = Field(None, description="Who watches it.")
    review_by: Day | None = Field(None, description="When to look at it again.")


class Action(Reasoned):
    """Something to do, and how it will be shown to work."""

    state: Literal["open", "done", "shown", "wont-do"] = "open"
    type: Literal["prevent", "detect", "mitigate", "recover"] | None = Field(None, description="What it is for.")
    owner: Word | None = Field(None, description="Who does it.")
    due: Day | None = Field(None, description="By when.")
    shown_by: Text | None = Field(None, description="How it will be shown to work.")
    ticket: Text | None = Field(None, description="The address of its ticket.")
    done_on: Day | None = Field(None, description="The day it was done.")
    shown_on: Day | None = Field(None, description="The day it was shown to work.")


Measure = Literal[
    "actions-done-in-time", "decisions-acknowledged-in-time", "assumptions-validated-in-time", "check-ins-held"
]


class Agreement(Record):
    """A habit and the process that carries it; binds all parties, the manager too."""

    state: Literal["open", "ended"] = "open"
    habit: Text | None = Field(None, description="What we want to do from now on.")
    process: Text | None = Field(None, description="What carries the habit, so that nobody has to remember.")
    parties: Words = Field([], description="Who signs; the manager is one.")
    responsibilities: dict[str, Sentences] = Field({}, description="Party: what it answers for.")
    promises: dict[str, Sentences] = Field({}, description="Party: what it promises the others.")
    check_ins: Days = Field([], description="When to look at it together.")
    checked: Days = Field([], description="When that was done.")
    measure: Measure | None = Field(None, description="What the records say about its keeping.")


class Note(Record):
    """A quick note."""

    state: Literal["kept"] = "kept"
    premortem: Word | None = Field(None, description="The feature whose pre-mortem this note closes.")


class Thanks(Record):
    """Something somebody did for the good."""

    state: Literal["said"] = "said"
    whom: Word | None = Field(None, description="Who is thanked.")


SCHEMAS: dict[str, type[Record]] = {
    "mistake": Mistake,
    "decision": Decision,
    "assumption": Assumption,
    "need": Need,
    "risk": Risk,
    "action": Action,
    "agreement": Agreement,
    "note": Note,
    "thanks": Thanks,
}


class Statement(BaseModel):
    """A person's or party's word on one version of a record: an acknowledgement or a signature."""

    model_config = ConfigDict(extra="allow")

    record: Word
    who: Word
    content: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    said: Day


class Settings(BaseModel):
    """`.unrepeat/settings.yml`."""

    model_config = ConfigDict(extra="allow", alias_generator=_hyphens)

    decisions: Words = Field([], description="Folders of MADR or adr-tools files to read where they stand.")
    acknowledge_within: Annotated[int, Field(ge=0, le=3650)] = Field(7, description="Days to acknowledge a decision.")
    noise_budget: Annotated[float, Field(ge=0, le=100)] = Field(
        1, description="Firings in 100 changes that all guards which block may have together."
    )
    questions: bool = Field(default=True, description="Whether a change is asked about what is not recorded.")
    reminders: bool = Field(
        default=True, description="Whether `check` remembers mistakes and decisions at the place of a change."
    )
