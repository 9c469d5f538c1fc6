"""The demo's people: eight users of the pool who change their first password and sign in like anybody."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from trigpoint.cli import connection
from trigpoint.cli.connection import Connection
from trigpoint.cli.demo.portal import Portal
from trigpoint.cli.demo.seat import Seat
from trigpoint.cli.demo.subjects import Subject
from trigpoint.cli.people import People, Person, first_password, sign_in
from trigpoint.cli.troubles import patiently
from trigpoint.domain.errors import NotFound
from trigpoint.testing.crowd import SKILLS, crowd

TEAM = "demo-team"
GUEST = "guest@demo.example.com"


@dataclass(frozen=True, slots=True)
class Member:
    """One simulated worker as a real user; `password` is the one chosen at the first sign-in."""

    name: str
    skill: float
    person: Person
    password: str


def invite_crew(to: Connection) -> list[Member]:
    """Users for all skills. Those of an earlier demo get a new first password."""
    people = People(connection.aws("cognito-idp"), to.user_pool)
    return [
        Member(name, skill, invited(people, f"{name}@demo.example.com"), first_password())
        for name, skill in ((f"worker-{number}", skill) for number, skill in enumerate(SKILLS, 1))
    ]


def invite_guest(to: Connection) -> Person:
    """The login for whoever runs the demo."""
    return invited(People(connection.aws("cognito-idp"), to.user_pool), GUEST)


def invited(people: People, email: str) -> Person:
    return people.invite(email, TEAM, first_password(), again=True)


class Badge:
    """Signs a member in, the first time with the first password. Used by one thread."""

    def __init__(self, member: Member, client_id: str) -> None:
        self._member, self._client_id = member, client_id
        self._first = member.person.password
        self._lock = threading.Lock()

    def token(self) -> str:
        """A fresh id token; a restart in between is waited out."""
        with self._lock:
            signed = partial(
                sign_in,
                connection.aws("cognito-idp"),
                self._client_id,
                self._member.person.email,
                self._member.password,
                self._first,
            )
            token = patiently(signed)
            self._first = ""
            return token


def seats_of(
    member: Member, jobs: Sequence[tuple[str, Subject]], to: Connection, seed: int
) -> tuple[list[Seat], Portal]:
    """A member's seat at every job, and their connection to the portal. Raises NotFound off this machine."""
    if to.place is None:
        raise NotFound("the demo runs on this machine only.", "Unset TRIGPOINT_TABLE.")
    portal = Portal("127.0.0.1", to.place.listener_port, Badge(member, to.client_id).token)
    seats = []
    for job, subject in jobs:
        worker = next(one for one in crowd(subject.categories, seed) if one.name == member.name)
        seats.append(Seat(job, subject, worker, portal, abandons=member.skill == min(SKILLS)))
    return seats, portal
