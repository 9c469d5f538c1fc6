"""What a model did in a job, as the operator sees it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from seats import Seats

OBJECTS = 400
WORDS = (("dinner", "see you", "home soon", "thanks"), ("prize", "winner", "call now", "claim"))
ALGORITHM = "arn:aws:sagemaker:us-east-1:027400017018:labeling-job-algorithm-specification/text-classification"


def text_of(seq: int) -> str:
    words = WORDS[seq % 2]
    return f"{words[seq % 4]} {words[seq // 4 % 4]} number {seq % 17}"


def category_of(task_input: dict[str, Any]) -> str:
    return "spam" if any(word in task_input["taskObject"] for word in WORDS[1]) else "ham"


def test_the_operator_reads_the_promise_and_the_report(seats: Seats, tmp_path: Path) -> None:
    stack = seats.stack
    recipe = stack.recipe("modelled") | {
        "LabelingJobAlgorithmsConfig": {"LabelingJobAlgorithmSpecificationArn": ALGORITHM}
    }
    stack.drop("Modelled", [{"source": text_of(seq)} for seq in range(OBJECTS)], recipe)
    people = stack.label_all(stack.worker("mila"), "Modelled", category_of, 180)
    machine = int(stack.job("modelled")["machine"])
    assert machine > OBJECTS / 3
    assert people + machine == OBJECTS
    picture = tmp_path / "report.png"
    seen = seats.run("operator-report.ts", **seats.person("olaf", "operators"), job="Modelled", picture=str(picture))
    assert seen["troubles"] == []
    assert seen["promise"].startswith(f"{machine} machine labels, at least 9")
    assert seen["heading"] == "Automated labeling of Modelled"
    assert seen["drawings"] == 3
    assert seen["rows"][2].startswith(f"the model {machine}")
    assert picture.stat().st_size > 10_000
