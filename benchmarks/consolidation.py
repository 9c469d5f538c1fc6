"""Single categories consolidated, beside majority vote, Ground Truth's own method and crowd-kit where it is installed.

    python -m benchmarks consolidation [--data FOLDER]     sets of FOLDER/<set>/{answers,truth}.csv

Prints by set: accuracy, calibration error (ECE), Brier score; then CPU seconds and memory on a million answers. Peers
run in an environment of their own (`make bench-peers`) on the same files in the same run.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks import consolidation_choice as choice
from benchmarks import consolidation_regimes as regimes
from trigpoint.consolidation.answer_table import AnswerTable
from trigpoint.consolidation.categories import REFIT_UP_TO, CategoryConsensus
from trigpoint.consolidation.methods import Method, consolidate
from trigpoint.consolidation.scores import Scores, scores_of_posteriors

ROOT = Path(__file__).parents[1]
PEER_PYTHON = ROOT / ".cache/peers/crowd-kit/bin/python"
PEER_SCRIPT = Path(__file__).with_name("consolidation_peer.py")
OWN = tuple(Method)
QUICK_PEERS = ("MajorityVote", "Wawa", "ZeroBasedSkill", "DawidSkene", "OneCoinDawidSkene")
SLOW_PEERS = ("GLAD", "MACE", "MMSR")
BATCH = 0.01


@dataclass(frozen=True)
class Set:
    name: str
    table: AnswerTable
    rows: np.ndarray
    truth: np.ndarray


def sets_of(folder: Path) -> list[Set]:
    found = [load(one) for one in sorted(folder.iterdir()) if (one / "answers.csv").exists()]
    return [one for one in found if len(one.rows)]


def load(folder: Path) -> Set:
    """Truths of objects nobody answered, or with categories nobody gave, cannot be met and are left out."""
    with (folder / "answers.csv").open() as file:
        table = AnswerTable.of((row["task"], row["worker"], row["label"]) for row in csv.DictReader(file))
    with (folder / "truth.csv").open() as file:
        truth = {row["task"]: row["label"] for row in csv.DictReader(file)}
    at = {name: code for code, name in enumerate(table.objects)}
    code = {name: number for number, name in enumerate(table.categories)}
    known = [(at[task], code[label]) for task, label in truth.items() if task in at and label in code]
    rows, codes = np.array(known, dtype=np.int64).reshape(-1, 2).T
    return Set(folder.name, table, rows, codes)


def measured(one: Set, method: Method) -> Scores:
    fitted = consolidate(one.table, method=method)
    return scores_of_posteriors(fitted.probabilities_[one.rows], one.truth)


def peer_scores(python: Path, folder: Path, names: tuple[str, ...]) -> dict[str, dict[str, Scores]]:
    """{method: {set: scores}} of crowd-kit; a method that fails on a set has none there."""
    if not python.exists():
        print("crowd-kit is not installed: `make bench-peers`, or --peer PYTHON.")
        return {}
    lines = subprocess.run(
        [python, PEER_SCRIPT, folder, *names], check=True, capture_output=True, text=True, env=single_thread()
    ).stdout.splitlines()
    found: dict[str, dict[str, Scores]] = {}
    for row in map(json.loads, lines):
        found.setdefault(f"ck {row['method']}", {})[row["set"]] = Scores(
            row["objects"], row["accuracy"], row["ece"], row["brier"]
        )
    return found


def single_thread() -> dict[str, str]:
    return {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}


def table(scores: Mapping[str, Mapping[str, Scores]], names: list[str]) -> None:
    """One row a method: accuracy by set, then means over the sets it could do."""
    print(f"{'':22}" + "".join(f"{name[:9]:>10}" for name in names) + "      mean    ECE  Brier")
    for method, by_set in scores.items():
        cells = "".join(f"{by_set[name].accuracy:10.4f}" if name in by_set else f"{'-':>10}" for name in names)
        done = [by_set[name] for name in names if name in by_set]
        means = [float(np.mean([getattr(one, part) for one in done])) for part in ("accuracy", "ece", "brier")]
        note = "" if len(done) == len(names) else f"  ({len(done)} sets)"
        print(f"{method:22}{cells}    {means[0]:.4f}  {means[1]:.3f}  {means[2]:.4f}{note}")


def goals(scores: Mapping[str, Mapping[str, Scores]], names: list[str]) -> None:
    """The pass line: above the best single method on average, and nowhere a point below majority or Ground Truth."""
    own, plain = scores[Method.PANEL], [scores[Method.MAJORITY], scores[Method.MODIFIED_DAWID_SKENE]]
    worst = min((own[name].accuracy - max(one[name].accuracy for one in plain), name) for name in names)
    whole = {m: s for m, s in scores.items() if m != Method.PANEL and len(s) == len(names)}
    best = max((float(np.mean([s[name].accuracy for name in names])), method) for method, s in whole.items())
    mean = float(np.mean([own[name].accuracy for name in names]))
    print(f"mean {mean:.4f}; best single method {best[0]:.4f} ({best[1]}), {100 * (mean - best[0]):+.2f} points")
    print(f"worst against the better of majority and modified-dawid-skene: {100 * worst[0]:+.2f} points ({worst[1]})")


def million(python: Path) -> None:
    """A million answers from arrays, in processes of their own so that memory is each one's."""
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / "million.npz"
        regimes.write_million(path)
        own = spoken([sys.executable, "-m", "benchmarks.consolidation_million", str(path)])
        print(f"1 M answers, panel: {own}")
        if python.exists():
            peer = spoken([str(python), str(PEER_SCRIPT), "--million", str(path)])
            print(f"1 M answers, ck DawidSkene: {peer}; {peer['cpu'] / own['cpu']:.0f}x the panel's CPU seconds")


def spoken(command: list[str]) -> dict[str, float]:
    ran = subprocess.run(command, check=True, capture_output=True, text=True, env=single_thread(), cwd=ROOT)
    return {key: float(value) for key, value in json.loads(ran.stdout).items()}


def timed(work: Callable[[], object]) -> float:
    started = time.process_time()
    work()
    return time.process_time() - started


def incremental(some: list[Set]) -> None:
    """The last 1 % of the answers added to a fit of the rest, against a fit of all; as it is, and workers frozen."""
    for title, refit_up_to in (("as it is", REFIT_UP_TO), ("without a refit", 0)):
        same = total = 0
        for one in some:
            again, labels = consolidate(one.table).labels_, in_two(one.table, refit_up_to)
            same += sum(labels[name] == label for name, label in again.items())
            total += len(again)
        print(f"1 % of the answers added {title}: {100 * same / total:.2f} % of {total} labels as in a full fit")


def in_two(table: AnswerTable, refit_up_to: int) -> Mapping[Hashable, Hashable]:
    columns = (table.object_codes.tolist(), table.worker_codes.tolist(), table.category_codes.tolist())
    triples = [(table.objects[o], table.workers[j], table.categories[c]) for o, j, c in zip(*columns, strict=True)]
    np.random.default_rng(0).shuffle(triples)
    cut = max(1, int(len(triples) * BATCH))
    fitted = CategoryConsensus().fit(AnswerTable.of(triples[cut:], table.categories))
    fitted.extend(triples[:cut], refit_up_to)
    return fitted.labels_


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared/data/crowd")
    parser.add_argument("--peer", type=Path, default=PEER_PYTHON, help="Python of an environment with crowd-kit")
    parser.add_argument("--slow", action="store_true", help="also GLAD, MACE and MMSR: many minutes")
    words = sys.argv[1:] if arguments is None else arguments
    given = parser.parse_args(words[1:] if words[:1] == ["consolidation"] else words)
    some = sets_of(given.data) if given.data.exists() else [load(ROOT / "tests/golden/aws_birds")]
    names = [one.name for one in some]
    scores: dict[str, dict[str, Scores]] = {method: {one.name: measured(one, method) for one in some} for method in OWN}
    seconds = timed(lambda: [consolidate(one.table) for one in some])
    scores |= peer_scores(given.peer, given.data, QUICK_PEERS + (SLOW_PEERS if given.slow else ()))
    table(scores, names)
    goals(scores, names)
    print(f"panel on all {len(some)} sets: {seconds:.2f} CPU s")
    incremental(some)
    regimes.show()
    print(f"the choice of the panel among {len(choice.PANELS) * 8} candidates, one set left out at a time")
    choice.show(names, [(one.table, one.rows, one.truth) for one in some])
    million(given.peer)


if __name__ == "__main__":
    main()
