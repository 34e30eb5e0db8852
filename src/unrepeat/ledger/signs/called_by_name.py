"""Signs that a route, a command of the command line, or an option of it went, or has another name or default."""

import re
from collections.abc import Iterator

from unrepeat.history.edit import Edit
from unrepeat.ledger.signs import go_flags
from unrepeat.ledger.signs.comments import LONGEST
from unrepeat.ledger.signs.places import neighbour
from unrepeat.ledger.signs.sign import Sign, of_interface

_ADDRESS = r"\(\s*(?:(?:path|value)\s*=\s*)?r?[\"'`](/?[\w{}<>:./$^*()?\\-]{1,120})[\"'`]"
_ROUTE = re.compile(
    r"(?:@\w[\w.]{0,60}\.(?:route|get|post|put|patch|delete|websocket)|@(?:Get|Post|Put|Patch|Delete|Request)Mapping"
    rf"|\b(?:app|router|server|api)\.(?:get|post|put|patch|delete|all|use)|\bHandleFunc){_ADDRESS}"
    rf"|(?<![\w.])(?:re_)?path{_ADDRESS},"  # as Django has it
)
_ROUTE_HINTS = ("route(", "Mapping(", "path(", "HandleFunc(", "app.", "router.", "server.", "api.", "@")
_OPTION = re.compile(r"[\"'](--[\w-]{2,60})(?:/(--[\w-]{2,60}))?[\"']|\.(?:long|opt|flag|opt_flag)\(\"([\w-]{2,60})\"")
_OPTION_HINTS = ('"--', "'--", ".long(", ".opt(", ".flag(", ".opt_flag(")
_TAKEN_BY = re.compile(
    r"(?:\b(?:add_argument|add_option|make_option|option|Option)|\.(?:long|opt|flag|opt_flag))\s*\($"
)
_FAR = 200  # letters between the name of an option and the bracket it stands in
_EVERYWHERE = frozenset({"--version", "--help", "--verbose"})
# `@cli.command("name")` with what stands between it and the function, or argparse's `add_parser("name")`.
_COMMAND = re.compile(
    r"^[ \t]*@(?:\w+\.){0,3}(?:command|group)(?:\(\s*(?:name\s*=\s*)?(?:[\"']([\w-]+)[\"'])?|[ \t]*$)"
    r"|\.add_parser\(\s*[\"']([\w-]+)[\"']",
    re.MULTILINE,
)
_FUNCTION = re.compile(r"^[ \t]*(?:async )?def (\w+)", re.MULTILINE)
_MAY = re.compile(r"\bdef |\.command|\.group|add_parser|^\s*(?:name=)?[\"'][\w-]+[\"'],?$", re.MULTILINE)
_COMMAND_HINTS = (".command", "add_parser(")
_ENDING = re.compile(r"_(?:command|cmd|group)$")  # which click leaves out of a command's name


def called_by_name(edit: Edit) -> Iterator[Sign]:
    """Find what people or programs call by its name and is not there any more."""
    if not edit.removed:
        return
    removed = "\n".join(line.text[:LONGEST] for line in edit.removed)
    if any(hint in removed for hint in _ROUTE_HINTS):
        for found in _ROUTE.finditer(removed):
            name = next(filter(None, found.groups()))
            if name not in edit.after:
                line = edit.removed[removed.count("\n", 0, found.start())].number
                yield _gone(edit, "route", name, 54, line)
    if edit.path.endswith(".py"):
        yield from _commands(edit, removed)
    if any(hint in removed for hint in _OPTION_HINTS):
        yield from _options(edit)
    if edit.path.endswith(".go"):
        yield from _flags(edit)


def _options(edit: Edit) -> Iterator[Sign]:
    """Find options that stood in a removed line; a program that passes them on names them too, in no such call."""
    met = set()
    for line in edit.removed:
        for found in _OPTION.finditer(line.text[:LONGEST]):
            for name in filter(None, found.groups()):
                if name not in met and name not in _EVERYWHERE and _is_option(edit.before, name):
                    met.add(name)
                    if not re.search(rf"[\"'/]{re.escape(name)}(?![\w-])", edit.after):
                        yield _gone(edit, "option", name, 55, line.number)


def _is_option(text: str, name: str) -> bool:
    """Say whether a name stands in a call that defines an option, as one of its first words."""
    for found in re.finditer(rf"[\"'/]{re.escape(name)}[\"'/]", text):
        before = text[max(found.start() - _FAR, 0) : found.start()]
        call, bracket, between = before.rpartition("(")
        if bracket and re.fullmatch(r"[\s\"',/\w-]*", between) and _TAKEN_BY.search(f"{call[-40:]}("):
            return True
    return False


def _commands(edit: Edit, removed: str) -> Iterator[Sign]:
    if not (any(hint in edit.before for hint in _COMMAND_HINTS) and _MAY.search(removed)):
        return
    after = dict(_named(edit.after))
    for name, place in _named(edit.before):
        if name not in after:
            line = edit.before.count("\n", 0, place) + 1
            yield _gone(edit, "command", name, 56, line)


def _named(text: str) -> Iterator[tuple[str, int]]:
    """Give the commands of a file, each with where it stands; one without a name is called as its function is."""
    for found in _COMMAND.finditer(text):
        function = None if found[2] or found[1] else _FUNCTION.search(text, found.end())
        name = found[2] or found[1] or (_ENDING.sub("", function[1]).replace("_", "-") if function else "")
        if name:
            yield name, found.start()


def _flags(edit: Edit) -> Iterator[Sign]:
    """Find flags of a program in Go; how they are told to others is by name and by what holds where none is given."""
    if not go_flags.may_differ(edit):
        return
    after = go_flags.read(edit.after)
    for name, (default, line) in go_flags.read(edit.before).items():
        if name not in after:
            yield _gone(edit, "option", name, 55, line)
        elif after[name].default != default:
            yield of_interface(edit, name, f"The default of the option `{name}` is another one.", 53, after[name].line)


def _gone(edit: Edit, what: str, name: str, weight: int, line: int) -> Sign:
    says = f"The {what} `{name}` went or has another name."
    return of_interface(edit, name, says, weight, neighbour(edit, line))
