"""Public, for tests of your own: memory ledger, job machine, fakes for the other ports, and the simulator."""

from trigpoint.testing.fakes import (
    FakeClock,
    FakeFunctions,
    MemoryBlobs,
    MemoryNotices,
    MemoryQueue,
    MemoryWorkflow,
    RecordedEvents,
    SeededIds,
)
from trigpoint.testing.machine import MemoryMachine
from trigpoint.testing.memory_ledger import MemoryLedger

__all__ = [
    "FakeClock",
    "FakeFunctions",
    "MemoryBlobs",
    "MemoryLedger",
    "MemoryMachine",
    "MemoryNotices",
    "MemoryQueue",
    "MemoryWorkflow",
    "RecordedEvents",
    "SeededIds",
]
