"""The map's script, its style and the elements that it fills: for the app, and joined for a file of its own."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

__all__ = ["joined_script", "map_frame_html", "map_style", "script_files"]

_SCRIPT = Path(__file__).with_name("script")
_IMPORT = re.compile(r"^import .*;\n", re.MULTILINE)
_EXPORT = re.compile(r"^export (?=\w)", re.MULTILINE)


@cache
def script_files() -> dict[str, bytes]:
    """Return the modules of the script by their names."""
    return {file.name: file.read_bytes() for file in sorted(_SCRIPT.glob("*.js"))}


@cache
def joined_script() -> str:
    """Return all modules as one text, to be run within a function: what they share they find there by its name."""
    texts = (text.decode("utf-8") for text in script_files().values())
    return "\n".join(_EXPORT.sub("", _IMPORT.sub("", text)) for text in texts)


@cache
def map_frame_html() -> str:
    """Return the elements that the script fills; areas drawn by hand are hatched by a pattern, named by its id."""
    return (_SCRIPT / "livemap.html").read_text("utf-8")


@cache
def map_style() -> str:
    """Return how they look."""
    return (_SCRIPT / "livemap.css").read_text("utf-8")
