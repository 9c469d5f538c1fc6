"""The demo from the first upload to the report."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from trigpoint.cli.connection import Connection
from trigpoint.cli.demo.crew import TEAM, Member, invite_crew, seats_of
from trigpoint.cli.demo.labour import Shift
from trigpoint.cli.demo.outcome import Outcome, bills_between, outcome
from trigpoint.cli.demo.portal import Portal
from trigpoint.cli.demo.seat import Seat
from trigpoint.cli.demo.subjects import Subject, digits, messages
from trigpoint.cli.following import follow
from trigpoint.cli.pushing import data_uri
from trigpoint.cli.submission import Order, await_job, place_order
from trigpoint.cli.troubles import patiently
from trigpoint.domain.job import Job
from trigpoint.metering.bill import Bill
from trigpoint.testing.crowd import Triple

ANSWERS = 3
TASK_SECONDS = 30
STAMP = "%Y%m%d-%H%M%S"


@dataclass(frozen=True, slots=True)
class Demo:
    """Everything there is to show and to report. `members` by worker id."""

    seconds: float
    outcomes: Sequence[Outcome]
    members: dict[str, Member]
    bills: Sequence[Bill]

    def report(self) -> dict[str, Any]:
        return {"seconds": round(self.seconds, 1), "jobs": [one.as_dict() for one in self.outcomes]}


def run(to: Connection, home: Path, objects: int, seed: int, *, quiet: bool = False) -> Demo:
    """Submit both jobs, let the crew label them, and measure. `home` takes the demo's files."""
    began, clock = time.monotonic(), to.ports.clock
    opened = clock.now()
    subjects = (digits(objects, seed, home / "digits"), messages(objects))
    members = invite_crew(to)
    jobs = [begin(subject, opened, to, quiet=quiet) for subject in subjects]
    pairs = [(job.key, subject) for job, subject in zip(jobs, subjects, strict=True)]
    crew = [seats_of(member, pairs, to, seed) for member in members]
    shift = Shift(crew)
    try:
        ended = follow([key for key, _ in pairs], to.ports.ledger, quiet=quiet, check=shift.check)
    finally:
        shift.end()
    stored = [acknowledged(key, members, crew) for key, _ in pairs]
    bills = patiently(lambda: bills_between(opened, clock.now(), to.ports.ledger))
    outcomes = [
        outcome(one, subject, answers, to.ports, home, bills)
        for one, subject, answers in zip(ended, subjects, stored, strict=True)
    ]
    by_id = {member.person.worker: member for member in members}
    return Demo(time.monotonic() - began, outcomes, by_id, bills)


def acknowledged(key: str, members: Sequence[Member], crew: Sequence[tuple[Sequence[Seat], Portal]]) -> set[Triple]:
    """Every answer to a job that the portal said it had stored."""
    return {
        (seq, member.person.worker, choice)
        for member, (seats, _) in zip(members, crew, strict=True)
        for seat in seats
        if seat.job == key
        for seq, choice in seat.acknowledged
    }


def begin(subject: Subject, now: float, to: Connection, *, quiet: bool) -> Job:
    """Submit a subject the way `trigpoint submit` does; the job once it has begun."""
    name = f"demo-{subject.stem}-{datetime.fromtimestamp(now, UTC).strftime(STAMP)}"
    order = Order(name, subject.categories, TEAM, ANSWERS, TASK_SECONDS, attribute="label")
    data = subject.dataset(data_uri(name, to.deployment))
    source = place_order(order, data, to.ports, to.deployment, quiet=quiet)
    return await_job(name, source, to.ports, to.deployment)
