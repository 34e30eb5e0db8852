"""Make a sample repository that tells story A: a fix that broke something, whose fix broke something else.

    python samples/story_a.py FOLDER

A small service reminds people of parcels that wait for them. Over months it grows well, with tests; then a speed-up
leaves out the last parcels of a run, its fix sends reminders twice, the fix of that forgets the second parcel of a
customer, and a fourth change puts it right: three fixes in 26 hours. The same hashes come out wherever it is made.
"""

import sys
from pathlib import Path

from made_history import History, make

HOUR, DAY = 3600, 86400

PARCELS = '''"""Parcels and where they wait."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Parcel:
    """One parcel at a pick-up point."""

    number: str
    customer: str
    point: str
    arrived: date


def waiting(parcels, today, days):
    """Give the parcels that have waited for so many days."""
    return [parcel for parcel in parcels if (today - parcel.arrived).days >= days]
'''

REMINDERS = '''"""Remind customers of parcels that wait."""

from pickup.mail import send
from pickup.parcels import waiting

WAIT_DAYS = 3


def remind_all(parcels, today):
    """Send a reminder for each parcel that has waited for long."""
    sent = 0
    for parcel in waiting(parcels, today, WAIT_DAYS):
        send(parcel.customer, reminder(parcel))
        sent += 1
    return sent


def reminder(parcel):
    """Write the reminder for a parcel."""
    return f"Your parcel {parcel.number} waits at {parcel.point}."
'''

ONE_BY_ONE = """    sent = 0
    for parcel in waiting(parcels, today, WAIT_DAYS):
        send(parcel.customer, reminder(parcel))
        sent += 1
    return sent
"""

IN_BATCHES = """    due = waiting(parcels, today, WAIT_DAYS)
    sent = 0
    for number in range(len(due) // BATCH):
        batch = due[number * BATCH : (number + 1) * BATCH]
        send_many([(parcel.customer, reminder(parcel)) for parcel in batch])
        sent += len(batch)
    return sent
"""

WITH_THE_REST = """    due = waiting(parcels, today, WAIT_DAYS)
    begin = 0
    while begin < len(due):
        batch = due[begin : begin + BATCH]
        send_many([(parcel.customer, reminder(parcel)) for parcel in batch])
        begin += BATCH - 1
    return len(due)
"""

ONCE_A_CUSTOMER = """    due = {parcel.customer: parcel for parcel in waiting(parcels, today, WAIT_DAYS)}
    reminders = [(customer, reminder(parcel)) for customer, parcel in due.items()]
    for begin in range(0, len(reminders), BATCH):
        send_many(reminders[begin : begin + BATCH])
    return len(reminders)
"""

ONCE_A_PARCEL = """    due = {parcel.number: parcel for parcel in waiting(parcels, today, WAIT_DAYS)}
    reminders = [(parcel.customer, reminder(parcel)) for parcel in due.values()]
    for begin in range(0, len(reminders), BATCH):
        send_many(reminders[begin : begin + BATCH])
    return len(reminders)
"""

MAIL = '''"""Send mail."""

OUTBOX = []


def send(to, text):
    """Send one mail."""
    OUTBOX.append((to, text))
'''

MANY = '''

def send_many(mails):
    """Send several mails over one connection."""
    OUTBOX.extend(mails)
'''

TEST_REMINDERS = """from datetime import date

from pickup.mail import OUTBOX
from pickup.parcels import Parcel
from pickup.reminders import remind_all


def test_a_parcel_that_waits_is_reminded_of():
    OUTBOX.clear()
    parcel = Parcel("1", "c1", "north", date(2025, 9, 1))
    assert remind_all([parcel], date(2025, 9, 8)) == 1
"""

TEST_EACH = """

def test_each_parcel_of_a_customer_is_reminded_of_once():
    OUTBOX.clear()
    parcels = [Parcel(str(n), f"c{n // 2}", "north", date(2025, 9, 1)) for n in range(250)]
    assert remind_all(parcels, date(2025, 9, 8)) == 250
    assert len(set(OUTBOX)) == len(OUTBOX)
"""


def tell() -> History:
    """Tell the story, change by change."""
    history = History()
    history.change("begin", "Begin with parcels that wait", 0, pickup__parcels_py=PARCELS, README_md="# Pick-up\n")
    history.change("mail", "Send mail", DAY, pickup__mail_py=MAIL)
    history.change(
        "reminders",
        "Remind customers of parcels that wait",
        2 * DAY,
        pickup__reminders_py=REMINDERS,
        tests__test_reminders_py=TEST_REMINDERS,
    )
    _grow(history)
    _stumble(history)
    _go_on(history)
    return history


def _grow(history: History) -> None:
    """Months in which features come with tests, and one small fix holds."""
    points = '"""Pick-up points."""\n\nPOINTS = {"north": "08-18", "south": "09-20"}\n'
    history.change("points", "Add pick-up points and their hours", 6 * DAY, pickup__points_py=points)
    history.edit(
        "hours",
        "Tell the opening hours in the reminder",
        4 * DAY,
        "pickup__reminders_py",
        'waits at {parcel.point}."',
        'waits at {parcel.point}, open {POINTS[parcel.point]}."',
    )
    history.edit(
        "hours-import",
        "Fix reminder failing: the points were never imported\n\nThe reminder with opening hours raised a NameError.",
        DAY,
        "pickup__reminders_py",
        "from pickup.parcels import waiting\n",
        "from pickup.parcels import waiting\nfrom pickup.points import POINTS\n",
        tests__test_points_py="from pickup.points import POINTS\n\n\ndef test_hours():\n    assert POINTS['north']\n",
    )
    for number, point in enumerate(("east", "west", "harbour", "station", "market", "airport", "campus", "bridge")):
        history.edit(
            f"point-{point}",
            f"Add the pick-up point {point}",
            8 * DAY,
            "pickup__points_py",
            "}",
            f', "{point}": "{8 + number % 3:02}-20"}}',
        )
    lockers = '"""Lockers at a point."""\n\n\ndef free(lockers):\n    """Count the free ones."""\n'
    history.change(
        "lockers",
        "Count free lockers at a point",
        5 * DAY,
        pickup__lockers_py=lockers + "    return sum(not locker.full for locker in lockers)\n",
        tests__test_lockers_py="from pickup.lockers import free\n\n\ndef test_none():\n    assert free([]) == 0\n",
    )
    history.edit(
        "days", "Wait two days longer before the first reminder", 9 * DAY, "pickup__reminders_py", "= 3", "= 5"
    )
    history.change(
        "docs", "Describe how reminders are sent", 3 * DAY, docs__reminders_md="# Reminders\n\nEach morning.\n"
    )


def _stumble(history: History) -> None:
    """Tell the string: one change and three fixes, ever faster."""
    reminders = history.files["pickup/reminders.py"]
    batched = reminders.replace(ONE_BY_ONE, IN_BATCHES).replace("import send\n", "import send_many\n")
    batched = batched.replace("WAIT_DAYS = 5\n", "WAIT_DAYS = 5\nBATCH = 100\n")
    history.change(
        "batches",
        "Send reminders in batches, so that the morning run is short\n\nOne connection for a hundred mails.",
        12 * DAY,
        pickup__reminders_py=batched,
        pickup__mail_py=MAIL + MANY,
    )
    history.edit(
        "rest",
        "Fix the last parcels of a run never being reminded of\n\nThe batches left out what did not fill one.",
        3 * DAY,
        "pickup__reminders_py",
        IN_BATCHES,
        WITH_THE_REST,
    )
    history.edit(
        "twice",
        "Fix reminders sent twice since the batches overlap\n\nCustomers call about doubled mails this morning.",
        17 * HOUR,
        "pickup__reminders_py",
        WITH_THE_REST,
        ONCE_A_CUSTOMER,
    )
    history.edit(
        "each",
        "fix: remind of each parcel, not of one a customer\n\nA customer with two parcels heard of the second only.",
        9 * HOUR,
        "pickup__reminders_py",
        ONCE_A_CUSTOMER,
        ONCE_A_PARCEL,
        tests__test_reminders_py=TEST_REMINDERS + TEST_EACH,
    )


def _go_on(history: History) -> None:
    """Tell what came after."""
    history.edit("river", "Add the pick-up point river", 2 * DAY, "pickup__points_py", "}", ', "river": "08-20"}')
    history.change(
        "readme", "Say in the readme what this is", DAY, README_md="# Pick-up\n\nReminds of parcels that wait.\n"
    )


def build(folder: Path) -> dict[str, str]:
    """Make the repository anew; give the hash of each change by its name in the story."""
    return make(folder, tell(), "story-a")


if __name__ == "__main__":
    target = Path(sys.argv[1] if len(sys.argv) > 1 else "build/sample")
    print(f"A sample repository of {len(build(target))} changes is in {target}")
