"""SNS as the `Topics` of deliver_notice."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from botocore.exceptions import ClientError

from trigpoint.adapters.aws_clients import error_code
from trigpoint.domain.errors import DeliveryFailed


class SnsTopics:
    """`SnsTopics(boto3.client("sns"))`."""

    def __init__(self, client: Any) -> None:
        self._sns = client

    def publish(self, topic: str, message: str, attributes: Mapping[str, str]) -> None:
        given = {name: {"DataType": "String", "StringValue": value} for name, value in attributes.items()}
        try:
            self._sns.publish(TopicArn=topic, Message=message, MessageAttributes=given)
        except ClientError as error:
            raise DeliveryFailed(
                f"topic {topic} did not take a message: {error_code(error)}.",
                "See that the topic exists and that its policy lets the notices function publish.",
            ) from error
