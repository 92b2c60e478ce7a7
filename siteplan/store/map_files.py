"""Files that the app's maps fetch: kept in the app's cache under a name that is their content's hash."""

from __future__ import annotations

import hashlib
import os
import tempfile
import time
from pathlib import Path

from siteplan.store.private import private_folder

__all__ = ["keep_file", "kept_files"]

_MOST = 400  # files
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


def _clear(folder: Path) -> None:
    files = [file for file in folder.iterdir() if file.is_file()]
    by_age = sorted(files, key=lambda file: file.stat().st_mtime, reverse=True)
    for old in by_age[_MOST:]:
        if time.time() - old.stat().st_mtime > _HOUR:
            old.unlink(missing_ok=True)
