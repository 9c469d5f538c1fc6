"""`trigpoint consolidate` through typer's runner: files in, labels and reports out, complaints with line numbers."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from trigpoint.cli.app import app

BIRDS = Path(__file__).parents[1] / "golden" / "aws_birds"


def run(*words: object) -> Result:
    return CliRunner().invoke(app, ["consolidate", *map(str, words)])


def file_of(folder: Path, text: str, name: str = "answers.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def box(left: int, label: str = "Cat") -> dict[str, Any]:
    shape = {"left": left, "top": 10, "width": 50, "height": 40, "label": label}
    return {"boxes": {"boundingBoxes": [shape], "inputImageProperties": {"width": 200, "height": 100}}}


def test_birds_with_truth_labels_and_report(tmp_path: Path) -> None:
    out, plot = tmp_path / "labels.csv", tmp_path / "report.html"
    found = run(BIRDS / "answers.csv", "--truth", BIRDS / "truth.csv", "--out", out, "--plot", plot)
    assert found.exit_code == 0, found.output
    assert "0.9040" in found.output
    rows = list(csv.DictReader(out.read_text().splitlines()))
    assert (len(rows), set(rows[0])) == (302, {"task", "label", "confidence", "posterior", "answers"})
    assert plot.read_text().count("<svg") == 2


def test_ground_truths_own_method_as_json() -> None:
    found = run(BIRDS / "answers.csv", "--truth", BIRDS / "truth.csv", "--method", "modified-dawid-skene", "--json")
    document = json.loads(found.output)
    assert document["scores"]["accuracy"] == pytest.approx(273 / 302)
    assert (document["objects"], len(document["workers"])) == (302, 97)


def test_gold_and_odd_columns(tmp_path: Path) -> None:
    answers = file_of(tmp_path, "time,worker,label,task\n1,u,a,x\n2,u,b,x\n\n3,v,b,x\n4,w,b,x\n5,v,b,y\n")
    gold, out = file_of(tmp_path, "task,label\ny,a\n", "gold.csv"), tmp_path / "out.csv"
    found = run(answers, "--categories", "a,b", "--gold", gold, "--out", out)
    assert "1 answers were given twice" in found.output
    assert [row.split(",")[:2] for row in out.read_text().splitlines()[1:]] == [["x", "b"], ["y", "a"]]


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("", "answers.csv is empty"),
        ("task,worker,label\n", "holds no answer"),
        ("item,worker,label\nx,u,a\n", "no column 'task'; its first line names: item, worker, label"),
        ("task,worker,label\nx,u,a\nx,v\n", "line 3: label is empty"),
        ("task,worker,label\nx,u,a\nx,v,z\n", "line 3: 'z' is not among the categories"),
    ],
)
def test_bad_answers_are_named(tmp_path: Path, text: str, complaint: str) -> None:
    found = run(file_of(tmp_path, text), "--categories", "a,b")
    assert found.exit_code == 1
    assert complaint in " ".join(found.output.split())


def test_bad_truth_method_and_type_are_named(tmp_path: Path) -> None:
    answers = file_of(tmp_path, "task,worker,label\nx,u,a\n")
    twice = file_of(tmp_path, "task,label\nx,a\nx,b\n", "twice.csv")
    other = file_of(tmp_path, "task,label\nelsewhere,a\n", "other.csv")
    none = file_of(tmp_path, "task,label\n", "none.csv")
    assert "line 3: task x is 'b' here and 'a' above" in run(answers, "--truth", twice).output
    assert "No task of the truth has an answer" in run(answers, "--truth", other).output
    assert "none.csv holds no label" in run(answers, "--truth", none).output
    assert "There is no method 'mean'" in run(answers, "--method", "mean").output
    assert "There is no task type 'poem'" in run(answers, "--task-type", "poem").output
    assert "FileTrouble" in run(tmp_path / "missing.csv").output


def test_one_worker_and_one_category_are_told(tmp_path: Path) -> None:
    found = run(file_of(tmp_path, "task,worker,label\nx,u,a\ny,u,a\n"))
    assert found.exit_code == 0
    assert "one worker only" in found.output
    assert "one category only" in found.output


def test_boxes_from_json_lines(tmp_path: Path) -> None:
    lines = [{"task": "img", "worker": name, "answer": box(20 + at)} for at, name in enumerate("abc")]
    answers = file_of(tmp_path, "\n".join(map(json.dumps, lines)), "boxes.jsonl")
    out, plot = tmp_path / "labels.jsonl", tmp_path / "report.html"
    found = run(answers, "--task-type", "bounding_box", "--out", out, "--plot", plot)
    assert found.exit_code == 0, found.output
    label = json.loads(out.read_text())
    (merged,) = label["label"]["annotations"]
    assert (label["task"], merged["left"], label["label-metadata"]["class-map"]) == ("img", 21, {"0": "Cat"})
    assert json.loads(run(answers, "--task-type", "bounding_box", "--json").output)["objects"] == 1
    assert "bounding_box" in plot.read_text()


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("", "holds no answer"),
        ("{", "line 1 is no JSON"),
        ("[1]", "line 1 is no JSON object"),
        ('{"task": "x", "worker": "u"}', "line 1: answer is missing"),
        (json.dumps({"task": "x", "worker": "u", "answer": box(20, "Dog")}), "line 1: "),
    ],
)
def test_bad_json_lines_are_named(tmp_path: Path, text: str, complaint: str) -> None:
    found = run(file_of(tmp_path, text, "a.jsonl"), "--task-type", "bounding_box", "--categories", "Cat")
    assert found.exit_code == 1
    assert complaint in " ".join(found.output.split())


def test_truth_is_for_single_categories(tmp_path: Path) -> None:
    answers = file_of(tmp_path, json.dumps({"task": "x", "worker": "u", "answer": box(20)}), "a.jsonl")
    found = run(answers, "--task-type", "bounding_box", "--method", "majority")
    assert "are for single categories" in found.output


def test_marks_have_agreement_and_scores_against_a_truth(tmp_path: Path) -> None:
    lefts = {"u": 20, "v": 22, "w": 150}
    lines = [
        {"task": f"t{n}", "worker": worker, "answer": box(left)} for n in range(4) for worker, left in lefts.items()
    ]
    answers = file_of(tmp_path, "\n".join(map(json.dumps, lines)), "boxes.jsonl")
    truth = file_of(tmp_path, "\n".join(json.dumps({"task": f"t{n}", "answer": box(21)}) for n in range(3)), "t.jsonl")
    options = ("--task-type", "bounding_box", "--categories", "Cat,Dog", "--truth", str(truth))
    found = json.loads(run(answers, *options, "--json").stdout)
    assert found["agreement"]["byWorker"] == {"u": 0.5, "v": 0.5, "w": 0.0}
    assert found["agreement"]["byCategory"] == {"Cat": pytest.approx(1 / 3), "Dog": None}
    assert found["agreement"]["pairs"] == 12
    assert found["scores"]["labels"] == 1.0
    assert found["scores"]["byWorker"] == {"u": 1.0, "v": 1.0, "w": 0.0}
    shown = run(answers, *options).stdout
    assert "Agreement of pairs 0.333" in shown
    assert "Against the truth" in shown
