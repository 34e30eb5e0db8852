"""Read what a Python module offers: the names of its `__all__`, or all that an `__init__.py` defines."""

import ast
import re
import warnings
from itertools import islice

from unrepeat.ledger.signs.brackets import IN_PYTHON, MOST_NAMES, to_closing

# A definition, or another statement that stands at the left margin and so ends the class above it.
_DEFINED = re.compile(r"\n(?:([ \t]*)(?:async[ \t]+)?(def|class)[ \t]+(\w+)[ \t]*(\(?)|(?=[A-Za-z]))")
_ALL = re.compile(r"\n__all__\b[^=\n]*=\s*(?=[(\[])")
_QUOTED = re.compile(r"[\"'](\w+)[\"']")


def is_front(path: str, text: str) -> bool:
    """Say whether others are meant to use a module, whose text before the change is given."""
    *folders, name = path.split("/")
    hidden = any(part.startswith("_") for part in (*folders, name.removeprefix("__init__")))
    return not hidden and (name == "__init__.py" or _ALL.search(f"\n{text}") is not None)


def read(text: str) -> dict[str, str]:
    """Give each public name, methods as `Class.method`, with the brackets of its definition."""
    text = f"\n{text}"
    listed = _ALL.search(text)
    exported = set(_QUOTED.findall(to_closing(text, listed.end(), IN_PYTHON))) if listed else None
    found = dict.fromkeys(sorted(exported or ()), "")
    around: list[tuple[int, str, bool]] = []  # indent, name and whether it is a class, of what a definition stands in
    for each in islice(_DEFINED.finditer(text), MOST_NAMES):
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
        if offered and not hidden and (exported is None or names[0] in exported):
            found[".".join(names)] = to_closing(text, each.end() - 1, IN_PYTHON) if each[4] and not is_class else ""
    return found


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
    return (
        names[: len(old_names)] == old_names
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
