"""Shown: how a thing draws itself in a notebook, though what draws it stands above."""

from __future__ import annotations

import siteplan

__all__ = ["Mapped", "Shown"]

# What flows through the pipeline knows nothing of maps and words. The package does: its `present` loads when it is
# first asked for, so the way from a plan to its map leads through the door that a user takes, and no import leads up.


class Shown:
    """A thing that a notebook shows when it stands alone in a cell."""

    def _repr_html_(self) -> str:
        return siteplan.present.cell(self)


class Mapped(Shown):
    """A thing that has a map."""

    def map(self, language: str | None = None) -> str:
        """Return the map as one HTML file that makes no request; in the study's language unless given."""
        return siteplan.present.map(self, language)
