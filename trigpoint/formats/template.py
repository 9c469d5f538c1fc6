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

GrantReadAccess = Callable[[str], str]
"""From an s3:// URI to a short-lived https:// URL."""

ELEMENTS_SCRIPT = "/frame/crowd-html-elements.js"
ELEMENTS_STYLE = "/frame/crowd-html-elements.css"
CACHED_TEMPLATES = 64

AWS_ELEMENTS = re.compile(r"(?:https?:)?//assets\.crowd\.aws/[\w./-]*?crowd-html-elements[\w.-]*?\.(js|css)")
SCRIPT_BLOCK = re.compile(r"<script\b.*?</script\s*>", re.IGNORECASE | re.DOTALL)
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


class WorkerTemplates(Environment):
    """Liquid as Ground Truth has it. Without a namespace limit, 27 appends made 128 MB."""

    loop_iteration_limit = 100_000
    output_stream_limit = 5_000_000
    local_namespace_limit = 5_000_000

    def __init__(self) -> None:
        super().__init__(autoescape=True)
        self.add_tag(ExactOutputTag)
        self.filters["grant_read_access"] = grant_read_access
        self.filters["to_json"] = to_json
        self.filters["skip_autoescape"] = skip_autoescape


ENVIRONMENT = WorkerTemplates()


def render(source: str, task_input: Mapping[str, Any], *, grant: GrantReadAccess, object_id: int | str) -> str:
    """The page of one object. Raises TemplateError naming the line, or the object."""
    template = parse(source)
    token = granting.set(grant)
    try:
        return template.render(task={"input": task_input})
    except (LiquidError, RecursionError, TypeError, ValueError) as error:
        raise TemplateError(
            f"Object {object_id}: the template cannot be rendered{place_of(error)}: {reason_of(error)}.",
            "Preview the template with this object's task input.",
        ) from error
    finally:
        granting.reset(token)


@lru_cache(maxsize=CACHED_TEMPLATES)
def parse(source: str) -> BoundTemplate:
    """A template ready to render. Raises TemplateError naming the line of a Liquid error."""
    text = prepared(source)
    try:
        template = ENVIRONMENT.from_string(text)
        filters = template.analyze().filters
    except LiquidError as error:
        raise bad_markup(line_of(error) or line_of_bad_output(source), reason_of(error)) from error
    for name, places in filters.items():
        if name not in ENVIRONMENT.filters:
            raise bad_markup(places[0].line_col(text)[0], f"unknown filter '{name}'")
    return template


def bad_markup(line: int, reason: str) -> TemplateError:
    return TemplateError(f"Line {line} of the template: {reason}.", "Correct the Liquid markup.")


def prepared(source: str) -> str:
    """The source with our element script, and JSON left bare inside script blocks.

    HTML escapes mean nothing inside a script; `to_json` has no characters that could end it.
    """
    local = AWS_ELEMENTS.sub(lambda m: ELEMENTS_SCRIPT if m[1] == "js" else ELEMENTS_STYLE, source)
    return SCRIPT_BLOCK.sub(lambda m: JSON_OUTPUT.sub(r"\1 | skip_autoescape\2", m[0]), local)


def reason_of(error: Exception) -> str:
    return str(error.message if isinstance(error, LiquidError) else error)


def place_of(error: Exception) -> str:
    line = line_of(error)
    return f" (line {line})" if line else ""


def line_of(error: Exception) -> int | None:
    context = error.context() if isinstance(error, LiquidError) else None
    return context[0] if context else None


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
