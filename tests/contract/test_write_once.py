"""The step of a wave stands once it is written: in S3 by a conditional write, in memory by the same rule."""

from __future__ import annotations

from collections.abc import Iterator

import boto3
import pytest
from moto import mock_aws

from trigpoint.adapters.s3_blobs import S3Blobs
from trigpoint.domain.places import Deployment
from trigpoint.ports import Blobs
from trigpoint.testing import MemoryBlobs


@pytest.fixture(params=["s3", "memory"])
def blobs(request: pytest.FixtureRequest) -> Iterator[Blobs]:
    if request.param == "memory":
        yield MemoryBlobs()
        return
    with mock_aws():
        s3 = boto3.client("s3", region_name="us-east-1", aws_access_key_id="test", aws_secret_access_key="test")
        s3.create_bucket(Bucket="data")
        yield S3Blobs(s3)


def test_the_first_writer_wins(blobs: Blobs) -> None:
    uri = Deployment("data", "us-east-1", "000000000000").learning_step("job-1", 1)
    assert blobs.write_once(uri, b"first")
    assert not blobs.write_once(uri, b"second")
    assert blobs.read(uri) == b"first"
