"""Notices: who is told what, once a fact, signed; and where a webhook may not point."""

from __future__ import annotations

import hashlib
import hmac
import json
import logging
import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from usecase_bench import HERE, Installation, texts

from trigpoint.adapters.web_address import Target, check_url, target_of
from trigpoint.adapters.webhooks import post
from trigpoint.domain.errors import BadInput, DeliveryFailed
from trigpoint.domain.job import JobStatus
from trigpoint.domain.notice import Listener, Notice, Webhook, retry_seconds
from trigpoint.formats.notices import is_ours, signature
from trigpoint.testing import MemoryNotices
from trigpoint.usecases.consolidate_objects import consolidate_objects
from trigpoint.usecases.deliver_notice import Listeners, deliver_notice

TOPIC = "arn:aws:sns:us-east-1:000000000000:labels-SageMaker"
SECRET = "the secret of the hook"


@dataclass
class Heard:
    """Topics and hooks that remember; `down` lets every call fail."""

    published: list[tuple[str, str, Mapping[str, str]]] = field(default_factory=list)
    calls: list[tuple[str, Mapping[str, str], bytes]] = field(default_factory=list)
    down: bool = False

    def publish(self, topic: str, message: str, attributes: Mapping[str, str]) -> None:
        self.published.append((topic, message, attributes))

    def get(self, name: str) -> Webhook | None:
        return Webhook(name, "https://hook.example/in", SECRET) if name == "hook" else None

    def call(self, url: str, headers: Mapping[str, str], body: bytes) -> None:
        if self.down:
            raise DeliveryFailed("down")
        self.calls.append((url, headers, body))


def told(count: int = 2, **options: str) -> tuple[Installation, MemoryNotices, Heard]:
    """A job of these options whose objects are all labelled, and what it put on the queue."""
    made, sent = Installation(), MemoryNotices()
    made.ports = replace(made.ports, notices=sent)
    made.opened(texts(count), options=options)
    for worker in ("ann", "ben"):
        made.answer_all(worker)
    consolidate_objects("job-1", range(count), made.ports, HERE)
    return made, sent, Heard()


def deliver(made: Installation, heard: Heard, notice: Notice, attempt: int = 1) -> bool:
    return deliver_notice(notice, attempt, made.ports, HERE, Listeners(heard, heard))


def test_nobody_is_told_of_a_job_that_nobody_listens_to() -> None:
    assert told()[1].sent == []


def test_every_labelled_object_is_told_to_each_listener() -> None:
    _, sent, _ = told(**{"sns-topic": TOPIC, "webhook": "hook"})
    assert sorted(sent.sent, key=lambda one: (one.seq, one.listener)) == [
        Notice("job-1", listener, seq) for seq in (0, 1) for listener in (Listener.TOPIC, Listener.WEBHOOK)
    ]


def test_a_redone_closing_tells_again_under_the_same_id() -> None:
    made, sent, heard = told(1, webhook="hook")
    deliver(made, heard, sent.sent[0])
    deliver(made, heard, sent.sent[0], attempt=2)
    (_, first, _), (_, second, _) = heard.calls
    assert first["Trigpoint-Delivery"] == second["Trigpoint-Delivery"]
    assert (first["Trigpoint-Attempt"], second["Trigpoint-Attempt"]) == ("1", "2")


def test_a_topic_gets_the_output_line_as_ground_truth_sends_it() -> None:
    made, _, heard = told(1, **{"sns-topic": TOPIC})
    assert deliver(made, heard, Notice("job-1", Listener.TOPIC, 0))
    ((topic, message, attributes),) = heard.published
    line = json.loads(message)
    assert (topic, line["verdict"], "source" in line) == (TOPIC, 0, True)
    assert line["verdict-metadata"]["class-name"] == "spam"
    assert attributes["job"] == "Job-1"


def test_a_webhook_gets_the_line_signed() -> None:
    made, _, heard = told(1, webhook="hook")
    deliver(made, heard, Notice("job-1", Listener.WEBHOOK, 0))
    ((url, headers, body),) = heard.calls
    notice = json.loads(body)
    assert (url, notice["event"], notice["job"], notice["object"]) == (
        "https://hook.example/in", "object.labelled", "Job-1", 0,
    )  # fmt: skip
    assert notice["line"]["verdict-metadata"]["class-name"] == "spam"
    stamp, _, digest = headers["Trigpoint-Signature"].partition(",v1=")
    again = hmac.new(SECRET.encode(), f"{stamp[2:]}.".encode() + body, hashlib.sha256).hexdigest()
    assert digest == again
    assert is_ours(headers["Trigpoint-Signature"], body, SECRET, made.clock.now())


def test_the_end_of_a_job_is_told_once_it_has_ended() -> None:
    made, _, heard = told(1, webhook="hook")
    end = Notice("job-1", Listener.WEBHOOK)
    assert not deliver(made, heard, end)
    made.ledger.change_job("job-1", put={"status": JobStatus.FAILED, "failure": "why"})
    assert deliver(made, heard, end)
    notice = json.loads(heard.calls[0][2])
    assert (notice["event"], notice["status"], notice["failureReason"]) == ("job.state", "Failed", "why")


def test_what_is_not_there_is_not_told() -> None:
    made, _, heard = told(1, webhook="hook")
    for notice in (
        Notice("nobody", Listener.WEBHOOK),
        Notice("job-1", Listener.TOPIC, 0),
        Notice("job-1", Listener.WEBHOOK, 7),
    ):
        assert not deliver(made, heard, notice)
    assert heard.calls == heard.published == []


def test_trouble_goes_up_and_is_tried_again_later_and_later() -> None:
    made, _, heard = told(1, webhook="hook")
    heard.down = True
    with pytest.raises(DeliveryFailed):
        deliver(made, heard, Notice("job-1", Listener.WEBHOOK, 0))
    assert [retry_seconds(number) for number in (1, 2, 3, 99)] == [2, 10, 50, 3600]


def test_a_deleted_webhook_is_named() -> None:
    made, _, heard = told(1, webhook="gone")
    with pytest.raises(DeliveryFailed, match="'gone'"):
        deliver(made, heard, Notice("job-1", Listener.WEBHOOK, 0))


@pytest.mark.parametrize(
    ("header", "body", "late"),
    [
        (signature(SECRET, 1000, b"x"), b"y", 0),
        (signature("other", 1000, b"x"), b"x", 0),
        (signature(SECRET, 1000, b"x"), b"x", 301),
        (signature(SECRET, 1000, b"x"), b"x", -301),
        ("t=1000", b"x", 0), ("", b"x", 0), ("t=²,v1=0", b"x", 0), ("t=1000,v1=é", b"x", 0),
    ],
)  # fmt: skip
def test_wrong_signatures(header: str, body: bytes, late: int) -> None:
    assert not is_ours(header, body, SECRET, 1000 + late)
    assert is_ours(signature(SECRET, 1000, b"x"), b"x", SECRET, 1000)


# -- addresses ---------------------------------------------------------------------------
@pytest.mark.parametrize(
    "url",
    [
        "http://example.com/", "ftp://example.com/", "https://", "https:///x", "https://a:b@example.com/",
        "https://example.com/#x", "https://example.com/ x", "https://example.com:0/", "https://example.com:x/",
        "https://ex\u00e4mple.com/", "https://example.com/\r\nX: y", "//example.com", "", "https://[::1",
    ],
)  # fmt: skip
def test_addresses_that_are_none(url: str) -> None:
    with pytest.raises(BadInput):
        check_url(url, loopback=False)


@pytest.mark.parametrize(
    "address",
    [
        "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "127.0.0.1", "0.1.2.3", "100.64.0.1",
        "224.0.0.1", "255.255.255.255", "::1", "fe80::1%eth0", "fd00::1", "::ffff:169.254.169.254", "::ffff:10.0.0.1",
        "64:ff9b::a9fe:a9fe", "2002:a9fe:a9fe::1", "ff02::1", "::",
    ],
)  # fmt: skip
@pytest.mark.parametrize("public_too", [False, True])
def test_nothing_behind_our_own_doors_is_called(address: str, public_too: bool) -> None:
    found = [*(["93.184.215.14"] if public_too else []), address]
    with pytest.raises(DeliveryFailed, match=r"hook\.example is not a public address"):
        target_of("https://hook.example/", loopback=False, resolved=lambda *_: found)


def test_the_checked_address_is_the_one_that_is_called() -> None:
    target = target_of("https://hook.example:8443/a?b=c", loopback=False, resolved=lambda *_: ["93.184.215.14"])
    assert target == Target("https", "hook.example", 8443, "/a?b=c", "93.184.215.14")


def test_a_program_of_this_machine_only_on_one_machine() -> None:
    local = {"resolved": lambda *_: ["127.0.0.1"], "loopback": True}
    assert target_of("http://localhost:9000", **local).address == "127.0.0.1"  # type: ignore[arg-type]
    for found in ("192.168.1.5", "93.184.215.14"):
        with pytest.raises(DeliveryFailed):
            target_of("http://hook.example/", loopback=True, resolved=lambda *_, found=found: [found])


def test_an_unknown_name_is_trouble_without_the_path() -> None:
    def nothing(*_: object) -> list[str]:
        raise OSError("unknown")

    with pytest.raises(DeliveryFailed) as error:
        target_of("https://nowhere.invalid/secret-path", loopback=False, resolved=nothing)
    assert "secret-path" not in str(error.value)


# -- calls -------------------------------------------------------------------------------
@pytest.fixture
def receiver() -> Iterator[tuple[int, list[tuple[str, bytes]]]]:
    """A port whose paths are the status it answers, and what it heard."""
    heard: list[tuple[str, bytes]] = []

    class Receiver(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            heard.append((self.path, body))
            self.send_response(int(self.path.strip("/")))
            self.send_header("Location", "/200")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_port, heard
    server.shutdown()
    server.server_close()


def test_any_answer_but_2xx_is_trouble_and_redirects_are_not_followed(receiver: tuple[int, list[object]]) -> None:
    port, heard = receiver
    for status, right in ((200, True), (204, True), (302, False), (307, False), (410, False), (500, False)):
        target = Target("http", "localhost", port, f"/{status}", "127.0.0.1")
        if right:
            post(target, {"A": "b"}, b"body")
        else:
            with pytest.raises(DeliveryFailed, match=f"localhost answered {status}"):
                post(target, {}, b"body")
    assert len(heard) == 6


def test_who_does_not_answer_is_trouble() -> None:
    with pytest.raises(DeliveryFailed, match="localhost did not answer"):
        post(Target("http", "localhost", 1, "/", "127.0.0.1"), {}, b"")


def test_a_secret_stands_in_no_repr_and_no_log(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    made, _, heard = told(1, webhook="hook")
    deliver(made, heard, Notice("job-1", Listener.WEBHOOK, 0))
    assert SECRET not in repr(heard.get("hook")) + caplog.text


def test_the_check_of_the_page_is_right(monkeypatch: pytest.MonkeyPatch) -> None:
    page = (Path(__file__).resolve().parents[2] / "docs" / "webhooks.md").read_text()
    names: dict[str, Any] = {}
    exec(page.partition("```python\n")[2].partition("```")[0], names)  # noqa: S102 - our own page
    monkeypatch.setattr(time, "time", lambda: 1000.0)
    assert names["is_trigpoint"](signature(SECRET, 1000, b"x"), b"x", SECRET)
    for wrong in ((signature(SECRET, 699, b"x"), b"x", SECRET), (signature(SECRET, 1000, b"x"), b"y", SECRET)):
        assert not names["is_trigpoint"](*wrong)
