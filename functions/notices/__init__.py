"""Tells topics and webhooks of labelled objects and of jobs that ended; a repeat bears the same delivery id."""

from functions.notices.handler import handler

__all__ = ["handler"]
