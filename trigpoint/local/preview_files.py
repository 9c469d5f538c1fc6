"""Local files that a previewed template shows, each at an address nobody can guess, and what stands in for others."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from typing import Any

from trigpoint.domain.places import bucket_of
from trigpoint.formats.media_types import harmless_type

FOLDER = "/files/"
STANDING_IN = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".bmp")
PLACEHOLDER = """<svg xmlns="http://www.w3.org/2000/svg" width="960" height="640" viewBox="0 0 960 640">
<rect width="960" height="640" fill="#d9dee5"/><circle cx="330" cy="340" r="130" fill="#c98f5a"/>
<rect x="540" y="220" width="220" height="240" fill="#5f8f87"/>
<text x="30" y="50" font-family="sans-serif" font-size="24" fill="#39424e">%s</text></svg>"""


@dataclass
class PreviewFiles:
    """`origin` serves them; `folder` holds what s3:// addresses name; `beside` is where `./…` is looked for."""

    origin: str
    folder: Path | None = None
    beside: Path = Path()
    missing: list[str] = field(default_factory=list)
    _served: dict[str, tuple[str, bytes | Path]] = field(default_factory=dict)

    def grant(self, uri: str) -> str:
        """An address for an s3:// object: the file of its key under the folder, or a picture that says its name."""
        path = self._find(uri)
        if path:
            return self._serve(harmless_type(path.name), path)
        self.missing.append(uri)
        if not uri.lower().endswith(STANDING_IN):
            return f"{self.origin}{FOLDER}missing"
        return self._serve("image/svg+xml", (PLACEHOLDER % escape(uri)).encode())

    def localised(self, value: Any) -> Any:
        """A task input whose `./…` files are addresses."""
        if isinstance(value, dict):
            return {name: self.localised(one) for name, one in value.items()}
        if isinstance(value, list):
            return [self.localised(one) for one in value]
        if isinstance(value, str) and value.startswith("./") and (path := within(self.beside, value)):
            return self._serve(harmless_type(path.name), path)
        return value

    def read(self, path: str) -> tuple[str, bytes] | None:
        """Content type and bytes of what an address names."""
        found = self._served.get(path)
        if found is None:
            return None
        kind, content = found
        return kind, content.read_bytes() if isinstance(content, Path) else content

    def _find(self, uri: str) -> Path | None:
        if self.folder is None:
            return None
        key = uri.removeprefix("s3://").partition("/")[2]
        names = (f"{bucket_of(uri)}/{key}", key, key.rpartition("/")[2])
        return next((path for name in names if (path := within(self.folder, name))), None)

    def _serve(self, kind: str, content: bytes | Path) -> str:
        path = f"{FOLDER}{secrets.token_urlsafe(16)}"
        self._served[path] = kind, content
        return self.origin + path


def within(folder: Path, name: str) -> Path | None:
    """The file of that name in the folder; None where there is none, or outside of it."""
    path = (folder / name).resolve()
    return path if path.is_file() and path.is_relative_to(folder.resolve()) else None
