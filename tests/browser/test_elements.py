"""The crowd elements in a real browser, without a server: templates, actions, answers."""

from __future__ import annotations

from seats import run_script


def test_what_templates_rely_on(chromium: str) -> None:
    found = run_script("elements.ts", chromium)
    assert found["failures"] == []
    assert found["cases"] >= 36
