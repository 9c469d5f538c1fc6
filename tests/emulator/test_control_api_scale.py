"""A thousand jobs: what a client waits for."""

from __future__ import annotations

import json

import pytest
from stack import Stack
from test_control_api import client_of, trigpoint

from benchmarks.control_api import JOBS, fill, measured, show


def test_a_thousand_jobs(lone_stack: Stack, capsys: pytest.CaptureFixture[str]) -> None:
    lone_stack.up()
    with lone_stack.connected() as (ports, _):
        fill(ports.ledger)
    sagemaker = client_of(json.loads(trigpoint(lone_stack, "keys", "create", "--json")))
    found = measured(sagemaker)
    with capsys.disabled():
        print()
        show(found)
    pages = sagemaker.get_paginator("list_labeling_jobs").paginate(PaginationConfig={"PageSize": 100})
    names = [one["LabelingJobName"] for page in pages for one in page["LabelingJobSummaryList"]]
    assert names == [f"Job-{number:04d}" for number in range(JOBS)]
    assert max(found.values()) < 1000
