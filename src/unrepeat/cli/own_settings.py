"""The user's own settings, in their configuration folder: what concerns one person and no repository."""

from collections.abc import Mapping
from typing import Any

import platformdirs

from unrepeat.cli.errors import say
from unrepeat.ledger.files import Unreadable, read_plain
from unrepeat.ledger.reading import YamlProblem, read


def own_settings() -> Mapping[str, Any]:
    """Read `settings.yml` of the user's configuration folder: `spiral: false` ends what `check` says of spirals."""
    file = platformdirs.user_config_path("unrepeat", appauthor=False) / "settings.yml"
    if not file.exists():
        return {}
    try:
        return read(read_plain(file).decode("utf-8")).data
    except (Unreadable, UnicodeDecodeError, YamlProblem) as reason:
        say(f"{file} cannot be read ({reason}). The usual settings hold.")
        return {}
