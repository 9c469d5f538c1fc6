"""A private, versioned, TLS-only bucket that tells EventBridge of every upload."""

from __future__ import annotations

from typing import cast

from aws_cdk import Duration, RemovalPolicy
from aws_cdk import aws_s3 as s3
from constructs import Construct


class EncryptedBucket(s3.Bucket):
    """`keep`: survives the deletion of its stack. `log_to`: the bucket its access log goes to.

    `writers_use_acls`: CloudFront, which hands over its logs by access control lists, may write.
    """

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        keep: bool,
        log_to: s3.IBucket | None = None,
        writers_use_acls: bool = False,
    ) -> None:
        preferred, enforced = s3.ObjectOwnership.BUCKET_OWNER_PREFERRED, s3.ObjectOwnership.BUCKET_OWNER_ENFORCED
        super().__init__(
            scope,
            construct_id,
            encryption=s3.BucketEncryption.S3_MANAGED,
            enforce_ssl=True,
            minimum_tls_version=1.2,
            versioned=True,
            block_public_access=s3.BlockPublicAccess.BLOCK_ALL,
            object_ownership=preferred if writers_use_acls else enforced,
            removal_policy=RemovalPolicy.RETAIN if keep else RemovalPolicy.DESTROY,
            server_access_logs_bucket=log_to,
            lifecycle_rules=[_TIDY],
        )

    def announce_uploads(self) -> None:
        """Send its object events to EventBridge.

        The template's own property: the L2 switch would deploy a function that merely sets it.
        """
        resource = cast(s3.CfnBucket, self.node.default_child)
        resource.notification_configuration = s3.CfnBucket.NotificationConfigurationProperty(
            event_bridge_configuration=s3.CfnBucket.EventBridgeConfigurationProperty(event_bridge_enabled=True)
        )


_TIDY = s3.LifecycleRule(
    abort_incomplete_multipart_upload_after=Duration.days(7),
    noncurrent_version_expiration=Duration.days(90),
)
