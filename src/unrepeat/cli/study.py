"""`unrepeat study`: what this history can teach, as a report for the team."""

import json
import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import click

from unrepeat import __version__
from unrepeat.cli.errors import say
from unrepeat.cli.output import print_line
from unrepeat.cli.session import ProgressBar, Session, default_jobs, ledger_option, repository_option, since_option
from unrepeat.errors import OutputError
from unrepeat.git import Repository
from unrepeat.guards.guard import Lesson
from unrepeat.history.index import Index
from unrepeat.history.past import look_back
from unrepeat.retro import report
from unrepeat.retro.safeguards import Kept, safeguards, worth_trying
from unrepeat.retro.study import Study, fingerprint
from unrepeat.retro.study import study as gather

DEFAULT_OUT = Path("unrepeat-report")


@click.command()
@click.argument("folder", required=False, type=click.Path(), metavar="[REPO]")
@click.option(
    "--out", type=click.Path(path_type=Path), default=DEFAULT_OUT, help="Where to write the report.", show_default=True
)
@since_option
@ledger_option
@repository_option
def study(folder: str | None, out: Path, since: int, ledger: Path | None, repo: str | None) -> None:
    """Study a repository's history and write what it can teach: report.html, report.md and report.json.

    The report is for the team: what went well, the strings of mistakes, the places where mistakes gather, and the
    lessons that have no safeguard yet. It tells what, never who.
    """
    session = Session.begin(folder or repo, ledger)
    head = session.repository.head()
    target = _prepared(out, session.repository, head)
    found = session.with_index([head], lambda index: _gathered(session, index, head, since))
    _write(target, found)
    _summarise(found, target)


def _gathered(session: Session, index: Index, head: str, since: int) -> Study:
    verdicts = session.verdicts(index)
    skipped = index.skipped_objects()
    if skipped:
        say(f"{skipped:,} objects could not be read (a partial clone, or damage); the rest is studied.")
    name = _name(session.repository)
    key = f"study {__version__} {head} {since} {name} {fingerprint(verdicts)}"

    def make() -> str:
        progress = ProgressBar("Studying")
        try:
            steps = iter(range(1, 5))
            past = look_back(index, index.ordinal(head), verdicts=verdicts, step=lambda _: progress(next(steps), 5))
            return json.dumps(gather(index, past, name=name, version=__version__, since=since))
        finally:
            progress.end()

    found: Study = json.loads(index.derived(key, make))
    there = _guards_there(session, index, head)
    learned = _learned(session, index, head, worth_trying(found["strings"], there))
    taking = "" if session.repository.worktree else " --ledger DIR"
    return found | {"safeguards": safeguards(found["strings"], learned, there, taking=taking)}


def _guards_there(session: Session, index: Index, head: str) -> list[Kept]:
    """Give the guards that the repository has; where there are none, what reads them is not even loaded."""
    if session.ledger is None:
        there = bool(index.derived(f"guards {head}", lambda: " ".join(_guards_of(session.repository, head))))
    else:
        there = any((session.ledger / "guards").glob("*.yml"))
    if not there:
        return []
    from unrepeat.cli.guarding import kept_guards

    return kept_guards(session)


def _guards_of(repository: Repository, head: str) -> Iterable[str]:
    from unrepeat.guards.reading import GUARDS
    from unrepeat.guards.trees import GitTree

    with repository.view() as view:
        return GitTree(view, head).under(GUARDS).values()


def _learned(session: Session, index: Index, head: str, lessons: Sequence[Lesson]) -> dict[Lesson, Any]:
    """Give what is learned of each link; what came to its end is kept for next time."""
    keys = {lesson: f"learned {__version__} {head} {lesson.culprit} {lesson.fix}" for lesson in lessons}
    found = {lesson: json.loads(kept) for lesson, key in keys.items() if (kept := index.kept(key)) is not None}
    left = [lesson for lesson in lessons if lesson not in found]
    if left:
        from unrepeat.retro.learning import learn  # it takes long to load, and a study again needs none of it

        progress = ProgressBar("Trying safeguards")
        try:
            came = learn(
                session.repository, head, left, jobs=default_jobs(), done=lambda count: progress(count, len(left))
            )
            for lesson, answer, ended in came:
                found[lesson] = answer
                if ended:
                    index.keep(keys[lesson], json.dumps(answer))
        finally:
            progress.end()
    return found


def _name(repository: Repository) -> str:
    folder = repository.worktree or repository.common
    name = folder.resolve().name
    return (folder.resolve().parent.name if name == ".git" else name).removesuffix(".git") or "repository"


def _prepared(out: Path, repository: Repository, head: str) -> Path:
    """Make the folder for the report; refuse one that holds files of the repository."""
    remedy = "Name another folder with `--out DIR`."
    target = out.absolute()
    if repository.worktree is not None:
        top, resolved = repository.worktree.resolve(), target.resolve()
        if resolved == top:
            raise OutputError(f"The report cannot go into the repository's own top folder {target}.", remedy)
        if resolved.is_relative_to(top) and repository.tracks(head, os.fsencode(resolved.relative_to(top))):
            raise OutputError(f"{target} holds files that the repository tracks.", remedy)
    try:
        new = not target.exists()
        target.mkdir(parents=True, exist_ok=True)
        if new:
            (target / ".gitignore").write_text("*\n")  # a derived folder, not to be committed by chance
    except OSError as error:
        raise OutputError(f"The folder {target} cannot be made ({error.strerror}).", remedy) from None
    return target


def _write(target: Path, found: Study) -> None:
    contents = {
        "report.html": report.as_html(found),
        "report.md": report.as_markdown(found),
        "report.json": json.dumps(found, indent=1, ensure_ascii=True) + "\n",
    }
    for name, content in contents.items():
        temporary = target / f".{name}.{os.getpid()}.tmp"
        try:
            temporary.write_text(content, encoding="utf-8")
            temporary.replace(target / name)
        except OSError as error:
            temporary.unlink(missing_ok=True)
            raise OutputError(
                f"{target / name} could not be written ({error.strerror}).",
                "Make room or check the rights, or name another folder with `--out DIR`.",
            ) from None


def _summarise(found: Study, target: Path) -> None:
    print_line(f"{found['repository']} as of {found['as_of'][:10]}")
    for sentence in report.sentences(found):
        print_line(f"  {sentence}")
    still_open = [string for string in found["strings"] if string["open"]]
    if still_open:
        print_line("Strings still open:")
        for string in still_open[:5]:
            last = string["changes"][-1]
            print_line(
                f"  {last['commit'][:12]} {last['time'][:10]}  {last['subject'][:80]}"
                f"  ({len(string['changes'])} changes)"
            )
    offers = [offer for row in found["safeguards"] for offer in row["offers"]]
    if offers:
        print_line("Guards that would have stopped a link, for you to choose from:")
        for offer in offers[:3]:
            stop = offer["stops"][0]
            print_line(f"  link {stop['link']} of {stop['of']} of {stop['string'][:19]}  {offer['says'][:120]}")
    print_line(f"The report is in {target / 'report.html'}")
