"""A file of the study, with its provenance."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator

from siteplan.study.section import Names, Section

__all__ = ["Coordinates", "Entry", "FileEntry"]

Coordinates = Literal["wgs84", "gcj02", "bd09"]


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
