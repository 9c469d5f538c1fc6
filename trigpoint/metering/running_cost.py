"""What AWS takes for running jobs, from calls that were counted: the machine alone, without people's pay.

List prices of us-east-1 as the architecture's cost model uses them (on demand, no free tier); storage, egress of images
and what an account costs by the month (keys, a firewall, alarms) come on top.
"""

from __future__ import annotations

from collections.abc import Mapping

MILLION = 1e6
PRICES: Mapping[str, tuple[str, float]] = {
    "write units": ("DynamoDB", 0.625 / MILLION),
    "read units": ("DynamoDB", 0.125 / MILLION),
    "API calls": ("API Gateway", 1.0 / MILLION),
    "invocations": ("Lambda", 0.20 / MILLION),
    "GB seconds": ("Lambda", 0.0000133334),
    "transitions": ("Step Functions", 25.0 / MILLION),
    "express requests": ("Step Functions", 1.0 / MILLION),
    "puts": ("S3", 5.0 / MILLION),
    "gets": ("S3", 0.4 / MILLION),
    "queue requests": ("SQS", 0.40 / MILLION),
    "log GB": ("CloudWatch", 0.50),
}
"""What is counted -> (service, dollars each). Lambda on Arm, HTTP API, Standard and Express executions."""


def dollars(counted: Mapping[str, float]) -> dict[str, float]:
    """Dollars by service. Raises KeyError for something that has no price."""
    found: dict[str, float] = {}
    for name, amount in counted.items():
        service, price = PRICES[name]
        found[service] = found.get(service, 0.0) + amount * price
    return found
