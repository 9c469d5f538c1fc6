"""Writes docs/images: `make screenshots`. The photographs come with scikit-learn (CC BY 2.0)."""

from __future__ import annotations

import tempfile
from pathlib import Path

from PIL import Image
from seats import CHECKOUT, Seats, find_chromium, running
from sklearn.datasets import load_sample_images
from tool_pictures import shrink

from trigpoint.testing.waiting import wait_until

IMAGES = CHECKOUT / "docs" / "images"
CROPS = ((0, 0, 640, 427), (60, 20, 560, 400), (150, 40, 600, 400), (0, 0, 500, 380))
MESSAGES = (
    "Your parcel is on its way. It should reach you on Thursday before noon.",
    "You have WON a holiday for two! Reply YES within 24 hours to claim your prize.",
    "Are we still on for lunch? I can be there a bit earlier.",
    "URGENT: your account will be closed. Call the number below to keep it.",
    "Thanks for the notes, they were a great help!",
    "Cheap loans, no questions asked. Text LOAN to 80888 today.",
)
SUPPORT = ("Cannot sign in since Monday", "asdf", "How do I change my address?", "?", "Where is my invoice?")
DONE = 3


def make_photos(folder: Path) -> Path:
    folder.mkdir()
    for number, pixels in enumerate(load_sample_images().images[::-1]):
        for part, box in enumerate(CROPS):
            Image.fromarray(pixels).crop(box).save(folder / f"{part}{number}.jpg", quality=92)
    return folder


def text_file(folder: Path, name: str, texts: tuple[str, ...]) -> str:
    path = folder / f"{name}.txt"
    path.write_text("\n".join(texts))
    return str(path)


def start_jobs(seats: Seats, folder: Path) -> None:
    team = ("--team", "reviewers", "--workers", "1", "--undo-seconds", "30")
    photos = str(make_photos(folder / "photos"))
    flowers = ("--labels", "Flower,Building,Something else", "--name", "photos", "--title", "What is in the photo?")
    seats.cli("submit", photos, *flowers, *team)
    spam = ("--labels", "Spam,Not spam", "--name", "messages", "--title", "Is this message spam?")
    seats.cli("submit", text_file(folder, "messages", MESSAGES), *spam, *team)
    tickets = ("--labels", "account,billing", "--name", "tickets", "--title", "Which desk?", "--team", "desk")
    seats.cli("submit", text_file(folder, "tickets", SUPPORT), *tickets, "--workers", "1")


def work(seats: Seats) -> None:
    """Somebody has labelled part of the work already; two tickets were declined."""
    stack = seats.stack
    token = stack.worker("sam", "reviewers")
    for job, label in (("photos", "Flower"), ("messages", "Spam")):
        tasks = stack.tasks(token, job)
        next(tasks)
        for _ in range(DONE):
            tasks.send({"category": {"label": label}})
    desk = stack.worker("kim", "desk")
    wait_until(lambda: decline_odd(seats, desk), "the tickets")


def decline_odd(seats: Seats, token: str) -> bool:
    """One ticket decided; whether there is none left."""
    at = "/portal/jobs/tickets"
    task = seats.stack.call(token, f"{at}/next", {})[1]["task"]
    if task is None:
        return True
    if len(str(task["input"]["taskObject"])) < 5:
        seats.stack.call(token, f"{at}/decline", {"lease": task["lease"], "reason": "unclear"})
    else:
        answer = {"desk": {"label": "account"}}
        body = {"lease": task["lease"], "accepted": task["accepted"], "answer": answer}
        seats.stack.call(token, f"{at}/next", body)
    return False


def main() -> None:
    IMAGES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as name, running(Path(name), find_chromium()) as seats:
        start_jobs(seats, Path(name))
        work(seats)
        seats.stack.ended("tickets")
        person = seats.person("robin", "reviewers")
        seats.join("robin", "operators")
        titles = {"photos": "What is in the photo?", "messages": "Is this message spam?"}
        seats.run("screenshots.ts", **person, folder=str(IMAGES), **titles)
    for path in sorted(IMAGES.glob("*.png")):
        shrink(path, path)
        print(path)


if __name__ == "__main__":
    main()
