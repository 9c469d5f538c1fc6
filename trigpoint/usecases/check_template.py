"""A job's own template, looked at while its request or upload can still be refused."""

from __future__ import annotations

from trigpoint.domain.errors import NotFound, TemplateError
from trigpoint.domain.job import JobSpec
from trigpoint.domain.places import Deployment
from trigpoint.formats.template_lint import Finding, errors, lint
from trigpoint.ports import Blobs

FEW = 3
"""Errors that are told in one message."""


def check_template(spec: JobSpec, blobs: Blobs, deployment: Deployment) -> None:
    """Raises TemplateError naming line and column of what no task could be shown with.

    A template that is not there, or not ours to read, is the job's failure later on, as it always was.
    """
    if not spec.template or not deployment.may_use(spec.template) or blobs.info(spec.template) is None:
        return
    try:
        source = blobs.read(spec.template).decode("utf-8-sig")
    except (NotFound, UnicodeDecodeError):
        return
    refuse(lint(source), spec.template)


def refuse(findings: tuple[Finding, ...], name: str) -> None:
    """Raises TemplateError for findings among which there are errors."""
    found = errors(findings)
    if not found:
        return
    told = " ".join(f"Line {one.line}, column {one.column}: {one.message}." for one in found[:FEW])
    more = f" And {len(found) - FEW} more." if len(found) > FEW else ""
    raise TemplateError(f"{name} cannot be used: {told}{more}", found[0].fix)
