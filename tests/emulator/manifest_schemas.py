"""What a line of `output.manifest` must look like, by task type: Ground Truth's shapes (facts: ground-truth 3.3).

Written down from the reference and not from our own code. Nothing unknown may stand in a label or its metadata.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, create_model
from pydantic.alias_generators import to_camel

Confidence = Annotated[float, Field(ge=0, le=1, strict=False)]
Number = Annotated[float, Field(ge=0)]
Whole = Annotated[int, Field(ge=0, strict=True)]
ClassId = Annotated[str, Field(pattern=r"^\d+$")]
Hex = Annotated[str, Field(pattern=r"^#[0-9a-f]{6}$")]


class Shape(BaseModel):
    model_config = ConfigDict(extra="forbid", alias_generator=lambda name: name.replace("_", "-"))


class Metadata(Shape):
    job_name: Annotated[str, Field(pattern=r"^labeling-job/[A-Za-z0-9-]+$")]
    human_annotated: Literal["yes", "no"]
    creation_date: Annotated[str, Field(pattern=r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}$")]


class OneClass(Metadata):
    confidence: Confidence
    class_name: str


class Comment(Shape):
    comment: str


class Verified(OneClass):
    type: Literal["groundtruth/label-verification"]
    worker_feedback: Annotated[list[Comment], Field(min_length=1)] | None = None


class SeveralClasses(Metadata):
    class_map: dict[ClassId, str]
    confidence_map: dict[ClassId, Confidence]


class Scored(Shape):
    confidence: Confidence


class Marked(Metadata):
    objects: list[Scored]
    class_map: dict[ClassId, str]
    adjustment_status: Literal["adjusted", "unadjusted"] | None = None


class PictureSize(Shape):
    width: Whole
    height: Whole
    depth: Literal[3]


class Geometry(BaseModel):
    model_config = ConfigDict(extra="forbid")
    class_id: Whole


class Box(Geometry):
    left: Whole
    top: Whole
    width: Annotated[int, Field(gt=0)]
    height: Annotated[int, Field(gt=0)]


class Point(BaseModel):
    model_config = ConfigDict(extra="forbid")
    x: Number
    y: Number


class Outline(Geometry):
    vertices: Annotated[list[Point], Field(min_length=3)]


class Keypoint(Geometry):
    x: Number
    y: Number


class Layer(Shape):
    class_name: str
    hex_color: Hex
    confidence: Confidence


class Painted(Metadata):
    internal_color_map: dict[ClassId, Layer]
    adjustment_status: Literal["adjusted", "unadjusted"] | None = None


class Camel(BaseModel):
    model_config = ConfigDict(extra="forbid", alias_generator=to_camel)


class LabelName(Camel):
    label: str
    short_display_name: str


class Entity(Camel):
    label: str
    start_offset: Whole
    end_offset: Whole


class Annotations(Shape):
    labels: list[LabelName]
    entities: list[Entity]


class Spans(Shape):
    annotations: Annotations


class Tagged(Metadata):
    entities: list[Scored]


class Dimension(Camel):
    name: str
    response_rankings: list[Annotated[int, Field(ge=1, strict=True)]]


class Rankings(Camel):
    """Ground Truth merges no rankings: the shape is that of a worker's answer."""

    ordinal_ranking_dimensions: list[Dimension]


class Ranked(Metadata):
    dimensions: list[Scored]


def marked(geometry: type[Geometry]) -> Any:
    class Drawn(BaseModel):
        model_config = ConfigDict(extra="forbid")
        image_size: Annotated[list[PictureSize], Field(min_length=1, max_length=1)]
        annotations: list[geometry]  # type: ignore[valid-type]

    return Drawn


PNG = Annotated[str, Field(pattern=r"^s3://.+/annotations/consolidated-annotation/output/.+\.png$")]
LABELS: dict[str, tuple[Any, type[Metadata], str]] = {
    "image_multi_class": (Whole, OneClass, "image-classification"),
    "text_multi_class": (Whole, OneClass, "text-classification"),
    "video_multi_class": (Whole, OneClass, "video-classification"),
    "image_multi_class_multi_label": (list[Whole], SeveralClasses, "image-classification-multilabel"),
    "text_multi_class_multi_label": (list[Whole], SeveralClasses, "text-classification-multilabel"),
    "bounding_box": (marked(Box), Marked, "object-detection"),
    "adjustment_bounding_box": (marked(Box), Marked, "object-detection"),
    "polygon": (marked(Outline), Marked, "polygon"),
    "keypoint": (marked(Keypoint), Marked, "keypoint"),
    "semantic_segmentation": (PNG, Painted, "semantic-segmentation"),
    "adjustment_semantic_segmentation": (PNG, Painted, "semantic-segmentation"),
    "instance_segmentation": (PNG, Painted, "instance-segmentation"),
    "named_entity_recognition": (Spans, Tagged, "text-span"),
    "ranking": (Rankings, Ranked, "text-ranking"),
    "verification_bounding_box": (Whole, Verified, "label-verification"),
    "verification_semantic_segmentation": (Whole, Verified, "label-verification"),
}


def check_line(kind: str, attribute: str, own: Mapping[str, Any]) -> None:
    """Raises ValidationError where `own`, the keys a job of this type added to a line, is not what it must be."""
    value, metadata, type_name = LABELS[kind]
    typed = create_model("Typed", __base__=metadata, type=(Literal[f"groundtruth/{type_name}"], ...))
    wanted: dict[str, Any] = {
        "value": (value, Field(alias=attribute)),
        "metadata": (typed, Field(alias=f"{attribute}-metadata")),
    }
    line = create_model("Line", __config__=ConfigDict(extra="forbid"), **wanted)
    line.model_validate(dict(own))
