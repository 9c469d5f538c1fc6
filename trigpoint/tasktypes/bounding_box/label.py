"""The label's JSON."""

from functools import partial

from trigpoint.tasktypes.detection_label import box_geometry, image_label

label_content = partial(image_label, geometry=box_geometry, type_name="groundtruth/object-detection")
