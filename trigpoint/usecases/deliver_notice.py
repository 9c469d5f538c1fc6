"""Tell one listener of one labelled object, or of a job's end.

Everything told is read from the ledger when it is told, so a message is but an id. A repeat bears the same delivery
id; it may hold the label as a refit has revised it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from trigpoint.domain.errors import DeliveryFailed, NotFound
from trigpoint.domain.job import Job
from trigpoint.domain.notice import Listener, Notice, Webhook, listeners
from trigpoint.domain.places import Deployment
from trigpoint.domain.work import Label, Outcome, shard_of
from trigpoint.formats import jsontext
from trigpoint.formats.notices import OBJECT, delivery_id, object_notice, signed_headers, state_notice
from trigpoint.formats.output_manifest import merge
from trigpoint.ports import Ports
from trigpoint.usecases.job_files import lines_of


class Topics(Protocol):
    """SNS topics of customers."""

    def publish(self, topic: str, message: str, attributes: Mapping[str, str]) -> None:
        """Raises DeliveryFailed naming the topic."""


class Hooks(Protocol):
    """Registered webhooks, and the calls that are made of them."""

    def get(self, name: str) -> Webhook | None: ...

    def call(self, url: str, headers: Mapping[str, str], body: bytes) -> None:
        """One POST. Raises DeliveryFailed for an address that may not be called, or that did not take it."""


@dataclass(frozen=True, slots=True)
class Listeners:
    """Whom notices reach."""

    topics: Topics
    hooks: Hooks


def teller(job: Job, ports: Ports) -> Callable[[Sequence[Label]], None]:
    """What puts notices of labels on the queue; it does nothing for a job that nobody listens to."""
    wanted = listeners(job) if ports.notices else []

    def tell(labels: Sequence[Label]) -> None:
        done = [label.seq for label in labels if label.outcome is Outcome.LABELLED]
        if ports.notices and wanted and done:
            ports.notices.send([Notice(job.key, listener, seq) for seq in done for listener in wanted])

    return tell


def deliver_notice(notice: Notice, attempt: int, ports: Ports, deployment: Deployment, to: Listeners) -> bool:
    """False when there is nothing to tell, or nobody to tell it. Raises DeliveryFailed."""
    try:
        job = ports.ledger.job(notice.job)
    except NotFound:
        # An upload that was refused is announced under a name that no job bears.
        return False
    if notice.listener not in listeners(job):
        return False
    if notice.seq is None:
        return _state(job, attempt, ports, deployment, to)
    label = ports.ledger.label(job.key, notice.seq)
    if label is None or label.outcome is not Outcome.LABELLED:
        return False
    if notice.listener is Listener.TOPIC:
        return _publish(job, label, ports, to)
    body = object_notice(job, deployment.job_arn(job.key), label, output_line(job, label, ports))
    return _call(job, body, attempt, ports, to)


def _state(job: Job, attempt: int, ports: Ports, deployment: Deployment, to: Listeners) -> bool:
    if not job.status.ended:
        return False
    return _call(job, state_notice(job, deployment.job_arn(job.key)), attempt, ports, to)


def _publish(job: Job, label: Label, ports: Ports, to: Listeners) -> bool:
    """Ground Truth's message: the object's line of the output manifest."""
    attributes = {"job": job.name, "delivery": delivery_id(job, OBJECT, label.seq)}
    to.topics.publish(job.spec.topic, output_line(job, label, ports).decode(errors="replace"), attributes)
    return True


def _call(job: Job, notice: dict[str, object], attempt: int, ports: Ports, to: Listeners) -> bool:
    hook = _hook(job, to)
    body = jsontext.encode(notice)
    to.hooks.call(hook.url, signed_headers(notice, body, hook.secret, ports.clock.now(), attempt), body)
    return True


def _hook(job: Job, to: Listeners) -> Webhook:
    hook = to.hooks.get(job.spec.webhook)
    if hook is None:
        raise DeliveryFailed(
            f"job {job.name} names webhook {job.spec.webhook!r}, which is not there.",
            "Add it with `trigpoint webhook add`.",
        )
    return hook


def output_line(job: Job, label: Label, ports: Ports) -> bytes:
    """The object's line of the output manifest, as it would be exported now."""
    (shard,) = ports.ledger.shards(job.key, [shard_of(label.seq)])
    line = next(one for one in lines_of(job, shard, ports.blobs) if one.number == label.seq)
    return merge(line, label, job.spec.label_attribute)
