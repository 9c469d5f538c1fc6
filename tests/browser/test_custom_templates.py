"""Custom templates as teams write them for Ground Truth, unchanged, through the renderer and the frame's page."""

from __future__ import annotations

import base64
import io
import json
import wave
from collections import Counter
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageDraw
from seats import HERE, run_script

from trigpoint.domain.web_pages import frame_headers
from trigpoint.formats.template import render

FOLDER = HERE / "custom_templates"
NAMES = sorted(path.name for path in FOLDER.iterdir())
SITE = "http://frame.test"
MEDIA = "http://media.test/"
PIXELS = {"height", "left", "top", "width", "x", "y"}


def picture(width: int, height: int) -> bytes:
    image = Image.new("RGB", (width, height), "#8fa3b5")
    ImageDraw.Draw(image).ellipse((width * 0.35, height * 0.27, width * 0.65, height * 0.67), fill="#d9673a")
    return png(image)


def mask() -> bytes:
    """A green block left, a blue one right, white between."""
    image = Image.new("RGB", (400, 300), "#ffffff")
    image.paste((0x2C, 0xA0, 0x2C), (0, 0, 100, 300))
    image.paste((0x1F, 0x77, 0xB4), (300, 0, 400, 300))
    return png(image)


def png(image: Image.Image) -> bytes:
    data = io.BytesIO()
    image.save(data, "png")
    return data.getvalue()


def sound() -> bytes:
    data = io.BytesIO()
    with wave.open(data, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8000)
        file.writeframes(bytes(2 * 800))
    return data.getvalue()


def files() -> dict[str, tuple[str, str]]:
    """By path: type, and content in base64."""
    made = {
        "/street.png": ("image/png", picture(400, 300)),
        "/tall.png": ("image/png", picture(300, 600)),
        "/mask.png": ("image/png", mask()),
        "/clip.wav": ("audio/wav", sound()),
    }
    return {path: (kind, base64.b64encode(body).decode()) for path, (kind, body) in made.items()}


def granted(uri: str) -> str:
    return MEDIA + uri.rsplit("/", 1)[-1]


def page_of(name: str) -> str:
    given = json.loads((FOLDER / name / "input.json").read_text())
    return render((FOLDER / name / "template.liquid.html").read_text(), given, grant=granted, object_id=name)


@pytest.fixture(scope="session")
def played(chromium: str) -> dict[str, Any]:
    acts = {name: json.loads((FOLDER / name / "acts.json").read_text()) for name in NAMES}
    templates = {name: {"html": page_of(name), "acts": acts[name]} for name in NAMES}
    headers = frame_headers(frame=SITE, portals=[SITE], media=[MEDIA])
    return dict(run_script("custom-templates.ts", chromium, templates=templates, headers=headers, files=files()))


def like(found: Any, expected: Any, key: str = "") -> bool:
    """Whether two answers are the same: pixel coordinates within 1, masks by size and the pixels of each colour."""
    if key == "pngImageData":
        return bool(counted(found) == expected)
    if isinstance(expected, dict) and isinstance(found, dict):
        return found.keys() == expected.keys() and all(like(found[one], expected[one], one) for one in expected)
    if isinstance(expected, list) and isinstance(found, list):
        return len(found) == len(expected) and all(map(partial(like, key=key), found, expected))
    if key in PIXELS and isinstance(expected, int | float) and isinstance(found, int | float):
        return abs(found - expected) <= 1
    return bool(found == expected) and type(found) is type(expected)


def counted(data: str) -> dict[str, Any]:
    image = Image.open(io.BytesIO(base64.b64decode(data)))
    raw = image.convert("RGB").tobytes()
    colours = Counter("#" + raw[at : at + 3].hex() for at in range(0, len(raw), 3))
    return {"size": list(image.size), "colours": dict(sorted(colours.items()))}


@pytest.mark.parametrize("name", NAMES)
def test_it_gives_its_golden_answer(played: dict[str, Any], name: str) -> None:
    expected = json.loads((FOLDER / name / "expected.json").read_text())
    found = played[name]
    assert found["troubles"] == [], found
    assert len(found["answers"]) == 1, found
    (answer,) = found["answers"]
    assert like(answer, expected), json.dumps(answer, ensure_ascii=False)


def test_each_has_its_four_files() -> None:
    parts = {"template.liquid.html", "input.json", "acts.json", "expected.json"}
    assert len(NAMES) >= 68
    assert all({path.name for path in Path(FOLDER / name).iterdir()} == parts for name in NAMES)
