"""A history that tests of likeness share: some bugs of one sort, some of others, and their fixes."""

from tests.repository import Repo

LEAK = "parse_header: free the buffer on the error path\n\nThe buffer leaked when read_chunk failed.\n"
CODE = "int parse_header(struct chunk *c)\n{\n    char *buffer = allocate(c);\n    return read_chunk(c, buffer);\n}\n"
MENDED = CODE.replace("    return", "    if (!buffer)\n        return -1;\n    return")
OTHERS = (
    ("Show the day in the calendar's own tongue", "calendar.py", "def weekday(day):\n    return translate(day.name)\n"),
    ("Draw the axis below the bars", "chart.py", "def draw_axis(chart):\n    chart.place(below=chart.bars)\n"),
    ("Sort invoices by their number", "invoices.py", "def sorted_invoices(found):\n    return sorted(found)\n"),
    ("Let the queue end when its worker ends", "queue.py", "def finish(worker):\n    worker.queue.close()\n"),
    ("Say which plug-in could not be loaded", "plugins.py", "def load(name):\n    raise LookupError(name)\n"),
    ("Count retries of the mail server apart", "mail.py", "def retries(server):\n    return server.attempts - 1\n"),
)


def tell(repo: Repo) -> str:
    """Commit some changes, and the fix of a leak among them; give the fix."""
    repo.commit("Begin", {"src/header.c": CODE})
    for subject, path, text in OTHERS:
        repo.commit(subject, {path: text})
    fix = repo.commit(LEAK, {"src/header.c": MENDED})
    for subject, path, text in OTHERS:
        repo.commit(f"{subject} once more", {path: text + "# seen again\n"})
    return fix
