"""Automated labeling on labelled sets: Trigpoint's certified rule beside Ground Truth's documented one.

    python -m benchmarks autolabel --data FOLDER [--sets sms,trec6] [--targets 0.9,0.95,0.99] [--seeds 100]

Sets are FOLDER/*.csv (text,label) and FOLDER/*.npz (x,y), in folders below too; `digits` comes with scikit-learn. Both
rules get the same features and the same learner in the same run; what differs is who is asked and when a machine label
is given. A violation is a run whose machine labels, all together, miss the target.

The naive rule (facts: label-quality B3): a random tenth, at least 300, validates, a random twentieth starts, six
rounds buy the least sure twentieth each; after every round everything above the loosest threshold that looks good on
the validation set is labelled.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from time import process_time
from typing import Any

import numpy as np
from numpy.typing import NDArray

from trigpoint.autolabel.features import of_images
from trigpoint.autolabel.learner import choose_ridge, fit
from trigpoint.autolabel.loop import replay
from trigpoint.autolabel.plan import Options, laid_out, shortfall
from trigpoint.autolabel.report import Figures, figures
from trigpoint.cli.autolabel_table import Table, read

TARGETS, SEEDS = (0.9, 0.95, 0.99), 100
VALIDATION, FEWEST_VALIDATION, START, BATCH, ROUNDS = 0.10, 300, 0.05, 0.05, 6
MOST_VIOLATIONS, MOST_POOLED = 0.10, 0.05

Rows = NDArray[np.intp]


def tables(folder: Path, wanted: Sequence[str]) -> Iterator[tuple[str, Table]]:
    """The sets named, or all; digits where it is wanted or nothing is."""
    files = sorted([*folder.rglob("*.csv"), *folder.rglob("*.npz")])
    for path in files:
        if (not wanted or path.stem in wanted) and usable(path):
            yield path.stem, read(path)
    if not wanted or "digits" in wanted:
        yield "digits", digits()


def usable(path: Path) -> bool:
    if path.suffix == ".npz":
        return True
    with path.open(encoding="utf-8", errors="replace") as file:
        return {"text", "label"} <= set(file.readline().strip().split(","))


def digits() -> Table:
    from sklearn.datasets import load_digits

    found = load_digits()
    return Table(of_images(found.images), np.asarray(found.target, dtype=np.intp), tuple(map(str, range(10))))


def naive(table: Table, target: float, seed: int) -> tuple[int, int, int]:
    """(machine labels, wrong ones among them, labels of people) of one run by the naive rule."""
    random = np.random.default_rng(seed)
    n, k = len(table.truth), len(table.categories)
    order = random.permutation(n).astype(np.intp)
    checks = min(max(int(VALIDATION * n), FEWEST_VALIDATION), n // 2)
    validation, trained = order[:checks], order[checks : checks + max(int(START * n), 1)]
    given, wrong = np.zeros(n, dtype=np.bool_), 0
    ridge = choose_ridge(table.features, trained, table.truth[trained], k)
    for _ in range(ROUNDS + 1):
        model = fit(table.features, trained, table.truth[trained], k, ridge)
        taken = np.concatenate([validation, trained, np.flatnonzero(given)])
        left = np.setdiff1d(np.arange(n), taken).astype(np.intp)
        if not len(left):
            break
        threshold = loosest(margins(model.scores(validation)), table.truth[validation], target)
        sure, classes = margins(model.scores(left))
        accepted = sure >= threshold
        given[left[accepted]] = True
        wrong += int((classes[accepted] != table.truth[left[accepted]]).sum())
        doubtful = left[~accepted][np.argsort(sure[~accepted], kind="stable")][: max(int(BATCH * n), 1)]
        trained = np.concatenate([trained, doubtful])
    return int(given.sum()), wrong, len(validation) + len(trained)


def margins(scores: Any) -> tuple[NDArray[Any], NDArray[Any]]:
    """How far the best score is ahead of the next, and which class has it."""
    ordered = np.sort(scores, axis=1)
    return ordered[:, -1] - ordered[:, -2], scores.argmax(axis=1)


def loosest(rated: tuple[NDArray[Any], NDArray[Any]], truth: NDArray[Any], target: float) -> float:
    """The smallest margin above which the validation set's accuracy reaches the target; infinity where none does."""
    sure, classes = rated
    order = np.argsort(-sure, kind="stable")
    accuracy = np.cumsum(classes[order] == truth[order]) / np.arange(1, len(order) + 1)
    good = np.flatnonzero(accuracy >= target)
    return float(sure[order[good[-1]]]) if len(good) else float("inf")


def naive_figures(table: Table, target: float, seeds: int) -> Figures:
    began = process_time()
    runs = [naive(table, target, seed) for seed in range(seeds)]
    accuracies = [1 - wrong / machine for machine, wrong, _ in runs if machine]
    return Figures(
        coverage=float(np.mean([machine for machine, _, _ in runs])) / len(table.truth),
        true_accuracy=float(np.mean(accuracies)) if accuracies else None,
        violations=sum(accuracy < target - 1e-12 for accuracy in accuracies) / seeds,
        human_labels=float(np.mean([people for _, _, people in runs])),
        certified_bound=None,
        cpu_seconds=(process_time() - began) / seeds,
    )


def certified_figures(table: Table, target: float, seeds: int) -> Figures:
    began, options = process_time(), Options(target)
    k = len(table.categories)
    runs = [replay(table.features, table.truth, k, options, np.random.default_rng(seed)) for seed in range(seeds)]
    return figures(runs, table.truth, target, (process_time() - began) / seeds)


HEAD = "set        target rule       coverage accuracy violations  people  CPU s"


def line(name: str, target: float, rule: str, found: Figures, seeds: int) -> str:
    accuracy = "-" if found.true_accuracy is None else f"{found.true_accuracy:.4f}"
    missed = f"{round(found.violations * seeds)}/{seeds}"
    return (
        f"{name:10} {target:6.2f} {rule:10} {found.coverage:8.3f} {accuracy:>8} {missed:>10} "
        f"{found.human_labels:7.0f} {found.cpu_seconds:6.2f}"
    )


def main(arguments: list[str] | None = None) -> None:
    options = parsed(arguments)
    print(HEAD, flush=True)
    pooled: dict[float, list[float]] = {target: [] for target in options.targets}
    for name, table in tables(options.data, options.sets):
        for target in options.targets:
            note = shortfall(laid_out(len(table.truth), Options(target)), Options(target))
            for rule, measure in (("naive", naive_figures), ("certified", certified_figures)):
                found = measure(table, target, options.seeds)
                print(line(name, target, rule, found, options.seeds), flush=True)
                if options.json:
                    report(options.json, {"set": name, "target": target, "rule": rule, **asdict(found)})
                pooled[target] += [found.violations] if rule == "certified" else []
            if note:
                print(f"  {note}")
    for target, shares in pooled.items():
        print(
            f"target {target:.2f}: certified violations pooled {np.mean(shares):.3f} (goal {MOST_POOLED}), "
            f"worst set {max(shares):.2f} (goal {MOST_VIOLATIONS})"
        )


def report(path: Path, row: dict[str, Any]) -> None:
    with path.open("a", encoding="utf-8") as file:
        file.write(json.dumps(row) + "\n")


def parsed(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks autolabel", description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--sets", type=lambda text: text.split(","), default=[])
    parser.add_argument("--targets", type=lambda text: [float(one) for one in text.split(",")], default=list(TARGETS))
    parser.add_argument("--seeds", type=int, default=SEEDS)
    parser.add_argument("--json", type=Path, help="Append every row to this file, as JSON Lines.")
    return parser.parse_args(sys.argv[2:] if arguments is None else arguments)
