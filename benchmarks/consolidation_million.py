"""The panel on a million answers, from arrays: CPU seconds, accuracy and peak memory as JSON."""

from __future__ import annotations

import json
import resource
import sys
import time

import numpy as np

from trigpoint.consolidation.answer_table import AnswerTable
from trigpoint.consolidation.categories import CategoryConsensus


def main() -> None:
    found = np.load(sys.argv[1])
    objects, workers, categories = (range(int(size)) for size in found["sizes"])
    codes = (found["objects"], found["workers"], found["categories"])
    seconds = []
    for _ in range(3):
        started = time.process_time()
        table = AnswerTable.from_codes(objects, workers, categories, *codes)
        fitted = CategoryConsensus().fit(table)
        seconds.append(time.process_time() - started)
    right = fitted.probabilities_.argmax(axis=1) == found["truth"]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"cpu": min(seconds), "accuracy": float(right.mean()), "MB": peak}))


if __name__ == "__main__":
    main()
