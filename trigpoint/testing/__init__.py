"""Public, for tests of your own: the memory ledger, fakes for the other ports, and the simulator."""

from trigpoint.testing.fakes import (
    FakeClock,
    FakeFunctions,
    MemoryBlobs,
    MemoryQueue,
    MemoryWorkflow,
    RecordedEvents,
    SeededIds,
)
from trigpoint.testing.memory_ledger import MemoryLedger

__all__ = [
    "FakeClock",
    "FakeFunctions",
    "MemoryBlobs",
    "MemoryLedger",
    "MemoryQueue",
    "MemoryWorkflow",
    "RecordedEvents",
    "SeededIds",
]
