"""SageMaker's wire protocol for labeling jobs: what boto3 and the AWS CLI call."""

from functions.control_api.handler import handler

__all__ = ["handler"]
