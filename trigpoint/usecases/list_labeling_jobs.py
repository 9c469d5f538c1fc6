"""ListLabelingJobs and ListLabelingJobsForWorkteam, over listings that hold every order asked for.

A page costs two calls to the store. Where filters leave it short, further rows are read, up to `ROUNDS` times;
a page may then be short, or empty, and still have a NextToken, as SageMaker allows.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from trigpoint.domain.control import JobQuery, ListedJob, Listing
from trigpoint.domain.job import Instant, JobStatus
from trigpoint.domain.service_key import Caller, Role
from trigpoint.formats.page_token import seal, unseal
from trigpoint.formats.paging import PAGE
from trigpoint.formats.sagemaker_arns import account_of, resource_of
from trigpoint.formats.sagemaker_errors import ResourceNotFound
from trigpoint.formats.sagemaker_jobs import of_team, reference_code, summarised
from trigpoint.usecases.control import Control, JobDirectory, Request
from trigpoint.usecases.keep_workteams import find_team

ROUNDS = 10
LATEST = 9_999_999_999.0

Keep = Callable[[ListedJob], bool]


def list_labeling_jobs(request: Request, caller: Caller, control: Control) -> dict[str, Any]:
    """{"LabelingJobSummaryList", "NextToken"}."""
    queries = job_queries(request, owner_of(caller))
    found, following = walk(queries, wanted(request), "ListLabelingJobs", request, caller, control.directory)
    return {"LabelingJobSummaryList": [summarised(one, control.arns) for one in found], **following}


def list_labeling_jobs_for_workteam(request: Request, caller: Caller, control: Control) -> dict[str, Any]:
    """{"LabelingJobSummaryList", "NextToken"}. Raises ResourceNotFound without the team."""
    arn = request["WorkteamArn"]
    team = resource_of(arn).rpartition("/")[2]
    if find_team(team, control) is None:
        raise ResourceNotFound(f"The work team {arn} does not exist.")
    code = request.get("JobReferenceCodeContains", "")
    queries = [by_creation(request, Listing.TEAM, team, owner_of(caller))]
    found, following = walk(
        queries,
        lambda listed: code in reference_code(listed.job),
        "ListLabelingJobsForWorkteam",
        request,
        caller,
        control.directory,
    )
    return {"LabelingJobSummaryList": [of_team(one, account_of(arn)) for one in found], **following}


def job_queries(request: Request, owner: str) -> list[JobQuery]:
    """The listings that, one after the other, hold the jobs in the order asked for."""
    order = request.get("SortBy", "CreationTime")
    status = request.get("StatusEquals")
    if order == "Name":
        return [by_creation(request, Listing.NAME, "", owner)]
    if order == "Status" or status:
        return [
            by_creation(request, Listing.STATUS, one, owner)
            for one in sorted(JobStatus, reverse=descending(request))
            if status in (None, one)
        ]
    return [by_creation(request, Listing.CREATED, "", owner)]


def by_creation(request: Request, listing: Listing, part: str, owner: str) -> JobQuery:
    return JobQuery(
        listing,
        part,
        descending(request),
        created_from=in_range(request.get("CreationTimeAfter", 0.0)),
        created_until=in_range(request.get("CreationTimeBefore", LATEST)),
        contains=request.get("NameContains", ""),
        owner=owner,
    )


def wanted(request: Request) -> Keep:
    """What the listings cannot tell: modification times, and everything that their order leaves out."""
    after, before = request.get("LastModifiedTimeAfter", 0.0), request.get("LastModifiedTimeBefore", LATEST)
    first, last = request.get("CreationTimeAfter", 0.0), request.get("CreationTimeBefore", LATEST)
    status = request.get("StatusEquals")

    def keep(listed: ListedJob) -> bool:
        job = listed.job
        return after <= job.modified <= before and first <= job.created <= last and status in (None, job.status)

    return keep


def walk(
    queries: Sequence[JobQuery],
    keep: Keep,
    operation: str,
    request: Request,
    caller: Caller,
    directory: JobDirectory,
) -> tuple[list[ListedJob], dict[str, str]]:
    """The page of the request, and {"NextToken"} if jobs may follow."""
    number, after = unseal(operation, request, caller.seal) or (0, "")
    size = request.get("MaxResults", PAGE)
    found: list[ListedJob] = []
    for _ in range(ROUNDS + len(queries)):
        if number == len(queries) or len(found) == size:
            break
        rows, after = directory.page(queries[number], after, size - len(found))
        found += filter(keep, rows)
        number += not after
    if number == len(queries):
        return found, {}
    return found, {"NextToken": seal([number, after], operation, request, caller.seal)}


def descending(request: Request) -> bool:
    return bool(request.get("SortOrder") == "Descending")


def in_range(instant: Instant) -> Instant:
    return min(max(instant, 0.0), LATEST)


def owner_of(caller: Caller) -> str:
    """Whose jobs are listed: an integrator's own, everybody's otherwise."""
    return caller.key if caller.role is Role.INTEGRATOR else ""
