"""Split: stream the manifest once, in constant memory, into shards of byte ranges."""

from __future__ import annotations

from trigpoint.domain.job import Job
from trigpoint.domain.limits import GENEROUS, Limits
from trigpoint.formats.manifest import split
from trigpoint.ports import Ports
from trigpoint.usecases.check_limits import check_objects

SHARDS_A_CALL = 500


def split_manifest(key: str, ports: Ports, limits: Limits = GENEROUS) -> Job:
    """The job with its totals. Shard rows that are there already keep their tallies, so a redo is harmless.

    Raises ManifestError for an empty manifest, LimitExceeded for a long one, NotFound when it is gone.
    """
    job = ports.ledger.job(key)
    total = shards = 0
    pending = []
    for shard in split(ports.blobs.chunks(job.spec.manifest)):
        total, shards = total + shard.count, shards + 1
        check_objects(total, job.spec.manifest, limits)
        pending.append(shard)
        if len(pending) == SHARDS_A_CALL:
            ports.ledger.put_shards(key, pending)
            pending.clear()
    ports.ledger.put_shards(key, pending)
    return ports.ledger.change_job(key, put={"total": total, "shards": shards, "modified": ports.clock.now()})
