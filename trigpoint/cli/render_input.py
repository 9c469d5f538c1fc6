"""What `trigpoint render` shows a template with: its source, a task input, and the local files it names."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from trigpoint.cli.template import text_of
from trigpoint.domain.errors import BadInput, NotFound

TEMPLATE_FILE, SAMPLE = "template.liquid.html", "sample.input.json"
CUSTOM = "custom"


def template_path(name: str) -> tuple[Path, str]:
    """The file and its task type: a file of one's own, or a built-in type's by its name. Raises NotFound."""
    from trigpoint.usecases.job_files import BUILT_IN_TEMPLATES

    if Path(name).is_file():
        return Path(name), CUSTOM
    kind = name.replace("-", "_")
    built_in = BUILT_IN_TEMPLATES / kind / TEMPLATE_FILE
    if "/" in name or not built_in.is_file():
        known = ", ".join(sorted(path.parent.name for path in BUILT_IN_TEMPLATES.glob(f"*/{TEMPLATE_FILE}")))
        raise NotFound(f"{name} is no file, and no built-in type.", f"Give a file, or one of: {known}.")
    return built_in, kind


def input_of(path: Path | None, template: Path, kind: str, labels: Sequence[str]) -> dict[str, Any]:
    """The task input: of the file, or of the sample beside the template; empty without either. Raises BadInput."""
    chosen = path or template.with_name(SAMPLE)
    if path is None and not chosen.is_file():
        return {}
    document = document_of(chosen)
    if "taskObject" in document or not {"source", "source-ref"} & document.keys():
        return document
    return from_line(document, kind, labels)


def document_of(path: Path) -> dict[str, Any]:
    """A JSON file's object, or that of a manifest's first line."""
    from trigpoint.formats import jsontext

    text = text_of(path).strip()
    try:
        document = jsontext.loads(text)
    except ValueError:
        document = first_line(text, path)
    if not isinstance(document, dict):
        raise BadInput(f"{path} holds no JSON object.", "Give a task input, or a line of a manifest.")
    return document


def first_line(text: str, path: Path) -> Any:
    try:
        return json.loads(text.partition("\n")[0])
    except ValueError as error:
        raise BadInput(f"{path} is not JSON: {error}.", "Give a task input, or a line of a manifest.") from error


def from_line(line: Mapping[str, Any], kind: str, labels: Sequence[str]) -> dict[str, Any]:
    """What a job without functions of one's own would show this line with."""
    from trigpoint.tasktypes import task_type

    return dict(task_type(kind).input.task_input(line, tuple(labels)))
