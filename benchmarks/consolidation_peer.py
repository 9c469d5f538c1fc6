"""crowd-kit on the same files; runs in its own environment and knows nothing of this project. JSON lines out."""

from __future__ import annotations

import json
import resource
import sys
import time
import warnings
from pathlib import Path

import numpy as np
import pandas as pd
from crowdkit import aggregation

warnings.filterwarnings("ignore")

LONG = {"DawidSkene": {"n_iter": 100}, "OneCoinDawidSkene": {"n_iter": 100}}


def scores(probabilities: pd.DataFrame, truth: pd.Series) -> dict[str, float]:
    found = probabilities.reindex(truth.index).fillna(0.0)
    best, right = found.max(axis=1).to_numpy(), (found.idxmax(axis=1) == truth).to_numpy()
    at = np.clip((best * 10).astype(int), 0, 9)
    gap = np.abs(np.bincount(at, best - right, minlength=10)).sum() / len(truth)
    ideal = pd.get_dummies(truth).reindex(columns=found.columns, fill_value=False).to_numpy(dtype=float)
    brier = ((found.to_numpy() - ideal) ** 2).sum(axis=1).mean()
    return {"ece": float(gap), "brier": float(brier)}


def run(name: str, folder: Path) -> dict[str, object]:
    answers = pd.read_csv(folder / "answers.csv", dtype=str).drop_duplicates(["task", "worker"], keep="last")
    truth = pd.read_csv(folder / "truth.csv", dtype=str).set_index("task")["label"]
    truth = truth[truth.index.isin(answers["task"])]
    method = getattr(aggregation, name)(**LONG.get(name, {}))
    labels = method.fit_predict(answers).reindex(truth.index)
    probabilities = getattr(method, "probas_", None)
    if probabilities is None:  # labels alone: as sure as can be
        probabilities = pd.get_dummies(labels).astype(float)
    accuracy = float((labels == truth).mean())
    return {"accuracy": accuracy, "objects": len(truth), **scores(probabilities, truth)}


def million(path: Path) -> dict[str, float]:
    found = np.load(path)
    columns = {"task": found["objects"], "worker": found["workers"], "label": found["categories"]}
    answers = pd.DataFrame(columns)
    started = time.process_time()
    labels = aggregation.DawidSkene(n_iter=100).fit_predict(answers)
    seconds = time.process_time() - started
    right = labels.reindex(range(len(found["truth"]))).to_numpy() == found["truth"]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"cpu": seconds, "accuracy": float(right.mean()), "MB": peak}


def main() -> None:
    if sys.argv[1] == "--million":
        print(json.dumps(million(Path(sys.argv[2]))))
        return
    for folder in sorted(Path(sys.argv[1]).iterdir()):
        for name in sys.argv[2:]:
            if (folder / "answers.csv").exists():
                print(json.dumps({"set": folder.name, "method": name, **run(name, folder)}), flush=True)


if __name__ == "__main__":
    main()
