"""How far a job is, exactly: the job row and its shards' tallies."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from trigpoint.domain.job import Job
from trigpoint.ports import Ledger


@dataclass(frozen=True, slots=True)
class Standing:
    """Counts are objects; `total` is 0 until the manifest is split."""

    job: str
    status: str
    total: int
    labelled: int
    failed: int
    skipped: int
    failure: str | None
    output_manifest: str | None
    ended: bool

    @property
    def closed(self) -> int:
        return self.labelled + self.failed + self.skipped

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


def standing(key: str, ledger: Ledger) -> Standing:
    """Raises NotFound."""
    return standing_of(ledger.job(key), ledger)


def standing_of(job: Job, ledger: Ledger) -> Standing:
    shards = ledger.shards(job.key, range(job.shards))
    return Standing(
        job=job.name,
        status=str(job.status),
        total=job.total,
        labelled=sum(shard.labelled for shard in shards),
        failed=sum(shard.failed for shard in shards),
        skipped=sum(shard.skipped for shard in shards),
        failure=job.failure,
        output_manifest=job.output_manifest,
        ended=job.status.ended,
    )
