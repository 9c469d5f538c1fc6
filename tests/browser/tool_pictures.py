"""Writes docs/images/tools: every built-in template at work, and elements that none of them uses."""

from __future__ import annotations

import base64
import json
import tempfile
from collections.abc import Mapping
from html import unescape
from pathlib import Path
from typing import Any

from PIL import Image
from seats import CHECKOUT, HERE, find_chromium, run_script

from trigpoint.formats.template import render

UI = CHECKOUT / "ui_templates"
CUSTOM = HERE / "custom_templates"
FOLDER = CHECKOUT / "docs" / "images" / "tools"
OTHERS = {
    "question_answer_generation": "questions_about_a_text",
    "textract_analyze_document": "form_fields_reviewed",
    "rekognition_moderation_labels": "moderation_reviewed",
    "form_controls": "form_of_everything",
    "entity_annotation_with_questions": "lone_entities_with_questions",
}
"""Picture to the custom template that it shows."""

MOST_BYTES = 120_000
COLOURS = 256
FEWEST_COLOURS = 40
"""A page with words in it has more shades than that; a blank one has one."""


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        found = run_script("tool-pictures.ts", find_chromium(), pages=pages(), acts=acts(), folder=name, scene=scene())
        for path in sorted(Path(name).glob("*.png")):
            check_words(path.stem, found[path.stem])
            shrink(path, FOLDER / path.name)
            print(FOLDER / path.name)


def pages() -> dict[str, str]:
    built_in = {path.name: page_of(path, "sample.input.json") for path in sorted(UI.iterdir())}
    return built_in | {name: page_of(CUSTOM / folder, "input.json") for name, folder in OTHERS.items()}


def acts() -> dict[str, Any]:
    """What is done in a custom template, until it is submitted."""
    found = {name: json.loads((CUSTOM / folder / "acts.json").read_text()) for name, folder in OTHERS.items()}
    return {name: [one for one in some if one[0] not in ("submit", "unanswered")] for name, some in found.items()}


def page_of(folder: Path, sample: str) -> str:
    given = json.loads((folder / sample).read_text())
    source = (folder / "template.liquid.html").read_text()
    page = render(source, given, grant=address_of, object_id=folder.name)
    return page.replace("/frame/crowd-html-elements.js", "https://assets.crowd.aws/crowd-html-elements.js")


def address_of(uri: str) -> str:
    if uri.endswith((".mp4", ".webm")):
        return "/clip.mp4"
    return "/mask.png" if "/masks/" in uri else "/scene.svg"


def check_words(name: str, seen: Mapping[str, Any]) -> None:
    """The picture shows what its template says: its header, or its first words."""
    words, text = unescape(seen["words"]), " ".join(seen["text"].split())
    assert words, f"{name}: the page has no header to look for"
    assert words in text, f"{name}: {words!r} is not on the page: {text[:300]}"


def shrink(source: Path, target: Path) -> None:
    """A palette of few colours, smaller until it is small enough. Fails for a blank picture."""
    picture = Image.open(source).convert("RGB")
    shades = picture.getcolors(picture.width * picture.height) or []
    assert len(shades) >= FEWEST_COLOURS, f"{source.name} is blank: {len(shades)} colours"
    while True:
        # Photographs look better with dither, and take more room.
        for dither in (Image.Dither.FLOYDSTEINBERG, Image.Dither.NONE):
            picture.quantize(COLOURS, dither=dither).save(target, optimize=True)
            if target.stat().st_size <= MOST_BYTES:
                return
        picture = picture.resize((picture.width * 4 // 5, picture.height * 4 // 5), Image.Resampling.LANCZOS)


def scene() -> str:
    """A street of 400 x 300 pixels, its things where the tests' people draw."""
    return base64.b64encode((HERE / "scene.svg").read_bytes()).decode()


if __name__ == "__main__":
    main()
