"""Task inputs for the objects of a wave, slice by slice."""

from functions.pre_annotation.handler import handler

__all__ = ["handler"]
