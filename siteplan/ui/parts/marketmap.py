"""The map of the market page: its click selects a site, the selected site's trade area lies on it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd

from siteplan.market.options import as_given
from siteplan.present.livemap.live_message import area_levels, live_message
from siteplan.present.livemap.site_records import kept_bits
from siteplan.present.text.reader import Reader
from siteplan.store.groundwork_cache import World
from siteplan.ui import session
from siteplan.ui.parts import live_map
from siteplan.ui.parts.site_area import Area, chosen_kind

__all__ = ["show"]

KEY = "market"


def show(
    world: World,
    layer: str,
    chosen: pd.Index,
    found: Area | None,
    reader: Reader,
    height: int,
    on_site: Callable[[str], None],
) -> None:
    """Show zones, coloured by a layer, and sites; of the candidates those that the filters keep.

    `on_site` hears of the candidate that was clicked.
    """
    ground = world.ground
    figure = live_map.layer_of(world, world.key, layer)
    files, uncovered = live_map.ground_files(world, layer, reader), bool(world.today["open"].any())
    message = live_message(ground, figure, files, reader, uncovered)
    kept = kept_bits(chosen, as_given(ground.market.candidates).index)
    selected = session.selected_site()
    said = {**message, "kept": kept, "selected": selected, **_area(found, selected, reader)}
    live_map.draw_live(said, KEY, height, lambda: _clicked(on_site))


def _area(found: Area | None, selected: str | None, reader: Reader) -> dict[str, Any]:
    """Return the edges of the selected site's area, and the view that shows them once it is selected."""
    if found is None or found.shapes.is_empty.all():
        return {"area": [], "view": None}
    levels, box = area_levels(found.shapes, chosen_kind(), reader)
    return {"area": levels, "view": {"id": f"{selected} {box}", "box": box}}


def _clicked(on_site: Callable[[str], None]) -> None:
    seen = live_map.clicked(KEY)
    if seen.get("kind") == "candidate":
        on_site(str(seen["id"]))
