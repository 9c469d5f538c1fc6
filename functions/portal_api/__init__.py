"""What workers' browsers call: jobs, next (submit-and-next), release, decline, heartbeat."""

from functions.portal_api.handler import handler

__all__ = ["handler"]
