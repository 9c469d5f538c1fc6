"""Text marks and form controls in a real browser, without a server; the built-in templates that use them."""

from __future__ import annotations

import json
from typing import Any

import pytest
from seats import CHECKOUT, run_script

from trigpoint.formats.template import render

UI = CHECKOUT / "ui_templates"
READ = ("named_entity_recognition", "text_multi_class_multi_label", "video_multi_class")


def page_of(name: str) -> str:
    """The template with its sample input, its files at the addresses of the test."""
    sample = json.loads((UI / name / "sample.input.json").read_text())
    source = (UI / name / "template.liquid.html").read_text()
    page = render(source, sample, grant=lambda _: "/clip.mp4", object_id=0)
    return page.replace("/frame/crowd-html-elements.js", "https://assets.crowd.aws/crowd-html-elements.js")


@pytest.fixture(scope="session")
def found(chromium: str) -> dict[str, Any]:
    return dict(run_script("text-templates.ts", chromium, pages={name: page_of(name) for name in READ}))


def test_each_element_by_mouse_and_keyboard(chromium: str) -> None:
    seen = run_script("text-tools.ts", chromium)
    assert seen["failures"] == []
    assert seen["cases"] >= 28


@pytest.mark.parametrize("by", ["mouse", "keyboard", "touch"])
@pytest.mark.parametrize("name", READ)
def test_template_gives_its_expected_answer(found: dict[str, Any], name: str, by: str) -> None:
    expected = json.loads((UI / name / "expected.answer.json").read_text())
    assert found[name][by] == {"answers": [expected], "troubles": []}


@pytest.mark.parametrize("look", ["light", "dark", "phone"])
@pytest.mark.parametrize("name", READ)
def test_nothing_serious_in_the_template(found: dict[str, Any], name: str, look: str) -> None:
    assert found[name][look] == []


@pytest.mark.parametrize("look", ["light", "dark"])
def test_nothing_serious_in_the_controls(found: dict[str, Any], look: str) -> None:
    assert found["controls"][look] == []
