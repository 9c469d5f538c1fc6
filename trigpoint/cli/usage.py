"""`trigpoint usage`: the bill of a calendar month."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from trigpoint.cli import connection
from trigpoint.cli.options import Json
from trigpoint.cli.terminal import put_json, put_table, say

if TYPE_CHECKING:
    from trigpoint.metering.bill import Bill

COLUMNS = ("job", "labelled by", "objects>", "unit price>", "amount>")


def usage(
    month: Annotated[str, typer.Option("--month", help="yyyy-mm, UTC; this month by default.")] = "",
    as_json: Json = False,
) -> None:
    """Print the bill of a month.

    Objects labelled, by job, at the base tiers.

    \b
    Examples:
      trigpoint usage
      trigpoint usage --month 2026-11 --json
    """
    from trigpoint.ledger.usage import month_of
    from trigpoint.metering.bill import bill_of

    if month and not is_month(month):
        raise typer.BadParameter(f"{month!r} is no month. Write it as yyyy-mm.", param_hint="--month")
    ports = connection.open_connection().ports
    month = month or month_of(ports.clock.now())
    bill = bill_of(month, ports.ledger.usage(month))
    if as_json:
        put_json(bill.as_dict())
    else:
        show_bill(bill)


def is_month(text: str) -> bool:
    year, _, number = text.partition("-")
    return len(year) == 4 and year.isdecimal() and len(number) == 2 and number.isdecimal() and 1 <= int(number) <= 12


def show_bill(bill: Bill) -> None:
    from trigpoint.metering.bill import money

    rows = [
        (line.job, "people" if line.kind == "human" else "model", line.objects, line.unit_price, money(line.amount))
        for line in bill.lines
    ]
    total = ("total", "", bill.objects, "", f"{money(bill.amount)} {bill.currency}")
    put_table(f"Bill of {bill.month}", COLUMNS, [*rows, total])
    say(f"Note: {'; '.join(bill.notes)}.", "dim")
