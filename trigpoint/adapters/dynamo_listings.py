"""The rows beside a job row, put with it in one transaction: what asked for it, its tags, its listings.

J#<job>          REQUEST         the request as it came, and the service key that signed it
J#<job>          TAG#<key>       one tag
J##CREATED       <created>#<job> listing of all jobs by creation
J##NAME          <job>           ... by name
J##TEAM#<team>   <created>#<job> ... of one work team

A listing row never changes. It carries what a summary shows of the request, so that a page of a list costs
one query and one batch of job rows.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from trigpoint.adapters.dynamo_job_row import job_key, text
from trigpoint.adapters.dynamo_table import Item
from trigpoint.domain.control import JobRequest, Listing
from trigpoint.domain.job import Instant, Job

REQUEST = "REQUEST"
TAG = "TAG#"
SUMMARY = ("WorkteamArn", "PreHumanTaskLambdaArn", "AnnotationConsolidationConfig")
"""Members of HumanTaskConfig that lists show."""


def rows_beside(job: Job, request: JobRequest | None) -> Iterator[Item]:
    if request is not None:
        yield {**request_key(job.key), **request_out(request.document, request.owner)}
        for key, value in request.tags.items():
            yield {**job_key(job.key), **tag_out(key, value)}
    shown = {} if request is None else request_out(summary(request.document), request.owner)
    for listing, part in ((Listing.CREATED, ""), (Listing.NAME, ""), (Listing.TEAM, team_of(job, request))):
        yield {"pk": partition(listing, part), "sk": place(listing, job), "job": text(job.key), **shown}


def partition(listing: Listing, part: str = "") -> dict[str, str]:
    return text(f"J##{listing.value}#{part}" if part else f"J##{listing.value}")


def place(listing: Listing, job: Job) -> dict[str, str]:
    return text(job.key if listing is Listing.NAME else created_place(job.created, job.key))


def created_place(created: Instant, key: str = "") -> str:
    """As the sort key of the index of jobs by status, so that both are read alike."""
    return f"{created:017.6f}#{key}"


def team_of(job: Job, request: JobRequest | None) -> str:
    """The work team's name as the request has it; its group's name where there is no request."""
    if request is None:
        return job.spec.team
    return str(request.document["HumanTaskConfig"]["WorkteamArn"]).rpartition("/")[2]


def summary(document: Mapping[str, Any]) -> dict[str, Any]:
    human = document["HumanTaskConfig"]
    shown = {name: human[name] for name in SUMMARY if name in human}
    return {"InputConfig": document["InputConfig"], "HumanTaskConfig": shown}


def request_key(job: str) -> Item:
    return {**job_key(job), "sk": text(REQUEST)}


def request_out(document: Mapping[str, Any], owner: str) -> Item:
    return {"request": text(json.dumps(document, ensure_ascii=False)), "owner": text(owner)}


def request_in(item: Item, tags: Mapping[str, str] | None = None) -> JobRequest | None:
    """None for a row without a request: the job was an upload."""
    if "request" not in item:
        return None
    return JobRequest(json.loads(item["request"]["S"]), item["owner"]["S"], tags or {})


def tag_out(key: str, value: str) -> Item:
    return {"sk": text(f"{TAG}{key}"), "value": text(value)}


def tags_in(items: list[Item]) -> dict[str, str]:
    rows = [item for item in items if item["sk"]["S"].startswith(TAG)]
    return {item["sk"]["S"].removeprefix(TAG): item["value"]["S"] for item in rows}
