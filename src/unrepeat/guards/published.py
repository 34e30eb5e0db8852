"""The schema of a guard's file as JSON Schema, for editors: `python -m unrepeat.guards.published FOLDER` writes it.

A first line `# yaml-language-server: $schema=PATH/guard.schema.json` in a guard's file says so to an editor.
"""

import sys
from pathlib import Path

from unrepeat.guards.kinds import MODULES
from unrepeat.guards.schema import GuardSchema
from unrepeat.ledger.published import Schema, document, write


def published() -> dict[str, Schema]:
    """Give the JSON Schema of a guard; the kinds of the house are offered, those of others are taken."""
    found = document("guard", GuardSchema)
    kind = found["properties"]["kind"]
    found["properties"]["kind"] = {
        "description": kind["description"],
        "anyOf": [{"enum": list(MODULES)}, {"type": "string"}],
    }
    lessons = found["properties"]["lessons"]
    lessons["anyOf"] = lessons["anyOf"][1:]  # a list alone, never one by itself
    return {"guard": found}


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("Say where to write the schema: python -m unrepeat.guards.published FOLDER")
    write(Path(sys.argv[1]), published())
