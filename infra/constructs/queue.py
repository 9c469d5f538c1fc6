"""A TLS-only queue whose hopeless messages end in a dead letter queue."""

from __future__ import annotations

from aws_cdk import Duration
from aws_cdk import aws_sqs as sqs
from constructs import Construct

VISIBILITY_TIMES = 6
"""Visibility over consumer timeout, so that a throttled batch is not handed out twice."""


class GuardedQueue(sqs.Queue):
    """`consumer_timeout`: seconds the function behind it may take. `receives`: tries before `dead_letters`."""

    def __init__(self, scope: Construct, construct_id: str, *, consumer_timeout: int, receives: int = 5) -> None:
        self.dead_letters = dead_letter_queue(scope, f"{construct_id}DeadLetters")
        super().__init__(
            scope,
            construct_id,
            encryption=sqs.QueueEncryption.SQS_MANAGED,
            enforce_ssl=True,
            visibility_timeout=Duration.seconds(VISIBILITY_TIMES * consumer_timeout),
            retention_period=Duration.days(14),
            dead_letter_queue=sqs.DeadLetterQueue(queue=self.dead_letters, max_receive_count=receives),
        )


def dead_letter_queue(scope: Construct, construct_id: str) -> sqs.Queue:
    """Where events end that were refused to the last retry; kept as long as SQS can."""
    return sqs.Queue(
        scope,
        construct_id,
        encryption=sqs.QueueEncryption.SQS_MANAGED,
        enforce_ssl=True,
        retention_period=Duration.days(14),
    )
