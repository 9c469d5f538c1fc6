"""The label's JSON."""

from functools import partial

from trigpoint.tasktypes import multi_choice

label_content = partial(multi_choice.label_content, type_name="groundtruth/text-classification-multilabel")
