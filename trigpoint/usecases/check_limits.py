"""A job asks for no more than this deployment allows; uploads and requests alike."""

from __future__ import annotations

from trigpoint.domain.errors import LimitExceeded
from trigpoint.domain.job import JobSpec
from trigpoint.domain.limits import Limits

FIX = "Ask for less, or raise the deployment's limit."


def check_spec(spec: JobSpec, limits: Limits) -> None:
    """Raises LimitExceeded naming the field."""
    for field, asked, most in (
        ("MaxConcurrentTaskCount", spec.window, limits.concurrent_tasks),
        ("TaskTimeLimitInSeconds", spec.task_seconds, limits.task_seconds),
        ("TaskAvailabilityLifetimeInSeconds", spec.lifetime_seconds, limits.lifetime_seconds),
    ):
        if asked > most:
            raise LimitExceeded(f"HumanTaskConfig.{field} is {asked}; the limit is {most}.", FIX)


def check_objects(count: int, manifest: str, limits: Limits) -> None:
    """Raises LimitExceeded naming the manifest."""
    if limits.objects is not None and count > limits.objects:
        raise LimitExceeded(f"{manifest} has more than {limits.objects} objects, which is the limit of a job.", FIX)
