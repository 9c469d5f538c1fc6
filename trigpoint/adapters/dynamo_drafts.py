"""Workers' drafts in DynamoDB: one row for each worker and job, beside the session."""

from __future__ import annotations

from contextlib import suppress

from trigpoint.adapters.dynamo_job_row import number, text
from trigpoint.adapters.dynamo_jobs import DynamoJobs
from trigpoint.adapters.dynamo_rows import draft_in, draft_key, draft_out
from trigpoint.adapters.dynamo_table import ConditionFailed
from trigpoint.domain.errors import Conflict
from trigpoint.domain.job import Instant
from trigpoint.domain.work import Draft


class DynamoDrafts(DynamoJobs):
    """The part of `ports.Ledger` that keeps what a worker has not sent yet."""

    def draft(self, worker: str, job: str) -> Draft | None:
        item = self.table.get(draft_key(worker, job))
        return draft_in(item) if item else None

    def put_draft(self, draft: Draft, not_since: Instant) -> None:
        try:
            self.table.put(
                draft_out(draft),
                ConditionExpression="attribute_not_exists(s) OR s <= :not_since",
                ExpressionAttributeValues={":not_since": number(not_since)},
            )
        except ConditionFailed as error:
            raise Conflict(f"A draft of {draft.worker} was saved a moment ago.", "Save the next one later.") from error

    def drop_draft(self, worker: str, job: str, token: str) -> None:
        with suppress(ConditionFailed):
            self.table.delete(
                draft_key(worker, job), ConditionExpression="k = :k", ExpressionAttributeValues={":k": text(token)}
            )
