"""axe-core finds nothing serious, in light and in dark."""

from __future__ import annotations

from pathlib import Path

from seats import Seats, make_images


def test_nothing_serious_on_any_view(seats: Seats, tmp_path: Path) -> None:
    job = ("--team", "seen", "--workers", "1")
    images = make_images(tmp_path / "pictures", 3)
    seats.cli("submit", str(images), "--labels", "red,green", "--name", "Pictures", "--title", "Pictures", *job)
    texts = tmp_path / "lines.txt"
    texts.write_text("one\ntwo\nthree")
    seats.cli("submit", str(texts), "--labels", "spam,ham", "--name", "Lines", "--title", "Lines", *job)
    person = seats.person("axel", "seen")
    seats.join("axel", "operators")

    found = seats.run("accessibility.ts", **person, titles=["Pictures", "Lines"])

    assert {view: problems for view, problems in found.items() if problems} == {}
    assert len(found) == 28
