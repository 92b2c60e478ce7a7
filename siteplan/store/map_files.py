"""Files that the app's maps fetch: kept in the app's cache under a name that is their content's hash."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from siteplan.store.private import private_folder

__all__ = ["keep_file", "keep_folder", "kept_files", "kept_under", "still_kept"]

_MOST = 400  # files
_MOST_FOLDERS = 4
_HOUR = 3600.0


def kept_files() -> Path:
    """Return the folder of these files."""
    return private_folder("map")


def keep_file(data: bytes, suffix: str) -> str:
    """Keep a file and return its name; the same content has the same name, and is written once.

    Of those that nobody has asked to keep for an hour the oldest go where there are very many.
    """
    name = f"{hashlib.sha256(data).hexdigest()[:24]}.{suffix}"
    folder = kept_files()
    kept = folder / name
    if kept.is_file():
        os.utime(kept)
        return name
    with tempfile.NamedTemporaryFile(dir=folder, delete=False) as file:
        file.write(data)
    os.replace(file.name, kept)  # noqa: PTH105 - as one step: a browser is sent all of it or nothing
    _clear(folder)
    return name


def keep_folder(files: Mapping[str, bytes]) -> str:
    """Keep files that name each other in a folder and return its name, the same for the same files.

    Folders that nobody has asked to keep for an hour go where there are more than a few: of each state of the
    program there is one.
    """
    name = hashlib.sha256(b"".join(files.values())).hexdigest()[:24]
    folder = kept_files() / name
    if not all((folder / file).is_file() for file in files):
        folder.mkdir(exist_ok=True)
        for file, data in files.items():
            (folder / file).write_bytes(data)
        for old in _old([other for other in kept_files().iterdir() if other.is_dir()], _MOST_FOLDERS):
            shutil.rmtree(old, ignore_errors=True)
    os.utime(folder)
    return name


def still_kept(name: str) -> bool:
    """Tell whether a kept file is there, and that it is asked for again."""
    kept = kept_files() / name
    there = kept.is_file()
    if there:
        os.utime(kept)
    return there


def kept_under(key: str, make: Callable[[], Mapping[str, str]]) -> dict[str, str]:
    """Return the names of files that `make` keeps: those that were kept under this key before, by any server."""
    known = kept_files() / f"{hashlib.sha256(key.encode()).hexdigest()[:24]}.names"
    try:
        names = dict(json.loads(known.read_text("utf-8")))
    except (OSError, ValueError):  # never kept, or half written
        names = {}
    if not (names and all(map(still_kept, names.values()))):
        names = dict(make())
        known.write_text(json.dumps(names), "utf-8")
    os.utime(known)
    return names


def _clear(folder: Path) -> None:
    for old in _old([file for file in folder.iterdir() if file.is_file()], _MOST):
        old.unlink(missing_ok=True)


def _old(some: list[Path], most: int) -> Iterator[Path]:
    """Give those beyond the youngest `most` that nobody has asked for within the hour."""
    by_age = sorted(some, key=lambda path: path.stat().st_mtime, reverse=True)
    return (path for path in by_age[most:] if time.time() - path.stat().st_mtime > _HOUR)
