"""What browsers call: workers' jobs, next (submit-and-next), release, decline, heartbeat, draft, history, undo;
operators' jobs, failed objects, stop."""

from functions.portal_api.handler import handler

__all__ = ["handler"]
