"""The content type that a link to an object is served with: told by the key alone, and never one that browsers run.

What lies in a bucket may call itself text/html. Opened as a page it would be one, on the bucket's own origin.
"""

from __future__ import annotations

BY_EXTENSION = {
    "png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg", "gif": "image/gif", "webp": "image/webp",
    "avif": "image/avif", "bmp": "image/bmp", "tif": "image/tiff", "tiff": "image/tiff",
    "mp4": "video/mp4", "m4v": "video/mp4", "webm": "video/webm", "ogv": "video/ogg", "mov": "video/quicktime",
    "mpg": "video/mpeg", "mpeg": "video/mpeg",
    "mp3": "audio/mpeg", "wav": "audio/wav", "flac": "audio/flac", "aac": "audio/aac", "m4a": "audio/mp4",
    "ogg": "audio/ogg", "oga": "audio/ogg", "opus": "audio/ogg",
    "pdf": "application/pdf", "json": "application/json",
    "txt": "text/plain", "csv": "text/plain", "md": "text/plain", "htm": "text/plain", "html": "text/plain",
    "xhtml": "text/plain", "xml": "text/plain", "js": "text/plain", "css": "text/plain",
}  # fmt: skip
UNKNOWN = "application/octet-stream"
"""Images and films are told by their first bytes where a page asks for them as such; SVG is not."""


def harmless_type(key: str) -> str:
    name = key.rpartition("/")[2]
    kind = BY_EXTENSION.get(name.rpartition(".")[2].lower(), UNKNOWN) if "." in name else UNKNOWN
    return f"{kind}; charset=utf-8" if kind.startswith("text/") else kind
