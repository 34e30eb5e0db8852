"""Read what a Python module offers: the names of its `__all__`, or all that it defines and does not hide."""

import ast
import re
import warnings
from collections.abc import Sequence
from itertools import islice

from unrepeat.history.edit import Edit, Line
from unrepeat.ledger.signs.brackets import IN_PYTHON, MOST_NAMES, to_closing

# A definition, or another statement that stands at the left margin and so ends the class above it.
_DEFINED = re.compile(r"\n(?:([ \t]*)(?:async[ \t]+)?(def|class)[ \t]+(\w+)[ \t]*(\(?)|(?=[A-Za-z]))")
_ALL = re.compile(r"\n__all__\b[^=\n]*=\s*(?=[(\[])")
_QUOTED = re.compile(r"[\"'](\w+)[\"']")
# Functions that nobody calls by their name: commands, routes, hooks, fixtures.
_CALLED_OTHERWISE = re.compile(
    r"^[ \t]*@[\w.]*(?:command|group|callback|option|argument|route|get|post|put|patch|delete|websocket|hookimpl"
    r"|fixture|receiver|task|overload|register|setter|deleter)\b",
    re.MULTILINE,
)
# What serves to make, run and check a project, and what a framework calls; nobody imports these.
_TOOLS = re.compile(
    r"(?:^|/)(?:scripts?|bin|tools?|hack|contrib|misc|maint\w*|dev|devel|build\w*|utilities|docs?|packaging|migrations"
    r"|versions|management|plugins|cookbooks|playbooks|roles|library)/"
    r"|(?:^|/)(?:setup|conftest|manage|noxfile|fabfile|tasks|views|admin|urls|apps|signals|wsgi|asgi|settings)\.py$"
)
_IN_PACKAGE = re.compile(r"(?:^|/)(?!(?:src|lib|app)/)[A-Za-z]\w*/[A-Za-z]\w*\.py$")
_DEFINES = ("def ", "class ", "__all__")
_ENDS_SIGNATURE = re.compile(r":\s*(?:#.*)?$")
_MOST_PARAMETERS = 40  # lines over which a signature may go on
_LONGEST_LIST = 100_000  # letters of `__all__`
_COMMAND = re.compile(r"^@[\w.]+\.command\b", re.MULTILINE)
_DOCUMENTED = re.compile(r"(?:\s*->\s*[^\n:]{1,200})?\s*:[ \t]*(?:#[^\n]*)?\s*[rRuU]?[\"']")
_FAR = 2_000  # letters above a definition, among which its decorators stand


def is_front(path: str, text: str) -> bool:
    """Say whether others may use a module, whose text before the change is given: one of a package, or that says so."""
    *folders, name = path.split("/")
    if any(part.startswith("_") for part in (*folders, name.removeprefix("__init__"))):
        return False
    if says_so(path, text):
        return True
    # what stands beside the commands of a program serves these
    if not _IN_PACKAGE.search(path) or _TOOLS.search(path):
        return False
    return "ArgumentParser(" not in text and not (".command" in text and _COMMAND.search(text))


def says_so(path: str, text: str) -> bool:
    """Say whether a module is a package's face, or lists what it offers; else only its documents tell that."""
    return path.endswith("__init__.py") or ("__all__" in text and _ALL.search(f"\n{text}") is not None)


def is_documented(text: str, begin: int) -> bool:
    """Say whether a text that documents it follows the name of a function or class, which ends at `begin`."""
    opening = re.compile(r"\s*(?=\()").match(text, begin)
    end = opening.end() + len(to_closing(text, opening.end(), IN_PYTHON)) if opening else begin
    return _DOCUMENTED.match(text, end) is not None


def may_differ(edit: Edit) -> bool:
    """Say whether a change may touch what a module offers; seen from its lines, since reading it all takes long."""
    sides = ((edit.removed, edit.before), (edit.added, edit.after))
    touched = any(word in line.text for side, _ in sides for line in side for word in _DEFINES)
    if not touched and not any(_within_signature(side, text) for side, text in sides):
        return False
    old, new = (read(text) for text in _changed_part(edit.before.split("\n"), edit.after.split("\n")))
    return any(name not in new or differs(said, new[name]) for name, said in old.items())


def _changed_part(before: Sequence[str], after: Sequence[str]) -> tuple[str, str]:
    """Give both texts without most of the lines at their ends that are the same.

    What is left goes from the statement that holds what differs to the end of a signature that goes on.
    """
    same = next((place for place, (old, new) in enumerate(zip(before, after, strict=False)) if old != new), 0)
    first = next(
        (place for place in range(same, 0, -1) if before[place : place + 1] and before[place][:1].isalpha()), 0
    )
    ends = zip(reversed(before[same:]), reversed(after[same:]), strict=False)
    last = next((count for count, (old, new) in enumerate(ends) if old != new), 0)
    ending = before[len(before) - last :][:_MOST_PARAMETERS]
    last -= next((count for count, line in enumerate(ending, 1) if _ENDS_SIGNATURE.search(line)), len(ending))
    return "\n".join(before[first : len(before) - last]), "\n".join(after[first : len(after) - last])


def _within_signature(lines: Sequence[Line], text: str) -> bool:
    """Say whether one of some lines of a text stands below a `def` that does not end above it."""
    around = text.split("\n") if lines else []
    last = -1
    for line in lines:
        if line.number != last + 1:  # of lines in a row the first one tells
            for above in reversed(around[max(line.number - _MOST_PARAMETERS, 0) : line.number - 1]):
                if not above.strip() or _ENDS_SIGNATURE.search(above):
                    break
                if "def " in above:
                    return True
        last = line.number
    return False


def read(text: str) -> dict[str, str]:
    """Give each public name, methods as `Class.method`, with the brackets of its definition."""
    text = f"\n{text}"
    listed = _ALL.search(text) if "__all__" in text else None
    exported = set(_QUOTED.findall(to_closing(text, listed.end(), IN_PYTHON, _LONGEST_LIST))) if listed else None
    found = dict.fromkeys(sorted(exported or ()), "")
    around: list[tuple[int, str, bool]] = []  # indent, name and whether it is a class, of what a definition stands in
    last = 0
    for each in islice(_DEFINED.finditer(text), MOST_NAMES):
        above, last = text[max(last, each.start() - _FAR) : each.start()], each.end()
        if each[2] is None:
            around.clear()
            continue
        indent, is_class, name = len(each[1].expandtabs()), each[2] == "class", each[3]
        while around and around[-1][0] >= indent:
            around.pop()
        within = [outer for _, outer, _ in around]
        offered = all(outer_is_class for *_, outer_is_class in around)
        around.append((indent, name, is_class))
        names = [*within, name]
        hidden = any(part.startswith("_") and part != "__init__" for part in names)
        if offered and not hidden and (exported is None or names[0] in exported) and _is_called(above):
            found[".".join(names)] = to_closing(text, each.end() - 1, IN_PYTHON) if each[4] and not is_class else ""
    return found


def _is_called(above: str) -> bool:
    """Say whether what is defined below some lines is called by its name: decorators stand there, up to a blank one."""
    return "@" not in above or _CALLED_OTHERWISE.search(above.rpartition("\n\n")[2]) is None


def differs(before: str, after: str) -> bool:
    """Say whether a call that was right may be wrong now; what cannot be read is taken to be alike."""
    if "".join(before.split()) == "".join(after.split()):
        return False
    old, new = _arguments(before), _arguments(after)
    return old is not None and new is not None and not _accepts(new, old)


def _arguments(signature: str) -> ast.arguments | None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what is wrong with the texts in it is not ours to say
            made = ast.parse(f"def f{signature}: pass").body[0]
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    return made.args if isinstance(made, ast.FunctionDef) else None


def _accepts(new: ast.arguments, old: ast.arguments) -> bool:
    """Say whether whatever could be passed to the old form can be passed to the new one.

    `_name` is not meant to be passed: it makes a global quick, or keeps a value.
    """
    names, old_names = (_positional(each) for each in (new, old))
    must, old_must = (names[: _required(new)], old_names[: _required(old)])
    keywords, old_keywords = ({one.arg for one in each.kwonlyargs if not _is_hidden(one)} for each in (new, old))
    needed, old_needed = (
        {one.arg for one, default in zip(each.kwonlyargs, each.kw_defaults, strict=True) if default is None}
        for each in (new, old)
    )
    kept = min(len(names), len(old_names)) if new.vararg and new.kwarg else len(old_names)  # the rest goes there
    return (
        names[:kept] == old_names[:kept]
        and set(must) <= set(old_must)
        and needed <= old_needed
        and (new.kwarg is not None or old_keywords <= keywords | set(names))
        and (old.vararg is None or new.vararg is not None)
        and (old.kwarg is None or new.kwarg is not None)
    )


def _positional(form: ast.arguments) -> list[str]:
    """Give the names that may be passed by their place, up to the first that is not meant to be passed."""
    every = [*form.posonlyargs, *form.args]
    hidden = next(
        (place for place, one in enumerate(every) if place >= _required(form) and _is_hidden(one)), len(every)
    )
    return [one.arg for one in every[:hidden]]


def _required(form: ast.arguments) -> int:
    return len(form.posonlyargs) + len(form.args) - len(form.defaults)


def _is_hidden(argument: ast.arg) -> bool:
    return argument.arg.startswith("_")
