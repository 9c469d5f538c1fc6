"""Linting and rendering never fail but by an error of ours, whatever the template."""

from __future__ import annotations

import json
from contextlib import suppress

from hypothesis import given, settings
from hypothesis import strategies as st

from trigpoint.domain.errors import TemplateError
from trigpoint.formats import template
from trigpoint.formats.relaxed_json import RelaxedJsonError, parse_relaxed
from trigpoint.formats.template_lint import errors, lint, lint_page

BITS = [
    *("{{", "}}", "{%", "%}", "{%-", "-%}", "<", ">", "</", "<!--", "-->", "=", '"', "'", "/", "\n", " ", "\\", "|"),
    *(
        "x",
        "if",
        "endif",
        "for",
        "in",
        "(1..9)",
        "raw",
        "endraw",
        "comment",
        "endcomment",
        "to_json",
        "skip_autoescape",
    ),
    *(
        "<crowd-form",
        "<crowd-classifier",
        "<crowd-no",
        "<script>",
        "</script>",
        "<style>",
        "labels",
        "src",
        "[1,",
        "//",
    ),
    *("url(", "https://a.b", "javascript:", "\u0130", "\ue000", "\U0001f600", "\r"),
]
TEXTS = st.one_of(st.text(max_size=300), st.lists(st.sampled_from(BITS), max_size=60).map("".join))


@given(TEXTS)
@settings(max_examples=80, deadline=None)
def test_lint_says_something_of_any_text(text: str) -> None:
    for one in (*lint(text), *lint_page(text)):
        assert 1 <= one.line <= text.count("\n") + 2
        assert one.column >= 1
        assert one.message


@given(TEXTS)
@settings(max_examples=80, deadline=None)
def test_what_lint_calls_no_error_renders_or_says_why(text: str) -> None:
    refused = ""
    try:
        template.render(text, {}, grant=str, object_id=1)
    except TemplateError as error:
        refused = error.fix
    assert refused or {one.code for one in errors(lint(text))} <= {"unknown-element"}


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers(-(10**6), 10**6) | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
        max_leaves=12,
    )
)
@settings(max_examples=80, deadline=None)
def test_json_is_relaxed_json(value: object) -> None:
    assert parse_relaxed(json.dumps(value, ensure_ascii=False)) == value


@given(TEXTS)
@settings(max_examples=80, deadline=None)
def test_any_text_is_relaxed_json_or_refused(text: str) -> None:
    with suppress(RelaxedJsonError):
        parse_relaxed(text)


@given(st.text(), st.booleans())
@settings(max_examples=80, deadline=None)
def test_data_cannot_leave_its_place(data: str, single: bool) -> None:
    """In text, in a quoted attribute and as JSON in a script: no markup of the data's own."""
    mark = "'" if single else '"'
    page = template.render(
        f"<p title={mark}{{{{ task.input.d }}}}{mark}>{{{{ task.input.d }}}}</p>"
        "<script>x = {{ task.input.d | to_json }}</script>",
        {"d": data},
        grant=str,
        object_id=1,
    )
    assert page.count("<") == 4
    assert page.count(mark) == 2 + (page[page.index("x = ") :].count(mark))
    assert json.loads(page[page.index("x = ") + 4 : page.rindex("</script>")]) == data
