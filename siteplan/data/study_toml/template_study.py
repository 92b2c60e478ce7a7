"""Write the template: a small study that runs, with every key explained."""

from __future__ import annotations

import shutil
from importlib.resources import as_file, files
from pathlib import Path

from siteplan.data.partial import part_beside, sweep
from siteplan.errors import OutputError

__all__ = ["write_template"]


def write_template(folder: str | Path) -> Path:
    """Write the template study into a new or empty folder and return the folder.

    Raises
    ------
    OutputError
        The folder holds something already, is a file, or cannot be written.
    """
    target = Path(folder)
    try:
        if target.exists() and (not target.is_dir() or any(target.iterdir())):
            raise OutputError(f"{target} is not empty. Name a new folder, or empty this one.")
        with as_file(files("siteplan.data") / "template") as source:
            known = {entry.name for entry in source.iterdir()}
            sweep(target.resolve(), lambda part: part.is_dir() and {entry.name for entry in part.iterdir()} <= known)
            _write(source, target)
    except OSError as error:
        if isinstance(error, OutputError):
            raise
        raise OutputError(f"{target} cannot be written ({error.strerror or error}). Name another folder.") from error
    return target


def _write(source: Path, target: Path) -> None:
    with part_beside(target.resolve()) as part:
        shutil.copytree(source, part, copy_function=shutil.copyfile, dirs_exist_ok=True)
        _move(part, target)


def _move(part: Path, target: Path) -> None:
    """Move a folder, or what is in it where the target is there: somebody may stand in it."""
    if not target.exists():
        part.rename(target.resolve())
        return
    for entry in sorted(part.iterdir(), key=lambda entry: entry.name == "study.toml"):  # last: with it, all is there
        entry.rename(target / entry.name)
