"""Fakes for every port but the ledger: each records what it was asked to do."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any

from trigpoint.domain.errors import FunctionFailed, FunctionSilent, NotFound
from trigpoint.domain.job import Instant
from trigpoint.domain.notice import Notice
from trigpoint.ports import BlobInfo

PIECE = 65_536


class FakeClock:
    """Stands still until told otherwise. Instants are seconds since the epoch."""

    def __init__(self, start: Instant = 1_790_000_000.0) -> None:
        self.time = start

    def now(self) -> Instant:
        return self.time

    def advance(self, seconds: float) -> None:
        self.time += seconds


class SeededIds:
    """Tokens and draws that a seed repeats."""

    def __init__(self, seed: int = 0) -> None:
        self.random = Random(seed)
        self.tokens = 0

    def token(self) -> str:
        self.tokens += 1
        return f"t{self.tokens}-{self.random.getrandbits(32):08x}"

    def draw(self, bound: int) -> int:
        return self.random.randrange(bound)


class MemoryBlobs:
    """Objects in a dictionary from URI to bytes; multipart uploads appear when finished."""

    def __init__(self, objects: Mapping[str, bytes] | None = None) -> None:
        self.objects: dict[str, bytes] = dict(objects or {})
        self.content_types: dict[str, str] = {}
        self.uploads: dict[tuple[str, str], dict[int, bytes]] = {}

    def read(self, uri: str, start: int = 0, length: int | None = None) -> bytes:
        data = self.objects.get(uri.partition("?")[0])
        if data is None:
            raise NotFound(f"There is no object {uri}.", "Check the key.")
        return data[start : None if length is None else start + length]

    def chunks(self, uri: str) -> Iterator[bytes]:
        data = self.read(uri)
        return (data[at : at + PIECE] for at in range(0, len(data), PIECE))

    def write(self, uri: str, data: bytes, content_type: str = "application/json") -> None:
        self.objects[uri] = data
        self.content_types[uri] = content_type

    def write_once(self, uri: str, data: bytes) -> bool:
        first = uri not in self.objects
        if first:
            self.write(uri, data)
        return first

    def info(self, uri: str) -> BlobInfo | None:
        data = self.objects.get(uri.partition("?")[0])
        return None if data is None else BlobInfo(uri, len(data), version="1")

    def list(self, prefix: str) -> Iterator[BlobInfo]:
        uris = sorted(uri for uri in self.objects if uri.startswith(prefix))
        return (BlobInfo(uri, len(self.objects[uri]), version="1") for uri in uris)

    def presign(self, uri: str, seconds: int) -> str:
        return f"https://blobs.invalid/{uri.removeprefix('s3://')}?expires={seconds}"

    def begin_parts(self, uri: str, content_type: str) -> str:
        upload = f"upload-{len(self.uploads) + 1}"
        self.uploads[uri, upload] = {}
        self.content_types[uri] = content_type
        return upload

    def put_part(self, uri: str, upload: str, number: int, data: bytes) -> str:
        self.uploads[uri, upload][number] = data
        return f"{upload}-{number}"

    def finish_parts(self, uri: str, upload: str, tags: Sequence[str]) -> None:
        parts = self.uploads.pop((uri, upload))
        self.objects[uri] = b"".join(parts[int(tag.rsplit("-", 1)[1])] for tag in tags)


@dataclass
class MemoryQueue:
    """Messages in the order sent, as (job, object id), and by how long each was last held back."""

    messages: list[tuple[str, int]] = field(default_factory=list)
    delays: dict[tuple[str, int], int] = field(default_factory=dict)

    def send(self, job: str, seqs: Sequence[int], delay: int = 0) -> None:
        self.messages.extend((job, seq) for seq in seqs)
        self.delays |= {(job, seq): delay for seq in seqs}

    def postpone(self, receipt: str, seconds: int) -> None:
        """Nothing to do: the messages here come again when a test delivers them again."""


@dataclass
class MemoryWorkflow:
    """Executions started, tokens that wait (a test adds them) and what completed them."""

    started: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    waiting: set[str] = field(default_factory=set)
    fired: dict[str, Mapping[str, Any]] = field(default_factory=dict)

    def start(self, name: str, payload: Mapping[str, Any]) -> None:
        self.started.setdefault(name, payload)

    def running(self, name: str) -> bool:
        return name in self.started

    def fire(self, token: str, payload: Mapping[str, Any]) -> bool:
        if token not in self.waiting:
            return False
        self.waiting.discard(token)
        self.fired[token] = payload
        return True


@dataclass
class MemoryNotices:
    """Every notice, in the order sent."""

    sent: list[Notice] = field(default_factory=list)

    def send(self, notices: Sequence[Notice]) -> None:
        self.sent.extend(notices)


@dataclass
class RecordedEvents:
    """Every announced detail, in order."""

    announced: list[Mapping[str, Any]] = field(default_factory=list)

    def announce(self, detail: Mapping[str, Any]) -> None:
        self.announced.append(detail)


@dataclass
class FakeFunctions:
    """Customer functions as Python callables by name. What they raise becomes FunctionFailed; FunctionSilent goes up as
    it is."""

    functions: dict[str, Callable[[Mapping[str, Any]], Any]] = field(default_factory=dict)
    calls: list[tuple[str, Mapping[str, Any]]] = field(default_factory=list)

    def invoke(self, name: str, event: Mapping[str, Any]) -> Any:
        self.calls.append((name, event))
        if name not in self.functions:
            raise FunctionFailed(f"There is no function {name}.", "Install it or correct its name.")
        try:
            return self.functions[name](event)
        except FunctionSilent:
            raise
        except Exception as error:
            raise FunctionFailed(f"Function {name} raised {type(error).__name__}: {error}.", "Read its log.") from error
