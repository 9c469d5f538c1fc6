"""Features as the bytes of an .npz file, without pickle, and back: the same numbers to the last bit."""

from __future__ import annotations

import io
from dataclasses import fields
from typing import Any

import numpy as np

from trigpoint.autolabel.features import Features

CSR = ("data", "indices", "indptr", "shape")


def packed(features: Features) -> bytes:
    arrays: dict[str, Any] = {}
    for one in fields(features):
        value = getattr(features, one.name)
        if hasattr(value, "indptr"):
            arrays |= {f"{one.name}.{part}": np.asarray(getattr(value, part)) for part in CSR}
        else:
            arrays[one.name] = np.asarray(value)
    file = io.BytesIO()
    np.savez(file, **arrays)
    return file.getvalue()


def unpacked(data: bytes) -> Features:
    with np.load(io.BytesIO(data), allow_pickle=False) as arrays:
        return Features(**{one.name: value_of(one.name, arrays) for one in fields(Features)})


def value_of(name: str, arrays: Any) -> Any:
    if name in arrays:
        found = arrays[name]
        return found if found.ndim else found.item()
    from scipy.sparse import csr_matrix

    data, indices, indptr, shape = (arrays[f"{name}.{part}"] for part in CSR)
    return csr_matrix((data, indices, indptr), shape=tuple(shape), copy=False)
