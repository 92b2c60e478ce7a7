"""What a visitor puts on the map by hand: sites of his own, areas that he draws, and what a click does meanwhile."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from siteplan.present.text.reader import Reader

__all__ = ["ByHand"]

Mode = Literal["add", "draw"]


@dataclass(frozen=True)
class ByHand:
    """Sites (id, lon, lat, told: lines) and areas (id, ring of [lon, lat], label); in mode "add" a click adds a site.

    In mode "draw" each click adds a corner of an area.
    """

    trials: Sequence[Mapping[str, Any]] = ()
    polygons: Sequence[Mapping[str, Any]] = ()
    mode: Mode | None = None

    def said(self, reader: Reader) -> dict[str, Any]:
        """Return what the map is told of it, and the hint that it shows."""
        _ = reader.gettext
        hints = {
            None: "",
            "add": _("Click the place of the new site."),
            "draw": _("Click the corners; a double click or Enter ends the area, Esc gives it up."),
        }
        return {"trials": [*self.trials], "polygons": [*self.polygons], "mode": self.mode, "hint": hints[self.mode]}
