"""Automated labeling: the model's step after a wave, and the labels it is certified to give."""

from functions.autolabel.handler import handler

__all__ = ["handler"]
