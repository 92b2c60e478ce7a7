"""The files of saved plans: an archive each, named by its content, written whole or not at all."""

from __future__ import annotations

import hashlib
import os
import shutil
import time
import zipfile
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

from siteplan.errors import StudyError
from siteplan.store.private import private_folder
from siteplan.store.saved_plans.plan_database import PLANS_HOME
from siteplan.store.saved_plans.saved_errors import FULL_DISK, Hindrance, SavedPlansError

__all__ = ["archive_file", "archived", "drop_archive", "opened", "without_paths"]

_SAME_DATE = (1980, 1, 1, 0, 0, 0)  # the same files make the same archive: to save again what was saved takes no room
_BLOCK = 1 << 20
_MOST_OPEN = 40  # plans whose files lie unpacked
_HOUR = 3600.0


def archived(folder: Path) -> tuple[str, int]:
    """Keep the files of a folder; return digest and size of their archive.

    Raises
    ------
    SavedPlansError
        The disk refused it; nothing is left of it then.
    """
    try:
        return _archived(folder)
    except OSError as error:
        raise SavedPlansError(Hindrance.FULL if error.errno in FULL_DISK else Hindrance.AWAY) from error


def _archived(folder: Path) -> tuple[str, int]:
    home = _home()
    _sweep(home)
    part = home / f".{uuid4().hex}.part"
    try:
        with part.open("wb") as file:
            with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=4) as packed:
                for path in sorted(one for one in folder.iterdir() if one.is_file()):
                    info = zipfile.ZipInfo(path.name, _SAME_DATE)
                    info.compress_type = zipfile.ZIP_DEFLATED
                    with packed.open(info, "w") as entry, path.open("rb") as read:
                        shutil.copyfileobj(read, entry, _BLOCK)
            file.flush()
            os.fsync(file.fileno())
        digest, size = _digest(part), part.stat().st_size
        os.replace(part, archive_file(digest))  # noqa: PTH105 - as one step
    finally:
        part.unlink(missing_ok=True)
    return digest, size


def archive_file(digest: str) -> Path:
    """Return where an archive lies."""
    return _home() / f"{digest}.zip"


def opened(digest: str) -> Path:
    """Return a folder with the files of an archive, checked against its name; leave them as they are.

    Raises
    ------
    SavedPlansError
        It is missing or damaged, or the disk refused it.
    """
    shelf = private_folder("opened")
    folder = shelf / digest[:24]
    if folder.is_dir():
        os.utime(folder)
        return folder
    file, part = archive_file(digest), shelf / f".{uuid4().hex}"
    try:
        if _digest(file) != digest:
            raise SavedPlansError(Hindrance.DAMAGED)
        part.mkdir()
        with zipfile.ZipFile(file) as packed:
            packed.extractall(part)  # ours: flat, as `archived` wrote it
        _put(part, folder)
    except (FileNotFoundError, zipfile.BadZipFile) as error:
        raise SavedPlansError(Hindrance.DAMAGED) from error
    except OSError as error:
        raise SavedPlansError(Hindrance.FULL if error.errno in FULL_DISK else Hindrance.AWAY) from error
    finally:
        shutil.rmtree(part, ignore_errors=True)
    _clear(shelf)
    return folder


def without_paths(error: StudyError, folder: Path) -> StudyError:
    """Return an error that names no path of this machine: visitors of a server read it."""

    def told(text: str) -> str:
        return text.replace(f"{folder}{os.sep}", "").replace(str(folder), "FOLDER")

    return StudyError(
        replace(one, table=told(one.table), what=told(one.what), remedy=told(one.remedy)) for one in error.problems
    )


def drop_archive(digest: str) -> None:
    """Delete an archive and what is unpacked of it."""
    archive_file(digest).unlink(missing_ok=True)
    shutil.rmtree(private_folder("opened") / digest[:24], ignore_errors=True)


def _home() -> Path:
    home = private_folder(PLANS_HOME) / "files"
    home.mkdir(mode=0o700, exist_ok=True)
    return home


def _put(part: Path, folder: Path) -> None:
    try:
        part.rename(folder)
    except OSError:
        if not folder.is_dir():  # else another visit was quicker
            raise


def _digest(file: Path) -> str:
    digest = hashlib.sha256()
    with file.open("rb") as content:
        while block := content.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()


def _sweep(home: Path) -> None:
    """Remove what a killed process left half-written."""
    for part in home.glob(".*.part"):
        if _age(part) > _HOUR:
            part.unlink(missing_ok=True)


def _clear(shelf: Path) -> None:
    """Remove what nobody looked at for longest; it is unpacked again when asked for."""
    for old in sorted(shelf.iterdir(), key=_age)[_MOST_OPEN:]:
        if _age(old) > _HOUR:
            shutil.rmtree(old, ignore_errors=True)


def _age(path: Path) -> float:
    try:
        return time.time() - path.stat().st_mtime
    except FileNotFoundError:
        return 0.0
