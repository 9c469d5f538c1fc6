"""The functions: what each one is given. Seconds and MiB.

Timeouts go inside out: a function ends before the step, queue or API in front of it gives up.
"""

from __future__ import annotations

from dataclasses import dataclass

MACHINE_NAME = "trigpoint-job"


@dataclass(frozen=True, slots=True)
class Workload:
    """One function. `name` is its folder in functions/; `memory` buys CPU too.

    `event_retries` None: nobody calls it asynchronously, so it needs no dead letter queue. `patience`: seconds that a
    customer's function which it calls may take.
    """

    name: str
    timeout: int
    memory: int = 512
    layers: tuple[str, ...] = ("base",)
    event_retries: int | None = None
    patience: int | None = None

    @property
    def function_name(self) -> str:
        return "trigpoint-" + self.name.replace("_", "-")

    @property
    def handler(self) -> str:
        return f"functions.{self.name}.handler"


INTAKE = Workload("intake", timeout=900, memory=1769, event_retries=2)
# Below the five minutes of the Express execution that calls it.
# A call an object, eight at a time: one that hangs leaves time for the others.
PRE_ANNOTATION = Workload("pre_annotation", timeout=270, memory=1024, patience=60)
# The next sweep, a minute later, is the retry.
ROUTING = Workload("routing", timeout=300, memory=1024, event_retries=0)
# A call a wave: messages of two waves of a job come together.
CONSOLIDATION = Workload("consolidation", timeout=300, memory=1769, layers=("base", "numeric"), patience=120)
# The most memory there is: features of every object, and one matrix over all labels of people.
AUTOLABEL = Workload("autolabel", timeout=900, memory=10_240, layers=("base", "numeric", "learning"), patience=240)
# Joining the parts of ten million lines takes longer than one group, which its step cuts off earlier.
EXPORT = Workload("export", timeout=900, memory=1769)
METERING = Workload("metering", timeout=300)
# Ten calls side by side, each of which waits some seconds for its answer.
NOTICES = Workload("notices", timeout=60)
CONTROL_API = Workload("control_api", timeout=29, memory=1024)
PORTAL_API = Workload("portal_api", timeout=15, memory=1024)

WORKLOADS = (
    INTAKE,
    PRE_ANNOTATION,
    ROUTING,
    CONSOLIDATION,
    AUTOLABEL,
    EXPORT,
    METERING,
    NOTICES,
    CONTROL_API,
    PORTAL_API,
)
