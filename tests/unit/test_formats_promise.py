"""What the model promises, in a job's description."""

from __future__ import annotations

import re
from dataclasses import replace

from trigpoint.domain.job import Job, JobSpec
from trigpoint.formats.sagemaker_jobs import counters, promise_tag

SPEC = JobSpec("text_multi_class", "verdict", "s3://b/m", "s3://b/o", "s3://b/c", "", "team")
JOB = Job("Job-1", SPEC, 1.0, 1.0, total=2000, labelled=1990, failed=3, machine=1348)


def test_counters_tell_people_from_the_model() -> None:
    found = counters(JOB)
    assert (found["HumanLabeled"], found["MachineLabeled"], found["TotalLabeled"]) == (642, 1348, 1990)


def test_the_promise_is_a_tag_that_the_service_model_allows() -> None:
    words = "1,348 machine labels, at least 95.0% of them right (95% confidence)."
    tag = promise_tag(replace(JOB, promise=words))
    (value,) = tag.values()
    assert value == "1348 machine labels at least 95.0 percent of them right - 95 percent confidence."
    assert re.fullmatch(r"[\w\s.:/=+\-@]{0,256}", value)
    assert promise_tag(JOB) == {}
    assert len(promise_tag(replace(JOB, promise="x" * 900))["trigpoint:promise"]) == 256
