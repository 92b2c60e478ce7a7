"""The map of the market page: its click selects a site, the selected site's trade area lies on it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from siteplan.market.options import as_given
from siteplan.present.livemap.by_hand import ByHand
from siteplan.present.livemap.ground_file import packed_json
from siteplan.present.livemap.live_message import area_levels, live_message
from siteplan.present.livemap.site_records import kept_bits
from siteplan.present.text.reader import Reader
from siteplan.store.groundwork_cache import World
from siteplan.store.map_files import keep_file
from siteplan.ui import session
from siteplan.ui.parts import live_map
from siteplan.ui.parts.site_area import Area, chosen_kind

__all__ = ["Hears", "show"]

KEY = "market"


def _ignored(_told: Mapping[str, Any]) -> None:
    """Hear, and do nothing."""


@dataclass(frozen=True)
class Hears:
    """Who hears what is done on the map: `site` of a candidate that was clicked, `other` of all else that was.

    `moved` and `drawn` hear of what is put on the map by hand, each as live_map's function of this name says; `by_hand`
    is what lies there.
    """

    site: Callable[[str], None]
    other: Callable[[Mapping[str, Any]], None] = _ignored
    moved: Callable[[Mapping[str, Any]], None] = _ignored
    drawn: Callable[[Mapping[str, Any]], None] = _ignored
    by_hand: ByHand = field(default_factory=ByHand)


def show(
    world: World,
    layer: str,
    chosen: pd.Index,
    found: Area | None,
    reader: Reader,
    height: int,
    hears: Hears,
) -> None:
    """Show zones, coloured by a layer, and sites; of the candidates those that the filters keep."""
    ground = world.ground
    figure = live_map.layer_of(world, world.key, layer)
    files, uncovered = live_map.ground_files(world, layer, reader), bool(world.today["open"].any())
    message = live_message(ground, figure, files, reader, uncovered)
    kept = kept_bits(chosen, as_given(ground.market.candidates).index)
    selected = session.selected_site()
    said = {
        **message,
        "kept": kept,
        "selected": selected,
        **_area(found, selected, reader),
        **hears.by_hand.said(reader),
    }
    live_map.draw_live(
        said,
        KEY,
        height,
        lambda: _clicked(hears),
        lambda: hears.moved(live_map.moved(KEY)),
        lambda: hears.drawn(live_map.drawn(KEY)),
    )


def _area(found: Area | None, selected: str | None, reader: Reader) -> dict[str, Any]:
    """Return the edges of the selected site's area, and the view that shows them once it is selected."""
    if found is None or found.shapes.is_empty.all():
        return {"area": [], "view": None}
    levels, box = area_levels(found.shapes, chosen_kind(), reader)
    kept = live_map.addresses({"area": keep_file(packed_json(levels), "gz")})  # too many corners for a message
    return {**kept, "view": {"id": f"{selected} {box}", "box": box}}


def _clicked(hears: Hears) -> None:
    seen = live_map.clicked(KEY)
    if seen.get("kind") == "candidate":
        hears.site(str(seen["id"]))
    elif seen:
        hears.other(seen)
