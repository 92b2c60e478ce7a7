"""Where the bundled study lies."""

from __future__ import annotations

from pathlib import Path

from siteplan.errors import OutputError

__all__ = ["bundled_study"]

FOLDER = Path("data") / "geo" / "guangdong"


def bundled_study() -> Path:
    """Return the bundled study's folder: beside the package in a checkout, else below the current folder.

    Raises
    ------
    OutputError
        Neither is there; the package alone does not carry the study.
    """
    for root in (Path(__file__).resolve().parents[2], Path.cwd()):
        if (root / FOLDER / "study.toml").is_file():
            return root / FOLDER
    raise OutputError(f"The bundled study {FOLDER.as_posix()} is not here. Run this in a checkout of siteplan.")
