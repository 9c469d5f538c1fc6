"""The label's JSON."""

from functools import partial

from trigpoint.tasktypes.detection_label import image_label, point_geometry

label_content = partial(image_label, geometry=point_geometry, type_name="groundtruth/keypoint")
