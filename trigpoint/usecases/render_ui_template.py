"""RenderUiTemplate: a worker template with one task's input, as a worker would see it."""

from __future__ import annotations

from typing import Any

from trigpoint.domain.errors import NotAllowed, NotFound, TemplateError
from trigpoint.domain.service_key import Caller
from trigpoint.formats import jsontext
from trigpoint.formats.builtin_names import task_type_of
from trigpoint.formats.sagemaker_arns import TASK_UI_ACCOUNT, account_of, resource_of
from trigpoint.formats.sagemaker_errors import ResourceNotFound, ValidationException
from trigpoint.formats.template import render
from trigpoint.formats.template_lint import errors, lint
from trigpoint.tasktypes import names
from trigpoint.usecases.control import Control, Request
from trigpoint.usecases.job_files import built_in_template
from trigpoint.usecases.keep_task_uis import known
from trigpoint.usecases.render_task import granting

GRANT_SECONDS = 3600


def render_ui_template(request: Request, _caller: Caller, control: Control) -> dict[str, Any]:
    """{"RenderedContent", "Errors"}; what is wrong with the template, or its input's links, is in Errors.

    Raises ResourceNotFound without the task UI, ValidationException when the input is no JSON object.
    """
    source = template_text(request, control)
    try:
        task_input = jsontext.loads(request["Task"]["Input"])
    except (ValueError, RecursionError) as error:
        raise ValidationException(f"Task.Input is not JSON: {error}.") from error
    if not isinstance(task_input, dict):
        raise ValidationException("Task.Input is not a JSON object.")
    if found := errors(lint(source)):
        return {"RenderedContent": "", "Errors": [{"Code": TemplateError.code, "Message": str(one)} for one in found]}
    grant = granting(GRANT_SECONDS, control.ports.blobs, control.deployment.may_use)
    try:
        return {"RenderedContent": render(source, task_input, grant=grant, object_id="preview"), "Errors": []}
    except (TemplateError, NotAllowed, NotFound) as error:
        return {"RenderedContent": "", "Errors": [{"Code": error.code, "Message": error.message}]}


def template_text(request: Request, control: Control) -> str:
    arn = request.get("HumanTaskUiArn")
    if (arn is None) == ("UiTemplate" not in request):
        raise ValidationException("Give one of UiTemplate and HumanTaskUiArn.")
    if arn is None:
        return str(request["UiTemplate"]["Content"])
    name = resource_of(arn).partition("/")[2]
    if account_of(arn) == TASK_UI_ACCOUNT:
        return own_template(name, arn)
    return control.ports.blobs.read(known(name, control)["Template"]).decode()


def own_template(name: str, arn: str) -> str:
    """The template of one of Ground Truth's own task UIs."""
    kind = task_type_of(name)
    try:
        return built_in_template(kind if kind in names() else "")
    except NotFound as error:
        raise ResourceNotFound(f"Requested resource not found: {arn}.") from error
