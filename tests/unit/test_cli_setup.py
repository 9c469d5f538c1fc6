"""What stands around the verbs: the connection's environment, people, function packages, patience, start-up."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import EndpointConnectionError
from typer.testing import CliRunner

from trigpoint.cli import connection
from trigpoint.cli.app import app
from trigpoint.cli.function import check_name
from trigpoint.cli.function_package import package
from trigpoint.cli.people import People, SignInFailed, first_password, sign_in
from trigpoint.cli.troubles import NotRunning, patiently
from trigpoint.domain.errors import BadInput, Refused
from trigpoint.local.place import Place

OUTPUTS = {
    "Data": {"BucketName": "b", "SecretsKeyArn": "k", "TableName": "t", "UserPoolId": "p", "UserPoolClientId": "c"},
    "Workflow": {"MachineArn": "arn:aws:states:us-east-1:000000000000:stateMachine:m", "ClosingQueueUrl": "q"},
}


class TestConnection:
    def test_outputs_become_variables(self, tmp_path: Path) -> None:
        place = Place(tmp_path)
        place.outputs.write_text(json.dumps(OUTPUTS))
        found = connection.variables(connection.outputs_of(place))
        assert found["TRIGPOINT_TABLE"] == "t"
        assert found["TRIGPOINT_EVENT_BUS"] == "default"
        assert found["TRIGPOINT_SECRETS_KEY"] == "k"
        assert found["TRIGPOINT_ALLOWED_BUCKETS"] == "b"

    def test_nothing_deployed(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.delenv("TRIGPOINT_TABLE", raising=False)
        monkeypatch.setenv("TRIGPOINT_HOME", str(tmp_path))
        result = CliRunner().invoke(app, ["jobs"])
        assert result.exit_code == 1
        assert result.stderr.startswith("NotRunning: ")
        assert "trigpoint up" in result.stderr

    def test_an_installation_that_is_stopped_is_told_at_once(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.delenv("TRIGPOINT_TABLE", raising=False)
        monkeypatch.setenv("TRIGPOINT_HOME", str(tmp_path))
        monkeypatch.setenv("TRIGPOINT_PORTS", "1,2,3")
        Place(tmp_path).outputs.write_text(json.dumps(OUTPUTS))
        result = CliRunner().invoke(app, ["jobs"])
        assert (result.exit_code, result.stderr.startswith("NotRunning: nothing answers at")) == (1, True)

    def test_an_older_deploy_names_the_missing_output(self) -> None:
        with pytest.raises(NotRunning, match="TableName"):
            connection.variables({"BucketName": "b"})

    def test_the_shells_own_aws_settings_never_reach_a_client(self, tmp_path: Path) -> None:
        environment = {"AWS_PROFILE": "work", "AWS_ENDPOINT_URL_S3": "https://elsewhere.invalid", "HOME": "/h"}
        place = Place(tmp_path, 4566)
        connection.enter(place, environment)
        assert environment["AWS_ENDPOINT_URL"] == place.emulator_url
        assert not {"AWS_PROFILE", "AWS_ENDPOINT_URL_S3"} & environment.keys()
        assert environment["HOME"] == "/h"

    def test_a_half_set_environment_names_what_is_missing(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("TRIGPOINT_TABLE", "t")
        monkeypatch.delenv("TRIGPOINT_CLOSING_QUEUE", raising=False)
        monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
        result = CliRunner().invoke(app, ["jobs"])
        assert (result.exit_code, result.stderr.startswith("BadInput: ")) == (1, True)

    def test_ports_that_are_no_numbers(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("TRIGPOINT_PORTS", "a,b,c")
        assert CliRunner().invoke(app, ["down"]).stderr.startswith("BadInput: TRIGPOINT_PORTS")

    def test_the_demo_needs_a_running_installation(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.delenv("TRIGPOINT_TABLE", raising=False)
        monkeypatch.setenv("TRIGPOINT_HOME", str(tmp_path))
        result = CliRunner().invoke(app, ["demo"])
        assert (result.exit_code, result.stderr.startswith("NotRunning: ")) == (1, True)


class Taken(Exception):
    """Stands for both of Cognito's "exists" errors."""


class FakeCognito:
    """The few calls of cognito-idp that inviting takes, in memory."""

    class exceptions:  # noqa: N801 - boto3's name
        UsernameExistsException = Taken
        GroupExistsException = Taken
        ResourceNotFoundException = KeyError

    def __init__(self) -> None:
        self.users: dict[str, dict[str, Any]] = {}
        self.groups: dict[str, list[str]] = {}
        self.passwords: dict[str, str] = {}

    def create_group(self, *, GroupName: str, **_: Any) -> None:  # noqa: N803 - boto3's name
        if GroupName in self.groups:
            raise Taken
        self.groups[GroupName] = []

    def admin_create_user(self, **request: Any) -> dict[str, Any]:
        name = request["Username"]
        if name in self.users:
            raise Taken
        attributes = [*request["UserAttributes"], {"Name": "sub", "Value": f"sub-{len(self.users)}"}]
        self.users[name] = {"Username": name, "Attributes": attributes, "UserStatus": "FORCE_CHANGE_PASSWORD"}
        self.passwords[name] = request["TemporaryPassword"]
        return {"User": self.users[name]}

    def admin_add_user_to_group(self, **request: Any) -> None:
        members = self.groups[request["GroupName"]]
        if request["Username"] not in members:
            members.append(request["Username"])

    def admin_set_user_password(self, **request: Any) -> None:
        self.passwords[request["Username"]] = request["Password"]

    def admin_get_user(self, **request: Any) -> dict[str, Any]:
        user = self.users[request["Username"]]
        return {"Username": user["Username"], "UserAttributes": user["Attributes"], "UserStatus": user["UserStatus"]}

    def admin_list_groups_for_user(self, **request: Any) -> dict[str, Any]:
        mine = [name for name, members in self.groups.items() if request["Username"] in members]
        return {"Groups": [{"GroupName": name} for name in mine]}

    def get_paginator(self, call: str) -> Any:
        groups = [{"Groups": [{"GroupName": name} for name in self.groups]}]

        class Pages:
            @staticmethod
            def paginate(GroupName: str = "", **_: Any) -> Any:  # noqa: N803 - boto3's name
                if call == "list_groups":
                    return groups
                return ({"Users": [self.users[name] for name in self.groups[group]]} for group in [GroupName])

        return Pages()


class TestPeople:
    def test_an_invited_worker_is_in_the_team_and_among_the_workers(self) -> None:
        people = People(FakeCognito(), "pool")
        person = people.invite("Ada@Example.com", "birds", "secret")
        assert (person.email, person.teams, person.password) == ("ada@example.com", ("birds", "workers"), "secret")
        assert [one.email for one in people.workers("birds")] == ["ada@example.com"]
        assert people.workers()[0].teams == ("birds", "workers")

    def test_somebody_there_joins_another_team_and_keeps_their_password(self) -> None:
        cognito = FakeCognito()
        people = People(cognito, "pool")
        people.invite("ada@example.com", "birds", "first")
        joined = people.invite("ada@example.com", "fish", "second")
        assert (joined.teams, joined.password) == (("birds", "fish", "workers"), "")
        assert set(cognito.passwords.values()) == {"first"}
        with pytest.raises(Refused, match="in work team fish already"):
            people.invite("ada@example.com", "fish", "third")

    def test_again_gives_a_new_first_password_to_the_same_worker(self) -> None:
        people = People(FakeCognito(), "pool")
        first = people.invite("ada@example.com", "birds", "first")
        second = people.invite("ada@example.com", "birds", "second", again=True)
        assert (second.worker, second.password) == (first.worker, "second")

    @pytest.mark.parametrize(("email", "team"), [("ada", "birds"), ("a b@c.d", "birds"), ("a@b.c", "bad team")])
    def test_bad_names_are_refused(self, email: str, team: str) -> None:
        with pytest.raises(BadInput):
            People(FakeCognito(), "pool").invite(email, team, "secret")

    def test_an_unknown_team_is_named(self) -> None:
        with pytest.raises(BadInput, match="no work team 'nope'"):
            People(FakeCognito(), "pool").workers("nope")

    def test_first_passwords_meet_the_policy_and_differ(self) -> None:
        found = {first_password() for _ in range(50)}
        assert len(found) == 50
        for password in found:
            assert len(password) >= 12
            assert any(c.isdigit() for c in password)
            assert any(c.islower() for c in password)
            assert any(c.isupper() for c in password)


class SignIns:
    """Cognito's answers to a sign-in, in order."""

    def __init__(self, *replies: dict[str, Any]) -> None:
        self.replies, self.requests = list(replies), list[dict[str, Any]]()

    def initiate_auth(self, **request: Any) -> dict[str, Any]:
        self.requests.append(request)
        return self.replies.pop(0)

    respond_to_auth_challenge = initiate_auth


SIGNED_IN = {"AuthenticationResult": {"IdToken": "jwt"}}


def test_the_first_sign_in_changes_the_password() -> None:
    cognito = SignIns({"ChallengeName": "NEW_PASSWORD_REQUIRED", "Session": "s"}, SIGNED_IN)
    assert sign_in(cognito, "client", "ada", "mine", first="given") == "jwt"
    assert cognito.requests[0]["AuthParameters"]["PASSWORD"] == "given"
    assert cognito.requests[1]["ChallengeResponses"]["NEW_PASSWORD"] == "mine"


def test_later_sign_ins_do_not() -> None:
    cognito = SignIns(SIGNED_IN)
    assert sign_in(cognito, "client", "ada", "mine") == "jwt"
    assert cognito.requests[0]["AuthParameters"]["PASSWORD"] == "mine"


def test_another_challenge_is_named() -> None:
    with pytest.raises(SignInFailed, match="SMS_MFA"):
        sign_in(SignIns({"ChallengeName": "SMS_MFA"}), "client", "ada", "mine")


class TestFunctionPackage:
    def test_a_file_and_its_usual_handler(self, tmp_path: Path) -> None:
        path = tmp_path / "pre.py"
        path.write_text("def other(): ...\ndef lambda_handler(event, context): ...\n")
        made = package(path)
        assert (made.name, made.handler) == ("pre", "pre.lambda_handler")
        assert zipfile.ZipFile(io.BytesIO(made.code)).namelist() == ["pre.py"]
        assert made.code == package(path).code

    def test_a_folder_with_its_modules(self, tmp_path: Path) -> None:
        (tmp_path / "inner" / "__pycache__").mkdir(parents=True)
        (tmp_path / "inner" / "__pycache__" / "x.pyc").write_bytes(b"")
        (tmp_path / "inner" / "table.json").write_text("{}")
        (tmp_path / "index.py").write_text("def handler(event, context): ...\n")
        (tmp_path / "a.py").write_text("def handler(event, context): ...\n")
        made = package(tmp_path, name="mine")
        assert (made.name, made.handler) == ("mine", "index.handler")
        assert zipfile.ZipFile(io.BytesIO(made.code)).namelist() == ["a.py", "index.py", "inner/table.json"]

    @pytest.mark.parametrize(
        ("name", "text", "words"),
        [("a.py", "x = 1", "no function"), ("a.py", "def", "no Python"), ("a.zip", "", "zip")],
    )
    def test_what_can_not_be_told_is_asked_for(self, tmp_path: Path, name: str, text: str, words: str) -> None:
        (tmp_path / name).write_text(text)
        with pytest.raises(BadInput, match=words):
            package(tmp_path / name)

    def test_on_aws_only_names_that_jobs_may_invoke(self) -> None:
        check_name("anything", on_aws=False)
        check_name("my-sagemaker-pre", on_aws=True)
        with pytest.raises(BadInput, match="may not invoke"):
            check_name("anything", on_aws=True)


def test_names_of_customer_functions_are_those_the_stack_allows() -> None:
    access = pytest.importorskip("infra.access")
    from trigpoint.cli.function import CALLABLE

    assert access.CUSTOMER_FUNCTIONS == CALLABLE


def test_patience_waits_out_a_restart_and_then_gives_up() -> None:
    away = EndpointConnectionError(endpoint_url="http://127.0.0.1:1")
    replies: list[Exception | str] = [away, away, "here"]
    times = iter(range(1000))

    def call() -> str:
        reply = replies.pop(0) if replies else away
        if isinstance(reply, Exception):
            raise reply
        return reply

    assert patiently(call, clock=lambda: next(times), sleep=lambda _: None) == "here"
    with pytest.raises(EndpointConnectionError):
        patiently(call, seconds=5, clock=lambda: next(times), sleep=lambda _: None)


def test_the_command_line_starts_without_the_heavy_libraries() -> None:
    heavy = "{'numpy', 'boto3', 'botocore', 'sklearn', 'PIL', 'scipy', 'aws_cdk'}"
    program = f"import sys, trigpoint.cli.app; print(sorted({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=20)
    assert done.stdout.strip() == "[]"
