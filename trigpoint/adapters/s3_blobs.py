"""S3 as the `Blobs` port."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import parse_qs

from botocore.exceptions import ClientError

from trigpoint.adapters.aws_clients import error_code, missing_as_not_found
from trigpoint.domain.errors import Conflict, NotFound
from trigpoint.formats.media_types import harmless_type
from trigpoint.ports import BlobInfo

CHUNK_BYTES = 1 << 20


def address(uri: str) -> dict[str, str]:
    """Bucket, Key and, if the URI names one, VersionId. Raises NotFound for anything but s3://bucket/key."""
    path, _, query = uri.partition("?versionId=")
    bucket, _, key = path.removeprefix("s3://").partition("/")
    if not path.startswith("s3://") or not bucket or not key:
        raise NotFound(f"{uri!r} is not an s3://bucket/key address.", "Give a full S3 address.")
    version = parse_qs(f"v={query}").get("v", [""])[0] if query else ""
    return {"Bucket": bucket, "Key": key} | ({"VersionId": version} if version else {})


class S3Blobs:
    def __init__(self, client: Any) -> None:
        self._s3 = client

    def read(self, uri: str, start: int = 0, length: int | None = None) -> bytes:
        if length == 0:
            return b""
        ranged = start or length is not None
        options = {"Range": f"bytes={start}-{start + length - 1 if length else ''}"} if ranged else {}
        with missing_as_not_found(uri):
            body: bytes = self._s3.get_object(**address(uri), **options)["Body"].read()
        return body

    def chunks(self, uri: str) -> Iterator[bytes]:
        with missing_as_not_found(uri):
            body = self._s3.get_object(**address(uri))["Body"]
        yield from body.iter_chunks(CHUNK_BYTES)

    def write(self, uri: str, data: bytes, content_type: str = "application/json") -> None:
        self._s3.put_object(**address(uri), Body=data, ContentType=content_type)

    def write_once(self, uri: str, data: bytes) -> bool:
        try:
            self._s3.put_object(**address(uri), Body=data, ContentType="application/json", IfNoneMatch="*")
        except ClientError as error:
            if error_code(error) == "ConditionalRequestConflict":
                raise Conflict(f"{uri} is being written by somebody else.") from error
            if error_code(error) != "PreconditionFailed":
                raise
            return False
        return True

    def info(self, uri: str) -> BlobInfo | None:
        try:
            with missing_as_not_found(uri):
                head = self._s3.head_object(**address(uri))
        except NotFound:
            return None
        except ClientError as error:
            # S3 answers 403 for a missing object to callers that may not list the bucket.
            if error.response.get("ResponseMetadata", {}).get("HTTPStatusCode") == 403:
                return None
            raise
        return BlobInfo(uri, int(head["ContentLength"]), str(head.get("VersionId", "")))

    def list(self, prefix: str) -> Iterator[BlobInfo]:
        bucket, _, key = prefix.removeprefix("s3://").partition("/")
        for page in self._s3.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=key):
            for found in page.get("Contents", []):
                yield BlobInfo(f"s3://{bucket}/{found['Key']}", int(found["Size"]))

    def presign(self, uri: str, seconds: int) -> str:
        asked = address(uri)
        pinned = {**asked, "ResponseContentType": harmless_type(asked["Key"])}
        return str(self._s3.generate_presigned_url("get_object", Params=pinned, ExpiresIn=seconds))

    def begin_parts(self, uri: str, content_type: str) -> str:
        return str(self._s3.create_multipart_upload(**address(uri), ContentType=content_type)["UploadId"])

    def put_part(self, uri: str, upload: str, number: int, data: bytes) -> str:
        part = self._s3.upload_part(**address(uri), UploadId=upload, PartNumber=number, Body=data)
        return str(part["ETag"])

    def finish_parts(self, uri: str, upload: str, tags: Sequence[str]) -> None:
        parts = [{"PartNumber": number, "ETag": tag} for number, tag in enumerate(tags, 1)]
        self._s3.complete_multipart_upload(**address(uri), UploadId=upload, MultipartUpload={"Parts": parts})
