"""Jobs that a model helps to label, in memory: real handlers, the real job machine, executions lost at every state."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from typing import Any

import pytest
from whole_job import DEPLOYMENT, Installation, load_handlers

from trigpoint.domain.errors import Conflict, FunctionFailed
from trigpoint.domain.job import EMBEDDING, JobStatus
from trigpoint.domain.places import Deployment
from trigpoint.domain.work import Outcome, Source
from trigpoint.usecases import customer_model, learnable_objects, train_model
from trigpoint.usecases.earlier_labels import examples_of
from trigpoint.usecases.learning_steps import read_step

OBJECTS = 700
WORDS = {
    "spam": ("prize", "winner", "call now", "free cash", "claim", "urgent offer"),
    "ham": ("dinner", "see you", "home soon", "the meeting", "thanks mum", "a walk"),
}
RECIPE: dict[str, Any] = {
    "LabelAttributeName": "verdict",
    "LabelCategoryConfigS3Uri": "s3://data/categories.json",
    "OutputConfig": {"S3OutputPath": "s3://data/out"},
    "LabelingJobAlgorithmsConfig": {
        "LabelingJobAlgorithmSpecificationArn": "arn:aws:sagemaker:us-east-1:027400017018:"
        "labeling-job-algorithm-specification/text-classification"
    },
    "HumanTaskConfig": {
        "WorkteamArn": "arn:aws:sagemaker:us-east-1:000000000000:workteam/private-crowd/team-a",
        "PreHumanTaskLambdaArn": "arn:aws:lambda:us-east-1:432418664414:function:PRE-TextMultiClass",
        "NumberOfHumanWorkersPerDataObject": 1,
        "MaxConcurrentTaskCount": 1000,
    },
}
OUTPUT = "s3://data/out/Job-1/manifests/output/output.manifest"


def truth_of(seq: int) -> str:
    """As `whole_job.answer_of` says it."""
    return "spam" if seq % 2 else "ham"


def text_of(seq: int) -> str:
    words = WORDS[truth_of(seq)]
    return f"{words[seq % 6]} {words[seq // 6 % 6]} number {seq % 17}"


def manifest(bad: tuple[int, ...] = (), labelled: tuple[int, ...] = ()) -> bytes:
    lines = []
    for seq in range(OBJECTS):
        known = {"verdict": 0, "verdict-metadata": {}} if seq in labelled else {}
        lines.append(b"{broken" if seq in bad else json.dumps({"source": text_of(seq)} | known).encode())
    return b"\n".join(lines) + b"\n"


@pytest.fixture(scope="module")
def handlers() -> dict[str, Any]:
    return load_handlers()


def begun(
    handlers: dict[str, Any], data: bytes = b"", deployment: Deployment = DEPLOYMENT, **tags: str
) -> Installation:
    made = Installation(handlers, workers=("ben",), deployment=deployment)
    made.blobs.write("s3://data/categories.json", b'{"labels": [{"label": "spam"}, {"label": "ham"}]}')
    options = [{"Key": f"trigpoint:{name.replace('_', '-')}", "Value": value} for name, value in tags.items()]
    made.upload(RECIPE | {"Tags": options}, data or manifest())
    return made


def outcome(made: Installation) -> dict[str, Any]:
    """Labels and bill."""
    job = made.ledger.job("job-1")
    return {
        "status": job.status,
        "counts": (job.closed, job.labelled, job.failed, job.machine),
        "labels": {seq: (one.source, one.content.get("verdict")) for (_, seq), one in made.ledger.label_rows.items()},
        "usage": sorted((one.seq, one.kind) for one in made.ledger.usage_rows.values()),
        "lines": len(made.blobs.objects[OUTPUT].splitlines()),
        "promise": job.promise,
    }


def test_a_model_labels_what_is_certified_and_people_the_rest(handlers: dict[str, Any]) -> None:
    made = begun(handlers)
    made.run()
    job = made.ledger.job("job-1")
    assert (job.status, job.closed, job.labelled) == (JobStatus.COMPLETED, OBJECTS, OBJECTS)
    sources = Counter(label.source for label in made.ledger.label_rows.values())
    assert job.machine == sources[Source.MACHINE] > OBJECTS / 3
    kinds = Counter(record.kind for record in made.ledger.usage_rows.values())
    assert kinds == {"auto": sources[Source.MACHINE], "human": sources[Source.HUMAN]}
    assert str(job.promise).startswith(f"{job.machine:,} machine labels, at least 9")
    for number, line in enumerate(map(json.loads, made.blobs.objects[OUTPUT].splitlines())):
        metadata = line["verdict-metadata"]
        assert metadata["class-name"] == truth_of(number)
        by_machine = made.ledger.label_rows["job-1", number].source is Source.MACHINE
        assert metadata["human-annotated"] == ("no" if by_machine else "yes")
        assert ("certified-accuracy" in metadata) is by_machine


def test_output_has_the_machine_labels_and_the_report(handlers: dict[str, Any]) -> None:
    made = begun(handlers, task_pay="0.05 EUR")
    made.run()
    job, files = made.ledger.job("job-1"), made.blobs.objects
    (name,) = [uri for uri in files if uri.endswith("auto_annotator_output.txt")]
    assert name.split("/")[-3] == "1"
    rows = [line.split(b" ", 1) for line in files[name].splitlines()]
    assert len(rows) == job.machine
    lines = files[OUTPUT].splitlines()
    assert all(lines[int(seq)] == line for seq, line in rows)
    report = files["s3://data/out/Job-1/activelearning/report.html"].decode()
    assert str(job.promise) in report
    assert "<script" not in report
    assert f"Saved: {job.machine:,} answers of workers, {job.machine * 0.05:.2f} EUR" in report
    assert report.count("<svg") == 3
    assert "not known: with one answer an object" in report
    claims = {"sub": "boss", "cognito:groups": "[operators]"}
    context = {"http": {"method": "GET"}, "authorizer": {"jwt": {"claims": claims}}}
    asked = {"requestContext": context, "rawPath": "/console/jobs/job-1/report"}
    assert json.loads(made.invoke("portal_api", asked)["body"]) == {"html": report}


def test_losing_the_execution_at_any_state_changes_neither_labels_nor_bill(handlers: dict[str, Any]) -> None:
    whole = begun(handlers)
    whole.run()
    wanted, states = outcome(whole), whole.machine.steps
    assert states > 20
    wrong = []
    for lost_at in range(1, states):
        made = begun(handlers)
        made.machine.lose_at(lost_at, lambda made=made: made.invoke("routing", {"step": "resume"}))
        made.run()
        if outcome(made) != wanted:
            wrong.append((lost_at, outcome(made)["counts"]))
    assert wrong == []


def test_people_audit_machine_labels_before_the_others_are_given(handlers: dict[str, Any]) -> None:
    plain = begun(handlers)
    plain.run()
    made = begun(handlers, audit_objects="60")
    made.run()
    job, before = made.ledger.job("job-1"), plain.ledger.job("job-1")
    assert (job.status, job.labelled) == (JobStatus.COMPLETED, OBJECTS)
    assert job.machine == before.machine - 60
    step = read_step("job-1", 1, made.blobs, DEPLOYMENT)
    assert step is not None
    assert (step.audits, len(step.ids), step.whole) == (60, 60, True)
    checked = [made.ledger.label_rows["job-1", seq].source for seq in step.ids]
    assert checked == [Source.HUMAN] * 60
    assert "Audit: 0 of 60 machine labels were wrong, at least 9" in str(job.promise)


def test_an_audit_of_all_machine_labels_leaves_none_and_says_so(handlers: dict[str, Any]) -> None:
    made = begun(handlers, audit_objects="560")
    made.run()
    job = made.ledger.job("job-1")
    assert (job.status, job.machine, job.labelled) == (JobStatus.COMPLETED, 0, OBJECTS)
    assert "people have checked all of them. Audit: 0 of" in str(job.promise)


def test_losing_the_execution_changes_nothing_of_an_audit(handlers: dict[str, Any]) -> None:
    whole = begun(handlers, audit_objects="60")
    whole.run()
    for lost_at in range(1, whole.machine.steps, 3):
        made = begun(handlers, audit_objects="60")
        made.machine.lose_at(lost_at, lambda made=made: made.invoke("routing", {"step": "resume"}))
        made.run()
        assert outcome(made) == outcome(whole), lost_at


def test_bad_lines_and_labelled_ones_go_the_usual_way(handlers: dict[str, Any]) -> None:
    made = begun(handlers, manifest(bad=(3, 500), labelled=(7, 8, 9)))
    made.run()
    job = made.ledger.job("job-1")
    outcomes = Counter(label.outcome for label in made.ledger.label_rows.values())
    assert (job.status, job.closed) == (JobStatus.COMPLETED, OBJECTS)
    assert outcomes[Outcome.FAILED] == 2
    assert outcomes[Outcome.SKIPPED] == 3
    assert job.machine > OBJECTS / 3
    assert len(made.blobs.objects[OUTPUT].splitlines()) == OBJECTS


@pytest.mark.parametrize(
    ("data", "tags", "said"),
    [
        (b"\n".join(b'{"source": "hello %d"}' % n for n in range(50)), {}, "50 objects are too few"),
        (b"", {"target_accuracy": "0.999"}, "needs"),
        (b"", {"audit_objects": "900"}, "An audit of 900 objects leaves nothing to learn from"),
        (b"\n".join(b'{"source": "same"}' for _ in range(400)), {}, "no part of its labels could be certified"),
    ],
)
def test_where_a_model_cannot_help_people_label_all_and_the_job_says_why(
    handlers: dict[str, Any], data: bytes, tags: dict[str, str], said: str
) -> None:
    made = begun(handlers, data, **tags)
    made.run()
    job = made.ledger.job("job-1")
    assert (job.status, job.machine, job.labelled) == (JobStatus.COMPLETED, 0, job.total)
    assert said in str(job.promise)


def test_the_answers_of_a_kind_no_model_knows_are_not_looked_at(
    handlers: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Boxes are no categories: reading them as such would fail every step of a job with the box algorithm."""
    asked: list[Any] = []
    monkeypatch.setattr(train_model, "peoples_error", lambda *given: asked.append(given))
    monkeypatch.setattr(learnable_objects, "LEARNABLE", ())
    made = begun(handlers)
    made.run()
    job = made.ledger.job("job-1")
    assert (job.status, job.machine, job.labelled) == (JobStatus.COMPLETED, 0, OBJECTS)
    assert "does not know task type" in str(job.promise)
    assert asked == []


def test_a_model_that_crashes_is_noted_and_people_go_on(
    handlers: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: Any) -> Any:
        raise MemoryError("the matrix does not fit")

    monkeypatch.setattr(handlers["autolabel"], "train_model", broken)
    made = begun(handlers)
    made.run()
    job = made.ledger.job("job-1")
    assert (job.status, job.machine, job.labelled) == (JobStatus.COMPLETED, 0, OBJECTS)
    assert "the matrix does not fit" in str(job.promise)


@pytest.mark.parametrize("part", ["write_model", "write_report"])
def test_what_fails_beside_the_step_is_noted_and_people_go_on(
    handlers: dict[str, Any], monkeypatch: pytest.MonkeyPatch, part: str
) -> None:
    """A step that promises labels and is not followed by them would be waited for for ever."""

    def broken(*_: Any) -> Any:
        raise PermissionError("no access to the pictures")

    monkeypatch.setattr(train_model, part, broken)
    made = begun(handlers)
    made.run()
    job = made.ledger.job("job-1")
    assert (job.status, job.machine, job.labelled) == (JobStatus.COMPLETED, 0, OBJECTS)
    assert "no access to the pictures" in str(job.promise)


def test_a_step_that_meets_another_writer_is_taken_again(
    handlers: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    honest, met = train_model.learned, []

    def once(*given: Any) -> Any:
        if not met:
            met.append(given)
            raise Conflict("predictions.json is being written by somebody else.")
        return honest(*given)

    monkeypatch.setattr(train_model, "learned", once)
    made = begun(handlers)
    made.run()
    job = made.ledger.job("job-1")
    assert met
    assert job.machine > OBJECTS / 3


def test_certified_labels_that_cannot_be_written_end_the_job_with_the_reason(
    handlers: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: Any) -> Any:
        raise PermissionError("no access to the work folder")

    monkeypatch.setattr(train_model, "write_groups", broken)
    made = begun(handlers)
    made.run()
    job = made.ledger.job("job-1")
    assert job.status is JobStatus.FAILED
    assert "could not be written" in str(job.failure)


def test_a_job_that_learns_from_another_one_draws_a_sample_of_its_own(handlers: dict[str, Any]) -> None:
    """Over the same objects the same sample would be checked by a model that was taught it."""
    made = begun(handlers, seed="7")
    made.run()
    model = "arn:aws:sagemaker:us-east-1:000000000000:model/job-1"
    learning = RECIPE["LabelingJobAlgorithmsConfig"] | {"InitialActiveLearningModelArn": model}
    tags = {"Tags": [{"Key": "trigpoint:seed", "Value": "7"}]}
    made.upload(RECIPE | tags | {"LabelingJobAlgorithmsConfig": learning}, manifest(), "Job-2")
    made.run("job-2")
    first, other = (read_step(key, 0, made.blobs, DEPLOYMENT) for key in ("job-1", "job-2"))
    assert first is not None
    assert other is not None
    assert set(first.ids) != set(other.ids)


def test_the_most_people_may_label_ends_the_job(handlers: dict[str, Any]) -> None:
    made = Installation(handlers, workers=("ben",))
    made.blobs.write("s3://data/categories.json", b'{"labels": [{"label": "spam"}, {"label": "ham"}]}')
    made.upload(RECIPE | {"StoppingConditions": {"MaxHumanLabeledObjectCount": 310}}, manifest())
    made.run()
    job = made.ledger.job("job-1")
    people = [one for one in made.ledger.label_rows.values() if one.source is Source.HUMAN]
    assert len(people) <= 310
    assert job.machine > 0
    assert job.status is (JobStatus.COMPLETED if job.closed == job.total else JobStatus.STOPPED)
    assert len(made.blobs.objects[OUTPUT].splitlines()) == OBJECTS


def test_a_step_is_taken_once(handlers: dict[str, Any]) -> None:
    made = begun(handlers)
    made.run()
    job = made.ledger.job("job-1")
    first = read_step("job-1", 0, made.blobs, DEPLOYMENT)
    assert first is not None
    assert len(first.ids) == 280, "two in five"
    assert made.invoke("autolabel", {"step": "train", "job": "job-1"})["next"] == "people", "the job has ended"
    assert job.waves == 1, "certified after the first"


# -- a customer's model ------------------------------------------------------------
def foreign(event: Any) -> Any:
    """Right but for every fortieth object, where it is unsure; it cannot tell objects 5 and 6."""
    found = []
    for one in event["dataObjects"]:
        seq = int(one["datasetObjectId"])
        right, sure = truth_of(seq), 0.9
        if seq % 40 == 0:
            right, sure = ("ham" if right == "spam" else "spam"), 0.4
        if seq == 6:
            sure = float("nan")
        if seq != 5:
            found.append({"datasetObjectId": str(seq), "label": right, "confidence": sure})
    return {"predictions": found}


def with_model(handlers: dict[str, Any], model: Any, name: str = "SageMaker-model") -> Installation:
    made = Installation(handlers, workers=("ben",))
    made.blobs.write("s3://data/categories.json", b'{"labels": [{"label": "spam"}, {"label": "ham"}]}')
    made.functions.functions |= {name: model}
    made.upload(RECIPE | {"Tags": [{"Key": "trigpoint:model-function", "Value": name}]}, manifest())
    return made


@pytest.mark.parametrize("name", ["SageMaker-model", "arn:aws:sagemaker:us-east-1:000000000000:endpoint/mail-labeling"])
def test_a_customers_model_is_certified_like_ours(handlers: dict[str, Any], name: str) -> None:
    made = with_model(handlers, foreign, name)
    made.run()
    job = made.ledger.job("job-1")
    machine = {seq for (_, seq), label in made.ledger.label_rows.items() if label.source is Source.MACHINE}
    assert len(machine) > OBJECTS / 3
    assert not machine & {5, 6}
    assert len(made.functions.calls) == -(-OBJECTS // 100), "once a batch"
    wrong = [seq for seq in machine if seq % 40 == 0]
    assert len(wrong) / len(machine) <= 0.05
    assert (job.status, job.labelled) == (JobStatus.COMPLETED, OBJECTS)


def test_a_step_that_is_cut_off_goes_on_with_what_the_model_has_said(
    handlers: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A customer's model may be slow and dear: no batch is asked twice that was answered."""
    honest, asked = customer_model.predicted, Counter[int]()

    def cut_off_once(job: Any, batch: Any, *more: Any) -> Any:
        (first, _), *_ = batch
        asked[first] += 1
        if first == 400 and asked[first] == 1:
            raise type("Lambda.Unknown", (Exception,), {})("the function ended")
        return honest(job, batch, *more)

    monkeypatch.setattr(customer_model, "predicted", cut_off_once)
    made = with_model(handlers, foreign)
    made.run()
    assert asked == {first: 1 + (first == 400) for first in range(0, OBJECTS, 100)}
    assert made.ledger.job("job-1").machine > OBJECTS / 3


def fails(_event: Any) -> Any:
    raise FunctionFailed("Function SageMaker-model timed out.", "Give it more time.")


@pytest.mark.parametrize(
    ("model", "said"),
    [
        (fails, "timed out"),
        (lambda _: "nonsense", "no list of predictions"),
        (lambda _: {"predictions": [{"datasetObjectId": "0", "label": "cow", "confidence": 1}]}, "'cow'"),
        (lambda _: {"predictions": [{"datasetObjectId": "9999", "label": "ham", "confidence": 1}]}, "'9999'"),
        (lambda _: {"predictions": []}, "no part of its labels could be certified"),
    ],
)
def test_a_customers_model_that_fails_leaves_all_to_people(handlers: dict[str, Any], model: Any, said: str) -> None:
    made = with_model(handlers, model)
    made.run()
    job = made.ledger.job("job-1")
    assert (job.status, job.machine, job.labelled) == (JobStatus.COMPLETED, 0, OBJECTS)
    assert said in str(job.promise)


# -- warm start ----------------------------------------------------------------------
def second(made: Installation, first: str) -> Any:
    model = f"arn:aws:sagemaker:us-east-1:000000000000:model/{first}"
    learning = RECIPE["LabelingJobAlgorithmsConfig"] | {"InitialActiveLearningModelArn": model}
    made.upload(RECIPE | {"LabelingJobAlgorithmsConfig": learning}, manifest(), "Job-2")
    made.run("job-2")
    return made.ledger.job("job-2")


def test_a_job_may_start_from_what_another_one_learned(handlers: dict[str, Any]) -> None:
    made = begun(handlers)
    made.run()
    job = second(made, "job-1")
    assert (job.status, job.labelled) == (JobStatus.COMPLETED, OBJECTS)
    assert job.machine > OBJECTS / 3
    labels = {seq: one for (key, seq), one in made.ledger.label_rows.items() if key == "job-2"}
    assert all(one.content["verdict-metadata"]["class-name"] == truth_of(seq) for seq, one in labels.items())


def test_of_an_earlier_jobs_lines_is_read_what_the_later_one_learns_from(handlers: dict[str, Any]) -> None:
    """Its people labelled texts; the later job learns from vectors that lie beside them."""
    lines = (json.dumps({"source": text_of(seq), "v": [seq % 2, 1]}).encode() for seq in range(OBJECTS))
    made = begun(handlers, b"\n".join(lines))
    made.run()
    job = made.ledger.job("job-1")
    later = replace(job, spec=replace(job.spec, options={EMBEDDING: "v"}))
    found, classes = examples_of(job, ("spam", "ham"), made.ports, DEPLOYMENT, reader=later)
    assert len(found) > 100
    assert [one["v"][0] for one in found] == [1 - number for number in classes]


def test_an_earlier_model_that_is_not_there_is_named(handlers: dict[str, Any]) -> None:
    made = begun(handlers)
    made.run()
    job = second(made, "job-0")
    assert (job.status, job.machine, job.labelled) == (JobStatus.COMPLETED, 0, OBJECTS)
    assert "names job job-0, which is not here" in str(job.promise)


def test_a_customers_model_may_verify_labels(handlers: dict[str, Any]) -> None:
    made = Installation(handlers, workers=("ben",))
    made.blobs.write("s3://data/categories.json", b'{"labels": [{"label": "spam"}, {"label": "ham"}]}')
    made.blobs.write("s3://data/a.jpg", b"a picture")
    made.functions.functions |= {"SageMaker-model": foreign}
    boxes = {"image_size": [{"width": 9, "height": 9, "depth": 3}], "annotations": []}
    first = {"first": boxes, "first-metadata": {"type": "groundtruth/object-detection", "class-map": {}, "objects": []}}
    line = json.dumps({"source-ref": "s3://data/a.jpg"} | first).encode() + b"\n"
    human = RECIPE["HumanTaskConfig"] | {
        "PreHumanTaskLambdaArn": "arn:aws:lambda:us-east-1:432418664414:function:PRE-VerificationBoundingBox"
    }
    tags = [{"Key": "trigpoint:model-function", "Value": "SageMaker-model"}]
    made.upload(RECIPE | {"HumanTaskConfig": human, "Tags": tags}, line * OBJECTS)
    made.run()
    job = made.ledger.job("job-1")
    assert (job.status, job.labelled) == (JobStatus.COMPLETED, OBJECTS)
    assert job.machine > OBJECTS / 3
    lines = [json.loads(one) for one in made.blobs.objects[OUTPUT].splitlines()]
    assert {one["verdict-metadata"]["type"] for one in lines} == {"groundtruth/label-verification"}
