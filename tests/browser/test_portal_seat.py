"""The worker's portal by real keys and pointers: drafts, no network, settings, languages, a phone, hostile drafts."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from seats import Seats

TEAM = {"WorkteamArn": "arn:aws:sagemaker:us-east-1:000000000000:workteam/private-crowd/portal"}
LONG = TEAM | {"TaskTimeLimitInSeconds": 600}
PAID = LONG | {"PublicWorkforceTaskPrice": {"AmountInUsd": {"Cents": 3, "TenthFractionsOfACent": 6}}}
UNDO = [{"Key": "trigpoint:undo-seconds", "Value": "300"}]
TITLES = {one: f"Portal{one.capitalize()}" for one in ("boxes", "areas", "words", "queue", "many", "hostile")}


def picture(size: tuple[int, int] = (400, 300)) -> bytes:
    data = io.BytesIO()
    Image.new("RGB", size, "#8fa3b5").save(data, "png")
    return data.getvalue()


def start(seats: Seats, one: str, kind: str, lines: list[Any], attribute: str, **human: Any) -> None:
    categories = human.pop("categories", ("red", "green"))
    recipe = seats.stack.recipe(TITLES[one], kind, categories, **(LONG | human))
    seats.stack.drop(TITLES[one], lines, recipe | {"LabelAttributeName": attribute, "Tags": UNDO})


@pytest.fixture(scope="module")
def person(seats: Seats) -> dict[str, Any]:
    """A worker with a job of each kind."""
    images = [{"source-ref": seats.stack.put(f"data/portal/{number}.png", picture())} for number in range(3)]
    texts = [{"source": f"text {number}"} for number in range(8)]
    start(seats, "boxes", "BoundingBox", images, "boxes")
    start(seats, "areas", "SemanticSegmentation", images, "areas-ref")
    start(seats, "words", "TextMultiClass", texts, "words", categories=("spam", "ham"), **PAID)
    start(seats, "queue", "TextMultiClass", texts, "queue", categories=("spam", "ham"))
    start(seats, "many", "TextMultiClassMultiLabel", texts, "many", categories=("one", "two", "three"))
    hostile = seats.stack.put("data/portal/hostile.html", Path(__file__).with_name("hostile-drafts.html").read_text())
    start(
        seats,
        "hostile",
        "TextMultiClass",
        texts,
        "h",
        categories=("spam", "ham"),
        UiConfig={"UiTemplateS3Uri": hostile},
    )
    return {**seats.person("pia", "portal"), "titles": TITLES}


def drafts(seats: Seats) -> list[dict[str, Any]]:
    return [row for row in seats.stack.rows() if row["sk"]["S"].startswith("DRAFT#portal")]


def answers(seats: Seats, one: str) -> list[int]:
    """Objects with an answer, each as often as it has one."""
    rows = [row for row in seats.stack.rows() if row["pk"]["S"].startswith(f"J#portal{one}#S#")]
    return sorted(int(row["sk"]["S"][2:11]) for row in rows if "#A#" in row["sk"]["S"])


def test_a_draft_is_finished_on_another_device(seats: Seats, person: dict[str, Any]) -> None:
    found = seats.run("portal-drafts.ts", **person)
    fine = {"same": True, "troubles": []}
    assert found == {"boxes": fine, "areas": fine, "reloaded": fine, "undone": fine}
    assert drafts(seats) == [], "every draft went with its answer"


def test_answers_outlast_a_lost_network_and_a_closed_window(seats: Seats, person: dict[str, Any]) -> None:
    found = seats.run("portal-offline.ts", **person)
    waited, late = found["waited"], found["late"]
    assert waited["troubles"] == []
    assert waited["axe"] == []
    assert waited["kept"] == late["kept"] == {"rows": 0, "tokens": 0}
    assert answers(seats, "queue") == sorted((waited["first"], waited["second"])), "each once, and the late one not"


def test_settings_hold_and_a_warning_comes(seats: Seats, person: dict[str, Any]) -> None:
    found = seats.run("portal-settings.ts", **person)
    assert found["keys"] == {"taken": "⇧D is taken: Decline.", "troubles": []}
    colours = found["colours"]
    assert colours["portal"] != colours["light"]
    assert (colours["frame"], colours["again"]) == ("dark", "light")
    assert (colours["axe"], colours["troubles"]) == ([], [])
    seconds, _, rest = found["warning"].partition(" ")
    assert 0 < int(seconds) <= 60
    assert "cannot be extended" in rest
    assert {view: what for view, what in found["phone"].items() if what} == {}
    assert len(found["phone"]) == 21


def test_hostile_drafts_cost_little_and_break_nothing(seats: Seats, person: dict[str, Any]) -> None:
    found = seats.run("portal-hostile.ts", **person)
    assert found["troubles"] == []
    assert 1 <= found["saves"] <= found["seconds"] / 5 + 2
    assert found["largest"] < 20_000
    assert all(len(json.dumps(row)) < 40_000 for row in drafts(seats))
