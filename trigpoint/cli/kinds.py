"""What people may be asked in `trigpoint submit --type`, by task type in Ground Truth's spelling."""

from __future__ import annotations

from trigpoint.domain.errors import BadInput
from trigpoint.formats.builtin_names import REF_SUFFIXES

IMAGE = "ImageMultiClass"
TEXT = "TextMultiClass"
VIDEO = "VideoMultiClass"
"""What is asked of a folder or file when nothing is said."""

QUESTIONS = {
    IMAGE: ("Choose the category of the image", "Look at the image and choose the one that fits best."),
    TEXT: ("Choose the category of the text", "Read the text and choose the one that fits best."),
    VIDEO: ("Choose the category of the video", "Play the video and choose the one that fits best."),
    "ImageMultiClassMultiLabel": ("Choose the categories of the image", "Choose every category that it shows."),
    "TextMultiClassMultiLabel": ("Choose the categories of the text", "Choose every category that it speaks of."),
    "NamedEntityRecognition": ("Mark names in the text", "Mark every name and say what it is."),
    "Ranking": ("Put responses in order", "Give every response its place in each dimension."),
    "BoundingBox": ("Draw boxes in the image", "Draw a box around every object of each label."),
    "Polygon": ("Outline objects in the image", "Draw an outline around every object of each label."),
    "Keypoint": ("Mark points in the image", "Set a point for every label."),
    "SemanticSegmentation": ("Paint the image", "Paint every part of the image with its label."),
    "InstanceSegmentation": ("Paint objects in the image", "Paint every object with a colour of its own."),
    "VerificationBoundingBox": ("Check the boxes of the image", "Look at the boxes and say how good they are."),
    "VerificationSemanticSegmentation": ("Check the mask of the image", "Look at the mask and say how good it is."),
    "AdjustmentBoundingBox": ("Correct the boxes of the image", "Move, add and delete boxes until they are right."),
    "AdjustmentSemanticSegmentation": ("Correct the mask of the image", "Repaint the mask where it is wrong."),
}
"""Title and description of the job, as workers read them in their list."""


def kind_of(text: str) -> str:
    """`bounding_box`, `bounding-box` and `BoundingBox` are one; "" stays. Raises BadInput listing what there is."""
    wanted = text.replace("-", "").replace("_", "").lower()
    found = next((kind for kind in QUESTIONS if kind.lower() == wanted), None)
    if wanted and found is None:
        raise BadInput(f"There is no task type {text!r} to submit.", f"Use one of: {', '.join(sorted(QUESTIONS))}.")
    return found or ""


def medium(kind: str) -> str:
    """What its objects are: `image`, `text` or `video`."""
    if kind.startswith("Text") or kind in ("NamedEntityRecognition", "Ranking"):
        return "text"
    return "video" if kind == VIDEO else "image"


def check_fit(kind: str, found: str) -> None:
    """Raises BadInput when the data is of another sort than the task type. A manifest says only text or file."""
    wanted, given = medium(kind), medium(found)
    if "text" in (wanted, given) and wanted != given:
        raise BadInput(
            f"{kind} is about {wanted}s, but the data holds {given}s.", "Give other data, or another --type."
        )


def attribute_of(name: str, kind: str) -> str:
    """The label's key where none is asked for: the job's name, with -ref where the label is a file."""
    return f"{name}-ref" if kind in REF_SUFFIXES else name
