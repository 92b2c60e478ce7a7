"""What a reader gives: a table as it stands in its file, and notes."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from siteplan.errors import Note

__all__ = ["RawTable"]


@dataclass(frozen=True)
class RawTable:
    """A table as read, cells of text files as text; a GeoDataFrame where the file has shapes."""

    frame: pd.DataFrame
    notes: tuple[Note, ...] = ()
