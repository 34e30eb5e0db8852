"""The certificate of a guard: an in-toto statement with a test result, the same bytes for the same inputs.

https://github.com/in-toto/attestation/blob/main/spec/predicates/test-result.md. It holds no time of its own. What is
ours beside the predicate's fields stands under `unrepeat`.
"""

import json
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, get_args

from unrepeat import __version__
from unrepeat.guards.guard import Guard, Lesson, Verdict
from unrepeat.guards.reading import GUARDS

if TYPE_CHECKING:  # what a check reads of certificates needs nothing that proves
    from unrepeat.guards.prove import Proof, Verdicts

_STATEMENT = "https://in-toto.io/Statement/v1"
_TEST_RESULT = "https://in-toto.io/attestation/test-result/v0.1"
_ENGINES = {"pattern": "ast-grep-py", "text": "google-re2", "tests": "diff-cover"}  # by kind
_NOT_COMPARED = ("tools", "stops")  # other versions, and a history that went on, may prove the same


def place_of_certificate(guard: Guard) -> str:
    """Give the path of a guard's certificate, beside its file."""
    return str(PurePosixPath(GUARDS) / f"{guard.id}.json")


def certificate(found: "Verdicts", stops: list[dict[str, Any]]) -> str:
    """Write the certificate of a guard; `stops` says which links of which strings it would have stopped."""
    guard = found.guard
    passed = [_name(proof) for proof in found.proofs if proof.verdict == "proven"]
    failed = [_name(proof) for proof in found.proofs if proof.verdict not in {"proven", "inert", "not-replayable"}]
    warned = [_name(proof) for proof in found.proofs if proof.verdict in {"inert", "not-replayable"}]
    statement = {
        "_type": _STATEMENT,
        "subject": [{"name": f"{GUARDS}/{guard.id}.yml", "digest": {"sha256": guard.digest}}],
        "predicateType": _TEST_RESULT,
        "predicate": {
            "result": _result(found),
            "configuration": [_descriptor(proof) for proof in found.proofs],
            "passedTests": passed,
            "warnedTests": warned,
            "failedTests": failed,
        },
        "unrepeat": {
            "verdict": found.verdict,
            "says": found.says,
            "lessons": [_lesson(proof) for proof in found.proofs],
            "stops": stops,
            "tools": {"unrepeat": __version__, **_engine(guard)},
        },
    }
    return json.dumps(statement, indent=1, sort_keys=True, ensure_ascii=True) + "\n"


def is_of(text: str, guard: Guard) -> bool:
    """Say whether a certificate says that this very guard, with these paths and this rule, is proven."""
    held = _held(text)
    try:
        told = (held["predicate"]["result"], held["subject"][0]["digest"]["sha256"])
    except (KeyError, IndexError, TypeError):
        return False
    return bool(told == ("PASSED", guard.digest))


def recorded_lessons(text: str) -> list[Lesson]:
    """Give the lessons that a certificate names, none where it names none."""
    try:
        return [Lesson(one["culprit"], one["fix"]) for one in _held(text)["unrepeat"]["lessons"]]
    except (KeyError, TypeError):
        return []


def recorded_verdicts(text: str, guard: Guard) -> dict[Lesson, str]:
    """Give what a certificate says of each lesson; nothing where it is not of this very guard."""
    try:
        held = _held(text)
        if held["subject"][0]["digest"]["sha256"] != guard.digest:
            return {}
        said = {Lesson(one["culprit"], one["fix"]): one["verdict"] for one in held["unrepeat"]["lessons"]}
        passed = set(held["predicate"]["passedTests"])
    except (KeyError, IndexError, TypeError):
        return {}
    return {
        lesson: verdict
        for lesson, verdict in said.items()
        if verdict in get_args(Verdict) and (verdict != "proven" or _told("proven", lesson) in passed)
    }


def says_the_same(one: str, other: str) -> bool:
    """Say whether two certificates prove the same, by whichever versions of the tools."""
    return bool(_compared(one) == _compared(other))


def _compared(text: str) -> Any:  # noqa: ANN401 -- plain data
    held = _held(text)
    if isinstance(held, dict) and isinstance(held.get("unrepeat"), dict):
        own = {name: value for name, value in held["unrepeat"].items() if name not in _NOT_COMPARED}
        return held | {"unrepeat": own}
    return text


def _held(text: str) -> Any:  # noqa: ANN401 -- plain data of any form
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _result(found: "Verdicts") -> str:
    return {"proven": "PASSED", "not-replayable": "WARNED"}.get(found.verdict, "FAILED")


def _name(proof: "Proof") -> str:
    return _told(proof.verdict, proof.lesson)


def _told(verdict: str, lesson: Lesson) -> str:
    return f"{verdict}: {lesson.culprit[:12]} repaired by {lesson.fix[:12]}"


def _descriptor(proof: "Proof") -> dict[str, Any]:
    return {"name": "culprit", "digest": {"gitCommit": proof.lesson.culprit}}


def _lesson(proof: "Proof") -> dict[str, Any]:
    return {
        "culprit": proof.lesson.culprit,
        "fix": proof.lesson.fix,
        "verdict": proof.verdict,
        "says": proof.says,
        "shared": proof.shared,
        "paths": list(proof.paths),
        "fired_on": [one._asdict() for one in proof.fired_on],
        "silent_on": list(proof.silent_on),
    }


def _engine(guard: Guard) -> dict[str, str]:
    from importlib.metadata import PackageNotFoundError, version  # it takes longer to load than all the rest

    package = _ENGINES.get(guard.kind)
    try:
        return {package: version(package)} if package else {}
    except PackageNotFoundError:
        return {}
