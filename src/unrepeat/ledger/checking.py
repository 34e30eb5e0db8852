"""Answer a need's `done-when`, entry by entry: the code answers some, a trusted program or a signature the others."""

import json
from collections.abc import Iterable, Mapping, Sequence
from shlex import quote
from typing import Any

from unrepeat.errors import UnrepeatError
from unrepeat.git import Repository
from unrepeat.ledger.answers import Answer
from unrepeat.ledger.catalogue import Catalogue
from unrepeat.ledger.identity import comparable
from unrepeat.ledger.kinds import SIGNATURE
from unrepeat.ledger.ledger import Ledger
from unrepeat.ledger.record import Record
from unrepeat.ledger.scope import done_when

OF_PEOPLE = ("command", "sign-off")


class Checking:
    """What is done as of a commit (full hash, None where there is none); the code's answers are kept for next time.

    What stands in the folders of records is no code: it says what is wanted, not what is there.
    """

    def __init__(
        self,
        repository: Repository,
        commit: str | None,
        ledger: Ledger,
        catalogue: Catalogue,
        folders_of_records: Sequence[str],
    ) -> None:
        self._repository = repository
        self._commit = commit
        self._ledger = ledger
        self._folders_of_records = sorted(folders_of_records)
        self._catalogue = catalogue
        self._known: dict[str, Answer] = {}

    def prepare(self, needs: Iterable[Record]) -> None:
        """Ask the code about all entries of some needs at once, which costs git far less than one by one."""
        if self._commit is None:
            return
        wanted = {
            _key(condition): condition
            for need in needs
            for condition in done_when(need)
            if next(iter(condition)) not in OF_PEOPLE
        }
        apart = json.dumps(self._folders_of_records)
        place = f"done {self._commit} {' '.join(sorted(self._repository.shallow_commits()))} {apart}"
        kept = self._catalogue.answers(f"{place} {key}" for key in wanted)
        read = {key.removeprefix(f"{place} "): json.loads(value) for key, value in kept.items()}
        self._known = {key: Answer(*value) for key, value in read.items() if _is_answer(value)}
        missing = [key for key in wanted if key not in self._known]
        if missing:
            from unrepeat.ledger.done import Code

            code = Code(self._repository, self._commit, self._folders_of_records)
            answers = dict(zip(missing, code.answer([wanted[key] for key in missing]), strict=True))
            self._known.update(answers)
            # One that is open may be told once a fetch brings what this clone lacks.
            told = {key: answer for key, answer in answers.items() if answer.met is not None}
            self._catalogue.keep({f"{place} {key}": json.dumps(answer) for key, answer in told.items()})

    def ask(self, need: Record, condition: Mapping[str, Any]) -> Answer:
        """Say whether one entry of the `done-when` of a prepared need holds."""
        name, content = next(iter(condition.items()))
        if name == "sign-off":
            return self._signed(need, str(content))
        if self._commit is None:
            return Answer(met=False, reason="there is no commit yet", next="make a first commit")
        if name == "command":
            return self._run(need, str(content))
        return self._known[_key(condition)]

    def _signed(self, need: Record, role: str) -> Answer:
        if comparable(role) in self._ledger.said(SIGNATURE, need):
            return Answer(met=True, reason=f"signed off by {role}", next="")
        former = comparable(role) in {comparable(one.who) for one in self._ledger.said_of(SIGNATURE, need)}
        reason = f"{role} signed off an earlier version" if former else f"{role} has not signed it off"
        return Answer(met=False, reason=reason, next=f"unrepeat sign {need.id} --as {quote(role)}")

    def _run(self, need: Record, command: str) -> Answer:
        from unrepeat.ledger.scratch import run_in_tree
        from unrepeat.ledger.trust import is_trusted

        if not is_trusted(command, self._repository.common):
            reason = f"its command was not run, since nobody trusted it on this machine: {command}"
            return Answer(met=None, reason=reason, next=f"unrepeat trust {need.id}")
        assert self._commit is not None, "asked only where there is a commit"  # noqa: S101 -- tells mypy so
        try:
            ran = run_in_tree(self._repository, self._commit, command)
        except UnrepeatError as error:
            return Answer(met=None, reason=f"its command could not be run: {error.what}", next=error.remedy)
        if ran.status == 0:
            return Answer(met=True, reason=f"`{command}` succeeds", next="")
        last = ran.output.strip().splitlines()[-1:] or ["it said nothing"]
        how = f"ends with {ran.status}" if ran.status is not None else f"was ended (too much {ran.ended})"
        return Answer(met=False, reason=f"`{command}` {how}: {last[0][:200]}", next="change the code until it succeeds")


def _is_answer(value: object) -> bool:
    """Say whether what was kept has the shape of an answer; what has not is asked again."""
    shape = [bool, str, str]
    return isinstance(value, list) and [type(one) for one in value] == shape


def _key(condition: Mapping[str, Any]) -> str:
    return json.dumps(condition, sort_keys=True)
