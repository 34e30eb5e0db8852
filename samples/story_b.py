"""Make a sample repository that tells story B: three slips of a first project, of which nothing is written down yet.

    python samples/story_b.py FOLDER

A pick-up service gets parcel lockers. The locker team answers how long a door may take, and the answer is taken over. A
refund is left for later. A message that others read changes its unit. Each of these changes is a tag in the repository
(`answer`, `stub`, `unit`), and `refund` is the change that the feature needed; `main` stands before them all.
"""

import subprocess
import sys
from pathlib import Path

from made_history import History, make

DAY = 86400

LOCKERS = '''"""Lockers: open a door, put a parcel in, tell the customer."""

from pickup.events import door_opened


def put_in(locker, parcel):
    """Put a parcel into a free box of a locker; give the box, None where all are taken."""
    box = locker.free_box(parcel.size)
    if box is None:
        return None
    locker.open(box)
    door_opened(locker, box, parcel)
    return box
'''

EVENTS = '''"""What we tell others of lockers, as messages on the bus."""

from pickup.bus import publish


def door_opened(locker, box, parcel):
    """Tell that a door was opened for a parcel; see schemas/door_opened.schema.json."""
    publish("door-opened", {"locker": locker.number, "box": box, "height": parcel.height})
'''

SCHEMA = """{
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "title": "door-opened",
  "type": "object",
  "properties": {
    "locker": {"type": "string"},
    "box": {"type": "integer"},
    "height": {"type": "integer", "description": "of the parcel, in centimetres"}
  },
  "required": ["locker", "box"]
}
"""

IN_MILLIMETRES = SCHEMA.replace(
    '"integer", "description": "of the parcel, in centi', '"number", "description": "of the parcel, in milli'
)

WAIT = '''
DOOR_SECONDS = 2  # as recommended by the locker team: a door is open within two seconds


def wait_for_door(locker, box):
    """Wait until a door is open; give whether it is."""
    return locker.is_open(box, within=DOOR_SECONDS)
'''

REFUND_LATER = '''
def no_box_free(parcel):
    """Give the customer the money back where no box was free."""
    raise NotImplementedError("refund")
'''

REFUND = '''
def no_box_free(parcel):
    """Give the customer the money back where no box was free."""
    return refund(parcel.order, reason="no locker box was free")
'''

OWNERS = """# Who is asked about which files.
/pickup/    @pickup-team
/schemas/   @warehouse-team @app-team
"""


FIRST = {
    "pickup/lockers.py": LOCKERS,
    "pickup/events.py": EVENTS,
    "schemas/door_opened.schema.json": SCHEMA,
    ".github/CODEOWNERS": OWNERS,
}

# What is done to the code later, in the order of the story: name, message, files.
LATER = (
    ("answer", "Wait for the door of a locker", {"pickup/lockers.py": LOCKERS + WAIT}),
    ("stub", "Prepare the refund where no box is free", {"pickup/lockers.py": LOCKERS + WAIT + REFUND_LATER}),
    ("unit", "Tell the height in millimetres", {"schemas/door_opened.schema.json": IN_MILLIMETRES}),
    ("refund", "Refund where no box is free", {"pickup/lockers.py": LOCKERS + WAIT + REFUND}),
)


def tell() -> History:
    """Tell the project up to the first slip, change by change."""
    history = History()
    history.commit("service", "Put parcels into lockers, and tell others of it", 0, FIRST)
    for name, message, files in LATER:
        history.commit(name, message, DAY, files)
    return history


def build(folder: Path) -> dict[str, str]:
    """Make the repository anew, with a tag a change and `main` before the first of them; give hashes by name."""
    named = make(folder, tell(), "story-b")
    for name, commit in named.items():
        subprocess.run(["git", "-C", str(folder), "tag", name, commit], check=True)
    subprocess.run(["git", "-C", str(folder), "reset", "--quiet", "--hard", named["service"]], check=True)
    return named


if __name__ == "__main__":
    target = Path(sys.argv[1] if len(sys.argv) > 1 else "build/story-b")
    build(target)
    print(f"The sample repository of story B is in {target}")
