"""A worker template can reach nothing: not the portal's token, storage or window, not the network."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from seats import Seats
from stack import Stack

from trigpoint.testing.loopback import free_ports
from trigpoint.testing.waiting import wait_until

HOSTILE = Path(__file__).with_name("hostile.html")
TEAM_ARN = "arn:aws:sagemaker:us-east-1:000000000000:workteam/private-crowd/hostile"


@pytest.fixture(scope="module")
def attack(seats: Seats) -> dict[str, Any]:
    (port,) = free_ports(1)
    sink = f"http://127.0.0.1:{port}"
    html = HOSTILE.read_text().replace("SINK", sink).replace("STUN", f"127.0.0.1:{port}")
    start_job(seats.stack, html.replace("PORTAL", seats.stack.place.listener_url))
    found: dict[str, Any] = seats.run("isolation.ts", **seats.person("mallory", "hostile"), port=port, title="hostile")
    return found


def start_job(stack: Stack, template: str, name: str = "hostile", objects: int = 4) -> None:
    uri = stack.put(f"data/{name}.html", template)
    recipe = stack.recipe(name, WorkteamArn=TEAM_ARN, UiConfig={"UiTemplateS3Uri": uri})
    stack.drop(name.capitalize(), [{"source": f"text {number}"} for number in range(objects)], recipe)


def test_nothing_leaves_the_frame(attack: dict[str, Any]) -> None:
    assert attack["reached"] == []


def test_the_same_page_without_the_seat_leaks(attack: dict[str, Any]) -> None:
    """The attacks are real: most of them reach the sink from an ordinary page."""
    leaked = set(attack["control"])
    expected = {"fetch", "xhr", "beacon", "event-source", "websocket", "image", "new-image", "css-background"}
    expected |= {"css-import", "font", "stylesheet", "script", "dynamic-script", "dynamic-import", "worker", "srcdoc"}
    expected |= {"css-attribute", "css-content", "css-border", "css-list", "css-mask", "css-filter", "css-set"}
    expected |= {"srcset", "picture", "input-image", "poster", "track", "worklet", "import-map"}
    expected |= {"blank-frame", "iframe", "object", "embed", "video", "audio", "paint", "ping", "svg", "prefetch"}
    assert {f"/{name}" for name in expected} - leaked == set()
    assert {"web rtc", "connection"} <= leaked


def test_every_attempt_that_can_fail_loudly_does(attack: dict[str, Any]) -> None:
    loud = {name: outcome for name, outcome in attack["outcomes"].items() if "see " not in outcome}
    assert {name: outcome for name, outcome in loud.items() if not outcome.startswith("blocked")} == {}
    assert len(loud) > 12


def test_the_portal_stays_where_it_is(attack: dict[str, Any], seats: Seats) -> None:
    assert attack["address"] == f"{seats.stack.place.listener_url}/#/job/hostile"
    assert (attack["signedIn"], attack["pages"], attack["dialogs"]) == (True, 1, [])


def test_a_task_that_never_stops_computing_can_be_declined(seats: Seats) -> None:
    start_job(seats.stack, "<p>busy</p><script>for (;;) {}</script>", "endless", 1)
    wait_until(lambda: seats.stack.job("endless").get("opened") == "1", "an open task")
    seats.run("hog.ts", **seats.person("mallory", "hostile"), title="endless")
    assert seats.stack.ended("endless")["status"] == "Completed"
    (line,) = seats.stack.manifest("Endless")
    assert "declined by all workers" in line["verdict-metadata"]["failure-reason"]
