"""Task types: what an answer may be, how answers merge, and the golden output manifests."""

from __future__ import annotations

import base64
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from trigpoint.consolidation.worker_model import WorkerModel
from trigpoint.domain.errors import AnswerError, CategoriesError, NotFound
from trigpoint.domain.work import Answer, Label, Outcome
from trigpoint.formats.manifest import ManifestLine, ManifestReader, parse_object
from trigpoint.formats.output_manifest import merge
from trigpoint.tasktypes import names, task_type
from trigpoint.tasktypes.surroundings import Surroundings

GOLDEN = Path(__file__).parents[1] / "golden"
UI = Path(__file__).parents[2] / "ui_templates"
TEMPLATES = sorted(path.parent.name for path in UI.glob("*/sample.input.json"))
TYPES = sorted(names())
NOW = 1_785_542_400.5
CATEGORIES = ("Canary", "Heron", 'Swan & "Goose"')


def answer(seq: int, worker: str, content: dict[str, Any]) -> Answer:
    return Answer("job", seq, worker, content, NOW, NOW, "t")


def choice(seq: int, worker: str, category: str) -> Answer:
    return answer(seq, worker, {"k": {"label": category}})


def test_names_and_lookup() -> None:
    assert names() >= {"image_multi_class", "text_multi_class", "custom"}
    with pytest.raises(NotFound, match="no task type 'nope'"):
        task_type("nope")


def test_checking_answers_loads_no_numpy() -> None:
    program = (
        "import sys; from trigpoint.tasktypes import names, task_type\n"
        "for name in names():\n"
        "    found = task_type(name); found.schema, found.input, found.label\n"
        "import trigpoint.formats.template, trigpoint.formats.job_request\n"
        "sys.exit('numpy' in sys.modules or 'PIL' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def labels_of(sample: dict[str, Any]) -> list[str]:
    """Category names of a sample input, whose labels may be objects."""
    return [one["label"] if isinstance(one, dict) else one for one in sample["labels"]]


@pytest.mark.parametrize("name", TEMPLATES)
def test_expected_answer_of_the_template_fits(name: str) -> None:
    sample = json.loads((UI / name / "sample.input.json").read_text())
    expected = json.loads((UI / name / "expected.answer.json").read_text())
    task_type(name).schema.check_answer(expected, labels_of(sample))


@pytest.mark.parametrize("name", TEMPLATES)
def test_sample_input_is_what_the_built_in_pre_annotation_gives(name: str) -> None:
    sample = json.loads((UI / name / "sample.input.json").read_text())
    found = task_type(name).input.task_input(sample["manifestLine"], labels_of(sample))
    assert {**found, "labels": sample["labels"]} == sample
    assert labels_of(found) == labels_of(sample)


def test_other_form_controls_may_stand_beside_the_classifier() -> None:
    content = {"note": "hm", "sure": {"on": True}, "any": {"label": "Heron", "workerComment": "nice"}}
    assert task_type("image_multi_class").schema.check_answer(content, CATEGORIES) == "Heron"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ({}, r"No widget of the answer holds a label \(widgets: none\)"),
        ({"k": "Heron"}, r"No widget of the answer holds a label \(widgets: k\)"),
        ({"k": {"label": "Dodo"}}, "k.label is 'Dodo'"),
        ({"k": {"label": ["Heron"]}}, r"k.label is \['Heron'\]"),
        ({"k": {"label": "Heron", "workerComment": 3}}, "k.workerComment is not a string"),
        ({"k": {"label": "Heron"}, "m": {"label": "Heron"}}, "Widgets k and m each hold a label"),
        ([], "The answer is not an object"),
    ],
)
def test_bad_answers_name_widget_and_field(content: Any, message: str) -> None:
    with pytest.raises(AnswerError, match=message):
        task_type("text_multi_class").schema.check_answer(content, CATEGORIES)


def test_merge_at_once() -> None:
    merging = task_type("image_multi_class").merging
    found = merging.merge([choice(0, w, "Heron") for w in "abc"], CATEGORIES)
    assert (found.value, found.confidence, found.workers) == ("Heron", 0.95, ("a", "b", "c"))
    alone = merging.merge([choice(0, "a", "Heron")], CATEGORIES)
    assert (alone.confidence, round(alone.posterior, 2)) == (0.0, 0.7)
    with pytest.raises(AnswerError, match="no answer"):
        merging.merge([], CATEGORIES)


def test_merge_at_once_uses_what_is_known_of_workers() -> None:
    sure = [[0.98, 0.01, 0.01], [0.01, 0.98, 0.01], [0.01, 0.01, 0.98]]
    model = WorkerModel(CATEGORIES, (1 / 3,) * 3, {"good": sure}, 0.5)
    answers = [choice(0, "good", "Heron"), choice(0, "x", "Canary"), choice(0, "y", "Canary")]
    merging = task_type("image_multi_class").merging
    assert merging.merge(answers, CATEGORIES, model).value == "Heron"
    assert merging.merge(answers, CATEGORIES).value == "Canary"
    assert merging.merge(answers, CATEGORIES, WorkerModel.initial(("p", "q"))).value == "Canary"


def test_refit_teaches_a_model_and_labels_every_object_answered() -> None:
    answers = [choice(seq, w, CATEGORIES[seq % 3]) for seq in range(9) for w in "ab"]
    merging = task_type("text_multi_class").merging
    found = merging.refit(answers, CATEGORIES)
    assert {seq: label.value for seq, label in found.labels.items()} == {n: CATEGORIES[n % 3] for n in range(9)}
    assert merging.restore(json.loads(json.dumps(found.model.as_json()))) == found.model
    empty = merging.refit([], CATEGORIES)
    assert (dict(empty.labels), empty.model) == ({}, WorkerModel.initial(CATEGORIES))


def test_label_of_a_category_that_is_gone() -> None:
    with pytest.raises(CategoriesError, match="'Dodo'"):
        task_type("image_multi_class").label.label_content(
            "Dodo", 0.5, attribute="L", categories=CATEGORIES, job_name="j", created=NOW
        )


def test_custom_jobs_keep_every_answer() -> None:
    custom = task_type("custom")
    with pytest.raises(AnswerError, match="no widget"):
        custom.schema.check_answer({}, ())
    found = custom.merging.refit([answer(3, "a", {"x": 1}), answer(3, "b", {"x": 2})], ())
    value = found.labels[3].value
    assert [entry["workerId"] for entry in value["annotationsFromAllWorkers"]] == ["a", "b"]
    assert custom.input.task_input({"source": "t", "labels": "own"}, ("c",)) == {
        "labels": "own",
        "source": "t",
    }
    content = custom.label.label_content(value, 0.0, attribute="L", categories=(), job_name="j", created=NOW)
    assert content["L-metadata"]["type"] == "groundtruth/custom"


def surroundings(line: ManifestLine, job: dict[str, Any]) -> Surroundings:
    files = {uri: base64.b64decode(png) for uri, png in job.get("files", {}).items()}
    return Surroundings(lambda: parse_object(line), "category", files.__getitem__)


def golden_labels(name: str, folder: Path, attribute: str) -> Iterator[tuple[int, Label]]:
    """Labels of the golden job: its answers, merged at once; objects without any have failed."""
    kind = task_type(name)
    job = json.loads((folder / "job.json").read_text(encoding="utf-8"))
    for number, line in enumerate(ManifestReader([(folder / "input.manifest").read_bytes()])):
        answers = [answer(number, w, content) for w, content in job["answers"].get(str(number), {}).items()]
        if not answers:
            reason = job["failures"].get(str(number))
            if reason:
                yield number, Label("job", number, Outcome.FAILED, NOW, reason=reason)
            continue
        for one in answers:
            kind.schema.check_answer(one.content, job["categories"])
        merged = kind.merging.merge(answers, job["categories"], None, surroundings(line, job))
        content = kind.label.label_content(
            merged.value,
            merged.confidence,
            attribute=attribute,
            categories=job["categories"],
            job_name="Golden-1",
            created=NOW,
            uri=f"s3://bucket/masks/{number}.png" if merged.file else "",
        )
        yield number, Label("job", number, Outcome.LABELLED, NOW, content, merged.confidence)


@pytest.mark.parametrize("name", TYPES)
def test_golden_output_manifest(name: str) -> None:
    folder = GOLDEN / name
    labels = dict(golden_labels(name, folder, "category"))
    lines = ManifestReader([(folder / "input.manifest").read_bytes()])
    output = b"".join(merge(line, labels.get(line.number), "category") + b"\n" for line in lines)
    assert output.decode() == (folder / "output.manifest").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", TYPES)
def test_an_answer_is_like_itself_and_like_the_label_of_three_who_gave_it(name: str) -> None:
    folder, kind = GOLDEN / name, task_type(name)
    job = json.loads((folder / "job.json").read_text(encoding="utf-8"))
    lines = list(ManifestReader([(folder / "input.manifest").read_bytes()]))
    for seq, given in job["answers"].items():
        around = surroundings(lines[int(seq)], job)
        same = [answer(int(seq), worker, given["u"]) for worker in "abc"]
        form = kind.merging.comparison.read(same[0], job["categories"], around)
        label = kind.merging.merge(same, job["categories"], None, around)
        assert kind.merging.comparison.alike(form, form) == 1.0
        assert kind.merging.comparison.alike(
            form, kind.merging.comparison.of_label(label, job["categories"])
        ) == pytest.approx(1.0)
