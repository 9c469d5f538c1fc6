"""ARNs as SageMaker writes them. Names in them are in lower case where SageMaker lowers them (jobs)."""

from __future__ import annotations

from dataclasses import dataclass

from trigpoint.formats.builtin_names import function_name

PRIVATE = "workteam/private-crowd/"
PUBLIC = "workteam/public-crowd/"
ALGORITHM_ACCOUNT = "027400017018"
TASK_UI_ACCOUNT = "394669845002"
"""Accounts that own Ground Truth's algorithm specifications and built-in task UIs."""


@dataclass(frozen=True, slots=True)
class Arns:
    """The ARNs of one account and Region."""

    region: str
    account: str

    def of(self, resource: str) -> str:
        return f"arn:aws:sagemaker:{self.region}:{self.account}:{resource}"

    def job(self, key: str) -> str:
        return self.of(f"labeling-job/{key.lower()}")

    def team(self, name: str) -> str:
        return self.of(f"{PRIVATE}{name}")

    def workforce(self, name: str) -> str:
        return self.of(f"workforce/{name}")

    def task_ui(self, name: str) -> str:
        return self.of(f"human-task-ui/{name}")

    def role(self) -> str:
        return f"arn:aws:iam::{self.account}:role/trigpoint"

    def function(self, name: str) -> str:
        """A function's ARN; a full one stays as it is."""
        if name.startswith("arn:"):
            return name
        return f"arn:aws:lambda:{self.region}:{self.account}:function:{function_name(name)}"

    def model(self, job: str) -> str:
        """What a job's model learned, by the job's key."""
        return self.of(f"model/{job}")

    def algorithm(self, name: str) -> str:
        kind = "labeling-job-algorithm-specification"
        return f"arn:aws:sagemaker:{self.region}:{ALGORITHM_ACCOUNT}:{kind}/{name}"


def resource_of(arn: str) -> str:
    """`workteam/private-crowd/birders` of an ARN, whatever its Region and account."""
    return arn.split(":", 5)[-1]


def account_of(arn: str) -> str:
    return arn.split(":")[4]
