"""The folder for what the app keeps between visits: readable by this user alone."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

__all__ = ["CACHE_VARIABLE", "private_folder", "throw_away"]

CACHE_VARIABLE = "SITEPLAN_CACHE"


def private_folder(name: str) -> Path:
    """Return a folder of the app's cache, made where it is not there yet.

    Pickles are read back from it, so it must be ours: on POSIX it belongs to this user and nobody else may enter.

    Raises
    ------
    PermissionError
        Somebody else made it.
    """
    root = _root()
    for folder in (root, root / name):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        _check_ours(folder)
    return root / name


def _root() -> Path:
    if given := os.environ.get(CACHE_VARIABLE):
        return Path(given)
    base = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA") or str(Path.home() / ".cache")
    return Path(base) / "siteplan"


def _check_ours(folder: Path) -> None:
    if not hasattr(os, "getuid"):  # Windows: a profile's folders are private already
        return
    if folder.stat().st_uid != os.getuid():
        raise PermissionError(f"{folder} belongs to somebody else. Name another folder in {CACHE_VARIABLE}.")
    folder.chmod(0o700)


def throw_away(folder: Path) -> None:
    """Take a folder away in one step, so that nobody finds half of it, then delete what it held."""
    gone = folder.with_name(f".{folder.name}")
    try:
        folder.rename(gone)
    except OSError:  # somebody else was quicker, or holds a file of it open
        gone = folder
    shutil.rmtree(gone, ignore_errors=True)
