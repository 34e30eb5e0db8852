"""Make a git repository of a story: commits as a stream, the same hashes wherever it is made."""

import shutil
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

BEGIN = 1_757_322_000  # 2025-09-08T09:00:00Z, a Monday


@dataclass
class History:
    """Collects commits as a stream for `git fast-import`."""

    files: dict[str, str] = field(default_factory=dict)
    stream: list[bytes] = field(default_factory=list)
    marks: dict[str, int] = field(default_factory=dict)
    clock: int = BEGIN

    def change(self, name: str, message: str, after: float, **files: str) -> None:
        """Commit whole files; a name says `/` as two underscores and `.` as one before its ending."""
        self.commit(name, message, after, {_path(key): content for key, content in files.items()})

    def commit(self, name: str, message: str, after: float, files: dict[str, str]) -> None:
        """Commit whole files by their paths, so many seconds after the last change."""
        self.clock += int(after)
        self.marks[name] = len(self.marks) + 1
        text = message.encode()
        person = f"Sam Sample <sam@example.org> {self.clock} +0000"
        self.stream.append(
            f"commit refs/heads/main\nmark :{self.marks[name]}\nauthor {person}\ncommitter {person}\n"
            f"data {len(text)}\n".encode()
            + text
            + b"\n"
        )
        for path, content in files.items():
            self.files[path] = content
            data = content.encode()
            self.stream.append(f"M 100644 inline {path}\ndata {len(data)}\n".encode() + data + b"\n")

    def edit(self, name: str, message: str, after: float, key: str, old: str, new: str, **files: str) -> None:
        """Commit one file with a piece of its text replaced, and others whole."""
        before = self.files[_path(key)]
        if old not in before:
            raise ValueError(f"{name}: {old!r} is not in {_path(key)}")
        self.change(name, message, after, **{key: before.replace(old, new)}, **files)


def _path(key: str) -> str:
    path, _, ending = key.replace("__", "/").rpartition("_")
    return f"{path}.{ending}"


def make(folder: Path, history: History, story: str) -> dict[str, str]:
    """Make the repository anew; give the hash of each change by its name in the story."""
    marks_file = f".git/{story}"
    if folder.exists():
        if not (folder / marks_file).exists():
            raise SystemExit(f"{folder} is there already and is not a sample of ours. Name another folder.")
        shutil.rmtree(folder)
    folder.mkdir(parents=True)

    def git(*arguments: str, given: bytes = b"") -> str:
        done = subprocess.run(["git", "-C", str(folder), *arguments], input=given, capture_output=True, check=True)
        return done.stdout.decode().strip()

    git("init", "--quiet", "--initial-branch=main")
    git("fast-import", "--quiet", f"--export-marks={marks_file}", given=b"".join(history.stream))
    git("reset", "--quiet", "--hard")
    marks = dict(line.split() for line in (folder / marks_file).read_text().splitlines())
    return {name: marks[f":{mark}"] for name, mark in history.marks.items()}
