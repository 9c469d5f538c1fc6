"""Puts built pages into the buckets of the sites, and makes CloudFront forget the older ones.

CDK's own upload function does it, in a role of ours that may do just that.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from aws_cdk import Aws, Fn, RemovalPolicy, Stack
from aws_cdk import aws_iam as iam
from aws_cdk import aws_logs as logs
from aws_cdk import aws_s3_deployment as deployment
from constructs import Construct

from infra.constructs.site import Site
from infra.environments import Environment

CACHING = "public, max-age=0, must-revalidate, s-maxage=86400"
"""Names of built files carry no hash: browsers ask each time, CloudFront keeps them until the next upload."""

FUNCTION = "trigpoint-site-upload"


class SiteUploads(Construct):
    """One role and one log for the uploads of a stack."""

    def __init__(self, scope: Construct, construct_id: str, *, settings: Environment) -> None:
        super().__init__(scope, construct_id)
        self._log = logs.LogGroup(
            self,
            "Log",
            log_group_name=f"/aws/lambda/{FUNCTION}",
            retention=settings.log_retention,
            removal_policy=RemovalPolicy.DESTROY,
        )
        self._role = iam.Role(self, "Role", assumed_by=iam.ServicePrincipal("lambda.amazonaws.com"))
        self._log.grant_write(self._role)
        self._allow(["s3:GetObject"], f"{_assets(self)}/*")

    def add(
        self,
        construct_id: str,
        *,
        site: Site,
        sources: Sequence[deployment.ISource],
        metadata: Mapping[str, str] | None = None,
    ) -> None:
        """What lies in the bucket and not in the sources is removed."""
        self._allow(["s3:ListBucket"], site.bucket.bucket_arn)
        self._allow(["s3:GetObject", "s3:PutObject", "s3:DeleteObject"], f"{site.bucket.bucket_arn}/*")
        self._allow(["cloudfront:CreateInvalidation", "cloudfront:GetInvalidation"], site.distribution.distribution_arn)
        upload = deployment.BucketDeployment(
            self,
            construct_id,
            destination_bucket=site.bucket,
            sources=list(sources),
            metadata=metadata,
            cache_control=[deployment.CacheControl.from_string(CACHING)],
            distribution=site.distribution,
            distribution_paths=["/*"],
            log_group=self._log,
            # Its own grants are wildcards.
            role=self._role.without_policy_updates(),
        )
        upload.node.add_dependency(self._role)

    def _allow(self, actions: Sequence[str], resource: str) -> None:
        self._role.add_to_policy(iam.PolicyStatement(actions=list(actions), resources=[resource]))


def _assets(scope: Construct) -> str:
    """ARN of the bucket that the CDK CLI puts assets into."""
    qualifier = Stack.of(scope).synthesizer.bootstrap_qualifier
    name = Fn.sub(f"cdk-{qualifier}-assets-${{AWS::AccountId}}-${{AWS::Region}}")
    return f"arn:{Aws.PARTITION}:s3:::{name}"
