"""GitHub's workflow commands, which show findings beside the lines of a pull request.

The form is that of https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands: a line
`::error file=PATH,line=1,endLine=2,title=TITLE::MESSAGE`. The runner ends a command at a line's end, its properties at
`::`, a property at `,`, and undoes exactly the escapes below. Of each step it shows ten errors, ten warnings and ten
notices, so the firmest findings come first, in the order they are given.
"""

from collections.abc import Mapping

_IN_MESSAGE = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_IN_PROPERTY = _IN_MESSAGE | str.maketrans({":": "%3A", ",": "%2C"})


def command(name: str, properties: Mapping[str, str], message: str) -> str:
    """Give one command, in one line; nothing in a property or the message ends it or begins another."""
    listed = ",".join(f"{key}={value.translate(_IN_PROPERTY)}" for key, value in properties.items())
    return f"::{name} {listed}::{message.translate(_IN_MESSAGE)}"
