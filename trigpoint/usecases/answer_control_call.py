"""One signed call of the control API: may the caller do this, is the request right, then the operation."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from trigpoint.domain.service_key import Caller, Role
from trigpoint.formats.sagemaker_errors import AccessDeniedException, UnknownOperationException
from trigpoint.formats.sagemaker_validation import parse_request
from trigpoint.usecases.control import Control, Operation
from trigpoint.usecases.create_labeling_job import create_labeling_job
from trigpoint.usecases.describe_labeling_job import describe_labeling_job, stop_labeling_job
from trigpoint.usecases.keep_task_uis import (
    create_human_task_ui,
    delete_human_task_ui,
    describe_human_task_ui,
    list_human_task_uis,
)
from trigpoint.usecases.keep_workforce import (
    create_workforce,
    delete_workforce,
    describe_subscribed_workteam,
    describe_workforce,
    list_subscribed_workteams,
    list_workforces,
    update_workforce,
)
from trigpoint.usecases.keep_workteams import (
    create_workteam,
    delete_workteam,
    describe_workteam,
    list_workteams,
    update_workteam,
)
from trigpoint.usecases.list_labeling_jobs import list_labeling_jobs, list_labeling_jobs_for_workteam
from trigpoint.usecases.render_ui_template import render_ui_template
from trigpoint.usecases.tag_resources import add_tags, delete_tags, list_tags

OPERATIONS: Mapping[str, Operation] = {
    "CreateLabelingJob": create_labeling_job,
    "DescribeLabelingJob": describe_labeling_job,
    "StopLabelingJob": stop_labeling_job,
    "ListLabelingJobs": list_labeling_jobs,
    "ListLabelingJobsForWorkteam": list_labeling_jobs_for_workteam,
    "CreateWorkteam": create_workteam,
    "DescribeWorkteam": describe_workteam,
    "UpdateWorkteam": update_workteam,
    "DeleteWorkteam": delete_workteam,
    "ListWorkteams": list_workteams,
    "CreateWorkforce": create_workforce,
    "DescribeWorkforce": describe_workforce,
    "UpdateWorkforce": update_workforce,
    "DeleteWorkforce": delete_workforce,
    "ListWorkforces": list_workforces,
    "DescribeSubscribedWorkteam": describe_subscribed_workteam,
    "ListSubscribedWorkteams": list_subscribed_workteams,
    "CreateHumanTaskUi": create_human_task_ui,
    "DescribeHumanTaskUi": describe_human_task_ui,
    "DeleteHumanTaskUi": delete_human_task_ui,
    "ListHumanTaskUis": list_human_task_uis,
    "RenderUiTemplate": render_ui_template,
    "AddTags": add_tags,
    "ListTags": list_tags,
    "DeleteTags": delete_tags,
}
READS = ("Describe", "List", "Render")
OF_INTEGRATORS = frozenset({"CreateLabelingJob", "StopLabelingJob", "AddTags", "DeleteTags"})


def answer_control_call(operation: str, body: bytes, caller: Caller, control: Control) -> dict[str, Any]:
    """The operation's output. Raises TrigpointError, mostly one of AWS's own."""
    if operation not in OPERATIONS:
        raise UnknownOperationException(f"There is no operation {operation[:64]!r} here.")
    check_role(operation, caller, control)
    return OPERATIONS[operation](parse_request(operation, body), caller, control)


def check_role(operation: str, caller: Caller, control: Control) -> None:
    """Raises AccessDeniedException."""
    reads = operation.startswith(READS)
    allowed = {
        Role.OPERATOR: True,
        Role.INTEGRATOR: reads or operation in OF_INTEGRATORS,
        Role.READ_ONLY: reads,
    }[caller.role]
    if not allowed:
        user = f"arn:aws:iam::{control.deployment.account}:user/{caller.name}"
        raise AccessDeniedException(f"User: {user} is not authorized to perform: sagemaker:{operation}")
