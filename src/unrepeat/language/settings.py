"""Which rules look, by `.unrepeat/settings.yml`: those that are on, and the team's own."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from unrepeat.language.own_rules import NotARule, own_rules
from unrepeat.language.rule import Rule, rules
from unrepeat.ledger.files import Unreadable, read_plain
from unrepeat.ledger.kinds import FOLDER
from unrepeat.ledger.reading import YamlProblem
from unrepeat.ledger.reading import read as read_yaml

SETTINGS = "settings.yml"


def chosen_rules(here: Path, tell: Callable[[str], None]) -> list[Rule]:
    """Give the rules that look, by the settings of the nearest ledger at or above a folder; without one, the usual."""
    top = next((folder for folder in (here, *here.parents) if (folder / FOLDER / SETTINGS).is_file()), None)
    told = _settings(top / FOLDER / SETTINGS, tell) if top is not None else {}
    wanted = told.get("rules")
    switches = wanted if isinstance(wanted, dict) else {}
    known = dict(rules())
    if top is not None:
        for name in _names(told.get("rule-files")):
            try:
                known |= {rule.id: rule for rule in own_rules(top / name)}
            except NotARule as problem:
                tell(f"{name}: {problem} The other rules look.")
    for name in switches:
        if name not in known:
            tell(f"{FOLDER}/{SETTINGS}: there is no rule {name!r}. There are {', '.join(known)}.")
    return [rule for rule in known.values() if _is_on(switches.get(rule.id), usual=rule.is_on)]


def _settings(file: Path, tell: Callable[[str], None]) -> Mapping[str, Any]:
    try:
        return read_yaml(read_plain(file).decode("utf-8")).data
    except (Unreadable, UnicodeDecodeError, YamlProblem) as problem:
        tell(f"{FOLDER}/{SETTINGS} cannot be read ({problem}). The usual rules look.")
        return {}


def _names(told: object) -> list[str]:
    return [told] if isinstance(told, str) else [str(one) for one in told] if isinstance(told, list) else []


def _is_on(switch: object, *, usual: bool) -> bool:
    if isinstance(switch, bool):
        return switch
    return {"on": True, "yes": True, "off": False, "no": False}.get(str(switch).lower(), usual)
