"""Features of objects: texts, images or embeddings in; a matrix with a kernel out. Nothing here sees a label."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from trigpoint.autolabel.patches import Filters, learned, pooled
from trigpoint.autolabel.topics import topics
from trigpoint.domain.errors import BadInput

Matrix = NDArray[np.float32]

SKETCH = 48
"""Dimensions of the sketch that the sampler measures distances in."""
PRINCIPAL = 128
STRIP = 512
DENSE = 1200
"""So many of the most frequent terms are most of the work of a product of sparse rows."""
TOPIC_SHARE = 0.3
"""Of the similarity of two texts."""
SIDE = 28
"""Images are brought to about this many pixels a side before their gradients are taken."""
ORIENTATIONS = 9
CELLS = 7
PICTURES = 2000
"""So many pictures lend their patches."""
LEARNED_WEIGHT = 2.0
ABSURD = 1e3


@dataclass(frozen=True, slots=True)
class Features:
    """`matrix` (n, d), dense or CSR, rows of length 1 for text. `width` > 0: Gaussian kernel that wide, else linear.

    `sketch` (n, s) is dense and small. `broken` (n,) marks objects that could not be read: people label them.
    """

    matrix: Any
    sketch: Matrix
    width: float
    broken: NDArray[np.bool_]

    def __len__(self) -> int:
        return int(self.sketch.shape[0])

    def kernel(self, rows: NDArray[np.intp], columns: NDArray[np.intp]) -> Matrix:
        """Similarity (len(rows), len(columns)) of objects, 1 with themselves."""
        if not self.width:
            return self.products(rows, columns)
        product = self.matrix[rows] @ self.matrix[columns].T
        lengths = np.einsum("ij,ij->i", self.matrix, self.matrix)
        squared = lengths[rows][:, None] + lengths[columns][None, :] - 2 * product
        return np.asarray(np.exp(-np.maximum(squared, 0) / (2 * self.width**2)), dtype=np.float32)

    def products(self, rows: NDArray[np.intp], columns: NDArray[np.intp]) -> Matrix:
        """Frequent terms by dense products, the others by sparse ones: both are several times faster apart."""
        frequent = np.bincount(self.matrix.indices, minlength=self.matrix.shape[1]).argsort(kind="stable")[::-1]
        usual, rare = np.sort(frequent[:DENSE]), np.sort(frequent[DENSE:])
        left, right = self.matrix[rows], self.matrix[columns]
        found = np.asarray(left[:, usual].toarray() @ right[:, usual].toarray().T, dtype=np.float32)
        left, other = left[:, rare], right[:, rare].T.tocsr()
        # In strips: a sparse product of many rows takes several times the memory of the dense one it becomes.
        for at in range(0, len(rows), STRIP):
            found[at : at + STRIP] += (left[at : at + STRIP] @ other).toarray()
        return found


def without_features(objects: int) -> Features:
    """Of objects that somebody else's model looks at: none is broken, and all lie in one place."""
    nothing = np.zeros((objects, 1), dtype=np.float32)
    return Features(nothing, nothing, 1.0, np.zeros(objects, dtype=np.bool_))


def of_texts(texts: Sequence[str], seed: int = 0) -> Features:
    """TF-IDF of words (1-2), of the opening words, and of characters (2-5), and topics. Empty texts are broken."""
    from scipy.sparse import csr_matrix, hstack
    from sklearn.preprocessing import normalize

    parts = [part for part in (block(texts, **options) for options in TEXT_BLOCKS) if part is not None]
    broken = np.array([not text.strip() for text in texts], dtype=np.bool_)
    if not parts:
        raise BadInput("No text holds a single word.", "Give texts that differ.")
    terms = normalize(hstack(parts, format="csr")).astype(np.float32)
    shares = np.sqrt(np.array([1 - TOPIC_SHARE, TOPIC_SHARE], dtype=np.float32))
    matrix = hstack([terms * shares[0], csr_matrix(topics(terms, seed) * shares[1])], format="csr")
    return Features(matrix, sketch_of(matrix, seed), 0.0, broken)


TEXT_BLOCKS: tuple[dict[str, Any], ...] = (
    {"ngram_range": (1, 2), "token_pattern": r"(?u)\b\w+\b|[^\w\s]"},
    {"analyzer": "char_wb", "ngram_range": (2, 5), "min_df": 3},
    {"analyzer": "opening"},
)
OPENING = 3
"""The first words of a short text say what kind of text it is."""


def opening(text: str) -> list[str]:
    words = text.lower().split()[:OPENING]
    return [" ".join(words[: length + 1]) for length in range(len(words))]


def block(texts: Sequence[str], **options: Any) -> Any:
    from sklearn.feature_extraction.text import TfidfVectorizer

    if options.get("analyzer") == "opening":
        options = {**options, "analyzer": opening}
    if len(texts) < 1000:
        options.pop("min_df", None)
    try:
        return TfidfVectorizer(sublinear_tf=True, dtype=np.float32, **options).fit_transform(texts)
    except ValueError:
        # scikit-learn's "empty vocabulary": these texts hold nothing of this kind.
        return None


def sketch_of(matrix: Any, seed: int) -> Matrix:
    """A random projection: distances survive, labels and time are not needed (Johnson & Lindenstrauss)."""
    directions = np.random.default_rng(seed).standard_normal((matrix.shape[1], SKETCH)).astype(np.float32)
    return np.asarray(matrix @ directions / np.sqrt(SKETCH), dtype=np.float32)


def of_images(images: NDArray[Any], seed: int = 0) -> Features:
    """Raw pixels, gradient histograms, colour and features learned from the images, in their principal components.

    `images` is (n, height, width) or (n, height, width, channels), any numbers. Raises BadInput on other shapes.
    """
    if images.ndim not in (3, 4) or not images.size:
        fix = "Give x as (images, height, width) or (images, height, width, channels)."
        raise BadInput(f"x has the shape {images.shape}.", fix)
    broken, scale = np.empty(len(images), dtype=np.bool_), extent(images)
    filters, widths, matrix = filters_of(images, scale, seed), list[int](), np.empty((0, 0), dtype=np.float32)
    for at in range(0, len(images), STRIP):
        # Single precision takes four times the bytes of the file: one strip at a time.
        broken[at : at + STRIP], numbers = cleaned(images[at : at + STRIP], scale)
        found = looks(numbers, filters)
        if not widths:
            widths = [part.shape[1] for part in found]
            matrix = np.empty((len(images), sum(widths)), dtype=np.float32)
        np.concatenate(found, axis=1, out=matrix[at : at + STRIP])
    weigh(matrix, widths, filters is not None)
    return of_dense(matrix, broken, seed)


def weigh(matrix: Matrix, widths: Sequence[int], learned: bool) -> None:
    """Parts that lie side by side become even; the learned features, the last, tell most."""
    weights = [1.0] * (len(widths) - learned) + [LEARNED_WEIGHT] * learned
    for end, width, weight in zip(np.cumsum(widths), widths, weights, strict=True):
        part = matrix[:, end - width : end]
        make_even(part)
        part *= np.float32(weight)


def filters_of(images: NDArray[Any], scale: float, seed: int) -> Filters | None:
    random = np.random.default_rng(seed)
    few = np.sort(random.permutation(len(images))[:PICTURES])
    return learned(pictures(cleaned(images[few], scale)[1]), random)


def pictures(numbers: Matrix) -> Matrix:
    """(n, height, width, channels), small."""
    return np.asarray(shrunk(numbers if numbers.ndim == 4 else numbers[..., None]), dtype=np.float32)


def extent(numbers: NDArray[Any]) -> float:
    """How large the numbers of a usual object are: the median of their largest."""
    largest = [
        np.abs(np.nan_to_num(part, nan=0.0, posinf=0.0, neginf=0.0)).reshape(len(part), -1).max(axis=1)
        for part in (wide(numbers[at : at + STRIP]) for at in range(0, len(numbers), STRIP))
    ]
    found = np.concatenate(largest)
    return float(np.median(found[found > 0])) if found.any() else 1.0


def cleaned(numbers: NDArray[Any], scale: float) -> tuple[NDArray[np.bool_], Matrix]:
    """(n,) which objects hold a number that is none, and the numbers in units of `scale`, with 0 in those places. What
    lies absurdly far out is cut off: its square would be infinite."""
    known = wide(numbers)
    broken = np.logical_not(np.isfinite(known).reshape(len(known), -1).all(axis=1))
    known = np.nan_to_num(known, nan=0.0, posinf=0.0, neginf=0.0)
    np.clip(known, -ABSURD * scale, ABSURD * scale, out=known)
    known /= scale
    return np.asarray(broken, dtype=np.bool_), np.asarray(known, dtype=np.float32)


def wide(numbers: NDArray[Any]) -> NDArray[Any]:
    """Floats that hold whatever these numbers are."""
    return np.asarray(numbers, dtype=np.float64 if numbers.dtype.itemsize > 4 else np.float32)


def looks(numbers: Matrix, filters: Filters | None = None) -> list[NDArray[Any]]:
    """Pixels, gradients, of colour images the colours of a coarse grid, and learned features: each (n, d)."""
    grey = shrunk(numbers.mean(axis=3) if numbers.ndim == 4 else numbers)
    parts = [grey.reshape(len(grey), -1), gradients(grey)]
    if numbers.ndim == 4 and numbers.shape[3] > 1:
        parts.append(shrunk(numbers, CELLS).reshape(len(numbers), -1))
    return [*parts, pooled(pictures(numbers), filters)] if filters else parts


def of_embeddings(vectors: NDArray[Any], seed: int = 0) -> Features:
    """Vectors (n, d) that the customer computed; rows with NaN are broken. Raises BadInput on other shapes."""
    if vectors.ndim != 2 or not vectors.size:
        fix = "Give one vector an object: (objects, numbers)."
        raise BadInput(f"The embeddings have the shape {vectors.shape}.", fix)
    broken, numbers = cleaned(vectors, extent(vectors))
    make_even(numbers)
    return of_dense(numbers, broken, seed)


def of_dense(matrix: Matrix, broken: NDArray[np.bool_], seed: int) -> Features:
    """Principal components. Writes over the matrix."""
    from sklearn.decomposition import PCA

    kept = min(PRINCIPAL, *matrix.shape)
    if not np.ptp(matrix):
        # Identical objects have no direction.
        return Features(matrix[:, :kept], matrix[:, :SKETCH], 1.0, broken)
    solver = "randomized" if kept < min(matrix.shape) else "full"
    # The matrix is large, and nobody reads it again: no copy of it is centred.
    reduced = PCA(kept, copy=False, random_state=seed, svd_solver=solver)
    found = np.asarray(reduced.fit_transform(matrix), dtype=np.float32)
    return Features(found, found[:, :SKETCH], typical_distance(found, seed) or 1.0, broken)


def typical_distance(matrix: Matrix, seed: int, pairs: int = 4000) -> float:
    """Median distance of two objects: the scale of a Gaussian kernel."""
    drawn = np.random.default_rng(seed).integers(0, len(matrix), (2, pairs))
    return float(np.median(np.linalg.norm(matrix[drawn[0]] - matrix[drawn[1]], axis=1)))


def make_even(part: Matrix) -> None:
    """Centred, with a mean squared row length of 1, so that every part counts the same. In place: it may be large."""
    part -= part.mean(axis=0)
    lengths = [(part[at : at + STRIP] ** 2).sum(axis=1) for at in range(0, len(part), STRIP)]
    scale = np.sqrt(np.concatenate(lengths).mean())
    part /= scale if scale > 0 else 1.0


def shrunk(images: NDArray[Any], side: int = SIDE) -> NDArray[Any]:
    """Means over whole blocks of pixels: no dimension stays longer than twice `side`."""
    for axis in (1, 2):
        step = images.shape[axis] // side
        if step > 1:
            images = images.take(range(images.shape[axis] // step * step), axis=axis)
            shape = (*images.shape[:axis], images.shape[axis] // step, step, *images.shape[axis + 1 :])
            images = images.reshape(shape).mean(axis=axis + 1)
    return images


def gradients(grey: NDArray[Any]) -> Matrix:
    """Histograms of oriented gradients on a grid of cells (Dalal & Triggs, CVPR 2005), root-normalised."""
    if min(grey.shape[1:]) < 2:
        return np.asarray(grey.reshape(len(grey), -1), dtype=np.float32)
    down, right = np.gradient(grey, axis=(1, 2))
    strength = np.hypot(down, right)
    angle = np.arctan2(down, right) % np.pi / np.pi * ORIENTATIONS
    grids = [cells(strength * nearness(angle - orientation)) for orientation in range(ORIENTATIONS)]
    return np.asarray(blocks(np.stack(grids, axis=-1)), dtype=np.float32)


def nearness(away: NDArray[Any]) -> NDArray[Any]:
    """1 at the orientation, 0 one orientation away, the circle closed."""
    return np.asarray(np.maximum(0, 1 - np.abs(away)) + np.maximum(0, 1 - np.abs(away - ORIENTATIONS)))


def cells(image: NDArray[Any]) -> NDArray[Any]:
    """Sums over a grid of at most CELLS x CELLS cells, (n, rows, columns)."""
    for axis in (1, 2):
        edges = np.unique(np.linspace(0, image.shape[axis], CELLS + 1).astype(int)[:-1])
        image = np.add.reduceat(image, edges, axis=axis)
    return image


def blocks(grid: NDArray[Any]) -> NDArray[Any]:
    """Every 2 x 2 neighbourhood of cells, brought to length 1 and rooted, side by side."""
    if min(grid.shape[1:3]) < 2:
        return np.asarray(np.sqrt(grid.reshape(len(grid), -1)))
    around = np.concatenate([grid[:, :-1, :-1], grid[:, 1:, :-1], grid[:, :-1, 1:], grid[:, 1:, 1:]], axis=-1)
    total = around.sum(axis=-1, keepdims=True)
    faint = total.mean(axis=(1, 2, 3), keepdims=True) * 0.1 + 1e-9
    return np.asarray(np.sqrt(around / np.maximum(total, faint)).reshape(len(grid), -1))
