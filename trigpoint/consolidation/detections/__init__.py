"""Truth inference over sets of shapes: boxes, points, outlines and spans found by several workers."""
