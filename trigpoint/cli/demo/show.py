"""The end of the demo on the terminal: accuracies, output lines, the bill, addresses, a login."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from trigpoint.cli.demo.outcome import Outcome
from trigpoint.cli.demo.run import Demo
from trigpoint.cli.terminal import put_table, say
from trigpoint.metering.bill import NOTES, money

if TYPE_CHECKING:
    from trigpoint.cli.people import Person
    from trigpoint.local.place import Place

OUTPUT_LINES = 3
COUNTS = ("job", "objects>", "labelled>", "failed>", "answers>", "lost>", "over-asked>", "usage>")


def show(demo: Demo) -> None:
    put_table("What came out", COUNTS, [counts_row(one) for one in demo.outcomes])
    show_accuracy(demo)
    for one in demo.outcomes:
        show_output(one)
    show_bill(demo.outcomes)
    say(f"The demo took {demo.seconds:.1f} s.")


def counts_row(one: Outcome) -> tuple[object, ...]:
    found = one.standing
    return (
        one.subject,
        found.total,
        found.labelled,
        found.failed,
        one.answers,
        one.lost,
        one.over_assigned,
        one.usage_records,
    )


def show_accuracy(demo: Demo) -> None:
    """Each worker over their own answers, then majority and the consolidated labels over all objects."""
    columns = ("right answers", "skill>", *(f"{one.subject}>" for one in demo.outcomes))
    put_table("Accuracy against the truth", columns, [*worker_rows(demo), *merged_rows(demo.outcomes)])


def worker_rows(demo: Demo) -> Iterable[Sequence[object]]:
    for worker, member in sorted(demo.members.items(), key=lambda pair: pair[1].name):
        shares = (one.accuracy.workers.get(worker) for one in demo.outcomes)
        yield member.name, member.skill, *("-" if share is None else percent(share) for share in shares)


def merged_rows(outcomes: Sequence[Outcome]) -> Iterable[Sequence[object]]:
    found = [one.accuracy for one in outcomes]
    yield "mean worker", "", *(percent(one.worker_mean) for one in found)
    yield "best worker", "", *(percent(one.worker_best) for one in found)
    yield "majority vote", "", *(percent(one.majority) for one in found)
    yield "consolidated labels", "", *(percent(one.consolidated) for one in found)


def percent(share: float) -> str:
    return f"{100 * share:.1f} %"


def show_output(one: Outcome) -> None:
    if one.output is None:
        say(f"{one.standing.job} has no output manifest: {one.standing.failure or one.standing.status}.", "red")
        return
    say(f"Output manifest of {one.standing.job}: {one.standing.output_manifest}")
    say(f"  copied to {one.output}; its first lines:")
    for line in one.output.read_text(encoding="utf-8").splitlines()[:OUTPUT_LINES]:
        say(f"  {line}", "dim")
    say()


def show_bill(outcomes: Sequence[Outcome]) -> None:
    rows = [(one.standing.job, one.usage_records, f"{money(one.bill)} USD") for one in outcomes]
    total = sum((one.bill for one in outcomes), start=Decimal(0))
    records = sum(one.usage_records for one in outcomes)
    put_table("Bill of the demo", ("job", "objects>", "amount>"), [*rows, ("total", records, f"{money(total)} USD")])
    say(f"Note: {'; '.join(NOTES)}.", "dim")


def show_addresses(place: Place, guest: Person) -> None:
    say(f"Portal            {place.listener_url}")
    say(f"Task frame        {place.frame_url}")
    say(f"Control endpoint  {place.listener_url}    (AWS CLI and boto3: --endpoint-url)")
    say(f"Embedded AWS      {place.emulator_url}")
    say(f"Worker login      {guest.email}  first password {guest.password}  (work team {', '.join(guest.teams)})")
