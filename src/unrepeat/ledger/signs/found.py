"""What a line shows that is unfinished."""

from typing import NamedTuple


class Found(NamedTuple):
    """What it is called, what tells it from others, how much is lost when nobody asks, and what has to go.

    `until_gone` is an expression as in `Sign`.
    """

    what: str
    subject: str
    weight: int
    until_gone: str = ""
