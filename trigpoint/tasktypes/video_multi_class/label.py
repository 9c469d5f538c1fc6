"""The label's JSON. Ground Truth does not document the type string of video labels."""

from functools import partial

from trigpoint.tasktypes import classification

label_content = partial(classification.label_content, type_name="groundtruth/video-classification")
