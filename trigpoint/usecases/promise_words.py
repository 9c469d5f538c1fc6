"""In words, on the job and in the report: what is promised of the machine labels, or why there are none."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from trigpoint.autolabel.plan import Options
from trigpoint.domain.job import CERTAINTY, Job
from trigpoint.usecases.kinds_of_labels import MANY, RATED
from trigpoint.usecases.learning_steps import NOTHING, LearningStep


def promised(job: Job, step: LearningStep) -> str:
    """With a note on a customer's model, where there is one."""
    if step.trouble:
        return f"{NOTHING}{step.trouble}"
    return " ".join(part for part in (outcome(job, step), step.note) if part)


def outcome(job: Job, step: LearningStep) -> str:
    kind = job.spec.task_type
    if step.audit and step.audit["refuted"]:
        return f"{NOTHING}the audit refuted them. {checks_in_words(step.audit, kind)} People label the rest."
    if step.machine is None and step.audit:
        return f"{NOTHING}people have checked all of them. {checks_in_words(step.audit, kind)}"
    if step.machine is None:
        return f"{NOTHING}no part of its labels could be certified. People label the rest."
    sure = float(job.spec.options.get(CERTAINTY) or Options().confidence)
    words = f"{len(step.machine.seqs):,} machine labels, {kept(step.machine.certificate, kind, sure)}"
    return f"{words} {checks_in_words(step.audit, kind)}" if step.audit else words


def kept(certificate: Mapping[str, Any], kind: str, sure: float) -> str:
    bound = certificate["bound"]
    if kind in RATED:
        return f"a mean IoU with people's of at least {bound:.3f} ({sure:.0%} confidence)."
    if kind in MANY:
        exact = f"Of {certificate['checked']:,} checked, {certificate['exact']:.1%} had people's categories exactly."
        return f"every category right in at least {bound:.1%} of them ({sure:.0%} confidence). {exact}"
    return f"at least {bound:.1%} of them right ({sure:.0%} confidence)."


def checks_in_words(audit: Mapping[str, Any], kind: str) -> str:
    checked, errors = audit["checked"], audit["errors"]
    if kind in RATED:
        words = f"Audit: {checked} machine labels had a mean IoU of {1 - errors / max(checked, 1):.3f}"
        return f"{words}." if audit["refuted"] else f"{words}, the others at least {audit['bound']:.3f}."
    where = " in the worst category" if kind in MANY else ""
    words = f"Audit: {errors} of {checked} machine labels were wrong{where}"
    return f"{words}." if audit["refuted"] else f"{words}, at least {audit['bound']:.1%} of the others are right."


def step_in_words(step: LearningStep | None) -> str:
    """For a log."""
    if step is None:
        return "there is no step to take."
    if step.trouble:
        return f"{NOTHING}{step.trouble}"
    if not step.done:
        return f"after wave {step.wave}, {len(step.ids):,} objects go to people."
    return f"after wave {step.wave} the run is done, {len(step.machine.seqs) if step.machine else 0:,} machine labels."
