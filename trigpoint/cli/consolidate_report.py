"""The report of `trigpoint consolidate --plot`: one HTML page with drawings inside, nothing loaded from elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from trigpoint.cli.consolidate_outcome import CategoryOutcome, Outcome

STYLE = """body{font:15px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#222}
table{border-collapse:collapse;margin:1rem 0}td,th{padding:.2rem .8rem;text-align:right;border-bottom:1px solid #ddd}
td:first-child,th:first-child{text-align:left}rect{fill:#2a6f97}line{stroke:#d1495b;stroke-width:2}
svg text{font-size:12px;fill:#222}circle{fill:#2a6f97}"""

WIDTH, ROW, NAME = 720, 20, 180
MOST_WORKERS = 100


def page(outcome: Outcome) -> str:
    """The whole page. Names are escaped: they come from whoever wrote the file."""
    from trigpoint.cli.consolidate_outcome import CategoryOutcome

    parts = sections(outcome) if isinstance(outcome, CategoryOutcome) else [summary(outcome)]
    head = f'<meta charset="utf-8"><title>Consolidation</title><style>{STYLE}</style>'
    return (
        f"<!doctype html><html lang=en><head>{head}</head><body><h1>Consolidation</h1>{''.join(parts)}</body></html>\n"
    )


def sections(outcome: CategoryOutcome) -> list[str]:
    from trigpoint.cli.consolidate_outcome import figure, row, worker_row

    size = f"{len(outcome.table.objects)} objects, {len(outcome.table)} answers, {len(outcome.table.workers)} workers"
    agreed = f"Krippendorff's alpha {figure(outcome.alpha)}, Fleiss' kappa {figure(outcome.kappa)}"
    parts = [f"<p>{size}, method {escape(outcome.method)}.<br>{agreed}.</p>"]
    parts += [f"<p>{escape(warning)}</p>" for warning in outcome.warnings]
    if outcome.scores and outcome.majority_scores:
        rows = [(outcome.method, *row(outcome.scores)), ("majority", *row(outcome.majority_scores))]
        parts.append(table("Against the truth", ("method", "objects", "accuracy", "ECE", "Brier"), rows))
    parts.append(histogram([found.posterior for found in outcome.labels.values()]))
    parts.append(table("Categories", ("category", "answers", "agreement"), outcome.category_rows()))
    busiest = sorted(outcome.workers, key=lambda one: -one.answers)[:MOST_WORKERS]
    parts.append(intervals([(str(one.worker), one.low, one.accuracy, one.high) for one in busiest]))
    columns = ("worker", "answers", "accuracy", "95 % interval", "agreement")
    return [*parts, table("Workers", columns, map(worker_row, busiest))]


def summary(outcome: Outcome) -> str:
    found = outcome.as_dict()
    rows = [(label["task"], escape(str(label)[:400])) for label in found["labels"]]
    title = f"{found['objects']} objects, {found['answers']} answers, {found['taskType']}"
    return table(title, ("task", "label"), rows)


def table(title: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    head = "".join(f"<th>{escape(name)}</th>" for name in columns)
    body = "".join("<tr>" + "".join(f"<td>{escape(str(cell))}</td>" for cell in cells) + "</tr>" for cells in rows)
    return f"<h2>{escape(title)}</h2><table><tr>{head}</tr>{body}</table>"


def histogram(posteriors: Sequence[float], bins: int = 20) -> str:
    """How sure the labels are."""
    counts = [0] * bins
    for posterior in posteriors:
        counts[min(int(posterior * bins), bins - 1)] += 1
    most, step = max(counts), WIDTH / bins
    bars = (
        f'<rect x="{at * step:.1f}" y="{160 - 150 * count / most:.1f}" width="{step - 2:.1f}" '
        f'height="{150 * count / most:.1f}"><title>{at / bins:.2f}: {count}</title></rect>'
        for at, count in enumerate(counts)
    )
    axis = f'<text x="0" y="178">0</text><text x="{WIDTH - 10}" y="178">1</text>'
    return f'<h2>How sure the labels are</h2><svg width="{WIDTH}" height="180">{"".join(bars)}{axis}</svg>'


def intervals(rows: Sequence[tuple[str, float, float, float]]) -> str:
    """Every worker's accuracy and its interval, from 0 to 1."""
    scale = WIDTH - NAME
    drawn = (
        f'<g transform="translate(0 {at * ROW + 10})"><text y="4">{escape(name[:24])}</text>'
        f'<line x1="{NAME + low * scale:.1f}" x2="{NAME + high * scale:.1f}"/>'
        f'<circle cx="{NAME + middle * scale:.1f}" r="4"/></g>'
        for at, (name, low, middle, high) in enumerate(rows)
    )
    return f'<h2>Accuracy of the workers</h2><svg width="{WIDTH}" height="{len(rows) * ROW + 8}">{"".join(drawn)}</svg>'
