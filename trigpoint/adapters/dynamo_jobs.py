"""Jobs, shards and the window in DynamoDB."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from trigpoint.adapters.dynamo_job_row import (
    field_out,
    job_in,
    job_key,
    job_out,
    job_update,
    number,
    status_key,
    text,
)
from trigpoint.adapters.dynamo_listings import rows_beside
from trigpoint.adapters.dynamo_rows import (
    answer_in,
    is_label,
    label_in,
    lane_key,
    shard_in,
    shard_key,
    shard_out,
    task_in,
    task_key,
    task_out,
)
from trigpoint.adapters.dynamo_table import BATCH, ConditionFailed, DynamoTable
from trigpoint.domain.control import JobRequest
from trigpoint.domain.errors import Conflict, JobNameTaken, NotFound
from trigpoint.domain.job import Cursor, Job, JobStatus
from trigpoint.domain.work import Answer, Label, Shard, Task
from trigpoint.ports import ShardContents

ABSENT = "attribute_not_exists(pk)"


class DynamoJobs:
    """The part of `ports.Ledger` that the state machine uses most."""

    def __init__(self, client: Any, table: str) -> None:
        self.table = DynamoTable(client, table)

    # -- jobs
    def create_job(self, job: Job, request: JobRequest | None = None) -> None:
        row = {"Item": job_out(job), "ConditionExpression": ABSENT}
        beside = ({"Put": {"Item": item}} for item in rows_beside(job, request))
        try:
            self.table.transact({"Put": row}, *beside)
        except ConditionFailed as error:
            raise JobNameTaken(f"A job named {job.key} exists.", "Choose another name.") from error

    def job(self, key: str) -> Job:
        item = self.table.get(job_key(key))
        if item is None:
            raise NotFound(f"There is no job {key}.", "Check the name.")
        return job_in(item)

    def change_job(
        self,
        key: str,
        *,
        put: Mapping[str, Any] | None = None,
        add: Mapping[str, int] | None = None,
        expect: Mapping[str, Any] | None = None,
    ) -> Job:
        update = job_update(put or {}, add or {}, expect or {})
        try:
            return job_in(self.table.update(job_key(key), **update))
        except ConditionFailed as error:
            if error.item is None:
                self.job(key)
            raise Conflict(
                f"One of {', '.join(expect or ())} of job {key} has changed.", "Read the job again."
            ) from error

    def jobs(self, status: JobStatus | None = None) -> Iterator[Job]:
        for each in JobStatus if status is None else (status,):
            yield from self._indexed("GSI1", "g1pk", status_key(each), newest_first=True)

    def team_jobs(self, team: str) -> Iterator[Job]:
        return self._indexed("GSI2", "g2pk", text(f"TEAM#{team}"), newest_first=False)

    def _indexed(self, index: str, key: str, value: Mapping[str, str], *, newest_first: bool) -> Iterator[Job]:
        items = self.table.query(
            IndexName=index,
            KeyConditionExpression=f"{key} = :key",
            ExpressionAttributeValues={":key": value},
            ScanIndexForward=not newest_first,
        )
        return map(job_in, items)

    # -- shards
    def put_shards(self, job: str, shards: Sequence[Shard]) -> None:
        for start in range(0, len(shards), BATCH):
            self._put_shards(job, shards[start : start + BATCH])

    def _put_shards(self, job: str, shards: Sequence[Shard]) -> None:
        puts = [{"Put": {"Item": shard_out(job, one), "ConditionExpression": ABSENT}} for one in shards]
        try:
            self.table.transact(*puts)
        except ConditionFailed as error:
            left = [one for place, one in enumerate(shards) if not error.failed(place)]
            if left:
                self._put_shards(job, left)

    def shards(self, job: str, numbers: Iterable[int]) -> list[Shard]:
        items = self.table.get_many([shard_key(job, number) for number in dict.fromkeys(numbers)])
        return sorted(map(shard_in, items), key=lambda shard: shard.number)

    def shard_contents(self, job: str, shard: int) -> ShardContents:
        labels: dict[int, Label] = {}
        answers: dict[int, list[Answer]] = {}
        for item in self._objects(shard_key(job, shard)["pk"], "O#"):
            if is_label(item):
                label = label_in(item)
                labels[label.seq] = label
            else:
                answer = answer_in(item)
                answers.setdefault(answer.seq, []).append(answer)
        return ShardContents(labels, {seq: in_time_order(some) for seq, some in answers.items()})

    def _objects(self, pk: Mapping[str, str], prefix: str) -> Iterator[dict[str, Any]]:
        return self.table.query(
            KeyConditionExpression="pk = :pk AND begins_with(sk, :prefix)",
            ExpressionAttributeValues={":pk": pk, ":prefix": text(prefix)},
            ConsistentRead=True,
        )

    # -- window
    def open_tasks(self, job: str, before: Cursor, after: Cursor, tasks: Sequence[Task]) -> None:
        serving = [status for status in JobStatus if status.serves]
        move = {
            "Key": job_key(job),
            "UpdateExpression": "SET #cursor = :after ADD #opened :opened",
            "ConditionExpression": "#cursor = :before AND #status IN (:s0, :s1)",
            "ExpressionAttributeNames": {f"#{name}": name for name in ("cursor", "opened", "status")},
            "ExpressionAttributeValues": {
                ":before": field_out("cursor", before),
                ":after": field_out("cursor", after),
                ":opened": number(len(tasks)),
                **{f":s{place}": text(status.value) for place, status in enumerate(serving)},
            },
        }
        try:
            self.table.transact({"Update": move}, *({"Put": {"Item": task_out(task)}} for task in tasks))
        except ConditionFailed as error:
            raise Conflict(f"The window of job {job} has moved.", "Read the job again.") from error

    def tasks(self, job: str, lane: int, after: int = -1, limit: int = 16) -> list[Task]:
        later = {":after": text(f"{after:09d}")} if after >= 0 else {}
        items = self.table.query(
            limit,
            KeyConditionExpression="pk = :pk AND sk > :after" if later else "pk = :pk",
            ExpressionAttributeValues={":pk": lane_key(job, lane), **later},
        )
        return [task_in(item) for item in items]

    def task(self, job: str, seq: int, lane: int) -> Task | None:
        item = self.table.get(task_key(job, seq, lane))
        return task_in(item) if item else None


def in_time_order(answers: Iterable[Answer]) -> list[Answer]:
    return sorted(answers, key=lambda answer: (answer.submitted, answer.worker))
