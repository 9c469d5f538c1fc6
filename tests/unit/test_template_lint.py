"""The linter of worker templates: what it finds, where, and what it leaves alone."""

from __future__ import annotations

import json
import re
from pathlib import Path
from time import process_time

import pytest

from trigpoint.formats.crowd_elements import ELEMENTS
from trigpoint.formats.html_tokens import start_tags
from trigpoint.formats.relaxed_json import RelaxedJsonError, parse_relaxed
from trigpoint.formats.template_lint import LARGEST, errors, lint, lint_page, warnings

CHECKOUT = Path(__file__).parents[2]
TEMPLATES = sorted(CHECKOUT.glob("ui_templates/*/template.liquid.html"))
FORM = "<crowd-form></crowd-form>"


def found(source: str, *hosts: str) -> list[tuple[int, int, str]]:
    return [(one.line, one.column, one.code) for one in lint(source, hosts)]


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.parent.name)
def test_our_own_templates_give_no_finding(path: Path) -> None:
    assert lint(path.read_text()) == ()


def test_the_vocabulary_is_the_front_ends() -> None:
    sources = ("tags.ts", "index.ts")
    text = "".join((CHECKOUT / "frontend" / "elements" / name).read_text() for name in sources)
    assert set(re.findall(r'"(crowd-[a-z-]+)"', text)) - {"crowd-form-element-id"} == set(ELEMENTS)


# -- errors: what no task could be shown with
@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (f"{FORM}\n <crowd-bounding-bax>", (2, 2, "unknown-element")),
        (f"{FORM}\n{{{{ x | nofilter }}}}", (2, 8, "unknown-filter")),
        (f"{FORM}\n{{% foo %}}", (2, 4, "unknown-liquid-tag")),
        (f"{FORM}\n{{% if x %}}", (2, 1, "liquid-syntax")),
        (f"{FORM}{{{{", (1, 26, "liquid-syntax")),
        ("x" * (LARGEST + 1), (1, 1, "too-large")),
    ],
)
def test_errors(source: str, expected: tuple[int, int, str]) -> None:
    assert found(source) == [expected]
    assert errors(lint(source)) == lint(source)


def test_a_misspelt_element_is_told_its_name() -> None:
    (one,) = errors(lint("<crowd-clasifier>"))
    assert one.fix == "Did you mean <crowd-classifier>?"


# -- warnings: Ground Truth would have run it
@pytest.mark.parametrize(
    ("markup", "code"),
    [
        ("<p title={{ x }}>", "unquoted-output"),
        ('<a href=" JavaScript:go()">x</a>', "javascript-address"),
        ("<iframe src='javascript:go()'></iframe>", "javascript-address"),
        ("{{ x | skip_autoescape }}", "skip-autoescape"),
        ('<script>var a = "{{ x }}";</script>', "output-in-script"),
        ("<script>var a = {{ x | to_json | escape }};</script>", "output-in-script"),
        ("<style>p { color: {{ x }} }</style>", "output-in-style"),
        ("<p onclick=\"go('{{ x }}')\">", "output-in-handler"),
        ('<img src="s3://bucket/a.png">', "s3-address"),
        ('<crowd-classifier name="a" categories="[a b]"><script>c.categories = [1];</script>', "bad-json"),
        ('<crowd-classifier categories="[]">', "missing-attribute"),
        ('<script src="https://cdn.example/x.js"></script>', "outside-host"),
        ('<script src="//cdn.example/x.js"></script>', "outside-host"),
        ('<link rel="stylesheet" href="https://cdn.example/x.css">', "outside-host"),
        ('<iframe src="https://cdn.example/"></iframe>', "outside-host"),
        ('<img srcset="a.png 1x, https://cdn.example/b.png 2x">', "outside-host"),
        ('<style>@import "https://cdn.example/x.css";</style>', "outside-host"),
        ("<style>p { background: url( 'https://cdn.example/x.png' ) }</style>", "outside-host"),
        ('<p style="background: url(https://cdn.example/x.png)">', "outside-host"),
    ],
)
def test_warnings(markup: str, code: str) -> None:
    assert [one.code for one in lint(FORM + "\n" + markup)] == [code]
    assert warnings(lint(FORM + "\n" + markup))[0].line == 2


@pytest.mark.parametrize("categories", ["[a b]", "['a'", "{'a':}"])
def test_an_attribute_that_cannot_be_read_is_an_error(categories: str) -> None:
    (one,) = errors(lint(f'{FORM}\n<crowd-classifier name="a" categories="{categories}" header="h">'))
    assert (one.code, one.line) == ("bad-json", 2)
    assert "categories of <crowd-classifier>" in one.message


def test_a_page_that_nobody_can_answer() -> None:
    assert found("<p>{{ task.input.x }}</p>") == [(1, 1, "no-answer")]
    assert found("<form></form>") == []


@pytest.mark.parametrize(
    "markup",
    [
        '<p title="{{ x | append: "a b" }}">',
        "<option {% if x %}selected{% endif %} value='{{ x }}'>",
        "<!-- <crowd-foo> <p title={{ x }}> -->",
        "{% comment %}<crowd-foo>{{ broken | filter }}{% endcomment %}",
        "{% raw %}<b>{{ x }}</b>{% endraw %}",
        "<script>var a = {{ x | to_json }}, b = '<crowd-foo>', c = {{- x | to_json -}};</script>",
        "<crowd-classifier name='a' categories=\"['a', {b: 1,}, /* c */]\">",
        '<crowd-classifier name="a" categories="{{ task.input.labels | to_json }}">',
        '<crowd-classifier name="a" categories="[{% for one in x %}\'{{ one }}\',{% endfor %}]">',
        '<crowd-classifier-multi-select name="a" categories="[]" exclusion-category="None of these">',
        '<crowd-bounding-box name="a" src="x" id="b"></crowd-bounding-box><script>b.labels = [];</script>',
        '<crowd-textract-analyze-document src="x"></crowd-textract-analyze-document>',
        '<crowd-rekognition-detect-moderation-labels src="x" categories="[]">',
        '<crowd-text-ranking crowd-form-element-id="f" text="x" responses="[]"></crowd-text-ranking>',
        '<crowd-input crowd-form-element-id="f"></crowd-input><crowd-slider crowd-form-element-id="f"></crowd-slider>',
        '<script src="https://assets.crowd.aws/crowd-html-elements-v2.js"></script>',
        '<link rel="canonical" href="https://example.com/"><a href="https://example.com/">x</a>',
        '<img src="{{ task.input.url }}"><img src="data:image/png;base64,AAAA"><script src="/frame/x.js"></script>',
    ],
)
def test_what_templates_in_the_field_do_is_left_alone(markup: str) -> None:
    assert lint(FORM + markup) == ()


def test_hosts_of_the_jobs_allow_list_are_no_finding() -> None:
    source = FORM + '<script src="https://cdn.example.com/x.js"></script>'
    assert found(source, "cdn.example.com") == found(source, "*.example.com") == []
    assert [code for *_, code in found(source, "example.com")] == ["outside-host"]
    plain = source.replace("https:", "http:")
    (one,) = lint(plain, ["cdn.example.com"])
    assert "not https" in one.message


def test_a_rendered_page_is_judged_with_its_data_in_it() -> None:
    page = f"{FORM}<crowd-classifier name='a' categories='[1, '>{{{{ not Liquid <a href='javascript:x'>"
    assert [one.code for one in lint_page(page)] == ["bad-json", "javascript-address"]


def test_findings_say_what_to_do_and_are_data() -> None:
    (one,) = lint(f"{FORM}<p title={{{{ x }}}}>")
    assert str(one).startswith("Line 1, column 29: title holds a Liquid output without quotes")
    assert json.loads(json.dumps(one.as_dict()))["severity"] == "warning"
    assert one.fix


@pytest.mark.parametrize(
    "source",
    [
        "<a " * 200_000,
        "<!--" * 200_000,
        "<" * 900_000,
        '<a b="' * 100_000,
        "<script>" * 100_000,
        "{{" * 400_000,
        "{%" * 400_000,
        "{% comment %}" * 50_000,
        "//assets.crowd.aws/" + "crowd-html-elements" * 40_000,
        "<script>{{ x | to_json }}" * 3_000,
        "<script>{{ x | to_json }}</script>" * 3_000,
    ],
)
def test_hostile_texts_take_no_long_time(source: str) -> None:
    begun = process_time()
    lint(source)
    assert process_time() - begun < 10


# -- the parts
def test_start_tags_are_read_as_browsers_do() -> None:
    tags = list(start_tags("<A b=c/ d='e>f' =g h><br/><textarea><i></TextArea ><p x=\"1\" X=2>a < b</p><i j"))
    assert [tag.name for tag in tags] == ["a", "br", "textarea", "p"]
    assert [(one.name, one.value, one.quoted) for one in tags[0].attributes] == [
        ("b", "c/", False),
        ("d", "e>f", True),
        ("=g", "", True),
        ("h", "", True),
    ]
    assert tags[2].text == "<i>"
    assert tags[3].get("x") == "1"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("['a', \"b\", 'c\\'d', '\\u0041\\x42',]", ["a", "b", "c'd", "AB"]),
        ("{a: 1, 'b-c': .5, d_e: -0x10, /* x */ f: null, // y\n}", {"a": 1, "b-c": 0.5, "d_e": -16, "f": None}),
        (" true ", True),
        ("undefined", None),
    ],
)
def test_relaxed_json(text: str, value: object) -> None:
    assert parse_relaxed(text) == value


@pytest.mark.parametrize("text", ["", "[", "[1 2]", "{a}", "'a", "'\\u00zz'", "a", "[1] 2", "[" * 5_000, "{1: }"])
def test_what_is_not_even_relaxed_json(text: str) -> None:
    with pytest.raises(RelaxedJsonError, match="expected at character"):
        parse_relaxed(text)
