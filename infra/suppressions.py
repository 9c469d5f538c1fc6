"""Every finding of the AwsSolutions rules that stands, and why. tests/infra fails on any other."""

from __future__ import annotations

from aws_cdk import Acknowledgment, App, Validations

from infra.access import CUSTOMER_ENDPOINTS, CUSTOMER_FUNCTIONS, CUSTOMER_TOPICS

_ARN = "arn:<AWS::Partition>:{service}:<AWS::Region>:<AWS::AccountId>:{resource}"
_BUCKET = "trigpoint-data:ExportsOutputFnGetAttData666C94C7Arn0D7E21B7"
_WILDCARD = "AwsSolutions-IAM5[Resource::{}]"

_WILDCARDS = {
    "*": "Only the actions of ANY_RESOURCE, which know no resource.",
    f"{_BUCKET}/*": "A manifest may lie and name objects, and a job may write its output, anywhere in the "
    "data bucket; links for workers are signed with the function's own rights.",
    f"{_BUCKET}/work/*": "One folder a job under work/.",
    f"{_BUCKET}/work/*/masks/*": "Masks of answers, in a folder of each job's: all that the portal writes.",
    f"{_BUCKET}/task-uis/*": "One folder a human task UI under task-uis/.",
    f"{_BUCKET}/inbox/*": "The error file of an upload lies beside it.",
    "<FramePagesAD172008.Arn>/*": "The upload fills the frame's bucket with whatever was built.",
    "<PortalPages4A2DFF4C.Arn>/*": "The upload fills the portal's bucket with whatever was built.",
    "arn:<AWS::Partition>:s3:::cdk-hnb659fds-assets-<AWS::AccountId>-<AWS::Region>/*": "Assets of the CDK CLI are "
    "named by their hash; reading only.",
    _ARN.format(service="states", resource="execution:trigpoint-job:*"): "Executions are named when a job "
    "starts: those of this one machine.",
}
_CUSTOMER_WILDCARDS = (
    {
        _ARN.format(service="lambda", resource=f"function:{pattern}"): "Customer functions are named in job "
        "requests; these are the names Ground Truth's own execution policy allows."
        for pattern in CUSTOMER_FUNCTIONS
    }
    | {
        _ARN.format(service="sns", resource=pattern): "Topics are named in job requests; these are the names Ground "
        "Truth's own execution policy allows."
        for pattern in CUSTOMER_TOPICS
    }
    | {
        _ARN.format(
            service="sagemaker", resource=f"endpoint/{pattern}"
        ): "Endpoints are named in job requests; only those whose names say that they label."
        for pattern in CUSTOMER_ENDPOINTS
    }
)

REASONS: dict[str, str] = {
    **{_WILDCARD.format(resource): reason for resource, reason in {**_WILDCARDS, **_CUSTOMER_WILDCARDS}.items()},
    "AwsSolutions-APIG4": "POST / is open to the gateway because clients sign for the service sagemaker: "
    "the function recomputes the signature.",
    "AwsSolutions-CB4": "A build leaves no artifact and no cache; what it writes lies in the encrypted data bucket.",
    "AwsSolutions-CFR1": "Workers may sit in any country.",
    "AwsSolutions-CFR2": "Static pages without a server behind them, and calls that need a token; a firewall would "
    "cost more a month than all the rest of an idle installation.",
    "AwsSolutions-CFR4": "CloudFront's own certificate allows old protocols whatever one asks for; browsers that run "
    "the pages speak TLS 1.3. With a certificate of one's own (portal_domain) TLS 1.2 is the least.",
    "AwsSolutions-COG2": "The portal's sign-in knows passwords and first-password change, no second factor "
    "yet; nobody can sign up alone.",
    "AwsSolutions-COG8": "The Plus plan is billed per active worker, several times the price of their work.",
    "AwsSolutions-L1": "Python 3.13 is the newest runtime for which every wheel of the layers was measured; CDK "
    "chooses that of the upload.",
    "AwsSolutions-SQS3": "It is itself the dead letter queue of an EventBridge rule, which the check does not look at.",
}

ANY_RESOURCE: dict[str, str] = {
    "xray:PutTraceSegments": "X-Ray has no resource for segments.",
    "xray:PutTelemetryRecords": "As above.",
    "xray:GetSamplingRules": "Sampling rules are the account's.",
    "xray:GetSamplingTargets": "As above.",
    "logs:CreateLogDelivery": "Log deliveries of Step Functions know no resource.",
    "logs:GetLogDelivery": "As above.",
    "logs:UpdateLogDelivery": "As above.",
    "logs:DeleteLogDelivery": "As above.",
    "logs:ListLogDeliveries": "As above.",
    "logs:PutResourcePolicy": "The log resource policy is the account's.",
    "logs:DescribeResourcePolicies": "As above.",
    "logs:DescribeLogGroups": "Step Functions looks for its log group by listing.",
}
"""Actions that are allowed on `*`, because AWS offers nothing narrower."""


def acknowledge(app: App) -> None:
    """Write the reasons into the app, where the rules look for them."""
    for rule, reason in REASONS.items():
        Validations.of(app).acknowledge(Acknowledgment(id=rule, reason=reason))
