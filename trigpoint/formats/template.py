"""Worker templates: Liquid in, HTML out, with limits (facts: ground-truth 4.1, worker-ui 3).

Templates are untrusted: limits bound time and memory, autoescape guards text and quoted
attributes; the sandboxed frame they run in is the real boundary.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from contextvars import ContextVar
from functools import lru_cache
from typing import Any, TextIO

from liquid import BoundTemplate, Environment, RenderContext, is_undefined
from liquid.builtin.output import Output, OutputNode
from liquid.exceptions import LiquidError
from markupsafe import Markup, escape

from trigpoint.domain.errors import TemplateError
from trigpoint.formats.template_limits import bound_filters, bound_ranges
from trigpoint.formats.template_markup import Outline, unclosed

GrantReadAccess = Callable[[str], str]
"""From an s3:// URI to a short-lived https:// URL."""

ELEMENTS_SCRIPT = "/frame/crowd-html-elements.js"
ELEMENTS_STYLE = "/frame/crowd-html-elements.css"
CACHED_TEMPLATES = 64

AWS_ELEMENTS = re.compile(r"(?:https?:)?//assets\.crowd\.aws/[\w./-]{0,100}?crowd-html-elements[\w.-]{0,40}?\.(js|css)")
JSON_OUTPUT = re.compile(r"(\|\s*to_json)(\s*-?\}\})")
OUTPUT = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)


def ungranted(uri: str) -> str:
    return uri


granting: ContextVar[GrantReadAccess] = ContextVar("granting", default=ungranted)


def grant_read_access(value: object) -> object:
    """An s3:// URI as a URL the worker's browser can read; everything else as it is."""
    if isinstance(value, str) and value.startswith("s3://"):
        return granting.get()(value)
    return value


def to_json(value: object) -> str:
    """JSON with < > & escaped, harmless in a script block too; a plain string, so that autoescape
    makes it fit for an attribute."""
    text = json.dumps(None if is_undefined(value) else value, ensure_ascii=False, default=str)
    return text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")


def skip_autoescape(value: object) -> Markup:
    return Markup("" if is_undefined(value) else value)  # noqa: S704 - what the filter is for


class ExactOutput(OutputNode):
    """An output whose carriage returns reach the page: HTML reads CR LF as one character, which would move every
    offset that a worker marks behind it."""

    def render_to_output(self, context: RenderContext, buffer: TextIO) -> int:
        value = self.expression.evaluate(context)
        if isinstance(value, str) and not isinstance(value, Markup) and "\r" in value:
            return buffer.write(str(escape(value)).replace("\r", "&#13;"))
        return super().render_to_output(context, buffer)


class ExactOutputTag(Output):
    node_class = ExactOutput


class MarkupError(TemplateError):
    """What is wrong with a template's Liquid, and where: line and column from 1, and the linter's word for it."""

    def __init__(self, place: tuple[int, int], reason: str, rule: str = "liquid-syntax") -> None:
        super().__init__(f"Line {place[0]} of the template: {reason}.", "Correct the Liquid markup.")
        self.line, self.column = place
        self.reason, self.rule = reason, rule


class TaskContext(RenderContext):
    """Maps of JSON have no numbers for keys: a class map is asked for the number that a label is."""

    def get_item(self, obj: Any, key: Any) -> Any:
        if isinstance(key, int) and isinstance(obj, Mapping) and key not in obj:
            return super().get_item(obj, str(key))
        return super().get_item(obj, key)


class WorkerTemplate(BoundTemplate):
    context_class = TaskContext


class WorkerTemplates(Environment):
    """Liquid as Ground Truth has it. Without a namespace limit, 27 appends made 128 MB."""

    loop_iteration_limit = 100_000
    output_stream_limit = 5_000_000
    local_namespace_limit = 5_000_000
    shorthand_indexes = True
    template_class = WorkerTemplate

    def __init__(self) -> None:
        super().__init__(autoescape=True)
        self.add_tag(ExactOutputTag)
        self.filters["grant_read_access"] = grant_read_access
        self.filters["to_json"] = to_json
        self.filters["skip_autoescape"] = skip_autoescape
        self.filters = bound_filters(self.filters)


ENVIRONMENT = WorkerTemplates()


def render(source: str, task_input: Mapping[str, Any], *, grant: GrantReadAccess, object_id: int | str) -> str:
    """The page of one object. Raises TemplateError naming the line, or the object."""
    template = parse(source)
    token = granting.set(grant)
    try:
        return template.render(task={"input": task_input})
    except (LiquidError, RecursionError, ArithmeticError, TypeError, ValueError) as error:
        raise TemplateError(
            f"Object {object_id}: the template cannot be rendered{place_of(error)}: {reason_of(error)}.",
            "Preview the template with this object's task input.",
        ) from error
    finally:
        granting.reset(token)


@lru_cache(maxsize=CACHED_TEMPLATES)
def parse(source: str) -> BoundTemplate:
    """A template ready to render. Raises MarkupError naming the line of a Liquid error."""
    begun = unclosed(source)
    if begun is not None:
        line, start = source.count("\n", 0, begun) + 1, source.rfind("\n", 0, begun) + 1
        raise MarkupError((line, begun - start + 1), f"{source[begun : begun + 2]} has no end")
    text = prepared(source)
    template = parsed(text, source)
    for name, places in template.analyze().filters.items():
        if name not in ENVIRONMENT.filters:
            raise MarkupError(column_from_one(places[0].line_col(text)), f"unknown filter '{name}'", "unknown-filter")
    return template


def column_from_one(place: tuple[int, int]) -> tuple[int, int]:
    return place[0], place[1] + 1


def parsed(text: str, source: str) -> BoundTemplate:
    """The template, every range in it a bounded one. Raises MarkupError; places are looked for in `source`."""
    try:
        template = ENVIRONMENT.from_string(text)
        bound_ranges(template)
    except LiquidError as error:
        reason = reason_of(error)
        rule = "unknown-liquid-tag" if reason.startswith("unexpected tag") else "liquid-syntax"
        raise MarkupError(place_in(error) or (line_of_bad_output(source), 1), reason, rule) from error
    except RecursionError as error:
        raise MarkupError((1, 1), "its Liquid is nested too deeply") from error
    return template


def prepared(source: str) -> str:
    """The source with our element script, and JSON left bare inside script blocks.

    HTML escapes mean nothing inside a script; `to_json` has no characters that could end it.
    """
    local = AWS_ELEMENTS.sub(lambda m: ELEMENTS_SCRIPT if m[1] == "js" else ELEMENTS_STYLE, source)
    if "to_json" not in local:
        return local
    try:
        scripts = list(Outline(local).blocks("script"))
    except LiquidError:
        # Parsing it says what is wrong.
        return local
    parts, done = list[str](), 0
    for script in scripts:
        end = script.inside + len(script.text)
        bare = JSON_OUTPUT.sub(r"\1 | skip_autoescape\2", local[script.inside : end])
        parts += [local[done : script.inside], bare]
        done = end
    return "".join([*parts, local[done:]])


def reason_of(error: Exception) -> str:
    return str(error.message if isinstance(error, LiquidError) else error)


def place_of(error: Exception) -> str:
    place = place_in(error)
    return f" (line {place[0]})" if place else ""


def place_in(error: Exception) -> tuple[int, int] | None:
    """Line and column from 1, where Liquid knows them."""
    context = error.context() if isinstance(error, LiquidError) else None
    return (context[0], context[1] + 1) if context else None


def line_of_bad_output(source: str) -> int:
    """Liquid gives no position for markup that ends too early: try each piece on its own."""
    for piece in OUTPUT.finditer(source):
        if piece[0].startswith("{{") and not parses(piece[0]):
            return source.count("\n", 0, piece.start()) + 1
    return source.count("\n") + 1


def parses(source: str) -> bool:
    try:
        ENVIRONMENT.from_string(source)
    except LiquidError:
        return False
    return True
