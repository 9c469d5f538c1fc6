"""Builds what is uploaded: one code directory and the layers of third-party wheels. No Docker.

Every directory is named after the hash of what it is made from and appears in one rename, so a
second build is a look-up and two builds at once do no harm.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from infra.environments import Environment

ROOT = Path(__file__).resolve().parent.parent
LAYERS = ("base", "numeric", "learning")
LIMIT_BYTES = 250 * 1024 * 1024
"""What Lambda accepts for a function and its layers, unzipped."""

_PACKAGES = ("functions", "trigpoint", "ui_templates")
_NOT_DEPLOYED = ("trigpoint/local", "trigpoint/cli", "trigpoint/testing")
_SOURCE_LITTER = ("__pycache__", "*.pyc", ".*")
_WHEEL_LITTER = ("__pycache__", "tests", "test", "*.pyi", "*.pxd")


def code(root: Path = ROOT) -> Path:
    """The directory of our own code: functions/, trigpoint/ and ui_templates/ of `root`."""
    sources = [(name, root / name) for name in _PACKAGES if (root / name).is_dir()]
    digest = _digest(_contents(root, sources))
    return _built(ROOT / "build" / "code" / digest, lambda target: _copy(root, sources, target))


def layer(name: str, environment: Environment) -> Path:
    """The directory of a layer (its packages lie in python/), as locked in requirements/."""
    locked = ROOT / "requirements" / f"layer-{name}.txt"
    made_from = (locked.read_bytes(), repr(_wheel_options(environment)).encode(), Path(__file__).read_bytes())
    target = ROOT / "build" / "layers" / environment.name / f"{name}-{_digest(made_from)}"
    return _built(target, lambda place: _install(locked, environment, place / "python"))


def unzipped_bytes(directories: Iterable[Path]) -> int:
    """The size Lambda compares with its limit."""
    return sum(path.stat().st_size for top in directories for path in top.rglob("*") if path.is_file())


def _digest(parts: Iterable[bytes]) -> str:
    digest = hashlib.sha256()
    for part in parts:
        digest.update(len(part).to_bytes(8, "big") + part)
    return digest.hexdigest()[:20]


def _built(target: Path, fill: Callable[[Path], None]) -> Path:
    if target.is_dir():
        return target
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent) as scratch:
        fresh = Path(scratch) / "fresh"
        fresh.mkdir()
        fill(fresh)
        _move(fresh, target)
    return target


def _move(fresh: Path, target: Path) -> None:
    try:
        fresh.rename(target)
    except OSError:
        # Another build of the same content was first; its directory is as good as ours.
        if not target.is_dir():
            raise


def _ignore(root: Path) -> Callable[[str, list[str]], set[str]]:
    litter = shutil.ignore_patterns(*_SOURCE_LITTER)
    dropped = {root / name for name in _NOT_DEPLOYED}

    def ignored(folder: str, names: list[str]) -> set[str]:
        return litter(folder, names) | {name for name in names if Path(folder) / name in dropped}

    return ignored


def _copy(root: Path, sources: Iterable[tuple[str, Path]], target: Path) -> None:
    for name, source in sources:
        shutil.copytree(source, target / name, ignore=_ignore(root))


def _contents(root: Path, sources: Iterable[tuple[str, Path]]) -> Iterator[bytes]:
    ignored = _ignore(root)
    for _, source in sources:
        for path in _walk(source, ignored):
            yield str(path.relative_to(root)).encode()
            yield path.read_bytes()


def _walk(folder: Path, ignored: Callable[[str, list[str]], set[str]]) -> Iterator[Path]:
    names = sorted(path.name for path in folder.iterdir())
    for name in sorted(set(names) - ignored(str(folder), names)):
        path = folder / name
        if path.is_dir():
            yield from _walk(path, ignored)
        else:
            yield path


def _wheel_options(environment: Environment) -> list[str]:
    if not environment.platforms:
        return []
    platforms = [option for tag in environment.platforms for option in ("--platform", tag)]
    return [*platforms, "--implementation", "cp", "--python-version", environment.python]


def _install(locked: Path, environment: Environment, target: Path) -> None:
    # --no-deps: the lock is complete, less what the Lambda runtime or the layer below brings.
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-compile"]
    command += ["--require-hashes", "--only-binary=:all:", *_wheel_options(environment)]
    command += ["--target", str(target), "--requirement", str(locked)]
    subprocess.run(command, check=True, stdout=sys.stderr)
    _prune(target)


def _prune(target: Path) -> None:
    """Drop what no import needs. Shared objects stay as they are: stripping them breaks OpenBLAS."""
    # Console scripts carry the path of this interpreter, so they would change the content too.
    shutil.rmtree(target / "bin", ignore_errors=True)
    for pattern in _WHEEL_LITTER:
        for path in sorted(target.rglob(pattern), reverse=True):
            shutil.rmtree(path) if path.is_dir() else path.unlink()
