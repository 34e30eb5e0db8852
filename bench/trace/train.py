"""Learn the ranking of culprits from repositories whose fixes state them.

    pip install lightgbm
    python bench/trace/train.py REPOSITORY... [--write src/unrepeat/history/ranking.json] [--hold-out REPOSITORY...]

Truth and reading are those of `measure`: stated culprits, every line that names a commit dropped first. Each
repository is ranked by a model trained on the others, and the table says how well; from those scores the curve is
fitted that turns a score into a probability. `--hold-out` names repositories that are only ranked, by the model trained
on all. With `--write`, that last model is written. One seed for everything; the same repositories, with the same
versions, give the same file.
"""

import argparse
import json
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import lightgbm
import numpy as np

from baselines import baselines
from calibration import Answer, expected_error
from measure import name_of
from metric import Tally, tally
from truth import Truth, sample, stated
from unrepeat.collection import without_collection
from unrepeat.git import Repository
from unrepeat.history.features import NAMES
from unrepeat.history.index import open_index
from unrepeat.history.rank import ahead_of_others
from unrepeat.history.trace import Tracer

SEED = 0
MOST_READ = 3500  # fixes of one repository that are learned from
MOST_COUNTED = 1700  # and as many as so many count: a repository with more does not rule the others
TREES = 300
SETTINGS: Mapping[str, Any] = {
    "objective": "lambdarank",  # Burges, From RankNet to LambdaRank to LambdaMART, 2010
    "lambdarank_truncation_level": 10,
    "num_leaves": 16,
    "learning_rate": 0.05,
    "min_data_in_leaf": 50,
    "feature_fraction": 0.5,
    "bagging_fraction": 0.8,
    "bagging_freq": 1,
    "lambda_l2": 5,
    "seed": SEED,
    "deterministic": True,
    "force_row_wise": True,
    "num_threads": 2,
    "verbose": -1,
}


@dataclass(frozen=True)
class Lesson:
    """What one repository teaches: the rows of all candidates, fix by fix, which of them are right, and baselines."""

    name: str
    head: str
    truth: Truth
    commits: Sequence[Sequence[int]]  # the candidates of each fix, in the order of `truth`
    rows: Any
    right: Any
    baselines: Mapping[str, Tally]

    @property
    def weight(self) -> float:
        """How much each row counts."""
        return min(1.0, MOST_COUNTED / max(len(self.truth), 1))

    def split(self, scores: Sequence[float]) -> Iterator[tuple[int, Sequence[int], list[float]]]:
        """Give, for each fix, its candidates and their scores."""
        at = 0
        for fix, commits in zip(self.truth, self.commits, strict=True):
            yield fix, commits, [float(score) for score in scores[at : at + len(commits)]]
            at += len(commits)


def main() -> None:
    """Learn, print how well, and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("repositories", nargs="+", type=Path)
    parser.add_argument("--hold-out", nargs="*", type=Path, default=[])
    parser.add_argument("--write", type=Path)
    given = parser.parse_args()
    lessons = [lesson(folder) for folder in given.repositories]
    scores = {one.name: learn([other for other in lessons if other is not one]).predict(one.rows) for one in lessons}
    curve = fitted(lessons, scores)
    model = learn(lessons)
    held_out = [lesson(folder) for folder in given.hold_out]
    scores |= {one.name: model.predict(one.rows) for one in held_out}
    print("\n".join(table([*lessons, *held_out], scores, curve)))
    if given.write:
        given.write.write_text(written(model, curve, lessons), encoding="ascii")


def lesson(folder: Path) -> Lesson:
    """Read one repository."""
    repository = Repository.discover(folder)
    head = repository.head()
    with open_index(repository, [head]) as index, without_collection():
        truth = sample(stated(index, index.ordinal(head)), MOST_READ)
        tracer = Tracer(index, unaided=True)
        tracer.gather(list(truth))
        every = [tracer.features(fix) for fix in truth]
        right = [commit in truth[fix] for fix, rows in zip(truth, every, strict=True) for commit in rows]
        return Lesson(
            name_of(folder),
            head,
            truth,
            [list(rows) for rows in every],
            np.array([row for rows in every for row in rows.values()], dtype=float).reshape(-1, len(NAMES)),
            np.array(right, dtype=float),
            {name: tally(answers, truth) for name, answers in baselines(index, list(truth)).items()},
        )


def learn(lessons: Sequence[Lesson]) -> Any:  # noqa: ANN401 -- lightgbm has no types
    """Grow the trees."""
    data = lightgbm.Dataset(
        np.concatenate([one.rows for one in lessons]),
        np.concatenate([one.right for one in lessons]),
        group=[len(commits) for one in lessons for commits in one.commits if commits],
        weight=np.concatenate([np.full(len(one.rows), one.weight) for one in lessons]),
        feature_name=list(NAMES),
    )
    return lightgbm.train(dict(SETTINGS), data, TREES)


def fitted(lessons: Sequence[Lesson], scores: Mapping[str, Sequence[float]]) -> Sequence[float]:
    """Fit the log odds of a candidate to its score and how far it is ahead; last comes the score of "none of these".

    Logistic regression by Newton's method, for each of some scores of "none"; the one with the least logarithmic loss.
    """
    found = min((_fitted(lessons, scores, none / 2) for none in range(-8, 9)), key=lambda one: one[0])
    return [round(float(one), 6) for one in found[1]]


def _fitted(
    lessons: Sequence[Lesson], scores: Mapping[str, Sequence[float]], none: float
) -> tuple[float, Sequence[float]]:
    columns: list[tuple[float, float]] = []
    right: list[bool] = []
    weights: list[float] = []
    for one in lessons:
        for fix, commits, of_it in one.split(scores[one.name]):
            columns.extend(zip(of_it, ahead_of_others(of_it, none), strict=True))
            right.extend(commit in one.truth[fix] for commit in commits)
            weights.extend([1 / len(one.truth)] * len(commits))  # each repository counts the same
    x = np.column_stack([np.array(columns), np.ones(len(columns))])
    y, w = np.array(right, dtype=float), np.array(weights)
    found = np.zeros(3)
    for _ in range(30):
        chances = 1 / (1 + np.exp(-x @ found))
        found += np.linalg.solve((x * (w * chances * (1 - chances))[:, None]).T @ x, x.T @ (w * (y - chances)))
    signs = 2 * y - 1
    return float(np.sum(w * np.log1p(np.exp(-signs * (x @ found))))), [*found, none]


def table(lessons: Sequence[Lesson], scores: Mapping[str, Sequence[float]], curve: Sequence[float]) -> Iterator[str]:
    """Give how well each repository was ranked by a model that had not seen it."""
    columns = (
        "repository | fixes | F1 | top 3 | among candidates | candidates a fix | ECE | R-SZZ F1 | best baseline F1"
    )
    yield f"| {columns} |"
    yield "|---" * len(columns.split(" | ")) + "|"
    sums = []
    every: list[Answer] = []
    for one in lessons:
        firsts: dict[int, list[int]] = {}
        top = held = 0
        answers = []
        for fix, commits, of_it in one.split(scores[one.name]):
            ahead = ahead_of_others(of_it, curve[3])
            order = sorted(range(len(commits)), key=lambda at: (-of_it[at], -commits[at]))
            firsts[fix] = [commits[at] for at in order[:1]]
            top += any(commits[at] in one.truth[fix] for at in order[:3])
            held += len(one.truth[fix].intersection(commits))
            for at in order[:1]:
                odds = curve[0] * of_it[at] + curve[1] * ahead[at] + curve[2]
                answers.append(Answer(1 / (1 + math.exp(-odds)), commits[at] in one.truth[fix]))
        count, true = len(one.truth), sum(map(len, one.truth.values()))
        every.extend(answers)
        numbers = (
            tally(firsts, one.truth).f1,
            top / count,
            held / true,
            len(one.rows) / count,
            expected_error(answers),
            one.baselines["R-SZZ"].f1,
            max(each.f1 for each in one.baselines.values()),
        )
        sums.append(numbers)
        yield f"| {one.name} | {count} | " + " | ".join(f"{number:.3f}" for number in numbers) + " |"
    means = [sum(column) / len(sums) for column in zip(*sums, strict=True)]
    yield "| mean | | " + " | ".join(f"{number:.3f}" for number in means) + " |"
    yield ""
    yield f"Expected calibration error, all together: {expected_error(every):.3f}."


def written(model: Any, curve: Sequence[float], lessons: Sequence[Lesson]) -> str:  # noqa: ANN401 -- lightgbm has no types
    """Give the file that the package reads."""
    trees = [json.dumps(tree(one["tree_structure"])) for one in model.dump_model()["tree_info"]]
    head = {
        "learned": {"seed": SEED, "lightgbm": lightgbm.__version__, "trees": TREES},
        "repositories": {one.name: {"head": one.head, "fixes": len(one.truth)} for one in lessons},
        "calibration": curve,
        "features": NAMES,
    }
    lines = [f"{json.dumps(key)}: {json.dumps(value)}" for key, value in head.items()]
    return "{" + ",\n".join([*lines, '"trees": [\n' + ",\n".join(trees) + "\n]"]) + "}\n"


def tree(root: Mapping[str, Any]) -> dict[str, list[Any]]:
    """Give one tree as `unrepeat.history.forest` reads it."""
    found: dict[str, list[Any]] = {"feature": [], "threshold": [], "left": [], "right": [], "value": []}

    def add(node: Mapping[str, Any]) -> int:
        if "leaf_value" in node:
            found["value"].append(round(float(node["leaf_value"]), 7))
            return -len(found["value"])
        at = len(found["feature"])
        found["feature"].append(node["split_feature"])
        found["threshold"].append(float(f"{node['threshold']:.9g}"))
        found["left"].append(0)
        found["right"].append(0)
        found["left"][at], found["right"][at] = add(node["left_child"]), add(node["right_child"])
        return at

    add(root)
    return found


if __name__ == "__main__":
    main()
