"""A job leaves what it has learned in its output, where Ground Truth leaves its model; it predicts without the job."""

from __future__ import annotations

from typing import Any

import pytest
from test_automated_labeling import OBJECTS, begun, foreign, text_of, truth_of, with_model
from whole_job import load_handlers

from trigpoint.autolabel.artefact import predict, unpacked


@pytest.fixture(scope="module")
def handlers() -> dict[str, Any]:
    return load_handlers()


def models(blobs: Any) -> list[str]:
    return [uri for uri in blobs.objects if uri.startswith("s3://data/out/") and uri.endswith("model.tar.gz")]


def test_a_job_leaves_a_model_that_predicts(handlers: dict[str, Any]) -> None:
    made = begun(handlers)
    made.run()
    (uri,) = models(made.blobs)
    parts = uri.split("/")
    assert (parts[-6], parts[-5], parts[-3]) == ("training", str(made.ledger.job("job-1").waves), "Job-1")
    fresh = range(OBJECTS, OBJECTS + 50)
    found = predict(unpacked(made.blobs.objects[uri]), [text_of(seq) for seq in fresh])
    assert [one.labels for one in found] == [(truth_of(seq),) for seq in fresh]


def test_a_customers_model_stays_theirs(handlers: dict[str, Any]) -> None:
    made = with_model(handlers, foreign)
    made.run()
    assert made.ledger.job("job-1").machine
    assert models(made.blobs) == []
