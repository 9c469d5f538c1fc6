"""Notices of the machine's labels, a group at a time.

A mark is left once a group's notices are on the queue. Whoever finds none tells the group again, from the labels that
are stored: a crash after storing them repeats their notices, and forgets none. The window's closing looks last, so
that a job which was stopped or failed in between has told all that it keeps.
"""

from __future__ import annotations

import json

from trigpoint.domain.errors import NotFound
from trigpoint.domain.job import Job
from trigpoint.domain.places import Deployment
from trigpoint.domain.work import shard_of
from trigpoint.ports import Ports
from trigpoint.usecases.deliver_notice import teller


def is_told(key: str, group: int, ports: Ports, deployment: Deployment) -> bool:
    return ports.blobs.info(deployment.machine_labels_told(key, group)) is not None


def tell_group(job: Job, group: int, ports: Ports, deployment: Deployment) -> None:
    document = json.loads(ports.blobs.read(deployment.machine_labels(job.key, group)))
    shards = sorted({shard_of(int(row[0])) for row in document["labels"]})
    tell = teller(job, ports)
    for shard in shards:
        labels = ports.ledger.shard_contents(job.key, shard).labels
        tell([labels[seq] for seq in sorted(labels) if labels[seq].by_machine])
    ports.blobs.write(deployment.machine_labels_told(job.key, group), b"{}")


def tell_rest(job: Job, ports: Ports, deployment: Deployment) -> None:
    """What a lost execution has stored and not told."""
    for group in groups(job, ports, deployment):
        if not is_told(job.key, group, ports, deployment):
            tell_group(job, group, ports, deployment)


def groups(job: Job, ports: Ports, deployment: Deployment) -> list[int]:
    if not job.spec.automated:
        return []
    try:
        return [int(one["group"]) for one in json.loads(ports.blobs.read(deployment.machine_groups(job.key)))]
    except NotFound:
        return []
