"""Tell under which name a new file stood before, each file asked by itself as blame asks.

`git log -M` gives every old file to one new file at most, so that files which are split or copied compete; blame asks
for one file alone. We do as blame does: the same content first, else git's own measure of likeness, asked in two small
trees, one with the files that went and one with the file that came. No attribute, limit or setting has a say, and a
missing blob is passed over.
"""

from collections.abc import Sequence
from typing import NamedTuple

from unrepeat.errors import GitError
from unrepeat.git import View

# Above so many comparisons in one commit, its new files are asked together (git then weighs each old file once).
MOST_COMPARISONS = 60_000


class Gone(NamedTuple):
    """A file that a change deleted: its path and blob (hex)."""

    path: bytes
    blob: bytes


class Question(NamedTuple):
    """Which of the files that went is the one that came as `path`? In `gone`, paths are in order."""

    key: tuple[str, str, bytes]  # commit, parent, path
    blob: bytes
    gone: tuple[Gone, ...]

    @property
    def path(self) -> bytes:
        """The path that came."""
        return self.key[2]


Answers = dict[tuple[str, str, bytes], Gone]


def find_sources(view: View, questions: Sequence[Question], *, partial: bool) -> Answers:
    """Answer each question for which there is an answer; `partial`: blobs may be missing."""
    answers: Answers = {}
    unlike: list[Question] = []
    by_blob: dict[int, dict[bytes, list[Gone]]] = {}  # by the identity of `gone`, which a change's questions share
    for question in questions:
        known = by_blob.get(id(question.gone))
        if known is None:
            known = by_blob[id(question.gone)] = {}
            for gone in question.gone:
                known.setdefault(gone.blob, []).append(gone)
        same = known.get(question.blob)
        if same:
            answers[question.key] = _best_named(question, same)
        else:
            unlike.append(question)
    if partial and unlike:
        unlike = _without_missing(view, unlike)
    if unlike:
        answers |= _most_alike(view, unlike)
    return answers


def _name(path: bytes) -> bytes:
    return path.rpartition(b"/")[2]


def _best_named(question: Question, same: Sequence[Gone]) -> Gone:
    """Choose among files of the same content as git's `find_identical_files`: the same name, else the first path."""
    return next((gone for gone in same if _name(gone.path) == _name(question.path)), same[0])


def _without_missing(view: View, questions: Sequence[Question]) -> list[Question]:
    groups = {id(question.gone): question.gone for question in questions}
    blobs = {question.blob for question in questions} | {gone.blob for group in groups.values() for gone in group}
    missing = {name.encode() for name in view.missing(sorted(blob.decode() for blob in blobs))}
    there = {key: tuple(gone for gone in group if gone.blob not in missing) for key, group in groups.items()}
    return [question._replace(gone=there[id(question.gone)]) for question in questions if question.blob not in missing]


def _most_alike(view: View, questions: Sequence[Question]) -> Answers:
    together = _grouped(questions)
    leaves: dict[tuple[bytes, bytes], int] = {}
    for group in together:
        for path, blob in [*group[0].gone, *((question.path, question.blob) for question in group)]:
            leaves.setdefault((_name(path), blob), len(leaves))
    try:
        made = _trees(view, [b"100644 blob %s\t%s\0" % (blob, name) for name, blob in leaves])
        tops: dict[bytes, int] = {}
        pairs: list[tuple[int, int]] = []
        for group in together:
            before = [made[leaves[_name(gone.path), gone.blob]] for gone in group[0].gone]
            after = [made[leaves[_name(question.path), question.blob]] for question in group]
            entries = (_numbered(b"", before), _numbered(b"n", after))
            pairs.append((tops.setdefault(entries[0], len(tops)), tops.setdefault(entries[1], len(tops))))
        top = _trees(view, list(tops))
        asked = b"".join(b"%s %s\n" % (top[before], top[after]) for before, after in pairs)
        output = view.run("diff-tree", "--stdin", "-r", "--raw", "-M", "--no-abbrev", "-l0", stdin=asked)
    except GitError:
        # an object is damaged: ask by halves, so that only the question that holds it stays without an answer
        if len(questions) == 1:
            return {}
        middle = len(questions) // 2
        return _most_alike(view, questions[:middle]) | _most_alike(view, questions[middle:])
    return _read(output, together, [(top[before], top[after]) for before, after in pairs])


def _grouped(questions: Sequence[Question]) -> list[list[Question]]:
    """Put each question by itself, but those of a change with very many comparisons together."""
    changes: dict[tuple[str, str], list[Question]] = {}
    for question in questions:
        if question.gone:
            changes.setdefault(question.key[:2], []).append(question)
    groups: list[list[Question]] = []
    for group in changes.values():
        many = len(group) * len(group[0].gone) > MOST_COMPARISONS
        groups.extend([group] if many else [[question] for question in group])
    return groups


def _numbered(prefix: bytes, trees: Sequence[bytes]) -> bytes:
    return b"".join(b"040000 tree %s\t%s%06d\0" % (tree, prefix, number) for number, tree in enumerate(trees))


def _trees(view: View, contents: Sequence[bytes]) -> list[bytes]:
    """Make trees in one run; give their hashes."""
    return view.make_trees(b"\0".join(contents), "--batch", "-z")


def _read(output: bytes, groups: Sequence[Sequence[Question]], pairs: Sequence[tuple[bytes, bytes]]) -> Answers:
    """Read what `diff-tree --stdin` says: a line that names the two trees, then their raw differences."""
    answers: Answers = {}
    at = -1
    for line in output.splitlines():
        if not line.startswith(b":"):
            # identical trees print nothing, so the place is looked up and not counted
            before_tree, after_tree = line.split(b" ")
            at = pairs.index((before_tree, after_tree), at + 1)
            continue
        fields = line.split(b"\t")
        if fields[0].rsplit(b" ", 1)[1][:1] not in b"RC":
            continue
        before, after = (int(name.lstrip(b'"n').partition(b"/")[0]) for name in fields[1:3])
        question = groups[at][after]
        answers[question.key] = groups[at][0].gone[before]
    return answers
