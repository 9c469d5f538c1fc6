"""What is wrong with a worker template, or may surprise its author: findings with place, code and remedy.

Errors are what no task could be shown with: Liquid that cannot be read, an element that nobody has, too large a file.
Everything else is a warning, because Ground Truth would have run it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from difflib import get_close_matches
from enum import StrEnum
from typing import Any

from liquid.exceptions import LiquidError

from trigpoint.domain.allow_list import covers
from trigpoint.formats.crowd_elements import ELEMENTS, JSON_ATTRIBUTES
from trigpoint.formats.html_tokens import Attribute, Tag
from trigpoint.formats.outside_addresses import outside_addresses
from trigpoint.formats.relaxed_json import RelaxedJsonError, parse_relaxed
from trigpoint.formats.template import ENVIRONMENT, MarkupError, parse
from trigpoint.formats.template_markup import OUTPUT, Outline

LARGEST = 1_000_000
"""Characters of a template. Ground Truth takes 128,000 for a human task UI and names no limit for a file."""

ADDRESSES = frozenset({"href", "src", "action", "formaction", "data", "poster", "xlink:href"})
CODE = "javascript:"
FORM_ID = "crowd-form-element-id"
"""Names the answer as well as `name` does."""
JSON_FILTERS = ("to_json",)
CLOSE = 0.85
"""How like a known name a misspelt one must be: all share `crowd-`."""


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """`code` is stable; line and column are counted from 1."""

    line: int
    column: int
    code: str
    severity: Severity
    message: str
    fix: str

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)

    def __str__(self) -> str:
        return f"Line {self.line}, column {self.column}: {self.message}. {self.fix}"


def lint(source: str, hosts: Iterable[str] = ()) -> tuple[Finding, ...]:
    """Findings in the order of the text. `hosts` are the outside hosts its job allows."""
    if len(source) > LARGEST:
        what = f"the template has {len(source):,} characters, {LARGEST:,} at most"
        return (Finding(1, 1, "too-large", Severity.ERROR, what, "Move pictures and data out of it, into S3."),)
    try:
        parse(source)
        markup = Outline(source)
    except MarkupError as error:
        found = error.line, error.column, error.rule, Severity.ERROR, error.reason
        return (Finding(*found, "Correct the Liquid markup."),)
    return tuple(sorted({*_marked(markup, hosts), *_filters(source)}))


def lint_page(page: str, hosts: Iterable[str] = ()) -> tuple[Finding, ...]:
    """Findings of a rendered page: with its data in it, values that Liquid wrote can be judged too."""
    return tuple(sorted(set(_marked(Outline(page, liquid=False), hosts))))


def errors(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple(one for one in findings if one.severity is Severity.ERROR)


def warnings(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple(one for one in findings if one.severity is Severity.WARNING)


def _marked(markup: Outline, hosts: Iterable[str]) -> Iterator[Finding]:
    allowed = tuple(hosts)
    for tag in markup.tags:
        yield from _element(tag, markup)
        for attribute in tag.attributes:
            yield from _attribute(tag, attribute, markup)
    yield from _scripts(markup)
    yield from _styles(markup)
    yield from _outside(markup, allowed)
    yield from _answers(markup)


def _warning(markup: Outline, place: int, code: str, message: str, fix: str) -> Finding:
    return Finding(*markup.position(place), code, Severity.WARNING, message, fix)


# -- elements
def _element(tag: Tag, markup: Outline) -> Iterator[Finding]:
    if tag.name not in ELEMENTS:
        if tag.name.startswith("crowd-"):
            place = markup.position(tag.place)
            yield Finding(
                *place, "unknown-element", Severity.ERROR, f"there is no element <{tag.name}>", _near(tag.name)
            )
        return
    present = {one.name for one in tag.attributes}
    if FORM_ID in present:
        present.add("name")
    scripts = [block.text for block in markup.blocks("script")]
    for name in ELEMENTS[tag.name]:
        # A script may set `labels` or `categories` later, as templates in the field do.
        if name not in present and not any(name in text for text in scripts):
            message, fix = f"<{tag.name}> has no {name}", f"Give it the attribute {name}."
            yield _warning(markup, tag.place, "missing-attribute", message, fix)


def _near(name: str) -> str:
    near = get_close_matches(name, ELEMENTS, 1, CLOSE)
    return f"Did you mean <{near[0]}>?" if near else "docs/templates.md lists the elements."


def _answers(markup: Outline) -> Iterator[Finding]:
    if not any(tag.name in ELEMENTS or tag.name == "form" for tag in markup.tags):
        fix = "Put the question into <crowd-form>, or use one of the crowd elements."
        yield _warning(markup, 0, "no-answer", "the page has no crowd element and no form, so nobody can answer", fix)


# -- attributes
def _attribute(tag: Tag, one: Attribute, markup: Outline) -> Iterator[Finding]:
    for code, holds, message, fix in _rules(one):
        if holds:
            yield _warning(markup, one.place, code, f"{one.name} {message}", fix)
    if tag.name in ELEMENTS and one.name in JSON_ATTRIBUTES and one.value.strip() and not markup.varies(one):
        yield from _json(tag, one, markup)


def _rules(one: Attribute) -> Iterator[tuple[str, bool, str, str]]:
    """Code, whether it holds, what is said behind the attribute's name, and the remedy."""
    outputs, address = OUTPUT in one.value, one.value.lstrip("\t\n\f\r ").lower() if one.name in ADDRESSES else ""
    unquoted = "holds a Liquid output without quotes: data with a space in it becomes attributes"
    yield "unquoted-output", outputs and not one.quoted, unquoted, f'Write {one.name}="…".'
    yield "javascript-address", address.startswith(CODE), f"is a {CODE} address", "Use onclick instead."
    s3 = "is an s3:// address, which no browser can load"
    yield "s3-address", address.startswith("s3://"), s3, "Write {{ … | grant_read_access }}."
    handler = "runs a Liquid output as code"
    yield "output-in-handler", outputs and one.name.startswith("on"), handler, "Use a data-… attribute, and read it."


def _json(tag: Tag, one: Attribute, markup: Outline) -> Iterator[Finding]:
    if one.name == "exclusion-category" and one.value.strip()[:1] not in "{[":
        return
    try:
        parse_relaxed(one.value)
    except RelaxedJsonError as error:
        message, fix = (
            f"{one.name} of <{tag.name}> cannot be read: {error}",
            "Write JSON; single quotes and bare keys will do.",
        )
        # A script may put something better in its place before anybody sees the page.
        set_later = any(one.name in block.text for block in markup.blocks("script"))
        severity = Severity.WARNING if set_later else Severity.ERROR
        yield Finding(*markup.position(one.place), "bad-json", severity, message, fix)


# -- Liquid in other languages
def _scripts(markup: Outline) -> Iterator[Finding]:
    for block in markup.blocks("script"):
        for place, written in _outputs(block, markup):
            if not written.rstrip("}- \n\t").endswith(JSON_FILTERS):
                message = f"{written} in a script is escaped for HTML, not for JavaScript"
                fix = "End it with `| to_json`, without quotes around it."
                yield _warning(markup, place, "output-in-script", message, fix)


def _styles(markup: Outline) -> Iterator[Finding]:
    for block in markup.blocks("style"):
        for place, written in _outputs(block, markup):
            message = f"{written} in a style can change every rule of the page"
            yield _warning(markup, place, "output-in-style", message, "Set it as a style attribute of one element.")


def _outputs(block: Tag, markup: Outline) -> Iterator[tuple[int, str]]:
    """Outputs within a raw block: their places and how they are written. Liquid has seen to it that they end."""
    at = 0
    while (at := block.text.find(OUTPUT, at)) >= 0:
        end = markup.source.find("}}", block.inside + at) + 2 - block.inside
        yield block.inside + at, markup.source[block.inside + at : block.inside + end]
        at = end


def _filters(source: str) -> Iterator[Finding]:
    try:
        found = ENVIRONMENT.from_string(source).analyze().filters
    except (LiquidError, RecursionError):
        return
    for place in found.get("skip_autoescape", ()):
        line, column = place.line_col(source)
        message = "skip_autoescape lets HTML of the data into the page"
        fix = "Leave it out, unless the data is HTML of your own."
        yield Finding(line, column + 1, "skip-autoescape", Severity.WARNING, message, fix)


# -- addresses of others
def _outside(markup: Outline, allowed: tuple[str, ...]) -> Iterator[Finding]:
    for one in outside_addresses(markup):
        if one.secure and covers(allowed, one.host):
            continue
        message = (
            f"the {one.use} from {one.host} is blocked: {'' if one.secure else 'not https, and '}not on the allow-list"
        )
        fix = f"Allow it with the tag trigpoint:allow-hosts={one.host}, or put the file into your bucket."
        yield _warning(markup, one.place, "outside-host", message, fix)
