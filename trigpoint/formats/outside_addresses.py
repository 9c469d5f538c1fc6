"""Web addresses of other hosts that a page loads something from, by itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from trigpoint.formats.html_tokens import Attribute, Tag
from trigpoint.formats.template import AWS_ELEMENTS
from trigpoint.formats.template_markup import OUTPUT, Outline

LOADS = {
    ("script", "src"): "script",
    ("iframe", "src"): "frame",
    ("embed", "src"): "frame",
    ("object", "data"): "frame",
    ("img", "src"): "image",
    ("img", "srcset"): "image",
    ("source", "src"): "media",
    ("source", "srcset"): "image",
    ("track", "src"): "media",
    ("audio", "src"): "media",
    ("video", "src"): "media",
    ("video", "poster"): "image",
    ("input", "src"): "image",
    ("image", "href"): "image",
    ("image", "xlink:href"): "image",
}
"""Element and attribute to what is loaded; `src` of a crowd element is an image."""

STYLES = frozenset({"stylesheet", "preload", "modulepreload", "prefetch"})
CSS_ADDRESS = re.compile(r"url\(\s*[\"']?([^\"')]*)|@import\s+[\"']([^\"']*)", re.IGNORECASE)
SCHEMES = ("http://", "https://", "//")


@dataclass(frozen=True, slots=True)
class Outside:
    host: str
    use: str
    place: int
    secure: bool


def outside_addresses(markup: Outline) -> Iterator[Outside]:
    for tag in markup.tags:
        for attribute in tag.attributes:
            yield from _of_attribute(tag, attribute)
    for block in markup.blocks("style"):
        for found in CSS_ADDRESS.finditer(block.text):
            yield from _of(found[1] or found[2] or "", "style", block.inside + found.start())


def _of_attribute(tag: Tag, attribute: Attribute) -> Iterator[Outside]:
    if attribute.name == "style":
        for found in CSS_ADDRESS.finditer(attribute.value):
            yield from _of(found[1] or found[2] or "", "style", attribute.place)
    elif use := _use(tag, attribute.name):
        for address in _addresses(attribute):
            yield from _of(address, use, attribute.place)


def _use(tag: Tag, name: str) -> str:
    if tag.name == "link":
        loads = name == "href" and STYLES & set(tag.get("rel").lower().split())
        return "style sheet" if loads else ""
    if tag.name.startswith("crowd-") and name == "src":
        return "image"
    return LOADS.get((tag.name, name), "")


def _addresses(attribute: Attribute) -> list[str]:
    if attribute.name != "srcset":
        return [attribute.value.strip()]
    return [part.split()[0] for part in attribute.value.split(",") if part.strip()]


def _of(address: str, use: str, place: int) -> Iterator[Outside]:
    """Nothing for the page's own addresses, our elements under AWS's name, and a host that Liquid writes."""
    if not address.lower().startswith(SCHEMES) or AWS_ELEMENTS.fullmatch(address):
        return
    try:
        host = urlsplit(address).hostname or ""
    except ValueError:
        return
    if host and OUTPUT not in host:
        yield Outside(host, use, place, not address.lower().startswith("http://"))
