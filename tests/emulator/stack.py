"""The embedded AWS under test, driven as its users do: AWS clients, Cognito and HTTP."""

from __future__ import annotations

import http.client
import json
import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import boto3
from botocore.config import Config

from trigpoint.adapters import aws_clients
from trigpoint.adapters.connect import connect
from trigpoint.domain import places
from trigpoint.domain.places import Deployment
from trigpoint.local import launcher
from trigpoint.local.place import REGION, Place, client_environment
from trigpoint.ports import Ports
from trigpoint.testing.waiting import wait_until
from trigpoint.usecases.end_job import stop_job

AWS_LAMBDA = "arn:aws:lambda:us-east-1:432418664414:function:"
HANDLERS = os.environ.get("TRIGPOINT_TEST_HANDLERS", "")
PASSWORD = "Correct-horse-7"


class Stack:
    def __init__(self, place: Place, handlers: str = "", *, bare: bool = False) -> None:
        self.place, self.handlers, self.bare = place, handlers, bare
        self.lines: list[str] = []

    # -- life -----------------------------------------------------------------
    def up(self) -> None:
        launcher.start(self.place, detach=True, report=self.lines.append, handlers=self.handlers, bare=self.bare)

    def down(self) -> None:
        launcher.stop(self.place)

    def processes(self) -> list[int]:
        """The launcher's and the emulator's process of this very home."""
        found = []
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                environment = (folder / "environ").read_bytes()
                command = (folder / "cmdline").read_bytes()
            except OSError:
                continue
            if f"TRIGPOINT_HOME={self.place.home}".encode() in environment and b"trigpoint.local" in command:
                found.append(int(folder.name))
        return found

    def kill(self) -> None:
        """kill -9 of everything that runs for this home."""
        for pid in self.processes():
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                continue
        wait_until(lambda: not self.processes(), "the end of the killed processes", 10)

    # -- AWS clients ------------------------------------------------------------
    def client(self, service: str, **options: Any) -> Any:
        return boto3.client(
            service,
            endpoint_url=self.place.emulator_url,
            region_name=REGION,
            aws_access_key_id="trigpoint",
            aws_secret_access_key=self.place.secret(),
            config=Config(s3={"addressing_style": "path"}, retries={"max_attempts": 1}, **options),
        )

    def output(self, name: str) -> str:
        stacks = json.loads(self.place.outputs.read_text())
        return next(values[name] for values in stacks.values() if name in values)

    @property
    def bucket(self) -> str:
        return self.output("BucketName")

    def put(self, key: str, data: str | bytes) -> str:
        self.client("s3").put_object(Bucket=self.bucket, Key=key, Body=data)
        return f"s3://{self.bucket}/{key}"

    def get(self, key: str) -> bytes | None:
        s3 = self.client("s3")
        try:
            return bytes(s3.get_object(Bucket=self.bucket, Key=key)["Body"].read())
        except s3.exceptions.NoSuchKey:
            return None

    def keys(self, prefix: str) -> list[str]:
        pages = self.client("s3").get_paginator("list_objects_v2").paginate(Bucket=self.bucket, Prefix=prefix)
        return [found["Key"] for page in pages for found in page.get("Contents", [])]

    def rows(self) -> list[dict[str, Any]]:
        """Every ledger row, in DynamoDB's JSON."""
        pages = self.client("dynamodb").get_paginator("scan").paginate(TableName=self.output("TableName"))
        return [item for page in pages for item in page["Items"]]

    # -- people -----------------------------------------------------------------
    def worker(self, name: str, team: str = "team-a") -> str:
        """Sign a person in, made first if need be; their access token."""
        cognito, pool = self.client("cognito-idp"), self.output("UserPoolId")
        email = f"{name}@example.com"
        with suppress(cognito.exceptions.GroupExistsException):
            cognito.create_group(UserPoolId=pool, GroupName=team)
        try:
            cognito.admin_create_user(UserPoolId=pool, Username=email, MessageAction="SUPPRESS")
            cognito.admin_set_user_password(UserPoolId=pool, Username=email, Password=PASSWORD, Permanent=True)
            cognito.admin_add_user_to_group(UserPoolId=pool, Username=email, GroupName=team)
        except cognito.exceptions.UsernameExistsException:
            pass
        return self.sign_in(name)

    def sign_in(self, name: str) -> str:
        signed = self.client("cognito-idp").initiate_auth(
            AuthFlow="USER_PASSWORD_AUTH",
            ClientId=self.output("UserPoolClientId"),
            AuthParameters={"USERNAME": f"{name}@example.com", "PASSWORD": PASSWORD},
        )
        return str(signed["AuthenticationResult"]["AccessToken"])

    def call(self, token: str, path: str, body: Any = None, **headers: str) -> tuple[int, Any]:
        """Status and JSON of a portal call through the listener."""
        connection = http.client.HTTPConnection("127.0.0.1", self.place.listener_port, timeout=30)
        method = "GET" if body is None else "POST"
        sent = {"Authorization": f"Bearer {token}", **headers}
        connection.request(method, path, None if body is None else json.dumps(body), sent)
        reply = connection.getresponse()
        data = reply.read()
        connection.close()
        return reply.status, json.loads(data) if data else None

    # -- jobs -------------------------------------------------------------------
    def recipe(
        self, name: str, kind: str = "TextMultiClass", categories: tuple[str, ...] = ("spam", "ham"), **human: Any
    ) -> dict[str, Any]:
        labels = {"labels": [{"label": one} for one in categories]}
        uri = self.put(f"data/{name}/categories.json", json.dumps(labels))
        config = {
            "WorkteamArn": "arn:aws:sagemaker:us-east-1:000000000000:workteam/private-crowd/team-a",
            "PreHumanTaskLambdaArn": f"{AWS_LAMBDA}PRE-{kind}",
            "AnnotationConsolidationConfig": {"AnnotationConsolidationLambdaArn": f"{AWS_LAMBDA}ACS-{kind}"},
            "NumberOfHumanWorkersPerDataObject": 1,
            "TaskTimeLimitInSeconds": 30,
            "TaskTitle": name,
            "TaskDescription": name,
        }
        return {
            "LabelAttributeName": "verdict",
            "OutputConfig": {"S3OutputPath": f"s3://{self.bucket}/output"},
            "RoleArn": "arn:aws:iam::000000000000:role/labeling",
            "LabelCategoryConfigS3Uri": uri,
            "HumanTaskConfig": config | human,
        }

    def drop(self, job: str, lines: list[Any] | bytes, recipe: dict[str, Any] | None = None, name: str = "") -> None:
        """Put the recipe and upload the manifest."""
        name = name or job.lower()
        if recipe is not None:
            self.put(f"recipes/{name}.json", json.dumps(recipe))
        data = lines if isinstance(lines, bytes) else "\n".join(json.dumps(line) for line in lines).encode()
        self.put(f"inbox/{name}/{job}.manifest", data)

    def job(self, name: str) -> dict[str, Any]:
        """The job row in plain JSON; {} without one."""
        found = self.client("dynamodb").get_item(
            TableName=self.output("TableName"), Key={"pk": {"S": f"J#{name.lower()}"}, "sk": {"S": "META"}}
        )
        return {key: next(iter(value.values())) for key, value in found.get("Item", {}).items()}

    def tasks(self, token: str, job: str) -> Iterator[dict[str, Any]]:
        """Tasks for one worker until there is none; send the answer in: `tasks.send(answer or None)`."""
        body: dict[str, Any] = {}
        while True:
            status, reply = self.call(token, f"/portal/jobs/{job}/next", body)
            if status != 200 or reply["task"] is None:
                return
            task = reply["task"]
            answer = yield task
            body = {"lease": task["lease"], "accepted": task["accepted"], "answer": answer} if answer else {}

    def label_all(self, token: str, job: str, choose: Callable[[dict[str, Any]], str], seconds: float = 60) -> int:
        """One worker answers until the job has ended; how many answers."""
        count = 0

        def work() -> str | None:
            nonlocal count
            body: dict[str, Any] = {}
            while True:
                status, reply = self.call(token, f"/portal/jobs/{job.lower()}/next", body)
                task = reply.get("task") if status == 200 else None
                if task is None:
                    ended = self.job(job).get("status")
                    return ended if ended in ("Completed", "Failed", "Stopped") else None
                answer = {"category": {"label": choose(task["input"])}}
                body = {"lease": task["lease"], "accepted": task["accepted"], "answer": answer}
                count += 1

        wait_until(work, f"the end of job {job}", seconds)
        return count

    def invoke(self, function: str, event: dict[str, Any]) -> Any:
        """The reply of one of our own functions. Fails with its error."""
        reply = self.client("lambda").invoke(FunctionName=f"trigpoint-{function}", Payload=json.dumps(event))
        body = json.loads(reply["Payload"].read())
        assert not reply.get("FunctionError"), body
        return body

    def sweep(self) -> Any:
        return self.invoke("routing", {"step": "sweep"})

    def stop_job(self, job: str) -> None:
        """As `trigpoint stop` does."""
        with self.connected() as (ports, _):
            stop_job(job.lower(), ports)

    @contextmanager
    def connected(self) -> Iterator[tuple[Ports, Deployment]]:
        """Our own adapters on this stack."""
        names = {
            places.TABLE: "TableName",
            places.BUCKET: "BucketName",
            places.CLOSING_QUEUE: "ClosingQueueUrl",
            places.MACHINE: "MachineArn",
        }
        values = {name: self.output(output) for name, output in names.items()} | client_environment(self.place)
        kept = dict(os.environ)
        os.environ.update(values | {places.EVENT_BUS: "default"})
        aws_clients.client.cache_clear()
        try:
            yield connect()
        finally:
            aws_clients.client.cache_clear()
            os.environ.clear()
            os.environ.update(kept)

    def age_job(self, job: str, seconds: float) -> None:
        """Make the job's open tasks older, as if time had passed."""
        dynamodb, table = self.client("dynamodb"), self.output("TableName")
        for row in self.rows():
            if row["pk"]["S"].startswith(f"Q#{job}#"):
                values = {":t": {"N": str(float(row["t"]["N"]) - seconds)}}
                key = {"pk": row["pk"], "sk": row["sk"]}
                dynamodb.update_item(
                    TableName=table,
                    Key=key,
                    UpdateExpression="SET #a = :t",
                    ExpressionAttributeNames={"#a": "t"},
                    ExpressionAttributeValues=values,
                )

    def lapse_leases(self, job: str) -> None:
        """Let every lease of the job's tasks run out now."""
        dynamodb, table = self.client("dynamodb"), self.output("TableName")
        for row in self.rows():
            if not row["pk"]["S"].startswith(f"Q#{job}#"):
                continue
            for worker in row.get("L", {}).get("M", {}):
                dynamodb.update_item(
                    TableName=table,
                    Key={"pk": row["pk"], "sk": row["sk"]},
                    UpdateExpression="SET L.#w.d = :past",
                    ExpressionAttributeNames={"#w": worker},
                    ExpressionAttributeValues={":past": {"N": "1"}},
                )

    def ended(self, job: str, seconds: float = 60) -> dict[str, Any]:
        """The job row once the job has ended."""
        final = ("Completed", "Failed", "Stopped")
        return wait_until(lambda: (row := self.job(job)).get("status") in final and row, f"the end of {job}", seconds)

    def manifest(self, job: str) -> list[Any]:
        """The lines of the output manifest, parsed where they are JSON."""
        data = self.get(f"output/{job}/manifests/output/output.manifest")
        assert data is not None, f"no output manifest of {job}"
        return [json.loads(line) for line in data.decode().splitlines()]
