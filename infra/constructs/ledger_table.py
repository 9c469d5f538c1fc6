"""The ledger's single table (facts: aws-architecture, single-table key schema)."""

from __future__ import annotations

from aws_cdk import RemovalPolicy
from aws_cdk import aws_dynamodb as dynamodb
from constructs import Construct


class LedgerTable(dynamodb.Table):
    """Keys pk/sk, sparse indexes GSI1 (jobs by status) and GSI2 (open jobs of a team), on demand."""

    def __init__(self, scope: Construct, construct_id: str, *, keep: bool, point_in_time: bool) -> None:
        super().__init__(
            scope,
            construct_id,
            partition_key=_text("pk"),
            sort_key=_text("sk"),
            billing_mode=dynamodb.BillingMode.PAY_PER_REQUEST,
            encryption=dynamodb.TableEncryption.AWS_MANAGED,
            point_in_time_recovery_specification=dynamodb.PointInTimeRecoverySpecification(
                point_in_time_recovery_enabled=point_in_time
            ),
            deletion_protection=keep,
            removal_policy=RemovalPolicy.RETAIN if keep else RemovalPolicy.DESTROY,
            time_to_live_attribute="ttl",
        )
        for number in (1, 2):
            self.add_global_secondary_index(
                index_name=f"GSI{number}",
                partition_key=_text(f"g{number}pk"),
                sort_key=_text(f"g{number}sk"),
            )


def _text(name: str) -> dynamodb.Attribute:
    return dynamodb.Attribute(name=name, type=dynamodb.AttributeType.STRING)
