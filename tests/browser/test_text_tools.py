"""Text marks and form controls in a real browser, without a server; the built-in templates that use them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from seats import CHECKOUT, HERE, run_script

from trigpoint.formats.template import render

UI = CHECKOUT / "ui_templates"
READ = (
    "named_entity_recognition",
    "ranking",
    "text_multi_class",
    "text_multi_class_multi_label",
    "video_multi_class",
)


OTHERS = ("questions_about_a_text", "form_fields_reviewed", "moderation_reviewed")
"""Custom templates whose elements no built-in template has."""


def page_of(folder: Path, sample: str = "sample.input.json") -> str:
    """The template with its sample input, its files at the addresses of the test."""
    given = json.loads((folder / sample).read_text())
    source = (folder / "template.liquid.html").read_text()
    page = render(source, given, grant=lambda _: "/clip.mp4", object_id=0)
    return page.replace("/frame/crowd-html-elements.js", "https://assets.crowd.aws/crowd-html-elements.js")


@pytest.fixture(scope="session")
def found(chromium: str) -> dict[str, Any]:
    pages = {name: page_of(UI / name) for name in READ}
    others = {name: page_of(HERE / "custom_templates" / name, "input.json") for name in OTHERS}
    return dict(run_script("text-templates.ts", chromium, pages=pages, others=others))


def test_each_element_by_mouse_and_keyboard(chromium: str) -> None:
    seen = run_script("text-tools.ts", chromium)
    assert seen["failures"] == []
    assert seen["cases"] >= 36


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
@pytest.mark.parametrize("name", ["controls", *OTHERS])
def test_nothing_serious_in_the_controls(found: dict[str, Any], name: str, look: str) -> None:
    assert found[name][look] == []
