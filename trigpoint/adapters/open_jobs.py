"""Jobs that are being served, kept for a few seconds: next and submit do not read the job row each time."""

from __future__ import annotations

import threading

from trigpoint.ports import Ports
from trigpoint.usecases.job_files import categories_of, template_of
from trigpoint.usecases.serve_worker import OpenJob

KEPT_SECONDS = 2.0


class OpenJobs:
    """A small cache. A stopped job is noticed after `KEPT_SECONDS`; its tasks are gone from the ledger at once."""

    def __init__(self, ports: Ports) -> None:
        self._ports = ports
        self._kept: dict[str, tuple[float, OpenJob]] = {}
        self._lock = threading.Lock()

    def get(self, key: str) -> OpenJob:
        """Raises NotFound for a job that is not there."""
        now = self._ports.clock.now()
        with self._lock:
            until, kept = self._kept.get(key, (0.0, None))
        if kept is not None and now < until:
            return kept
        fresh = self._read(key, kept)
        with self._lock:
            self._kept[key] = (now + KEPT_SECONDS, fresh)
        return fresh

    def _read(self, key: str, kept: OpenJob | None) -> OpenJob:
        job = self._ports.ledger.job(key)
        if kept is not None and kept.job.created == job.created:
            return OpenJob(job, kept.categories, kept.template)
        blobs = self._ports.blobs
        return OpenJob(job, categories_of(job, blobs), template_of(job, blobs))
