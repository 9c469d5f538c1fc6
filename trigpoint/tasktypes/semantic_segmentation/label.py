"""The label's JSON."""

from functools import partial

from trigpoint.tasktypes.painted_label import mask_label

label_content = partial(mask_label, type_name="groundtruth/semantic-segmentation")
