"""Who may do what, as small grants. The stacks call them; nothing else widens a role.

Table grants name the key prefixes a function or build works with (`dynamodb:LeadingKeys`), and never a scan.
"""

from __future__ import annotations

from collections.abc import Sequence

from aws_cdk import ArnFormat, Stack
from aws_cdk import aws_dynamodb as dynamodb
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_s3 as s3

from infra.constructs.machine import machine_arn
from infra.workloads import MACHINE_NAME

Grantee = lambda_.Function | iam.Role

JOB, TASK, WORKER, USAGE, KEY, CATALOGUE = "J#*", "Q#*", "W#*", "U#*", "K#*", "C#*"
WEBHOOK = "C#WEBHOOK"
JOB_INDEX, TEAM_INDEX = "JOBS#*", "TEAM#*"
"""Leading keys of the table and its two indexes (facts: aws-architecture, key schema)."""

CUSTOMER_FUNCTIONS = ("*SageMaker*", "*Sagemaker*", "*sagemaker*", "*LabelingFunction*", "*GtRecipe*")
"""Names of customer functions we may call: those that Ground Truth's own execution policy allows."""

CUSTOMER_ENDPOINTS = ("*sagemaker*", "*labeling*", "*trigpoint*")
"""Names of SageMaker endpoints whose model may label, in lower case as their ARNs are."""

CUSTOMER_TOPICS = ("*GroundTruth*", "*Groundtruth*", "*groundtruth*", "*SageMaker*", "*Sagemaker*", "*sagemaker*")
"""Names of SNS topics that may hear of labelled objects, as in Ground Truth's own execution policy."""

_READ = ("dynamodb:GetItem", "dynamodb:BatchGetItem", "dynamodb:Query")
_WRITE = (
    "dynamodb:PutItem",
    "dynamodb:UpdateItem",
    "dynamodb:DeleteItem",
    "dynamodb:ConditionCheckItem",
    "dynamodb:BatchWriteItem",
)


def use_ledger(table: dynamodb.ITable, who: Grantee, prefixes: Sequence[str]) -> None:
    """Read and write the table's rows under these leading keys."""
    _allow(who, (*_READ, *_WRITE), [table.table_arn], _leading(prefixes))


def read_ledger(table: dynamodb.ITable, who: Grantee, prefixes: Sequence[str]) -> None:
    """Read the table's rows under these leading keys."""
    _allow(who, _READ, [table.table_arn], _leading(prefixes))


def read_index(table: dynamodb.ITable, who: Grantee, index: str, prefixes: Sequence[str]) -> None:
    """Query one index."""
    _allow(who, ["dynamodb:Query"], [f"{table.table_arn}/index/{index}"], _leading(prefixes))


def read_objects(bucket: s3.IBucket, who: Grantee, others: Sequence[str] = ()) -> None:
    """Read any object of the bucket and of the `others` that jobs may name.

    Listing goes with it: without it S3 answers 403 where it should answer 404.
    """
    buckets = [bucket.bucket_arn, *(_bucket_arn(who, name) for name in others)]
    _allow(who, ["s3:GetObject"], [f"{arn}/*" for arn in buckets])
    _allow(who, ["s3:ListBucket"], buckets)


def write_objects(bucket: s3.IBucket, who: Grantee, *prefixes: str) -> None:
    """Put objects under these prefixes."""
    _allow(who, ["s3:PutObject"], [f"{bucket.bucket_arn}/{prefix}*" for prefix in prefixes])


def write_outputs(bucket: s3.IBucket, who: Grantee, others: Sequence[str]) -> None:
    """Put objects, also in parts, wherever a job's output path points."""
    buckets = [bucket.bucket_arn, *(_bucket_arn(who, name) for name in others)]
    actions = ["s3:PutObject", "s3:AbortMultipartUpload"]
    _allow(who, actions, [f"{arn}/*" for arn in buckets])


def call_customer_functions(who: Grantee) -> None:
    """Invoke the functions of this account and Region that are named as Ground Truth wants them."""
    stack = Stack.of(who)
    arns = [
        stack.format_arn(
            service="lambda",
            resource="function",
            resource_name=pattern,
            arn_format=ArnFormat.COLON_RESOURCE_NAME,
        )
        for pattern in CUSTOMER_FUNCTIONS
    ]
    _allow(who, ["lambda:InvokeFunction"], arns)


def ask_customer_models(who: Grantee) -> None:
    """Invoke the SageMaker endpoints of this account and Region that are named as models which label."""
    stack = Stack.of(who)
    names = [
        stack.format_arn(service="sagemaker", resource="endpoint", resource_name=one) for one in CUSTOMER_ENDPOINTS
    ]
    _allow(who, ["sagemaker:InvokeEndpoint"], names)


def publish_to_customer_topics(who: Grantee) -> None:
    """Publish to the topics of this account and Region that are named as Ground Truth wants them."""
    stack = Stack.of(who)
    _allow(who, ["sns:Publish"], [stack.format_arn(service="sns", resource=name) for name in CUSTOMER_TOPICS])


def open_secrets(key: kms.IKey, who: Grantee, kind: str) -> None:
    """Decrypt secrets of one kind: those sealed under an encryption context of this name and no other."""
    only = {
        "ForAllValues:StringEquals": {"kms:EncryptionContextKeys": [kind]},
        "Null": {f"kms:EncryptionContext:{kind}": "false"},
    }
    _allow(who, ["kms:Decrypt"], [key.key_arn], only)


def start_jobs(who: Grantee) -> None:
    """Start executions of the job machine, and see whether one still runs."""
    _allow(who, ["states:StartExecution"], [machine_arn(who, MACHINE_NAME)])
    _allow(
        who,
        ["states:DescribeExecution"],
        [machine_arn(who, f"{MACHINE_NAME}:*", resource="execution")],
    )


def fire_tokens(who: Grantee) -> None:
    """Complete the waiting step of a job."""
    _allow(who, ["states:SendTaskSuccess"], [machine_arn(who, MACHINE_NAME)])


def _allow(
    who: Grantee,
    actions: Sequence[str],
    resources: Sequence[str],
    conditions: dict[str, object] | None = None,
) -> None:
    statement = iam.PolicyStatement(actions=list(actions), resources=list(resources), conditions=conditions)
    who.grant_principal.add_to_principal_policy(statement)


def _leading(prefixes: Sequence[str]) -> dict[str, object]:
    return {"ForAllValues:StringLike": {"dynamodb:LeadingKeys": list(prefixes)}}


def _bucket_arn(who: Grantee, name: str) -> str:
    return Stack.of(who).format_arn(service="s3", resource=name, account="", region="")
