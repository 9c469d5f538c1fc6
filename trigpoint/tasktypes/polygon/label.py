"""The label's JSON."""

from functools import partial

from trigpoint.tasktypes.detection_label import image_label, polygon_geometry

label_content = partial(image_label, geometry=polygon_geometry, type_name="groundtruth/polygon")
