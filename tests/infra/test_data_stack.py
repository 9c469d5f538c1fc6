"""What holds data is encrypted, private and kept."""

from __future__ import annotations

from tests.infra.deployment import Deployment


def test_buckets_are_encrypted_versioned_and_private(anywhere: Deployment) -> None:
    buckets = anywhere.properties("AWS::S3::Bucket")
    assert len(buckets) in (2, 3)
    for bucket in buckets:
        assert "BucketEncryption" in bucket
        assert bucket["VersioningConfiguration"] == {"Status": "Enabled"}
        assert all(bucket["PublicAccessBlockConfiguration"].values())


def test_only_the_data_bucket_tells_eventbridge_and_logs_its_access(deployment: Deployment) -> None:
    told = [b for b in deployment.properties("AWS::S3::Bucket") if "NotificationConfiguration" in b]
    assert len(told) == 1
    assert told[0]["NotificationConfiguration"]["EventBridgeConfiguration"] == {"EventBridgeEnabled": True}
    assert "LoggingConfiguration" in told[0]


def test_every_bucket_and_queue_refuses_plain_http(anywhere: Deployment) -> None:
    for kind, policy in (
        ("AWS::S3::Bucket", "AWS::S3::BucketPolicy"),
        ("AWS::SQS::Queue", "AWS::SQS::QueuePolicy"),
    ):
        refusals = [
            resource
            for resource in anywhere.properties(policy)
            if any(
                statement["Effect"] == "Deny" and statement["Condition"].get("Bool") == {"aws:SecureTransport": "false"}
                for statement in resource["PolicyDocument"]["Statement"]
                if "Condition" in statement
            )
        ]
        assert len(refusals) == len(anywhere.resources(kind))


def test_the_ledger_has_its_keys_and_indexes(deployment: Deployment) -> None:
    (table,) = deployment.properties("AWS::DynamoDB::Table")
    assert [key["AttributeName"] for key in table["KeySchema"]] == ["pk", "sk"]
    indexes = {
        index["IndexName"]: [key["AttributeName"] for key in index["KeySchema"]]
        for index in table["GlobalSecondaryIndexes"]
    }
    assert indexes == {"GSI1": ["g1pk", "g1sk"], "GSI2": ["g2pk", "g2sk"]}
    assert table["BillingMode"] == "PAY_PER_REQUEST"
    assert table["TimeToLiveSpecification"] == {"AttributeName": "ttl", "Enabled": True}
    assert table["SSESpecification"]["SSEEnabled"]


def test_stored_secrets_have_a_key_of_their_own_that_rotates(deployment: Deployment) -> None:
    (key,) = deployment.properties("AWS::KMS::Key")
    assert key["EnableKeyRotation"] is True


def test_on_aws_the_data_survives_its_stack_and_can_be_restored(account: Deployment) -> None:
    (table,) = account.properties("AWS::DynamoDB::Table")
    assert table["PointInTimeRecoverySpecification"] == {"PointInTimeRecoveryEnabled": True}
    assert table["DeletionProtectionEnabled"]
    for kind in ("AWS::DynamoDB::Table", "AWS::S3::Bucket", "AWS::Cognito::UserPool", "AWS::KMS::Key"):
        assert {resource["DeletionPolicy"] for resource in account.resources(kind).values()} == {"Retain"}


def test_nobody_signs_up_alone_and_the_portal_holds_no_secret(deployment: Deployment) -> None:
    (pool,) = deployment.properties("AWS::Cognito::UserPool")
    (client,) = deployment.properties("AWS::Cognito::UserPoolClient")
    assert pool["AdminCreateUserConfig"] == {"AllowAdminCreateUserOnly": True}
    assert pool["Policies"]["PasswordPolicy"]["MinimumLength"] >= 12
    assert client["GenerateSecret"] is False
    assert {"ALLOW_USER_PASSWORD_AUTH", "ALLOW_USER_SRP_AUTH"} <= set(client["ExplicitAuthFlows"])
    groups = deployment.properties("AWS::Cognito::UserPoolGroup")
    assert {group["GroupName"] for group in groups} == {"workers", "operators"}
