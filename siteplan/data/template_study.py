"""Write the template: a small study that runs, with every key explained."""

from __future__ import annotations

import shutil
from importlib.resources import as_file, files
from pathlib import Path

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
            shutil.copytree(source, target, copy_function=shutil.copyfile, dirs_exist_ok=True)
    except OSError as error:
        if isinstance(error, OutputError):
            raise
        raise OutputError(f"{target} cannot be written ({error.strerror or error}). Name another folder.") from error
    return target
