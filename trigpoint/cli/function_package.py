"""A customer function's code as the zip that Lambda takes."""

from __future__ import annotations

import ast
import io
import zipfile
from dataclasses import dataclass
from pathlib import Path

from trigpoint.domain.errors import BadInput

HANDLERS = ("lambda_handler", "handler")
MODULES = ("lambda_function.py", "handler.py", "index.py", "main.py", "app.py")
EARLIEST = (1980, 1, 1, 0, 0, 0)
"""The zip format's first date: the same code gives the same zip."""


@dataclass(frozen=True, slots=True)
class Package:
    name: str
    handler: str
    code: bytes


def package(path: Path, name: str = "", handler: str = "") -> Package:
    """Of a Python file, a folder or a ready zip. Raises BadInput where the handler can not be told."""
    if path.suffix == ".zip":
        if not handler:
            raise BadInput(f"the handler in {path} is not known.", "Name it: --handler module.function.")
        return Package(name or path.stem, handler, path.read_bytes())
    return Package(name or path.resolve().stem, handler or found_handler(path), zipped(path))


def found_handler(path: Path) -> str:
    """`module.function` of the first module that defines a handler by one of the usual names."""
    for module in modules(path):
        tree = parsed(module)
        defined = {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
        for name in HANDLERS:
            if name in defined:
                return f"{module.stem}.{name}"
    raise BadInput(f"{path} has no function named {' or '.join(HANDLERS)}.", "Name yours: --handler module.function.")


def modules(path: Path) -> list[Path]:
    if path.is_file():
        return [path]
    usual = [path / name for name in MODULES if (path / name).is_file()]
    return usual + [found for found in sorted(path.glob("*.py")) if found not in usual]


def parsed(module: Path) -> ast.Module:
    try:
        return ast.parse(module.read_text(encoding="utf-8"))
    except (SyntaxError, UnicodeDecodeError) as error:
        raise BadInput(f"{module} is no Python: {error}.", "Correct it first.") from error


def zipped(path: Path) -> bytes:
    folder = path if path.is_dir() else path.parent
    files = sorted(path.rglob("*")) if path.is_dir() else [path]
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in files:
            if file.is_file() and "__pycache__" not in file.parts:
                entry = zipfile.ZipInfo(file.relative_to(folder).as_posix(), EARLIEST)
                entry.external_attr = 0o644 << 16
                archive.writestr(entry, file.read_bytes(), zipfile.ZIP_DEFLATED)
    return buffer.getvalue()
