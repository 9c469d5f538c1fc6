"""Worker templates as they look in the field."""

from __future__ import annotations

import json
import re
from html import unescape
from pathlib import Path
from time import process_time
from typing import Any

import pytest

from trigpoint.domain.errors import TemplateError
from trigpoint.formats import template

UI = Path(__file__).parents[2] / "ui_templates"


def grant(uri: str) -> str:
    return uri.replace("s3://", "https://signed.example/") + "?a=1&b=2"


def render(source: str, task_input: dict[str, Any] | None = None) -> str:
    return template.render(source, task_input or {}, grant=grant, object_id=7)


@pytest.mark.parametrize("name", ["image_multi_class", "text_multi_class"])
def test_built_in_templates(name: str) -> None:
    task_input = json.loads((UI / name / "sample.input.json").read_text())
    page = render((UI / name / "template.liquid.html").read_text(), task_input)
    (categories,) = re.findall(r'categories="([^"]*)"', page)
    assert json.loads(unescape(categories)) == task_input["labels"]
    assert template.ELEMENTS_SCRIPT in page
    assert "assets.crowd.aws" not in page
    widget = next(iter(json.loads((UI / name / "expected.answer.json").read_text())))
    assert f'name="{widget}"' in page


def test_granted_images_and_escaped_text() -> None:
    page = render(
        '<img src="{{ task.input.taskObject | grant_read_access }}">{{ task.input.text }}',
        {"taskObject": "s3://b/k.jpg", "text": "<b>&"},
    )
    assert page == '<img src="https://signed.example/b/k.jpg?a=1&amp;b=2">&lt;b&gt;&amp;'
    assert render("{{ 'https://x/y' | grant_read_access }}") == "https://x/y"


def test_hyphenated_paths_and_maps() -> None:
    source = """
    {% assign boxes = task.input.manifestLine.boxes.annotations %}
    {% for box in boxes %}{{ task.input.manifestLine.boxes-metadata.class-map[box.class_id] }}{% endfor %}
    {% for pair in task.input.map %}{{ pair[0] }}={{ pair[1] }};{% endfor %}
    {% capture url %}{{ task.input.source-ref | grant_read_access }}{% endcapture %}{{ url }}
    """
    task_input = {
        "manifestLine": {
            "boxes": {"annotations": [{"class_id": "0"}]},
            "boxes-metadata": {"class-map": {"0": "dog"}},
        },
        "map": {"a": 1},
        "source-ref": "s3://b/k",
    }
    page = render(source, task_input)
    assert "dog" in page
    assert "a=1;" in page
    assert "https://signed.example/b/k?a=1&amp;b=2" in page


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("list.0", "x"),
        ("list[1]", "y"),
        ("list.9", ""),
        ("map.1", "dog"),
        ("map[task.input.label]", "dog"),
        ("map.7", ""),
    ],
)
def test_values_by_number(path: str, expected: str) -> None:
    task_input = {"list": ["x", "y"], "map": {"0": "cat", "1": "dog"}, "label": 1}
    assert render(f"{{{{ task.input.{path} }}}}", task_input) == expected


def test_to_json_in_attributes_is_escaped_once() -> None:
    labels = ['a "b"', "c's", "<d> & é"]
    page = render("{{ task.input.l | to_json }}|{{ task.input.l | to_json | escape }}", {"l": labels})
    once, escaped = page.split("|")
    assert once == escaped
    assert '"' not in once
    assert json.loads(unescape(once)) == labels


def test_to_json_in_a_script_is_json_that_cannot_end_it() -> None:
    page = render("<script>let x = {{ task.input.t | to_json }};</script>", {"t": "</script>\"'&"})
    assert page.count("</script>") == 1
    (value,) = re.findall(r"let x = (.*);</script>", page)
    assert json.loads(value) == "</script>\"'&"


def test_undefined_is_null_in_json_and_empty_elsewhere() -> None:
    assert render("[{{ task.input.no | to_json }}|{{ task.input.no }}|{{ task.input.no | skip_autoescape }}]") == (
        "[null||]"
    )


def test_skip_autoescape() -> None:
    assert render("{{ task.input.h | skip_autoescape }}", {"h": "<b>"}) == "<b>"


def test_carriage_returns_of_the_data_reach_the_page() -> None:
    given = {"text": 'a\r\n"b"'}
    assert render('<i text="{{ task.input.text }}">', given) == '<i text="a&#13;\n&#34;b&#34;">'
    assert json.loads(unescape(render("{{ task.input.text | to_json }}", given))) == given["text"]


def test_aws_elements_become_ours() -> None:
    page = render(
        '<script src="https://assets.crowd.aws/crowd-html-elements.js"></script>'
        '<script src="//assets.crowd.aws/crowd-html-elements-v2.js"></script>'
        '<link rel="stylesheet" href="https://assets.crowd.aws/css/crowd-html-elements-v2.css">'
    )
    assert page.count(f'"{template.ELEMENTS_SCRIPT}"') == 2
    assert f'"{template.ELEMENTS_STYLE}"' in page


@pytest.mark.parametrize(
    ("source", "line"),
    [
        ("a\n\n{{ x | nofilter }}", 3),
        ("a\n{{ x | }}\nb", 2),
        ("{% foo %}", 1),
        ("a\n{% if x %}\nb", 3),
    ],
)
def test_syntax_errors_name_the_line(source: str, line: int) -> None:
    with pytest.raises(TemplateError, match=rf"Line {line} of the template"):
        render(source)


BOMB = "{% assign s = 'xxxxxxxxxx' %}" + "{% assign s = s | append: s %}" * 40


@pytest.mark.parametrize(
    "source",
    [
        "{% for i in (1..10000000) %}{% endfor %}",
        BOMB,
        "{% for i in (1..90000) %}" + "x" * 100 + "{% endfor %}",
        "{% assign s = 'a,' %}" + "{% assign s = s | append: s %}" * 27,
        "{{ (1..99999999) | join: '' }}",
        "{% assign r = (1..99999999) | sort %}",
        "{% if (1..9999999999) contains 5.5 %}{% endif %}",
        "{{ 'x' " + "| replace: '', 'yyyyyyyyyy' " * 30 + "}}",
        "{% assign n = 9 %}{% for i in (1..40) %}{% assign n = n | times: n %}{% endfor %}",
        "{% tablerow i in (1..10000000) %}{% endtablerow %}",
        "{{ 'a' | divided_by: 0 }}",
    ],
)
def test_render_errors_name_the_object_before_long(source: str) -> None:
    begun = process_time()
    with pytest.raises(TemplateError, match="Object 7: the template cannot be rendered"):
        render(source)
    assert process_time() - begun < 5


def test_ordinary_work_is_within_the_limits() -> None:
    assert render("{{ (1..5) | join: '-' }} {{ 'a-b' | replace: '-', '+' }} {{ 7 | times: 6 }}") == "1-2-3-4-5 a+b 42"
    assert len(render("{% for i in (1..50000) %}x{% endfor %}")) == 50_000


@pytest.mark.parametrize(
    "source", ["{% if a %}" * 5_000 + "{% endif %}" * 5_000, "{% if " + "a and " * 9_000 + "a %}{% endif %}"]
)
def test_nesting_without_end_is_refused(source: str) -> None:
    with pytest.raises(TemplateError, match="Line 1 of the template"):
        render(source)


def test_errors_of_granting_pass_through() -> None:
    def refuse(uri: str) -> str:
        raise PermissionError(uri)

    with pytest.raises(PermissionError):
        template.render("{{ 's3://b/k' | grant_read_access }}", {}, grant=refuse, object_id=1)


def test_templates_are_parsed_once() -> None:
    assert template.parse("{{ task.input.a }}") is template.parse("{{ task.input.a }}")
