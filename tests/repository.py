"""Real git repositories, made by tests, with fixed names and dates."""

import os
import subprocess
from pathlib import Path

DAY = 86400
BEGIN = 1_767_225_600  # 2026-01-01T00:00:00Z


class Repo:
    """A repository in a temporary folder; each commit is a day after the one before."""

    def __init__(self, folder: Path, *options: str) -> None:
        self.folder = folder
        self.clock = BEGIN
        self.author = ("Sample Author", "sample.author@example.org")
        folder.mkdir(parents=True, exist_ok=True)
        self.git("init", "--quiet", "--initial-branch=main", *options)

    @property
    def environment(self) -> dict[str, str]:
        """The environment for git, the same on every machine."""
        name, address = self.author
        return {
            "PATH": os.environ["PATH"],
            "HOME": str(self.folder.parent),
            "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_AUTHOR_NAME": name,
            "GIT_AUTHOR_EMAIL": address,
            "GIT_COMMITTER_NAME": name,
            "GIT_COMMITTER_EMAIL": address,
            "GIT_AUTHOR_DATE": f"{self.clock} +0000",
            "GIT_COMMITTER_DATE": f"{self.clock} +0000",
        }

    def git(self, *arguments: str | bytes, stdin: bytes | None = None) -> str:
        """Run git; give what it prints."""
        done = subprocess.run(
            ["git", "-C", str(self.folder), *arguments],
            env=self.environment,
            input=stdin,
            capture_output=True,
            check=False,
        )
        assert done.returncode == 0, f"git {arguments}: {done.stderr.decode('utf-8', 'replace')}"
        return done.stdout.decode("utf-8", "surrogateescape").strip()

    def write(self, files: dict[str, str | bytes | None]) -> None:
        """Write files, or delete those that are None, and stage everything."""
        for name, content in files.items():
            path = self.folder / name
            if content is None:
                path.unlink()
                continue
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content.encode() if isinstance(content, str) else content)
        self.git("add", "--all")

    def commit(
        self, message: str | bytes, files: dict[str, str | bytes | None] | None = None, *, days: float = 1
    ) -> str:
        """Commit, some days after the last; give the hash."""
        self.clock += int(days * DAY)
        self.write(files or {})
        text = message.encode() if isinstance(message, str) else message
        self.git("commit", "--quiet", "--allow-empty", "--allow-empty-message", "-F", "-", stdin=text)
        return self.head()

    def head(self) -> str:
        """Give the hash of HEAD."""
        return self.git("rev-parse", "HEAD")

    def move(self, old: str, new: str, message: str = "move a file") -> str:
        """Rename a file in a commit of its own."""
        (self.folder / new).parent.mkdir(parents=True, exist_ok=True)
        self.git("mv", old, new)
        return self.commit(message)

    def branch(self, name: str, at: str = "HEAD") -> None:
        """Make a branch and go to it."""
        self.git("checkout", "--quiet", "-b", name, at)

    def switch(self, name: str) -> None:
        """Go to a branch."""
        self.git("checkout", "--quiet", name)

    def merge(self, name: str, message: str = "merge", files: dict[str, str | bytes | None] | None = None) -> str:
        """Merge a branch; where it conflicts, or where files are given, these are what is committed."""
        self.clock += DAY
        subprocess.run(
            ["git", "-C", str(self.folder), "merge", "--quiet", "--no-ff", "--no-commit", name],
            env=self.environment,
            capture_output=True,
            check=False,
        )
        self.write(files or {})
        self.git("commit", "--quiet", "--allow-empty", "-F", "-", stdin=message.encode())
        return self.head()
