"""The kinds of records: where each lives, what its states are called, and which sections its Markdown has.

Known without the schemas, so that a reader of the catalogue never loads them.
"""

from dataclasses import dataclass, field

FOLDER = ".unrepeat"
EARLIEST, LATEST = 1970, 2199  # years; beyond them a date is a slip of the pen


@dataclass(frozen=True)
class Kind:
    """One kind of record: its folder, its first state, the field that holds the state, its sections by field name."""

    name: str
    folder: str
    first_state: str
    state_field: str = "state"
    sections: dict[str, str] = field(default_factory=dict)


_TEXT = {"text": ""}  # the Markdown right under the title

KINDS = {
    kind.name: kind
    for kind in (
        Kind("mistake", "mistakes", "open", sections={"what-happened": "What happened", **_TEXT}),
        Kind(
            "decision",
            "decisions",
            "accepted",
            "status",
            # MADR's own headings: https://adr.github.io/madr/
            {
                "context": "Context and Problem Statement",
                "drivers": "Decision Drivers",
                "considered": "Considered Options",
                "outcome": "Decision Outcome",
                "consequences": "Consequences",
                "confirmation": "Confirmation",
                "more": "More Information",
            },
        ),
        Kind("assumption", "assumptions", "open", sections=_TEXT),
        Kind("need", "needs", "open", sections=_TEXT),
        Kind("risk", "risks", "open", sections=_TEXT),
        Kind("action", "actions", "open", sections=_TEXT),
        Kind("agreement", "agreements", "open", sections=_TEXT),
        Kind("note", "notes", "kept", sections=_TEXT),
        Kind("thanks", "thanks", "said", sections=_TEXT),
    )
}
OF_FOLDER = {kind.folder: kind for kind in KINDS.values()}

FOUND = "found decision"  # what a usual folder holds that nobody named as one of decisions: it may be anything
GUARD = "guard"  # what a file of `guards/` holds, which the floor of the guards reads
ACKNOWLEDGEMENT, SIGNATURE = "acknowledgement", "signature"
STATEMENTS = {"acknowledgements": ACKNOWLEDGEMENT, "signatures": SIGNATURE}  # by folder
SETTINGS = "settings.yml"

# Where teams keep decisions: the defaults of MADR, adr-tools, log4brains and pyadr, and what is met beside them.
USUAL_DECISIONS = (
    "docs/decisions",
    "docs/adr",
    "docs/adrs",
    "doc/adr",
    "doc/decisions",
    "docs/architecture/decisions",
    "docs/architecture/adr",
    "docs/architecture-decisions",
    "doc/architecture/decisions",
    "adr",
)
NO_DECISIONS = frozenset({"readme.md", "index.md", "template.md", "adr-template.md"})
