"""`rollout`: a change to these files sits behind a flag that is defined, and has a variant to fall back to."""

from collections.abc import Iterable, Iterator

from unrepeat.guards.finding import Firing
from unrepeat.guards.guard import Guard
from unrepeat.guards.kinds import CannotRun
from unrepeat.guards.kinds.flags import SAFE, Flag, Flags
from unrepeat.guards.kinds.rules import only, word, words
from unrepeat.guards.kinds.touching import line_of, needs_paths, touching
from unrepeat.guards.proposal import Proposal

_FILES = ("*.flagd.json",)  # in any folder, `.unrepeat/flags` among them


class Rollout:
    """Flags that are ready to be looked for.

    Rule: `flag` (keys; where none is given, any flag whose key stands in quotes in the changed files), `safe-variant`
    (the variant to fall back to; where it is not given, the flag's or its file's metadata name it as `safe_variant`),
    and `files` (globs of flagd files; all that end with .flagd.json).
    """

    by_line = False

    def __init__(self, guard: Guard) -> None:
        only(guard.rule, ("flag", "safe-variant", "files"))
        needs_paths(guard)
        self._guard = guard
        self._keys = words(guard.rule, "flag", ())
        self._safe = word(guard.rule, "safe-variant") if "safe-variant" in guard.rule else ""
        self._files = words(guard.rule, "files", _FILES)

    def firings(self, proposal: Proposal) -> Iterator[Firing]:
        """Give what keeps the change from being taken back in a moment, at the first file it changes."""
        edits = [] if proposal.whole else [edit for edit in touching(self._guard, proposal) if edit.status != "deleted"]
        if not edits:
            return
        flags = Flags(proposal.after, self._files)
        keys = self._keys or tuple(sorted({key for edit in edits for key in flags.named_in(edit.after)}))
        if flags.unreadable and not (keys and all(map(flags.of, keys))):
            raise CannotRun(f"{flags.unreadable[0]} cannot be read as flags.", "Mend it; flagd's schema says how.")
        if not keys and any(edit.unread in {"large", "missing"} for edit in edits):
            raise CannotRun(f"{edits[0].path} could not be read.", "Name the `flag` in the guard's rule.")
        for says, step in self._wrong(keys, flags):
            line = line_of(edits[0])
            yield Firing(edits[0].path, line, line, f"{self._guard.title} ({says})", f"{edits[0].path} {says}", step)

    def _wrong(self, keys: Iterable[str], flags: Flags) -> Iterator[tuple[str, str]]:
        """Give what is wrong with each flag, and what to do; that there is none is wrong, too."""
        if not keys:
            yield "no flag stands before it", f"ask a flag that {' or '.join(self._files)} defines"
        for key in keys:
            if not flags.of(key):
                yield f"the flag {key} is not defined", f"define it in {' or '.join(self._files)}"
            for flag in flags.of(key):
                yield from self._wrong_with(flag)

    def _wrong_with(self, flag: Flag) -> Iterator[tuple[str, str]]:
        safe = self._safe or flag.safe
        if flag.wrong:
            yield f"the flag {flag.key} {flag.wrong}", f"mend it in {flag.path}"
        elif not safe:
            yield (
                f"the flag {flag.key} names no variant to fall back to",
                f"add `{SAFE}` to its metadata in {flag.path}",
            )
        elif safe not in flag.variants:
            among = ", ".join(flag.variants)
            yield f"the flag {flag.key} has no variant {safe} to fall back to", f"name one of {among} in {flag.path}"
