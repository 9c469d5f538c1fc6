"""Attacks that need no deployment, in the frame of `trigpoint render`: the same headers and the same frame code."""

from __future__ import annotations

from pathlib import Path

import pytest
from seats import run_script
from test_render import rendering

ELEMENTS = '<script src="https://assets.crowd.aws/crowd-html-elements.js"></script><crowd-form>'
LONGEST_GAP_MS = 4_000
"""Two busy cores: the page around the frame must act again within it, where it would not for ever."""

HOGS = {
    "endless loop while it loads": "for (;;) {}",
    "endless loop later": "setTimeout(() => { for (;;) {} }, 200)",
    "memory": "const kept = []; setInterval(() => kept.push(new Uint8Array(1 << 20).fill(1)), 10)",
    "messages to the portal's window": (
        "setInterval(() => { for (let i = 0; i < 500; i++) parent.postMessage('x', '*') }, 5)"
    ),
    "huge messages": "setInterval(() => parent.postMessage('x'.repeat(1 << 22), '*'), 200)",
    "answers": (
        "setInterval(() => { for (let i = 0; i < 200; i++) document.dispatchEvent("
        "new CustomEvent('trigpoint-invalid', { detail: 'x'.repeat(9999) })) }, 5)"
    ),
    "sizes": "setInterval(() => { document.documentElement.style.height = Math.random() * 1e6 + 'px' }, 1)",
}


def template(folder: Path, html: str) -> str:
    path = folder / "hostile.html"
    path.write_text(html)
    return str(path)


@pytest.mark.parametrize("hog", HOGS)
def test_the_page_around_the_frame_stays_alive(chromium: str, tmp_path: Path, hog: str) -> None:
    """The sandboxed frame has a process of its own, and what it says is bounded."""
    hostile = template(tmp_path, f"{ELEMENTS}</crowd-form><script>{HOGS[hog]}</script>")
    with rendering(hostile) as (_, address):
        seen = run_script("hogging.ts", chromium, address=address, seconds=3)
    assert seen["gap"] < LONGEST_GAP_MS
    assert len(seen["notice"]) <= 600


def test_only_hosts_of_the_allow_list_are_asked(chromium: str, tmp_path: Path) -> None:
    html = (
        f"{ELEMENTS}</crowd-form>"
        '<script src="https://cdn.one.invalid/a.js"></script><script src="https://evil.invalid/b.js"></script>'
        '<img src="https://img.two.invalid/c.png"><img src="https://two.invalid/d.png">'
        '<script>fetch("https://cdn.one.invalid/e").catch(() => 0)</script>'
    )
    with rendering(template(tmp_path, html), "--allow-hosts", "cdn.one.invalid,*.two.invalid") as (_, address):
        opened = run_script("outside.ts", chromium, address=address)
    assert opened["asked"] == ["https://cdn.one.invalid/a.js", "https://img.two.invalid/c.png"]
    with rendering(template(tmp_path, html)) as (_, address):
        assert run_script("outside.ts", chromium, address=address)["asked"] == []
