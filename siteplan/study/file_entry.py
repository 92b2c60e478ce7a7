"""A file of the study, with its provenance."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator

from siteplan.study.section import Names, Section

__all__ = ["Coordinates", "Entry", "FileEntry", "SeenFigure"]

Coordinates = Literal["wgs84", "gcj02", "bd09"]


Grade = Literal["", "A", "B", "C"]
"""How much a source is worth: A official or peer-reviewed, B press, C vendor, blog or forum; "" nobody says."""


class SeenFigure(Section):
    """Where a figure of study.toml was seen: what it says, the settings that rest on it, who published it when."""

    says: str
    used_for: str = ""
    source: str
    date: str = ""
    grade: Grade = ""


class FileEntry(Section):
    """One table with its provenance, and how its file is to be read where that is not plain."""

    path: str
    encoding: str = ""
    layer: str = ""
    sheet: str = ""
    separator: Literal["", ",", ";", "\t", "|"] = ""
    decimal: Literal["", ".", ","] = ""
    na: Names = ()
    source: str = ""
    grade: Grade = ""
    licence: str = ""
    date: str = ""
    synthetic: bool = False
    note: str = ""
    coordinates: Coordinates | None = None
    crs: str | None = None


def _as_entry(value: object) -> object:
    """Let a bare file name stand where a file with its provenance is asked for."""
    return {"path": value} if isinstance(value, str) else value


Entry = Annotated[FileEntry, BeforeValidator(_as_entry)]
