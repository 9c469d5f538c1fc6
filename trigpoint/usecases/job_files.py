"""What belongs to a job: its categories, its template, its manifest's lines, its labels."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from trigpoint.domain.errors import NotFound, TemplateError
from trigpoint.domain.job import Job
from trigpoint.domain.work import Label, Shard
from trigpoint.formats.categories import parse_categories
from trigpoint.formats.manifest import ManifestLine, shard_lines
from trigpoint.ports import Blobs, Ledger
from trigpoint.tasktypes import task_type

BUILT_IN_TEMPLATES = Path(__file__).resolve().parents[2] / "ui_templates"


def categories_of(job: Job, blobs: Blobs) -> tuple[str, ...]:
    """Category names in order; empty for a custom job without a configuration. Raises CategoriesError."""
    if not job.spec.categories:
        return ()
    return parse_categories(blobs.read(job.spec.categories), task_type(job.spec.task_type).fewest_categories)


def template_of(job: Job, blobs: Blobs) -> str:
    """The template's text: the customer's or the task type's own. Raises NotFound, TemplateError."""
    if not job.spec.template:
        return built_in_template(job.spec.task_type)
    try:
        return blobs.read(job.spec.template).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise TemplateError(f"{job.spec.template} is not UTF-8: {error}.", "Save it as UTF-8.") from error


@lru_cache(maxsize=64)
def built_in_template(name: str) -> str:
    """The task type's own template. Raises NotFound for a type that has none."""
    path = BUILT_IN_TEMPLATES / name / "template.liquid.html"
    if not path.exists():
        raise NotFound(f"There is no built-in template for {name}.", "Name yours in UiConfig.UiTemplateS3Uri.")
    return path.read_text(encoding="utf-8")


def label_rows(job: Job, ledger: Ledger) -> Iterator[Label]:
    """Every ended object's row, in object order."""
    for number in range(job.shards):
        labels = ledger.shard_contents(job.key, number).labels
        yield from (labels[seq] for seq in sorted(labels))


def lines_of(job: Job, shard: Shard, blobs: Blobs) -> Iterator[ManifestLine]:
    """The manifest's lines of one shard, by their byte range."""
    data = blobs.read(job.spec.manifest, shard.start, shard.end - shard.start)
    return shard_lines(shard, [data])
