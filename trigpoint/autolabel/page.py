"""The report of a run as one HTML page with drawings inside: nothing is loaded from elsewhere, no script runs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

WIDTH, HEIGHT, EDGE = 420, 260, 36
STYLE = (
    "body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1b1b1b;"
    "background:#fff}h1{font-size:1.6rem}.promise{font-size:1.15rem;border-left:4px solid #2a6f97;padding-left:.8rem}"
    "table{border-collapse:collapse;margin:1rem 0}td,th{padding:.25rem .9rem;text-align:right;"
    "border-bottom:1px solid #ddd}td:first-child,th:first-child{text-align:left}figure{display:inline-block;"
    "vertical-align:top;margin:1rem 1.5rem 1rem 0}figcaption{max-width:420px}svg{background:#fafafa}"
    "svg text{font:12px system-ui,sans-serif;fill:#444}"
)


@dataclass(frozen=True, slots=True)
class Summary:
    """A finished run. `stages`: {"human", "certificate", "accuracy", "calibration", "risk"} of each, in order; `people`
    were asked for so many objects, `answers` times each; `pay` is what a worker gets for a task, empty: not said.
    `people_wrong`: how often people's own labels are wrong, by their agreement; None: not known. `measure` says what
    was measured on the sample: how many were right, how many in all categories, or their mean IoU."""

    job: str
    promise: str
    target: float
    objects: int
    people: int
    machine: int
    answers: int
    stages: Sequence[Mapping[str, Any]]
    pay: str = ""
    people_wrong: float | None = None
    measure: str = "right"


def page(run: Summary) -> str:
    """The whole page. The job's name and the promise are escaped."""
    head = f'<meta charset="utf-8"><title>Automated labeling of {escape(run.job)}</title><style>{STYLE}</style>'
    parts = [f"<h1>Automated labeling of {escape(run.job)}</h1>", f'<p class="promise">{escape(run.promise)}</p>']
    parts += [against(run), shares(run), stage_table(run), curve(run)]
    if run.stages:
        parts += [risk(run), calibration(run.stages[-1]["calibration"])]
    return f'<!doctype html><html lang="en"><head>{head}</head><body>{"".join(parts)}</body></html>\n'


def against(run: Summary) -> str:
    """What the promise is made against."""
    known = "not known: with one answer an object nobody can be compared"
    if run.measure != "right":
        known = "not known for labels of this kind"
    if run.people_wrong is not None:
        known = f"about {100 * run.people_wrong:.1f} % by their agreement"
    return f"<p>The promise is against labels as people give them. How often those are wrong: {known}.</p>"


def shares(run: Summary) -> str:
    rest = run.objects - run.machine - run.people
    rows = [
        ("people, to teach and to check the model", run.people, percent(run.people, run.objects)),
        ("the model", run.machine, percent(run.machine, run.objects)),
        ("people, because the model was not sure", rest, percent(rest, run.objects)),
    ]
    saved = run.machine * run.answers
    paid = f", {amount(saved, run.pay)} at {escape(run.pay)} a task" if run.pay else ""
    note = f"<p>Saved: {saved:,} answers of workers{paid}.</p>"
    return table("Who labels what", ("who", "objects", "share"), rows) + note


def amount(answers: int, pay: str) -> str:
    """`0.05 EUR` a task -> what so many cost."""
    price, _, currency = pay.partition(" ")
    return f"{answers * float(price):,.2f} {escape(currency)}"


def percent(part: float, whole: float) -> str:
    return f"{100 * part / whole:.1f} %" if whole else "-"


def stage_table(run: Summary) -> str:
    rows = [(number, *stage_row(stage)) for number, stage in enumerate(run.stages, 1)]
    wrong = "1 - IoU, sum" if run.measure == "mean IoU" else "errors"
    measured = f"{run.measure} on the sample"
    columns = ("stage", "labels of people", measured, "certified labels", "threshold", "checks", wrong)
    return table("Stages", columns, rows)


def stage_row(stage: Mapping[str, Any]) -> tuple[object, ...]:
    found = stage["certificate"]
    accuracy = f"{100 * stage['accuracy']:.1f} %"
    if not found:
        return stage["human"], accuracy, "none", "-", "-", "-"
    return (
        stage["human"],
        accuracy,
        found["count"],
        f"{found['threshold']:.3f}",
        found["checked"],
        f"{found['errors']:.5g}",
    )


def table(title: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    head = "".join(f"<th>{escape(name)}</th>" for name in columns)
    body = "".join("<tr>" + "".join(f"<td>{escape(str(cell))}</td>" for cell in cells) + "</tr>" for cells in rows)
    return f"<h2>{escape(title)}</h2><table><tr>{head}</tr>{body}</table>"


# -- drawings -----------------------------------------------------------------------
def at(x: float, y: float) -> tuple[float, float]:
    """Pixels of a point whose coordinates are shares, (0, 0) at the lower left."""
    return EDGE + x * (WIDTH - 2 * EDGE), HEIGHT - EDGE - y * (HEIGHT - 2 * EDGE)


def drawing(caption: str, x_axis: str, y_axis: str, inside: str, most: str = "100 %") -> str:
    """The horizontal axis goes to 100 %, the vertical one to `most`."""
    (left, bottom), (right, top) = at(0, 0), at(1, 1)
    axes = f'<path d="M{left} {top}V{bottom}H{right}" fill="none" stroke="#888"/>'
    words = (
        f'<text x="{right}" y="{bottom + 16}" text-anchor="end">100 % {escape(x_axis)}</text>'
        f'<text x="{left - 4}" y="{bottom + 16}">0</text>'
        f'<text x="{left}" y="{top - 10}">{escape(most)} {escape(y_axis)}</text>'
    )
    svg = (
        f'<svg width="{WIDTH}" height="{HEIGHT}" role="img" aria-label="{escape(caption)}">{axes}{words}{inside}</svg>'
    )
    return f"<figure>{svg}<figcaption>{escape(caption)}</figcaption></figure>"


def line(points: Sequence[tuple[float, float]], colour: str) -> str:
    places = [at(x, y) for x, y in points]
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
    dots = "".join(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="{colour}"/>' for x, y in places)
    return f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>{dots}'


def curve(run: Summary) -> str:
    """What each stage could label by machine, over what people had labelled."""
    points = [
        (stage["human"] / run.objects, (stage["certificate"] or {"count": 0})["count"] / run.objects)
        for stage in run.stages
    ]
    right = [(stage["human"] / run.objects, stage["accuracy"]) for stage in run.stages]
    caption = "Certified share of machine labels (blue) and accuracy on the sample (orange)"
    return drawing(caption, "labelled by people", "", line(points, "#2a6f97") + line(right, "#c75b12"))


def risk(run: Summary) -> str:
    """What the last stage would have proved at each number of machine labels, and what its sample showed."""
    allowed = 1 - run.target
    top = 4 * allowed
    (x0, y), (x1, _) = at(0, allowed / top), at(1, allowed / top)
    limit = f'<path d="M{x0} {y}H{x1}" stroke="#bbb" stroke-dasharray="4"/>'
    points = [(count / run.objects, seen / top, proved / top) for count, seen, proved in run.stages[-1]["risk"]]
    shown, certain = ([(one[0], min(one[axis], 1.0)) for one in points] for axis in (1, 2))
    caption = (
        "Share wrong by share of machine labels: on the sample (orange), and proved at most, each point on its own "
        f"(blue); dashed: the {100 * allowed:.3g} % allowed"
    )
    lines = limit + line(shown, "#c75b12") + line(certain, "#2a6f97")
    return drawing(caption, "labelled by machine", "wrong", lines, f"{100 * top:.3g} %")


def calibration(bins: Sequence[Sequence[float]]) -> str:
    """How often the model was right where it was so sure; honest points lie on the line."""
    (x0, y0), (x1, y1) = at(0, 0), at(1, 1)
    ideal = f'<path d="M{x0} {y0}L{x1} {y1}" stroke="#bbb" stroke-dasharray="4"/>'
    points = [(sure, right) for sure, right, _ in bins]
    return drawing("Calibration on the random sample", "confidence", "right", ideal + line(points, "#2a6f97"))
