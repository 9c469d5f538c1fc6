"""Limits: configuration, checked; uploads and requests keep them alike."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from usecase_bench import HERE, MANIFEST, SPEC, Installation, texts

from trigpoint.domain.errors import LimitExceeded
from trigpoint.domain.limits import Limits
from trigpoint.formats.sagemaker_errors import as_aws
from trigpoint.usecases.accept_upload import Upload, accept_upload
from trigpoint.usecases.check_limits import check_spec
from trigpoint.usecases.split_manifest import split_manifest


def test_what_is_not_said_is_generous() -> None:
    assert Limits.parse("") == Limits()
    assert Limits.parse('{"teams": 25, "open_jobs": null}') == Limits(teams=25)
    assert Limits().objects == 100_000_000


@pytest.mark.parametrize("text", ["[]", "{", '{"team": 1}', '{"teams": -1}', '{"teams": true}', '{"teams": null}'])
def test_wrong_limits_are_named(text: str) -> None:
    with pytest.raises(ValueError, match=r"limit|Expecting"):
        Limits.parse(text)


@pytest.mark.parametrize(
    ("member", "field", "limit"),
    [
        ("window", "MaxConcurrentTaskCount", "concurrent_tasks"),
        ("task_seconds", "TaskTimeLimitInSeconds", "task_seconds"),
        ("lifetime_seconds", "TaskAvailabilityLifetimeInSeconds", "lifetime_seconds"),
    ],
)
def test_both_sides_of_each_limit(member: str, field: str, limit: str) -> None:
    limits = Limits(**{limit: 70})
    spec = replace(SPEC, window=1, task_seconds=30, lifetime_seconds=60)
    check_spec(replace(spec, **{member: 70}), limits)
    with pytest.raises(LimitExceeded, match=f"HumanTaskConfig.{field} is 71; the limit is 70"):
        check_spec(replace(spec, **{member: 71}), limits)


def test_a_long_manifest_is_refused_at_the_split() -> None:
    made = Installation()
    made.job(texts(7))
    assert split_manifest("job-1", made.ports, Limits(objects=7)).total == 7
    with pytest.raises(LimitExceeded, match=f"{MANIFEST}.* has more than 6 objects"):
        split_manifest("job-1", made.ports, Limits(objects=6))
    assert split_manifest("job-1", made.ports, Limits(objects=None)).total == 7


def test_clients_of_sagemaker_see_their_own_error() -> None:
    assert as_aws(LimitExceeded("x")).code == "ResourceLimitExceeded"


def test_an_upload_keeps_the_limits_too() -> None:
    made, here = Installation(), replace(HERE, limits=Limits(task_seconds=60))
    recipe = {
        "OutputConfig": {"S3OutputPath": "s3://data/out"},
        "LabelCategoryConfigS3Uri": SPEC.categories,
        "HumanTaskConfig": {
            "WorkteamArn": "t", "PreHumanTaskLambdaArn": "PRE-TextMultiClass", "TaskTimeLimitInSeconds": 61,
        },
    }  # fmt: skip
    made.blobs.write(here.recipe("r"), json.dumps(recipe).encode())
    assert accept_upload(Upload("r", "long", "1"), made.ports, here) is None
    error = json.loads(made.blobs.read(here.upload_error("r", "long")))
    assert (error["code"], "TaskTimeLimitInSeconds" in error["message"]) == ("LimitExceeded", True)
