"""A Cholesky factor that grows by rows: what was factorised for one stage serves the next.

By blocks, so that nearly all of the work is products of matrices, which run several times faster than LAPACK's
triangular routines; only the lower half is stored.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
from numpy.linalg import LinAlgError
from numpy.typing import NDArray
from scipy.linalg import lapack

Matrix = NDArray[np.float32]

BLOCK = 1024


def inverse_root(square: Matrix) -> Matrix:
    """The inverse of the lower Cholesky factor of `square` (n, n), whose lower half is read and destroyed."""
    if not len(square):
        return square
    # Row order is the column order of the transpose: LAPACK overwrites it without a copy.
    upper, trouble = lapack.spotrf(square.T, lower=0, overwrite_a=1)
    if trouble:
        raise LinAlgError("The matrix is not positive definite.")
    inverse, trouble = lapack.strtri(upper, lower=0, overwrite_c=1)
    if trouble or not np.isfinite(inverse[-1, -1]):
        raise LinAlgError("The matrix is singular.")
    return np.asarray(inverse.T)


@dataclass(slots=True)
class Factor:
    """Lower factor L of a symmetric matrix. `strips`: its block rows left of the diagonal (b, start); `corners`: the
    inverses of the diagonal blocks (b, b)."""

    strips: list[Matrix] = field(default_factory=list)
    corners: list[Matrix] = field(default_factory=list)

    def __len__(self) -> int:
        return sum(len(corner) for corner in self.corners)

    def blocks(self) -> Iterator[tuple[slice, Matrix, Matrix]]:
        for strip, corner in zip(self.strips, self.corners, strict=True):
            yield slice(strip.shape[1], strip.shape[1] + len(corner)), strip, corner

    def grow(self, left: Matrix, square: Matrix) -> None:
        """One block more: `left` (b, len(self)) and `square` (b, b) of the matrix, both overwritten. Raises
        LinAlgError where the whole would not be positive definite; then nothing has grown."""
        for inside, strip, corner in self.blocks():
            left[:, inside] = (left[:, inside] - left[:, : inside.start] @ strip.T) @ corner.T
        square -= left @ left.T
        self.corners.append(inverse_root(square))
        self.strips.append(left)

    def forward(self, right: Matrix) -> Matrix:
        """L^-1 right, for `right` (len(self), c)."""
        found = np.empty_like(right)
        for inside, strip, corner in self.blocks():
            found[inside] = corner @ (right[inside] - strip @ found[: inside.start])
        return found

    def backward(self, right: Matrix) -> Matrix:
        """L^-T right, for `right` (len(self), c)."""
        found = right.copy()
        for inside, strip, corner in reversed(list(self.blocks())):
            found[inside] = corner.T @ found[inside]
            found[: inside.start] -= strip.T @ found[inside]
        return found
