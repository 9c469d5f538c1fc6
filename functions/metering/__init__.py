"""Every labelled object has its usage record."""

from functions.metering.handler import handler

__all__ = ["handler"]
