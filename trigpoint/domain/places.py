"""Where things lie: environment names and S3 keys of a deployment, defined once."""

from __future__ import annotations

from dataclasses import dataclass

from trigpoint.domain.limits import GENEROUS, Limits

TABLE = "TRIGPOINT_TABLE"
BUCKET = "TRIGPOINT_BUCKET"
CLOSING_QUEUE = "TRIGPOINT_CLOSING_QUEUE"
MACHINE = "TRIGPOINT_MACHINE"
EVENT_BUS = "TRIGPOINT_EVENT_BUS"
USER_POOL = "TRIGPOINT_USER_POOL"
POOL_CLIENT = "TRIGPOINT_POOL_CLIENT"
LIMITS = "TRIGPOINT_LIMITS"
SECRETS_KEY = "TRIGPOINT_SECRETS_KEY"
NOTICES_QUEUE = "TRIGPOINT_NOTICES_QUEUE"
PATIENCE = "TRIGPOINT_PATIENCE"
"""Seconds that a customer's function may take, of those of our functions that call one."""

MOST_AT_LENGTH = "TRIGPOINT_MOST_AT_LENGTH"
TRAINED_JOB = "TRIGPOINT_TRAINED_JOB"
"""Set in a training outside of a function: the key of its job."""

LOOPBACK_WEBHOOKS = "TRIGPOINT_LOOPBACK_WEBHOOKS"
"""Set on one machine, where a webhook may be a program of that machine."""

ALLOWED_BUCKETS = "TRIGPOINT_ALLOWED_BUCKETS"

RECIPES = "recipes/"
INBOX = "inbox/"
TASK_UIS = "task-uis/"
MASKS = "masks/"
MANIFEST_SUFFIX = ".manifest"
ERROR_SUFFIX = ".error.json"
VERSION = "?versionId="
"""Between an object's URI and the version of it that is meant."""


@dataclass(frozen=True, slots=True)
class Deployment:
    """The data bucket, who we are and how much we take. `allowed_buckets` are those jobs may read and write.

    `most_at_length`: a training outside of a function learns from at most so many texts; 0 where there is none.
    """

    bucket: str
    region: str
    account: str
    allowed_buckets: frozenset[str] = frozenset()
    limits: Limits = GENEROUS
    most_at_length: int = 0

    def uri(self, key: str) -> str:
        return f"s3://{self.bucket}/{key}"

    def recipe(self, recipe: str) -> str:
        return self.uri(f"{RECIPES}{recipe}.json")

    def upload(self, recipe: str, job: str) -> str:
        return self.uri(f"{INBOX}{recipe}/{job}{MANIFEST_SUFFIX}")

    def upload_error(self, recipe: str, job: str) -> str:
        return self.uri(f"{INBOX}{recipe}/{job}{ERROR_SUFFIX}")

    def task_ui(self, name: str, digest: str) -> str:
        """The template of a task UI; jobs keep it when a UI of the same name replaces it."""
        return self.uri(f"{TASK_UIS}{name}/{digest}.liquid.html")

    def work(self, job: str, path: str) -> str:
        """A working file of a job, by its key."""
        return self.uri(f"work/{job}/{path}")

    def wave(self, job: str, wave: int) -> str:
        return self.work(job, f"waves/{wave}.json")

    def wave_slices(self, job: str, wave: int) -> str:
        return self.work(job, f"waves/{wave}-slices.json")

    def slice_inputs(self, job: str, number: int) -> str:
        return self.work(job, f"slices/{number}.jsonl")

    def slice_index(self, job: str, number: int) -> str:
        return self.work(job, f"slices/{number}.index.json")

    def mask(self, job: str, seq: int, token: str, mark: str) -> str:
        """The mask of an answer, by the lease it was submitted under and a hash of it."""
        return self.work(job, f"{MASKS}{seq}-{token}-{mark}.png")

    def worker_model(self, job: str) -> str:
        return self.work(job, "worker-model.json")

    def learning_step(self, job: str, wave: int) -> str:
        """What the model's step after so many waves decided."""
        return self.work(job, f"autolabel/step-{wave}.json")

    def machine_labels(self, job: str, group: int) -> str:
        return self.work(job, f"autolabel/labels-{group}.json")

    def machine_labels_told(self, job: str, group: int) -> str:
        """The mark that a group's labels are stored and its notices sent."""
        return self.work(job, f"autolabel/told-{group}.json")

    def machine_groups(self, job: str) -> str:
        return self.work(job, "autolabel/groups.json")

    def learning_report(self, job: str) -> str:
        return self.work(job, "autolabel/report.html")

    def learned_model(self, job: str) -> str:
        return self.work(job, "autolabel/model.tar.gz")

    def export_part(self, job: str, group: int) -> str:
        return self.work(job, f"export/{group:06d}.jsonl")

    def job_arn(self, job: str) -> str:
        return f"arn:aws:sagemaker:{self.region}:{self.account}:labeling-job/{job}"

    def may_use(self, uri: str) -> bool:
        return bucket_of(uri) in self.allowed_buckets | {self.bucket}


def bucket_of(uri: str) -> str:
    """The bucket of an s3:// URI; empty for anything else."""
    return uri.removeprefix("s3://").partition("/")[0] if uri.startswith("s3://") else ""


def execution_name(job: str, attempt: int) -> str:
    return f"{job}-{attempt}"
