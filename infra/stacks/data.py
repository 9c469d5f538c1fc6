"""What must outlive every deploy: the bucket, the ledger, the people, the key of stored secrets."""

from __future__ import annotations

from aws_cdk import CfnOutput, RemovalPolicy, Stack
from aws_cdk import aws_kms as kms
from aws_cdk import aws_s3 as s3
from constructs import Construct

from infra.constructs.encrypted_bucket import EncryptedBucket
from infra.constructs.ledger_table import LedgerTable
from infra.constructs.workforce import Workforce
from infra.environments import Environment


class DataStack(Stack):
    """Outputs: BucketName, SecretsKeyArn, TableName, UserPoolId, UserPoolClientId."""

    def __init__(self, scope: Construct, construct_id: str, *, settings: Environment) -> None:
        super().__init__(scope, construct_id, env=settings.target)
        self.bucket = self._build_bucket(settings)
        self.table = LedgerTable(self, "Ledger", keep=settings.keep_data, point_in_time=settings.point_in_time_recovery)
        self.workforce = Workforce(self, "Workforce", keep=settings.keep_data)
        # Encrypts the secrets of service keys and webhooks. Roles are granted it by policy, each for its own kind.
        self.secrets = kms.Key(
            self,
            "Secrets",
            description="Trigpoint: secrets of service keys and webhooks",
            enable_key_rotation=True,
            removal_policy=RemovalPolicy.RETAIN if settings.keep_data else RemovalPolicy.DESTROY,
        )
        self._tell()

    def _build_bucket(self, settings: Environment) -> EncryptedBucket:
        log = EncryptedBucket(self, "AccessLog", keep=settings.keep_data)
        bucket = EncryptedBucket(self, "Data", keep=settings.keep_data, log_to=log)
        bucket.announce_uploads()
        # Worker pages draw images on a canvas, from a frame that has no origin. The presigned link,
        # not the origin, is what guards an object.
        bucket.add_cors_rule(
            allowed_methods=[s3.HttpMethods.GET, s3.HttpMethods.HEAD], allowed_origins=["*"], max_age=3000
        )
        return bucket

    def _tell(self) -> None:
        CfnOutput(self, "BucketName", value=self.bucket.bucket_name)
        CfnOutput(self, "SecretsKeyArn", value=self.secrets.key_arn)
        CfnOutput(self, "TableName", value=self.table.table_name)
        CfnOutput(self, "UserPoolId", value=self.workforce.pool.user_pool_id)
        CfnOutput(self, "UserPoolClientId", value=self.workforce.client.user_pool_client_id)
