"""Where a bundled study lies: the province in a checkout, else the city that the package carries."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from siteplan.errors import OutputError

__all__ = ["bundled_study", "bundled_words"]

FOLDER = Path("data") / "geo" / "guangdong"


def bundled_study() -> Path:
    """Return the folder of the bundled study.

    In a checkout, and in its folder, that is the province; a package that was installed carries one city of it.

    Raises
    ------
    OutputError
        Neither is there: the package is not whole.
    """
    for root in (Path(__file__).resolve().parents[2], Path.cwd()):
        if (root / FOLDER / "study.toml").is_file():
            return root / FOLDER
    small = Path(str(files("siteplan.data") / "foshan"))
    if (small / "study.toml").is_file():
        return small
    raise OutputError("No study is bundled with this siteplan. Name one of your own, or install the package again.")


def bundled_words(folder: Path) -> str:
    """Return which of the bundled studies a folder is, in a sentence."""
    if folder.name == FOLDER.name:
        return f"This is the bundled province, {folder}."
    return f"This is one city of the bundled province, {folder}; the whole province comes with a checkout of siteplan."
