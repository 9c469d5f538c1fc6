"""Groups of marks as flat arrays, and how likely each group is a real thing, and of which label.

Real things come at `density` an object, are marked by worker j with probability recall_j and labelled right
with accuracy_j, and lie as close together as `real_bins` says; false marks come at invented_j an object, and
fall together by accident, that close, as `chance_bins` says:
    real:  density . prod_{marked} recall_j . prod_{not marked} (1 - recall_j) . sum_k prior_k prod_j conf_j[k, l_j]
           . real_bins[closeness]^(marks - 1)
    false: prod_{marked} invented_j prior[l_j] . chance_bins[closeness]^(marks - 1)
    conf_j[k, l] = accuracy_j if k = l, else (1 - accuracy_j) slips[k, l]
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from trigpoint.consolidation.detections.detection import Array, Codes

LARGEST_LOG = 700.0

BINS = 6
"""Steps of closeness between a kind's gate and 1."""


def bin_of(closeness: Array, gate: float) -> Codes:
    found: Codes = np.clip((closeness - gate) / (1 - gate) * BINS, 0, BINS - 1).astype(np.int64)
    return found


@dataclass(frozen=True, slots=True)
class Groups:
    """All groups of a job.

    `group` (ascending), `worker`, `label`: codes of every mark; `objects`: object code of every group; `alike`:
    mean similarity within every group; `seen_object`, `seen_worker`: who looked at which object.
    """

    group: Codes
    worker: Codes
    label: Codes
    objects: Codes
    alike: Array
    seen_object: Codes
    seen_worker: Codes
    workers: Sequence[str]
    categories: Sequence[str]

    def sums(self, values: Array) -> Array:
        """Sums over the marks of every group; `values` has a row a mark."""
        if not len(self.objects):
            return np.zeros((0, *values.shape[1:]))
        starts = np.searchsorted(self.group, np.arange(len(self.objects)))
        found: Array = np.add.reduceat(values, starts, axis=0)
        return found


@dataclass(frozen=True, slots=True)
class Parameters:
    """recall, invented, spread, accuracy by worker code; real_bins and chance_bins (BINS); prior (K); slips (K x K),
    whose rows sum to 1 and whose diagonal is 0.
    """

    recall: Array
    invented: Array
    spread: Array
    accuracy: Array
    density: float
    real_bins: Array
    chance_bins: Array
    prior: Array
    slips: Array


@dataclass(frozen=True, slots=True)
class Belief:
    """`real`: probability that a group is a real thing; `labels`: of its label, (groups, categories)."""

    real: Array
    labels: Array


def belief(groups: Groups, given: Parameters, gate: float) -> Belief:
    """The E step."""
    joint = np.log(given.prior) + groups.sums(label_logs(groups, given))
    top = joint.max(axis=1, keepdims=True)
    scaled = np.exp(joint - top)
    total = scaled.sum(axis=1)
    more = groups.sums(np.ones(len(groups.group))) - 1
    near = bin_of(groups.alike, gate)
    real = np.log(given.density) + real_logs(groups, given.recall) + np.log(total) + top[:, 0]
    real += more * np.log(given.real_bins)[near]
    alone = np.log(given.invented)[groups.worker] + np.log(given.prior)[groups.label]
    false = groups.sums(alone) + more * np.log(given.chance_bins)[near]
    odds = np.clip(false - real, -LARGEST_LOG, LARGEST_LOG)
    return Belief(1 / (1 + np.exp(odds)), scaled / total[:, None])


def real_logs(groups: Groups, recall: Array) -> Array:
    """Log chance that these workers, and no other who looked, would mark a real thing."""
    missed = np.log(1 - recall)
    nobody = np.bincount(groups.seen_object, missed[groups.seen_worker])
    found = np.log(recall) - missed
    logs: Array = groups.sums(found[groups.worker]) + nobody[groups.objects]
    return logs


def label_logs(groups: Groups, given: Parameters) -> Array:
    """Log chance of every mark's label given each true one, (marks, categories)."""
    if len(given.prior) == 1:
        return np.zeros((len(groups.label), 1))
    accuracy = given.accuracy[groups.worker]
    logs = np.log(1 - accuracy)[:, None] + np.log(given.slips.T + np.eye(len(given.prior)))[groups.label]
    logs[np.arange(len(groups.label)), groups.label] = np.log(accuracy)
    return logs
