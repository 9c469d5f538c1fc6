"""Who gets what next: waves, the window, the wait for people, the sweep."""

from functions.routing.handler import handler

__all__ = ["handler"]
