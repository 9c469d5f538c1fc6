"""The label's JSON."""

from functools import partial

from trigpoint.tasktypes import classification

label_content = partial(classification.label_content, type_name="groundtruth/text-classification")
