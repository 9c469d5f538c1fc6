"""Topics learned from the job's own texts, without labels: latent semantic analysis (Deerwester et al., JASIS 1990).

Words that stand in the same texts come to mean the same, so that few labels reach further.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float32]

TOPICS = 200
ROWS = 6000
"""So many texts, drawn at random, teach the topics."""
FEWEST_TEXTS = 75
"""Texts a topic."""
FLOOR = 1e-3


def topics(terms: Any, seed: int) -> Matrix:
    """Each text's place (n, topics) among the topics, of length 1, from its weighted `terms` (n, d), a CSR matrix."""
    from sklearn.utils.extmath import randomized_svd

    n, d = terms.shape
    count = min(TOPICS, n // FEWEST_TEXTS, d - 1)
    if count < 1:
        return np.zeros((n, 0), dtype=np.float32)
    few = np.sort(np.random.default_rng(seed).permutation(n)[:ROWS])
    _, _, directions = randomized_svd(terms[few], count, n_iter=2, random_state=seed)
    places = terms @ directions.T.astype(np.float32)
    places -= places.mean(axis=0)
    # Texts that are all the same lie in the middle: what rounding left there is no direction.
    return np.asarray(places / np.maximum(np.linalg.norm(places, axis=1, keepdims=True), FLOOR), dtype=np.float32)
