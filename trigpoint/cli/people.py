"""The people of the user pool: teams are groups, a worker is a user with a first password to change."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from trigpoint.cli.options import DEFAULT_TEAM
from trigpoint.domain.errors import BadInput, Refused, TrigpointError

EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
TEAM = re.compile(r"[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}")
POLICY_TAIL = "-aA1!"
"""One of each kind of character that the pool's password policy asks for."""


class SignInFailed(TrigpointError):
    """Cognito asked for something else than a password."""

    code, status = "SignInFailed", 401


@dataclass(frozen=True, slots=True)
class Person:
    """`worker` is the id that stands in answers; `password` only where it was just set."""

    username: str
    email: str
    worker: str
    status: str
    teams: tuple[str, ...]
    password: str = ""

    def as_dict(self) -> dict[str, Any]:
        return {name: value for name, value in asdict(self).items() if name != "password" or value}


def check_email(email: str) -> str:
    """Raises BadInput."""
    if not EMAIL.fullmatch(email):
        raise BadInput(f"{email!r} is no e-mail address.", "Write it as name@example.com.")
    return email.lower()


def check_team(team: str) -> str:
    """Raises BadInput for a name that no work team ARN can carry."""
    if not TEAM.fullmatch(team):
        raise BadInput(f"{team!r} is no name of a work team.", "Use 1 to 63 letters, digits and hyphens.")
    return team


def username_of(email: str) -> str:
    """Users sign in with their e-mail as an alias, and an alias may not be the user name itself."""
    return email.replace("@", ".at.")


def first_password() -> str:
    return secrets.token_urlsafe(9) + POLICY_TAIL


class People:
    """Workers and work teams of one user pool; `client` is boto3's cognito-idp."""

    def __init__(self, client: Any, pool: str) -> None:
        self._cognito, self._pool = client, pool

    def invite(self, email: str, team: str, password: str, *, again: bool = False) -> Person:
        """A worker of the team with a first password; somebody who is there already joins the team, and keeps theirs.

        `again` gives them a new first password too. Raises Refused when they are in the team and not asked `again`.
        """
        email, team = check_email(email), check_team(team)
        self.make_team(team)
        try:
            user = self._create(email, password)
        except self._cognito.exceptions.UsernameExistsException:
            user = self._anew(email, password) if again else self._there(email, team)
            password = password if again else ""
        for name in {DEFAULT_TEAM, team}:
            self._cognito.admin_add_user_to_group(UserPoolId=self._pool, Username=user["Username"], GroupName=name)
        return person_of(user, self._teams_of(user["Username"]), password)

    def make_team(self, team: str) -> None:
        """Both groups there: the team, and the one of all workers."""
        for name in {DEFAULT_TEAM, team}:
            try:
                self._cognito.create_group(UserPoolId=self._pool, GroupName=name)
            except self._cognito.exceptions.GroupExistsException:
                continue

    def _create(self, email: str, password: str) -> dict[str, Any]:
        attributes = [{"Name": "email", "Value": email}, {"Name": "email_verified", "Value": "true"}]
        reply = self._cognito.admin_create_user(
            UserPoolId=self._pool,
            Username=username_of(email),
            UserAttributes=attributes,
            TemporaryPassword=password,
            MessageAction="SUPPRESS",
        )
        return dict(reply["User"])

    def _anew(self, email: str, password: str) -> dict[str, Any]:
        who = {"UserPoolId": self._pool, "Username": username_of(email)}
        self._cognito.admin_set_user_password(**who, Password=password, Permanent=False)
        return self._get(username_of(email))

    def _there(self, email: str, team: str) -> dict[str, Any]:
        if team in self._teams_of(username_of(email)):
            raise Refused(f"{email} is in work team {team} already.", "See `trigpoint worker list`.")
        return self._get(username_of(email))

    def _get(self, username: str) -> dict[str, Any]:
        found = self._cognito.admin_get_user(UserPoolId=self._pool, Username=username)
        return {**found, "Attributes": found["UserAttributes"]}

    def _teams_of(self, username: str) -> tuple[str, ...]:
        reply = self._cognito.admin_list_groups_for_user(UserPoolId=self._pool, Username=username)
        return tuple(sorted(group["GroupName"] for group in reply["Groups"]))

    def workers(self, team: str = "") -> list[Person]:
        """Everybody in a team, or in any, by e-mail."""
        members: dict[str, tuple[dict[str, Any], list[str]]] = {}
        for group in [team] if team else self.teams():
            for user in self._members(group):
                members.setdefault(user["Username"], (user, []))[1].append(group)
        people = [person_of(user, tuple(sorted(groups))) for user, groups in members.values()]
        return sorted(people, key=lambda person: person.email)

    def teams(self) -> list[str]:
        pages = self._cognito.get_paginator("list_groups").paginate(UserPoolId=self._pool)
        return [group["GroupName"] for page in pages for group in page["Groups"]]

    def _members(self, team: str) -> Iterator[dict[str, Any]]:
        """Raises BadInput for a team that is not there."""
        pages = self._cognito.get_paginator("list_users_in_group").paginate(UserPoolId=self._pool, GroupName=team)
        try:
            for page in pages:
                yield from page["Users"]
        except self._cognito.exceptions.ResourceNotFoundException as error:
            raise BadInput(f"there is no work team {team!r}.", "See `trigpoint worker list`.") from error


def person_of(user: dict[str, Any], teams: tuple[str, ...], password: str = "") -> Person:
    attributes = {one["Name"]: one.get("Value", "") for one in user.get("Attributes", [])}
    return Person(
        username=str(user["Username"]),
        email=attributes.get("email", ""),
        worker=attributes.get("sub", ""),
        status=str(user.get("UserStatus", "")),
        teams=teams,
        password=password,
    )


def sign_in(client: Any, client_id: str, username: str, password: str, first: str = "") -> str:
    """The id token of a person who signs in as the portal's page does.

    With `first`, the password given at the invitation, Cognito asks for a new one, which is `password`.
    Raises SignInFailed.
    """
    reply = client.initiate_auth(
        ClientId=client_id,
        AuthFlow="USER_PASSWORD_AUTH",
        AuthParameters={"USERNAME": username, "PASSWORD": first or password},
    )
    if reply.get("ChallengeName") == "NEW_PASSWORD_REQUIRED":
        reply = client.respond_to_auth_challenge(
            ClientId=client_id,
            ChallengeName="NEW_PASSWORD_REQUIRED",
            Session=reply["Session"],
            ChallengeResponses={"USERNAME": username, "NEW_PASSWORD": password},
        )
    if "AuthenticationResult" not in reply:
        raise SignInFailed(f"{username} was asked for {reply.get('ChallengeName')}.", "Sign in on the portal instead.")
    return str(reply["AuthenticationResult"]["IdToken"])
