"""Train: one step of automated labeling. Learn from people's labels, certify, and say whom to ask next.

The step is written once a wave: an execution that comes by again finds it, and so does the function whose job was too
large for it and was trained at length, outside of a function. Whatever keeps the model from helping is a
reason on the job and never its failure; people then label the rest.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, replace
from typing import Any
from zlib import crc32

import numpy as np

from trigpoint.autolabel.certificate import Certificate
from trigpoint.autolabel.features import without_features
from trigpoint.autolabel.loop import Course, Loop, Stage, Step
from trigpoint.autolabel.page import Summary, page
from trigpoint.autolabel.plan import Options, laid_out, shortfall
from trigpoint.autolabel.rated import GIVEN_UP, Proposal
from trigpoint.autolabel.sets import MOST_CATEGORIES
from trigpoint.domain.errors import BadInput, Conflict, TrigpointError
from trigpoint.domain.job import AUDIT, CERTAINTY, HUMAN_SHARE, INITIAL_MODEL, MODEL_FUNCTION, SEED, TARGET, Job
from trigpoint.domain.places import Deployment
from trigpoint.ports import Ports
from trigpoint.usecases.choose_wave import below_low_water, opened
from trigpoint.usecases.customer_model import predictions_of
from trigpoint.usecases.earlier_labels import earlier_labels
from trigpoint.usecases.job_files import categories_of
from trigpoint.usecases.kept_features import kept_features
from trigpoint.usecases.kinds_of_labels import MANY, RATED, measure_of, usual_target
from trigpoint.usecases.learnable_objects import Learnable, classes_of, learnable, too_many_for_a_function
from trigpoint.usecases.learned_model import write_model
from trigpoint.usecases.learning_steps import LearningStep, Proposed, read_step, steps_so_far, write_step
from trigpoint.usecases.likeness import likeness_of
from trigpoint.usecases.next_objects import most_people
from trigpoint.usecases.peoples_error import peoples_error
from trigpoint.usecases.promise_words import promised

GROUP_OBJECTS, GROUP_DRAWN = 10_000, 500
"""Machine labels that one call writes; a mask is read and written as a file each."""

PEOPLE, LABEL, AT_LENGTH = "people", "label", "at_length"


def train_model(key: str, ports: Ports, deployment: Deployment) -> dict[str, Any]:
    """{"next": people | label | at_length, "bucket", "key"}; the last two locate the groups of machine labels."""
    job = ports.ledger.job(key)
    if not job.status.serves or not at_a_step(job, ports, deployment):
        return reply(PEOPLE, key, deployment)
    step = read_step(key, job.waves, ports.blobs, deployment)
    if step is None:
        earlier = steps_so_far(job, ports.blobs, deployment)
        if too_many_for_a_function(job, deployment) and not ended(earlier):
            return reply(AT_LENGTH, key, deployment)
        step = kept_step(job, earlier, ports, deployment)
    if step.done:
        promise(job, step, ports)
    if step.machine is None:
        return reply(PEOPLE, key, deployment)
    write_groups(job, step.machine, ports, deployment)
    return reply(LABEL, key, deployment)


def train_at_length(key: str, ports: Ports, deployment: Deployment) -> LearningStep | None:
    """The same step, where time and memory are no function's; `train_model` then finds it. None: there is none to take,
    as where the job was stopped meanwhile."""
    job = ports.ledger.job(key)
    if not job.status.serves or not at_a_step(job, ports, deployment):
        return None
    standing = read_step(key, job.waves, ports.blobs, deployment)
    return standing or kept_step(job, steps_so_far(job, ports.blobs, deployment), ports, deployment)


def kept_step(job: Job, earlier: Sequence[LearningStep], ports: Ports, deployment: Deployment) -> LearningStep:
    """The step that stands for this wave. What may fail comes before it does: a step that promises labels must be
    followed by them."""
    step = taken(job, earlier, ports, deployment)
    if step.done:
        write_report(job, [*earlier, step], ports, deployment)
        if not step.trouble:
            write_model(job, ports, deployment)
    standing = write_step(job.key, step, ports, deployment)
    if standing.done and standing != step:
        write_report(job, [*earlier, standing], ports, deployment)
    return standing


def at_a_step(job: Job, ports: Ports, deployment: Deployment) -> bool:
    """Whether the newest wave has been served as far as its step waits for."""
    return not job.waves or (opened(job, ports, deployment) and not below_low_water(job, ports))


def reply(following: str, key: str, deployment: Deployment) -> dict[str, Any]:
    place = deployment.machine_groups(key).removeprefix(f"s3://{deployment.bucket}/")
    return {"next": following, "bucket": deployment.bucket, "key": place}


def ended(steps: Sequence[LearningStep]) -> bool:
    return bool(steps) and steps[-1].done


def taken(job: Job, earlier: Sequence[LearningStep], ports: Ports, deployment: Deployment) -> LearningStep:
    if ended(earlier):
        return replace(earlier[-1], wave=job.waves, stage=None, proposed=None)
    try:
        return learned(job, earlier, ports, deployment)
    except Conflict:
        # Somebody is writing the same file this moment: the state machine tries again.
        raise
    except TrigpointError as error:
        return given_up(job.waves, str(error))


def given_up(wave: int, trouble: str) -> LearningStep:
    return LearningStep(wave, done=True, trouble=trouble)


def learned(job: Job, earlier: Sequence[LearningStep], ports: Ports, deployment: Deployment) -> LearningStep:
    objects = learnable(job, ports, deployment)
    categories, options = categories_of(job, ports.blobs), options_of(job, len(objects.seqs))
    if note := shortfall(laid_out(len(objects.seqs), options), options):
        raise BadInput(note, "Lower the target, or give more objects.")
    loop, note = loop_of(job, objects, categories, options, ports, deployment)
    course, classes = course_of(earlier, objects), classes_of(job, objects, categories, ports)
    classes = np.concatenate([classes, np.full(len(loop.taught), GIVEN_UP, dtype=np.intp)])
    step = loop.step(course, classes)
    return replace(written(job.waves, step, len(course.stages), objects), note=note)


def loop_of(
    job: Job,
    objects: Learnable,
    categories: Sequence[str],
    options: Options,
    ports: Ports,
    deployment: Deployment,
) -> tuple[Loop, str]:
    """With our own model, or with the customer's and a note on what it said. Raises BadInput."""
    many, k = job.spec.task_type in MANY, len(categories)
    if many and k > MOST_CATEGORIES:
        raise BadInput(f"The job has {k} categories, more than {MOST_CATEGORIES}.", "Split it into jobs of fewer.")
    if job.spec.options.get(MODEL_FUNCTION):
        said = predictions_of(job, objects, categories, ports, deployment)
        right = likeness_of(job, objects, said, categories, ports, deployment) if options.rated else None
        nothing, foreign = without_features(len(objects.seqs)), said.foreign(objects, right)
        return Loop(nothing, k, options, seed_of(job), foreign, many=many, drawn=True), said.note
    earlier, taught = earlier_labels(job, categories, ports, deployment)
    features = kept_features(job, [*objects.lines, *earlier], ports, deployment)
    return Loop(features, k, options, seed_of(job), taught=taught, many=many, drawn=True), ""


def options_of(job: Job, objects: int) -> Options:
    """People are asked for no more than the job allows, the audit included: raises BadInput where that is too few."""
    given, defaults = job.spec.options, Options()
    audit = int(given.get(AUDIT) or defaults.audit)
    if audit >= most_people(job):
        fix = f"Audit fewer objects than the {most_people(job):,} that people may label."
        raise BadInput(f"An audit of {audit:,} objects leaves nothing to learn from.", fix)
    budget = min(float(given.get(HUMAN_SHARE) or defaults.budget), (most_people(job) - audit) / max(objects, 1))
    kind, confidence = job.spec.task_type, given.get(CERTAINTY) or defaults.confidence
    target = float(given.get(TARGET) or usual_target(kind))
    return Options(target, float(confidence), budget, audit, rated=kind in RATED)


def seed_of(job: Job) -> int:
    """Another one for a job that starts from an earlier model: over the same objects the same seed would draw the
    sample that the model was taught, and what it was taught checks nothing."""
    text = job.spec.options.get(SEED)
    seed = int(text) if text else crc32(job.key.encode())
    return seed ^ crc32(job.spec.options.get(INITIAL_MODEL, "").encode())


# -- between files and the loop ---------------------------------------------------
def course_of(steps: Sequence[LearningStep], objects: Learnable) -> Course:
    asked = objects.places([seq for step in steps for seq in step.ids])
    stages = tuple(
        Stage(one["human"], certificate_in(one["certificate"]), one["accuracy"])
        for step in steps
        if (one := step.stage)
    )
    proposals = tuple(proposal_in(step.proposed, objects) for step in steps if step.proposed)
    return Course(asked, stages, proposals, audits=sum(step.audits for step in steps))


def certificate_in(document: dict[str, Any] | None) -> Certificate | None:
    return Certificate(**document) if document else None


def proposal_in(found: Proposed, objects: Learnable) -> Proposal:
    classes = np.array(found.classes, dtype=np.intp)
    certificate = Certificate(**found.certificate)  # type: ignore[arg-type]
    return Proposal(objects.places(found.seqs), classes, np.array(found.confidence), certificate)


def written(wave: int, step: Step, stages_before: int, objects: Learnable) -> LearningStep:
    """A step as its file keeps it."""
    certified = len(step.course.stages) > stages_before
    stage = step.course.stages[-1] if certified else None
    proposed = step.course.proposals[-1] if certified and stage and stage.certificate else None
    certificate = asdict(stage.certificate) if stage and stage.certificate else None
    return LearningStep(
        wave,
        ids=[int(objects.seqs[row]) for row in step.rows],
        whole=step.whole,
        done=step.course.done,
        stage=stage_out(stage, certificate) if stage else None,
        proposed=proposal_out(proposed, objects) if proposed else None,
        machine=proposal_out(step.machine, objects) if step.machine else None,
        audits=0 if step.course.done else step.course.audits,
        audit=asdict(step.audit) if step.audit else None,
    )


def stage_out(stage: Stage, certificate: dict[str, Any] | None) -> dict[str, Any]:
    return {
        "human": stage.human_labels,
        "certificate": certificate,
        "accuracy": stage.accuracy,
        "calibration": stage.calibration,
        "risk": stage.risk,
    }


def proposal_out(found: Proposal, objects: Learnable) -> Proposed:
    order = np.argsort(found.rows, kind="stable")
    return Proposed(
        objects.seqs[found.rows[order]].tolist(),
        found.classes[order].tolist(),
        [round(float(one), 4) for one in found.confidence[order]],
        asdict(found.certificate),
    )


# -- what comes of it -------------------------------------------------------------
def write_groups(job: Job, machine: Proposed, ports: Ports, deployment: Deployment) -> None:
    """The machine labels in groups of whole shards, and the list of groups that the map reads."""
    key, groups = job.key, dict[int, list[list[float]]]()
    size = GROUP_DRAWN if job.spec.task_type in RATED else GROUP_OBJECTS
    for row in zip(machine.seqs, machine.classes, machine.confidence, strict=True):
        groups.setdefault(row[0] // size, []).append(list(row))
    for group, labels in groups.items():
        document = {"labels": labels, "certificate": machine.certificate}
        ports.blobs.write(deployment.machine_labels(key, group), json.dumps(document).encode())
    items = [{"job": key, "group": group} for group in sorted(groups)]
    ports.blobs.write(deployment.machine_groups(key), json.dumps(items).encode())


def promise(job: Job, step: LearningStep, ports: Ports) -> None:
    """In words, on the job: what is promised of the machine labels, or why there are none."""
    words = promised(job, step)
    if job.promise != words:
        ports.ledger.change_job(job.key, put={"promise": words})


def write_report(job: Job, steps: Sequence[LearningStep], ports: Ports, deployment: Deployment) -> None:
    step = steps[-1]
    stages = [one for taken in steps if (one := taken.stage)]
    machine = len(step.machine.seqs) if step.machine else 0
    found = Summary(
        job.name,
        promised(job, step),
        options_of(job, job.total).target if not step.trouble else Options().target,
        job.total,
        sum(len(taken.ids) for taken in steps),
        machine,
        job.spec.workers,
        stages,
        job.spec.pay,
        None if step.trouble else peoples_error(job, categories_of(job, ports.blobs), ports),
        measure_of(job.spec.task_type),
    )
    ports.blobs.write(deployment.learning_report(job.key), page(found).encode(), "text/html; charset=utf-8")
