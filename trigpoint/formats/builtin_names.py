"""Ground Truth's built-in Lambda names (facts: ground-truth 1.3).

`arn:aws:lambda:<any region>:<any account>:function:PRE-ImageMultiClass` names the task type
`image_multi_class`; region and account say nothing, every region has its own.
"""

from __future__ import annotations

import re

PRE = "PRE-"
POST = "ACS-"
UNCHANGED = "PassThrough"
CUSTOM = "custom"
"""Task type of a job whose own functions say what an answer is."""

SUFFIXES = (
    "ImageMultiClass",
    "ImageMultiClassMultiLabel",
    "BoundingBox",
    "SemanticSegmentation",
    "TextMultiClass",
    "TextMultiClassMultiLabel",
    "NamedEntityRecognition",
    "VideoMultiClass",
    "VideoObjectDetection",
    "VideoObjectTracking",
    "3DPointCloudObjectDetection",
    "3DPointCloudObjectTracking",
    "3DPointCloudSemanticSegmentation",
    "VerificationBoundingBox",
    "VerificationSemanticSegmentation",
    "AdjustmentBoundingBox",
    "AdjustmentSemanticSegmentation",
    "AdjustmentVideoObjectDetection",
    "AdjustmentVideoObjectTracking",
    "Adjustment3DPointCloudObjectDetection",
    "Adjustment3DPointCloudObjectTracking",
    "Adjustment3DPointCloudSemanticSegmentation",
    UNCHANGED,
)

REF_SUFFIXES = (
    *(
        name
        for name in SUFFIXES
        if not name.startswith("Verification")
        and name.endswith(("SemanticSegmentation", "VideoObjectDetection", "ObjectTracking"))
    ),
    "InstanceSegmentation",
)
"""Those whose label lies in S3: the label attribute must end in -ref (ground-truth 2.2). The last is ours."""

OTHER_NAMES = {"VideoClassification": "VideoMultiClass"}
"""What Ground Truth's documentation calls some built-ins."""


def function_name(arn: str) -> str:
    """The name in a Lambda ARN, without version or alias; a bare name is its own."""
    name = arn.partition(":function:")[2] if ":function:" in arn else arn
    return name.partition(":")[0]


def builtin_suffix(arn: str) -> str | None:
    """`ImageMultiClass` of a built-in's ARN or name, None for a customer's function."""
    name = function_name(arn)
    if name.startswith((PRE, POST)):
        return name[4:]
    return None


def task_type_of(suffix: str) -> str:
    """`ImageMultiClass` -> `image_multi_class`: the folder name of the task type."""
    if suffix == UNCHANGED:
        return CUSTOM
    return re.sub(r"(?<=[a-z])(?=[A-Z0-9])|(?<=3D)(?=P)", "_", OTHER_NAMES.get(suffix, suffix)).lower()


def suffix_of_type(task_type: str) -> str | None:
    """`image_multi_class` -> `ImageMultiClass`, the way back; None for a custom job, which no built-in names."""
    if task_type == CUSTOM:
        return None
    return "".join(part.capitalize() for part in task_type.split("_")).replace("3d", "3D")
