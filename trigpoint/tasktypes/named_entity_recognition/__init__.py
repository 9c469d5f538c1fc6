"""Spans of a text, each with a category."""
