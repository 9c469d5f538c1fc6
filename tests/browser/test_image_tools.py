"""The drawing elements in a real browser, without a server; the built-in templates that use them."""

from __future__ import annotations

import base64
import io
import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageDraw
from seats import CHECKOUT, run_script

from trigpoint.formats.template import render

UI = CHECKOUT / "ui_templates"
DRAWN = (
    "adjustment_bounding_box",
    "adjustment_semantic_segmentation",
    "bounding_box",
    "image_multi_class",
    "image_multi_class_multi_label",
    "instance_segmentation",
    "keypoint",
    "polygon",
    "semantic_segmentation",
    "verification_bounding_box",
    "verification_semantic_segmentation",
)
SIZE = (400, 300)


def page_of(name: str) -> str:
    """The template with its sample input, its files at the addresses of the test."""
    sample = json.loads((UI / name / "sample.input.json").read_text())
    source = (UI / name / "template.liquid.html").read_text()
    page = render(source, sample, grant=lambda uri: "/mask.png" if "/masks/" in uri else "/picture.png", object_id=0)
    return page.replace("/frame/crowd-html-elements.js", "https://assets.crowd.aws/crowd-html-elements.js")


def picture() -> str:
    drawn = Image.new("RGB", SIZE, "#8fa3b5")
    ImageDraw.Draw(drawn).ellipse((140, 80, 260, 200), fill="#d9673a")
    data = io.BytesIO()
    drawn.save(data, "png")
    return base64.b64encode(data.getvalue()).decode()


@pytest.fixture(scope="session")
def found(chromium: str) -> dict[str, Any]:
    pages = {name: page_of(name) for name in DRAWN}
    return dict(run_script("templates.ts", chromium, pages=pages, picture=picture()))


def plain(value: Any) -> Any:
    """The answer with every PNG replaced by its mode, size and the number of pixels of each colour."""
    if isinstance(value, dict):
        return {key: pixels(one) if key == "pngImageData" else plain(one) for key, one in value.items()}
    return [plain(one) for one in value] if isinstance(value, list) else value


def pixels(data: str) -> Any:
    image = Image.open(io.BytesIO(base64.b64decode(data)))
    found = image.convert("RGB").tobytes()
    counted = Counter(found[at : at + 3].hex() for at in range(0, len(found), 3))
    return image.mode, image.size, sorted(counted.items())


def test_each_element_by_mouse_and_keyboard(chromium: str) -> None:
    seen = run_script("image-tools.ts", chromium)
    assert seen["failures"] == []
    assert seen["cases"] >= 30


@pytest.mark.parametrize("by", ["mouse", "keyboard"])
@pytest.mark.parametrize("name", DRAWN)
def test_template_gives_its_expected_answer(found: dict[str, Any], name: str, by: str) -> None:
    expected = json.loads((UI / name / "expected.answer.json").read_text())
    assert found[name][by]["troubles"] == []
    assert plain(found[name][by]["answers"]) == [plain(expected)]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("name", DRAWN)
def test_nothing_serious_in_the_template(found: dict[str, Any], name: str, theme: str) -> None:
    assert found[name][theme] == []


def test_every_template_of_these_has_its_three_files() -> None:
    files = {"template.liquid.html", "sample.input.json", "expected.answer.json"}
    assert all({path.name for path in Path(UI / name).iterdir()} == files for name in DRAWN)
