"""`trigpoint render`: preview any worker template, and answer it, in the real seat's frame."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from trigpoint.cli.options import Json
from trigpoint.cli.render_input import input_of, template_path
from trigpoint.cli.template import AllowHosts, checked_hosts, show, text_of
from trigpoint.cli.terminal import console, put_json, say
from trigpoint.domain.errors import BadInput

if TYPE_CHECKING:
    from trigpoint.formats.template_lint import Finding
    from trigpoint.local.preview import Preview

Template = Annotated[str, typer.Argument(metavar="TEMPLATE", help="A file, or a built-in type such as bounding_box.")]
Input = Annotated[
    Path | None,
    typer.Option("--input", exists=True, dir_okay=False, help="Task input, or a manifest whose first line is shown."),
]
Data = Annotated[
    Path | None, typer.Option("--data", exists=True, file_okay=False, help="Folder that holds what s3:// names.")
]
Out = Annotated[Path | None, typer.Option("--out", help="Write the rendered page there.")]
AnswerJson = Annotated[Path | None, typer.Option("--answer-json", help="Write the answer there.")]


def render(
    template: Template,
    input_path: Input = None,
    data: Data = None,
    labels: Annotated[str, typer.Option("--labels", help="Categories for a manifest line, comma between them.")] = "",
    allow_hosts: AllowHosts = "",
    out: Out = None,
    open_browser: Annotated[bool, typer.Option("--open", help="Open the page in your browser.")] = False,
    answer_json: AnswerJson = None,
    as_json: Json = False,
) -> None:
    """Preview a worker template and try it, offline.

    Shows it in the sandboxed frame of the real seat, waits for the answer, prints it and ends with exit code 0.
    Without --input the sample.input.json beside the template is used; `./cat.jpg` in an input is a file beside it.
    With --out alone the page is written and nothing is served.

    \b
    Examples:
      trigpoint render bounding_box --open
      trigpoint render my.liquid.html --input task.json --data ./photos
      trigpoint render my.liquid.html --input objects.manifest --answer-json answer.json
      trigpoint render my.liquid.html --out page.html
    """
    from trigpoint.local.preview import Preview

    path, kind = template_path(template)
    hosts, source = checked_hosts(allow_hosts), text_of(path)
    task_input = input_of(input_path, path, kind, [one.strip() for one in labels.split(",") if one.strip()])
    preview = Preview({"title": template, "hosts": hosts})
    preview.files.folder = data
    preview.files.beside = (input_path or path).resolve().parent
    html = rendered(source, task_input, preview)
    tell(source, html, hosts, preview.files.missing, path)
    if out:
        out.write_text(html, encoding="utf-8")
    if out and not (open_browser or answer_json):
        put_json({"page": str(out)}) if as_json else say(f"The page is in {out}.")
        return
    answer = answered(preview, html, open_browser=open_browser)
    if answer_json:
        answer_json.write_text(json.dumps(answer, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    put_json({"answer": answer} if as_json else answer)


def rendered(source: str, task_input: dict[str, Any], preview: Preview) -> str:
    """The page, with local addresses. Raises TemplateError."""
    from trigpoint.formats import template

    given = preview.files.localised(task_input)
    return template.render(source, given, grant=preview.files.grant, object_id="preview")


def answered(preview: Preview, html: str, *, open_browser: bool) -> dict[str, Any]:
    """The answer, once somebody has given it. Raises BadInput where the front end is not built."""
    import webbrowser

    if preview.content("preview", "/") is None:
        raise BadInput("the front end is not built.", "Run `make dist/built`.")
    preview.page["html"] = html
    preview.show()
    console(stderr=True).print(f"Answer the task at {preview.origin}/ (Ctrl-C ends without an answer).")
    if open_browser:
        webbrowser.open(f"{preview.origin}/")
    try:
        return preview.answers.get()
    finally:
        preview.close()


def tell(source: str, html: str, hosts: Sequence[str], missing: Sequence[str], path: Path) -> None:
    """Findings and files that are not there, on standard error."""
    from trigpoint.formats.template_lint import lint, lint_page

    found: dict[Path, tuple[Finding, ...]] = {path: lint(source, hosts)}
    known = {one.code for one in found[path]}
    found[Path("the rendered page")] = tuple(one for one in lint_page(html, hosts) if one.code not in known)
    if any(found.values()):
        show(found, stderr=True)
    for uri in missing:
        console(stderr=True).print(f"{uri} is shown as a stand-in: give its folder with --data.")
