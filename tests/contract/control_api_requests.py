"""A right request of every operation, and the state it needs."""

from __future__ import annotations

from itertools import count
from typing import Any

from tests.contract.control_api_transport import ACCOUNT, BUCKET, REGION, Transport

ROLE = f"arn:aws:iam::{ACCOUNT}:role/labeling"
LAMBDA = "arn:aws:lambda:eu-west-1:568282634449:function:"
PEOPLE = f"arn:aws:sagemaker:{REGION}:{ACCOUNT}:workteam/private-crowd/"
TEMPLATE = "<crowd-form>{{ task.input.taskObject }}</crowd-form>"
TASK_TYPES = {
    "ImageMultiClass": "image_multi_class",
    "ImageMultiClassMultiLabel": "image_multi_class_multi_label",
    "BoundingBox": "bounding_box",
    "SemanticSegmentation": "semantic_segmentation",
    "TextMultiClass": "text_multi_class",
    "TextMultiClassMultiLabel": "text_multi_class_multi_label",
    "NamedEntityRecognition": "named_entity_recognition",
    "VerificationBoundingBox": "verification_bounding_box",
    "VerificationSemanticSegmentation": "verification_semantic_segmentation",
    "AdjustmentBoundingBox": "adjustment_bounding_box",
    "AdjustmentSemanticSegmentation": "adjustment_semantic_segmentation",
    "PassThrough": "custom",
}
"""Built-ins by the end of their functions' names, and our task types."""

numbers = count(1)


def fresh(prefix: str) -> str:
    return f"{prefix}-{next(numbers)}"


def job_request(name: str = "", kind: str = "TextMultiClass", **members: Any) -> dict[str, Any]:
    """CreateLabelingJob with every member that a built-in job of a private team may have."""
    return {
        "LabelingJobName": name or fresh("Job"),
        "LabelAttributeName": "verdict",
        "InputConfig": {
            "DataSource": {"S3DataSource": {"ManifestS3Uri": f"s3://{BUCKET}/in.manifest"}},
            "DataAttributes": {"ContentClassifiers": ["FreeOfAdultContent"]},
        },
        "OutputConfig": {"S3OutputPath": f"s3://{BUCKET}/out/", "KmsKeyId": "alias/labels"},
        "RoleArn": ROLE,
        "LabelCategoryConfigS3Uri": f"s3://{BUCKET}/categories.json",
        "StoppingConditions": {"MaxHumanLabeledObjectCount": 10, "MaxPercentageOfInputDatasetLabeled": 50},
        "HumanTaskConfig": human_config(kind),
        "Tags": [{"Key": "cost-centre", "Value": "Äpfel 7"}, {"Key": "trigpoint:min-workers", "Value": "1"}],
    } | members


def human_config(kind: str = "TextMultiClass", **members: Any) -> dict[str, Any]:
    return {
        "WorkteamArn": f"{PEOPLE}birders",
        "UiConfig": {"UiTemplateS3Uri": f"s3://{BUCKET}/template.liquid.html"},
        "PreHumanTaskLambdaArn": f"{LAMBDA}PRE-{kind}",
        "TaskKeywords": ["spam", "short text"],
        "TaskTitle": "Is it spam?",
        "TaskDescription": "Read the text, choose one.",
        "NumberOfHumanWorkersPerDataObject": 3,
        "TaskTimeLimitInSeconds": 300,
        "TaskAvailabilityLifetimeInSeconds": 86400,
        "MaxConcurrentTaskCount": 500,
        "AnnotationConsolidationConfig": {"AnnotationConsolidationLambdaArn": f"{LAMBDA}ACS-{kind}"},
        "PublicWorkforceTaskPrice": {"AmountInUsd": {"Dollars": 0, "Cents": 1, "TenthFractionsOfACent": 2}},
    } | members


def member(rig: Transport, group: str = "birders") -> dict[str, Any]:
    return {"CognitoMemberDefinition": {"UserPool": rig.pool, "UserGroup": group, "ClientId": rig.pool_client}}


def team_request(rig: Transport, name: str = "") -> dict[str, Any]:
    return {
        "WorkteamName": name or fresh("Team"),
        "MemberDefinitions": [member(rig)],
        "Description": "They know birds.",
        "NotificationConfiguration": {"NotificationTopicArn": f"arn:aws:sns:{REGION}:{ACCOUNT}:news"},
        "WorkerAccessConfiguration": {
            "S3Presign": {"IamPolicyConstraints": {"SourceIp": "Enabled", "VpcSourceIp": "Disabled"}}
        },
        "Tags": [{"Key": "a", "Value": "b"}],
    }


def oidc() -> dict[str, Any]:
    site = "https://id.example.com"
    return {
        "ClientId": "client",
        "ClientSecret": "not to be seen again",
        "Issuer": site,
        "AuthorizationEndpoint": f"{site}/authorize",
        "TokenEndpoint": f"{site}/token",
        "UserInfoEndpoint": f"{site}/user",
        "LogoutEndpoint": f"{site}/out",
        "JwksUri": f"{site}/keys",
        "Scope": "openid email",
        "AuthenticationRequestExtraParams": {"prompt": "login"},
    }


def vpc() -> dict[str, Any]:
    return {"VpcId": "vpc-1a", "SecurityGroupIds": ["sg-1a"], "Subnets": ["subnet-1a"]}


def workforce_request(name: str = "people") -> dict[str, Any]:
    return {
        "WorkforceName": name,
        "OidcConfig": oidc(),
        "SourceIpConfig": {"Cidrs": ["10.0.0.0/8"]},
        "WorkforceVpcConfig": vpc(),
        "IpAddressType": "dualstack",
        "Tags": [{"Key": "a", "Value": "b"}],
    }


def task_ui_request(name: str = "") -> dict[str, Any]:
    return {"HumanTaskUiName": name or fresh("ui"), "UiTemplate": {"Content": TEMPLATE}, "Tags": []}


def render_request(**members: Any) -> dict[str, Any]:
    return {
        "UiTemplate": {"Content": TEMPLATE},
        "Task": {"Input": '{"taskObject": "Grüße <b>"}'},
        "RoleArn": ROLE,
    } | members


def prepared(rig: Transport) -> dict[str, dict[str, Any]]:
    """A request of every operation that is right once; what it names has been made."""
    client = rig.client()
    job = client.create_labeling_job(**job_request())["LabelingJobArn"]
    name = job.rpartition("/")[2]
    team, doomed = fresh("Team"), fresh("Team")
    client.create_workteam(**team_request(rig, team))
    client.create_workteam(**team_request(rig, doomed))
    ui, doomed_ui = fresh("ui"), fresh("ui")
    for one in (ui, doomed_ui):
        client.create_human_task_ui(**task_ui_request(one))
    updated = {name: value for name, value in team_request(rig, team).items() if name != "Tags"}
    paging = {"MaxResults": 5, "SortOrder": "Descending"}
    times = {"CreationTimeAfter": 1, "CreationTimeBefore": 9e9}
    return {
        "CreateLabelingJob": job_request(),
        "DescribeLabelingJob": {"LabelingJobName": name},
        "ListLabelingJobs": {
            **paging, **times, "LastModifiedTimeAfter": 1, "LastModifiedTimeBefore": 9e9,
            "NameContains": "job", "SortBy": "Name", "StatusEquals": "Initializing",
        },
        "ListLabelingJobsForWorkteam": {
            "WorkteamArn": f"{PEOPLE}birders", **paging, **times,
            "JobReferenceCodeContains": "a", "SortBy": "CreationTime",
        },
        "StopLabelingJob": {"LabelingJobName": name},
        "CreateWorkteam": team_request(rig),
        "DescribeWorkteam": {"WorkteamName": team},
        "UpdateWorkteam": updated,
        "DeleteWorkteam": {"WorkteamName": doomed},
        "ListWorkteams": {**paging, "SortBy": "Name", "NameContains": "team"},
        "DescribeWorkforce": {"WorkforceName": "default"},
        "UpdateWorkforce": {"WorkforceName": "default", "SourceIpConfig": {"Cidrs": ["10.0.0.0/8"]},
                            "WorkforceVpcConfig": vpc(), "IpAddressType": "ipv4"},
        "ListWorkforces": {**paging, "SortBy": "Name", "NameContains": "default"},
        "ListSubscribedWorkteams": {"MaxResults": 5, "NameContains": "x"},
        "CreateHumanTaskUi": task_ui_request(),
        "DescribeHumanTaskUi": {"HumanTaskUiName": ui},
        "DeleteHumanTaskUi": {"HumanTaskUiName": doomed_ui},
        "ListHumanTaskUis": {**paging, **times},
        "RenderUiTemplate": render_request(),
        "AddTags": {"ResourceArn": job, "Tags": [{"Key": "k", "Value": "v"}]},
        "ListTags": {"ResourceArn": job, "MaxResults": 50},
        "DeleteTags": {"ResourceArn": job, "TagKeys": ["k", "not there"]},
    }  # fmt: skip


def without_state() -> dict[str, dict[str, Any]]:
    """Requests of the operations that `prepared` leaves out: right in an account that has no workforce yet, or
    that is subscribed to a vendor."""
    return {
        "CreateWorkforce": workforce_request(),
        "DeleteWorkforce": {"WorkforceName": "nobody"},
        "DescribeSubscribedWorkteam": {
            "WorkteamArn": f"arn:aws:sagemaker:{REGION}:{ACCOUNT}:workteam/vendor-crowd/x",
        },
    }
