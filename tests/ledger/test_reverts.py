"""What branches say of a change is joined as git joins their files, and the tree has the last word."""

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.ledger.changing import BASE, RETRY, ask, revert
from tests.repository import Repo

LINE = "refund(parcel)\n"
WITH_LINE = BASE.replace("line_9", f"{LINE}line_9")
BRANCHES = ("main", "one", "two")
_STEP = st.tuples(st.sampled_from(BRANCHES), st.sampled_from(("revert", "revert", "more", *BRANCHES)))


def test_a_merge_that_landed_a_change_again_may_be_reverted_too(repo: Repo) -> None:
    repo.commit("begin", {"a.py": BASE})
    change = repo.commit("refund", {"a.py": WITH_LINE})
    back = revert(repo, change)
    repo.branch("feature")
    again = revert(repo, back)
    repo.commit("more", {"b.py": "b = 1\n"})
    repo.switch("main")
    repo.commit("meanwhile", {"c.py": "c = 1\n"})
    merge = repo.merge("feature")
    assert ask(repo, change).met
    assert f"brought in again by {again[:12]}" in ask(repo, change).reason

    last = revert(repo, merge, "-m", "1")
    assert ask(repo, change).met is False
    assert f"was reverted by {last[:12]}" in ask(repo, change).reason
    revert(repo, last)
    assert ask(repo, change).met


def test_a_merge_may_be_reverted_to_its_other_side(repo: Repo) -> None:
    repo.commit("begin", {"a.py": BASE})
    repo.branch("side")
    repo.commit("beside", {"b.py": "b = 1\n"})
    repo.switch("main")
    change = repo.commit("refund", {"a.py": WITH_LINE})
    merge = repo.merge("side")
    assert ask(repo, change).met
    back = revert(repo, merge, "-m", "2")

    assert f"was reverted by {back[:12]}" in ask(repo, change).reason


def test_a_merge_that_kept_the_other_side_did_not_land_it_again(repo: Repo) -> None:
    repo.commit("begin", {"a.py": BASE})
    change = repo.commit("refund", {"a.py": WITH_LINE})
    repo.git("branch", "release")
    revert(repo, change)
    repo.switch("release")
    revert(repo, change)
    repo.commit(f"refund\n\n(cherry picked from commit {change})", {"a.py": WITH_LINE})
    assert ask(repo, change).met
    repo.switch("main")
    repo.git("merge", "--quiet", "-s", "ours", "release")

    assert ask(repo, change).met is False
    assert "was reverted by" in ask(repo, change).reason


def test_the_tree_has_to_confirm_that_a_change_was_brought_in_again(repo: Repo) -> None:
    repo.commit("begin", {"a.py": BASE, "old.py": RETRY})
    change = repo.commit("refund", {"a.py": WITH_LINE})
    deletion = repo.commit("drop the old one", {"old.py": None})
    claims = []
    for one in (change, deletion):
        back = revert(repo, one)
        claims.append(repo.commit(f"Once more\n\nThis reverts commit {back}.", {"b.py": f"b = '{one}'\n"}))

    for one, claim in zip((change, deletion), claims, strict=True):
        answer = ask(repo, one)
        assert answer.met is False
        assert f"was brought in again by {claim[:12]}" in answer.reason
        assert answer.reason.endswith("but hardly anything of it is there")
    repo.commit("at last", {"elsewhere.py": LINE, "old.py": None})
    assert ask(repo, change).met
    assert ask(repo, deletion).met


def test_a_claim_to_be_a_copy_is_compared_where_the_commit_is_here(repo: Repo) -> None:
    repo.commit("begin", {"a.py": BASE})
    repo.branch("side")
    change = repo.commit("add retry", {"retry.py": RETRY})
    repo.switch("main")
    claim = repo.commit(f"Notes\n\nNot yet (cherry picked from commit {change})")

    answer = ask(repo, change)
    assert answer.met is False
    assert answer.reason == (f"{claim[:12]} calls itself a copy of {change[:12]}, but hardly anything of that is there")
    repo.commit("copy it by hand", {"lib/retry.py": RETRY})
    assert ask(repo, change).reason == f"{change[:12]} is in since 2026-01-04 as its copy {claim[:12]}"


class _Game:
    """Branches on which one change is reverted, landed again and merged, by git itself."""

    def __init__(self, folder: Path) -> None:
        self.repo = Repo(folder)
        self.repo.commit("begin", {"a.py": BASE})
        self.change = self.repo.commit("refund", {"a.py": WITH_LINE})
        for name in BRANCHES[1:]:
            self.repo.git("branch", name)
        self.last: dict[str, tuple[str, ...]] = dict.fromkeys(BRANCHES, (self.change,))  # what a revert would name

    @property
    def is_there(self) -> bool:
        """Whether the line is in the file that is checked out."""
        return LINE in (self.repo.folder / "a.py").read_text()

    def step(self, branch: str, act: str) -> None:
        """Revert what last brought or took the line on a branch, or merge another branch, or commit something else."""
        self.repo.switch(branch)
        if act == "more":
            self.repo.commit("more", {f"{branch}.py": f"at = {self.repo.clock}\n"})
        elif act == "revert":
            if self._tried(lambda: revert(self.repo, *self.last[branch]), "revert"):
                self.last[branch] = (self.repo.head(),)
        elif act != branch:
            was_there, head = self.is_there, self.repo.head()
            self.repo.clock += 86400
            self._tried(lambda: self.repo.git("merge", "--quiet", "--no-ff", "--no-edit", act), "merge")
            if self.repo.head() != head and self.is_there != was_there:
                self.last[branch] = (self.repo.head(), "-m", "1")

    def _tried(self, act: Callable[[], str], name: str) -> bool:
        try:
            act()
        except AssertionError:  # a conflict
            self.repo.git(name, "--abort")
            return False
        return True


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(_STEP, min_size=3, max_size=9))
def test_the_answer_is_what_is_in_the_file(steps: list[tuple[str, str]]) -> None:
    with TemporaryDirectory() as folder:
        game = _Game(Path(folder) / "repo")
        for branch, act in steps:
            game.step(branch, act)
        game.repo.switch("main")

        assert ask(game.repo, game.change).met is game.is_there
