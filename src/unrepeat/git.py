"""The one seam to git: find a repository, name its commits, read its objects, run nothing it brings.

History is read through a *view*: a scratch git directory of our own that borrows the repository's objects (git's
`objects/info/alternates`). So no configuration, attribute, hook, filter or remote of the repository is ever read while
its history is, and what we write (the trees that `history.diffs` compares) never lands in it.
"""

import errno
import fcntl
import os
import resource
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from unrepeat.errors import GitError, RepositoryError, UnknownPath, UnknownRevision, UnrepeatError

LONGEST_NAME = 10_000  # letters of a revision; no system takes arguments of any length
OLDEST_GIT = (2, 31)  # the first with `rev-parse --path-format`

_SET_PIPE_SIZE = getattr(fcntl, "F_SETPIPE_SZ", 1031)  # Linux; Python knows the name from 3.10 on

PINNED = {
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_ATTR_NOSYSTEM": "1",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    # In a partial clone git would run the remote's upload-pack program to get a missing object.
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_ALLOW_PROTOCOL": "none",
    "GIT_PAGER": "cat",
    "LC_ALL": "C",
}

# Languages whose functions stand inside others, so that git's own rule ("a line that starts with a letter") names
# the class at best. The names on the right are git's built-in drivers: see gitattributes(5), "Defining a custom
# hunk-header".
FUNCTION_DRIVERS = {
    "py": "python",
    "rb": "ruby",
    "java": "java",
    "rs": "rust",
    "cs": "csharp",
    "php": "php",
    "kt": "kotlin",
    "ex": "elixir",
    "exs": "elixir",
    "pl": "perl",
    "pm": "perl",
}


def environment() -> dict[str, str]:
    """Give the environment for git: the user's own without any GIT_ variable, with what must hold pinned."""
    return {k: v for k, v in os.environ.items() if not k.startswith("GIT_")} | PINNED


def _execute(
    arguments: Sequence[str | bytes],
    *,
    env: Mapping[str, str] | None = None,
    stdin: bytes | None = None,
    timeout: float | None = None,
) -> subprocess.CompletedProcess[bytes]:
    try:
        return subprocess.run(
            ["git", *arguments],
            env=env or environment(),
            input=stdin,
            stdin=subprocess.DEVNULL if stdin is None else None,
            capture_output=True,
            check=False,
            timeout=timeout,
        )
    except FileNotFoundError:
        raise GitError("The git program was not found.", "Install git 2.31 or newer and try again.") from None
    except subprocess.TimeoutExpired:
        raise GitError(
            f"Git gave no answer within {timeout:.0f} seconds.",
            "Look at the repository's configuration (`git config --list --show-origin`); something in it blocks.",
        ) from None


_ENDED_FROM_OUTSIDE = frozenset(
    -number for number in (signal.SIGKILL, signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGXFSZ, signal.SIGXCPU)
)


class GitStopped(UnrepeatError):
    """Git was ended from outside (no memory, a limit, Ctrl-C), which says nothing about the repository."""

    def __init__(self, status: int) -> None:
        super().__init__(
            f"Git was stopped before it was done ({signal.strsignal(-status)}).",
            "Look for limits on memory or on the size of files, then run the command again; nothing is lost.",
        )


def _complaint(stderr: bytes) -> str:
    """Give git's own last words, short and on one line."""
    lines = stderr.decode("utf-8", "replace").strip().splitlines()
    return lines[-1].removeprefix("fatal: ")[:200] if lines else "no reason given"


def _confine(process: int, memory: int) -> None:
    """Keep a program from taking more memory than this (bytes), files that it maps aside; Linux alone can."""
    with suppress(OSError, AttributeError):
        resource.prlimit(process, resource.RLIMIT_DATA, (memory, memory))


def widen(pipe: IO[bytes]) -> None:
    """Let git write further ahead of us than the usual 64 KiB, where the system can."""
    with suppress(OSError):
        fcntl.fcntl(pipe.fileno(), _SET_PIPE_SIZE, 1 << 20)


@dataclass(frozen=True)
class Repository:
    """A repository found on disk: where its parts are, and which commits its names stand for."""

    folder: Path
    common: Path
    objects: Path
    worktree: Path | None
    object_format: str

    @classmethod
    def discover(cls, folder: Path) -> "Repository":
        """Find the repository around a folder; raise RepositoryError where there is none."""
        if not os.path.isdir(folder):  # noqa: PTH112 -- Path.is_dir fails where a name is too long
            raise RepositoryError(f"There is no folder at {folder}.", "Give the path of a git repository.")
        try:
            folder.absolute()
        except FileNotFoundError:
            raise RepositoryError("The current folder is no longer there.", "Go to another one with `cd`.") from None

        def ask(*arguments: str) -> bytes | None:
            # Ownership is no concern here: nothing that the repository names is run.
            done = _execute(
                ["-c", "safe.directory=*", "-C", str(folder), "rev-parse", "--path-format=absolute", *arguments],
                timeout=30,
            )
            return done.stdout.removesuffix(b"\n") if done.returncode == 0 else None

        # One call where it will do, for each costs milliseconds: not where a path holds a newline, or there is no top.
        together = ask("--git-common-dir", "--git-path", "objects", "--show-toplevel", "--show-object-format")
        parts: list[bytes | None] = list(together.split(b"\n")) if together is not None else []
        if len(parts) != 4:
            parts = [ask("--git-common-dir"), ask("--git-path", "objects"), ask("--show-toplevel")]
            parts.append(ask("--show-object-format"))
        common, objects, worktree, object_format = parts
        if common is None or objects is None:
            cls._require_version()
            raise RepositoryError(
                f"There is no git repository that can be read at {folder.absolute()}.",
                "Go to one, or name it with `--repo DIR`.",
            )
        return cls(
            folder=folder,
            common=Path(os.fsdecode(common)),
            objects=Path(os.fsdecode(objects)),
            worktree=Path(os.fsdecode(worktree)) if worktree else None,
            object_format=(object_format or b"sha1").decode(),
        )

    @staticmethod
    def _require_version() -> None:
        said = _execute(["--version"]).stdout.decode("ascii", "replace").split()
        try:
            version = tuple(int(part) for part in said[2].split(".")[:2])
        except (IndexError, ValueError):
            return
        if version < OLDEST_GIT:
            raise GitError(f"This git is version {said[2]}, which is too old.", "Install git 2.31 or newer.")

    @property
    def null(self) -> str:
        """The hash that stands for 'no object'."""
        return "0" * (64 if self.object_format == "sha256" else 40)

    def shallow_commits(self) -> frozenset[str]:
        """Give the commits whose parents a shallow clone left out."""
        try:
            return frozenset((self.common / "shallow").read_text("ascii").split())
        except (OSError, UnicodeDecodeError):
            return frozenset()

    def is_partial(self) -> bool:
        """Say whether objects may be missing because a partial clone left them out."""
        return any(self.objects.glob("pack/*.promisor"))

    def resolve(self, revision: str) -> str:
        """Give the full hash of the commit that a revision names; raise UnknownRevision where it names none."""
        if "\0" not in revision and len(revision) < LONGEST_NAME:
            done = _execute(
                [
                    *("-c", "safe.directory=*", "-C", str(self.folder), "rev-parse", "--verify", "--quiet"),
                    *("--end-of-options", revision + "^{commit}"),
                ],
                timeout=30,
            )
            if done.returncode == 0:
                return done.stdout.decode().strip()
        raise UnknownRevision(
            f"{revision[:80]!r} names no commit of this repository.",
            "Check the spelling; in a shallow clone, `git fetch --unshallow` brings older commits.",
        )

    def names(self, revision: str) -> bool:
        """Say whether a name stands for a commit of this repository."""
        try:
            self.resolve(revision)
        except UnknownRevision:
            return False
        return True

    def head(self) -> str:
        """Give the hash of the head commit; raise RepositoryError where there is none yet."""
        try:
            return self.resolve("HEAD")
        except UnknownRevision:
            raise RepositoryError(
                "This repository's HEAD leads to no commit that can be read.",
                "Make a first commit, check out a branch that has one, or try `git fsck`.",
            ) from None

    def touched(self, commits: Sequence[str]) -> list[str]:
        """Give the files that some commits (full hashes) changed against their first parents, sorted.

        A path that is no text is left out: nobody could write it down.
        """
        found: set[str] = set()
        with self.view() as view:
            for commit in commits:
                named = view.run(
                    "diff-tree", "-r", "-z", "-m", "--first-parent", "--root", "--no-commit-id", "--name-only", commit
                )
                found.update(os.fsdecode(path) for path in named.split(b"\0") if path)
        return sorted(path for path in found if path.isprintable())

    def own_name(self) -> tuple[str, str]:
        """Give the name and address that the person at this machine gave git, empty where none; nobody else's.

        As git has it for whoever writes a change: what the environment says comes before any setting, and `author.*`
        before `user.*` (git-commit(1), "COMMIT INFORMATION").
        """
        asked = ("config", "-z", "--get-regexp", r"^(author|user)\.(name|email)$")
        done = _execute(["-c", "safe.directory=*", "-C", str(self.folder), *asked], env=os.environ, timeout=30)
        settings = dict(line.partition("\n")[::2] for line in done.stdout.decode("utf-8", "replace").split("\0"))

        def first(part: str) -> str:
            environment = (os.environ.get(f"GIT_{whose}_{part.upper()}", "") for whose in ("AUTHOR", "COMMITTER"))
            said = (*environment, *(settings.get(f"{whose}.{part}", "") for whose in ("author", "user")))
            return next((one.strip() for one in said if one.strip()), "")

        return first("name"), first("email")

    def hooks(self) -> Path:
        """Give the folder from which git runs hooks here, by the person's own settings too; its links are followed."""
        env = {name: one for name, one in os.environ.items() if not name.startswith("GIT_") or "CONFIG" in name}
        asked = ("-c", "safe.directory=*", "-C", str(self.worktree or self.folder), "rev-parse")
        done = _execute([*asked, "--path-format=absolute", "--git-path", "hooks"], env=env, timeout=30)
        if done.returncode != 0:
            raise GitError(f"Git does not say where hooks are: {_complaint(done.stderr)}.", "Try `git config --list`.")
        return Path(os.fsdecode(done.stdout.removesuffix(b"\n")))

    def tracks(self, commit: str, folder: bytes) -> bool:
        """Say whether a commit holds anything at or under a folder (relative to the top, with `/`)."""
        with self.view() as view:
            listed = view.run("ls-tree", "--name-only", "-z", commit, "--", os.fsdecode(folder))
        return bool(listed)

    def not_checked_out(self, folder: str) -> list[str]:
        """Give the tracked files below a folder that a sparse checkout leaves out of the work tree."""
        rules = (self.common / "info/sparse-checkout", *self.common.glob("worktrees/*/info/sparse-checkout"))
        if self.worktree is None or not any(one.is_file() for one in rules):
            return []
        asked = ("-c", "safe.directory=*", "-c", "core.fsmonitor=false", "-C", str(self.worktree))
        listed = _execute([*asked, "ls-files", "-t", "-z", "--", f":(top,literal){folder}"], timeout=30).stdout
        return [os.fsdecode(line[2:]) for line in listed.split(b"\0") if line.startswith(b"S ")]

    def lend_index(self, view: "View") -> None:
        """Copy the index, which says what is staged, into a view, where `diff-index --cached` then reads it.

        While `git commit -a` or `git commit PATH` runs a hook, what will be committed stands in a file beside the
        index, named by GIT_INDEX_FILE. So that name counts, but not one that leads out of this repository.
        """
        asked = ("-c", "safe.directory=*", "-C", str(self.folder), "rev-parse", "--path-format=absolute")
        index = Path(os.fsdecode(_execute([*asked, "--git-path", "index"], timeout=30).stdout.removesuffix(b"\n")))
        named = Path(os.environ.get("GIT_INDEX_FILE") or index).absolute()
        if named.parent.resolve() != index.parent.resolve():
            named = index
        for file, copy in ((named, "index"), *((part, part.name) for part in index.parent.glob("sharedindex.*"))):
            with suppress(FileNotFoundError):  # before the first `git add` there is none
                shutil.copyfile(file, view.folder / copy)

    @contextmanager
    def view(self) -> Iterator["View"]:
        """Open a view of the objects: a scratch git directory that is removed at the end."""
        try:
            folder = Path(tempfile.mkdtemp(prefix="unrepeat-"))
        except OSError as error:
            raise GitError(
                f"No temporary folder could be made ({error.strerror}).", "Make room, or set TMPDIR to another disk."
            ) from None
        try:
            self._lay_out(folder)
            yield View(folder, self.null)
        except OSError as error:
            raise GitError(
                f"A temporary file could not be written ({error.strerror}).",
                "Make room, or set TMPDIR to another disk.",
            ) from error
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def _lay_out(self, folder: Path) -> None:
        for name in ("objects/info", "refs", "info"):
            (folder / name).mkdir(parents=True)
        (folder / "HEAD").write_text("ref: refs/heads/none\n")
        quoted = os.fsencode(self.objects).replace(b"\\", b"\\\\").replace(b'"', b'\\"').replace(b"\n", b"\\n")
        (folder / "objects/info/alternates").write_bytes(b'"' + quoted + b'"\n')
        config = "[core]\nrepositoryformatversion = 0\nbare = true\n"
        if self.object_format != "sha1":
            config = (
                f"[core]\nrepositoryformatversion = 1\nbare = true\n[extensions]\nobjectformat = {self.object_format}\n"
            )
        (folder / "config").write_text(config)
        attributes = "".join(f"*.{ending} diff={driver}\n" for ending, driver in FUNCTION_DRIVERS.items())
        (folder / "info/attributes").write_text(attributes)
        shallow = self.shallow_commits()
        if shallow:
            (folder / "shallow").write_text("".join(f"{commit}\n" for commit in sorted(shallow)))


class View:
    """Runs git on a repository's objects and on nothing else of it."""

    def __init__(self, folder: Path, null: str) -> None:
        self.folder = folder
        self.null = null
        self._environment = environment() | {"GIT_DIR": str(folder)}

    def run(self, *arguments: str, stdin: bytes | None = None) -> bytes:
        """Give what git prints; raise GitError where it fails."""
        done = _execute(arguments, env=self._environment, stdin=stdin)
        if done.returncode != 0:
            raise self._failure(arguments, done.returncode, done.stderr)
        return done.stdout

    @contextmanager
    def stream(self, *arguments: str, stdin: bytes = b"", memory: int = 0) -> Iterator[IO[bytes]]:
        """Give git's output while it is made; raise GitError at the end where git failed.

        A consumer that leaves early ends the program. `memory` (bytes) is the most that git may take, on Linux.
        """
        with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as said:
            given.write(stdin)
            given.seek(0)
            try:
                process = subprocess.Popen(
                    ["git", *arguments],
                    env=self._environment,
                    stdin=given,
                    stdout=subprocess.PIPE,
                    stderr=said,
                    bufsize=1 << 18,
                )
            except FileNotFoundError:
                raise GitError("The git program was not found.", "Install git and try again.") from None
            if memory:
                _confine(process.pid, memory)
            output = process.stdout
            assert output is not None, "Popen was given a pipe"  # noqa: S101 -- tells mypy what PIPE means
            try:
                yield output
            except BaseException:
                process.kill()
                raise
            finally:
                output.close()
                status = process.wait()
            if status not in {0, -signal.SIGPIPE}:  # the latter: the consumer had read enough
                said.seek(0)
                raise self._failure(arguments, status, said.read())

    def make_trees(self, entries: bytes, *options: str) -> list[bytes]:
        """Write trees into the view, their objects missing or not; give their hashes.

        Where that fails (a full disk), it is no sign of damage, which readers pass over.
        """
        arguments = ("mktree", "--missing", *options)
        done = _execute(arguments, env=self._environment, stdin=entries)
        if done.returncode in _ENDED_FROM_OUTSIDE:
            raise GitStopped(done.returncode)
        if done.returncode != 0:
            raise OSError(errno.EIO, _complaint(done.stderr))
        return done.stdout.split()

    def file(self, commit: str, path: bytes) -> bytes:
        """Give the content of a file in a commit; raise UnknownPath where there is no such file."""
        name = f"{commit}:".encode() + path
        # `cat-file --batch` ends a name at a newline, so such paths take the slower way.
        done = _execute(["cat-file", "blob", name], env=self._environment)
        if done.returncode != 0:
            raise UnknownPath(
                f"{path.decode('utf-8', 'replace')!r} is no file of commit {commit[:12]} that can be read.",
                "Give a path relative to the repository's top, with `/`, as `git ls-files` lists it.",
            )
        return done.stdout

    def missing(self, objects: Sequence[str]) -> set[str]:
        """Give those of the objects that this clone does not hold."""
        answer = self.run("cat-file", "--batch-check=%(objectname)", stdin="\n".join(objects).encode() + b"\n")
        return {line.split(b" ")[0].decode() for line in answer.splitlines() if line.endswith(b" missing")}

    @staticmethod
    def _failure(arguments: Sequence[str], status: int, stderr: bytes) -> UnrepeatError:
        if status in _ENDED_FROM_OUTSIDE:
            return GitStopped(status)
        return GitError(
            f"`git {arguments[0]}` could not read this history: {_complaint(stderr)}.",
            "Try `git fsck`, or a fresh clone, to see which object is damaged.",
        )
