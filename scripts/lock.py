"""Renew requirements/*.txt from *.in: hashes, no download addresses. Needs pip-tools on the PATH.

Run by `make lock`. main.txt first: dev.txt is constrained by it.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[1] / "requirements"
OPTIONS = (
    "--quiet",
    "--generate-hashes",
    "--strip-extras",
    "--allow-unsafe",
    "--no-emit-index-url",
    "--no-emit-trusted-host",
    "--no-emit-find-links",
    "--no-header",
)
LAYERS = {
    "layer-base": ("--unsafe-package=botocore", "--unsafe-package=urllib3"),
    "layer-numeric": (),
    "layer-learning": ("--unsafe-package=numpy", "--unsafe-package=scipy"),
    "layer-build": (),
}
"""What the runtime or another layer already brings is left out of a layer."""


def lock(name: str, options: tuple[str, ...]) -> None:
    command = ["pip-compile", *options, f"{name}.in", "--output-file", f"{name}.txt"]
    subprocess.run(command, cwd=FOLDER, check=True)


def main() -> None:
    for name in ("main", "dev"):
        lock(name, OPTIONS)
    for name, unsafe in LAYERS.items():
        lock(name, tuple(option for option in OPTIONS if option != "--allow-unsafe") + unsafe)


if __name__ == "__main__":
    sys.exit(main())
