"""The exceptions that unrepeat raises, each with what to do next.

UnrepeatError
 ├── RepositoryError      the folder holds no repository that can be read
 │    ├── UnknownRevision a name stands for no commit here
 │    └── UnknownPath     a path is not in that commit
 ├── GitError             the git program failed or is missing
 │    └── GitStopped      it was ended from outside, or had no room (stands in git.py)
 ├── IndexUnusable        the history index cannot be written or read
 │    └── IndexDamaged    it holds what it should not: it is rebuilt, nobody needs to see this
 ├── LedgerError          a file under .unrepeat/ cannot be used
 ├── OutputError          a result could not be written
 └── beside what raises them:
      UnsafeFile          a file of the user's own could be another's (ledger/own_files.py)
      CannotRun           a command of the ledger could not be run (ledger/scratch.py)
      TreeUnreadable      a commit's files could not be written out (ledger/written_tree.py)
      EventUnreadable     a file holds no event of a pull request (guards/pull_request.py)
      NotSent             a message did not reach its address (ledger/notify.py)
"""


class UnrepeatError(Exception):
    """What happened, in one sentence, and what to do, in another."""

    def __init__(self, what: str, remedy: str) -> None:
        super().__init__(f"{what} {remedy}")
        self.what = what
        self.remedy = remedy


class RepositoryError(UnrepeatError):
    """The folder holds no repository that can be read."""


class UnknownRevision(RepositoryError):
    """A name stands for no commit of this repository."""


class UnknownPath(RepositoryError):
    """A path is not a file of that commit."""


class GitError(UnrepeatError):
    """The git program failed or is missing."""


class IndexUnusable(UnrepeatError):
    """The history index cannot be written or read."""


class IndexDamaged(IndexUnusable):
    """The history index holds what it should not; whoever opens it rebuilds it."""

    def __init__(self) -> None:
        super().__init__("The history index is damaged.", "Run `unrepeat index --rebuild` to make it anew.")


class LedgerError(UnrepeatError):
    """A file under `.unrepeat/` cannot be used."""


class OutputError(UnrepeatError):
    """A result could not be written where it was asked for."""
